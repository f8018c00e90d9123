/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/calculator-card.h"

#include "config.h"

#include "app/fact-words.h"
#include "app/format.h"
#include "app/line.h"
#include "core/calculator.h"
#include "core/timestamp.h"

#include <glib/gi18n.h>

#define ENTRY_CHARS 8

struct _RedressCalculatorCard
{
  GtkBox parent_instance;

  GtkWidget *title;
  GtkWidget *tried; /* says that nothing of the ticket changes */
  GtkWidget *inputs;
  GtkWidget *grid;
  GPtrArray *entries;    /* (element-type GtkEntry) (unowned) */
  GPtrArray *results;    /* (owned) (nullable) (element-type RedressCalculation) */
  RedressOpenCase *open; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (RedressCalculatorCard, redress_calculator_card, GTK_TYPE_BOX)

static void
redress_calculator_card_dispose (GObject *object)
{
  RedressCalculatorCard *self = REDRESS_CALCULATOR_CARD (object);

  g_clear_object (&self->open);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (redress_calculator_card_parent_class)->dispose (object);
}

static void
redress_calculator_card_class_init (RedressCalculatorCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_calculator_card_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static const char *
get_name (GtkWidget *entry)
{
  return g_object_get_data (G_OBJECT (entry), "redress-fact");
}

/* "2026-11-23"; midnight in Shanghai, as days are counted there. */
static gboolean
parse_day (const char *text, RedressTime *time)
{
  g_autofree char *stamp = g_strconcat (text, "T00:00:00+08:00", NULL);

  return redress_timestamp_parse (stamp, time, NULL);
}

static gboolean
parse_value (const RedressFactSpec *spec, const char *text, RedressValue *value)
{
  RedressTime time;
  gint64 number;

  if (spec->type == REDRESS_FACT_TIME)
    {
      if (!parse_day (text, &time))
        return FALSE;
      redress_value_set_time (value, time);
      return TRUE;
    }
  if (!redress_parse_amount (
          text, g_strcmp0 (spec->unit, "fen") == 0 ? REDRESS_UNIT_FEN : REDRESS_UNIT_POINTS,
          &number))
    return FALSE;
  redress_value_set_integer (value, number);
  return TRUE;
}

/* What is wrong is also said, not only red. */
static void
mark (GtkWidget *entry, const char *trouble)
{
  GtkEntry *marked = GTK_ENTRY (entry);

  gtk_entry_set_icon_from_icon_name (marked, GTK_ENTRY_ICON_SECONDARY,
                                     trouble != NULL ? "dialog-warning-symbolic" : NULL);
  if (trouble != NULL)
    gtk_entry_set_icon_tooltip_text (marked, GTK_ENTRY_ICON_SECONDARY, trouble);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
      trouble != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* (transfer full) (nullable) (element-type RedressFact): what was typed; NULL: nothing. */
static GPtrArray *
list_trial (RedressCalculatorCard *self)
{
  g_autoptr (GPtrArray) trial = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_fact_free);

  for (guint i = 0; i < self->entries->len; i++)
    {
      GtkWidget *entry = g_ptr_array_index (self->entries, i);
      const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
      const RedressFactSpec *spec =
          redress_policy_find_fact (self->open->data->policy, get_name (entry));
      RedressFact *fact;

      gtk_widget_remove_css_class (entry, "error");
      mark (entry, NULL);
      if (*text == '\0' || spec == NULL)
        continue;
      fact = redress_fact_new (spec->name, "agent", redress_open_case_get_now (self->open));
      fact->unit = g_strdup (spec->unit);
      if (parse_value (spec, text, &fact->value))
        {
          g_ptr_array_add (trial, fact);
          continue;
        }
      gtk_widget_add_css_class (entry, "error");
      mark (entry, spec->type == REDRESS_FACT_TIME ? _ ("Not a day such as 2026-11-23")
                                                   : _ ("Not a number"));
      redress_fact_free (fact);
    }
  return trial->len > 0 ? g_steal_pointer (&trial) : NULL;
}

/* "ask the platform for “Points usable”" */
static char *
format_missing (RedressCalculatorCard *self, const RedressCalculation *result)
{
  GString *text = g_string_new (NULL);

  for (char **name = result->missing; *name != NULL; name++)
    {
      const RedressFactSpec *spec = redress_policy_find_fact (self->open->data->policy, *name);
      const char *label = redress_open_case_get_name_label (self->open, *name);

      g_string_append (text, text->len > 0 ? C_ ("list", ", ") : "");
      if (spec != NULL)
        /* Translators: who is asked, and for what */
        g_string_append_printf (text, _ ("ask the %s for “%s”"),
                                redress_fact_get_source_label (self->open, spec->source), label);
      else
        g_string_append (text, label);
    }
  return g_string_free (text, FALSE);
}

/* How it comes about, or who knows what is missing. */
static char *
format_formula (RedressCalculatorCard *self, const RedressCalculation *result)
{
  return result->known ? g_strdup (result->formula) : format_missing (self, result);
}

static GtkWidget *
add_label (GtkWidget *grid, const char *text, int column, int row, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    redress_add_css_classes (label, style);
  gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
  return label;
}

static void
show_results (RedressCalculatorCard *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  for (guint i = 0; i < self->results->len; i++)
    {
      const RedressCalculation *result = g_ptr_array_index (self->results, i);
      g_autofree char *formula = format_formula (self, result);
      GtkWidget *how;

      add_label (self->grid, redress_text_get (&result->line->label, redress_language ()), 0,
                 (int)i, "small dim");
      add_label (self->grid, result->value, 1, (int)i,
                 result->known ? "small semibold numeric" : "small warn-c");
      how = add_label (self->grid, formula, 2, (int)i, "caption-dim numeric");
      /* The only column that wraps: a grid cannot share out the width among several. */
      gtk_label_set_wrap (GTK_LABEL (how), TRUE);
      gtk_widget_set_hexpand (how, TRUE);
    }
}

static void
calculate (RedressCalculatorCard *self)
{
  g_autoptr (GPtrArray) trial = list_trial (self);
  RedressCase *data = self->open->data;

  g_clear_pointer (&self->results, g_ptr_array_unref);
  self->results =
      redress_policy_calculate (data->policy, data->ticket, trial,
                                redress_open_case_get_now (self->open), redress_language ());
  gtk_widget_set_visible (self->tried, trial != NULL);
  show_results (self);
}

static void
reset (RedressCalculatorCard *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    gtk_editable_set_text (GTK_EDITABLE (g_ptr_array_index (self->entries, i)), "");
}

static gboolean
key_cb (RedressCalculatorCard *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape || !gtk_widget_get_visible (self->tried))
    return GDK_EVENT_PROPAGATE;
  reset (self);
  return GDK_EVENT_STOP;
}

static void
copy_cb (RedressCalculatorCard *self)
{
  g_autofree char *text = redress_calculator_card_dup_text (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
add_entry (RedressCalculatorCard *self, const char *name)
{
  const RedressFactSpec *spec = redress_policy_find_fact (self->open->data->policy, name);
  const char *label = redress_open_case_get_name_label (self->open, name);
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), ENTRY_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), ENTRY_CHARS);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), label);
  gtk_widget_set_tooltip_text (entry, spec != NULL && spec->type == REDRESS_FACT_TIME
                                          ? _ ("Try another day, such as 2026-11-23")
                                          : _ ("Try another value"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (entry), "redress-fact", g_strdup (name), g_free);
  g_signal_connect_object (entry, "changed", G_CALLBACK (calculate), self, G_CONNECT_SWAPPED);
  gtk_flow_box_insert (GTK_FLOW_BOX (self->inputs), entry, -1);
  gtk_widget_set_focusable (gtk_widget_get_parent (entry), FALSE);
  g_ptr_array_add (self->entries, entry);
}

