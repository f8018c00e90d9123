/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/transcript-view.h"

#include "config.h"

#include "app/format.h"
#include "app/transcript-legend.h"
#include "app/use-chip.h"

#include <glib/gi18n.h>

/* A pause as long as this is said. */
#define GAP (10 * REDRESS_MINUTE)

typedef struct
{
  GtkWidget *head;   /* (unowned) */
  GtkWidget *bubble; /* (unowned) */
  GtkWidget *chip;   /* (unowned) (nullable): what used it */
} Message;

struct _RedressTranscriptView
{
  AdwBin parent_instance;

  GtkWidget *box;
  GArray *messages;  /* (element-type Message) */
  GPtrArray *pauses; /* (element-type GtkWidget) (unowned) */
  GPtrArray *hits;   /* (element-type GtkWidget) (unowned) */
  GtkWidget *looked; /* (unowned) (nullable): what was stepped to */
  GPtrArray *uses;   /* (owned) (element-type RedressUse) */
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

static GtkWidget *
create_head (const RedressMessage *message, guint place, GtkAlign align)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  g_autofree char *clock = redress_format_clock_seconds (message->at);
  g_autofree char *text = g_strdup_printf ("%s · %s", message->from, clock);

  gtk_box_append (GTK_BOX (head), redress_speaker_mark_new (message->from, place));
  gtk_box_append (GTK_BOX (head), create_line (text, "caption-dim", 0));
  gtk_widget_set_halign (head, align);
  gtk_widget_set_margin_top (head, 9);
  return head;
}

static GtkWidget *
create_bubble (const RedressMessage *message, guint place, GtkAlign align)
{
  GtkWidget *bubble = gtk_label_new (message->text);

  gtk_label_set_wrap (GTK_LABEL (bubble), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (bubble), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (bubble), 46);
  gtk_label_set_xalign (GTK_LABEL (bubble), 0);
  gtk_label_set_selectable (GTK_LABEL (bubble), TRUE);
  gtk_widget_add_css_class (bubble, "bubble");
  gtk_widget_add_css_class (bubble, redress_speaker_get_style (place));
  gtk_widget_set_halign (bubble, align);
  return bubble;
}

static void
add_message (RedressTranscriptView *self,
             const RedressMessage *message,
             guint place,
             RedressTime requested_at)
{
  /* The customer stands first in the list, and at the start of the line. */
  GtkAlign align = place > 0 ? GTK_ALIGN_END : GTK_ALIGN_START;
  Message shown = { create_head (message, place, align), create_bubble (message, place, align),
                    NULL };

  if (requested_at != REDRESS_TIME_UNKNOWN)
    {
      g_autofree char *distance = format_distance (message->at, requested_at);
      gtk_widget_set_tooltip_text (shown.bubble, distance);
    }
  gtk_box_append (GTK_BOX (self->box), shown.head);
  gtk_box_append (GTK_BOX (self->box), shown.bubble);
  g_array_append_val (self->messages, shown);
}

static Message *
get_message (RedressTranscriptView *self, guint at)
{
  return &g_array_index (self->messages, Message, at);
}

static guint
search (RedressSearchable *searchable, const char *text)
{
  RedressTranscriptView *self = REDRESS_TRANSCRIPT_VIEW (searchable);
  g_autofree char *needle = redress_fold (text);

  g_ptr_array_set_size (self->hits, 0);
  for (guint i = 0; i < self->messages->len; i++)
    {
      GtkWidget *bubble = get_message (self, i)->bubble;

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
scroll_to (RedressTranscriptView *self, GtkWidget *widget)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  if (scroller == NULL || !gtk_widget_compute_bounds (widget, self->box, &bounds))
    return;
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)),
                             bounds.origin.y - 24, bounds.origin.y + bounds.size.height + 24);
}

static void
show_hit (RedressSearchable *searchable, guint hit)
{
  RedressTranscriptView *self = REDRESS_TRANSCRIPT_VIEW (searchable);

  if (hit < self->hits->len)
    scroll_to (self, g_ptr_array_index (self->hits, hit));
}

static void
look_at (RedressTranscriptView *self, GtkWidget *widget)
{
  if (self->looked != NULL)
    gtk_widget_remove_css_class (self->looked, "looked");
  self->looked = widget;
  gtk_widget_add_css_class (widget, "looked");
  scroll_to (self, widget);
}

static void
unlight (Message *message)
{
  if (message->chip == NULL)
    return;
  gtk_box_remove (GTK_BOX (message->head), message->chip);
  gtk_widget_remove_css_class (message->bubble, "used");
  message->chip = NULL;
}

