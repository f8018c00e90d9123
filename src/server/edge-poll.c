/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/edge-private.h"

#include "server/server.h"

/* Long polls: requests that wait, suspended, until a feed of their account moves or their time is
 * over. A feed that moves all the time wakes them only every wake_gap_ms, so that many desks and
 * many decisions do not multiply. */

typedef struct
{
  gint64 last_wake; /* monotonic */
  guint64 moved_at; /* the count of all moves at its last */
  gboolean is_moved;
} Feed;

/* Under the lock. The next moment at which somebody has to be woken, -1 for none. */
static gint64
next_wake (RedressEdge *self)
{
  gint64 next = redress_edge_late_get_next (self);
  GHashTableIter iter;
  gpointer feed;

  for (GList *l = self->parked.head; l != NULL; l = l->next)
    {
      RedressExchange *exchange = l->data;

      if (next < 0 || exchange->park_until < next)
        next = exchange->park_until;
    }
  g_hash_table_iter_init (&iter, self->feeds);
  while (g_hash_table_iter_next (&iter, NULL, &feed))
    {
      gint64 at = ((Feed *)feed)->last_wake + (gint64)self->limits.wake_gap_ms * 1000;

      if (((Feed *)feed)->is_moved && (next < 0 || at < next))
        next = at;
    }
  return next;
}

/* Under the lock. */
static void
unpark (RedressEdge *self, RedressExchange *exchange)
{
  g_queue_unlink (&self->parked, &exchange->link);
  redress_exchange_run_again (exchange);
}

/* Under the lock. */
static void
wake_feed (RedressEdge *self, const char *platform, Feed *feed, gint64 now)
{
  GList *next;

  feed->last_wake = now;
  feed->is_moved = FALSE;
  for (GList *l = self->parked.head; l != NULL; l = next)
    {
      RedressExchange *exchange = l->data;

      next = l->next;
      if (exchange->account == NULL || redress_account_has_scope (exchange->account, platform))
        unpark (self, exchange);
    }
}

/* Under the lock. */
static void
wake_overdue (RedressEdge *self, gint64 now)
{
  GList *next;

  for (GList *l = self->parked.head; l != NULL; l = next)
    {
      RedressExchange *exchange = l->data;

      next = l->next;
      if (exchange->park_until > now)
        continue;
      g_queue_unlink (&self->parked, &exchange->link);
      redress_edge_late_add (exchange, now);
    }
}

static void
answer_late (gpointer exchange, gpointer data)
{
  redress_exchange_answer_busy (exchange);
}

