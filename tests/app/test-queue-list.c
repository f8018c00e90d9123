/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/queue-list.h"
#include "app/resources.h"
#include "store/store-fixture.h"
#include "support/spin.h"

#include <adwaita.h>

#define MANY 400

typedef struct
{
  RedressTestStore store;
  RedressQueue *queue;
  RedressQueueList *list;
  GtkWidget *bar; /* above the list */
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  RedressQuery *query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  redress_test_store_set_up (&self->store, NULL);
  redress_test_store_fill (&self->store, 1, MANY);
  self->queue = redress_queue_new (self->store.store, NULL);
  redress_queue_set_query (self->queue, query);
  self->list = g_object_new (REDRESS_TYPE_QUEUE_LIST, NULL);
  redress_queue_list_set_clock (self->list, self->store.clock);
  redress_queue_list_set_queue (self->list, self->queue, NULL);
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, 320, 600);
  self->bar = g_object_new (GTK_TYPE_LABEL, "label", "Offline", "height-request", 130, "visible",
                            FALSE, NULL);
  g_object_set (self->list, "vexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (box), self->bar);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_window_set_child (self->window, box);
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  redress_query_free (query);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (self->window);
  g_object_unref (self->queue);
  redress_test_store_tear_down (&self->store, NULL);
}

/* One of the last of the whole list, by a queue that has it already. */
static gint64
find_last_ticket (Fixture *self)
{
  g_autoptr (RedressQueue) other = redress_queue_new (self->store.store, NULL);
  RedressQuery *query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  guint n;

  redress_queue_set_query (other, query);
  redress_query_free (query);
  n = g_list_model_get_n_items (G_LIST_MODEL (other));
  while (g_list_model_get_n_items (G_LIST_MODEL (other)) == n)
    g_main_context_iteration (NULL, TRUE);
  return redress_queue_get_ticket (other, g_list_model_get_n_items (G_LIST_MODEL (other)) - 1);
}

static gboolean
is_found (gpointer data)
{
  Fixture *self = data;

  return redress_queue_find (self->queue, redress_queue_list_get_selected (self->list)) !=
         G_MAXUINT;
}

/* A ticket is opened by a link before the list knows it; when its row comes it is selected. */
static void
test_selected_before (Fixture *self, gconstpointer data)
{
  gint64 ticket = find_last_ticket (self);
  RedressQuery *query = redress_query_new (REDRESS_VIEW_NEXT_DUE);

  redress_queue_set_query (self->queue, query);
  redress_query_free (query);
  g_assert_cmpuint (redress_queue_find (self->queue, ticket), ==, G_MAXUINT);
  g_assert_false (redress_queue_list_select (self->list, ticket));
  redress_test_spin_until (is_found, self, "the row of the ticket");
  g_assert_cmpint (redress_queue_list_get_selected (self->list), ==, ticket);
  g_assert_true (redress_queue_list_select (self->list, ticket));
  g_assert_false (redress_queue_list_step (self->list, 1));
  g_assert_true (redress_queue_list_step (self->list, -1));
}

/* Keys go on from the ticket that is open, though its row is not selected yet. */
static void
test_marked (Fixture *self, gconstpointer data)
{
  gint64 third = redress_queue_get_ticket (self->queue, 2);

  redress_queue_list_mark (self->list, third);
  g_assert_cmpint (redress_queue_list_get_selected (self->list), ==, third);
  g_assert_true (redress_queue_list_step (self->list, 1));
  g_assert_cmpint (redress_queue_list_get_selected (self->list), ==,
                   redress_queue_get_ticket (self->queue, 3));
}

static GtkAdjustment *
get_adjustment (Fixture *self)
{
  GtkWidget *scroller = adw_bin_get_child (ADW_BIN (self->list));

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

static gboolean
is_pushed (gpointer data)
{
  GtkAdjustment *adjustment = get_adjustment (data);

  return gtk_adjustment_get_page_size (adjustment) < 500 &&
         gtk_adjustment_get_value (adjustment) == 0;
}

/* The row that is selected keeps its place from the bottom, were it not for the list. */
static void
test_pushed_by_a_bar (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 6; i++)
    g_assert_true (redress_queue_list_step (self->list, 1));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->list));
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (self)), ==, 0);
  gtk_widget_set_visible (self->bar, TRUE);
  redress_test_spin_until (is_pushed, self, "the first row below the bar");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  g_test_add ("/app/queue-list/selected-before", Fixture, NULL, set_up, test_selected_before,
              tear_down);
  g_test_add ("/app/queue-list/marked", Fixture, NULL, set_up, test_marked, tear_down);
  g_test_add ("/app/queue-list/pushed-by-a-bar", Fixture, NULL, set_up, test_pushed_by_a_bar,
              tear_down);
  return g_test_run ();
}
