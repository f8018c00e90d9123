/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/log-view.h"

#include "config.h"

#include "app/format.h"
#include "app/use-chip.h"

#include <glib/gi18n.h>

/* A pause as long as this is worth a line of its own. */
#define GAP (60 * REDRESS_MINUTE)

struct _RedressLogView
{
  AdwBin parent_instance;

  GtkListView *list;
  GtkStringList *lines;
  GHashTable *bound; /* (element-type GtkListItem) (unowned): the rows there are now */
  GArray *entries;   /* (element-type guint): number of the entry on each line, 0 for a pause */
  GArray *places;    /* (element-type guint): line of each entry */
  GArray *pauses;    /* (element-type guint): lines */
  char *needle;
  GArray *hits; /* (element-type guint): lines */
  guint current;
  guint looked;          /* the line that was stepped to, G_MAXUINT: none */
  RedressOpenCase *open; /* (owned) (nullable): whose rules used something */
  GPtrArray *uses;       /* (owned) (element-type RedressUse) */
};

static void searchable_init (RedressSearchableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RedressLogView,
                               redress_log_view,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (REDRESS_TYPE_SEARCHABLE, searchable_init))

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *line = gtk_inscription_new (NULL);

  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (line), 1);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (line), 1);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (line),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (line, "log-text");
  gtk_widget_add_css_class (row, "log-line");
  gtk_widget_set_hexpand (line, TRUE);
  gtk_box_append (GTK_BOX (row), line);
  gtk_list_item_set_child (item, row);
  gtk_list_item_set_activatable (item, FALSE);
}

static gboolean
has (GArray *lines, guint line)
{
  for (guint i = 0; i < lines->len; i++)
    if (g_array_index (lines, guint, i) == line)
      return TRUE;
  return FALSE;
}

static gboolean
is_current (RedressLogView *self, guint line)
{
  return self->current < self->hits->len &&
         g_array_index (self->hits, guint, self->current) == line;
}

/* (nullable) */
static const RedressUse *
find_use (RedressLogView *self, guint line)
{
  guint entry = g_array_index (self->entries, guint, line);

  for (guint i = 0; i < self->uses->len && entry > 0; i++)
    {
      const RedressUse *use = g_ptr_array_index (self->uses, i);

      if (use->entry == entry)
        return use;
    }
  return NULL;
}

static void
set_class (GtkWidget *row, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (row, name);
  else
    gtk_widget_remove_css_class (row, name);
}

