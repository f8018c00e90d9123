/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "app/conflict-page.h"
#include "app/decision-standing.h"
#include "core/permission.h"

/* Which verbs make sense now. */

static void
enable (RedressCasePane *self, const char *const *names, gboolean enabled)
{
  for (guint i = 0; names[i] != NULL; i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], enabled);
}

static void
update_claim_actions (RedressCasePane *self)
{
  static const char *const held[] = { "case.release", "case.check-out", "case.hand-over", NULL };
  static const char *const take[] = { "case.claim", NULL };
  static const char *const revoke[] = { "case.revoke", NULL };
  gboolean online = redress_sync_status_is_online (redress_case_pane_get_status (self));
  gboolean may = self->open != NULL && self->open->account != NULL && online &&
                 redress_role_may (self->open->account->role, REDRESS_ACTION_WORK);

  enable (self, held, may && redress_open_case_is_mine (self->open));
  enable (self, revoke,
          may && redress_role_may (self->open->account->role, REDRESS_ACTION_REVOKE) &&
              redress_open_case_get_foreign_claim (self->open) != NULL);
  enable (self, take,
          may && !redress_open_case_is_mine (self->open) &&
              redress_open_case_get_foreign_claim (self->open) == NULL &&
              !redress_standing_is_first_decider (self->open) &&
              self->open->data->summary->state == REDRESS_STATE_OPEN);
}

gboolean
redress_case_pane_may_export (RedressCasePane *self)
{
  return self->open != NULL && self->open->account != NULL &&
         redress_role_may (self->open->account->role, REDRESS_ACTION_EXPORT);
}

void
redress_case_pane_update_actions (RedressCasePane *self)
{
  static const char *const submits[] = { "case.submit", "case.submit-next", NULL };
  static const char *const writing[] = { "case.verdict",       "case.ask",
                                         "case.ask-for",       "case.cite",
                                         "case.focus-reason",  "case.focus-note",
                                         "case.focus-message", NULL };
  static const char *const merging[] = { "case.merge", NULL };
  static const char *const second[] = { "case.approve-second", "case.refuse-second", NULL };
  static const char *const opened[] = { "case.copy-number", "case.copy-link", NULL };
  static const char *const looking[] = { "case.view-evidence", "case.view-piece", "case.view-entry",
                                         NULL };
  static const char *const outbox[] = { "case.send-now", "case.acknowledge", "case.keep-as-draft",
                                        NULL };
  static const char *const unreadable[] = { "case.set-aside", NULL };
  static const char *const undone[] = { "case.undo", NULL };
  static const char *const conflict[] = { "case.open-case", "case.drop-mine", NULL };
  static const char *const export[] = { "case.complaint-pack", NULL };
  static const char *const choice[] = { "case.record-choice", NULL };
  RedressDecisionBar *bar =
      self->view != NULL ? redress_case_view_get_bar (REDRESS_CASE_VIEW (self->view)) : NULL;
  gboolean whole = self->open != NULL && self->open->data->ticket != NULL;
  gboolean entry = self->open != NULL && self->open->data->outbox_entry != NULL;
  RedressVerdict verdict;

  enable (self, submits,
          whole && !self->recording && !self->resting && redress_decision_bar_is_submittable (bar));
  enable (self, writing, whole && !self->recording && redress_decision_bar_can_decide (bar));
  enable (self, merging,
          whole && !self->recording && redress_decision_bar_can_decide (bar) &&
              redress_open_case_is_mine (self->open));
  enable (self, second,
          whole && !self->recording && redress_decision_bar_can_approve (bar) &&
              redress_sync_status_is_online (redress_case_pane_get_status (self)));
  enable (self, opened, self->open != NULL);
  enable (self, looking, whole);
  enable (self, export, whole && redress_case_pane_may_export (self));
  enable (self, outbox, entry && !self->recording);
  enable (self, unreadable,
          entry && self->open->data->outbox_entry->state == REDRESS_OUTBOX_UNREADABLE);
  enable (self, undone, self->store != NULL);
  enable (self, conflict, redress_case_pane_get_conflict (self) != NULL && !self->recording);
  enable (self, choice,
          redress_case_pane_get_conflict (self) != NULL && !self->recording &&
              redress_conflict_page_get_choice (REDRESS_CONFLICT_PAGE (self->conflict), &verdict) !=
                  REDRESS_CONFLICT_UNDECIDED);
  update_claim_actions (self);
}
