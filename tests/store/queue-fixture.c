/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/queue-fixture.h"

#include "support/spin.h"

static void
items_changed_cb (
    GListModel *model, guint position, guint n_removed, guint n_added, RedressTestQueue *self)
{
  self->n_signals++;
  self->n_touched += n_removed + n_added;
  g_assert_cmpuint (position + n_removed, <=, self->shown->len);
  if (n_removed > 0)
    g_array_remove_range (self->shown, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    {
      gint64 id = redress_queue_get_ticket (REDRESS_QUEUE (model), position + i);

      g_array_insert_val (self->shown, position + i, id);
    }
  /* The whole model has to agree with the sum of the signals after each of them. */
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, self->shown->len);
  for (guint i = 0; i < self->shown->len; i++)
    g_assert_cmpint (redress_queue_get_ticket (REDRESS_QUEUE (model), i), ==,
                     g_array_index (self->shown, gint64, i));
}

void
redress_test_queue_watch (RedressTestQueue *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->queue));

  g_array_set_size (self->shown, 0);
  for (guint i = 0; i < n; i++)
    {
      gint64 id = redress_queue_get_ticket (self->queue, i);

      g_array_append_val (self->shown, id);
    }
  g_signal_connect (self->queue, "items-changed", G_CALLBACK (items_changed_cb), self);
}

void
redress_test_queue_set_up (RedressTestQueue *self, gconstpointer data)
{
  redress_test_store_set_up (&self->base, NULL);
  self->queue = redress_queue_new (self->base.store, "a-1");
  self->shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  redress_test_queue_watch (self);
}

static void
end_queue (RedressTestQueue *self)
{
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_object_run_dispose (G_OBJECT (self->queue));
  g_clear_object (&self->queue);
}

void
redress_test_queue_close (RedressTestQueue *self)
{
  end_queue (self);
  redress_test_store_close (&self->base);
}

void
redress_test_queue_tear_down (RedressTestQueue *self, gconstpointer data)
{
  end_queue (self);
  g_array_unref (self->shown);
  redress_test_store_tear_down (&self->base, NULL);
}

void
redress_test_queue_show (RedressTestQueue *self, RedressView view)
{
  g_autoptr (RedressQuery) query = redress_query_new (view);

  redress_queue_set_query (self->queue, query);
}

typedef struct
{
  RedressTestQueue *fixture;
  GArray *wanted;
} Awaited;

static gboolean
is_shown (gpointer data)
{
  const Awaited *awaited = data;
  const GArray *shown = awaited->fixture->shown, *wanted = awaited->wanted;

  /* What is still shown of an earlier query counts for nothing. */
  return !redress_queue_is_loading (awaited->fixture->queue) && shown->len == wanted->len &&
         (shown->len == 0 || memcmp (shown->data, wanted->data, shown->len * sizeof (gint64)) == 0);
}

void
redress_test_queue_await (RedressTestQueue *self, GArray *wanted)
{
  Awaited awaited = { self, wanted };

  redress_test_spin_until (is_shown, &awaited, "the tickets of a queue");
}

void
redress_test_queue_await_list (RedressTestQueue *self, guint n, ...)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  va_list ids;

  va_start (ids, n);
  for (guint i = 0; i < n; i++)
    {
      gint64 id = va_arg (ids, int);

      g_array_append_val (wanted, id);
    }
  va_end (ids);
  redress_test_queue_await (self, wanted);
}

typedef struct
{
  RedressTestQueue *queue;
  guint n;
} Length;

static gboolean
has_length (gpointer data)
{
  const Length *length = data;

  return length->queue->shown->len == length->n;
}

void
redress_test_queue_await_length (RedressTestQueue *self, guint n)
{
  Length length = { self, n };

  redress_test_spin_until (has_length, &length, "the length of a queue");
}
