/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/disk.h"

#include "store/details-table.h"
#include "store/draft-table.h"
#include "store/outbox.h"

/* The row of the outbox that is shown, and what leaves by itself. */
static void
add_commands (RedressDisk *self, RedressOverlayRow *row, GPtrArray *rows)
{
  const RedressOutboxRow *chosen = redress_outbox_choose_row (self, rows);

  row->has_outbox = TRUE;
  row->outbox_state = redress_outbox_get_shown_state (self, chosen);
  row->leaves_at = chosen->not_before;
  for (guint i = 0; i < rows->len; i++)
    {
      const RedressOutboxRow *command = g_ptr_array_index (rows, i);
      RedressOutboxState state = redress_outbox_get_shown_state (self, command);

      if (state != REDRESS_OUTBOX_RECORDED && state != REDRESS_OUTBOX_SENDING)
        continue;
      row->n_waiting++;
      row->leaves_at = MIN (row->leaves_at, command->not_before);
    }
}

static gboolean
read_row (RedressDisk *self, gint64 ticket, RedressOverlayRow *row, GError **error)
{
  g_autoptr (GPtrArray) rows = redress_outbox_table_list_ticket (self->outbox, ticket, error);
  g_autoptr (GError) failure = NULL;

  *row = (RedressOverlayRow){ .ticket = ticket };
  if (rows == NULL || !redress_draft_table_has (self, ticket, &row->has_draft, error))
    return FALSE;
  /* A broken cache must not hide what the outbox says. */
  if (!redress_details_table_get_ready (self, ticket, &row->ready, &failure))
    g_debug ("%s", failure->message);
  if (rows->len > 0)
    add_commands (self, row, rows);
  return TRUE;
}

static gboolean
add_tickets (RedressDisk *self, RedressOverlay *overlay, GArray *tickets, GError **error)
{
  if (tickets == NULL)
    return FALSE;
  for (guint i = 0; i < tickets->len; i++)
    {
      RedressOverlayRow row;

      if (!read_row (self, g_array_index (tickets, gint64, i), &row, error))
        return FALSE;
      redress_overlay_put (overlay, &row);
    }
  return TRUE;
}

static gboolean
add_outbox (RedressDisk *self, RedressOverlay *overlay, GError **error)
{
  g_autoptr (GPtrArray) rows = redress_outbox_table_list (self->outbox, error);
  g_autoptr (GArray) tickets = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    g_array_append_val (tickets, ((RedressOutboxRow *)g_ptr_array_index (rows, i))->ticket);
  return add_tickets (self, overlay, tickets, error);
}

static gboolean
add_all (RedressDisk *self, RedressOverlay *overlay, GError **error)
{
  g_autoptr (GArray) drafts = redress_draft_table_list (self, error);
  g_autoptr (GArray) ready = NULL;

  if (!add_tickets (self, overlay, drafts, error) || !add_outbox (self, overlay, error))
    return FALSE;
  ready = redress_details_table_list_ready (self, error);
  return add_tickets (self, overlay, ready, error);
}

static void
publish (RedressDisk *self, RedressOverlay *overlay)
{
  redress_overlay_unref (self->overlay);
  self->overlay = redress_overlay_ref (overlay);
  redress_notices_set_overlay (self->notices, overlay);
}

/**
 * redress_disk_load_overlay:
 * @self: a disk
 * @error: return location
 *
 * Reads what lies over the cache, for all tickets.
 *
 * Returns: whether it worked
 */
gboolean
redress_disk_load_overlay (RedressDisk *self, GError **error)
{
  g_autoptr (RedressOverlay) overlay = redress_overlay_new ();

  if (!add_all (self, overlay, error))
    return FALSE;
  redress_overlay_sum_up (overlay);
  publish (self, overlay);
  return TRUE;
}

/**
 * redress_disk_update_overlay:
 * @self: a disk
 * @ticket: whose draft, outbox rows or readiness changed
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_disk_update_overlay (RedressDisk *self, gint64 ticket, GError **error)
{
  g_autoptr (RedressOverlay) overlay = NULL;
  RedressOverlayRow row;

  if (!read_row (self, ticket, &row, error))
    return FALSE;
  if (redress_overlay_says (self->overlay, &row))
    return TRUE;
  overlay = redress_overlay_copy (self->overlay);
  redress_overlay_put (overlay, &row);
  redress_overlay_sum_up (overlay);
  publish (self, overlay);
  redress_notices_add_ticket (self->notices, ticket);
  return TRUE;
}