static void
set_uses (RedressSearchable *searchable, RedressOpenCase *open, GPtrArray *uses)
{
  RedressTranscriptView *self = REDRESS_TRANSCRIPT_VIEW (searchable);

  g_ptr_array_ref (uses);
  g_ptr_array_unref (self->uses);
  self->uses = uses;
  redress_uses_limit (uses, self->messages->len);
  for (guint i = 0; i < self->messages->len; i++)
    unlight (get_message (self, i));
  for (guint i = 0; i < uses->len; i++)
    {
      const RedressUse *use = g_ptr_array_index (uses, i);
      Message *message = get_message (self, use->entry - 1);

      message->chip = redress_use_chip_new (open, uses, use);
      gtk_box_append (GTK_BOX (message->head), message->chip);
      gtk_widget_add_css_class (message->bubble, "used");
    }
}

static guint
count_stops (RedressSearchable *searchable, RedressStop kind)
{
  RedressTranscriptView *self = REDRESS_TRANSCRIPT_VIEW (searchable);

  return kind == REDRESS_STOP_USE ? self->uses->len : self->pauses->len;
}

static guint
show_entry (RedressSearchable *searchable, guint entry)
{
  RedressTranscriptView *self = REDRESS_TRANSCRIPT_VIEW (searchable);

  if (entry < 1 || entry > self->messages->len)
    return G_MAXUINT;
  look_at (self, get_message (self, entry - 1)->bubble);
  return redress_uses_find (self->uses, entry);
}

static void
show_stop (RedressSearchable *searchable, RedressStop kind, guint stop)
{
  RedressTranscriptView *self = REDRESS_TRANSCRIPT_VIEW (searchable);

  if (stop >= count_stops (searchable, kind))
    return;
  if (kind == REDRESS_STOP_PAUSE)
    look_at (self, g_ptr_array_index (self->pauses, stop));
  else
    show_entry (searchable, ((const RedressUse *)g_ptr_array_index (self->uses, stop))->entry);
}

static void
searchable_init (RedressSearchableInterface *iface)
{
  iface->search = search;
  iface->show_hit = show_hit;
  iface->set_uses = set_uses;
  iface->count_stops = count_stops;
  iface->show_stop = show_stop;
  iface->show_entry = show_entry;
}

static void
redress_transcript_view_finalize (GObject *object)
{
  RedressTranscriptView *self = REDRESS_TRANSCRIPT_VIEW (object);

  g_array_unref (self->messages);
  g_ptr_array_unref (self->pauses);
  g_ptr_array_unref (self->hits);
  g_ptr_array_unref (self->uses);
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
  self->messages = g_array_new (FALSE, FALSE, sizeof (Message));
  self->pauses = g_ptr_array_new ();
  self->uses = g_ptr_array_new ();
  self->hits = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_margin_start (self->box, 12);
  gtk_widget_set_margin_end (self->box, 12);
  gtk_widget_set_margin_bottom (self->box, 12);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

/* (transfer full) (nullable): "9 h 5 min later, 17 Nov", "33 min later", "17 Nov"; NULL where one
 * message follows the other. @before: (nullable); @now: the year of this is not said */
static char *
describe_pause (const RedressMessage *before, const RedressMessage *message, RedressTime now)
{
  g_autofree char *day = redress_format_day (message->at, now);
  g_autofree char *day_before = before != NULL ? redress_format_day (before->at, now) : NULL;
  gboolean other_day = g_strcmp0 (day, day_before) != 0;
  g_autofree char *span = NULL;

  if (before == NULL || message->at - before->at < GAP)
    return other_day ? g_steal_pointer (&day) : NULL;
  span = redress_format_span (message->at - before->at);
  if (other_day)
    return g_strdup_printf (_ ("%s later, %s"), span, day);
  /* Translators: in a chat: "33 min later" */
  return g_strdup_printf (_ ("%s later"), span);
}

static void
add_pause (RedressTranscriptView *self, const char *text)
{
  GtkWidget *line = create_line (text, "caption-dim", .5);

  gtk_widget_set_margin_top (line, 12);
  gtk_widget_set_halign (line, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (line, "pause");
  gtk_box_append (GTK_BOX (self->box), line);
  /* Nobody steps to the beginning. */
  if (self->messages->len > 0)
    g_ptr_array_add (self->pauses, line);
}

static guint
find_speaker (char **names, const char *name)
{
  guint place = 0;

  while (names[place] != NULL && g_strcmp0 (names[place], name) != 0)
    place++;
  return place;
}

GtkWidget *
redress_transcript_view_new (const RedressTranscript *transcript, RedressTime requested_at)
{
  RedressTranscriptView *self = g_object_new (REDRESS_TYPE_TRANSCRIPT_VIEW, NULL);
  g_auto (GStrv) names = redress_transcript_list_speakers (transcript);
  const RedressMessage *before = NULL;

  for (guint i = 0; i < transcript->messages->len; i++)
    {
      const RedressMessage *message = g_ptr_array_index (transcript->messages, i);
      g_autofree char *pause = describe_pause (before, message, requested_at);

      if (pause != NULL)
        add_pause (self, pause);
      before = message;
      add_message (self, message, find_speaker (names, message->from), requested_at);
    }
  return GTK_WIDGET (self);
}
