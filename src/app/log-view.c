/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/log-view.h"

#include "config.h"

#include "app/format.h"

#include <glib/gi18n.h>

/* A pause as long as this is worth a line of its own. */
#define GAP (60 * REDRESS_MINUTE)

struct _RedressLogView
{
  AdwBin parent_instance;

  GtkListView *list;
  GtkStringList *lines;
  char *needle;
  GArray *hits; /* (element-type guint): positions */
  guint current;
};

static void searchable_init (RedressSearchableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RedressLogView,
                               redress_log_view,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (REDRESS_TYPE_SEARCHABLE, searchable_init))

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *line = gtk_inscription_new (NULL);

  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (line), 1);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (line), 1);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (line),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (line, "log-text");
  gtk_widget_add_css_class (line, "log-line");
  gtk_list_item_set_child (item, line);
  gtk_list_item_set_activatable (item, FALSE);
}

static gboolean
is_hit (RedressLogView *self, guint position)
{
  for (guint i = 0; i < self->hits->len; i++)
    if (g_array_index (self->hits, guint, i) == position)
      return TRUE;
  return FALSE;
}

static gboolean
is_current (RedressLogView *self, guint position)
{
  return self->current < self->hits->len &&
         g_array_index (self->hits, guint, self->current) == position;
}

static void
mark (RedressLogView *self, GtkWidget *line, guint position)
{
  gtk_widget_remove_css_class (line, "hit");
  gtk_widget_remove_css_class (line, "near");
  if (is_current (self, position))
    gtk_widget_add_css_class (line, "hit");
  else if (is_hit (self, position))
    gtk_widget_add_css_class (line, "near");
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RedressLogView *self)
{
  GtkWidget *line = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_inscription_set_text (GTK_INSCRIPTION (line), text);
  gtk_widget_set_tooltip_text (line, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  mark (self, line, gtk_list_item_get_position (item));
}

/* Binds the rows anew, so that marks are right. */
static void
refresh (RedressLogView *self)
{
  GtkSelectionModel *model =
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->lines))));

  gtk_list_view_set_model (self->list, model);
  g_object_unref (model);
}

static guint
search (RedressSearchable *searchable, const char *text)
{
  RedressLogView *self = REDRESS_LOG_VIEW (searchable);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lines));

  g_free (self->needle);
  self->needle = redress_fold (text);
  self->current = 0;
  g_array_set_size (self->hits, 0);
  for (guint i = 0; i < n; i++)
    if (redress_text_has (gtk_string_list_get_string (self->lines, i), self->needle))
      g_array_append_val (self->hits, i);
  refresh (self);
  return self->hits->len;
}

static void
show_hit (RedressSearchable *searchable, guint hit)
{
  RedressLogView *self = REDRESS_LOG_VIEW (searchable);

  if (hit >= self->hits->len)
    return;
  self->current = hit;
  refresh (self);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u",
                              g_array_index (self->hits, guint, hit));
}

static void
searchable_init (RedressSearchableInterface *iface)
{
  iface->search = search;
  iface->show_hit = show_hit;
}

static void
redress_log_view_finalize (GObject *object)
{
  RedressLogView *self = REDRESS_LOG_VIEW (object);

  g_free (self->needle);
  g_array_unref (self->hits);
  g_object_unref (self->lines);
  G_OBJECT_CLASS (redress_log_view_parent_class)->finalize (object);
}

static void
redress_log_view_class_init (RedressLogViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_log_view_finalize;
}

static void
redress_log_view_init (RedressLogView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->lines = gtk_string_list_new (NULL);
  self->hits = g_array_new (FALSE, FALSE, sizeof (guint));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "queue-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Log"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}

static void
append (RedressLogView *self, char *line)
{
  gtk_string_list_take (self->lines, line);
}

GtkWidget *
redress_log_view_new (const RedressLog *log)
{
  RedressLogView *self = g_object_new (REDRESS_TYPE_LOG_VIEW, NULL);
  RedressTime before = REDRESS_TIME_UNKNOWN;

  for (guint i = 0; i < log->entries->len; i++)
    {
      const RedressLogEntry *entry = g_ptr_array_index (log->entries, i);
      g_autofree char *clock = redress_format_clock_seconds (entry->at);
      guint milliseconds = (guint)(entry->at / 1000 % 1000);

      if (before != REDRESS_TIME_UNKNOWN && entry->at - before >= GAP)
        {
          g_autofree char *span = redress_format_span (entry->at - before);
          g_autofree char *day = redress_format_day (entry->at, entry->at);

          /* Translators: in a log: "21 h 45 min later, 17 Nov" */
          append (self, g_strdup_printf (_ ("%s later, %s"), span, day));
        }
      before = entry->at;
      append (self, g_strdup_printf ("%4u  %s.%03u  %-12s  %s%s", i + 1, clock, milliseconds,
                                     entry->key, entry->value,
                                     /* Translators: after a masked value of a log */
                                     entry->masked ? _ (" (masked)") : ""));
    }
  refresh (self);
  return GTK_WIDGET (self);
}

GtkWidget *
redress_log_view_new_for_text (const char *text)
{
  RedressLogView *self = g_object_new (REDRESS_TYPE_LOG_VIEW, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    append (self, g_utf8_make_valid (lines[i], -1));
  refresh (self);
  return GTK_WIDGET (self);
}
