/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/bench-home.h"
#include "bench/frame.h"
#include "bench/full-case.h"
#include "bench/measure.h"
#include "bench/policies.h"

#include "config.h"

#include "app/application.h"
#include "app/case-pane-private.h"
#include "app/open-case.h"
#include "app/queue-row.h"
#include "app/resources.h"
#include "app/window-private.h"
#include "store/queue-private.h"

#include <glib/gi18n.h>
#include <locale.h>

/* desk start|pages|cases|open: the whole desk, in the home of someone who has worked here before.
 * What is measured begins with the process or with the first frame that shows rows of the queue. */

#define LOOK_MS 100
#define STEPS 500
#define CASES_BEFORE 40
#define CASES 200
#define FULL_CASES 60
#define REST_MS 150

typedef struct
{
  const char *what;
  gboolean is_painted;

  GtkWidget *list; /* (nullable) */
  GtkAdjustment *scrolled;
  RedressSpan begin;
  gboolean is_stepping;
  GArray *frames;

  GPtrArray *tickets;
  guint n_opened;
  gboolean is_shown;
  GArray *shown; /* from the key to the painted case */
  GArray *whole; /* and what follows by itself */
  gint64 resident;
} Desk;

static GtkWidget *
find_child (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_child (child, type);
  return found;
}

static void
report_start (void)
{
  redress_bench_report ("cpu", redress_process_cpu ());
  redress_bench_report ("resident", redress_bench_get_resident ());
  redress_bench_leave ();
}

static gboolean
step_cb (gpointer data)
{
  Desk *desk = data;
  double value = gtk_adjustment_get_value (desk->scrolled);

  desk->begin = redress_span_begin ();
  desk->is_stepping = TRUE;
  gtk_adjustment_set_value (desk->scrolled, value + gtk_adjustment_get_page_size (desk->scrolled));
  return G_SOURCE_REMOVE;
}

static void
end_step (Desk *desk)
{
  if (desk->is_stepping)
    redress_samples_add (desk->frames, redress_span_end (desk->begin).thread);
  desk->is_stepping = FALSE;
  if (desk->frames->len < STEPS)
    {
      g_idle_add_full (G_PRIORITY_LOW, step_cb, desk, NULL);
      return;
    }
  redress_bench_report ("took", redress_samples_get (desk->frames, 95));
  redress_bench_report ("p50", redress_samples_get (desk->frames, 50));
  redress_bench_report ("max", redress_samples_get (desk->frames, 100));
  redress_bench_report ("resident", redress_bench_get_resident ());
  redress_bench_leave ();
}

static void
put_tickets (Desk *desk, RedressStore *store)
{
  g_autoptr (GHashTable) policies = NULL;
  gboolean full = g_str_equal (desk->what, "open");

  desk->tickets = redress_bench_read_tickets ();
  if (full)
    policies = redress_bench_load_policies (store);
  for (guint i = 0; i < desk->tickets->len; i++)
    {
      RedressTicket *ticket = g_ptr_array_index (desk->tickets, i);
      g_autoptr (GBytes) json = NULL;
      g_autoptr (GError) error = NULL;

      if (full)
        redress_bench_fill_case (ticket, g_hash_table_lookup (policies, ticket->summary->flow));
      json = redress_test_ticket_bytes (ticket);
      if (!redress_store_put_details_sync (store, ticket, json, &error))
        g_error ("%s", error->message);
    }
}

static gint64
get_next_ticket (Desk *desk)
{
  RedressTicket *ticket = g_ptr_array_index (desk->tickets, desk->n_opened % desk->tickets->len);

  return ticket->summary->id;
}

/* Until it has the whole list, which the details put in have changed. */
static gboolean
is_settled (Desk *desk)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (GTK_LIST_VIEW (desk->list));
  RedressQueue *queue =
      REDRESS_QUEUE (gtk_single_selection_get_model (GTK_SINGLE_SELECTION (selection)));

  return queue->ids->n > REDRESS_QUEUE_FIRST && !queue->is_stale && queue->running == NULL;
}

