/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/queue-list.h"

#include "config.h"

#include "app/queue-row.h"

#include <glib/gi18n.h>

/* Further down nobody looks for free work; the view is sorted by need. */
#define FIND_NEXT_REACH 500

struct _RedressQueueList
{
  AdwBin parent_instance;

  GtkListView *view; /* (unowned) */
  RedressClock *clock;
  RedressQueue *queue;           /* (owned) (nullable) */
  GtkSingleSelection *selection; /* (owned) (nullable) */
  char *account;                 /* (nullable): id */
  gint64 selected;               /* ticket id, 0 = none */
  double page;                   /* height of what is seen */
  gboolean at_top;
  guint to_top_id;
};

enum
{
  TICKET_SELECTED,
  TICKET_OPENED,
  ROWS_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressQueueList, redress_queue_list, ADW_TYPE_BIN)

static void
activated_cb (RedressQueueList *self, guint position)
{
  gint64 ticket = redress_queue_get_ticket (self->queue, position);

  if (ticket != 0)
    g_signal_emit (self, signals[TICKET_OPENED], 0, ticket);
}

static void
selected_cb (RedressQueueList *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  gint64 ticket =
      position != GTK_INVALID_LIST_POSITION ? redress_queue_get_ticket (self->queue, position) : 0;

  if (ticket == 0 || ticket == self->selected)
    return;
  self->selected = ticket;
  g_signal_emit (self, signals[TICKET_SELECTED], 0, ticket);
}

/* Rows came or went: the selection follows the ticket, not the place. */
static void
items_changed_cb (RedressQueueList *self)
{
  guint position =
      self->selected != 0 ? redress_queue_find (self->queue, self->selected) : G_MAXUINT;

  if (gtk_single_selection_get_selected (self->selection) != position)
    gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[ROWS_CHANGED], 0);
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RedressQueueList *self)
{
  gtk_list_item_set_child (item, redress_queue_row_new (self->clock));
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RedressQueueList *self)
{
  RedressQueueRow *row = REDRESS_QUEUE_ROW (gtk_list_item_get_child (item));

  redress_queue_row_set_races (row,
                               redress_query_shows_races (redress_queue_get_query (self->queue)));
  redress_queue_row_set_item (row, gtk_list_item_get_item (item), self->account);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RedressQueueList *self)
{
  redress_queue_row_set_item (REDRESS_QUEUE_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
install_factory (RedressQueueList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, 0);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);
}

static void
scrolled_cb (GtkAdjustment *adjustment, RedressQueueList *self)
{
  if (self->to_top_id == 0)
    self->at_top = gtk_adjustment_get_value (adjustment) <= gtk_adjustment_get_lower (adjustment);
}

static void
to_top_cb (gpointer user_data)
{
  RedressQueueList *self = user_data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  self->to_top_id = 0;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment));
}

/* A bar that comes above the list pushes it down; the view would rather hide its first row. */
static void
resized_cb (GtkAdjustment *adjustment, RedressQueueList *self)
{
  double page = gtk_adjustment_get_page_size (adjustment);

  if (self->page > 0 && page != self->page && self->at_top && self->to_top_id == 0)
    self->to_top_id = g_idle_add_once (to_top_cb, self);
  self->page = page;
}

static void
watch_scrolling (RedressQueueList *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  self->at_top = TRUE;
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self, 0);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (resized_cb), self, 0);
}

static void
redress_queue_list_dispose (GObject *object)
{
  RedressQueueList *self = REDRESS_QUEUE_LIST (object);

  g_clear_handle_id (&self->to_top_id, g_source_remove);
  g_clear_object (&self->selection);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->clock, redress_clock_unref);
  G_OBJECT_CLASS (redress_queue_list_parent_class)->dispose (object);
}

static void
redress_queue_list_finalize (GObject *object)
{
  g_free (REDRESS_QUEUE_LIST (object)->account);
  G_OBJECT_CLASS (redress_queue_list_parent_class)->finalize (object);
}

