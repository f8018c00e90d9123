/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync-light.h"

#include "config.h"

#include "app/format.h"

#include <glib/gi18n.h>

struct _RedressSyncLight
{
  GtkButton parent_instance;

  GtkWidget *icon;
  GtkWidget *network;
  GtkWidget *trouble_line; /* what needs somebody, if anything does */
  GtkWidget *decisions;
  RedressSync *sync;
  RedressClock *clock;
  gint64 waiting;
  gint64 trouble;
  RedressTime leaving_at;
};

G_DEFINE_FINAL_TYPE (RedressSyncLight, redress_sync_light, GTK_TYPE_BUTTON)

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [REDRESS_SYNC_SIGNED_OUT] = { "system-log-out-symbolic", "dim" },
  [REDRESS_SYNC_CONNECTING] = { "view-refresh-symbolic", "dim" },
  [REDRESS_SYNC_FIRST] = { "view-refresh-symbolic", "dim" },
  [REDRESS_SYNC_ONLINE] = { "emblem-ok-symbolic", "ok-c" },
  [REDRESS_SYNC_OFFLINE] = { "network-offline-symbolic", "warn-c" },
  [REDRESS_SYNC_SIGN_IN_AGAIN] = { "dialog-password-symbolic", "warn-c" },
  [REDRESS_SYNC_TOO_OLD] = { "software-update-urgent-symbolic", "warn-c" },
};

static char *
format_network (RedressSyncLight *self, RedressSyncStatus status, RedressTime now)
{
  g_autofree char *text = NULL;
  RedressTime last_sync;

  switch (status)
    {
    case REDRESS_SYNC_SIGNED_OUT:
      return g_strdup (_ ("Signed out"));
    case REDRESS_SYNC_CONNECTING:
      return g_strdup (_ ("Connecting…"));
    case REDRESS_SYNC_FIRST:
      return g_strdup (_ ("Online · getting tickets"));
    case REDRESS_SYNC_OFFLINE:
      text = redress_format_moment (redress_sync_get_since (self->sync), now);
      return g_strdup_printf (_ ("Offline since %s"), text);
    case REDRESS_SYNC_SIGN_IN_AGAIN:
      return g_strdup (_ ("Sign in again"));
    case REDRESS_SYNC_TOO_OLD:
      return g_strdup (_ ("This version is too old"));
    case REDRESS_SYNC_ONLINE:
    default:
      last_sync = redress_sync_get_last_sync (self->sync);
      if (last_sync == REDRESS_TIME_UNKNOWN)
        return g_strdup (_ ("Online"));
      text = redress_format_age (last_sync, now);
      /* Translators: %s is an age such as "6 s ago" */
      return g_strdup_printf (_ ("Online · synced %s"), text);
    }
}

static char *
format_decisions (RedressSyncLight *self, RedressSyncStatus status, RedressTime now)
{
  gint64 seconds;

  if (self->waiting == 0)
    return g_strdup (_ ("All decisions recorded"));
  if (status == REDRESS_SYNC_ONLINE && self->leaving_at != REDRESS_TIME_UNKNOWN &&
      self->leaving_at > now)
    {
      seconds = (self->leaving_at - now + REDRESS_SECOND - 1) / REDRESS_SECOND;
      return g_strdup_printf (ngettext ("%d decision leaves in %d s", "%d decisions leave in %d s",
                                        (gulong)self->waiting),
                              (int)self->waiting, (int)seconds);
    }
  return g_strdup_printf (ngettext ("%d decision waits on this computer",
                                    "%d decisions wait on this computer", (gulong)self->waiting),
                          (int)self->waiting);
}

static char *
format_trouble (RedressSyncLight *self)
{
  return g_strdup_printf (
      ngettext ("%d decision needs you", "%d decisions need you", (gulong)self->trouble),
      (int)self->trouble);
}

