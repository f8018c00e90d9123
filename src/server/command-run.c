/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/command-run.h"

#include "core/permission.h"
#include "server/command-checks.h"
#include "server/idempotency.h"
#include "sql/transaction.h"
#include "wire/json.h"

/* One for the loss of a connection, one for what happens while it is made anew. */
#define MAX_TRIES 3

/**
 * CommandSpec:
 * @checks: what is asked of ticket and claim before the effect
 * @is_logged: an entry of the log is written
 */
typedef struct
{
  RedressCommandFunc func;
  guint checks;
  gboolean is_logged;
} CommandSpec;

#define OWN REDRESS_CHECK_CLAIM
#define SAME REDRESS_CHECK_VERSION
#define OTHER_PERSON REDRESS_CHECK_REVIEWER

static const CommandSpec specs[REDRESS_N_COMMAND_TYPES] = {
  [REDRESS_COMMAND_CLAIM] = { redress_command_claim, OTHER_PERSON, TRUE },
  [REDRESS_COMMAND_RENEW] = { redress_command_renew, OWN, FALSE },
  [REDRESS_COMMAND_RELEASE] = { redress_command_release, OWN, TRUE },
  [REDRESS_COMMAND_CHECK_OUT] = { redress_command_check_out, OWN, TRUE },
  [REDRESS_COMMAND_DECIDE] = { redress_command_decide, SAME | OWN | OTHER_PERSON, TRUE },
  [REDRESS_COMMAND_NEED_INFO] = { redress_command_need_info, SAME | OWN, TRUE },
  [REDRESS_COMMAND_HOLD] = { redress_command_hold, SAME | OWN, TRUE },
  [REDRESS_COMMAND_RESUME] = { redress_command_resume, REDRESS_CHECK_NOT_OTHERS, TRUE },
  [REDRESS_COMMAND_ESCALATE] = { redress_command_escalate, SAME | OWN, TRUE },
  [REDRESS_COMMAND_NOTE] = { redress_command_note, 0, TRUE },
  [REDRESS_COMMAND_HAND_OVER] = { redress_command_hand_over, OWN, TRUE },
  [REDRESS_COMMAND_MERGE] = { redress_command_merge, SAME | OWN, TRUE },
  [REDRESS_COMMAND_REDACT] = { redress_command_redact, SAME | OWN, TRUE },
  [REDRESS_COMMAND_BLUR] = { redress_command_blur, 0, TRUE },
  [REDRESS_COMMAND_APPROVE_SECOND] = { redress_command_approve_second, SAME | OTHER_PERSON, TRUE },
  [REDRESS_COMMAND_REFUSE_SECOND] = { redress_command_refuse_second, SAME | OTHER_PERSON, TRUE },
  [REDRESS_COMMAND_REVOKE] = { redress_command_revoke, 0, TRUE },
};

typedef struct
{
  RedressCommandRun *run;
  RedressCommandResult *result;
} Call;

/**
 * redress_command_refuse:
 * @run: a command that has changed nothing yet
 * @status: 403, 404, 409, 412, 422 or 424
 * @code: stable code
 * @title: for people
 * @member: (nullable): what in the command was wrong
 *
 * Returns: %FALSE
 */
gboolean
redress_command_refuse (
    RedressCommandRun *run, guint status, const char *code, const char *title, const char *member)
{
  run->answer->status = status;
  run->answer->problem = redress_problem_new (status, code, title, NULL);
  run->answer->problem->member = g_strdup (member);
  return FALSE;
}

/* The ticket as it stands, for the desk that has to show what is different. */
static void
describe_ticket (RedressCommandRun *run, gint64 rev)
{
  const RedressSummary *summary = run->change.row->ticket->summary;

  run->answer->platform = g_strdup (summary->platform);
  run->answer->rev = rev;
  run->answer->version = summary->version;
  run->answer->state = summary->state;
  if (summary->claim != NULL)
    run->answer->claim = redress_claim_copy (summary->claim);
}

