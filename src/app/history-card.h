/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressHistoryCard:
 *
 * Earlier tickets of the customer and what became of them. A press opens one.
 */
#define REDRESS_TYPE_HISTORY_CARD (redress_history_card_get_type ())
G_DECLARE_FINAL_TYPE (RedressHistoryCard, redress_history_card, REDRESS, HISTORY_CARD, GtkBox)

/* Hides itself where there are none. */
void redress_history_card_show (RedressHistoryCard *self, RedressOpenCase *open);

G_END_DECLS
