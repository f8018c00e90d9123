/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook/event-table.h"

#include "server/sql-values.h"

#define COLUMNS                                                                                    \
  "id, name, platform, ticket, type, body, made_at, leaves_at, next_at, attempts, sent_at, "       \
  "dead_at, tried_at, status, words, silence, "                                                    \
  "(select t.external_id from ticket t where t.id = webhook_event.ticket)"

/* Where nothing is sent, the event is parked. */
static const char sql_insert[] =
    "insert into webhook_event (name, platform, ticket, type, body, made_at, leaves_at, next_at) "
    "values ($1, $2, $3, $4, $5, $6, $7, "
    "(select $7 from webhook where platform = $2 and stopped_at is null))";
/* Each ticket's events leave in their order, so one that is dead holds those behind it. */
static const char sql_due[] =
    "select id from webhook_event e where platform = $1 and next_at <= $2 and not exists "
    "(select 1 from webhook_event b where b.ticket = e.ticket and b.id < e.id "
    "and b.sent_at is null) order by next_at, id limit $3";
static const char sql_lease[] =
    "update webhook_event set next_at = $2 where id = $1 returning " COLUMNS;
static const char sql_update[] =
    "update webhook_event set next_at = $2, attempts = $3, sent_at = $4, dead_at = $5, "
    "tried_at = $6, status = $7, words = $8, silence = $9 where id = $1 and sent_at is null";
static const char sql_find[] = "select " COLUMNS " from webhook_event where id = $1";
static const char sql_list[] =
    "select " COLUMNS " from webhook_event where platform = $1 order by id desc limit $2";
static const char sql_list_dead[] =
    "select " COLUMNS " from webhook_event where platform = $1 and sent_at is null "
    "and dead_at is not null order by id limit $2";
static const char sql_revive[] =
    "update webhook_event set dead_at = null, attempts = 0, "
    "next_at = (select $2 from webhook where platform = $1 and stopped_at is null) "
    "where platform = $1 and sent_at is null and dead_at is not null";
static const char sql_park[] =
    "update webhook_event set next_at = null where platform = $1 and next_at is not null";
static const char sql_park_one[] =
    "update webhook_event set next_at = null where id = $1 and next_at is not null and not exists "
    "(select 1 from webhook w where w.platform = webhook_event.platform and w.stopped_at is null)";
static const char sql_unpark[] =
    "update webhook_event set next_at = leaves_at where platform = $1 and next_at is null "
    "and sent_at is null and dead_at is null";
static const char sql_forget[] = "delete from webhook_event where sent_at < $1";

/**
 * redress_webhook_event_free:
 * @self: (transfer full) (nullable): an event
 */
void
redress_webhook_event_free (RedressWebhookEvent *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->platform);
  g_free (self->external_id);
  g_free (self->type);
  g_free (self->body);
  g_free (self->silence);
  g_free (self->words);
  g_free (self);
}

static RedressWebhookEvent *
read_row (RedressSqlStatement *statement)
{
  RedressWebhookEvent *self = g_new0 (RedressWebhookEvent, 1);

  self->id = redress_sql_statement_get_int64 (statement, 0);
  self->name = redress_sql_statement_dup_text (statement, 1);
  self->platform = redress_sql_statement_dup_text (statement, 2);
  self->ticket = redress_sql_statement_get_int64 (statement, 3);
  self->type = redress_sql_statement_dup_text (statement, 4);
  self->body = redress_sql_statement_dup_text (statement, 5);
  self->made_at = redress_sql_statement_get_int64 (statement, 6);
  self->leaves_at = redress_sql_statement_get_int64 (statement, 7);
  self->next_at = redress_sql_get_time (statement, 8);
  self->attempts = redress_sql_statement_get_int64 (statement, 9);
  self->sent_at = redress_sql_get_time (statement, 10);
  self->dead_at = redress_sql_get_time (statement, 11);
  self->tried_at = redress_sql_get_time (statement, 12);
  self->status = redress_sql_statement_get_int64 (statement, 13);
  self->words = redress_sql_statement_dup_text (statement, 14);
  self->silence = redress_sql_statement_dup_text (statement, 15);
  self->external_id = redress_sql_statement_dup_text (statement, 16);
  return self;
}

static GPtrArray *
read_rows (RedressSqlStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_webhook_event_free);
  RedressSqlStep step;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (events, read_row (statement));
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&events) : NULL;
}

/**
 * redress_webhook_event_table_insert:
 * @connection: a database in a writing transaction
 * @event: a new event
 */
gboolean
redress_webhook_event_table_insert (RedressSqlConnection *connection,
                                    const RedressWebhookEvent *event,
                                    GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_insert, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, event->name);
  redress_sql_statement_bind_text (statement, 2, event->platform);
  if (event->ticket != 0)
    redress_sql_statement_bind_int64 (statement, 3, event->ticket);
  else
    redress_sql_statement_bind_null (statement, 3);
  redress_sql_statement_bind_text (statement, 4, event->type);
  redress_sql_statement_bind_text (statement, 5, event->body);
  redress_sql_statement_bind_int64 (statement, 6, event->made_at);
  redress_sql_statement_bind_int64 (statement, 7, event->leaves_at);
  return redress_sql_statement_run (statement, error);
}

static GArray *
list_due (RedressSqlConnection *connection,
          const char *platform,
          RedressTime now,
          guint most,
          GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_due, error);
  RedressSqlStep step;

  if (statement == NULL)
    return NULL;
  redress_sql_statement_bind_text (statement, 1, platform);
  redress_sql_statement_bind_int64 (statement, 2, now);
  redress_sql_statement_bind_int64 (statement, 3, most);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 id = redress_sql_statement_get_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&ids) : NULL;
}

