/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/queue-item.h"
#include "store/queue-private.h"
#include "store/store-private.h"
#include "store/ticket-table.h"

static void
tell (RedressQueue *self, const RedressSplice *splice)
{
  self->n_old = splice->old_start;
  self->new_start = splice->new_start;
  redress_live_items_splice (self->live, splice->old_start, splice->n_removed, splice->n_added);
  g_list_model_items_changed (G_LIST_MODEL (self), splice->old_start, splice->n_removed,
                              splice->n_added);
}

/*
 * redress_queue_show:
 * @ids: the new list
 * @splices: (element-type RedressSplice): how it differs from the old one
 *
 * Tells the differences from the last to the first: so the places of those that were not told yet
 * are still those of the old list.
 */
void
redress_queue_show (RedressQueue *self, RedressIdList *ids, GArray *splices)
{
  g_autoptr (RedressQueue) alive = g_object_ref (self);

  g_assert (self->old == NULL);
  self->old = self->ids;
  self->ids = redress_id_list_ref (ids);
  self->n_old = self->old->n;
  self->new_start = ids->n;
  for (guint i = splices->len; i > 0; i--)
    tell (self, &g_array_index (splices, RedressSplice, i - 1));
  g_clear_pointer (&self->old, redress_id_list_unref);
  if (!self->is_deferred)
    return;
  self->is_deferred = FALSE;
  redress_queue_load (self);
}

/* The rows of another query: all are other rows. */
void
redress_queue_replace (RedressQueue *self, RedressIdList *ids)
{
  const RedressSplice all = { 0, self->ids->n, 0, ids->n };
  g_autoptr (GArray) splices = g_array_new (FALSE, FALSE, sizeof (RedressSplice));

  if (all.n_removed > 0 || all.n_added > 0)
    g_array_append_val (splices, all);
  redress_queue_show (self, ids, splices);
}

/* (nullable): NULL if the cache has no such row, or cannot be read. */
static RedressQueueItem *
read_item (RedressQueue *self, gint64 ticket)
{
  g_autoptr (GError) error = NULL;
  RedressSqlConnection *cache = redress_store_get_window_cache (self->store, &error);
  RedressSummary *summary = NULL;

  if (cache != NULL &&
      redress_ticket_table_read (cache, ticket, &summary, &error) == REDRESS_SQL_ROW)
    return redress_queue_item_new (summary, redress_store_get_overlay (self->store));
  if (error != NULL)
    redress_store_report_damage (self->store, error);
  return NULL;
}

/* A row may leave the cache before the list is read again; a refusal stays without its ticket. */
static RedressQueueItem *
make_empty_item (RedressQueue *self, gint64 ticket)
{
  RedressSummary *summary = redress_summary_new ();

  summary->id = ticket;
  summary->state = REDRESS_STATE_CLOSED;
  summary->platform = g_strdup ("");
  summary->flow = g_strdup ("");
  summary->external_id = g_strdup ("");
  summary->order_no = g_strdup ("");
  summary->due_rule = g_strdup ("");
  summary->customer_ref = g_strdup ("");
  summary->customer_name = g_strdup ("");
  summary->reason_code = g_strdup ("");
  summary->reason_text = g_strdup ("");
  summary->title = g_strdup ("");
  return redress_queue_item_new (summary, redress_store_get_overlay (self->store));
}

/* (transfer full) */
gpointer
redress_queue_take_item (RedressQueue *self, guint position)
{
  gint64 ticket = redress_queue_get_id (self, position);
  RedressQueueItem *item = redress_live_items_find (self->live, ticket, NULL);

  if (item != NULL)
    {
      redress_live_items_set_position (self->live, ticket, position);
      return g_object_ref (item);
    }
  item = read_item (self, ticket);
  if (item == NULL)
    item = make_empty_item (self, ticket);
  redress_live_items_put (self->live, item, position);
  return item;
}

/*
 * redress_queue_renew_item:
 * @ticket: a ticket that changed
 *
 * Only an item that somebody holds can be out of date.
 */
void
redress_queue_renew_item (RedressQueue *self, gint64 ticket)
{
  g_autoptr (RedressQueueItem) item = NULL;
  guint position;

  if (redress_live_items_find (self->live, ticket, NULL) == NULL)
    return;
  position = redress_queue_find (self, ticket);
  item = read_item (self, ticket);
  if (item == NULL)
    return;
  redress_live_items_put (self->live, item, position);
  if (position != G_MAXUINT)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
}
