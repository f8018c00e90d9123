/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"
#include "app/thumbs.h"

G_BEGIN_DECLS

/**
 * RedressFirstDecisionCard:
 *
 * The decision that an appeal is about: who, when, why, and what was seen then.
 */
#define REDRESS_TYPE_FIRST_DECISION_CARD (redress_first_decision_card_get_type ())
G_DECLARE_FINAL_TYPE (
    RedressFirstDecisionCard, redress_first_decision_card, REDRESS, FIRST_DECISION_CARD, GtkBox)

void redress_first_decision_card_set_thumbs (RedressFirstDecisionCard *self, RedressThumbs *thumbs);
void redress_first_decision_card_show (RedressFirstDecisionCard *self, RedressOpenCase *open);

G_END_DECLS
