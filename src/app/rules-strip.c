/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/rules-strip.h"

#include "config.h"

#include "app/chip.h"
#include "app/effect-words.h"
#include "app/format.h"
#include "app/labels.h"
#include "app/line.h"

#include <glib/gi18n.h>

struct _RedressRulesStrip
{
  GtkBox parent_instance;

  GtkWidget *icon;
  GtkWidget *text;
  GtkWidget *rule;
  GtkWidget *failed;
  GtkWidget *unknown;
  GtkWidget *fold;
  const char *style; /* (unowned) (nullable): a literal */
  gboolean counts;
  gboolean version;
};

enum
{
  FOLDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressRulesStrip, redress_rules_strip, GTK_TYPE_BOX)

static void
append_names (GString *text, RedressOpenCase *open, char **names)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? _ (": ") : C_ ("list", ", "),
                            redress_open_case_get_name_label (open, names[i]));
}

char *
redress_rules_describe (RedressOpenCase *open)
{
  const RedressEvaluation *evaluation = open->data->evaluation;
  RedressKind kind = open->data->summary->kind;
  g_autoptr (GString) text = NULL;

  if (evaluation->recommended == REDRESS_VERDICT_NONE)
    return g_strdup (_ ("No rule fits; you decide"));
  if (evaluation->deciding == NULL)
    return g_strdup_printf (_ ("No rule fits: %s"),
                            redress_verdict_get_label (evaluation->recommended, kind));
  text = g_string_new (redress_verdict_get_label (evaluation->recommended, kind));
  if (evaluation->recommended == REDRESS_VERDICT_NEED_INFO)
    append_names (text, open,
                  evaluation->ask[0] != NULL ? evaluation->ask : evaluation->missing_slots);
  else
    redress_effects_append (text, open, evaluation->effects);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
set_style (RedressRulesStrip *self, const char *style)
{
  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->style);
  self->style = style;
  gtk_widget_add_css_class (GTK_WIDGET (self), style);
}

static void
show_count (GtkWidget *chip, guint count, const char *icon, const char *style, const char *tooltip)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  redress_chip_set (REDRESS_CHIP (chip), text, icon, style);
  gtk_widget_set_tooltip_text (chip, tooltip);
}

static void
show_counts (RedressRulesStrip *self, const RedressEvaluation *evaluation)
{
  guint failed = 0, unknown = 0;

  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      RedressMark mark = redress_finding_get_mark (g_ptr_array_index (evaluation->findings, i));

      failed += mark == REDRESS_MARK_FAIL;
      unknown += mark == REDRESS_MARK_UNKNOWN;
    }
  show_count (self->failed, failed, "dialog-error-symbolic", "bad", C_ ("finding", "Fail"));
  show_count (self->unknown, unknown, "dialog-question-symbolic", "warn",
              C_ ("finding", "Unknown"));
  gtk_widget_set_visible (self->failed, self->counts && failed > 0);
  gtk_widget_set_visible (self->unknown, self->counts && unknown > 0);
}

void
redress_rules_strip_show (RedressRulesStrip *self, RedressOpenCase *open)
{
  const RedressEvaluation *evaluation;
  gboolean final;
  g_autofree char *text = NULL;
  g_autofree char *rule = NULL;

  g_return_if_fail (REDRESS_IS_RULES_STRIP (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  evaluation = open->data->evaluation;
  gtk_widget_set_visible (GTK_WIDGET (self), evaluation != NULL);
  if (evaluation == NULL)
    return;
  final = redress_verdict_is_final (evaluation->recommended);
  text = redress_rules_describe (open);
  if (evaluation->deciding != NULL)
    rule = self->version ? g_strdup_printf ("%s · v%" G_GINT64_FORMAT, evaluation->deciding->id,
                                            redress_policy_get_version (open->data->policy))
                         : g_strdup (evaluation->deciding->id);
  gtk_label_set_text (GTK_LABEL (self->text), text);
  gtk_label_set_text (GTK_LABEL (self->rule), rule != NULL ? rule : "");
  gtk_widget_set_visible (self->rule, rule != NULL && !self->counts);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon),
                                final ? redress_verdict_get_icon (evaluation->recommended)
                                      : "dialog-question-symbolic");
  gtk_widget_set_css_classes (self->icon, (const char *[]){ final ? "ok-c" : "warn-c", NULL });
  set_style (self, final ? "rules-ok" : "rules-warn");
  show_counts (self, evaluation);
}

static void
folded_cb (RedressRulesStrip *self)
{
  gboolean open = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->fold));

  gtk_button_set_icon_name (GTK_BUTTON (self->fold),
                            open ? "pan-down-symbolic" : "pan-end-symbolic");
  g_signal_emit (self, signals[FOLDED], 0, open);
}

void
redress_rules_strip_set_counts (RedressRulesStrip *self, gboolean counts)
{
  g_return_if_fail (REDRESS_IS_RULES_STRIP (self));

  self->counts = counts;
  gtk_widget_set_visible (self->fold, counts);
  gtk_widget_set_visible (self->rule, !counts);
}

void
redress_rules_strip_set_version_shown (RedressRulesStrip *self, gboolean shown)
{
  g_return_if_fail (REDRESS_IS_RULES_STRIP (self));

  self->version = shown;
}

static void
redress_rules_strip_class_init (RedressRulesStripClass *klass)
{
  signals[FOLDED] = g_signal_new ("folded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
redress_rules_strip_init (RedressRulesStrip *self)
{
  GtkBox *box = GTK_BOX (self);

  self->icon = gtk_image_new ();
  self->text = redress_line_new ("", "semibold");
  gtk_label_set_wrap (GTK_LABEL (self->text), TRUE);
  gtk_label_set_lines (GTK_LABEL (self->text), 3);
  gtk_widget_set_hexpand (self->text, TRUE);
  self->rule = redress_line_new_whole ("", "caption-dim");
  self->failed = redress_chip_new ("", NULL, "");
  self->unknown = redress_chip_new ("", NULL, "");
  self->fold = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->fold), "pan-end-symbolic");
  redress_add_css_classes (self->fold, "flat tiny");
  gtk_widget_set_visible (self->fold, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fold), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the rules say"), -1);
  g_signal_connect_swapped (self->fold, "toggled", G_CALLBACK (folded_cb), self);
  gtk_box_append (box, self->icon);
  gtk_box_append (box, self->text);
  gtk_box_append (box, self->rule);
  gtk_box_append (box, self->failed);
  gtk_box_append (box, self->unknown);
  gtk_box_append (box, self->fold);
  gtk_box_set_spacing (box, 8);
}
