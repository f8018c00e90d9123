/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/open-case.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * RedressFactsCard:
 *
 * What the ticket carries and no line of "Claim and log" shows, by source, each fact with the
 * time at which it was read. It is folded, and its lines are built when somebody unfolds it. A
 * law or a term that the customer quotes stands under the claim.
 */
#define REDRESS_TYPE_FACTS_CARD (redress_facts_card_get_type ())
G_DECLARE_FINAL_TYPE (RedressFactsCard, redress_facts_card, REDRESS, FACTS_CARD, AdwBin)

/* (transfer none): "All facts, 14", the button that folds and unfolds. It has no place in the card,
 * which takes no room while it is folded. */
GtkWidget *redress_facts_card_get_fold (RedressFactsCard *self);
/* @folded: whether another ticket than before begins so. */
void redress_facts_card_show (RedressFactsCard *self, RedressOpenCase *open, gboolean folded);
/* One column of facts in the place of two. */
void redress_facts_card_set_compact (RedressFactsCard *self, gboolean compact);

G_END_DECLS