static gboolean
wake_due (gpointer data)
{
  RedressEdge *self = data;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GPtrArray) late = NULL;
  GHashTableIter iter;
  gpointer platform, value;

  g_mutex_lock (&self->lock);
  wake_overdue (self, now);
  g_hash_table_iter_init (&iter, self->feeds);
  while (g_hash_table_iter_next (&iter, &platform, &value))
    {
      Feed *feed = value;

      if (feed->is_moved && feed->last_wake + (gint64)self->limits.wake_gap_ms * 1000 <= now)
        wake_feed (self, platform, feed, now);
    }
  late = redress_edge_late_take (self, now);
  g_source_set_ready_time (self->waker, next_wake (self));
  g_mutex_unlock (&self->lock);
  g_ptr_array_foreach (late, answer_late, NULL);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_waker (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static GSourceFuncs waker_funcs = { .dispatch = dispatch_waker };

void
redress_edge_polls_init (RedressEdge *self, GMainContext *context)
{
  self->feeds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->waker = g_source_new (&waker_funcs, sizeof (GSource));
  g_source_set_callback (self->waker, wake_due, self, NULL);
  g_source_attach (self->waker, context);
}

void
redress_edge_polls_clear (RedressEdge *self)
{
  g_source_destroy (self->waker);
  g_clear_pointer (&self->waker, g_source_unref);
  g_clear_pointer (&self->feeds, g_hash_table_unref);
}

/*
 * redress_edge_count_moves:
 * @self: the edge
 *
 * To be asked before feeds are read, and so by redress_edge_park(), whether one moved since.
 *
 * Returns: how often any feed moved
 */
guint64
redress_edge_count_moves (RedressEdge *self)
{
  guint64 n_moves;

  g_mutex_lock (&self->lock);
  n_moves = self->n_moves;
  g_mutex_unlock (&self->lock);
  return n_moves;
}

/* Under the lock. What moved after the handler had read, and before it waits, has woken others and
 * wakes it as soon as the feed may. */
static void
mark_missed (RedressEdge *self, const RedressExchange *exchange)
{
  GHashTableIter iter;
  gpointer platform, feed;

  if (exchange->seen_moves == self->n_moves)
    return;
  g_hash_table_iter_init (&iter, self->feeds);
  while (g_hash_table_iter_next (&iter, &platform, &feed))
    if (((Feed *)feed)->moved_at > exchange->seen_moves &&
        (exchange->account == NULL || redress_account_has_scope (exchange->account, platform)))
      ((Feed *)feed)->is_moved = TRUE;
}

/* Under the lock. */
static gboolean
park (RedressEdge *self, RedressExchange *exchange)
{
  gint64 now = g_get_monotonic_time ();
  RedressTime wall = redress_clock_now (redress_server_get_clock (self->server));
  gint64 most = exchange->started + (gint64)self->limits.park_ms * 1000;

  if (self->draining)
    return FALSE;
  exchange->was_parked = TRUE;
  exchange->park_until = MIN (now + MAX (exchange->response.park_until - wall, 0), most);
  g_queue_push_tail_link (&self->parked, &exchange->link);
  mark_missed (self, exchange);
  g_source_set_ready_time (self->waker, next_wake (self));
  return TRUE;
}

/* FALSE: nobody waits any more, the server goes down. */
gboolean
redress_edge_park (RedressExchange *exchange)
{
  RedressEdge *self = exchange->edge;
  gboolean is_parked;

  g_mutex_lock (&self->lock);
  is_parked = park (self, exchange);
  g_mutex_unlock (&self->lock);
  return is_parked;
}

/* Under the lock. Feeds that may wake nobody yet do so as soon as they may. */
static gboolean
mark_resting (RedressEdge *self, const RedressExchange *exchange)
{
  gint64 since = g_get_monotonic_time () - (gint64)self->limits.wake_gap_ms * 1000;
  gboolean rests = FALSE;
  GHashTableIter iter;
  gpointer platform, feed;

  g_hash_table_iter_init (&iter, self->feeds);
  while (g_hash_table_iter_next (&iter, &platform, &feed))
    if (((Feed *)feed)->last_wake > since &&
        (exchange->account == NULL || redress_account_has_scope (exchange->account, platform)))
      rests = ((Feed *)feed)->is_moved = TRUE;
  return rests;
}

/* Who was woken and is here again would otherwise get each change by itself, as
 * fast as it can ask. FALSE: it is answered now. */
gboolean
redress_edge_rest (RedressExchange *exchange)
{
  RedressEdge *self = exchange->edge;
  gboolean rests;

  if (exchange->was_parked)
    return FALSE;
  g_mutex_lock (&self->lock);
  rests = mark_resting (self, exchange) && park (self, exchange);
  g_mutex_unlock (&self->lock);
  return rests;
}

/* Under the lock. */
static void
move_feed (RedressEdge *self, const char *platform)
{
  gint64 now = g_get_monotonic_time ();
  Feed *feed = g_hash_table_lookup (self->feeds, platform);

  if (feed == NULL)
    {
      feed = g_new0 (Feed, 1);
      g_hash_table_insert (self->feeds, g_strdup (platform), feed);
    }
  feed->moved_at = ++self->n_moves;
  if (feed->last_wake + (gint64)self->limits.wake_gap_ms * 1000 <= now)
    {
      wake_feed (self, platform, feed, now);
    }
  else if (!feed->is_moved)
    {
      feed->is_moved = TRUE;
      g_source_set_ready_time (self->waker, next_wake (self));
    }
}

/**
 * redress_edge_feed_moved:
 * @self: the edge
 * @platform: whose feed
 *
 * Wakes the polls that wait for the feed, now or as soon as the gap between two wake-ups is over;
 * while commands are handled together, after their commit.
 */
void
redress_edge_feed_moved (RedressEdge *self, const char *platform)
{
  g_mutex_lock (&self->lock);
  if (self->held_moves != NULL)
    g_hash_table_add (self->held_moves, g_strdup (platform));
  else
    move_feed (self, platform);
  g_mutex_unlock (&self->lock);
}

/* At the end: everybody is told to come again. */
void
redress_edge_wake_all (RedressEdge *self)
{
  g_mutex_lock (&self->lock);
  while (self->parked.head != NULL)
    {
      RedressExchange *exchange = self->parked.head->data;

      unpark (self, exchange);
    }
  g_mutex_unlock (&self->lock);
}
