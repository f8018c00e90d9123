/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/damage-bar.h"

#include "config.h"

#include <glib/gi18n.h>

struct _RedressDamageBar
{
  AdwBin parent_instance;

  GtkWidget *text;
  GtkWidget *kept;
  GtkWidget *kept_row;
  char *path; /* (nullable): of the kept file */
};

G_DEFINE_FINAL_TYPE (RedressDamageBar, redress_damage_bar, ADW_TYPE_BIN)

enum
{
  SIGNAL_READ,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
describe_saved (const RedressDamageReport *report)
{
  if (report->n_waiting == 0)
    return g_strdup (_ ("No decision that waits was found in it."));
  return g_strdup_printf (ngettext ("%u decision that waits was saved.",
                                    "%u decisions that wait were saved.", report->n_waiting),
                          report->n_waiting);
}

static char *
describe_missing (const RedressDamageReport *report)
{
  if (report->n_gaps == 0)
    return g_strdup (_ ("Nothing seems to be missing."));
  return g_strdup_printf (
      ngettext ("In %u place something may be missing: please check that all you decided is there.",
                "In %u places something may be missing: please check that all you decided is "
                "there.",
                report->n_gaps),
      report->n_gaps);
}

static void
copy_cb (RedressDamageBar *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->path);
}

static void
close_cb (RedressDamageBar *self)
{
  g_signal_emit (self, signals[SIGNAL_READ], 0);
}

static void
redress_damage_bar_finalize (GObject *object)
{
  g_free (REDRESS_DAMAGE_BAR (object)->path);
  G_OBJECT_CLASS (redress_damage_bar_parent_class)->finalize (object);
}

static void
redress_damage_bar_class_init (RedressDamageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = redress_damage_bar_finalize;
  signals[SIGNAL_READ] = g_signal_new ("read", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/damage-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressDamageBar, text);
  gtk_widget_class_bind_template_child (widget_class, RedressDamageBar, kept);
  gtk_widget_class_bind_template_child (widget_class, RedressDamageBar, kept_row);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
redress_damage_bar_init (RedressDamageBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
redress_damage_bar_new (const RedressDamageReport *report)
{
  RedressDamageBar *self = g_object_new (REDRESS_TYPE_DAMAGE_BAR, NULL);
  g_autofree char *saved = describe_saved (report);
  g_autofree char *missing = describe_missing (report);
  /* Translators: two sentences, one after the other */
  g_autofree char *text = g_strdup_printf (_ ("%s %s"), saved, missing);
  g_autofree char *kept = NULL;

  gtk_label_set_text (GTK_LABEL (self->text), text);
  self->path = g_strdup (report->kept);
  gtk_widget_set_visible (self->kept_row, self->path != NULL);
  if (self->path == NULL)
    return GTK_WIDGET (self);
  kept = g_strdup_printf (_ ("The damaged file was kept: %s"), self->path);
  gtk_label_set_text (GTK_LABEL (self->kept), kept);
  return GTK_WIDGET (self);
}
