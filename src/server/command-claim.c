/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/command-run.h"

#include "core/permission.h"
#include "server/account-table.h"
#include "server/command-checks.h"

/* Claims, check-outs and what becomes of them. */

#define LEASE (15 * REDRESS_MINUTE)
#define CHECK_OUT_LEASE (8 * REDRESS_HOUR)
#define MAX_CHECK_OUTS 20

static RedressTime
lease_of (RedressClaimMode mode)
{
  return mode == REDRESS_CLAIM_OFFLINE ? CHECK_OUT_LEASE : LEASE;
}

static void
give_to (RedressCommandRun *run, const char *holder, const char *holder_name)
{
  RedressTicketRow *row = run->change.row;
  RedressClaim *claim = redress_claim_new ();

  row->claim_token++;
  claim->holder = g_strdup (holder);
  claim->holder_name = g_strdup (holder_name);
  claim->mode = REDRESS_CLAIM_ONLINE;
  claim->token = row->claim_token;
  claim->lease_until = run->now + LEASE;
  redress_ticket_change_free_claim (&run->change);
  row->ticket->summary->claim = claim;
}

static void
prolong (RedressCommandRun *run, RedressClaimMode mode)
{
  RedressClaim *claim = run->change.row->ticket->summary->claim;

  claim->mode = mode;
  claim->lease_until = run->now + lease_of (mode);
}

/**
 * redress_command_claim:
 * @run: a command
 *
 * Takes a ticket that nobody holds or whose lease lapsed. The holder itself keeps its token, so
 * that a command that was on its way is not lost by claiming again.
 */
gboolean
redress_command_claim (RedressCommandRun *run, GError **error)
{
  const RedressSummary *summary = run->change.row->ticket->summary;
  gboolean is_mine =
      summary->claim != NULL && g_str_equal (summary->claim->holder, run->account->id);

  if (!redress_state_is_unfinished (summary->state))
    return redress_command_refuse (run, 409, "state_changed", "The ticket needs nobody any more",
                                   NULL);
  if (redress_command_is_held_by_other (run))
    return redress_command_refuse (run, 409, "claim_lost", "Another account holds the ticket",
                                   NULL);

  if (is_mine)
    prolong (run, summary->claim->mode);
  else
    give_to (run, run->account->id, run->account->display_name);
  return TRUE;
}

/**
 * redress_command_renew:
 * @run: a command of the holder
 *
 * Prolongs the lease, in the mode it has. The token stays.
 */
gboolean
redress_command_renew (RedressCommandRun *run, GError **error)
{
  prolong (run, run->change.row->ticket->summary->claim->mode);
  return TRUE;
}

/**
 * redress_command_release:
 * @run: a command of the holder, perhaps with a note for whoever comes next
 */
gboolean
redress_command_release (RedressCommandRun *run, GError **error)
{
  redress_ticket_change_free_claim (&run->change);
  return redress_command_keep_note (run, error);
}

/**
 * redress_command_check_out:
 * @run: a command of the holder
 *
 * Makes the claim one for work without a connection. An account has at most 20 of them.
 */
gboolean
redress_command_check_out (RedressCommandRun *run, GError **error)
{
  const RedressSummary *summary = run->change.row->ticket->summary;
  gint64 count = 0;

  if (!redress_ticket_table_count_check_outs (run->connection, run->account->id, run->now, &count,
                                              error))
    return FALSE;
  if (summary->claim->mode == REDRESS_CLAIM_ONLINE && count >= MAX_CHECK_OUTS)
    return redress_command_refuse (run, 422, "check_out_limit",
                                   "20 tickets are checked out already", NULL);

  prolong (run, REDRESS_CLAIM_OFFLINE);
  return TRUE;
}

static gboolean
may_work (const RedressAccountRow *row, const char *platform)
{
  return !row->disabled && redress_role_may (row->account->role, REDRESS_ACTION_WORK) &&
         redress_account_has_scope (row->account, platform);
}

/* People know each other by the names they sign in with; programs know ids. */
static gboolean
find_colleague (RedressCommandRun *run, const char *hand_to, RedressAccountRow **to, GError **error)
{
  guint64 id = 0;

  if (hand_to == NULL)
    return TRUE;
  if (g_str_has_prefix (hand_to, "a-") &&
      g_ascii_string_to_unsigned (hand_to + 2, 10, 1, REDRESS_INTEGER_MAX, &id, NULL))
    return redress_account_table_get (run->connection, (gint64)id, to, error);
  return redress_account_table_find (run->connection, hand_to, to, error);
}

/**
 * redress_command_hand_over:
 * @run: a command of the holder, with hand_to: an account's id or name
 *
 * Gives the ticket to a colleague who may work on it. What is to be known about it stands in the
 * note, if there is one.
 */
gboolean
redress_command_hand_over (RedressCommandRun *run, GError **error)
{
  const char *hand_to = run->command->hand_to;
  g_autoptr (RedressAccountRow) to = NULL;

  if (!find_colleague (run, hand_to, &to, error))
    return FALSE;
  if (to == NULL || !may_work (to, run->change.row->ticket->summary->platform))
    return redress_command_refuse (run, 422, "account_unknown",
                                   "No such account works on this platform", "body.hand_to");

  redress_audit_leaf_add_string (run->leaf, "hand_to", to->account->id);
  give_to (run, to->account->id, to->account->display_name);
  return redress_command_keep_note (run, error);
}

/**
 * redress_command_revoke:
 * @run: a command of a supervisor, with the token of the claim that is meant and a note that says
 *   why
 *
 * Takes the ticket away from whoever holds it, also where it is checked out and the lease is over:
 * the token grows, so that what its holder decided meanwhile does not count.
 */
gboolean
redress_command_revoke (RedressCommandRun *run, GError **error)
{
  const RedressClaim *claim = run->change.row->ticket->summary->claim;

  if (!redress_role_may (run->account->role, REDRESS_ACTION_REVOKE))
    return redress_command_refuse (run, 403, "forbidden", "This role may not do that", NULL);
  if (claim == NULL || run->command->claim_token != run->change.row->claim_token)
    return redress_command_refuse (run, 409, "claim_lost",
                                   "The ticket is not held as it was any more", "claim_token");
  if (!redress_command_check_why (run))
    return FALSE;

  redress_audit_leaf_add_string (run->leaf, "holder", claim->holder);
  redress_ticket_change_free_claim (&run->change);
  run->change.row->claim_token++;
  return redress_command_keep_note (run, error);
}
