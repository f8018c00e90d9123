/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressQueuePane:
 *
 * The list of tickets of a view, with search, sort and filters, and its empty, loading,
 * offline and error states.
 *
 * Signals: "ticket-selected" (gint64 id, 0 = none), "ticket-opened" (Enter or click twice).
 * Property "narrow": shows the button for the sidebar.
 */
#define REDRESS_TYPE_QUEUE_PANE (redress_queue_pane_get_type ())
G_DECLARE_FINAL_TYPE (RedressQueuePane, redress_queue_pane, REDRESS, QUEUE_PANE, GtkBox)

void redress_queue_pane_set_sync (RedressQueuePane *self, RedressSync *sync, RedressClock *clock);
/* Another account or another store. */
/* Somebody has read that decisions are kept without a key. */
void redress_queue_pane_understand_plain (RedressQueuePane *self);
void redress_queue_pane_reload (RedressQueuePane *self);
void redress_queue_pane_show_view (RedressQueuePane *self, RedressView view, const char *platform);
/* What was typed into the search entry. */
const char *redress_queue_pane_get_text (RedressQueuePane *self);
/* As above; in REDRESS_VIEW_INCIDENTS with the tickets of @incident. */
void redress_queue_pane_show_incident (RedressQueuePane *self,
                                       RedressView view,
                                       const char *platform,
                                       gint64 incident);
void redress_queue_pane_reset_filter (RedressQueuePane *self);
void redress_queue_pane_set_counts (RedressQueuePane *self, const RedressCounts *counts);
/* Selects the next (1) or previous (-1) row; FALSE at the end. */
gboolean redress_queue_pane_step (RedressQueuePane *self, int direction);
/* Selects a ticket wherever it is in the list; FALSE if the view does not hold it. */
gboolean redress_queue_pane_select (RedressQueuePane *self, gint64 ticket);
/* Remembers the ticket; its row is selected by the next select, when there is time to scroll. */
void redress_queue_pane_mark (RedressQueuePane *self, gint64 ticket);
gint64 redress_queue_pane_get_selected (RedressQueuePane *self);
/* First ticket that nobody has claimed and that is not in the outbox; 0: none. Skips @after. */
gint64 redress_queue_pane_find_next (RedressQueuePane *self, gint64 after);
void redress_queue_pane_focus_search (RedressQueuePane *self);
void redress_queue_pane_focus_list (RedressQueuePane *self);
void redress_queue_pane_tick (RedressQueuePane *self);

G_END_DECLS