/* As many beside each other as there is room for. */
static GtkWidget *
create_inputs (void)
{
  return g_object_new (GTK_TYPE_FLOW_BOX, "selection-mode", GTK_SELECTION_NONE, "homogeneous", TRUE,
                       "min-children-per-line", 2, "max-children-per-line", 6, "column-spacing", 6,
                       "row-spacing", 6, NULL);
}

static void
redress_calculator_card_init (RedressCalculatorCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entries = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  redress_add_css_classes (GTK_WIDGET (self), "card pane-card");
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "heading");
  self->tried = gtk_label_new (_ ("Try-out: the ticket stays as it is. Esc resets."));
  redress_add_css_classes (self->tried, "badge warn");
  gtk_widget_set_hexpand (self->title, TRUE);
  redress_add_css_classes (copy, "flat mini");
  gtk_widget_set_tooltip_text (copy, _ ("Copy as text"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Copy as text"), -1);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_box_append (GTK_BOX (head), self->tried);
  gtk_box_append (GTK_BOX (head), copy);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 2);
  self->inputs = create_inputs ();
  gtk_box_append (GTK_BOX (self), head);
  gtk_box_append (GTK_BOX (self), self->grid);
  gtk_box_append (GTK_BOX (self), self->inputs);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* Whether the entries are those of @calculator already. */
static gboolean
has_inputs (RedressCalculatorCard *self, const RedressCalculator *calculator)
{
  if (self->entries->len != (calculator->inputs != NULL ? g_strv_length (calculator->inputs) : 0))
    return FALSE;
  for (guint i = 0; i < self->entries->len; i++)
    if (g_strcmp0 (get_name (g_ptr_array_index (self->entries, i)), calculator->inputs[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
show_inputs (RedressCalculatorCard *self, const RedressCalculator *calculator)
{
  for (guint i = 0; i < self->entries->len; i++)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->inputs),
                         gtk_widget_get_parent (GTK_WIDGET (g_ptr_array_index (self->entries, i))));
  g_ptr_array_set_size (self->entries, 0);
  for (char **name = calculator->inputs; name != NULL && *name != NULL; name++)
    add_entry (self, *name);
  gtk_widget_set_visible (self->inputs, self->entries->len > 0);
}

void
redress_calculator_card_show (RedressCalculatorCard *self, RedressOpenCase *open)
{
  const RedressCalculator *calculator;
  gboolean is_same;

  g_return_if_fail (REDRESS_IS_CALCULATOR_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  calculator = open->data->policy != NULL && open->data->ticket != NULL
                   ? redress_policy_get_calculator (open->data->policy)
                   : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), calculator != NULL);
  if (calculator == NULL)
    return;
  is_same = self->open != NULL && self->open->data->summary->id == open->data->summary->id;
  g_set_object (&self->open, open);
  gtk_label_set_text (GTK_LABEL (self->title),
                      redress_text_get (&calculator->title, redress_language ()));
  /* What is being typed outlives news of the ticket. */
  if (!is_same || !has_inputs (self, calculator))
    show_inputs (self, calculator);
  calculate (self);
}

char *
redress_calculator_card_dup_text (RedressCalculatorCard *self)
{
  GString *text;

  g_return_val_if_fail (REDRESS_IS_CALCULATOR_CARD (self), NULL);

  text = g_string_new (NULL);
  if (gtk_widget_get_visible (self->tried))
    g_string_append_printf (text, "%s\n", _ ("Try-out, not of the ticket"));
  for (guint i = 0; self->results != NULL && i < self->results->len; i++)
    {
      const RedressCalculation *result = g_ptr_array_index (self->results, i);
      g_autofree char *formula = format_formula (self, result);

      g_string_append_printf (text, "%s: %s (%s)\n",
                              redress_text_get (&result->line->label, redress_language ()),
                              result->value, formula);
    }
  return g_string_free (text, FALSE);
}
