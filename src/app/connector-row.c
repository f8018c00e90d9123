/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/connector-row.h"

#include "config.h"

#include "app/chip.h"
#include "app/connector-words.h"
#include "app/platforms.h"

#include <glib/gi18n.h>

struct _RedressConnectorRow
{
  AdwActionRow parent_instance;

  RedressChip *chip;
  GtkButton *resend;
  GtkButton *test;
  GtkButton *toggle;
};

G_DEFINE_FINAL_TYPE (RedressConnectorRow, redress_connector_row, ADW_TYPE_ACTION_ROW)

static void
redress_connector_row_class_init (RedressConnectorRowClass *klass)
{
}

static GtkButton *
add_button (RedressConnectorRow *self)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  return GTK_BUTTON (button);
}

static void
redress_connector_row_init (RedressConnectorRow *self)
{
  self->chip = REDRESS_CHIP (redress_chip_new ("", NULL, ""));
  gtk_widget_set_valign (GTK_WIDGET (self->chip), GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 3);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->chip));
  self->resend = add_button (self);
  self->test = add_button (self);
  self->toggle = add_button (self);
}

static void
set_button (GtkButton *button, const char *label, const char *action, const char *platform)
{
  gtk_button_set_label (button, label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", platform);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

GtkWidget *
redress_connector_row_new (const char *platform)
{
  RedressConnectorRow *self = g_object_new (REDRESS_TYPE_CONNECTOR_ROW, NULL);

  adw_preferences_row_set_title (
      ADW_PREFERENCES_ROW (self),
      redress_platforms_get_title (redress_platforms_get_default (), platform));
  set_button (self->test, _ ("Send a test"), "connectors.test", platform);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->test),
                               _ ("A decision on a ticket that does not exist, to try the way"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->resend),
                               _ ("Everything that was given up, in its order"));
  return GTK_WIDGET (self);
}

static void
show_resend (RedressConnectorRow *self, const RedressConnector *connector)
{
  int n = (int)connector->dead;
  gboolean visible = n > 0 && connector->host != NULL;
  /* Translators: a button; %d is a number of events that were given up */
  g_autofree char *label =
      g_strdup_printf (ngettext ("Send %d again", "Send %d again", (gulong)n), n);

  set_button (self->resend, label, "connectors.resend-all", connector->platform);
  /* Whoever pressed it by keys stays where they are. */
  if (!visible && gtk_widget_has_focus (GTK_WIDGET (self->resend)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->resend), visible);
}

void
redress_connector_row_show (RedressConnectorRow *self,
                            const RedressConnector *connector,
                            RedressTime now)
{
  gboolean stopped = connector->stopped_at != REDRESS_TIME_UNKNOWN;
  gboolean has_address = connector->host != NULL;
  g_autofree char *words = redress_connector_describe (connector, now);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words);
  show_resend (self, connector);
  gtk_widget_set_visible (GTK_WIDGET (self->test), has_address);
  gtk_widget_set_visible (GTK_WIDGET (self->toggle), has_address);
  if (!has_address)
    {
      redress_chip_set (self->chip, C_ ("connector", "No address"), "dialog-warning-symbolic",
                        "warn");
      return;
    }
  redress_chip_set (self->chip, stopped ? C_ ("connector", "Stopped") : C_ ("connector", "Is told"),
                    stopped ? "media-playback-pause-symbolic" : "object-select-symbolic",
                    stopped ? "warn" : "ok");
  if (stopped)
    set_button (self->toggle, _ ("Start again"), "connectors.start", connector->platform);
  else
    set_button (self->toggle, _ ("Stop…"), "connectors.stop", connector->platform);
}
