/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook/endpoint-table.h"

#include "server/sql-values.h"

#define OWN "platform, url, generation, rotated_at, stopped_at, stopped_by, stopped_why, "
#define COLUMNS                                                                                    \
  OWN "(select count(*) from webhook_event e where e.platform = w.platform and e.sent_at is null " \
      "and e.dead_at is null), "                                                                   \
      "(select count(*) from webhook_event e where e.platform = w.platform and e.sent_at is null " \
      "and e.dead_at is not null)"

static const char sql_list[] = "select " COLUMNS " from webhook w order by platform";
/* What is asked each second counts nothing. */
static const char sql_running[] =
    "select " OWN "0, 0 from webhook where stopped_at is null order by platform";
static const char sql_find[] = "select " COLUMNS " from webhook w where platform = $1";
static const char sql_put[] =
    "insert into webhook (platform, url, generation, rotated_at, stopped_at, stopped_by, "
    "stopped_why, set_at) values ($1, $2, $3, $4, $5, $6, $7, $8) "
    "on conflict (platform) do update set url = excluded.url, generation = excluded.generation, "
    "rotated_at = excluded.rotated_at, stopped_at = excluded.stopped_at, "
    "stopped_by = excluded.stopped_by, stopped_why = excluded.stopped_why, "
    "set_at = excluded.set_at";
static const char sql_remove[] = "delete from webhook where platform = $1";

/**
 * redress_webhook_endpoint_free:
 * @self: (transfer full) (nullable): an endpoint
 */
void
redress_webhook_endpoint_free (RedressWebhookEndpoint *self)
{
  if (self == NULL)
    return;

  g_free (self->platform);
  g_free (self->url);
  g_free (self->stopped_by);
  g_free (self->stopped_why);
  g_free (self);
}

static RedressWebhookEndpoint *
read_row (RedressSqlStatement *statement)
{
  RedressWebhookEndpoint *self = g_new0 (RedressWebhookEndpoint, 1);

  self->platform = redress_sql_statement_dup_text (statement, 0);
  self->url = redress_sql_statement_dup_text (statement, 1);
  self->generation = redress_sql_statement_get_int64 (statement, 2);
  self->rotated_at = redress_sql_get_time (statement, 3);
  self->stopped_at = redress_sql_get_time (statement, 4);
  self->stopped_by = redress_sql_statement_dup_text (statement, 5);
  self->stopped_why = redress_sql_statement_dup_text (statement, 6);
  self->n_waiting = redress_sql_statement_get_int64 (statement, 7);
  self->n_dead = redress_sql_statement_get_int64 (statement, 8);
  return self;
}

static GPtrArray *
list (RedressSqlConnection *connection, const char *sql, GError **error)
{
  g_autoptr (GPtrArray) endpoints =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_webhook_endpoint_free);
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, error);
  RedressSqlStep step = REDRESS_SQL_ERROR;

  while (statement != NULL &&
         (step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (endpoints, read_row (statement));
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&endpoints) : NULL;
}

/**
 * redress_webhook_endpoint_table_list:
 * @connection: the database
 *
 * Returns: (transfer full) (nullable) (element-type RedressWebhookEndpoint): all, by platform
 */
GPtrArray *
redress_webhook_endpoint_table_list (RedressSqlConnection *connection, GError **error)
{
  return list (connection, sql_list, error);
}

/**
 * redress_webhook_endpoint_table_list_running:
 * @connection: the database
 *
 * Returns: (transfer full) (nullable) (element-type RedressWebhookEndpoint): those that are told,
 *   without what waits
 */
GPtrArray *
redress_webhook_endpoint_table_list_running (RedressSqlConnection *connection, GError **error)
{
  return list (connection, sql_running, error);
}

/**
 * redress_webhook_endpoint_table_find:
 * @connection: the database
 * @platform: a platform
 * @endpoint: (out) (transfer full) (nullable): where it is told; %NULL: nowhere
 */
gboolean
redress_webhook_endpoint_table_find (RedressSqlConnection *connection,
                                     const char *platform,
                                     RedressWebhookEndpoint **endpoint,
                                     GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_find, error);
  RedressSqlStep step;

  *endpoint = NULL;
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, platform);
  step = redress_sql_statement_step (statement, error);
  if (step == REDRESS_SQL_ROW)
    *endpoint = read_row (statement);
  return step != REDRESS_SQL_ERROR;
}

/**
 * redress_webhook_endpoint_table_put:
 * @connection: a database in a writing transaction
 * @endpoint: what holds from now on
 * @now: the time
 */
gboolean
redress_webhook_endpoint_table_put (RedressSqlConnection *connection,
                                    const RedressWebhookEndpoint *endpoint,
                                    RedressTime now,
                                    GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_put, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, endpoint->platform);
  redress_sql_statement_bind_text (statement, 2, endpoint->url);
  redress_sql_statement_bind_int64 (statement, 3, endpoint->generation);
  redress_sql_bind_time (statement, 4, endpoint->rotated_at);
  redress_sql_bind_time (statement, 5, endpoint->stopped_at);
  redress_sql_statement_bind_text (statement, 6, endpoint->stopped_by);
  redress_sql_statement_bind_text (statement, 7, endpoint->stopped_why);
  redress_sql_statement_bind_int64 (statement, 8, now);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_webhook_endpoint_table_remove:
 * @connection: a database in a writing transaction
 * @platform: a platform that is told no more
 */
gboolean
redress_webhook_endpoint_table_remove (RedressSqlConnection *connection,
                                       const char *platform,
                                       GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_remove, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, platform);
  return redress_sql_statement_run (statement, error);
}
