/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/labels.h"

#include "config.h"

#include "core/language.h"
#include "core/summary.h"

#include <glib/gi18n.h>

/* One row per code: its word, marked for translation, and its icon. */
typedef struct
{
  const char *label;
  const char *icon;
} Words;

static const Words kinds[REDRESS_N_KINDS] = {
  [REDRESS_KIND_REVIEW] = { N_ ("Review"), "emblem-documents-symbolic" },
  [REDRESS_KIND_APPEAL] = { N_ ("Appeal"), "document-revert-symbolic" },
  [REDRESS_KIND_RECHECK] = { N_ ("Re-check"), "view-refresh-symbolic" },
  [REDRESS_KIND_REFUND_CHASE] = { N_ ("Refund chase"), "find-location-symbolic" },
};

static const Words states[REDRESS_N_STATES] = {
  [REDRESS_STATE_OPEN] = { N_ ("Open"), NULL },
  [REDRESS_STATE_WAITING_CUSTOMER] = { N_ ("Waits for customer"), NULL },
  [REDRESS_STATE_WAITING_PLATFORM] = { N_ ("Waits for platform"), NULL },
  [REDRESS_STATE_HELD] = { N_ ("On hold"), NULL },
  [REDRESS_STATE_SECOND_APPROVAL] = { N_ ("Second approval"), NULL },
  [REDRESS_STATE_DECIDED] = { N_ ("Decided"), NULL },
  [REDRESS_STATE_EFFECTED] = { N_ ("Carried out"), NULL },
  [REDRESS_STATE_CLOSED] = { N_ ("Closed"), NULL },
};

static const Words verdicts[REDRESS_N_VERDICTS] = {
  [REDRESS_VERDICT_NONE] = { N_ ("None"), NULL },
  [REDRESS_VERDICT_APPROVE] = { N_ ("Approve"), "object-select-symbolic" },
  [REDRESS_VERDICT_REJECT] = { N_ ("Reject"), "process-stop-symbolic" },
  [REDRESS_VERDICT_PARTIAL] = { N_ ("Partial"), "view-dual-symbolic" },
  [REDRESS_VERDICT_REISSUE] = { N_ ("Reissue"), "view-refresh-symbolic" },
  [REDRESS_VERDICT_CONVERT_TO_RETURN] = { N_ ("Convert to return"), "edit-undo-symbolic" },
  [REDRESS_VERDICT_NEED_INFO] = { N_ ("Need info"), "dialog-question-symbolic" },
  [REDRESS_VERDICT_ESCALATE] = { N_ ("Escalate"), "go-up-symbolic" },
  [REDRESS_VERDICT_HOLD] = { N_ ("Hold"), "media-playback-pause-symbolic" },
};

static const char *const view_names[] = {
  [REDRESS_VIEW_MY_WORK] = "my-work",
  [REDRESS_VIEW_NEXT_DUE] = "next-due",
  [REDRESS_VIEW_RACES] = "races",
  [REDRESS_VIEW_REVIEWS] = "reviews",
  [REDRESS_VIEW_APPEALS] = "appeals",
  [REDRESS_VIEW_RECHECKS] = "rechecks",
  [REDRESS_VIEW_REFUND_CHASE] = "refund-chase",
  [REDRESS_VIEW_INCIDENTS] = "incidents",
  [REDRESS_VIEW_WAITING] = "waiting",
  [REDRESS_VIEW_SECOND_APPROVAL] = "second-approval",
  [REDRESS_VIEW_TROUBLE] = "trouble",
  [REDRESS_VIEW_DONE] = "done",
};

static const Words views[REDRESS_N_VIEWS] = {
  [REDRESS_VIEW_MY_WORK] = { N_ ("My work"), "avatar-default-symbolic" },
  [REDRESS_VIEW_NEXT_DUE] = { N_ ("Next due"), "media-skip-forward-symbolic" },
  [REDRESS_VIEW_RACES] = { N_ ("Race radar"), "thunderbolt-symbolic" },
  [REDRESS_VIEW_REVIEWS] = { N_ ("Reviews"), "emblem-documents-symbolic" },
  [REDRESS_VIEW_APPEALS] = { N_ ("Appeals"), "document-revert-symbolic" },
  [REDRESS_VIEW_RECHECKS] = { N_ ("Re-checks"), "view-refresh-symbolic" },
  [REDRESS_VIEW_REFUND_CHASE] = { N_ ("Refund chase"), "find-location-symbolic" },
  [REDRESS_VIEW_INCIDENTS] = { N_ ("Incidents"), "view-grid-symbolic" },
  [REDRESS_VIEW_WAITING] = { N_ ("Waiting"), "media-playback-pause-symbolic" },
  [REDRESS_VIEW_SECOND_APPROVAL] = { N_ ("Second approval"), "system-users-symbolic" },
  [REDRESS_VIEW_TROUBLE] = { N_ ("Refused, conflicts"), "dialog-warning-symbolic" },
  [REDRESS_VIEW_DONE] = { N_ ("Done"), "object-select-symbolic" },
};

