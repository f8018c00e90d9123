/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compare-card.h"

#include "config.h"

#include "app/chip.h"
#include "app/compare-words.h"
#include "app/fact-words.h"
#include "app/format.h"
#include "app/line.h"
#include "app/masked-value.h"

#include <glib/gi18n.h>

/* So many lines are shown before the agreeing ones fold. */
#define MAX_ROWS 7
#define MAX_ROWS_COMPACT 5
#define COLUMNS 4
#define COLUMN_LOG 2

struct _RedressCompareCard
{
  GtkBox parent_instance;

  GtkWidget *differs;
  GtkWidget *grid;
  GtkWidget *more;
  GtkWidget *sources;
  GtkWidget *footer;
  RedressOpenCase *open; /* (owned) (nullable) */
  gboolean compact;
  gboolean unfolded;
};

G_DEFINE_FINAL_TYPE (RedressCompareCard, redress_compare_card, GTK_TYPE_BOX)

static GtkWidget *
create_unsaid (void)
{
  return redress_line_new_whole (_ ("not said"), "small-caption dim");
}

static GtkWidget *
create_word (RedressCompareResult result)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *icon = gtk_image_new_from_icon_name (redress_compare_get_icon (result));

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), redress_line_new_whole (redress_compare_get_word (result),
                                                         "small-caption semibold"));
  gtk_widget_add_css_class (box, redress_compare_get_style (result));
  return box;
}

static GtkWidget *
create_cell (const char *text, gboolean bold)
{
  GtkWidget *cell = redress_line_new (text, bold ? "small numeric semibold" : "small numeric");

  /* The end of a long number is what two of them differ in. */
  gtk_label_set_wrap (GTK_LABEL (cell), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (cell), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (cell), 2);
  return cell;
}

static void
attach (RedressCompareCard *self, GtkWidget *cell, int column, int row, const char *lit)
{
  gtk_widget_add_css_class (cell, "cell");
  if (lit != NULL)
    gtk_widget_add_css_class (cell, lit);
  /* The log's side says more: how far a moment lies from the request. */
  gtk_widget_set_hexpand (cell, column == COLUMN_LOG);
  if (column == 0)
    gtk_widget_add_css_class (cell, "row-start");
  if (column == COLUMNS - 1)
    gtk_widget_add_css_class (cell, "row-end");
  gtk_grid_attach (GTK_GRID (self->grid), cell, column, row, 1, 1);
}

static void
add_row (RedressCompareCard *self,
         const RedressComparison *comparison,
         RedressCompareResult result,
         int row)
{
  RedressTicket *ticket = self->open->data->ticket;
  const RedressFact *claim = redress_ticket_find_fact (ticket, comparison->claim);
  const RedressFact *log = redress_ticket_find_fact (ticket, comparison->log);
  g_autofree char *claimed = redress_fact_format_revealed (self->open, claim);
  g_autofree char *logged = redress_fact_format_revealed (self->open, log);
  g_autofree char *distance = redress_fact_format_distance (self->open, log);
  g_autofree char *logged_whole = g_strconcat (logged, distance, NULL);
  const char *lit = redress_compare_get_lit (result);

  attach (
      self,
      redress_line_new (redress_text_get (&comparison->label, redress_language ()), "small dim"), 0,
      row, lit);
  attach (self, redress_masked_value_wrap (self->open, claim, create_cell (claimed, lit != NULL)),
          1, row, lit);
  attach (self,
          redress_masked_value_wrap (self->open, log, create_cell (logged_whole, lit != NULL)), 2,
          row, lit);
  attach (self,
          redress_compare_is_unsaid (ticket, comparison) ? create_unsaid () : create_word (result),
          3, row, lit);
}

static void
clear_grid (RedressCompareCard *self)
{
  static const char *const heads[COLUMNS - 1] = { N_ ("Fact"), N_ ("Customer says"),
                                                  N_ ("Platform log") };
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  for (int i = 0; i < COLUMNS - 1; i++)
    gtk_grid_attach (GTK_GRID (self->grid), redress_line_new (_ (heads[i]), "cell-head"), i, 0, 1,
                     1);
}

