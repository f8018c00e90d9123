/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/timeline-card.h"

#include "config.h"

#include "app/after-paint.h"
#include "app/line.h"
#include "app/timeline-chart.h"
#include "app/timeline-words.h"

#include <glib/gi18n.h>

#define NAMES_WIDTH 70

struct _RedressTimelineCard
{
  GtkBox parent_instance;

  GtkWidget *told;
  GtkWidget *scroll;
  GtkWidget *chart;
  RedressOpenCase *open; /* (owned) (nullable): until it is drawn */
  RedressAfterPaint after_paint;
  char *day;
  gint64 ticket;
  guint reveal_id;
};

G_DEFINE_FINAL_TYPE (RedressTimelineCard, redress_timeline_card, GTK_TYPE_BOX)

static void
selected_cb (RedressTimelineCard *self, const char *told)
{
  gtk_label_set_text (GTK_LABEL (self->told), told != NULL ? told : self->day);
}

/* The chart knows where its columns are only after it was given its width. */
static gboolean
reveal_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  RedressTimelineCard *self = REDRESS_TIMELINE_CARD (widget);
  GtkAdjustment *sideways =
      gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroll));
  int x = redress_timeline_chart_get_request_x (REDRESS_TIMELINE_CHART (self->chart));

  if (x > 0)
    gtk_adjustment_set_value (sideways, x - gtk_adjustment_get_page_size (sideways) * .6);
  self->reveal_id = 0;
  return G_SOURCE_REMOVE;
}

/* The eye reads a case from its head; of all parts the chart costs most. So the rest is painted
 * first, in this place nothing moves when the chart comes. */
static void
fill (gpointer user_data)
{
  RedressTimelineCard *self = user_data;
  g_autoptr (RedressOpenCase) open = g_steal_pointer (&self->open);

  redress_timeline_chart_show (REDRESS_TIMELINE_CHART (self->chart), open);
  if (self->ticket != open->data->summary->id && self->reveal_id == 0)
    self->reveal_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal_cb, NULL, NULL);
  self->ticket = open->data->summary->id;
}

static void
redress_timeline_card_dispose (GObject *object)
{
  RedressTimelineCard *self = REDRESS_TIMELINE_CARD (object);

  redress_after_paint_cancel (&self->after_paint);
  g_clear_object (&self->open);
  if (self->reveal_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->reveal_id);
  self->reveal_id = 0;
  G_OBJECT_CLASS (redress_timeline_card_parent_class)->dispose (object);
}

static void
redress_timeline_card_finalize (GObject *object)
{
  RedressTimelineCard *self = REDRESS_TIMELINE_CARD (object);

  g_free (self->day);
  G_OBJECT_CLASS (redress_timeline_card_parent_class)->finalize (object);
}

static void
redress_timeline_card_class_init (RedressTimelineCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_timeline_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_timeline_card_finalize;
}

static GtkWidget *
create_names (void)
{
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *blank = gtk_label_new (NULL);

  gtk_widget_set_size_request (blank, NAMES_WIDTH, REDRESS_TIMELINE_AXIS);
  gtk_box_append (GTK_BOX (names), blank);
  for (RedressLane lane = REDRESS_LANE_CUSTOMER; lane <= REDRESS_LANE_MONEY; lane++)
    {
      GtkWidget *name = redress_line_new (redress_lane_get_label (lane), "lane-name");

      gtk_widget_set_size_request (name, NAMES_WIDTH, REDRESS_TIMELINE_LANE);
      if (lane % 2 == 0)
        gtk_widget_add_css_class (name, "lane-band");
      gtk_box_append (GTK_BOX (names), name);
    }
  return names;
}

static GtkWidget *
create_heading (RedressTimelineCard *self)
{
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_append (GTK_BOX (heading), redress_line_new_whole (_ ("Timeline"), "heading"));
  self->told = redress_line_new ("", "caption-dim numeric");
  gtk_label_set_xalign (GTK_LABEL (self->told), 1);
  gtk_widget_set_hexpand (self->told, TRUE);
  gtk_box_append (GTK_BOX (heading), self->told);
  return heading;
}

static void
redress_timeline_card_init (RedressTimelineCard *self)
{
  GtkWidget *lanes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  self->chart = g_object_new (REDRESS_TYPE_TIMELINE_CHART, NULL);
  g_signal_connect_swapped (self->chart, "selected", G_CALLBACK (selected_cb), self);
  self->scroll = gtk_scrolled_window_new ();
  g_object_set (self->scroll, "vscrollbar-policy", GTK_POLICY_NEVER, "hexpand", TRUE, "child",
                self->chart, NULL);
  gtk_box_append (GTK_BOX (lanes), create_names ());
  gtk_box_append (GTK_BOX (lanes), self->scroll);
  gtk_box_append (GTK_BOX (self), create_heading (self));
  gtk_box_append (GTK_BOX (self), lanes);
  redress_add_css_classes (GTK_WIDGET (self), "card pane-card");
}

void
redress_timeline_card_show (RedressTimelineCard *self, RedressOpenCase *open)
{
  RedressTicket *ticket;

  g_return_if_fail (REDRESS_IS_TIMELINE_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  ticket = open->data->ticket;
  gtk_widget_set_visible (GTK_WIDGET (self), ticket != NULL && ticket->events->len > 0);
  g_free (self->day);
  self->day = redress_timeline_format_day (open);
  gtk_label_set_text (GTK_LABEL (self->told), self->day);
  g_set_object (&self->open, open);
  if (self->ticket == open->data->summary->id)
    {
      redress_after_paint_cancel (&self->after_paint);
      fill (self);
      return;
    }
  redress_timeline_chart_clear (REDRESS_TIMELINE_CHART (self->chart));
  redress_after_paint_wait (&self->after_paint, GTK_WIDGET (self), fill, self);
}
