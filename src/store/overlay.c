/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/overlay.h"

/**
 * redress_overlay_new:
 *
 * Returns: (transfer full): an overlay without rows
 */
RedressOverlay *
redress_overlay_new (void)
{
  RedressOverlay *self = g_new0 (RedressOverlay, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->leaving_at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_overlay_copy:
 * @self: an overlay
 *
 * Returns: (transfer full): one that may be changed
 */
RedressOverlay *
redress_overlay_copy (RedressOverlay *self)
{
  RedressOverlay *copy = redress_overlay_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    redress_overlay_put (copy, value);
  copy->recorded = self->recorded;
  copy->leaving_at = self->leaving_at;
  return copy;
}

/**
 * redress_overlay_ref:
 * @self: an overlay
 *
 * Returns: (transfer full): @self
 */
RedressOverlay *
redress_overlay_ref (RedressOverlay *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * redress_overlay_unref:
 * @self: (transfer full): an overlay
 */
void
redress_overlay_unref (RedressOverlay *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->rows);
  g_free (self);
}

/**
 * redress_overlay_find:
 * @self: an overlay
 * @ticket: a ticket
 *
 * Returns: (transfer none) (nullable): what lies over it
 */
const RedressOverlayRow *
redress_overlay_find (RedressOverlay *self, gint64 ticket)
{
  return g_hash_table_lookup (self->rows, &ticket);
}

static gboolean
is_same (const RedressOverlayRow *a, const RedressOverlayRow *b)
{
  return a->has_draft == b->has_draft && a->has_outbox == b->has_outbox &&
         a->outbox_state == b->outbox_state && a->leaves_at == b->leaves_at &&
         a->n_waiting == b->n_waiting && a->ready == b->ready;
}

static gboolean
is_empty (const RedressOverlayRow *row)
{
  return !row->has_draft && !row->has_outbox && !row->ready;
}

/**
 * redress_overlay_says:
 * @self: an overlay
 * @row: a row
 *
 * Returns: whether the overlay says of the ticket what @row says
 */
gboolean
redress_overlay_says (RedressOverlay *self, const RedressOverlayRow *row)
{
  const RedressOverlayRow *old = redress_overlay_find (self, row->ticket);

  return old != NULL ? is_same (old, row) : is_empty (row);
}

/**
 * redress_overlay_put:
 * @self: an overlay that nobody else has
 * @row: copied; a row that says nothing is taken out
 */
void
redress_overlay_put (RedressOverlay *self, const RedressOverlayRow *row)
{
  RedressOverlayRow *copy;

  if (is_empty (row))
    {
      g_hash_table_remove (self->rows, &row->ticket);
      return;
    }
  copy = g_memdup2 (row, sizeof *row);
  g_hash_table_replace (self->rows, &copy->ticket, copy);
}

/**
 * redress_overlay_sum_up:
 * @self: an overlay that nobody else has
 *
 * Sets what is said of all rows together.
 */
void
redress_overlay_sum_up (RedressOverlay *self)
{
  GHashTableIter iter;
  gpointer value;

  self->recorded = 0;
  self->leaving_at = REDRESS_TIME_UNKNOWN;
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const RedressOverlayRow *row = value;

      if (row->n_waiting == 0)
        continue;
      self->recorded += row->n_waiting;
      if (self->leaving_at == REDRESS_TIME_UNKNOWN || row->leaves_at < self->leaving_at)
        self->leaving_at = row->leaves_at;
    }
}

static gboolean
is_trouble (const RedressOverlayRow *row)
{
  return row->has_outbox && (row->outbox_state == REDRESS_OUTBOX_CONFLICT ||
                             row->outbox_state == REDRESS_OUTBOX_REFUSED ||
                             row->outbox_state == REDRESS_OUTBOX_UNREADABLE);
}

static gboolean
is_work (const RedressOverlayRow *row)
{
  return row->has_draft || row->has_outbox;
}

static GArray *
list (RedressOverlay *self, gboolean (*is_wanted) (const RedressOverlayRow *row))
{
  GArray *tickets = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_wanted (value))
      g_array_append_val (tickets, ((RedressOverlayRow *)value)->ticket);
  return tickets;
}

/**
 * redress_overlay_list_trouble:
 * @self: an overlay
 *
 * Returns: (transfer full) (element-type gint64): tickets with a command that needs somebody:
 *   refused, in conflict, or not to be read; in no order
 */
GArray *
redress_overlay_list_trouble (RedressOverlay *self)
{
  return list (self, is_trouble);
}

/**
 * redress_overlay_list_work:
 * @self: an overlay
 *
 * Returns: (transfer full) (element-type gint64): tickets with a draft or a command, in no order
 */
GArray *
redress_overlay_list_work (RedressOverlay *self)
{
  return list (self, is_work);
}
