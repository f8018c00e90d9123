/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/findings-card.h"

#include "config.h"

#include "app/finding-row.h"
#include "app/line.h"
#include "app/rules-strip.h"

#include <glib/gi18n.h>

/* So many conditions fit; those that failed or are unknown are always shown. */
#define MAX_ROWS 5
/* How wide the strip is, of which some say more than one line holds. */
#define STRIP_WIDTH 296
#define N_MARKS (REDRESS_MARK_NO_MATCH + 1)

struct _RedressFindingsCard
{
  GtkBox parent_instance;

  GtkWidget *all;
  GtkWidget *all_label;
  GtkWidget *strip;
  GtkWidget *rows;
  RedressOpenCase *open; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (RedressFindingsCard, redress_findings_card, GTK_TYPE_BOX)

static void
clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static guint
append_marked (RedressFindingsCard *self, RedressOpenCase *open, RedressMark mark, guint room)
{
  GPtrArray *findings = open->data->evaluation->findings;
  guint shown = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (findings, i);

      if (redress_finding_get_mark (finding) != mark || shown == room)
        continue;
      gtk_box_append (GTK_BOX (self->rows), redress_finding_row_new (open, finding));
      shown++;
    }
  return shown;
}

/* A strip of more lines takes the room of one. */
static guint
count_rows (RedressFindingsCard *self)
{
  int line, height;

  gtk_widget_measure (self->strip, GTK_ORIENTATION_VERTICAL, -1, NULL, &line, NULL, NULL);
  gtk_widget_measure (self->strip, GTK_ORIENTATION_VERTICAL, STRIP_WIDTH, NULL, &height, NULL,
                      NULL);
  return height > line + line / 3 ? MAX_ROWS - 1 : MAX_ROWS;
}

static void
fill_rows (RedressFindingsCard *self, RedressOpenCase *open)
{
  guint rows = count_rows (self), shown;

  clear (self->rows);
  shown = append_marked (self, open, REDRESS_MARK_FAIL, G_MAXUINT);
  shown += append_marked (self, open, REDRESS_MARK_UNKNOWN, G_MAXUINT);
  if (shown < rows)
    append_marked (self, open, REDRESS_MARK_PASS, rows - shown);
}

/* "All 7: 5 pass, 1 fail, 1 open" */
static char *
format_all (GPtrArray *findings)
{
  guint counts[N_MARKS] = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    counts[redress_finding_get_mark (g_ptr_array_index (findings, i))]++;
  /* Translators: link to the list of all rules; %u is how many there are */
  g_string_append_printf (text, _ ("All %u"), findings->len);
  g_string_append_printf (text, _ (": %u pass"), counts[REDRESS_MARK_PASS]);
  if (counts[REDRESS_MARK_FAIL] > 0)
    g_string_append_printf (text, _ (", %u fail"), counts[REDRESS_MARK_FAIL]);
  if (counts[REDRESS_MARK_UNKNOWN] > 0)
    g_string_append_printf (text, _ (", %u open"), counts[REDRESS_MARK_UNKNOWN]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
get_phase_title (int phase)
{
  switch (phase)
    {
    case 1:
      return _ ("Is the request complete?");
    case 2:
      return _ ("Is it within the limits?");
    case 3:
      return _ ("Which verdict? The first that matches");
    case 4:
    default:
      return _ ("What else has to happen?");
    }
}

static GtkWidget *
create_list (RedressOpenCase *open)
{
  GPtrArray *findings = open->data->evaluation->findings;
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  for (int phase = 1; phase <= 4; phase++)
    {
      gboolean headed = FALSE;

      for (guint i = 0; i < findings->len; i++)
        {
          const RedressFinding *finding = g_ptr_array_index (findings, i);

          if (finding->rule->phase != phase)
            continue;
          if (!headed)
            gtk_box_append (GTK_BOX (list), redress_line_new (get_phase_title (phase), "heading"));
          headed = TRUE;
          gtk_box_append (GTK_BOX (list), redress_finding_row_new_detailed (open, finding, TRUE));
        }
    }
  redress_add_css_classes (list, "popover-list");
  return list;
}

/* Made when it is opened: most cases are decided without it. */
static void
create_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  RedressFindingsCard *self = user_data;

  gtk_menu_button_set_popover (button, redress_findings_popover_new (create_list (self->open)));
}

void
redress_findings_card_show (RedressFindingsCard *self, RedressOpenCase *open)
{
  const RedressEvaluation *evaluation;
  g_autofree char *all = NULL;

  g_return_if_fail (REDRESS_IS_FINDINGS_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  g_set_object (&self->open, open);
  evaluation = open->data->evaluation;
  gtk_widget_set_visible (GTK_WIDGET (self), evaluation != NULL);
  if (evaluation == NULL)
    return;
  all = format_all (evaluation->findings);
  gtk_label_set_text (GTK_LABEL (self->all_label), all);
  redress_rules_strip_show (REDRESS_RULES_STRIP (self->strip), open);
  fill_rows (self, open);
}

void
redress_findings_card_set_strip_shown (RedressFindingsCard *self, gboolean shown)
{
  g_return_if_fail (REDRESS_IS_FINDINGS_CARD (self));

  gtk_widget_set_visible (self->strip, shown);
}

static void
redress_findings_card_dispose (GObject *object)
{
  RedressFindingsCard *self = REDRESS_FINDINGS_CARD (object);

  g_clear_object (&self->open);
  G_OBJECT_CLASS (redress_findings_card_parent_class)->dispose (object);
}

static void
redress_findings_card_class_init (RedressFindingsCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_findings_card_dispose;
}

static GtkWidget *
create_heading (RedressFindingsCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = redress_line_new (_ ("What the rules say"), "heading");

  self->all = gtk_menu_button_new ();
  self->all_label = redress_line_new ("", "small-caption");
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->all), self->all_label);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->all), create_popover_cb, self,
                                         NULL);
  gtk_widget_set_valign (self->all, GTK_ALIGN_CENTER);
  redress_add_css_classes (self->all, "flat link-button acc-c");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->all);
  return box;
}

static void
redress_findings_card_init (RedressFindingsCard *self)
{
  GtkBox *box = GTK_BOX (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (box, 5);
  self->strip = g_object_new (REDRESS_TYPE_RULES_STRIP, NULL);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 5);
  gtk_box_append (box, create_heading (self));
  gtk_box_append (box, self->strip);
  gtk_box_append (box, self->rows);
  redress_add_css_classes (GTK_WIDGET (self), "card pane-card");
}
