/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"
#include "core/clock.h"

G_BEGIN_DECLS

/**
 * RedressCalculatorCard:
 *
 * The arithmetic of the ticket, as its policy lays it out: what each line comes to, and how. Other
 * values can be tried; the ticket stays as it is.
 */
#define REDRESS_TYPE_CALCULATOR_CARD (redress_calculator_card_get_type ())
G_DECLARE_FINAL_TYPE (
    RedressCalculatorCard, redress_calculator_card, REDRESS, CALCULATOR_CARD, GtkBox)

/* Hides itself where the policy lays nothing out. */
void redress_calculator_card_show (RedressCalculatorCard *self, RedressOpenCase *open);
/* (transfer full): what the card says, a line each. */
char *redress_calculator_card_dup_text (RedressCalculatorCard *self);

G_END_DECLS
