/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preferences.h"

#include "config.h"

#include <glib/gi18n.h>

struct _RedressPreferences
{
  AdwWindow parent_instance;

  AdwComboRow *color_scheme;
  AdwActionRow *undo_row;
  GtkSpinButton *undo_seconds;
  AdwActionRow *prefetch_row;
  GtkSwitch *prefetch;
  AdwActionRow *quota_row;
  GtkSpinButton *quota;
  AdwActionRow *keep_row;
  GtkSpinButton *keep_closed;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (RedressPreferences, redress_preferences, ADW_TYPE_WINDOW)

static const char *const schemes[] = { "system", "light", "dark" };

static gboolean
scheme_to_position (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *scheme = g_variant_get_string (variant, NULL);

  g_value_set_uint (value, 0);
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_equal (scheme, schemes[i]))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
position_to_scheme (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint position = g_value_get_uint (value);

  return g_variant_new_string (schemes[MIN (position, G_N_ELEMENTS (schemes) - 1)]);
}

static void
redress_preferences_dispose (GObject *object)
{
  g_clear_object (&REDRESS_PREFERENCES (object)->settings);
  G_OBJECT_CLASS (redress_preferences_parent_class)->dispose (object);
}

static void
redress_preferences_class_init (RedressPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressPreferences, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, RedressPreferences, undo_row);
  gtk_widget_class_bind_template_child (widget_class, RedressPreferences, undo_seconds);
  gtk_widget_class_bind_template_child (widget_class, RedressPreferences, prefetch_row);
  gtk_widget_class_bind_template_child (widget_class, RedressPreferences, prefetch);
  gtk_widget_class_bind_template_child (widget_class, RedressPreferences, quota_row);
  gtk_widget_class_bind_template_child (widget_class, RedressPreferences, quota);
  gtk_widget_class_bind_template_child (widget_class, RedressPreferences, keep_row);
  gtk_widget_class_bind_template_child (widget_class, RedressPreferences, keep_closed);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
redress_preferences_init (RedressPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
bind (RedressPreferences *self)
{
  g_settings_bind_with_mapping (self->settings, "color-scheme", self->color_scheme, "selected",
                                G_SETTINGS_BIND_DEFAULT, scheme_to_position, position_to_scheme,
                                NULL, NULL);
  g_settings_bind (self->settings, "undo-seconds", self->undo_seconds, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "prefetch", self->prefetch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "evidence-quota-mib", self->quota, "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "keep-closed-days", self->keep_closed, "value",
                   G_SETTINGS_BIND_DEFAULT);
}

void
redress_preferences_present (GtkWindow *parent, GSettings *settings)
{
  RedressPreferences *self =
      g_object_new (REDRESS_TYPE_PREFERENCES, "transient-for", parent, "modal", TRUE, NULL);

  self->settings = g_object_ref (settings);
  bind (self);
  gtk_window_present (GTK_WINDOW (self));
}
