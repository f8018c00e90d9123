/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/changed-strip.h"

#include "config.h"

#include "app/line.h"
#include "app/ticket-diff.h"

#include <glib/gi18n.h>

/* More are named by their number. */
#define MAX_NAMED 4

struct _RedressChangedStrip
{
  AdwBin parent_instance;

  GtkWidget *text;
};

enum
{
  SEEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressChangedStrip, redress_changed_strip, ADW_TYPE_BIN)

static void
seen_cb (RedressChangedStrip *self)
{
  g_signal_emit (self, signals[SEEN], 0);
}

static void
redress_changed_strip_class_init (RedressChangedStripClass *klass)
{
  signals[SEEN] = g_signal_new ("seen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
redress_changed_strip_init (RedressChangedStrip *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *seen = gtk_button_new_with_label (C_ ("button", "Seen"));
  GtkWidget *title =
      g_object_new (GTK_TYPE_LABEL, "label", _ ("Changed since you looked"), "xalign", 0.f,
                    "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);

  gtk_widget_add_css_class (icon, "warn-c");
  redress_add_css_classes (title, "small semibold");
  self->text = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->text), 0);
  gtk_label_set_wrap (GTK_LABEL (self->text), TRUE);
  gtk_widget_add_css_class (self->text, "small");
  gtk_box_append (GTK_BOX (lines), title);
  gtk_box_append (GTK_BOX (lines), self->text);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_add_css_class (seen, "mini");
  gtk_widget_set_valign (seen, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (seen, "clicked", G_CALLBACK (seen_cb), self);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), lines);
  gtk_box_append (GTK_BOX (row), seen);
  redress_add_css_classes (row, "rules-warn");
  adw_bin_set_child (ADW_BIN (self), row);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
redress_changed_strip_show (RedressChangedStrip *self, GPtrArray *changes)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_if_fail (REDRESS_IS_CHANGED_STRIP (self));

  for (guint i = 0; i < MIN (changes->len, MAX_NAMED); i++)
    {
      g_autofree char *words = redress_case_change_describe (g_ptr_array_index (changes, i));

      g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", words);
    }
  if (changes->len > MAX_NAMED)
    {
      guint more = changes->len - MAX_NAMED;

      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%u more", "%u more", more), more);
    }
  gtk_label_set_text (GTK_LABEL (self->text), text->str);
  gtk_widget_set_visible (GTK_WIDGET (self), changes->len > 0);
}
