/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/command-run.h"

#include "server/answer-facts.h"
#include "server/asked-clock.h"
#include "server/command-checks.h"
#include "server/interim-effects.h"
#include "server/webhook/event.h"

/* Commands after which the ticket waits, goes on waiting no more, or goes to somebody else. */

#define MAX_HOLD (30 * REDRESS_DAY)

/* Not a state the command is legal in: somebody else moved the ticket. */
static gboolean
move (RedressCommandRun *run, RedressTrigger trigger)
{
  g_autoptr (GError) error = NULL;

  if (redress_ticket_change_move (&run->change, trigger, &error))
    return TRUE;

  redress_command_refuse (run, 409, "state_changed", "The ticket is in another state", NULL);
  return FALSE;
}

static gboolean
is_empty (char *const *list)
{
  return list == NULL || list[0] == NULL;
}

static gboolean
check_asked (RedressCommandRun *run)
{
  const RedressCommand *command = run->command;

  if (command->ask == NULL)
    return redress_command_refuse (run, 422, "ask_required", "It has to be said who is asked",
                                   "body.ask");
  if (is_empty (command->slots) && is_empty (command->fact_names))
    return redress_command_refuse (run, 422, "nothing_asked", "It has to be said what is asked for",
                                   "body.slots");

  for (guint i = 0; command->slots != NULL && command->slots[i] != NULL; i++)
    {
      if (redress_policy_find_slot (run->policy, command->slots[i]) == NULL)
        return redress_command_refuse (run, 422, "slot_unknown", "The policy has no such slot",
                                       "body.slots");
    }
  for (guint i = 0; command->fact_names != NULL && command->fact_names[i] != NULL; i++)
    {
      if (redress_policy_find_fact (run->policy, command->fact_names[i]) == NULL)
        return redress_command_refuse (run, 422, "fact_unknown", "The policy has no such fact",
                                       "body.fact_names");
    }
  return TRUE;
}

/**
 * redress_command_need_info:
 * @run: a command of the holder, with ask and slots or facts
 *
 * Asks the customer or the platform. The ticket waits until all of it came or the time is over.
 */
gboolean
redress_command_need_info (RedressCommandRun *run, GError **error)
{
  const RedressCommand *command = run->command;
  RedressTicketRow *row = run->change.row;
  gboolean from_customer = g_strcmp0 (command->ask, "customer") == 0;
  g_auto (GStrv) effects = NULL;

  if (!check_asked (run) || !redress_command_check_language (run) ||
      !move (run, from_customer ? REDRESS_TRIGGER_ASK_CUSTOMER : REDRESS_TRIGGER_ASK_PLATFORM) ||
      !redress_interim_effects_ask (run, REDRESS_VERDICT_NEED_INFO, &effects, error))
    return FALSE;

  row->wake_at =
      redress_asked_clock_get_end (run->policy, row->ticket->summary->kind, from_customer, run->now,
                                   redress_server_get_calendar (run->server));
  row->asked_slots = g_strdupv (command->slots);
  row->asked_facts = g_strdupv (command->fact_names);
  redress_ticket_change_free_claim (&run->change);
  redress_audit_leaf_add_string (run->leaf, "ask", command->ask);
  redress_audit_leaf_add_strv (run->leaf, "slots", command->slots);
  redress_audit_leaf_add_strv (run->leaf, "fact_names", command->fact_names);
  redress_audit_leaf_add_time (run->leaf, "until", row->wake_at);
  redress_audit_leaf_add_string (run->leaf, "message_language", redress_command_get_language (run));
  return redress_answer_facts_set (&run->change, command->slots, REDRESS_ANSWER_ASKED, error) &&
         redress_answer_facts_set (&run->change, command->fact_names, REDRESS_ANSWER_ASKED,
                                   error) &&
         redress_webhook_tell_asked (run, effects, error) && redress_command_keep_note (run, error);
}

/**
 * redress_command_hold:
 * @run: a command of the holder, with until and a reason
 *
 * Puts the ticket aside until a time.
 */
gboolean
redress_command_hold (RedressCommandRun *run, GError **error)
{
  const RedressCommand *command = run->command;
  RedressTicketRow *row = run->change.row;
  g_auto (GStrv) effects = NULL;

  if (command->reason_code == NULL && command->note == NULL)
    return redress_command_refuse (run, 422, "reason_required", "It has to be said why",
                                   "body.note");
  if (command->until == REDRESS_TIME_UNKNOWN || command->until <= run->now ||
      command->until > run->now + MAX_HOLD)
    return redress_command_refuse (run, 422, "until_invalid",
                                   "It has to end within 30 days from now", "body.until");
  if (!move (run, REDRESS_TRIGGER_HOLD) ||
      !redress_interim_effects_ask (run, REDRESS_VERDICT_HOLD, &effects, error))
    return FALSE;

  row->wake_at = command->until;
  redress_ticket_change_free_claim (&run->change);
  redress_audit_leaf_add_string (run->leaf, "reason_code", command->reason_code);
  redress_audit_leaf_add_time (run->leaf, "until", command->until);
  return redress_webhook_tell_effects (run, REDRESS_VERDICT_HOLD, effects, error) &&
         redress_command_keep_note (run, error);
}

/**
 * redress_command_resume:
 * @run: a command
 *
 * Takes a held ticket up again before its time.
 */
gboolean
redress_command_resume (RedressCommandRun *run, GError **error)
{
  if (!move (run, REDRESS_TRIGGER_RESUME))
    return FALSE;

  redress_ticket_change_stop_waiting (&run->change);
  return TRUE;
}

/**
 * redress_command_escalate:
 * @run: a command of the holder, with a note
 *
 * From now on only a supervisor may decide the ticket.
 */
gboolean
redress_command_escalate (RedressCommandRun *run, GError **error)
{
  g_auto (GStrv) effects = NULL;

  if (run->command->note == NULL || run->command->note[0] == '\0')
    return redress_command_refuse (run, 422, "note_required", "The supervisor has to know why",
                                   "body.note");
  if (!move (run, REDRESS_TRIGGER_ESCALATE) ||
      !redress_interim_effects_ask (run, REDRESS_VERDICT_ESCALATE, &effects, error))
    return FALSE;

  redress_ticket_change_set_badge (&run->change, REDRESS_BADGE_SUPERVISOR, TRUE);
  redress_ticket_change_free_claim (&run->change);
  return redress_webhook_tell_effects (run, REDRESS_VERDICT_ESCALATE, effects, error) &&
         redress_command_keep_note (run, error);
}