static gboolean
lease_one (RedressSqlConnection *connection,
           gint64 id,
           RedressTime lease,
           GPtrArray *events,
           GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_lease, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_bind_int64 (statement, 2, lease);
  if (redress_sql_statement_step (statement, error) != REDRESS_SQL_ROW)
    return FALSE;
  g_ptr_array_add (events, read_row (statement));
  return TRUE;
}

/**
 * redress_webhook_event_table_take:
 * @connection: a database in a writing transaction
 * @platform: a platform
 * @now: the time
 * @lease: nobody else takes what is taken before
 * @most: how many
 *
 * A sender that dies leaves its events to the next after @lease; so an event may go twice, never
 * not at all.
 *
 * Returns: (transfer full) (nullable) (element-type RedressWebhookEvent): what is to be sent now,
 *   one of each ticket
 */
GPtrArray *
redress_webhook_event_table_take (RedressSqlConnection *connection,
                                  const char *platform,
                                  RedressTime now,
                                  RedressTime lease,
                                  guint most,
                                  GError **error)
{
  g_autoptr (GArray) ids = list_due (connection, platform, now, most, error);
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_webhook_event_free);

  if (ids == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    if (!lease_one (connection, g_array_index (ids, gint64, i), lease, events, error))
      return NULL;
  return g_steal_pointer (&events);
}

static gboolean
update (RedressSqlConnection *connection, const RedressWebhookEvent *event, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_update, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, event->id);
  redress_sql_bind_time (statement, 2, event->next_at);
  redress_sql_statement_bind_int64 (statement, 3, event->attempts);
  redress_sql_bind_time (statement, 4, event->sent_at);
  redress_sql_bind_time (statement, 5, event->dead_at);
  redress_sql_bind_time (statement, 6, event->tried_at);
  if (event->status != 0)
    redress_sql_statement_bind_int64 (statement, 7, event->status);
  else
    redress_sql_statement_bind_null (statement, 7);
  redress_sql_statement_bind_text (statement, 8, event->words);
  redress_sql_statement_bind_text (statement, 9, event->silence);
  return redress_sql_statement_run (statement, error);
}

static gboolean
park_where_stopped (RedressSqlConnection *connection, gint64 id, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_park_one, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_webhook_event_table_update:
 * @connection: a database in a writing transaction
 * @event: an event after a try, or to be tried again
 *
 * What was sent stays sent. Where nothing is sent now, the event is parked.
 */
gboolean
redress_webhook_event_table_update (RedressSqlConnection *connection,
                                    const RedressWebhookEvent *event,
                                    GError **error)
{
  return update (connection, event, error) && park_where_stopped (connection, event->id, error);
}

/**
 * redress_webhook_event_table_find:
 * @connection: the database
 * @id: of an event
 * @event: (out) (transfer full) (nullable): it
 */
gboolean
redress_webhook_event_table_find (RedressSqlConnection *connection,
                                  gint64 id,
                                  RedressWebhookEvent **event,
                                  GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_find, error);
  RedressSqlStep step;

  *event = NULL;
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  step = redress_sql_statement_step (statement, error);
  if (step == REDRESS_SQL_ROW)
    *event = read_row (statement);
  return step != REDRESS_SQL_ERROR;
}

/**
 * redress_webhook_event_table_list:
 * @connection: the database
 * @platform: a platform
 * @dead: those alone that were given up
 * @most: how many
 *
 * Returns: (transfer full) (nullable) (element-type RedressWebhookEvent): the newest first; of
 *   those that were given up the oldest, which hold others
 */
GPtrArray *
redress_webhook_event_table_list (RedressSqlConnection *connection,
                                  const char *platform,
                                  gboolean dead,
                                  guint most,
                                  GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, dead ? sql_list_dead : sql_list, error);

  if (statement == NULL)
    return NULL;
  redress_sql_statement_bind_text (statement, 1, platform);
  redress_sql_statement_bind_int64 (statement, 2, most);
  return read_rows (statement, error);
}

static gboolean
run_for_platform (RedressSqlConnection *connection,
                  const char *sql,
                  const char *platform,
                  GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, platform);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_webhook_event_table_park:
 * @connection: a database in a writing transaction
 * @platform: a platform that is told nothing for now
 */
gboolean
redress_webhook_event_table_park (RedressSqlConnection *connection,
                                  const char *platform,
                                  GError **error)
{
  return run_for_platform (connection, sql_park, platform, error);
}

/**
 * redress_webhook_event_table_unpark:
 * @connection: a database in a writing transaction
 * @platform: a platform that is told again, also what happened meanwhile
 */
gboolean
redress_webhook_event_table_unpark (RedressSqlConnection *connection,
                                    const char *platform,
                                    GError **error)
{
  return run_for_platform (connection, sql_unpark, platform, error);
}

/**
 * redress_webhook_event_table_revive:
 * @connection: a database in a writing transaction
 * @platform: a platform
 * @now: the time
 * @n: (out): how many
 *
 * What was given up is tried as if it were new, now or when the platform is told again.
 */
gboolean
redress_webhook_event_table_revive (RedressSqlConnection *connection,
                                    const char *platform,
                                    RedressTime now,
                                    gint64 *n,
                                    GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_revive, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, platform);
  redress_sql_statement_bind_int64 (statement, 2, now);
  if (!redress_sql_statement_run (statement, error))
    return FALSE;
  *n = redress_sql_connection_get_changes (connection);
  return TRUE;
}

/**
 * redress_webhook_event_table_forget:
 * @connection: a database in a writing transaction
 * @before: what was sent before goes
 */
gboolean
redress_webhook_event_table_forget (RedressSqlConnection *connection,
                                    RedressTime before,
                                    GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_forget, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, before);
  return redress_sql_statement_run (statement, error);
}