static gboolean
find_ticket (RedressCommandRun *run, GError **error)
{
  g_autoptr (GError) failure = NULL;
  RedressTicketRow *row;

  if (!redress_role_may (run->account->role, REDRESS_ACTION_WORK))
    return redress_command_refuse (run, 403, "forbidden", "This role may not do that", NULL);

  row = redress_ticket_table_load (run->connection, run->command->ticket, &failure);
  if (row == NULL && !g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (row == NULL || !redress_account_has_scope (run->account, row->ticket->summary->platform))
    {
      g_clear_pointer (&row, redress_ticket_row_free);
      return redress_command_refuse (run, 404, "not_found", "There is no such thing", NULL);
    }

  redress_ticket_change_init (&run->change, run->server, row, run->now);
  return TRUE;
}

static gboolean
find_policy (RedressCommandRun *run, GError **error)
{
  const RedressTicket *ticket = run->change.row->ticket;
  RedressPolicy *policy;

  policy = redress_server_get_policy (run->server, ticket->summary->flow, ticket->policy_version);
  if (policy == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE,
                   "policy %s %" G_GINT64_FORMAT " is not loaded", ticket->summary->flow,
                   ticket->policy_version);
      return FALSE;
    }

  run->policy = redress_policy_ref (policy);
  return TRUE;
}

static void
start_leaf (RedressCommandRun *run)
{
  const RedressCommand *command = run->command;

  run->leaf = redress_audit_leaf_new (run->change.row->ticket->summary->platform,
                                      redress_command_type_to_string (command->type), run->account,
                                      run->now);
  redress_audit_leaf_add_string (run->leaf, "command_id", command->command_id);
  redress_audit_leaf_add_string (run->leaf, "client", run->client);
  redress_audit_leaf_add_flag (run->leaf, "offline", command->offline);
  redress_audit_leaf_add_time (run->leaf, "made_at", command->made_at);
}

/* What is personal in a command, and the command itself, so that it can be held against it. */
static gboolean
finish_leaf (RedressCommandRun *run, GError **error)
{
  const RedressCommand *command = run->command;

  if (!redress_audit_leaf_set_ticket (run->leaf, run->connection, run->change.row->ticket->summary,
                                      run->change.version_before, error))
    return FALSE;

  redress_audit_leaf_add_int (run->leaf, "claim_token", run->change.row->claim_token);
  redress_audit_leaf_add_commitment (run->leaf, "command", run->fingerprint);
  redress_audit_leaf_add_commitment (run->leaf, "note", command->note);
  redress_audit_leaf_add_commitment (run->leaf, "message", command->message);
  redress_audit_leaf_add_commitment (run->leaf, "override_reason", command->override_reason);
  return TRUE;
}

static gboolean
apply (RedressCommandRun *run, GError **error)
{
  const CommandSpec *spec = &specs[run->command->type];

  if (run->blocked)
    return redress_command_refuse (run, 424, "earlier_refused",
                                   "An earlier command of this ticket was refused", NULL);
  if (!find_ticket (run, error) || !redress_command_check (run, spec->checks, error) ||
      !find_policy (run, error))
    return FALSE;

  start_leaf (run);
  if (!spec->func (run, error) || !finish_leaf (run, error))
    return FALSE;

  return redress_ticket_change_finish (&run->change, spec->is_logged ? run->leaf : NULL, error);
}

static gboolean
store (RedressCommandRun *run, RedressCommandResult *result, GError **error)
{
  g_autoptr (JsonNode) node = redress_answer_to_json (run->answer);

  result->status = run->answer->status;
  result->answer = redress_json_to_string (node);
  return redress_idempotency_store (run->connection, run->account->id, run->command->command_id,
                                    run->fingerprint, result->status, result->answer, run->now,
                                    error);
}

