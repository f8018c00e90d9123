/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/command-checks.h"

#include "core/appeal.h"
#include "core/language.h"
#include "server/decision-table.h"
#include "server/ticket-parts.h"

/* Says more than "another version": who decided, and what. */
static gboolean
check_undecided (RedressCommandRun *run, GError **error)
{
  const RedressSummary *summary = run->change.row->ticket->summary;
  g_autoptr (GError) failure = NULL;

  if (summary->state == REDRESS_STATE_OPEN || run->command->type != REDRESS_COMMAND_DECIDE)
    return TRUE;

  run->answer->decision =
      redress_decision_table_get (run->connection, summary->id, summary->round, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (run->answer->decision == NULL)
    return TRUE;

  return redress_command_refuse (run, 409, "already_decided", "This round of the ticket is decided",
                                 NULL);
}

static gboolean
check_version (RedressCommandRun *run, GError **error)
{
  if (!check_undecided (run, error))
    return FALSE;
  if (run->command->base_version == run->change.row->ticket->summary->version)
    return TRUE;

  return redress_command_refuse (run, 412, "version_changed",
                                 "The ticket changed since it was read", "base_version");
}

/* Whatever the lease says: a late decision with the current token counts. */
static gboolean
check_claim (RedressCommandRun *run)
{
  const RedressClaim *claim = run->change.row->ticket->summary->claim;

  if (claim != NULL && g_str_equal (claim->holder, run->account->id) &&
      run->command->claim_token == run->change.row->claim_token)
    return TRUE;

  return redress_command_refuse (run, 409, "claim_lost",
                                 "The ticket is not held by this account any more", "claim_token");
}

/**
 * redress_command_is_held_by_other:
 * @run: a command with its ticket
 *
 * Returns: whether another account holds the ticket and its lease runs
 */
gboolean
redress_command_is_held_by_other (const RedressCommandRun *run)
{
  const RedressClaim *claim = run->change.row->ticket->summary->claim;

  return claim != NULL && !g_str_equal (claim->holder, run->account->id) &&
         claim->lease_until > run->now;
}

static gboolean
check_reviewer (RedressCommandRun *run, GError **error)
{
  RedressTicket *ticket = run->change.row->ticket;

  if (ticket->summary->kind != REDRESS_KIND_APPEAL)
    return TRUE;
  if (!redress_ticket_parts_load (run->connection, ticket, REDRESS_PART_PREVIOUS, error))
    return FALSE;
  if (!redress_appeal_was_decided_by (ticket, run->account->id))
    return TRUE;

  return redress_command_refuse (run, 403, "same_reviewer",
                                 "Whoever made the first decision does not judge the appeal", NULL);
}

/**
 * redress_command_check:
 * @run: a command with its ticket
 * @checks: set of #RedressCommandChecks
 *
 * Returns: %FALSE if the command was refused, or with an error of the database
 */
gboolean
redress_command_check (RedressCommandRun *run, guint checks, GError **error)
{
  if ((checks & REDRESS_CHECK_VERSION) != 0 && !check_version (run, error))
    return FALSE;
  if ((checks & REDRESS_CHECK_CLAIM) != 0 && !check_claim (run))
    return FALSE;
  if ((checks & REDRESS_CHECK_NOT_OTHERS) != 0 && redress_command_is_held_by_other (run))
    return redress_command_refuse (run, 409, "claim_lost", "Another account holds the ticket",
                                   NULL);
  if ((checks & REDRESS_CHECK_REVIEWER) != 0 && !check_reviewer (run, error))
    return FALSE;
  return TRUE;
}

/**
 * redress_command_check_why:
 * @run: a command whose note says why
 *
 * Returns: %FALSE if the command was refused
 */
gboolean
redress_command_check_why (RedressCommandRun *run)
{
  g_autoptr (GError) error = NULL;

  if (redress_why_check (run->command->note, &error))
    return TRUE;
  return g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE)
             ? redress_command_refuse (run, 422, "reason_too_long",
                                       "The reason is above 200 characters", "body.note")
             : redress_command_refuse (run, 422, "reason_required", "It has to be said why",
                                       "body.note");
}

/**
 * redress_command_get_language:
 * @run: a command with its ticket
 *
 * Returns: (transfer none): what the message of the command is written in
 */
const char *
redress_command_get_language (const RedressCommandRun *run)
{
  const char *said = run->command->message_language;

  return said != NULL ? said : redress_ticket_get_language (run->change.row->ticket);
}

/**
 * redress_command_check_language:
 * @run: a command with its ticket
 *
 * Returns: %FALSE if the command was refused
 */
gboolean
redress_command_check_language (RedressCommandRun *run)
{
  if (redress_language_is_known (redress_command_get_language (run)))
    return TRUE;

  return redress_command_refuse (run, 422, "language_unknown",
                                 "The policy has no words in this language",
                                 "body.message_language");
}
