/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressCasePane:
 *
 * One ticket with everything that proves the decision, and the bar to decide it.
 *
 * Actions: "case.verdict" (i: n-th verdict button), "case.submit", "case.submit-next",
 * "case.try-submit", "case.try-submit-next" (for keys: never disabled, they say what is in the
 * way), "case.undo", "case.take-back" (xs: ticket and command id), "case.send-now",
 * "case.view-evidence", "case.ask", "case.claim", "case.release", "case.check-out",
 * "case.copy-number", "case.focus-reason", "case.focus-message", "case.focus-note".
 *
 * Signals: "step" (int: -1 previous, +1 next ticket of the queue), "view-evidence"
 * (gpointer RedressCase*, char *sha256): open the viewer, "open-ticket" (gint64: a related one),
 * "shown": what is known of the ticket, or that it takes a while, is in the next frame.
 *
 * Property "show-back" (gboolean): a button that activates "win.back". The layout (wide from
 * 720 px, compact below) follows the own width.
 */
#define REDRESS_TYPE_CASE_PANE (redress_case_pane_get_type ())
G_DECLARE_FINAL_TYPE (RedressCasePane, redress_case_pane, REDRESS, CASE_PANE, AdwBin)

void redress_case_pane_set_sync (RedressCasePane *self,
                                 RedressSync *sync,
                                 RedressClock *clock,
                                 GSettings *settings);
/* 0: nothing is selected. Drafts of the former ticket are saved. */
void redress_case_pane_show_ticket (RedressCasePane *self, gint64 ticket);
gint64 redress_case_pane_get_ticket (RedressCasePane *self);
/* The viewer cited a piece of evidence, or showed it: both belong to the draft. */
void redress_case_pane_set_cited (RedressCasePane *self, const char *sha256, gboolean cited);
void redress_case_pane_add_opened (RedressCasePane *self, const char *sha256);
/* Moves the focus to the verdicts. */
void redress_case_pane_focus_verdicts (RedressCasePane *self);
/* Completes what the viewer wants done with a file, and records it. */
void redress_case_pane_record_wish (RedressCasePane *self, RedressCommand *command);

G_END_DECLS
