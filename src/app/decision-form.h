/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressDecisionForm:
 *
 * Where an agent decides: verdict, reason, amount, what the customer reads, a note, Submit. It
 * holds the draft, and nothing but a person changes what stands in it.
 *
 * Signals: "changed": the draft changed; "verdict-pressed".
 */
#define REDRESS_TYPE_DECISION_FORM (redress_decision_form_get_type ())
G_DECLARE_FINAL_TYPE (RedressDecisionForm, redress_decision_form, REDRESS, DECISION_FORM, AdwBin)

/* @draft: (nullable): NULL keeps what is written, for a reload of the same ticket. */
void redress_decision_form_show (RedressDecisionForm *self,
                                 RedressOpenCase *open,
                                 const RedressDraft *draft);
/* (nullable): NULL before anything was shown. */
const RedressDraft *redress_decision_form_get_draft (RedressDecisionForm *self);
/* @sentence: (nullable): why Submit does nothing yet: its tooltip. */
void redress_decision_form_set_obstacle (RedressDecisionForm *self, const char *sentence);
/* @sentence: (nullable): why nothing can be submitted at all now: a line above the rest. */
void redress_decision_form_set_warning (RedressDecisionForm *self, const char *sentence);
void redress_decision_form_set_compact (RedressDecisionForm *self, gboolean compact);
void
redress_decision_form_set_cited (RedressDecisionForm *self, const char *sha256, gboolean cited);
void redress_decision_form_add_opened (RedressDecisionForm *self, const char *sha256);

/* What keys and buttons elsewhere do. */
void redress_decision_form_press_verdict (RedressDecisionForm *self, guint n);
/* Presses "Need info" and adds a slot or a fact. */
void redress_decision_form_ask_for (RedressDecisionForm *self, const char *name);
void redress_decision_form_focus_verdicts (RedressDecisionForm *self);
void redress_decision_form_focus_reason (RedressDecisionForm *self);
void redress_decision_form_focus_message (RedressDecisionForm *self);
void redress_decision_form_focus_note (RedressDecisionForm *self);

G_END_DECLS
