/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/made-case.h"
#include "app/resources.h"
#include "app/timeline-card.h"
#include "app/timeline-mark.h"

#include "support/spin.h"

#include <adwaita.h>

typedef struct
{
  RedressOpenCase *open;
  GtkWidget *window;
  GtkWidget *card;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->open = redress_made_open (redress_made_review (FALSE), REDRESS_ROLE_AGENT);
  fixture->card = g_object_new (REDRESS_TYPE_TIMELINE_CARD, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->card);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->open);
}

static guint
count_marks (GtkWidget *widget)
{
  guint n = REDRESS_IS_TIMELINE_MARK (widget) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_marks (child);
  return n;
}

static void
show (Fixture *fixture)
{
  redress_timeline_card_show (REDRESS_TIMELINE_CARD (fixture->card), fixture->open);
}

static gboolean
is_drawn (gpointer data)
{
  Fixture *fixture = data;

  return count_marks (fixture->card) == fixture->open->data->ticket->events->len;
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (((Fixture *)data)->card);
}

/* What is read first is painted first; nothing moves when the chart comes. */
static void
test_comes_after_the_first_frame (Fixture *fixture, gconstpointer user_data)
{
  int before, after;

  gtk_window_present (GTK_WINDOW (fixture->window));
  redress_test_spin_until (is_mapped, fixture, "the window");
  show (fixture);
  g_assert_cmpuint (count_marks (fixture->card), ==, 0);
  gtk_widget_measure (fixture->card, GTK_ORIENTATION_VERTICAL, 600, &before, NULL, NULL, NULL);
  redress_test_spin_until (is_drawn, fixture, "the chart");
  gtk_widget_measure (fixture->card, GTK_ORIENTATION_VERTICAL, 600, &after, NULL, NULL, NULL);
  g_assert_cmpint (after, ==, before);
  /* The same ticket again does not flicker. */
  show (fixture);
  g_assert_true (is_drawn (fixture));
}

/* Who leaves before has nothing drawn behind their back. */
static void
test_gone_before_it_is_drawn (Fixture *fixture, gconstpointer user_data)
{
  gtk_window_present (GTK_WINDOW (fixture->window));
  redress_test_spin_until (is_mapped, fixture, "the window");
  show (fixture);
  gtk_window_set_child (GTK_WINDOW (fixture->window), gtk_label_new ("gone"));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_without_a_window (Fixture *fixture, gconstpointer user_data)
{
  show (fixture);
  g_assert_true (is_drawn (fixture));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
#define ADD(path, func)                                                                            \
  g_test_add ("/app/timeline-card/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("comes-after-the-first-frame", test_comes_after_the_first_frame);
  ADD ("gone-before-it-is-drawn", test_gone_before_it_is_drawn);
  ADD ("without-a-window", test_without_a_window);
  return g_test_run ();
}
