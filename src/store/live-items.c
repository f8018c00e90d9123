/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/live-items.h"

/* A list view holds about two hundred rows; the rest is for scrolling back. */
#define N_KEPT 1024

typedef struct
{
  gint64 ticket;
  RedressLiveItems *owner;
  RedressQueueItem *item; /* (unowned): watched by a weak reference */
  guint position;         /* G_MAXUINT: not known */
} Live;

struct _RedressLiveItems
{
  GHashTable *by_ticket;          /* (element-type gint64 Live) */
  RedressQueueItem *kept[N_KEPT]; /* (owned) (nullable) */
  guint next_kept;
};

static void
item_gone_cb (gpointer data, GObject *where_it_was)
{
  Live *live = data;

  live->item = NULL;
  g_hash_table_remove (live->owner->by_ticket, &live->ticket);
}

static void
live_free (Live *live)
{
  if (live->item != NULL)
    g_object_weak_unref (G_OBJECT (live->item), item_gone_cb, live);
  g_free (live);
}

/**
 * redress_live_items_new:
 *
 * Returns: (transfer full): no items
 */
RedressLiveItems *
redress_live_items_new (void)
{
  RedressLiveItems *self = g_new0 (RedressLiveItems, 1);

  self->by_ticket =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)live_free);
  return self;
}

/**
 * redress_live_items_free:
 * @self: (transfer full) (nullable): items
 */
void
redress_live_items_free (RedressLiveItems *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < N_KEPT; i++)
    g_clear_object (&self->kept[i]);
  g_hash_table_unref (self->by_ticket);
  g_free (self);
}

/**
 * redress_live_items_find:
 * @self: items
 * @ticket: a ticket
 * @position: (out) (optional): its place, or G_MAXUINT if that is not known
 *
 * Returns: (transfer none) (nullable): its item, if somebody holds it
 */
RedressQueueItem *
redress_live_items_find (RedressLiveItems *self, gint64 ticket, guint *position)
{
  const Live *live = g_hash_table_lookup (self->by_ticket, &ticket);

  if (position != NULL)
    *position = live != NULL ? live->position : G_MAXUINT;
  return live != NULL ? live->item : NULL;
}

/**
 * redress_live_items_set_position:
 * @self: items
 * @ticket: a ticket that may have an item
 * @position: where it is
 */
void
redress_live_items_set_position (RedressLiveItems *self, gint64 ticket, guint position)
{
  Live *live = g_hash_table_lookup (self->by_ticket, &ticket);

  if (live != NULL)
    live->position = position;
}

/**
 * redress_live_items_put:
 * @self: items
 * @item: takes the place of an older one of the same ticket
 * @position: where it is
 */
void
redress_live_items_put (RedressLiveItems *self, RedressQueueItem *item, guint position)
{
  Live *live = g_new0 (Live, 1);

  live->ticket = item->summary->id;
  live->owner = self;
  live->item = item;
  live->position = position;
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, live);
  g_hash_table_replace (self->by_ticket, &live->ticket, live);
  g_set_object (&self->kept[self->next_kept], item);
  self->next_kept = (self->next_kept + 1) % N_KEPT;
}

/**
 * redress_live_items_splice:
 * @self: items
 * @position: where the list changed
 * @n_removed: how many left there
 * @n_added: how many came there
 *
 * Moves the places of the items behind.
 */
void
redress_live_items_splice (RedressLiveItems *self, guint position, guint n_removed, guint n_added)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_ticket);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Live *live = value;

      if (live->position == G_MAXUINT || live->position < position)
        continue;
      if (live->position - position < n_removed)
        live->position = G_MAXUINT;
      else
        live->position = live->position - n_removed + n_added;
    }
}
