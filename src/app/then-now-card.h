/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressThenNowCard:
 *
 * The facts that the decision on an appeal rests on, as they were at the first decision and as
 * they are now. What changed is lit.
 */
#define REDRESS_TYPE_THEN_NOW_CARD (redress_then_now_card_get_type ())
G_DECLARE_FINAL_TYPE (RedressThenNowCard, redress_then_now_card, REDRESS, THEN_NOW_CARD, GtkBox)

/* Hides itself where the first ticket is not on this computer. */
void redress_then_now_card_show (RedressThenNowCard *self, RedressOpenCase *open);

G_END_DECLS
