/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/outbox-entry.h"

G_BEGIN_DECLS

/**
 * RedressOverlayRow:
 *
 * What lies over the cache's row of a ticket: the agent's own work that the server does not have
 * yet, and what of the ticket is on this computer.
 */
typedef struct
{
  gint64 ticket;
  gboolean has_draft;
  gboolean has_outbox;
  RedressOutboxState outbox_state;
  RedressTime leaves_at;
  guint n_waiting; /* commands that will leave by themselves */
  gboolean ready;
} RedressOverlayRow;

/**
 * RedressOverlay:
 * @rows: (element-type RedressOverlayRow): by ticket
 * @recorded: outbox rows that are not answered yet and will leave by themselves
 * @leaving_at: when the first of them may leave, or REDRESS_TIME_UNKNOWN
 *
 * One moment of the outbox, small enough to be handed from the worker to the window as a whole.
 * Never changed once it was handed on.
 */
typedef struct
{
  gatomicrefcount ref_count;
  GHashTable *rows;
  gint64 recorded;
  RedressTime leaving_at;
} RedressOverlay;

RedressOverlay *redress_overlay_new (void);
RedressOverlay *redress_overlay_copy (RedressOverlay *self);
RedressOverlay *redress_overlay_ref (RedressOverlay *self);
void redress_overlay_unref (RedressOverlay *self);

const RedressOverlayRow *redress_overlay_find (RedressOverlay *self, gint64 ticket);
gboolean redress_overlay_says (RedressOverlay *self, const RedressOverlayRow *row);
void redress_overlay_put (RedressOverlay *self, const RedressOverlayRow *row);
void redress_overlay_sum_up (RedressOverlay *self);
GArray *redress_overlay_list_trouble (RedressOverlay *self);
GArray *redress_overlay_list_work (RedressOverlay *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressOverlay, redress_overlay_unref)

G_END_DECLS
