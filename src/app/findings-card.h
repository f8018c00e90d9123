/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressFindingsCard:
 *
 * What the rules say: the verdict they support, the conditions that failed or are unknown, some
 * of those that passed, and behind a link every rule with why and why not.
 */
#define REDRESS_TYPE_FINDINGS_CARD (redress_findings_card_get_type ())
G_DECLARE_FINAL_TYPE (RedressFindingsCard, redress_findings_card, REDRESS, FINDINGS_CARD, GtkBox)

/* Hides itself where the rules could not be asked. */
void redress_findings_card_show (RedressFindingsCard *self, RedressOpenCase *open);
/* Where the strip stands elsewhere on the page. */
void redress_findings_card_set_strip_shown (RedressFindingsCard *self, gboolean shown);

G_END_DECLS
