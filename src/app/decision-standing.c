/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/decision-standing.h"

#include "config.h"

#include "app/decision-check.h"
#include "app/effect-words.h"
#include "app/format.h"
#include "app/labels.h"
#include "app/message-words.h"
#include "core/permission.h"

#include <glib/gi18n.h>

void
redress_notice_clear (RedressNotice *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->message, g_free);
}

static RedressStanding
say (RedressNotice *notice, const char *icon, char *title, char *text)
{
  notice->icon = icon;
  notice->title = title;
  notice->text = text;
  return REDRESS_STANDING_NOTICE;
}

static RedressStanding
say_button (RedressNotice *notice, const char *button, const char *action)
{
  notice->button = button;
  notice->action = action;
  return REDRESS_STANDING_NOTICE;
}

static char *
describe_decision (RedressOpenCase *open)
{
  const RedressDecision *last = redress_open_case_get_last_decision (open);
  g_autofree char *moment = NULL;
  GString *text;

  if (last == NULL)
    return g_strdup ("");
  moment = redress_format_moment (last->recorded_at, redress_open_case_get_now (open));
  text = g_string_new (NULL);
  /* Translators: verdict, who decided, when */
  g_string_append_printf (text, _ ("%s, by %s, %s"),
                          redress_verdict_get_label (last->verdict, open->data->summary->kind),
                          last->actor_name, moment);
  if (last->approved_by_name != NULL)
    /* Translators: %s is the second person */
    g_string_append_printf (text, _ (" · approved by %s"), last->approved_by_name);
  if (last->group != NULL)
    g_string_append (text, _ (" · in one go with others of the incident"));
  return g_string_free (text, FALSE);
}

/* Who decided what, and the message as it was written then. */
static RedressStanding
say_decided (RedressOpenCase *open,
             RedressNotice *notice,
             const char *icon,
             const char *title,
             gboolean sent)
{
  const RedressDecision *last = redress_open_case_get_last_decision (open);

  if (last != NULL && !last->is_void)
    notice->message = redress_message_describe (last, sent);
  return say (notice, icon, g_strdup (title), describe_decision (open));
}

/* What the platform was asked for comes first: it is what the wait is about. */
static char *
add_asked (RedressOpenCase *open, const char *text)
{
  g_autofree char *asked = redress_effects_describe_asked (open);

  return asked != NULL ? g_strdup_printf ("%s\n%s", asked, text) : g_strdup (text);
}

static RedressStanding
say_waiting (RedressOpenCase *open, RedressNotice *notice)
{
  gboolean customer = open->data->summary->state == REDRESS_STATE_WAITING_CUSTOMER;

  return say (notice, "media-playback-pause-symbolic",
              g_strdup (customer ? _ ("Waits for the customer") : _ ("Waits for the platform")),
              add_asked (open, _ ("It comes back when the answer is there or its time is over.")));
}

static RedressStanding
say_held (RedressOpenCase *open, RedressNotice *notice)
{
  RedressTime until =
      open->data->ticket != NULL ? open->data->ticket->hold_until : REDRESS_TIME_UNKNOWN;
  g_autofree char *moment = NULL;

  if (until != REDRESS_TIME_UNKNOWN)
    moment = redress_format_moment (until, redress_open_case_get_now (open));
  say (notice, "media-playback-pause-symbolic",
       moment != NULL ? g_strdup_printf (_ ("On hold until %s"), moment) : g_strdup (_ ("On hold")),
       add_asked (open, _ ("It comes back by itself then.")));
  return say_button (notice, C_ ("button", "Take up again"), "case.resume");
}

gboolean
redress_standing_is_first_decider (RedressOpenCase *open)
{
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), FALSE);

  const RedressDecision *first = open->data->summary->kind == REDRESS_KIND_APPEAL
                                     ? redress_open_case_get_first_decision (open)
                                     : NULL;

  return first != NULL && (g_strcmp0 (first->actor, open->account->id) == 0 ||
                           g_strcmp0 (first->approved_by, open->account->id) == 0);
}

/* Nobody approves their own decision. */
static RedressStanding
judge_second (RedressOpenCase *open, RedressNotice *notice)
{
  const RedressDecision *pending = redress_open_case_get_last_decision (open);

  if (pending != NULL && redress_role_may (open->account->role, REDRESS_ACTION_APPROVE_SECOND) &&
      g_strcmp0 (pending->actor, open->account->id) != 0 && !redress_open_case_is_mine (open) &&
      !redress_standing_is_first_decider (open))
    return REDRESS_STANDING_APPROVE;
  return say_decided (open, notice, "system-users-symbolic", _ ("Waits for a second approval"),
                      FALSE);
}

static RedressStanding
judge_state (RedressOpenCase *open, RedressNotice *notice)
{
  switch (open->data->summary->state)
    {
    case REDRESS_STATE_WAITING_CUSTOMER:
    case REDRESS_STATE_WAITING_PLATFORM:
      return say_waiting (open, notice);
    case REDRESS_STATE_HELD:
      return say_held (open, notice);
    case REDRESS_STATE_SECOND_APPROVAL:
      return judge_second (open, notice);
    case REDRESS_STATE_DECIDED:
    case REDRESS_STATE_EFFECTED:
    case REDRESS_STATE_CLOSED:
      return say_decided (open, notice, "object-select-symbolic",
                          redress_state_get_label (open->data->summary->state), TRUE);
    case REDRESS_STATE_OPEN:
    default:
      return REDRESS_STANDING_DECIDE;
    }
}

