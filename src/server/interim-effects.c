/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/interim-effects.h"

#include "core/evaluation.h"
#include "server/sql-values.h"
#include "server/ticket-parts.h"

static const char sql_load[] =
    "select round, verdict, name, state, actor, actor_name, asked_at, reported_at "
    "from interim_effect where ticket = $1 order by round, asked_at, name";
/* What runs or is done is not begun again; what failed may be tried once more. */
static const char sql_ask[] =
    "insert into interim_effect (ticket, round, name, verdict, state, actor, actor_name, asked_at) "
    "values ($1, $2, $3, $4, 'pending', $5, $6, $7) on conflict (ticket, round, name) do update "
    "set verdict = excluded.verdict, state = 'pending', actor = excluded.actor, "
    "actor_name = excluded.actor_name, asked_at = excluded.asked_at, reported_at = null "
    "where interim_effect.state = 'failed'";
static const char sql_report[] = "update interim_effect set state = $4, reported_at = $5 "
                                 "where ticket = $1 and round = $2 and name = $3";

/**
 * redress_interim_effects_load:
 * @connection: the database
 * @ticket: id of a ticket
 * @effects: (element-type RedressInterimEffect): where they are added, by round and time
 */
gboolean
redress_interim_effects_load (RedressSqlConnection *connection,
                              gint64 ticket,
                              GPtrArray *effects,
                              GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_load, error);
  RedressSqlStep step;

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressInterimEffect *effect = redress_interim_effect_new ();

      g_ptr_array_add (effects, effect);
      effect->round = redress_sql_statement_get_int64 (statement, 0);
      redress_verdict_from_string (redress_sql_statement_get_text (statement, 1), &effect->verdict);
      effect->name = redress_sql_statement_dup_text (statement, 2);
      effect->state = redress_sql_statement_dup_text (statement, 3);
      effect->actor = redress_sql_statement_dup_text (statement, 4);
      effect->actor_name = redress_sql_statement_dup_text (statement, 5);
      effect->asked_at = redress_sql_statement_get_int64 (statement, 6);
      effect->reported_at = redress_sql_get_time (statement, 7);
    }
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_interim_effects_find:
 * @effects: (element-type RedressInterimEffect): of a ticket
 * @round: a round of it
 * @name: an effect
 *
 * Returns: (transfer none) (nullable): the effect, if an interim verdict asked for it
 */
RedressInterimEffect *
redress_interim_effects_find (GPtrArray *effects, gint64 round, const char *name)
{
  for (guint i = 0; i < effects->len; i++)
    {
      RedressInterimEffect *effect = g_ptr_array_index (effects, i);

      if (effect->round == round && g_str_equal (effect->name, name))
        return effect;
    }
  return NULL;
}

static gboolean
ask (RedressCommandRun *run, RedressVerdict verdict, const char *name, GError **error)
{
  const RedressSummary *summary = run->change.row->ticket->summary;
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (run->connection, sql_ask, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, summary->id);
  redress_sql_statement_bind_int64 (statement, 2, summary->round);
  redress_sql_statement_bind_text (statement, 3, name);
  redress_sql_statement_bind_text (statement, 4, redress_verdict_to_string (verdict));
  redress_sql_statement_bind_text (statement, 5, run->account->id);
  redress_sql_statement_bind_text (statement, 6, run->account->display_name);
  redress_sql_statement_bind_int64 (statement, 7, run->now);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_interim_effects_ask:
 * @run: a command that is an interim verdict, before it moves the ticket
 * @verdict: which
 * @asked: (out) (transfer full): the effects
 *
 * Asks the platform for what the policy says the verdict sets off. The log names it.
 */
gboolean
redress_interim_effects_ask (RedressCommandRun *run,
                             RedressVerdict verdict,
                             char ***asked,
                             GError **error)
{
  RedressTicket *ticket = run->change.row->ticket;
  g_autoptr (RedressEvaluation) evaluation = NULL;
  g_auto (GStrv) effects = NULL;

  if (!redress_ticket_parts_load (run->connection, ticket, REDRESS_PARTS_OF_RULES, error))
    return FALSE;

  evaluation = redress_policy_evaluate (run->policy, ticket, run->now);
  effects = redress_evaluation_get_platform_effects (evaluation, verdict);
  redress_audit_leaf_add_strv (run->leaf, "effects", effects);
  for (guint i = 0; effects[i] != NULL; i++)
    {
      if (!ask (run, verdict, effects[i], error))
        return FALSE;
    }
  *asked = g_steal_pointer (&effects);
  return TRUE;
}

/**
 * redress_interim_effects_report:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @effect: one of it, brought up to date
 * @state: "done" or "failed"
 * @at: when
 */
gboolean
redress_interim_effects_report (RedressSqlConnection *connection,
                                gint64 ticket,
                                RedressInterimEffect *effect,
                                const char *state,
                                RedressTime at,
                                GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_report, error);

  if (statement == NULL)
    return FALSE;

  g_free (effect->state);
  effect->state = g_strdup (state);
  effect->reported_at = at;
  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_int64 (statement, 2, effect->round);
  redress_sql_statement_bind_text (statement, 3, effect->name);
  redress_sql_statement_bind_text (statement, 4, state);
  redress_sql_statement_bind_int64 (statement, 5, at);
  return redress_sql_statement_run (statement, error);
}