static RedressSqlOutcome
run_new (RedressCommandRun *run, RedressCommandResult *result, GError **error)
{
  if (apply (run, error))
    {
      run->answer->status = 200;
      run->answer->seq = run->change.seq;
      run->answer->audit_index = run->change.audit_index;
      describe_ticket (run, run->change.row->ticket->summary->rev);
      result->platform = g_strdup (run->answer->platform);
    }
  else if (*error != NULL)
    return REDRESS_SQL_ROLLBACK;
  else if (run->change.row != NULL)
    describe_ticket (run, run->change.row->ticket->summary->rev - 1);

  return store (run, result, error) ? REDRESS_SQL_COMMIT : REDRESS_SQL_ROLLBACK;
}

/* The same id with other bytes is a fault of the sender; what was answered before stands. */
static void
refuse_reuse (RedressCommandRun *run, RedressCommandResult *result)
{
  g_autoptr (JsonNode) node = NULL;

  redress_command_refuse (run, 422, "command_id_reused", "This id was used for another command",
                          "command_id");
  node = redress_answer_to_json (run->answer);
  result->status = 422;
  result->answer = redress_json_to_string (node);
}

static RedressSqlOutcome
run_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Call *call = data;
  RedressCommandRun *run = call->run;

  run->connection = connection;
  switch (redress_idempotency_find (connection, run->account->id, run->command->command_id,
                                    run->fingerprint, &call->result->status, &call->result->answer,
                                    error))
    {
    case REDRESS_SEEN_NEVER:
      return run_new (run, call->result, error);
    case REDRESS_SEEN_OTHER:
      refuse_reuse (run, call->result);
      return REDRESS_SQL_ROLLBACK;
    case REDRESS_SEEN_SAME:
    case REDRESS_SEEN_ERROR:
    default:
      return REDRESS_SQL_ROLLBACK;
    }
}

static gboolean
try_once (RedressCommandRun *run, RedressCommandResult *result, GError **error)
{
  Call call = { run, result };

  run->answer = redress_answer_new ();
  run->answer->command_id = g_strdup (run->command->command_id);
  run->answer->ticket = run->command->ticket;
  if (redress_sql_transaction (redress_server_get_connection (run->server), REDRESS_SQL_WRITE,
                               run_in_transaction, &call, error))
    return TRUE;
  redress_command_result_clear (result);
  return FALSE;
}

/**
 * redress_command_run:
 * @run: a command to run, with all members before the connection set
 * @result: (out caller-allocates): zeroed memory; what came of it
 *
 * Runs a command in its own transaction, or finds the answer that it got before. Where the
 * connection to the database was lost, or somebody else was in the way, the same command is run
 * again: if the commit was done and only its answer lost, that is what is found. An error means
 * that the same command may come again.
 */
void
redress_command_run (RedressCommandRun *run, RedressCommandResult *result, GError **error)
{
  g_autoptr (GError) failure = NULL;

  for (guint i = 1; !try_once (run, result, &failure); i++)
    {
      if (i == MAX_TRIES || !g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_RETRY))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return;
        }
      g_clear_error (&failure);
      redress_command_run_clear (run);
      run->change = (RedressTicketChange){ 0 };
    }
}

/**
 * redress_command_run_clear:
 * @run: a command that was run
 */
void
redress_command_run_clear (RedressCommandRun *run)
{
  redress_ticket_change_clear (&run->change);
  g_clear_pointer (&run->policy, redress_policy_unref);
  g_clear_pointer (&run->leaf, redress_audit_leaf_free);
  g_clear_pointer (&run->answer, redress_answer_free);
}

/**
 * redress_command_result_clear:
 * @result: what came of a command
 */
void
redress_command_result_clear (RedressCommandResult *result)
{
  g_clear_pointer (&result->answer, g_free);
  g_clear_pointer (&result->platform, g_free);
  result->status = 0;
}
