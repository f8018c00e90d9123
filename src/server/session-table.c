/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/session-table.h"

#include "server/account-trail.h"
#include "server/token.h"
#include "sql/transaction.h"

/* What the steps of one transaction share. */
typedef struct
{
  gint64 account;
  const char *token;
  RedressTime now;
  RedressTokenPair *pair;
  RedressRefreshOutcome outcome;
} Change;

/**
 * redress_token_pair_clear:
 * @self: a pair
 *
 * Frees the tokens.
 */
void
redress_token_pair_clear (RedressTokenPair *self)
{
  g_clear_pointer (&self->access, g_free);
  g_clear_pointer (&self->refresh, g_free);
}

static gboolean
add_token (RedressSqlConnection *connection,
           gint64 session,
           const char *kind,
           const char *token,
           RedressTime until,
           GError **error)
{
  g_autofree char *hash = redress_token_hash (token);
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "insert into session_token (hash, session, kind, until) values ($1, $2, $3, $4)",
      error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, hash);
  redress_sql_statement_bind_int64 (statement, 2, session);
  redress_sql_statement_bind_text (statement, 3, kind);
  redress_sql_statement_bind_int64 (statement, 4, until);
  return redress_sql_statement_run (statement, error);
}

static gboolean
add_pair (RedressSqlConnection *connection,
          gint64 session,
          RedressTime session_until,
          RedressTime now,
          RedressTokenPair *pair,
          GError **error)
{
  redress_token_pair_clear (pair);
  pair->access = redress_token_new ("ra");
  pair->access_until = MIN (now + REDRESS_ACCESS_LIFE, session_until);
  pair->refresh = redress_token_new ("rr");
  pair->refresh_until = MIN (now + REDRESS_REFRESH_LIFE, session_until);
  return add_token (connection, session, "access", pair->access, pair->access_until, error) &&
         add_token (connection, session, "refresh", pair->refresh, pair->refresh_until, error);
}

static gboolean
run_with_int64 (RedressSqlConnection *connection, const char *sql, gint64 value, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, value);
  return redress_sql_statement_run (statement, error);
}

/* Sessions that are over take their tokens with them. An exchanged refresh token stays until it
 * would have been over anyway, so that showing it again is noticed. */
static gboolean
purge (RedressSqlConnection *connection, RedressTime now, GError **error)
{
  return run_with_int64 (connection, "delete from session where until <= $1", now, error) &&
         run_with_int64 (connection, "delete from session_token where until <= $1", now, error);
}

/**
 * redress_session_table_begin:
 * @connection: a connection, in a writing transaction
 * @account: number of the account
 * @now: the time
 * @pair: (inout): its tokens
 * @error: return location
 *
 * Begins a session.
 *
 * Returns: whether it was written
 */
gboolean
redress_session_table_begin (RedressSqlConnection *connection,
                             gint64 account,
                             RedressTime now,
                             RedressTokenPair *pair,
                             GError **error)
{
  RedressTime until = now + REDRESS_SESSION_LIFE;
  gint64 session = 0;
  g_autoptr (RedressSqlStatement) statement = NULL;

  if (!purge (connection, now, error))
    return FALSE;
  statement = redress_sql_connection_prepare (
      connection,
      "insert into session (account, created_at, until) values ($1, $2, $3) returning id", error);
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, account);
  redress_sql_statement_bind_int64 (statement, 2, now);
  redress_sql_statement_bind_int64 (statement, 3, until);
  return redress_sql_statement_fetch_int64 (statement, &session, error) == REDRESS_SQL_ROW &&
         add_pair (connection, session, until, now, pair, error);
}

typedef struct
{
  gint64 session;
  gint64 account;
  RedressTime session_until;
  RedressTime until;
  RedressTime used_at; /* 0: not yet */
} RefreshToken;

static RedressSqlStep
read_refresh_token (RedressSqlConnection *connection,
                    const char *hash,
                    RefreshToken *token,
                    GError **error)
{
  RedressSqlStep step;
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "select s.id, s.account, s.until, t.until, t.used_at from session_token t "
      "join session s on s.id = t.session where t.hash = $1 and t.kind = 'refresh'",
      error);

  if (statement == NULL)
    return REDRESS_SQL_ERROR;
  redress_sql_statement_bind_text (statement, 1, hash);
  step = redress_sql_statement_step (statement, error);
  if (step != REDRESS_SQL_ROW)
    return step;
  token->session = redress_sql_statement_get_int64 (statement, 0);
  token->account = redress_sql_statement_get_int64 (statement, 1);
  token->session_until = redress_sql_statement_get_int64 (statement, 2);
  token->until = redress_sql_statement_get_int64 (statement, 3);
  token->used_at = redress_sql_statement_is_null (statement, 4)
                       ? 0
                       : redress_sql_statement_get_int64 (statement, 4);
  return step;
}

