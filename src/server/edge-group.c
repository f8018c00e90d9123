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

/* Those who wait for a feed may read on another connection, which sees nothing of the group before
 * it is committed: they are woken afterwards. */
static void
hold_moves (RedressEdge *self)
{
  g_mutex_lock (&self->lock);
  self->held_moves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_unlock (&self->lock);
}

static void
let_moves_go (RedressEdge *self)
{
  g_autoptr (GHashTable) moves = NULL;
  GHashTableIter iter;
  gpointer platform;

  g_mutex_lock (&self->lock);
  moves = g_steal_pointer (&self->held_moves);
  g_mutex_unlock (&self->lock);
  g_hash_table_iter_init (&iter, moves);
  while (g_hash_table_iter_next (&iter, &platform, NULL))
    redress_edge_feed_moved (self, platform);
}

static void
count_waits (RedressEdge *self, guint n)
{
  redress_metrics_add (redress_server_get_metrics (self->server), "redress_command_groups_total",
                       NULL, n);
}

static void
handle_each (GPtrArray *group)
{
  for (guint i = 0; i < group->len; i++)
    redress_exchange_handle (g_ptr_array_index (group, i));
}

static void
handle_alone (RedressEdge *self, GPtrArray *group)
{
  handle_each (group);
  count_waits (self, group->len);
}

/* Where nothing of the group stands, whoever was to blame is found by doing each alone. */
static void
handle_together (RedressEdge *self, GPtrArray *group)
{
  RedressSqlConnection *connection = redress_server_get_connection (self->server);
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (!redress_sql_group_begin (connection, &error))
    {
      handle_alone (self, group);
      return;
    }
  hold_moves (self);
  handle_each (group);
  done = redress_sql_group_commit (connection, &error);
  let_moves_go (self);
  if (done)
    {
      count_waits (self, 1);
      return;
    }
  redress_log (redress_server_get_clock (self->server), "group-failed",
               REDRESS_LOG_NUMBER ("requests", (gint64)group->len),
               REDRESS_LOG_TEXT ("error", error->message));
  handle_alone (self, group);
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

  if (group->len > 1)
    handle_together (self, group);
  else
    handle_alone (self, group);
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
