/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/oidc/identity-table.h"

#include "server/token.h"

#include <string.h>

/**
 * redress_identity_table_find:
 * @connection: a connection
 * @issuer: an identity provider
 * @subject: somebody there
 * @account: (out): number of the account here; 0 where there is none
 * @error: return location
 *
 * Returns: whether it could be looked up
 */
gboolean
redress_identity_table_find (RedressSqlConnection *connection,
                             const char *issuer,
                             const char *subject,
                             gint64 *account,
                             GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "select account from identity where issuer = $1 and subject = $2", error);

  *account = 0;
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, issuer);
  redress_sql_statement_bind_text (statement, 2, subject);
  return redress_sql_statement_fetch_int64 (statement, account, error) != REDRESS_SQL_ERROR;
}

/**
 * redress_identity_table_add:
 * @connection: a connection
 * @issuer: an identity provider
 * @subject: somebody there
 * @account: number of the account here
 * @now: the time
 * @error: return location; CONFLICT where the subject has an account
 *
 * Returns: whether it was written
 */
gboolean
redress_identity_table_add (RedressSqlConnection *connection,
                            const char *issuer,
                            const char *subject,
                            gint64 account,
                            RedressTime now,
                            GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "insert into identity (issuer, subject, account, added_at) values ($1, $2, $3, $4)", error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, issuer);
  redress_sql_statement_bind_text (statement, 2, subject);
  redress_sql_statement_bind_int64 (statement, 3, account);
  redress_sql_statement_bind_int64 (statement, 4, now);
  return redress_sql_statement_run (statement, error);
}

static gboolean
purge (RedressSqlConnection *connection, RedressTime now, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "delete from identity_token where until <= $1", error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, now);
  return redress_sql_statement_run (statement, error);
}

/* *used_at: when it was shown first; 0: never. */
static gboolean
find_use (RedressSqlConnection *connection, const char *hash, RedressTime *used_at, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "select used_at from identity_token where hash = $1", error);

  *used_at = 0;
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, hash);
  return redress_sql_statement_fetch_int64 (statement, used_at, error) != REDRESS_SQL_ERROR;
}

/**
 * redress_identity_table_spend:
 * @connection: a connection, in a transaction
 * @token: a signed token that was shown
 * @until: it is refused from then on anyhow
 * @now: the time
 * @is_spent: (out): whether it was shown before, longer ago than a lost answer would explain
 * @error: return location
 *
 * Remembers that a token was shown.
 *
 * Returns: whether it was written
 */
gboolean
redress_identity_table_spend (RedressSqlConnection *connection,
                              const char *token,
                              RedressTime until,
                              RedressTime now,
                              gboolean *is_spent,
                              GError **error)
{
  /* What is signed: the signature itself can often be written in several ways. */
  g_autofree char *signed_part = g_strndup (token, (gsize)(strrchr (token, '.') - token));
  g_autofree char *hash = redress_token_hash (signed_part);
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressTime used_at = 0;

  if (!purge (connection, now, error) || !find_use (connection, hash, &used_at, error))
    return FALSE;
  *is_spent = used_at != 0 && now - used_at > REDRESS_IDENTITY_GRACE;
  if (used_at != 0)
    return TRUE;
  statement = redress_sql_connection_prepare (
      connection, "insert into identity_token (hash, used_at, until) values ($1, $2, $3)", error);
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, hash);
  redress_sql_statement_bind_int64 (statement, 2, now);
  redress_sql_statement_bind_int64 (statement, 3, until);
  return redress_sql_statement_run (statement, error);
}
