/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/day-ceiling.h"

#include "core/calendar.h"
#include "core/verdict.h"

#define NONE G_GINT64_CONSTANT (-1)

/* What waits for a second person counts as well: it is paid back unless somebody objects. */
static const char sql_sum[] =
    "select cast (coalesce (sum (decision.amount), 0) as bigint) from decision "
    "join ticket on ticket.id = decision.ticket "
    "where decision.actor = $1 and decision.recorded_at >= $2 and decision.is_void = 0 "
    "and decision.unit = $3 and (ticket.platform = $4 or $4 = '')";
/* Accounts are called a-1 and so on wherever they leave the server. */
static const char sql_get[] = "select amount from account_ceiling "
                              "where account = cast (substr ($1, 3) as bigint)";
static const char sql_set[] = "insert into account_ceiling (account, amount) values ($1, $2) "
                              "on conflict (account) do update set amount = excluded.amount";
static const char sql_clear[] = "delete from account_ceiling where account = $1";

static gboolean
get_of_account (RedressSqlConnection *connection,
                const char *account,
                gint64 *ceiling,
                GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_get, error);

  *ceiling = NONE;
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, account);
  return redress_sql_statement_fetch_int64 (statement, ceiling, error) != REDRESS_SQL_ERROR;
}

/* @platform: "" for all of them. */
static gboolean
would_exceed (RedressSqlConnection *connection,
              const RedressDecision *decision,
              const char *platform,
              gint64 ceiling,
              gboolean *is_beyond,
              GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressTime day = redress_julian_to_time (redress_julian_from_time (decision->recorded_at, NULL));
  gint64 paid = 0;

  if (ceiling < 0)
    return TRUE;

  statement = redress_sql_connection_prepare (connection, sql_sum, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, decision->actor);
  redress_sql_statement_bind_int64 (statement, 2, day);
  redress_sql_statement_bind_text (statement, 3, redress_unit_to_string (decision->amount.unit));
  redress_sql_statement_bind_text (statement, 4, platform);
  if (redress_sql_statement_fetch_int64 (statement, &paid, error) == REDRESS_SQL_ERROR)
    return FALSE;

  *is_beyond |= decision->amount.value > ceiling - paid;
  return TRUE;
}

/**
 * redress_day_ceiling_check:
 * @connection: a database in a writing transaction
 * @policy: the policy of the ticket; its limit "day_amount" is for each account, on its platform
 *   and in the unit of the decision
 * @summary: the ticket
 * @decision: a decision that is not recorded yet
 * @is_beyond: (out): whether it goes beyond what its account may pay back in a day
 * @error: return location
 *
 * Whoever writes waits for whoever wrote before, so two desks of one account count each other.
 *
 * Returns: whether it could be worked out
 */
gboolean
redress_day_ceiling_check (RedressSqlConnection *connection,
                           RedressPolicy *policy,
                           const RedressSummary *summary,
                           const RedressDecision *decision,
                           gboolean *is_beyond,
                           GError **error)
{
  gint64 of_account = NONE;

  *is_beyond = FALSE;
  if (decision->amount.value <= 0)
    return TRUE;
  if (decision->amount.unit == REDRESS_UNIT_FEN &&
      !get_of_account (connection, decision->actor, &of_account, error))
    return FALSE;

  return would_exceed (connection, decision, "", of_account, is_beyond, error) &&
         would_exceed (connection, decision, summary->platform,
                       redress_policy_get_limit (policy, "day_amount", NONE), is_beyond, error);
}

/**
 * redress_day_ceiling_set:
 * @connection: a database in a writing transaction
 * @account: number of an account
 * @amount: in fen; negative: no ceiling from now on
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
redress_day_ceiling_set (RedressSqlConnection *connection,
                         gint64 account,
                         gint64 amount,
                         GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, amount < 0 ? sql_clear : sql_set, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, account);
  if (amount >= 0)
    redress_sql_statement_bind_int64 (statement, 2, amount);
  return redress_sql_statement_run (statement, error);
}