/* How many agreeing lines may be shown, so that the card keeps its height. */
static guint
count_agreeing_shown (RedressCompareCard *self, guint total, guint agreeing)
{
  guint max = self->compact ? MAX_ROWS_COMPACT : MAX_ROWS;
  guint lit = total - agreeing;

  if (total <= max || self->unfolded)
    return agreeing;
  return lit + 1 < max ? max - lit - 1 : 0;
}

static void
fill_rows (RedressCompareCard *self, GPtrArray *comparisons, guint agreeing)
{
  guint allowed = count_agreeing_shown (self, comparisons->len, agreeing);
  guint shown = 0, folded = 0;
  g_autofree char *more = NULL;

  clear_grid (self);
  for (guint i = 0; i < comparisons->len; i++)
    {
      const RedressComparison *comparison = g_ptr_array_index (comparisons, i);
      RedressCompareResult result = redress_comparison_judge (comparison, self->open->data->ticket);

      if (result == REDRESS_COMPARE_AGREES && shown >= allowed)
        {
          folded++;
          continue;
        }
      shown += result == REDRESS_COMPARE_AGREES;
      add_row (self, comparison, result, (int)i + 1);
    }
  more = g_strdup_printf (ngettext ("%u more agrees", "%u more agree", folded), folded);
  gtk_button_set_label (GTK_BUTTON (self->more), more);
  gtk_widget_set_visible (self->more, folded > 0);
}

static void
show_counts (RedressCompareCard *self, const guint counts[])
{
  guint contradicting = counts[REDRESS_COMPARE_CONTRADICTS];
  guint differing = counts[REDRESS_COMPARE_DIFFERS] + contradicting;
  guint unknown = counts[REDRESS_COMPARE_UNKNOWN];
  const char *icon = "object-select-symbolic", *style = "ok";
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  if (differing > 0)
    {
      text = g_strdup_printf (ngettext ("%u differs", "%u differ", differing), differing);
      icon = contradicting > 0 ? "dialog-error-symbolic" : "dialog-warning-symbolic";
      style = contradicting > 0 ? "bad" : "warn";
    }
  else if (unknown > 0)
    {
      text = g_strdup_printf (ngettext ("%u not known", "%u not known", unknown), unknown);
      icon = "dialog-question-symbolic";
      style = "warn";
    }
  else if (counts[REDRESS_COMPARE_AGREES] > 0)
    {
      text = g_strdup (_ ("all agree"));
    }
  else
    {
      /* Translators: of the facts that are compared, the customer said none */
      text = g_strdup (_ ("nothing claimed"));
      icon = NULL;
      style = "";
    }
  redress_chip_set (REDRESS_CHIP (self->differs), text, icon, style);
  label = g_strdup_printf ("%s, %s", _ ("Claim and log"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static RedressTime
find_latest (RedressTicket *ticket, GPtrArray *comparisons, gboolean claims)
{
  RedressTime latest = REDRESS_TIME_UNKNOWN;

  for (guint i = 0; i < comparisons->len; i++)
    {
      const RedressComparison *comparison = g_ptr_array_index (comparisons, i);
      const RedressFact *fact =
          redress_ticket_find_fact (ticket, claims ? comparison->claim : comparison->log);

      if (fact != NULL)
        latest = MAX (latest, fact->as_of);
    }
  return latest;
}

static void
show_sources (RedressCompareCard *self, GPtrArray *comparisons)
{
  RedressTicket *ticket = self->open->data->ticket;
  RedressTime said = find_latest (ticket, comparisons, TRUE);
  RedressTime logged = find_latest (ticket, comparisons, FALSE);
  g_autofree char *said_text = said > 0 ? redress_moment_format (self->open, said) : g_strdup ("—");
  g_autofree char *logged_text =
      logged > 0 ? redress_moment_format (self->open, logged) : g_strdup ("—");
  /* Translators: from when the two columns are; each %s is a moment such as "14:17:52" */
  g_autofree char *text =
      g_strdup_printf (_ ("customer form %s · platform log %s"), said_text, logged_text);

  gtk_label_set_text (GTK_LABEL (self->sources), text);
}

static void
fill (RedressCompareCard *self)
{
  g_autoptr (GPtrArray) comparisons = redress_compare_list (self->open);
  guint counts[REDRESS_COMPARE_UNKNOWN + 1] = { 0 };

  for (guint i = 0; i < comparisons->len; i++)
    if (!redress_compare_is_unsaid (self->open->data->ticket, g_ptr_array_index (comparisons, i)))
      counts[redress_comparison_judge (g_ptr_array_index (comparisons, i),
                                       self->open->data->ticket)]++;
  gtk_widget_set_visible (GTK_WIDGET (self), comparisons->len > 0);
  show_counts (self, counts);
  fill_rows (self, comparisons, counts[REDRESS_COMPARE_AGREES]);
  show_sources (self, comparisons);
}

static void
more_clicked_cb (RedressCompareCard *self)
{
  self->unfolded = TRUE;
  fill (self);
  gtk_widget_grab_focus (self->grid);
}

static void
redress_compare_card_dispose (GObject *object)
{
  RedressCompareCard *self = REDRESS_COMPARE_CARD (object);

  g_clear_object (&self->open);
  G_OBJECT_CLASS (redress_compare_card_parent_class)->dispose (object);
}

static void
redress_compare_card_class_init (RedressCompareCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_compare_card_dispose;
}

static GtkWidget *
create_heading (RedressCompareCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = redress_line_new_whole (_ ("Claim and log"), "heading");

  self->differs = redress_chip_new ("", NULL, "");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->differs);
  return box;
}

static GtkWidget *
create_footer (RedressCompareCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  GtkWidget *icon = gtk_image_new_from_icon_name ("document-open-recent-symbolic");

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 12);
  gtk_widget_add_css_class (icon, "dim");
  self->sources = redress_line_new ("", "caption-dim numeric");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), self->sources);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_vexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  return box;
}

