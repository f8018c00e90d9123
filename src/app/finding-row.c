/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/finding-row.h"

#include "config.h"

#include "app/format.h"
#include "app/line.h"
#include "app/place-button.h"
#include "core/use.h"

#include <glib/gi18n.h>

static const struct
{
  const char *icon;
  const char *style;
  const char *label;
} looks[] = {
  [REDRESS_MARK_PASS] = { "object-select-symbolic", "ok-c", NC_ ("finding", "Pass") },
  [REDRESS_MARK_FAIL] = { "dialog-error-symbolic", "bad-c", NC_ ("finding", "Fail") },
  [REDRESS_MARK_UNKNOWN] = { "dialog-question-symbolic", "warn-c", NC_ ("finding", "Unknown") },
  [REDRESS_MARK_NO_MATCH] = { "list-remove-symbolic", "dim", NC_ ("finding", "No match") },
};

const char *
redress_mark_get_label (RedressMark mark)
{
  return g_dpgettext2 (NULL, "finding", looks[mark].label);
}

static GtkWidget *
create_icon (RedressMark mark)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[mark].icon);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_margin_top (icon, 2);
  gtk_widget_add_css_class (icon, looks[mark].style);
  return icon;
}

/* The first missing fact that somebody can be asked for. */
static const char *
find_askable (RedressOpenCase *open, const RedressFinding *finding)
{
  for (guint i = 0; finding->missing != NULL && finding->missing[i] != NULL; i++)
    if (redress_policy_find_fact (open->data->policy, finding->missing[i]) != NULL ||
        redress_policy_find_slot (open->data->policy, finding->missing[i]) != NULL)
      return finding->missing[i];
  return NULL;
}

static GtkWidget *
create_ask (const char *name, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (C_ ("button", "Ask"));
  g_autofree char *accessible = g_strdup_printf (_ ("Ask for: %s"), label);

  gtk_widget_add_css_class (button, "mini");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "case.ask-for");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", name);
  gtk_widget_set_tooltip_text (button, accessible);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  accessible, -1);
  return button;
}

static GtkWidget *
create_words (RedressOpenCase *open, const RedressFinding *finding, RedressMark mark)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gboolean look_here = mark == REDRESS_MARK_FAIL || mark == REDRESS_MARK_UNKNOWN;
  g_autofree char *why = redress_finding_explain (finding, open->data->policy, redress_language ());

  gtk_box_append (GTK_BOX (box),
                  redress_line_new (redress_text_get (&finding->rule->title, redress_language ()),
                                    look_here ? "small semibold" : "small"));
  gtk_box_append (GTK_BOX (box), redress_line_new (why, "caption-dim numeric"));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

GtkWidget *
redress_finding_row_new (RedressOpenCase *open, const RedressFinding *finding)
{
  RedressMark mark = redress_finding_get_mark (finding);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *word =
      redress_line_new_whole (redress_mark_get_label (mark), "small-caption semibold");
  const char *askable = mark == REDRESS_MARK_UNKNOWN ? find_askable (open, finding) : NULL;

  gtk_widget_add_css_class (word, looks[mark].style);
  gtk_box_append (GTK_BOX (row), create_icon (mark));
  gtk_box_append (GTK_BOX (row), create_words (open, finding, mark));
  gtk_box_append (GTK_BOX (row), word);
  gtk_widget_set_valign (word, askable != NULL ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
  if (askable != NULL)
    gtk_box_append (GTK_BOX (row),
                    create_ask (askable, redress_open_case_get_name_label (open, askable)));
  else
    gtk_widget_set_margin_top (word, 2);
  return row;
}

static GtkWidget *
create_detail (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 46);
  gtk_widget_add_css_class (label, "caption-dim");
  return label;
}

static char *
join_missing (RedressOpenCase *open, char **missing)
{
  g_autoptr (GString) text = g_string_new (_ ("Would settle it"));

  for (guint i = 0; missing[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? _ (": ") : C_ ("list", ", "),
                            redress_open_case_get_name_label (open, missing[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Where the facts were read that the finding rests on, each place once. */
static void
append_places (GtkBox *words, RedressOpenCase *open, const RedressFinding *finding)
{
  GPtrArray *facts = open->data->ticket->facts;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      const RedressFact *fact = g_ptr_array_index (facts, i);
      GtkWidget *button = NULL;

      if (fact->evidence != NULL && fact->value.type != REDRESS_VALUE_UNKNOWN &&
          redress_finding_rests_on (finding, open->data->policy, fact->name))
        button = redress_place_button_new_named (open, fact);
      if (button == NULL)
        continue;
      g_object_ref_sink (button);
      if (g_hash_table_add (seen, g_strdup (gtk_button_get_label (GTK_BUTTON (button)))))
        {
          gtk_widget_set_halign (button, GTK_ALIGN_START);
          gtk_box_append (words, button);
        }
      g_object_unref (button);
    }
}

GtkWidget *
redress_finding_row_new_detailed (RedressOpenCase *open,
                                  const RedressFinding *finding,
                                  gboolean places)
{
  RedressMark mark = redress_finding_get_mark (finding);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *word =
      redress_line_new_whole (redress_mark_get_label (mark), "small-caption semibold");
  g_autofree char *why = redress_finding_explain (finding, open->data->policy, redress_language ());

  gtk_box_append (GTK_BOX (words),
                  redress_line_new (redress_text_get (&finding->rule->title, redress_language ()),
                                    "small semibold"));
  gtk_box_append (GTK_BOX (words), create_detail (why));
  if (finding->missing != NULL && finding->missing[0] != NULL)
    {
      g_autofree char *missing = join_missing (open, finding->missing);
      gtk_box_append (GTK_BOX (words), create_detail (missing));
    }
  gtk_box_append (GTK_BOX (words), redress_line_new (finding->rule->id, "caption-dim"));
  if (places)
    append_places (GTK_BOX (words), open, finding);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_add_css_class (word, looks[mark].style);
  gtk_widget_set_valign (word, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), create_icon (mark));
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), word);
  return row;
}

GtkWidget *
redress_findings_popover_new (GtkWidget *list)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroll = gtk_scrolled_window_new ();

  g_object_set (scroll, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height", TRUE,
                "propagate-natural-width", TRUE, "max-content-height", 460, "min-content-width",
                360, "child", list, NULL);
  gtk_popover_set_child (GTK_POPOVER (popover), scroll);
  return popover;
}
