/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window-private.h"

#include "config.h"

#include "app/labels.h"

#define MIB G_GINT64_CONSTANT (1048576)

static void
apply_prefetch (RedressWindow *self)
{
  redress_sync_set_prefetch (self->sync, g_settings_get_boolean (self->settings, "prefetch"));
}

void
redress_window_apply_limits (RedressWindow *self)
{
  guint days = g_settings_get_uint (self->settings, "keep-closed-days");
  gint64 quota = g_settings_get_uint (self->settings, "evidence-quota-mib") * MIB;

  if (self->store != NULL)
    redress_store_set_limits (self->store, days, quota);
}

void
redress_window_restore (RedressWindow *self)
{
  g_autofree char *view = g_settings_get_string (self->settings, "last-view");

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_settings_bind (self->settings, "queue-width", self->panes, "queue-width",
                   G_SETTINGS_BIND_DEFAULT);
  redress_view_from_name (view, &self->view);
  apply_prefetch (self);
  g_signal_connect_object (self->settings, "changed::prefetch", G_CALLBACK (apply_prefetch), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::keep-closed-days",
                           G_CALLBACK (redress_window_apply_limits), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::evidence-quota-mib",
                           G_CALLBACK (redress_window_apply_limits), self, G_CONNECT_SWAPPED);
}

void
redress_window_keep (RedressWindow *self)
{
  gboolean maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", maximized);
  g_settings_set_string (self->settings, "last-view", redress_view_get_name (self->view));
}
