/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/decision-table.h"

#include "core/error.h"
#include "server/sql-values.h"

#define COLUMNS                                                                                    \
  "round, verdict, recommended, reason_code, note, message, override_reason, amount, unit, "       \
  "cited, actor, actor_name, approved_by, decided_at, recorded_at, effect_at, offline, is_void, "  \
  "command_id, version, effects, effect_state, group_id, message_language"

/* Accounts are called a-1 and so on wherever they leave the server. */
#define APPROVER                                                                                   \
  ", (select display_name from account where id = cast (substr (approved_by, 3) as integer))"

static const char sql_load[] =
    "select " COLUMNS APPROVER " from decision where ticket = $1 order by round";
static const char sql_get[] =
    "select " COLUMNS APPROVER " from decision where ticket = $1 and round = $2";
static const char sql_insert[] =
    "insert into decision (ticket, rev, " COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
    "$10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) "
    "on conflict (ticket, round) do nothing";
static const char sql_approve[] =
    "update decision set approved_by = $3, effect_at = $4 where ticket = $1 and round = $2";
static const char sql_void[] = "update decision set is_void = 1 where ticket = $1 and round = $2";
static const char sql_get_effects[] =
    "select effects_done, effects_failed from decision where ticket = $1 and round = $2";
static const char sql_set_effects[] =
    "update decision set effects_done = $3, effects_failed = $4, effect_state = $5 "
    "where ticket = $1 and round = $2";

static gboolean
read_codes (RedressSqlStatement *statement, RedressDecision *decision, GError **error)
{
  if (redress_verdict_from_string (redress_sql_statement_get_text (statement, 1),
                                   &decision->verdict) &&
      redress_verdict_from_string (redress_sql_statement_get_text (statement, 2),
                                   &decision->recommended) &&
      redress_unit_from_string (redress_sql_statement_get_text (statement, 8),
                                &decision->amount.unit))
    return TRUE;

  g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "A decision is damaged");
  return FALSE;
}

static RedressDecision *
read_decision (RedressSqlStatement *statement, GError **error)
{
  RedressDecision *decision = redress_decision_new ();

  if (!read_codes (statement, decision, error))
    {
      redress_decision_free (decision);
      return NULL;
    }

  decision->round = redress_sql_statement_get_int64 (statement, 0);
  decision->reason_code = redress_sql_statement_dup_text (statement, 3);
  decision->note = redress_sql_statement_dup_text (statement, 4);
  decision->message = redress_sql_statement_dup_text (statement, 5);
  decision->override_reason = redress_sql_statement_dup_text (statement, 6);
  decision->amount.value = redress_sql_statement_get_int64 (statement, 7);
  decision->cited = redress_sql_dup_lines (statement, 9);
  decision->actor = redress_sql_statement_dup_text (statement, 10);
  decision->actor_name = redress_sql_statement_dup_text (statement, 11);
  decision->approved_by = redress_sql_statement_dup_text (statement, 12);
  decision->decided_at = redress_sql_get_time (statement, 13);
  decision->recorded_at = redress_sql_get_time (statement, 14);
  decision->effect_at = redress_sql_get_time (statement, 15);
  decision->offline = redress_sql_statement_get_boolean (statement, 16);
  decision->is_void = redress_sql_statement_get_boolean (statement, 17);
  decision->command_id = redress_sql_statement_dup_text (statement, 18);
  decision->version = redress_sql_statement_get_int64 (statement, 19);
  decision->effects = redress_sql_dup_lines (statement, 20);
  decision->effect_state = redress_sql_statement_dup_text (statement, 21);
  decision->group = redress_sql_statement_dup_text (statement, 22);
  decision->message_language = redress_sql_statement_dup_text (statement, 23);
  decision->approved_by_name = redress_sql_statement_dup_text (statement, 24);
  return decision;
}

/**
 * redress_decision_table_load:
 * @connection: the database
 * @ticket: id of a ticket
 * @decisions: (element-type RedressDecision): where its decisions are added, by round
 */
gboolean
redress_decision_table_load (RedressSqlConnection *connection,
                             gint64 ticket,
                             GPtrArray *decisions,
                             GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  statement = redress_sql_connection_prepare (connection, sql_load, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressDecision *decision = read_decision (statement, error);

      if (decision == NULL)
        return FALSE;
      g_ptr_array_add (decisions, decision);
    }
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_decision_table_get:
 * @connection: the database
 * @ticket: id of a ticket
 * @round: a round
 *
 * Returns: (transfer full) (nullable): the decision of the round; %NULL if there is none, or
 *   with @error set
 */
RedressDecision *
redress_decision_table_get (RedressSqlConnection *connection,
                            gint64 ticket,
                            gint64 round,
                            GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_get, error);
  if (statement == NULL)
    return NULL;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_int64 (statement, 2, round);
  if (redress_sql_statement_step (statement, error) != REDRESS_SQL_ROW)
    return NULL;

  return read_decision (statement, error);
}

