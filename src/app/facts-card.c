/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/facts-card.h"

#include "config.h"

#include "app/compare-words.h"
#include "app/fact-words.h"
#include "app/format.h"
#include "app/line.h"
#include "app/masked-value.h"
#include "app/place-button.h"

#include <glib/gi18n.h>

/* A fact is its name, its value and the time of reading. */
#define CELLS 3

struct _RedressFactsCard
{
  AdwBin parent_instance;

  GtkWidget *fold;       /* (owned) */
  RedressOpenCase *open; /* (owned) (nullable) */
  GPtrArray *facts;      /* (owned) (nullable) (element-type RedressFact) */
  gboolean compact;
};

/* Where the next fact goes. */
typedef struct
{
  GtkGrid *grid;
  int across; /* how many facts stand side by side */
  int row;
  int place; /* in the row */
} Cursor;

G_DEFINE_FINAL_TYPE (RedressFactsCard, redress_facts_card, ADW_TYPE_BIN)

/* Those who say most about the request come first. */
static guint
rank_source (const char *source)
{
  static const char *const order[] = { "customer", "platform", "agent", "system" };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (g_strcmp0 (source, order[i]) == 0)
      return i;
  return G_N_ELEMENTS (order);
}

static int
compare_sources (gconstpointer a, gconstpointer b)
{
  const RedressFact *left = *(const RedressFact *const *)a;
  const RedressFact *right = *(const RedressFact *const *)b;
  guint left_rank = rank_source (left->source);
  guint right_rank = rank_source (right->source);

  if (left_rank != right_rank)
    return left_rank < right_rank ? -1 : 1;
  return g_strcmp0 (left->source, right->source);
}

static gboolean
is_compared (GPtrArray *comparisons, const char *name)
{
  for (guint i = 0; i < comparisons->len; i++)
    {
      const RedressComparison *comparison = g_ptr_array_index (comparisons, i);

      if (g_str_equal (comparison->claim, name) || g_str_equal (comparison->log, name))
        return TRUE;
    }
  return FALSE;
}

/* By source, then as the policy has them; what the policy does not know comes last. */
static GPtrArray *
list_facts (RedressOpenCase *open)
{
  RedressPolicy *policy = open->data->policy;
  GPtrArray *specs = redress_policy_get_facts (policy);
  GPtrArray *carried = open->data->ticket->facts;
  GPtrArray *comparisons = redress_policy_get_comparisons (policy);
  GPtrArray *facts = g_ptr_array_new ();

  for (guint i = 0; i < specs->len; i++)
    {
      const RedressFactSpec *spec = g_ptr_array_index (specs, i);
      const RedressFact *fact = redress_ticket_find_fact (open->data->ticket, spec->name);

      if (fact != NULL && !is_compared (comparisons, spec->name))
        g_ptr_array_add (facts, (gpointer)fact);
    }
  for (guint i = 0; i < carried->len; i++)
    {
      const RedressFact *fact = g_ptr_array_index (carried, i);

      if (redress_policy_find_fact (policy, fact->name) == NULL)
        g_ptr_array_add (facts, (gpointer)fact);
    }
  g_ptr_array_sort (facts, compare_sources);
  return facts;
}

static void
start_row (Cursor *cursor)
{
  if (cursor->place > 0)
    cursor->row++;
  cursor->place = 0;
}

/* A line as wide as the card. */
static void
attach_whole (Cursor *cursor, GtkWidget *line)
{
  start_row (cursor);
  gtk_grid_attach (cursor->grid, line, 0, cursor->row++, cursor->across * CELLS, 1);
}

static GtkWidget *
create_value (RedressOpenCase *open, const RedressFact *fact)
{
  gboolean known = fact->value.type != REDRESS_VALUE_UNKNOWN;
  g_autofree char *text =
      known ? redress_fact_format_revealed (open, fact) : g_strdup (_ ("not known"));
  GtkWidget *value = redress_line_new (text, known ? "small numeric" : "small dim");

  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (value), 2);
  gtk_widget_set_hexpand (value, TRUE);
  return value;
}

/* The value, and where it was read. */
static GtkWidget *
create_value_cell (RedressOpenCase *open, const RedressFact *fact)
{
  GtkWidget *value = redress_masked_value_wrap (open, fact, create_value (open, fact));
  GtkWidget *place = redress_place_button_new (open, fact);
  GtkWidget *box;

  if (place == NULL)
    return value;
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (GTK_BOX (box), place);
  return box;
}

static void
add_fact (RedressFactsCard *self, Cursor *cursor, const RedressFact *fact)
{
  const RedressFactSpec *spec = redress_policy_find_fact (self->open->data->policy, fact->name);
  const char *help = spec != NULL ? redress_text_get (&spec->help, redress_language ()) : NULL;
  g_autofree char *read = fact->as_of != REDRESS_TIME_UNKNOWN
                              ? redress_moment_format (self->open, fact->as_of)
                              : g_strdup ("—");
  GtkWidget *cells[CELLS] = {
    redress_line_new (redress_open_case_get_name_label (self->open, fact->name), "small dim"),
    create_value_cell (self->open, fact),
    redress_line_new_whole (read, "caption-dim numeric"),
  };

  if (cursor->place == cursor->across)
    start_row (cursor);
  for (int i = 0; i < CELLS; i++)
    {
      gtk_widget_add_css_class (cells[i], "cell");
      if (help != NULL && *help != '\0')
        gtk_widget_set_tooltip_text (cells[i], help);
      gtk_grid_attach (cursor->grid, cells[i], cursor->place * CELLS + i, cursor->row, 1, 1);
    }
  if (cursor->place > 0)
    gtk_widget_set_margin_start (cells[0], 12);
  cursor->place++;
}

