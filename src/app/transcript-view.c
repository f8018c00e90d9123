/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/transcript-view.h"

#include "config.h"

#include "app/format.h"

#include <glib/gi18n.h>

struct _RedressTranscriptView
{
  AdwBin parent_instance;

  GtkWidget *box;
  GPtrArray *bubbles; /* (element-type GtkWidget) (unowned) */
  GPtrArray *hits;    /* (element-type GtkWidget) (unowned) */
};

static void searchable_init (RedressSearchableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RedressTranscriptView,
                               redress_transcript_view,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (REDRESS_TYPE_SEARCHABLE, searchable_init))

static GtkWidget *
create_line (const char *text, const char *style, float align)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), align);
  gtk_widget_add_css_class (label, style);
  return label;
}

static char *
format_distance (RedressTime at, RedressTime requested_at)
{
  g_autofree char *span = redress_format_span (ABS (at - requested_at));

  return g_strdup_printf (
      at <= requested_at ? _ ("%s before the request") : _ ("%s after the request"), span);
}

static void
add_message (RedressTranscriptView *self,
             const RedressMessage *message,
             gboolean mine,
             RedressTime requested_at)
{
  g_autofree char *clock = redress_format_clock_seconds (message->at);
  g_autofree char *head = g_strdup_printf ("%s · %s", message->from, clock);
  GtkWidget *bubble = gtk_label_new (message->text);
  GtkAlign align = mine ? GTK_ALIGN_END : GTK_ALIGN_START;
  GtkWidget *line = create_line (head, "caption-dim", mine ? 1 : 0);

  gtk_label_set_wrap (GTK_LABEL (bubble), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (bubble), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (bubble), 46);
  gtk_label_set_xalign (GTK_LABEL (bubble), 0);
  gtk_label_set_selectable (GTK_LABEL (bubble), TRUE);
  gtk_widget_add_css_class (bubble, "bubble");
  if (mine)
    gtk_widget_add_css_class (bubble, "mine");
  gtk_widget_set_halign (bubble, align);
  gtk_widget_set_halign (line, align);
  gtk_widget_set_margin_top (line, 9);
  if (requested_at != REDRESS_TIME_UNKNOWN)
    {
      g_autofree char *distance = format_distance (message->at, requested_at);
      gtk_widget_set_tooltip_text (bubble, distance);
    }
  gtk_box_append (GTK_BOX (self->box), line);
  gtk_box_append (GTK_BOX (self->box), bubble);
  g_ptr_array_add (self->bubbles, bubble);
}

static guint
search (RedressSearchable *searchable, const char *text)
{
  RedressTranscriptView *self = REDRESS_TRANSCRIPT_VIEW (searchable);
  g_autofree char *needle = redress_fold (text);

  g_ptr_array_set_size (self->hits, 0);
  for (guint i = 0; i < self->bubbles->len; i++)
    {
      GtkWidget *bubble = g_ptr_array_index (self->bubbles, i);

      if (redress_text_has (gtk_label_get_text (GTK_LABEL (bubble)), needle))
        {
          gtk_widget_add_css_class (bubble, "hit");
          g_ptr_array_add (self->hits, bubble);
        }
      else
        gtk_widget_remove_css_class (bubble, "hit");
    }
  return self->hits->len;
}

static void
show_hit (RedressSearchable *searchable, guint hit)
{
  RedressTranscriptView *self = REDRESS_TRANSCRIPT_VIEW (searchable);
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  if (hit >= self->hits->len || scroller == NULL ||
      !gtk_widget_compute_bounds (g_ptr_array_index (self->hits, hit), self->box, &bounds))
    return;
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)),
                             bounds.origin.y - 24, bounds.origin.y + bounds.size.height + 24);
}

static void
searchable_init (RedressSearchableInterface *iface)
{
  iface->search = search;
  iface->show_hit = show_hit;
}

static void
redress_transcript_view_finalize (GObject *object)
{
  RedressTranscriptView *self = REDRESS_TRANSCRIPT_VIEW (object);

  g_ptr_array_unref (self->bubbles);
  g_ptr_array_unref (self->hits);
  G_OBJECT_CLASS (redress_transcript_view_parent_class)->finalize (object);
}

static void
redress_transcript_view_class_init (RedressTranscriptViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_transcript_view_finalize;
}

static void
redress_transcript_view_init (RedressTranscriptView *self)
{
  self->bubbles = g_ptr_array_new ();
  self->hits = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_margin_start (self->box, 12);
  gtk_widget_set_margin_end (self->box, 12);
  gtk_widget_set_margin_bottom (self->box, 12);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

GtkWidget *
redress_transcript_view_new (const RedressTranscript *transcript, RedressTime requested_at)
{
  RedressTranscriptView *self = g_object_new (REDRESS_TYPE_TRANSCRIPT_VIEW, NULL);
  g_autofree char *day = NULL;
  /* The first participant is the customer; the other side stands at the end. */
  const char *customer = transcript->participants != NULL ? transcript->participants[0] : NULL;

  for (guint i = 0; i < transcript->messages->len; i++)
    {
      const RedressMessage *message = g_ptr_array_index (transcript->messages, i);
      g_autofree char *today = redress_format_day (message->at, 0);

      if (g_strcmp0 (day, today) != 0)
        {
          GtkWidget *line = create_line (today, "caption-dim", .5);

          gtk_widget_set_margin_top (line, 12);
          gtk_box_append (GTK_BOX (self->box), line);
          g_free (day);
          day = g_steal_pointer (&today);
        }
      add_message (self, message, g_strcmp0 (message->from, customer) != 0, requested_at);
    }
  return GTK_WIDGET (self);
}