void
redress_sync_light_tick (RedressSyncLight *self)
{
  RedressSyncStatus status;
  RedressTime now;

  g_return_if_fail (REDRESS_IS_SYNC_LIGHT (self));

  if (self->sync == NULL)
    return;
  status = redress_sync_get_status (self->sync);
  now = redress_clock_now (self->clock);
  g_autofree char *network = format_network (self, status, now);
  g_autofree char *decisions = format_decisions (self, status, now);
  const char *style[] = { looks[status].style, NULL };
  g_autofree char *trouble = format_trouble (self);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), looks[status].icon);
  gtk_widget_set_css_classes (self->icon, style);
  gtk_label_set_text (GTK_LABEL (self->network), network);
  gtk_label_set_text (GTK_LABEL (self->decisions), decisions);
  gtk_label_set_text (GTK_LABEL (self->trouble_line), trouble);
  gtk_widget_set_visible (self->trouble_line, self->trouble > 0);
  /* All is not well while something needs somebody. */
  gtk_widget_set_visible (self->decisions, self->trouble == 0 || self->waiting > 0);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self),
                                  self->trouble > 0 ? "win.show-trouble" : "win.show-mine");
  g_autofree char *name = self->trouble == 0 ? g_strdup_printf ("%s. %s", network, decisions)
                          : self->waiting == 0
                              ? g_strdup_printf ("%s. %s", network, trouble)
                              : g_strdup_printf ("%s. %s. %s", network, trouble, decisions);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
redress_sync_light_dispose (GObject *object)
{
  RedressSyncLight *self = REDRESS_SYNC_LIGHT (object);

  g_clear_object (&self->sync);
  g_clear_pointer (&self->clock, redress_clock_unref);
  G_OBJECT_CLASS (redress_sync_light_parent_class)->dispose (object);
}

static void
redress_sync_light_class_init (RedressSyncLightClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_sync_light_dispose;
}

static GtkWidget *
create_line (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
redress_sync_light_init (RedressSyncLight *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->leaving_at = REDRESS_TIME_UNKNOWN;
  self->icon = gtk_image_new ();
  self->network = create_line ("small");
  gtk_widget_add_css_class (self->network, "semibold");
  self->trouble_line = create_line ("small");
  gtk_widget_add_css_class (self->trouble_line, "bad-c");
  self->decisions = create_line ("caption-dim");
  gtk_label_set_wrap (GTK_LABEL (self->decisions), TRUE);
  gtk_label_set_lines (GTK_LABEL (self->decisions), 2);
  gtk_box_append (GTK_BOX (lines), self->network);
  gtk_box_append (GTK_BOX (lines), self->trouble_line);
  gtk_box_append (GTK_BOX (lines), self->decisions);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (row), self->icon);
  gtk_box_append (GTK_BOX (row), lines);
  gtk_button_set_child (GTK_BUTTON (self), row);
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self), "sync-light");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.show-mine");
}

void
redress_sync_light_set_sync (RedressSyncLight *self, RedressSync *sync, RedressClock *clock)
{
  g_return_if_fail (REDRESS_IS_SYNC_LIGHT (self));
  g_return_if_fail (REDRESS_IS_SYNC (sync));

  g_set_object (&self->sync, sync);
  g_clear_pointer (&self->clock, redress_clock_unref);
  self->clock = redress_clock_ref (clock);
  g_signal_connect_object (sync, "notify::status", G_CALLBACK (redress_sync_light_tick), self,
                           G_CONNECT_SWAPPED);
  redress_sync_light_tick (self);
}

void
redress_sync_light_set_waiting (RedressSyncLight *self,
                                gint64 waiting,
                                RedressTime leaving_at,
                                gint64 trouble)
{
  g_return_if_fail (REDRESS_IS_SYNC_LIGHT (self));

  self->waiting = waiting;
  self->leaving_at = leaving_at;
  self->trouble = trouble;
  redress_sync_light_tick (self);
}