static const RedressLegal *
find_legal (RedressPolicy *policy, const RedressFact *fact)
{
  GPtrArray *legal = redress_policy_get_legal (policy);

  for (guint i = 0; i < legal->len; i++)
    if (g_strcmp0 (((const RedressLegal *)g_ptr_array_index (legal, i))->claim, fact->name) == 0)
      return g_ptr_array_index (legal, i);
  return NULL;
}

/* Who does not quote the text has no need of it. */
static gboolean
is_quoted (const RedressFact *fact)
{
  return fact->value.type != REDRESS_VALUE_BOOLEAN || fact->value.boolean;
}

static void
add_legal (Cursor *cursor, const RedressLegal *legal)
{
  const char *language = redress_language ();
  /* Translators: a text of the law that a customer quotes: its title, who answers for the
   * words ("Legal counsel"), the text */
  g_autofree char *text = g_strdup_printf (_ ("Quoted by the customer, not a rule: %s (%s). %s"),
                                           redress_text_get (&legal->title, language),
                                           redress_text_get (&legal->owner, language),
                                           redress_text_get (&legal->text, language));
  GtkWidget *line = redress_line_new_whole (text, "small-caption quote");

  gtk_label_set_wrap (GTK_LABEL (line), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (line), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_margin_start (line, 6);
  attach_whole (cursor, line);
}

static void
add_source (RedressFactsCard *self, Cursor *cursor, const char *source)
{
  /* Translators: over facts; %s says who said them, such as "customer" */
  g_autofree char *text =
      g_strdup_printf (_ ("Source: %s"), redress_fact_get_source_label (self->open, source));
  GtkWidget *head = redress_line_new (text, "cell-head semibold");

  if (cursor->row > 0)
    gtk_widget_set_margin_top (head, 6);
  attach_whole (cursor, head);
}

static GtkWidget *
create_grid (RedressFactsCard *self)
{
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID, "row-spacing", 1, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  Cursor cursor = { GTK_GRID (grid), self->compact ? 1 : 2, 0, 0 };
  const char *source = NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_button_get_label (GTK_BUTTON (self->fold)), -1);
  for (guint i = 0; i < self->facts->len; i++)
    {
      const RedressFact *fact = g_ptr_array_index (self->facts, i);
      const RedressLegal *legal = find_legal (self->open->data->policy, fact);

      if (i == 0 || g_strcmp0 (source, fact->source) != 0)
        add_source (self, &cursor, fact->source);
      source = fact->source;
      add_fact (self, &cursor, fact);
      if (legal != NULL && is_quoted (fact))
        add_legal (&cursor, legal);
    }
  return grid;
}

static void
fill (RedressFactsCard *self)
{
  gboolean shown = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->fold)) &&
                   self->facts != NULL && self->facts->len > 0;

  adw_bin_set_child (ADW_BIN (self), shown ? create_grid (self) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
}

static void
redress_facts_card_dispose (GObject *object)
{
  RedressFactsCard *self = REDRESS_FACTS_CARD (object);

  g_clear_pointer (&self->facts, g_ptr_array_unref);
  g_clear_object (&self->open);
  g_clear_object (&self->fold);
  G_OBJECT_CLASS (redress_facts_card_parent_class)->dispose (object);
}

static void
redress_facts_card_class_init (RedressFactsCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_facts_card_dispose;
}

static void
redress_facts_card_init (RedressFactsCard *self)
{
  self->fold = g_object_ref_sink (gtk_toggle_button_new_with_label (""));
  redress_add_css_classes (self->fold, "flat link");
  gtk_widget_set_tooltip_text (self->fold,
                               _ ("What the ticket says beside the lines of claim and log"));
  g_signal_connect_object (self->fold, "toggled", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  redress_add_css_classes (GTK_WIDGET (self), "card pane-card");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
redress_facts_card_get_fold (RedressFactsCard *self)
{
  g_return_val_if_fail (REDRESS_IS_FACTS_CARD (self), NULL);

  return self->fold;
}

void
redress_facts_card_show (RedressFactsCard *self, RedressOpenCase *open, gboolean folded)
{
  gboolean other;
  guint count;
  g_autofree char *title = NULL;

  g_return_if_fail (REDRESS_IS_FACTS_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  other = self->open == NULL || self->open->data->summary->id != open->data->summary->id;
  g_set_object (&self->open, open);
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  if (open->data->ticket != NULL && open->data->policy != NULL)
    self->facts = list_facts (open);
  count = self->facts != NULL ? self->facts->len : 0;
  title = g_strdup_printf (_ ("All facts, %u"), count);
  gtk_button_set_label (GTK_BUTTON (self->fold), title);
  gtk_widget_set_visible (self->fold, count > 0);
  if (other)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->fold), !folded);
  fill (self);
}

void
redress_facts_card_set_compact (RedressFactsCard *self, gboolean compact)
{
  g_return_if_fail (REDRESS_IS_FACTS_CARD (self));

  if (self->compact == compact)
    return;
  self->compact = compact;
  fill (self);
}