static gboolean
open_cb (gpointer data)
{
  Desk *desk = data;
  RedressWindow *window = REDRESS_WINDOW (gtk_widget_get_root (desk->list));

  desk->is_shown = FALSE;
  desk->begin = redress_span_begin ();
  redress_window_open_ticket (window, get_next_ticket (desk));
  return G_SOURCE_REMOVE;
}

static gboolean
is_shown (Desk *desk, RedressWindow *window)
{
  RedressOpenCase *shown = window->case_pane->open;

  return shown != NULL && shown->data->ticket != NULL &&
         shown->data->summary->id == get_next_ticket (desk);
}

static gboolean
rest_cb (gpointer data)
{
  Desk *desk = data;

  redress_samples_add (desk->whole, redress_span_end (desk->begin).cpu);
  desk->n_opened++;
  if (desk->n_opened < FULL_CASES)
    return open_cb (desk);
  redress_bench_report ("took", redress_samples_get (desk->shown, 50));
  redress_bench_report ("p95", redress_samples_get (desk->shown, 95));
  redress_bench_report ("whole", redress_samples_get (desk->whole, 50));
  redress_bench_report ("whole-p95", redress_samples_get (desk->whole, 95));
  redress_bench_leave ();
  return G_SOURCE_REMOVE;
}

/* Processor time of all threads: to read it from the disk, to judge and to paint it. */
static void
watch_opening (Desk *desk, RedressWindow *window)
{
  if (desk->is_shown || !is_shown (desk, window))
    return;
  desk->is_shown = TRUE;
  redress_samples_add (desk->shown, redress_span_end (desk->begin).cpu);
  g_timeout_add (REST_MS, rest_cb, desk);
}

/* The next ticket is opened when the case of the last one was painted. */
static void
watch_case (Desk *desk, RedressWindow *window)
{
  if (!is_shown (desk, window))
    return;
  desk->n_opened++;
  if (desk->n_opened == CASES_BEFORE)
    desk->resident = redress_bench_get_resident ();
  if (desk->n_opened < CASES_BEFORE + CASES)
    {
      g_idle_add_full (G_PRIORITY_LOW, open_cb, desk, NULL);
      return;
    }
  redress_bench_report ("before", desk->resident);
  redress_bench_report ("after", redress_bench_get_resident ());
  redress_bench_leave ();
}

static gboolean
settled_cb (gpointer data)
{
  Desk *desk = data;

  if (!is_settled (desk))
    return G_SOURCE_CONTINUE;
  g_idle_add_full (G_PRIORITY_LOW, g_str_equal (desk->what, "pages") ? step_cb : open_cb, desk,
                   NULL);
  return G_SOURCE_REMOVE;
}

static void
begin (Desk *desk, RedressWindow *window)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (desk->list, GTK_TYPE_SCROLLED_WINDOW);

  if (g_str_equal (desk->what, "start"))
    {
      report_start ();
      return;
    }
  desk->scrolled = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  if (g_str_equal (desk->what, "cases") || g_str_equal (desk->what, "open"))
    put_tickets (desk, window->store);
  g_timeout_add (LOOK_MS, settled_cb, desk);
}

static void
painted (GtkWindow *window, gpointer data)
{
  Desk *desk = data;

  if (desk->is_painted)
    {
      if (g_str_equal (desk->what, "cases"))
        watch_case (desk, REDRESS_WINDOW (window));
      else if (g_str_equal (desk->what, "open"))
        watch_opening (desk, REDRESS_WINDOW (window));
      else if (desk->is_stepping)
        end_step (desk);
      return;
    }
  desk->list = find_child (GTK_WIDGET (window), REDRESS_TYPE_QUEUE_ROW);
  if (desk->list == NULL)
    return;
  desk->is_painted = TRUE;
  desk->list = gtk_widget_get_ancestor (desk->list, GTK_TYPE_LIST_VIEW);
  begin (desk, REDRESS_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (RedressApplication) application = NULL;
  Desk desk = { .what = argc > 1 ? argv[1] : "start",
                .frames = redress_samples_new (),
                .shown = redress_samples_new (),
                .whole = redress_samples_new () };

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, REDRESS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  redress_app_register_resources ();
  application = redress_application_new ();
  redress_bench_watch_frames (GTK_APPLICATION (application), painted, &desk);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
