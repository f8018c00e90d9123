/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/edge-private.h"

#include "server/log.h"
#include "server/server.h"
#include "sql/transaction.h"

/* Group commit. To wait for the disk takes longer than a command, so commands that came while the
 * database thread was busy share one transaction and one wait. Each is a part of its own, which
 * fails alone; nobody is answered before all are on the disk. */

/* How long the first of a group may have to wait for the last. */
#define MAX_GROUP 64

static void
handle_alone (GPtrArray *group)
{
  for (guint i = 0; i < group->len; i++)
    redress_exchange_handle (g_ptr_array_index (group, i));
}

/* Where nothing of the group stands, whoever was to blame is found by doing each alone. */
static void
handle_together (RedressEdge *self, GPtrArray *group)
{
  RedressSqlConnection *connection = redress_server_get_connection (self->server);
  g_autoptr (GError) error = NULL;

  if (!redress_sql_group_begin (connection, &error))
    {
      handle_alone (group);
      return;
    }
  handle_alone (group);
  if (redress_sql_group_commit (connection, &error))
    return;
  redress_log (redress_server_get_clock (self->server), "group-failed",
               REDRESS_LOG_NUMBER ("requests", (gint64)group->len),
               REDRESS_LOG_TEXT ("error", error->message));
  handle_alone (group);
}

/* Database thread. */
static void
run_group (gpointer data)
{
  RedressEdge *self = data;
  g_autoptr (GPtrArray) group = g_ptr_array_new ();

  g_mutex_lock (&self->lock);
  while (group->len < MAX_GROUP && self->grouped.head != NULL)
    g_ptr_array_add (group, g_queue_pop_head_link (&self->grouped)->data);
  if (self->grouped.head != NULL)
    redress_jobs_push_database (self->jobs, run_group, self);
  g_mutex_unlock (&self->lock);

  if (group->len > 1 && redress_sql_can_group (redress_server_get_connection (self->server)))
    handle_together (self, group);
  else
    handle_alone (group);
  redress_metrics_add (redress_server_get_metrics (self->server), "redress_command_groups_total",
                       NULL, 1);
  for (guint i = 0; i < group->len; i++)
    redress_exchange_settle (g_ptr_array_index (group, i));
}

/* Any thread. The first that waits asks for the database thread, for all that join it. */
void
redress_edge_group_add (RedressExchange *exchange)
{
  RedressEdge *self = exchange->edge;

  g_mutex_lock (&self->lock);
  g_queue_push_tail_link (&self->grouped, &exchange->link);
  if (self->grouped.length == 1)
    redress_jobs_push_database (self->jobs, run_group, self);
  g_mutex_unlock (&self->lock);
}
