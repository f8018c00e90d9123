/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/idempotency.h"

static const char sql_find[] = "select fingerprint, answer, status from idempotency "
                               "where account = $1 and command_id = $2";
static const char sql_store[] =
    "insert into idempotency (account, command_id, fingerprint, status, answer, at) "
    "values ($1, $2, $3, $4, $5, $6)";
static const char sql_find_key[] = "select fingerprint, answer, status from intake_key "
                                   "where platform = $1 and key = $2";
static const char sql_store_key[] =
    "insert into intake_key (platform, key, fingerprint, status, answer, at) "
    "values ($1, $2, $3, $4, $5, $6)";
static const char sql_forget[] = "delete from idempotency where at < $1";
static const char sql_forget_keys[] = "delete from intake_key where at < $1";

static RedressSeen
look_up (RedressSqlStatement *statement,
         const char *fingerprint,
         guint *status,
         char **answer,
         GError **error)
{
  switch (redress_sql_statement_step (statement, error))
    {
    case REDRESS_SQL_ROW:
      if (g_strcmp0 (redress_sql_statement_get_text (statement, 0), fingerprint) != 0)
        return REDRESS_SEEN_OTHER;
      *answer = redress_sql_statement_dup_text (statement, 1);
      *status = (guint)redress_sql_statement_get_int64 (statement, 2);
      return REDRESS_SEEN_SAME;
    case REDRESS_SQL_DONE:
      return REDRESS_SEEN_NEVER;
    case REDRESS_SQL_ERROR:
    default:
      return REDRESS_SEEN_ERROR;
    }
}

/**
 * redress_idempotency_find:
 * @connection: the database
 * @account: who sent the command
 * @command_id: its id
 * @fingerprint: SHA-256 of its canonical bytes
 * @status: (out): of the answer
 * @answer: (out) (transfer full): the answer; set, like @status, if the same command was seen
 *
 * Returns: whether the command was seen before
 */
RedressSeen
redress_idempotency_find (RedressSqlConnection *connection,
                          const char *account,
                          const char *command_id,
                          const char *fingerprint,
                          guint *status,
                          char **answer,
                          GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_find, error);
  if (statement == NULL)
    return REDRESS_SEEN_ERROR;

  redress_sql_statement_bind_text (statement, 1, account);
  redress_sql_statement_bind_text (statement, 2, command_id);
  return look_up (statement, fingerprint, status, answer, error);
}

/**
 * redress_idempotency_store:
 * @connection: the database, in the transaction of the command's effect
 * @account: who sent the command
 * @command_id: its id
 * @fingerprint: SHA-256 of its canonical bytes
 * @status: of the answer
 * @answer: the answer, byte for byte
 * @now: the time
 */
gboolean
redress_idempotency_store (RedressSqlConnection *connection,
                           const char *account,
                           const char *command_id,
                           const char *fingerprint,
                           guint status,
                           const char *answer,
                           RedressTime now,
                           GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_store, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, account);
  redress_sql_statement_bind_text (statement, 2, command_id);
  redress_sql_statement_bind_text (statement, 3, fingerprint);
  redress_sql_statement_bind_int64 (statement, 4, status);
  redress_sql_statement_bind_text (statement, 5, answer);
  redress_sql_statement_bind_int64 (statement, 6, now);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_intake_key_find:
 * @connection: the database
 * @platform: who sent the request
 * @key: its Idempotency-Key
 * @fingerprint: SHA-256 of method, path and body
 * @status: (out): of the answer
 * @answer: (out) (transfer full): its body; set, like @status, if the same request was seen
 *
 * Returns: whether the request was seen before
 */
RedressSeen
redress_intake_key_find (RedressSqlConnection *connection,
                         const char *platform,
                         const char *key,
                         const char *fingerprint,
                         guint *status,
                         char **answer,
                         GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_find_key, error);
  if (statement == NULL)
    return REDRESS_SEEN_ERROR;

  redress_sql_statement_bind_text (statement, 1, platform);
  redress_sql_statement_bind_text (statement, 2, key);
  return look_up (statement, fingerprint, status, answer, error);
}

/**
 * redress_intake_key_store:
 * @connection: the database, in the transaction of the request's effect
 * @platform: who sent the request
 * @key: its Idempotency-Key
 * @fingerprint: SHA-256 of method, path and body
 * @status: of the answer
 * @answer: its body
 * @now: the time
 */
gboolean
redress_intake_key_store (RedressSqlConnection *connection,
                          const char *platform,
                          const char *key,
                          const char *fingerprint,
                          guint status,
                          const char *answer,
                          RedressTime now,
                          GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_store_key, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, platform);
  redress_sql_statement_bind_text (statement, 2, key);
  redress_sql_statement_bind_text (statement, 3, fingerprint);
  redress_sql_statement_bind_int64 (statement, 4, status);
  redress_sql_statement_bind_text (statement, 5, answer);
  redress_sql_statement_bind_int64 (statement, 6, now);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_idempotency_forget:
 * @connection: a database in a writing transaction
 * @before: a time
 *
 * Deletes the answers given before @before.
 */
gboolean
redress_idempotency_forget (RedressSqlConnection *connection, RedressTime before, GError **error)
{
  const char *const statements[] = { sql_forget, sql_forget_keys };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (RedressSqlStatement) statement = NULL;

      statement = redress_sql_connection_prepare (connection, statements[i], error);
      if (statement == NULL)
        return FALSE;
      redress_sql_statement_bind_int64 (statement, 1, before);
      if (!redress_sql_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}