static const struct
{
  guint badge;
  const char *label;
  const char *icon;
  const char *style;
} badges[] = {
  { REDRESS_BADGE_RACE, N_ ("Race"), "thunderbolt-symbolic", "warn" },
  { REDRESS_BADGE_COMPLAINT, N_ ("12315"), "emblem-important-symbolic", "bad" },
  { REDRESS_BADGE_NEW_EVIDENCE, N_ ("New proof"), "mail-attachment-symbolic", "acc" },
  { REDRESS_BADGE_EFFECT_FAILED, N_ ("Effect failed"), "dialog-error-symbolic", "bad" },
  { REDRESS_BADGE_ONLINE_ONLY, N_ ("Online only"), "changes-prevent-symbolic", "" },
  { REDRESS_BADGE_FOUR_EYES, N_ ("2nd"), "system-users-symbolic", "" },
  { REDRESS_BADGE_SUPERVISOR, N_ ("Supervisor"), "security-high-symbolic", "" },
  { REDRESS_BADGE_PAUSED, N_ ("Paused"), "media-playback-pause-symbolic", "" },
  { REDRESS_BADGE_PEAK, N_ ("Peak"), "alarm-symbolic", "" },
  { REDRESS_BADGE_DUPLICATE, N_ ("Twice"), "edit-copy-symbolic", "warn" },
  { REDRESS_BADGE_REUSED_FILE, N_ ("Same file"), "dialog-warning-symbolic", "warn" },
  { REDRESS_BADGE_INCIDENT, N_ ("Incident"), "view-grid-symbolic", "warn" },
};

static const struct
{
  const char *code;
  const char *label;
} problems[] = {
  { "version_changed", N_ ("The ticket changed after you looked at it.") },
  { "claim_lost", N_ ("Somebody else took the ticket over.") },
  { "state_changed", N_ ("The ticket is no longer open for this.") },
  { "already_decided", N_ ("Another decision came first.") },
  { "same_person", N_ ("You made this decision. Somebody else approves it.") },
  { "same_reviewer", N_ ("You made the first decision. Somebody else decides the appeal.") },
  { "not_a_duplicate", N_ ("It is not a second request of this kind for the same order.") },
  { "other_claimed", N_ ("Somebody else works on the other ticket.") },
  { "other_decided", N_ ("The other ticket is not open any more.") },
  { "seen_differs", N_ ("The facts on the server differ from those you saw.") },
  { "language_unknown", N_ ("The policy has no words in the language of the message.") },
  { "verdict_not_allowed", N_ ("No rule allows this verdict.") },
  { "override_reason_missing",
    N_ ("A verdict that the rules do not recommend needs a reason why.") },
  { "amount_above_paid", N_ ("The amount is more than was paid.") },
  { "earlier_refused", N_ ("An earlier step on this ticket was refused.") },
  { "forbidden", N_ ("Your role may not do this.") },
  { "not_found", N_ ("The server no longer shows this ticket to you.") },
};

#define WORD(table, code)                                                                          \
  ((guint)(code) < G_N_ELEMENTS (table) && table[code].label != NULL ? _ (table[code].label) : "")

const char *
redress_kind_get_label (RedressKind kind)
{
  return WORD (kinds, kind);
}

const char *
redress_kind_get_icon (RedressKind kind)
{
  return kinds[kind].icon;
}

const char *
redress_state_get_label (RedressState state)
{
  return WORD (states, state);
}

const char *
redress_verdict_get_label (RedressVerdict verdict, RedressKind kind)
{
  if (verdict == REDRESS_VERDICT_REJECT && kind == REDRESS_KIND_APPEAL)
    /* Translators: verdict on an appeal: the first decision stands */
    return C_ ("verdict", "Uphold");
  return WORD (verdicts, verdict);
}

const char *
redress_verdict_get_icon (RedressVerdict verdict)
{
  return verdicts[verdict].icon;
}

const char *
redress_view_get_label (RedressView view)
{
  return WORD (views, view);
}

const char *
redress_view_get_icon (RedressView view)
{
  return views[view].icon;
}

const char *
redress_view_get_name (RedressView view)
{
  return view_names[view];
}

gboolean
redress_view_from_name (const char *name, RedressView *view)
{
  for (guint i = 0; i < G_N_ELEMENTS (view_names); i++)
    if (g_strcmp0 (name, view_names[i]) == 0)
      {
        *view = (RedressView)i;
        return TRUE;
      }
  return FALSE;
}

const char *
redress_badge_get_label (guint badge)
{
  for (guint i = 0; i < G_N_ELEMENTS (badges); i++)
    if (badges[i].badge == badge)
      return _ (badges[i].label);
  return "";
}

const char *
redress_badge_get_icon (guint badge)
{
  for (guint i = 0; i < G_N_ELEMENTS (badges); i++)
    if (badges[i].badge == badge)
      return badges[i].icon;
  return NULL;
}

const char *
redress_badge_get_style (guint badge)
{
  for (guint i = 0; i < G_N_ELEMENTS (badges); i++)
    if (badges[i].badge == badge)
      return badges[i].style;
  return "";
}

const char *
redress_language_get_label (const char *language)
{
  return g_str_equal (language, REDRESS_LANGUAGE_ENGLISH) ? C_ ("language", "English")
                                                          : C_ ("language", "Chinese");
}

const char *
redress_problem_get_label (const char *code)
{
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (problems); i++)
    if (g_str_equal (problems[i].code, code))
      return _ (problems[i].label);
  return _ ("The server refused it.");
}
