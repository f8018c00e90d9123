/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/commitment.h"

#include <string.h>
#include <unistd.h>

static const char sql_find[] =
    "select key from subject_key where platform = $1 and customer_ref = $2";
static const char sql_insert[] =
    "insert into subject_key (platform, customer_ref, key) values ($1, $2, $3)";

static GBytes *
insert_new_key (RedressSqlConnection *connection,
                const char *platform,
                const char *customer_ref,
                GError **error)
{
  guint8 data[REDRESS_SUBJECT_KEY_BYTES];
  g_autoptr (RedressSqlStatement) statement = NULL;
  g_autoptr (GBytes) key = NULL;

  statement = redress_sql_connection_prepare (connection, sql_insert, error);
  if (statement == NULL)
    return NULL;
  if (getentropy (data, sizeof data) != 0)
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "No random numbers");
      return NULL;
    }

  key = g_bytes_new (data, sizeof data);
  redress_sql_statement_bind_text (statement, 1, platform);
  redress_sql_statement_bind_text (statement, 2, customer_ref);
  redress_sql_statement_bind_bytes (statement, 3, key);
  return redress_sql_statement_run (statement, error) ? g_steal_pointer (&key) : NULL;
}

/**
 * redress_commitment_get_key:
 * @connection: a database in a writing transaction
 * @platform: a platform
 * @customer_ref: the platform's name of a customer
 *
 * Returns: (transfer full): the customer's key, which is made at first use; %NULL with an error
 */
GBytes *
redress_commitment_get_key (RedressSqlConnection *connection,
                            const char *platform,
                            const char *customer_ref,
                            GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_find, error);
  if (statement == NULL)
    return NULL;

  redress_sql_statement_bind_text (statement, 1, platform);
  redress_sql_statement_bind_text (statement, 2, customer_ref);
  switch (redress_sql_statement_step (statement, error))
    {
    case REDRESS_SQL_ROW:
      return redress_sql_statement_dup_bytes (statement, 0);
    case REDRESS_SQL_DONE:
      return insert_new_key (connection, platform, customer_ref, error);
    case REDRESS_SQL_ERROR:
    default:
      return NULL;
    }
}

/**
 * redress_commitment_make:
 * @key: the key of a customer
 * @field: what is committed to, such as "note"; two fields with one value look different
 * @value: the value
 *
 * Returns: (transfer full): 64 hex digits
 */
char *
redress_commitment_make (GBytes *key, const char *field, const char *value)
{
  g_autoptr (GHmac) hmac = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (key, &size);

  hmac = g_hmac_new (G_CHECKSUM_SHA256, data, size);
  /* With its NUL, so that no field is the beginning of another. */
  g_hmac_update (hmac, (const guchar *)field, (gssize)strlen (field) + 1);
  g_hmac_update (hmac, (const guchar *)value, -1);
  return g_strdup (g_hmac_get_string (hmac));
}
