/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/edge-private.h"

/* Polls whose time is over wait no longer for a database that does not answer: after a short while
 * they are told to come again. The job that was to answer them then finds nothing to do. */

typedef struct
{
  GList link; /* in late of the edge, while nobody answers */
  RedressExchange *exchange;
  gint64 answer_by; /* monotonic */
  gint is_taken;    /* atomic: by the job, or by the waker */
} RedressLate;

static gboolean
take (RedressLate *self)
{
  return g_atomic_int_compare_and_exchange (&self->is_taken, FALSE, TRUE);
}

/* Under the lock. */
static void
unlink_taken (RedressEdge *edge, RedressLate *self)
{
  g_queue_unlink (&edge->late, &self->link);
  g_atomic_rc_box_release (self);
}

/* Whoever took the exchange may touch the edge, which waits for it at its end. */
static void
run_late (gpointer data)
{
  RedressLate *self = data;
  RedressExchange *exchange = self->exchange;

  if (take (self))
    {
      RedressEdge *edge = exchange->edge;

      g_mutex_lock (&edge->lock);
      unlink_taken (edge, self);
      g_mutex_unlock (&edge->lock);
      redress_exchange_handle (exchange);
      redress_exchange_settle (exchange);
    }
  g_atomic_rc_box_release (self);
}

/*
 * redress_edge_late_add:
 * @exchange: a poll whose time is over
 * @now: monotonic
 *
 * Runs the poll for the last time. Under the lock.
 */
void
redress_edge_late_add (RedressExchange *exchange, gint64 now)
{
  RedressEdge *edge = exchange->edge;
  RedressLate *self = g_atomic_rc_box_new0 (RedressLate);

  self->link.data = self;
  self->exchange = exchange;
  self->answer_by = now + (gint64)edge->limits.late_ms * 1000;
  exchange->is_last_run = TRUE;
  g_queue_push_tail_link (&edge->late, &self->link);
  redress_exchange_push (exchange, run_late, g_atomic_rc_box_acquire (self));
}

/*
 * redress_edge_late_get_next:
 * @edge: the edge
 *
 * Under the lock.
 *
 * Returns: when the first of them has waited too long, -1 for never
 */
gint64
redress_edge_late_get_next (RedressEdge *edge)
{
  return edge->late.head != NULL ? ((RedressLate *)edge->late.head->data)->answer_by : -1;
}

/*
 * redress_edge_late_take:
 * @edge: the edge
 * @now: monotonic
 *
 * Under the lock.
 *
 * Returns: (transfer container) (element-type RedressExchange): polls that have waited too long and
 *   that nobody else answers any more
 */
GPtrArray *
redress_edge_late_take (RedressEdge *edge, gint64 now)
{
  GPtrArray *exchanges = g_ptr_array_new ();
  GList *next;

  for (GList *link = edge->late.head; link != NULL; link = next)
    {
      RedressLate *self = link->data;

      next = link->next;
      if (self->answer_by > now || !take (self))
        continue;
      g_ptr_array_add (exchanges, self->exchange);
      unlink_taken (edge, self);
    }
  return exchanges;
}
