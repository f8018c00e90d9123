/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/world.h"

#include "sim/virtual-time.h"

#define LONGEST_THOUGHT (40 * REDRESS_SECOND)

typedef struct
{
  SimWorld *world;
  SimDesk *desk;
} Agent;

static Agent agents[SIM_DESKS];

static RedressVerdict
choose (const RedressEvaluation *evaluation)
{
  static const RedressVerdict finals[] = { REDRESS_VERDICT_APPROVE, REDRESS_VERDICT_REJECT };
  guint first = sim_random (G_N_ELEMENTS (finals));

  for (guint i = 0; i < G_N_ELEMENTS (finals); i++)
    {
      RedressVerdict verdict = finals[(first + i) % G_N_ELEMENTS (finals)];

      if (evaluation->allowed & REDRESS_VERDICT_BIT (verdict))
        return verdict;
    }
  return REDRESS_VERDICT_NONE;
}

static const char *
find_reason (RedressPolicy *policy, RedressVerdict verdict)
{
  GPtrArray *reasons = redress_policy_get_reasons (policy);

  for (guint i = 0; i < reasons->len; i++)
    {
      const RedressReason *reason = g_ptr_array_index (reasons, i);

      if (reason->verdicts & REDRESS_VERDICT_BIT (verdict))
        return reason->code;
    }
  return NULL;
}

static RedressCommand *
new_command (SimDesk *desk, RedressCommandType type, const RedressCase *found)
{
  RedressCommand *command = redress_command_new (type, found->summary->id);

  command->command_id = redress_command_id_new (redress_clock_now (desk->clock));
  command->base_version = found->ticket->summary->version;
  command->claim_token = found->summary->claim != NULL ? found->summary->claim->token : 0;
  command->policy_version = found->ticket->policy_version;
  return command;
}

static void
record (SimDesk *desk, const RedressCommand *command, guint undo_seconds)
{
  RedressOutboxEntry *entry = sim_desk_record (desk, command, undo_seconds);

  g_clear_object (&entry);
}

static void
decide (SimDesk *desk, const RedressCase *found)
{
  RedressVerdict verdict = choose (found->evaluation);
  g_autoptr (RedressCommand) command = NULL;

  if (verdict == REDRESS_VERDICT_NONE)
    return;
  command = new_command (desk, REDRESS_COMMAND_DECIDE, found);
  command->verdict = verdict;
  command->reason_code = g_strdup (find_reason (found->policy, verdict));
  command->note = g_strdup ("seen and decided");
  command->message = g_strdup ("Your request was looked at.");
  if (verdict != found->evaluation->recommended)
    command->override_reason = g_strdup ("the rules ask for more than is needed here");
  command->offline = desk->status != REDRESS_SYNC_ONLINE;
  record (desk, command, sim_random (11));
}

static void
leave_note (SimDesk *desk, const RedressCase *found)
{
  g_autoptr (RedressCommand) command = new_command (desk, REDRESS_COMMAND_NOTE, found);

  command->note = g_strdup ("a word for who comes next");
  record (desk, command, 0);
}

static void
hold (SimDesk *desk, const RedressCase *found)
{
  g_autoptr (RedressCommand) command = new_command (desk, REDRESS_COMMAND_HOLD, found);

  command->note = g_strdup ("waits for the channel");
  command->until = redress_clock_now (desk->clock) + REDRESS_HOUR;
  record (desk, command, sim_random (5));
}

static void
work (SimDesk *desk, const RedressCase *found)
{
  guint wish = sim_random (100);

  if (wish < 60)
    decide (desk, found);
  else if (wish < 70)
    leave_note (desk, found);
  else if (wish < 78)
    hold (desk, found);
  else if (wish < 88)
    sim_desk_claim (desk, REDRESS_COMMAND_CHECK_OUT, found->summary->id);
  else
    sim_desk_claim (desk, REDRESS_COMMAND_RELEASE, found->summary->id);
}

static void
think_twice (SimDesk *desk, const RedressOutboxEntry *entry)
{
  const char *id = entry->command->command_id;

  if (entry->state == REDRESS_OUTBOX_RECORDED && sim_chance (300))
    sim_desk_take_back (desk, id);
  else if ((entry->state == REDRESS_OUTBOX_CONFLICT || entry->state == REDRESS_OUTBOX_REFUSED) &&
           sim_chance (500))
    sim_desk_acknowledge (desk, id);
}

static gboolean
is_mine (const SimDesk *desk, const RedressCase *found)
{
  g_autofree char *account = g_strdup_printf ("a-%" G_GINT64_FORMAT, desk->account);

  return found->summary->claim != NULL && g_strcmp0 (found->summary->claim->holder, account) == 0;
}

static gboolean
is_whole (const RedressCase *found)
{
  return found->ticket != NULL && found->policy != NULL && found->evaluation != NULL;
}

static void
act (gpointer data)
{
  Agent *agent = data;
  SimDesk *desk = agent->desk;
  RedressCase *found = NULL;
  gint64 ticket = 1 + sim_random (SIM_TICKETS);

  if (agent->world->is_healed)
    return;
  sim_after (sim_between (REDRESS_SECOND, LONGEST_THOUGHT), act, agent);
  if (desk->store == NULL || desk->session == NULL)
    return;
  sim_desk_set_clock (desk);
  found = sim_desk_load (desk, ticket);
  if (found == NULL)
    return;
  if (found->outbox_entry != NULL)
    think_twice (desk, found->outbox_entry);
  else if (is_mine (desk, found) && is_whole (found))
    work (desk, found);
  else if (found->summary->state == REDRESS_STATE_OPEN)
    sim_desk_claim (desk, REDRESS_COMMAND_CLAIM, ticket);
  redress_case_free (found);
}

void
sim_agent_begin (SimWorld *self, SimDesk *desk)
{
  Agent *agent = &agents[desk->number];

  *agent = (Agent){ self, desk };
  sim_after (sim_between (0, LONGEST_THOUGHT), act, agent);
}
