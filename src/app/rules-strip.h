/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressRulesStrip:
 *
 * What the rules support, in one line. It says so; it presses nothing.
 *
 * With counts it also says how many conditions failed or are unknown, and is a button that
 * folds the checklist out. Signal "folded" (gboolean).
 */
#define REDRESS_TYPE_RULES_STRIP (redress_rules_strip_get_type ())
G_DECLARE_FINAL_TYPE (RedressRulesStrip, redress_rules_strip, REDRESS, RULES_STRIP, GtkBox)

void redress_rules_strip_show (RedressRulesStrip *self, RedressOpenCase *open);
void redress_rules_strip_set_counts (RedressRulesStrip *self, gboolean counts);
/* Where it matters which version of the policy judges: on an appeal. */
void redress_rules_strip_set_version_shown (RedressRulesStrip *self, gboolean shown);

/* (transfer full): "Approve, revoke the code" */
char *redress_rules_describe (RedressOpenCase *open);

G_END_DECLS