static void
redress_compare_card_init (RedressCompareCard *self)
{
  GtkBox *box = GTK_BOX (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (box, 6);
  self->grid = g_object_new (GTK_TYPE_GRID, "row-spacing", 2, "hexpand", TRUE, "focusable", TRUE,
                             "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  self->more = gtk_button_new ();
  gtk_widget_set_halign (self->more, GTK_ALIGN_START);
  redress_add_css_classes (self->more, "flat mini");
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_box_append (box, create_heading (self));
  gtk_box_append (box, self->grid);
  gtk_box_append (box, self->more);
  self->footer = create_footer (self);
  gtk_box_append (box, self->footer);
  redress_add_css_classes (GTK_WIDGET (self), "card pane-card");
}

void
redress_compare_card_show (RedressCompareCard *self, RedressOpenCase *open)
{
  gboolean other;
  RedressCase *data;

  g_return_if_fail (REDRESS_IS_COMPARE_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  data = open->data;
  other = self->open == NULL || self->open->data->summary->id != data->summary->id;
  g_set_object (&self->open, open);
  if (other)
    self->unfolded = FALSE;
  if (data->ticket != NULL && data->policy != NULL)
    fill (self);
  else
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
redress_compare_card_add_to_heading (RedressCompareCard *self, GtkWidget *widget)
{
  g_return_if_fail (REDRESS_IS_COMPARE_CARD (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_widget_insert_before (widget, gtk_widget_get_parent (self->differs), self->differs);
}

void
redress_compare_card_set_compact (RedressCompareCard *self, gboolean compact)
{
  g_return_if_fail (REDRESS_IS_COMPARE_CARD (self));

  if (self->compact == compact)
    return;
  self->compact = compact;
  gtk_widget_set_visible (self->footer, !compact);
  if (self->open != NULL && self->open->data->ticket != NULL && self->open->data->policy != NULL)
    fill (self);
}