static gboolean
mark_used (RedressSqlConnection *connection, const char *hash, RedressTime now, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "update session_token set used_at = $2 where hash = $1 and used_at is null",
      error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, hash);
  redress_sql_statement_bind_int64 (statement, 2, now);
  return redress_sql_statement_run (statement, error);
}

static RedressSqlOutcome
exchange (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Change *change = data;
  g_autofree char *hash = redress_token_hash (change->token);
  RefreshToken token = { 0 };
  RedressSqlStep step;

  if (!purge (connection, change->now, error))
    return REDRESS_SQL_ROLLBACK;
  step = read_refresh_token (connection, hash, &token, error);
  if (step == REDRESS_SQL_ERROR)
    return REDRESS_SQL_ROLLBACK;
  change->outcome = REDRESS_REFRESH_UNKNOWN;
  if (step == REDRESS_SQL_DONE || token.until <= change->now)
    return REDRESS_SQL_COMMIT;
  if (token.used_at != 0 && change->now - token.used_at > REDRESS_REFRESH_GRACE)
    {
      RedressAccountEntry entry = {
        .action = "session_reused",
        .account = token.account,
        .via = "refresh",
        .now = change->now,
      };

      change->outcome = REDRESS_REFRESH_REUSED;
      return run_with_int64 (connection, "delete from session where id = $1", token.session,
                             error) &&
                     redress_account_trail_write (connection, &entry, error)
                 ? REDRESS_SQL_COMMIT
                 : REDRESS_SQL_ROLLBACK;
    }
  change->outcome = REDRESS_REFRESH_DONE;
  change->account = token.account;
  if (mark_used (connection, hash, change->now, error) &&
      add_pair (connection, token.session, token.session_until, change->now, change->pair, error))
    return REDRESS_SQL_COMMIT;
  return REDRESS_SQL_ROLLBACK;
}

/**
 * redress_session_table_refresh:
 * @connection: a connection
 * @token: a refresh token
 * @now: the time
 * @pair: (inout): the new tokens
 * @account: (out): number of the account
 * @error: return location
 *
 * Exchanges a refresh token. One that was exchanged more than a minute ago has been copied: its
 * whole session ends.
 *
 * Returns: what came of it
 */
RedressRefreshOutcome
redress_session_table_refresh (RedressSqlConnection *connection,
                               const char *token,
                               RedressTime now,
                               RedressTokenPair *pair,
                               gint64 *account,
                               GError **error)
{
  Change change = { .token = token, .now = now, .pair = pair };

  if (!redress_sql_transaction (connection, REDRESS_SQL_WRITE, exchange, &change, error))
    return REDRESS_REFRESH_FAILED;
  *account = change.account;
  return change.outcome;
}

/**
 * redress_session_table_find:
 * @connection: a connection
 * @access_token: an access token
 * @now: the time
 * @account: (out): number of its account; 0 where the token is unknown or over
 * @error: return location
 *
 * Returns: whether it could be looked up
 */
gboolean
redress_session_table_find (RedressSqlConnection *connection,
                            const char *access_token,
                            RedressTime now,
                            gint64 *account,
                            GError **error)
{
  g_autofree char *hash = redress_token_hash (access_token);
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "select s.account from session_token t join session s on s.id = t.session "
      "where t.hash = $1 and t.kind = 'access' and t.until > $2 and s.until > $2",
      error);

  *account = 0;
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, hash);
  redress_sql_statement_bind_int64 (statement, 2, now);
  return redress_sql_statement_fetch_int64 (statement, account, error) != REDRESS_SQL_ERROR;
}

/**
 * redress_session_table_end:
 * @connection: a connection
 * @access_token: an access token
 * @error: return location
 *
 * Ends the session of the token, with all its tokens.
 *
 * Returns: whether it was written
 */
gboolean
redress_session_table_end (RedressSqlConnection *connection,
                           const char *access_token,
                           GError **error)
{
  g_autofree char *hash = redress_token_hash (access_token);
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "delete from session where id = (select session from session_token where hash = $1)", error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, hash);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_session_table_end_all:
 * @connection: a connection
 * @account: number of an account
 * @error: return location
 *
 * Ends every session of an account.
 *
 * Returns: whether it was written
 */
gboolean
redress_session_table_end_all (RedressSqlConnection *connection, gint64 account, GError **error)
{
  return run_with_int64 (connection, "delete from session where account = $1", account, error);
}