static RedressStanding
judge_person (RedressOpenCase *open, RedressNotice *notice)
{
  const RedressClaim *foreign = redress_open_case_get_foreign_claim (open);
  g_autofree char *until = NULL;

  if ((open->data->summary->badges & REDRESS_BADGE_SUPERVISOR) != 0 &&
      !redress_role_may (open->account->role, REDRESS_ACTION_DECIDE_SUPERVISOR))
    return say (notice, "security-high-symbolic", g_strdup (_ ("A supervisor decides this ticket")),
                g_strdup (_ ("It was escalated.")));
  if (redress_standing_is_first_decider (open))
    {
      say (notice, "system-users-symbolic", g_strdup (_ ("You made the first decision")),
           g_strdup (_ ("An appeal is decided by somebody else.")));
      return redress_open_case_is_mine (open)
                 ? say_button (notice, _ ("Hand over…"), "case.hand-over")
                 : REDRESS_STANDING_NOTICE;
    }
  if (foreign == NULL)
    return REDRESS_STANDING_DECIDE;
  until = redress_format_moment (foreign->lease_until, redress_open_case_get_now (open));
  return say (notice, "avatar-default-symbolic",
              g_strdup_printf (_ ("%s works on this ticket"), foreign->holder_name),
              g_strdup_printf (_ ("Until %s, unless it is given back before."), until));
}

/* A note on its way is no reason to wait; one that was refused has to be read. What a command was
 * that cannot be read nobody knows. */
static gboolean
is_settling (const RedressOutboxEntry *entry)
{
  return entry != NULL &&
         (entry->command->type != REDRESS_COMMAND_NOTE || entry->state == REDRESS_OUTBOX_REFUSED ||
          entry->state == REDRESS_OUTBOX_CONFLICT || entry->state == REDRESS_OUTBOX_UNREADABLE);
}

RedressStanding
redress_standing_judge (RedressOpenCase *open, gboolean reopened, RedressNotice *notice)
{
  RedressStanding standing;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), REDRESS_STANDING_NOTHING);

  if (open->account == NULL || !redress_role_may (open->account->role, REDRESS_ACTION_WORK))
    return REDRESS_STANDING_NOTHING;
  if (is_settling (open->data->outbox_entry) && !reopened)
    return REDRESS_STANDING_RECORDED;
  standing = judge_state (open, notice);
  if (standing == REDRESS_STANDING_DECIDE)
    standing = judge_person (open, notice);
  if (standing == REDRESS_STANDING_DECIDE && open->data->evaluation == NULL)
    return REDRESS_STANDING_NOTHING;
  return standing;
}

gboolean
redress_sync_status_is_online (RedressSyncStatus status)
{
  return status == REDRESS_SYNC_ONLINE || status == REDRESS_SYNC_FIRST;
}

static const char *
describe_offline (RedressOfflineCheck check)
{
  switch (check)
    {
    case REDRESS_OFFLINE_NOT_CHECKED_OUT:
      return _ ("Offline: this ticket was not checked out. What you write is kept as a draft.");
    case REDRESS_OFFLINE_EVIDENCE_MISSING:
      return _ ("Offline: some evidence is not on this computer. What you write is kept as a "
                "draft.");
    case REDRESS_OFFLINE_OVER_LIMIT:
      return _ ("Offline: the amount is above the limit for work offline. What you write is kept "
                "as a draft.");
    case REDRESS_OFFLINE_NEEDS_LIVE_STATE:
      return _ ("Offline: this ticket needs the live order state. What you write is kept as a "
                "draft.");
    case REDRESS_OFFLINE_NEEDS_SECOND:
      return _ ("Offline: this ticket needs a second approval. What you write is kept as a "
                "draft.");
    case REDRESS_OFFLINE_OK:
    default:
      return NULL;
    }
}

static RedressAmount
get_amount (RedressOpenCase *open, const RedressDraft *draft)
{
  RedressAmount amount = { 0 };

  if (draft == NULL || !redress_decision_has_amount (draft->verdict) ||
      !redress_decision_parse_amount (open, draft, &amount))
    return (RedressAmount){ 0 };
  return amount;
}

const char *
redress_standing_get_hindrance (RedressOpenCase *open,
                                RedressSyncStatus status,
                                const RedressDraft *draft)
{
  RedressCase *data;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);

  data = open->data;
  if (status == REDRESS_SYNC_TOO_OLD)
    return _ ("Redress must be updated before new decisions. What you write is kept as a draft.");
  if (redress_sync_status_is_online (status) || data->ticket == NULL || data->evaluation == NULL)
    return NULL;
  return describe_offline (redress_policy_check_offline (
      data->policy, data->ticket, data->evaluation, get_amount (open, draft),
      open->account != NULL ? open->account->id : NULL, data->ready_offline,
      redress_open_case_get_now (open)));
}
