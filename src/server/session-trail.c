/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/session-trail.h"

#include "server/account-trail.h"
#include "server/sign-in-table.h"
#include "sql/transaction.h"

typedef struct
{
  gint64 account;
  const char *name;
  const char *via;
  const char *token;
  RedressTime now;
  RedressTokenPair *pair;
} Change;

static RedressSqlOutcome
begin (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Change *change = data;
  RedressAccountEntry entry = {
    .action = "sign_in",
    .account = change->account,
    .is_own = TRUE,
    .via = change->via,
    .now = change->now,
  };

  return redress_session_table_begin (connection, change->account, change->now, change->pair,
                                      error) &&
                 redress_account_trail_write (connection, &entry, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/**
 * redress_session_trail_begin:
 * @connection: a connection
 * @account: number of the account
 * @via: how its owner proved who they are
 * @now: the time
 * @pair: (inout): its tokens
 * @error: return location
 *
 * Begins a session.
 *
 * Returns: whether it was written
 */
gboolean
redress_session_trail_begin (RedressSqlConnection *connection,
                             gint64 account,
                             const char *via,
                             RedressTime now,
                             RedressTokenPair *pair,
                             GError **error)
{
  Change change = { .account = account, .via = via, .now = now, .pair = pair };

  return redress_sql_transaction (connection, REDRESS_SQL_WRITE, begin, &change, error);
}

static RedressSqlOutcome
end (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Change *change = data;
  RedressAccountEntry entry = { .action = "sign_out", .is_own = TRUE, .now = change->now };

  /* Another request may have ended it meanwhile. */
  if (!redress_session_table_find (connection, change->token, change->now, &entry.account, error))
    return REDRESS_SQL_ROLLBACK;
  return redress_session_table_end (connection, change->token, error) &&
                 (entry.account == 0 || redress_account_trail_write (connection, &entry, error))
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/**
 * redress_session_trail_end:
 * @connection: a connection
 * @access_token: an access token of the session
 * @now: the time
 * @error: return location
 *
 * Ends a session whose owner wishes it.
 *
 * Returns: whether it is over
 */
gboolean
redress_session_trail_end (RedressSqlConnection *connection,
                           const char *access_token,
                           RedressTime now,
                           GError **error)
{
  Change change = { .token = access_token, .now = now };

  return redress_sql_transaction (connection, REDRESS_SQL_WRITE, end, &change, error);
}

static RedressSqlOutcome
refuse (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Change *change = data;
  RedressAccountEntry entry = {
    .action = "sign_in_failed",
    .account = change->account,
    .via = change->via,
    .now = change->now,
  };

  if (change->name != NULL &&
      !redress_failure_table_add (connection, change->name, change->now, error))
    return REDRESS_SQL_ROLLBACK;
  return (change->account != 0
              ? redress_account_trail_write (connection, &entry, error)
              : redress_account_trail_write_unknown (connection, change->now, error))
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/**
 * redress_session_trail_refuse:
 * @connection: a connection
 * @name: the name that was given
 * @account: number of its account, 0 if there is none
 * @now: the time
 * @error: return location
 *
 * Notes that a password was wrong.
 *
 * Returns: whether it was written
 */
gboolean
redress_session_trail_refuse (RedressSqlConnection *connection,
                              const char *name,
                              gint64 account,
                              RedressTime now,
                              GError **error)
{
  Change change = { .name = name, .account = account, .via = "password", .now = now };

  return redress_sql_transaction (connection, REDRESS_SQL_WRITE, refuse, &change, error);
}

/**
 * redress_session_trail_refuse_identity:
 * @connection: a connection
 * @account: number of the account, 0 where it is not known
 * @now: the time
 * @error: return location
 *
 * Notes that what somebody showed of the identity provider was refused.
 *
 * Returns: whether it was written
 */
gboolean
redress_session_trail_refuse_identity (RedressSqlConnection *connection,
                                       gint64 account,
                                       RedressTime now,
                                       GError **error)
{
  Change change = { .account = account, .via = "oidc", .now = now };

  return redress_sql_transaction (connection, REDRESS_SQL_WRITE, refuse, &change, error);
}
