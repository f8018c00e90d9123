/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/given-up-button.h"

#include "config.h"

#include "core/permission.h"

#include <glib/gi18n.h>

/* Events are given up after days, so nothing is lost by minutes. */
#define ASK_SECONDS 300

struct _RedressGivenUpButton
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkLabel *label;
  RedressSync *sync; /* (owned) (nullable): until it was set */
  GCancellable *cancellable;
  gboolean is_asking;
  guint timer;
};

G_DEFINE_FINAL_TYPE (RedressGivenUpButton, redress_given_up_button, ADW_TYPE_BIN)

static void
show_number (RedressGivenUpButton *self, gint64 n)
{
  g_autofree char *text = g_strdup_printf (
      ngettext ("%d event given up", "%d events given up", (gulong)n), (int)MIN (n, G_MAXINT));

  gtk_label_set_text (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  gtk_widget_set_visible (self->button, n > 0);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (RedressGivenUpButton) self = data;
  g_autoptr (RedressConnectors) connectors =
      redress_sync_connectors_finish (REDRESS_SYNC (source), result, NULL);

  self->is_asking = FALSE;
  /* Where nobody answers, what was known stands. */
  if (connectors != NULL)
    show_number (self, redress_connectors_count_dead (connectors));
}

static void
ask (RedressGivenUpButton *self)
{
  const RedressConnectorsRequest request = { .action = REDRESS_CONNECTORS_LIST };
  g_autoptr (RedressAccount) account = redress_sync_dup_account (self->sync);

  if (account == NULL || !redress_role_may (account->role, REDRESS_ACTION_CONNECTORS))
    {
      show_number (self, 0);
      return;
    }
  if (self->is_asking)
    return;
  self->is_asking = TRUE;
  redress_sync_connectors_async (self->sync, &request, self->cancellable, asked_cb,
                                 g_object_ref (self));
}

/* At the start the server is not there yet. */
static void
status_cb (RedressGivenUpButton *self)
{
  if (redress_sync_get_status (self->sync) == REDRESS_SYNC_ONLINE)
    ask (self);
}

static gboolean
timer_cb (gpointer data)
{
  ask (data);
  return G_SOURCE_CONTINUE;
}

/* Who comes back from the window of connectors may have sent some of them. */
static void
active_cb (RedressGivenUpButton *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->sync != NULL && GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root)))
    ask (self);
}

static void
redress_given_up_button_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (redress_given_up_button_parent_class)->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::is-active",
                           G_CALLBACK (active_cb), widget, G_CONNECT_SWAPPED);
}

static void
redress_given_up_button_dispose (GObject *object)
{
  RedressGivenUpButton *self = REDRESS_GIVEN_UP_BUTTON (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  G_OBJECT_CLASS (redress_given_up_button_parent_class)->dispose (object);
}

static void
redress_given_up_button_finalize (GObject *object)
{
  RedressGivenUpButton *self = REDRESS_GIVEN_UP_BUTTON (object);

  g_clear_object (&self->sync);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (redress_given_up_button_parent_class)->finalize (object);
}

static void
redress_given_up_button_class_init (RedressGivenUpButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_given_up_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_given_up_button_finalize;
  GTK_WIDGET_CLASS (klass)->root = redress_given_up_button_root;
}

static void
redress_given_up_button_init (RedressGivenUpButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (NULL);

  self->cancellable = g_cancellable_new ();
  self->label = GTK_LABEL (label);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), box);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "win.connectors");
  gtk_widget_set_tooltip_text (self->button, _ ("Platforms did not take them for days"));
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "given-up");
  gtk_widget_set_visible (self->button, FALSE);
  adw_bin_set_child (ADW_BIN (self), self->button);
}

void
redress_given_up_button_set_sync (RedressGivenUpButton *self, RedressSync *sync)
{
  g_return_if_fail (REDRESS_IS_GIVEN_UP_BUTTON (self) && self->sync == NULL);

  self->sync = g_object_ref (sync);
  self->timer = g_timeout_add_seconds (ASK_SECONDS, timer_cb, self);
  g_signal_connect_object (sync, "notify::store", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::status", G_CALLBACK (status_cb), self, G_CONNECT_SWAPPED);
  ask (self);
}