static void
redress_queue_list_class_init (RedressQueueListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = redress_queue_list_dispose;
  object_class->finalize = redress_queue_list_finalize;
  signals[TICKET_SELECTED] = g_signal_new ("ticket-selected", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[TICKET_OPENED] = g_signal_new ("ticket-opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[ROWS_CHANGED] =
      g_signal_new ("rows-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
redress_queue_list_init (RedressQueueList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "queue-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Tickets"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  install_factory (self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  watch_scrolling (self);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

void
redress_queue_list_set_clock (RedressQueueList *self, RedressClock *clock)
{
  g_return_if_fail (REDRESS_IS_QUEUE_LIST (self));

  g_clear_pointer (&self->clock, redress_clock_unref);
  self->clock = redress_clock_ref (clock);
}

void
redress_queue_list_set_queue (RedressQueueList *self, RedressQueue *queue, const char *account)
{
  g_return_if_fail (REDRESS_IS_QUEUE_LIST (self));
  g_return_if_fail (queue == NULL || REDRESS_IS_QUEUE (queue));

  gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_set_object (&self->queue, queue);
  g_free (self->account);
  self->account = g_strdup (account);
  self->selected = 0;
  if (queue == NULL)
    return;
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (queue)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  /* The view must know of the rows before one of them is selected, or it looks in the old ones. */
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

static void
scroll_to (RedressQueueList *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

gboolean
redress_queue_list_step (RedressQueueList *self, int direction)
{
  guint n, position;

  g_return_val_if_fail (REDRESS_IS_QUEUE_LIST (self), FALSE);

  if (self->selection == NULL)
    return FALSE;
  n = g_list_model_get_n_items (G_LIST_MODEL (self->queue));
  position = self->selected != 0 ? redress_queue_find (self->queue, self->selected) : G_MAXUINT;
  if (position == G_MAXUINT)
    position = direction > 0 ? 0 : n - 1;
  else
    position += (guint)direction;
  if (position >= n)
    return FALSE;
  gtk_single_selection_set_selected (self->selection, position);
  scroll_to (self, position);
  return TRUE;
}

void
redress_queue_list_mark (RedressQueueList *self, gint64 ticket)
{
  g_return_if_fail (REDRESS_IS_QUEUE_LIST (self));
  self->selected = ticket;
}

gboolean
redress_queue_list_select (RedressQueueList *self, gint64 ticket)
{
  guint position;

  g_return_val_if_fail (REDRESS_IS_QUEUE_LIST (self), FALSE);

  self->selected = ticket;
  if (self->queue == NULL)
    return FALSE;
  position = redress_queue_find (self->queue, ticket);
  gtk_single_selection_set_selected (self->selection, position);
  if (position == G_MAXUINT)
    return FALSE;
  scroll_to (self, position);
  return TRUE;
}

gint64
redress_queue_list_get_selected (RedressQueueList *self)
{
  g_return_val_if_fail (REDRESS_IS_QUEUE_LIST (self), 0);
  return self->selected;
}

/* Free for this agent: nobody else's claim runs and nothing of it waits in the outbox. */
static gboolean
is_free (RedressQueueList *self, RedressQueueItem *item)
{
  const RedressClaim *claim = item->summary->claim;

  if (item->has_outbox || item->summary->state != REDRESS_STATE_OPEN)
    return FALSE;
  return claim == NULL || g_strcmp0 (claim->holder, self->account) == 0 ||
         claim->lease_until < redress_clock_now (self->clock);
}

/* The first free ticket from @start on, around the end; not @except. */
static gint64
find_free (RedressQueueList *self, guint start, gint64 except)
{
  guint n = self->queue != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->queue)) : 0;

  for (guint i = 0; i < MIN (n, FIND_NEXT_REACH); i++)
    {
      g_autoptr (RedressQueueItem) item =
          g_list_model_get_item (G_LIST_MODEL (self->queue), (start + i) % n);

      if (item != NULL && item->summary->id != except && is_free (self, item))
        return item->summary->id;
    }
  return 0;
}

gint64
redress_queue_list_find_next (RedressQueueList *self, gint64 after)
{
  guint position = G_MAXUINT;

  g_return_val_if_fail (REDRESS_IS_QUEUE_LIST (self), 0);

  /* A race is run by who may ship first, wherever somebody is. */
  if (self->queue == NULL || redress_query_shows_races (redress_queue_get_query (self->queue)))
    return find_free (self, 0, after);
  if (after != 0)
    position = redress_queue_find (self->queue, after);
  return find_free (self, position != G_MAXUINT ? position + 1 : 0, after);
}

void
redress_queue_list_focus (RedressQueueList *self)
{
  g_return_if_fail (REDRESS_IS_QUEUE_LIST (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
redress_queue_list_tick (RedressQueueList *self)
{
  g_return_if_fail (REDRESS_IS_QUEUE_LIST (self));

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->view)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *child = gtk_widget_get_first_child (row);

      if (REDRESS_IS_QUEUE_ROW (child))
        redress_queue_row_tick (REDRESS_QUEUE_ROW (child));
    }
}
