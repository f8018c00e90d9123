/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressCompareCard:
 *
 * What the customer says beside what the platform's log says, a line a fact. Lines that differ
 * are lit; where there are many lines those that agree fold away.
 */
#define REDRESS_TYPE_COMPARE_CARD (redress_compare_card_get_type ())
G_DECLARE_FINAL_TYPE (RedressCompareCard, redress_compare_card, REDRESS, COMPARE_CARD, GtkBox)

/* Hides itself where there is nothing to compare. */
void redress_compare_card_show (RedressCompareCard *self, RedressOpenCase *open);
/* Puts a widget behind the title of the card. */
void redress_compare_card_add_to_heading (RedressCompareCard *self, GtkWidget *widget);
void redress_compare_card_set_compact (RedressCompareCard *self, gboolean compact);

G_END_DECLS