static void
name_row (GtkWidget *line, const char *text, const RedressUse *use)
{
  g_autofree char *rules = use != NULL ? redress_use_name_rules (use) : NULL;
  /* Translators: a line of a log, and the rules that rest on it: "R-KM-4 +2" */
  g_autofree char *label =
      use != NULL ? g_strdup_printf (_ ("%s, used by %s"), text, rules) : g_strdup (text);

  gtk_inscription_set_text (GTK_INSCRIPTION (line), text);
  gtk_widget_set_tooltip_text (line, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
fill (RedressLogView *self, GtkListItem *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *line = gtk_widget_get_first_child (row);
  GtkWidget *chip = gtk_widget_get_next_sibling (line);
  guint at = gtk_list_item_get_position (item);
  const RedressUse *use = find_use (self, at);

  if (chip != NULL && redress_use_chip_get_use (chip) != use)
    gtk_box_remove (GTK_BOX (row), g_steal_pointer (&chip));
  if (use != NULL && chip == NULL)
    gtk_box_append (GTK_BOX (row), redress_use_chip_new (self->open, self->uses, use));
  name_row (line, gtk_string_object_get_string (gtk_list_item_get_item (item)), use);
  set_class (row, "used", use != NULL);
  set_class (row, "pause", g_array_index (self->entries, guint, at) == 0);
  set_class (row, "looked", self->looked == at);
  set_class (row, "hit", is_current (self, at));
  set_class (row, "near", !is_current (self, at) && has (self->hits, at));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RedressLogView *self)
{
  g_hash_table_add (self->bound, item);
  fill (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, RedressLogView *self)
{
  g_hash_table_remove (self->bound, item);
}

static void
refresh (RedressLogView *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    fill (self, item);
}

static void
scroll_to (RedressLogView *self, guint line)
{
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", line);
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
  scroll_to (self, g_array_index (self->hits, guint, hit));
}

static void
look_at (RedressLogView *self, guint line)
{
  self->looked = line;
  refresh (self);
  scroll_to (self, line);
}

/* What points behind the end of the log points nowhere. */
static void
set_uses (RedressSearchable *searchable, RedressOpenCase *open, GPtrArray *uses)
{
  RedressLogView *self = REDRESS_LOG_VIEW (searchable);

  g_set_object (&self->open, open);
  g_ptr_array_ref (uses);
  g_ptr_array_unref (self->uses);
  self->uses = uses;
  redress_uses_limit (uses, self->places->len);
  refresh (self);
}

static guint
count_stops (RedressSearchable *searchable, RedressStop kind)
{
  RedressLogView *self = REDRESS_LOG_VIEW (searchable);

  return kind == REDRESS_STOP_USE ? self->uses->len : self->pauses->len;
}

static guint
show_entry (RedressSearchable *searchable, guint entry)
{
  RedressLogView *self = REDRESS_LOG_VIEW (searchable);

  if (entry < 1 || entry > self->places->len)
    return G_MAXUINT;
  look_at (self, g_array_index (self->places, guint, entry - 1));
  return redress_uses_find (self->uses, entry);
}

static void
show_stop (RedressSearchable *searchable, RedressStop kind, guint stop)
{
  RedressLogView *self = REDRESS_LOG_VIEW (searchable);

  if (stop >= count_stops (searchable, kind))
    return;
  if (kind == REDRESS_STOP_PAUSE)
    look_at (self, g_array_index (self->pauses, guint, stop));
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
redress_log_view_dispose (GObject *object)
{
  RedressLogView *self = REDRESS_LOG_VIEW (object);

  /* The rows go before what they look at. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->open);
  G_OBJECT_CLASS (redress_log_view_parent_class)->dispose (object);
}

static void
redress_log_view_finalize (GObject *object)
{
  RedressLogView *self = REDRESS_LOG_VIEW (object);

  g_free (self->needle);
  g_array_unref (self->hits);
  g_array_unref (self->entries);
  g_array_unref (self->places);
  g_array_unref (self->pauses);
  g_ptr_array_unref (self->uses);
  g_hash_table_unref (self->bound);
  g_object_unref (self->lines);
  G_OBJECT_CLASS (redress_log_view_parent_class)->finalize (object);
}

static void
redress_log_view_class_init (RedressLogViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_log_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_log_view_finalize;
}

static GArray *
new_numbers (void)
{
  return g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
redress_log_view_init (RedressLogView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->lines = gtk_string_list_new (NULL);
  self->bound = g_hash_table_new (NULL, NULL);
  self->hits = new_numbers ();
  self->entries = new_numbers ();
  self->places = new_numbers ();
  self->pauses = new_numbers ();
  self->uses = g_ptr_array_new ();
  self->looked = G_MAXUINT;
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "queue-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Log"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}

/* @entry: 0 for a pause */
static void
append (RedressLogView *self, guint entry, char *text)
{
  guint line = self->entries->len;

  gtk_string_list_take (self->lines, text);
  g_array_append_val (self->entries, entry);
  g_array_append_val (entry > 0 ? self->places : self->pauses, line);
}

static void
show_lines (RedressLogView *self)
{
  GtkSelectionModel *model =
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->lines))));

  gtk_list_view_set_model (self->list, model);
  g_object_unref (model);
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
          append (self, 0, g_strdup_printf (_ ("%s later, %s"), span, day));
        }
      before = entry->at;
      append (self, i + 1,
              g_strdup_printf ("%4u  %s.%03u  %-12s  %s%s", i + 1, clock, milliseconds, entry->key,
                               entry->value,
                               /* Translators: after a masked value of a log */
                               entry->masked ? _ (" (masked)") : ""));
    }
  show_lines (self);
  return GTK_WIDGET (self);
}

GtkWidget *
redress_log_view_new_for_text (const char *text)
{
  RedressLogView *self = g_object_new (REDRESS_TYPE_LOG_VIEW, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    append (self, i + 1, g_utf8_make_valid (lines[i], -1));
  show_lines (self);
  return GTK_WIDGET (self);
}
