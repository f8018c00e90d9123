/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/decision-form.h"
#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressDecisionBar:
 *
 * The foot of the case: the form to decide, what became of a decision, or why there is nothing
 * to decide.
 *
 * Signals: "draft-changed"; "verdict-pressed"; "submittable-changed": whether Submit would do
 * something.
 */
#define REDRESS_TYPE_DECISION_BAR (redress_decision_bar_get_type ())
G_DECLARE_FINAL_TYPE (RedressDecisionBar, redress_decision_bar, REDRESS, DECISION_BAR, AdwBin)

/* @draft: (nullable): NULL keeps what is written, for a reload of the same ticket.
 * @reopened: a conflict is decided again. */
void redress_decision_bar_show (RedressDecisionBar *self,
                                RedressOpenCase *open,
                                const RedressDraft *draft,
                                gboolean reopened);
void redress_decision_bar_set_status (RedressDecisionBar *self, RedressSyncStatus status);
void redress_decision_bar_set_compact (RedressDecisionBar *self, gboolean compact);
/* @sentence: (nullable): something else that has to be done before Submit. */
void redress_decision_bar_set_obstacle (RedressDecisionBar *self, const char *sentence);
gboolean redress_decision_bar_is_submittable (RedressDecisionBar *self);
/* (transfer full) (nullable): why Submit would do nothing, if the form is shown. */
char *redress_decision_bar_dup_obstacle (RedressDecisionBar *self);
/* A colleague's decision waits for this person. */
gboolean redress_decision_bar_can_approve (RedressDecisionBar *self);
gboolean redress_decision_bar_can_decide (RedressDecisionBar *self);
RedressDecisionForm *redress_decision_bar_get_form (RedressDecisionBar *self);
/* Time has passed. */
void redress_decision_bar_tick (RedressDecisionBar *self);

G_END_DECLS