static void
bind_texts (RedressSqlStatement *statement, const RedressDecision *decision)
{
  redress_sql_statement_bind_text (statement, 4, redress_verdict_to_string (decision->verdict));
  redress_sql_statement_bind_text (statement, 5, redress_verdict_to_string (decision->recommended));
  redress_sql_statement_bind_text (statement, 6, decision->reason_code);
  redress_sql_statement_bind_text (statement, 7, decision->note);
  redress_sql_statement_bind_text (statement, 8, decision->message);
  redress_sql_statement_bind_text (statement, 9, decision->override_reason);
  redress_sql_statement_bind_text (statement, 11, redress_unit_to_string (decision->amount.unit));
  redress_sql_bind_lines (statement, 12, decision->cited);
  redress_sql_statement_bind_text (statement, 13, decision->actor);
  redress_sql_statement_bind_text (statement, 14, decision->actor_name);
  redress_sql_statement_bind_text (statement, 15, decision->approved_by);
  redress_sql_statement_bind_text (statement, 21, decision->command_id);
  redress_sql_bind_lines (statement, 23, decision->effects);
  redress_sql_statement_bind_text (statement, 24, decision->effect_state);
  redress_sql_statement_bind_text (statement, 25, decision->group);
  redress_sql_statement_bind_text (statement, 26, decision->message_language);
}

/**
 * redress_decision_table_insert:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @rev: of the ticket with the decision, as its feed entry will carry it
 * @decision: a decision
 *
 * Returns: %FALSE with CONFLICT if the round is decided, or another error of the database
 */
gboolean
redress_decision_table_insert (RedressSqlConnection *connection,
                               gint64 ticket,
                               gint64 rev,
                               const RedressDecision *decision,
                               GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_insert, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_int64 (statement, 2, rev);
  redress_sql_statement_bind_int64 (statement, 3, decision->round);
  bind_texts (statement, decision);
  redress_sql_statement_bind_int64 (statement, 10, decision->amount.value);
  redress_sql_bind_time (statement, 16, decision->decided_at);
  redress_sql_statement_bind_int64 (statement, 17, decision->recorded_at);
  redress_sql_statement_bind_int64 (statement, 18, decision->effect_at);
  redress_sql_statement_bind_boolean (statement, 19, decision->offline);
  redress_sql_statement_bind_boolean (statement, 20, decision->is_void);
  redress_sql_statement_bind_int64 (statement, 22, decision->version);
  if (!redress_sql_statement_run (statement, error))
    return FALSE;
  /* A statement that fails would take the transaction with it. */
  if (redress_sql_connection_get_changes (connection) > 0)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT,
               "round %" G_GINT64_FORMAT " is decided", decision->round);
  return FALSE;
}

/**
 * redress_decision_table_void:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @round: a round whose decision no longer stands
 */
gboolean
redress_decision_table_void (RedressSqlConnection *connection,
                             gint64 ticket,
                             gint64 round,
                             GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_void, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_int64 (statement, 2, round);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_decision_table_approve:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @decision: a decision with who approved it, and when its effects go out
 */
gboolean
redress_decision_table_approve (RedressSqlConnection *connection,
                                gint64 ticket,
                                const RedressDecision *decision,
                                GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_approve, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_int64 (statement, 2, decision->round);
  redress_sql_statement_bind_text (statement, 3, decision->approved_by);
  redress_sql_statement_bind_int64 (statement, 4, decision->effect_at);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_effects_clear:
 * @self: what a platform reported
 */
void
redress_effects_clear (RedressEffects *self)
{
  g_clear_pointer (&self->done, g_strfreev);
  g_clear_pointer (&self->failed, g_strfreev);
}

/**
 * redress_decision_table_get_effects:
 * @connection: the database
 * @ticket: id of a ticket
 * @round: a decided round
 * @effects: (out caller-allocates): zeroed memory; what the platform reported so far
 */
gboolean
redress_decision_table_get_effects (RedressSqlConnection *connection,
                                    gint64 ticket,
                                    gint64 round,
                                    RedressEffects *effects,
                                    GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  statement = redress_sql_connection_prepare (connection, sql_get_effects, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_int64 (statement, 2, round);
  step = redress_sql_statement_step (statement, error);
  if (step == REDRESS_SQL_ROW)
    {
      effects->done = redress_sql_dup_lines (statement, 0);
      effects->failed = redress_sql_dup_lines (statement, 1);
    }
  return step != REDRESS_SQL_ERROR;
}

/**
 * redress_decision_table_set_effects:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @round: a decided round
 * @effects: what the platform reported so far
 * @effect_state: "pending", "done" or "failed"
 */
gboolean
redress_decision_table_set_effects (RedressSqlConnection *connection,
                                    gint64 ticket,
                                    gint64 round,
                                    const RedressEffects *effects,
                                    const char *effect_state,
                                    GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_set_effects, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_int64 (statement, 2, round);
  redress_sql_bind_lines (statement, 3, effects->done);
  redress_sql_bind_lines (statement, 4, effects->failed);
  redress_sql_statement_bind_text (statement, 5, effect_state);
  return redress_sql_statement_run (statement, error);
}
