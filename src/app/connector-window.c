/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/connector-window.h"

#include "config.h"

#include "app/connector-row.h"
#include "app/format.h"
#include "app/platforms.h"
#include "app/telling-row.h"
#include "app/why-dialog.h"

#include <glib/gi18n.h>

#define REFRESH_SECONDS 5
/* What was just set going has an answer soon. */
#define SOON_SECONDS 1

struct _RedressConnectorWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkLabel *notice;
  GtkListBox *platforms;
  GtkWidget *filters;
  GtkToggleButton *dead;
  GtkToggleButton *all;
  GtkListBox *events;
  GtkLabel *empty;

  RedressSync *sync;
  RedressClock *clock;
  RedressConnectors *connectors; /* (nullable): as the server told it last */
  RedressTime told_at;
  guint asked;       /* questions so far; an answer to an older one says nothing new */
  gboolean acting;   /* something was asked for that is not answered yet */
  gboolean choosing; /* the filter is set by the window */
  gboolean chosen;   /* the filter was set by a person */
  guint timer;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RedressConnectorWindow, redress_connector_window, ADW_TYPE_WINDOW)

static void ask (RedressConnectorWindow *self, const RedressConnectorsRequest *request);

static GtkListBoxRow *
find_row (GtkListBox *list, int place, const char *key)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, place++)) != NULL)
    if (g_str_equal (g_object_get_data (G_OBJECT (row), "key"), key))
      return row;
  return NULL;
}

static GtkListBoxRow *
create_row (const char *key, GtkWidget *(*create) (gconstpointer), gconstpointer item)
{
  GtkListBoxRow *row = GTK_LIST_BOX_ROW (create (item));

  g_object_set_data_full (G_OBJECT (row), "key", g_strdup (key), g_free);
  return g_object_ref_sink (row);
}

/* Rows whose thing is still there stay, and with them the focus, as long as their order does. */
static GtkWidget *
take_row (GtkListBox *list,
          guint place,
          const char *key,
          GtkWidget *(*create) (gconstpointer),
          gconstpointer item)
{
  GtkListBoxRow *known = find_row (list, (int)place, key);
  g_autoptr (GtkListBoxRow) row =
      known != NULL ? g_object_ref (known) : create_row (key, create, item);

  if (known != NULL && gtk_list_box_row_get_index (known) == (int)place)
    return GTK_WIDGET (row);
  if (known != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (known));
  gtk_list_box_insert (list, GTK_WIDGET (row), (int)place);
  return GTK_WIDGET (row);
}

static void
drop_rows (GtkListBox *list, GHashTable *keys)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL;)
    if (g_hash_table_contains (keys, g_object_get_data (G_OBJECT (row), "key")))
      i++;
    else
      gtk_list_box_remove (list, GTK_WIDGET (row));
}

static GtkWidget *
create_platform (gconstpointer item)
{
  return redress_connector_row_new (((const RedressConnector *)item)->platform);
}

static GtkWidget *
create_event (gconstpointer item)
{
  return redress_telling_row_new (item);
}

static void
show_platforms (RedressConnectorWindow *self)
{
  GPtrArray *platforms = self->connectors->platforms;
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < platforms->len; i++)
    g_hash_table_add (keys, ((RedressConnector *)g_ptr_array_index (platforms, i))->platform);
  drop_rows (self->platforms, keys);
  for (guint i = 0; i < platforms->len; i++)
    {
      const RedressConnector *connector = g_ptr_array_index (platforms, i);
      GtkWidget *row =
          take_row (self->platforms, i, connector->platform, create_platform, connector);

      redress_connector_row_show (REDRESS_CONNECTOR_ROW (row), connector,
                                  redress_clock_now (self->clock));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->platforms), platforms->len > 0);
}

static void
show_events (RedressConnectorWindow *self)
{
  gboolean dead = gtk_toggle_button_get_active (self->dead);
  GPtrArray *events = dead ? self->connectors->dead : self->connectors->events;
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < events->len; i++)
    g_hash_table_add (keys, ((RedressTelling *)g_ptr_array_index (events, i))->name);
  drop_rows (self->events, keys);
  for (guint i = 0; i < events->len; i++)
    {
      const RedressTelling *telling = g_ptr_array_index (events, i);
      GtkWidget *row = take_row (self->events, i, telling->name, create_event, telling);

      redress_telling_row_show (REDRESS_TELLING_ROW (row), self->connectors, telling,
                                redress_clock_now (self->clock));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->events), events->len > 0);
  if (dead && redress_connectors_count_dead (self->connectors) > events->len)
    gtk_label_set_text (self->empty,
                        _ ("The oldest are listed. Others follow when they are sent."));
  else if (events->len > 0)
    gtk_label_set_text (self->empty, "");
  else
    gtk_label_set_text (self->empty,
                        dead ? _ ("Nothing was given up.") : _ ("Nothing was told yet."));
}

/* What was given up comes first, until somebody chooses for themselves. */
static void
show_filter (RedressConnectorWindow *self)
{
  gint64 n = redress_connectors_count_dead (self->connectors);
  g_autofree char *label = g_strdup_printf (_ ("Given up (%d)"), (int)n);

  gtk_button_set_label (GTK_BUTTON (self->dead), n > 0 ? label : _ ("Given up"));
  gtk_widget_set_visible (self->filters, self->connectors->platforms->len > 0);
  if (self->chosen)
    return;
  self->choosing = TRUE;
  gtk_toggle_button_set_active (self->connectors->dead->len > 0 ? self->dead : self->all, TRUE);
  self->choosing = FALSE;
}

static void
show (RedressConnectorWindow *self)
{
  show_platforms (self);
  show_filter (self);
  show_events (self);
}

static void
chosen_cb (RedressConnectorWindow *self)
{
  if (self->choosing || self->connectors == NULL)
    return;
  self->chosen = TRUE;
  show_events (self);
}

/* @error: (nullable): why the server did not answer. */
static void
show_notice (RedressConnectorWindow *self, const GError *error)
{
  g_autofree char *when = redress_format_moment (self->told_at, redress_clock_now (self->clock));
  /* Translators: why something did not work, then a time */
  g_autofree char *words =
      error != NULL && self->connectors != NULL
          ? g_strdup_printf (_ ("%s What stands here is of %s."), error->message, when)
          : NULL;

  if (error != NULL)
    gtk_label_set_text (self->notice, words != NULL ? words : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), error != NULL);
  if (self->connectors == NULL)
    gtk_label_set_text (self->empty, "");
}

static void
look (RedressConnectorWindow *self)
{
  RedressConnectorsRequest request = { .action = REDRESS_CONNECTORS_LIST };

  ask (self, &request);
}

static void look_in (RedressConnectorWindow *self, guint seconds);

static gboolean
is_seen (RedressConnectorWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));

  return gtk_widget_get_mapped (GTK_WIDGET (self)) && GDK_IS_TOPLEVEL (surface) &&
         (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED) == 0;
}

static gboolean
timer_cb (gpointer user_data)
{
  RedressConnectorWindow *self = user_data;

  self->timer = 0;
  if (is_seen (self))
    look (self);
  else
    look_in (self, REFRESH_SECONDS);
  return G_SOURCE_REMOVE;
}

static void
look_in (RedressConnectorWindow *self, guint seconds)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add_seconds (seconds, timer_cb, self);
}

typedef struct
{
  RedressConnectorWindow *window;
  guint number;
  gboolean acts;
} Asked;

/* One that has no address is not told of by the server, and nobody would miss it. */
static void
add_own_platforms (RedressConnectorWindow *self)
{
  g_autoptr (RedressAccount) account = redress_sync_dup_account (self->sync);

  if (account != NULL)
    redress_connectors_add_platforms (self->connectors, (const char *const *)account->scopes);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (RedressConnectorWindow) self = asked->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressConnectors) connectors =
      redress_sync_connectors_finish (REDRESS_SYNC (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (asked->acts)
    self->acting = FALSE;
  if (asked->number != self->asked)
    return;
  if (error != NULL && asked->acts)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (error->message));
  else
    show_notice (self, error);
  if (connectors != NULL)
    {
      g_clear_pointer (&self->connectors, redress_connectors_free);
      self->connectors = g_steal_pointer (&connectors);
      add_own_platforms (self);
      self->told_at = redress_clock_now (self->clock);
      show (self);
    }
  look_in (self, asked->acts ? SOON_SECONDS : REFRESH_SECONDS);
}

static void
ask (RedressConnectorWindow *self, const RedressConnectorsRequest *request)
{
  Asked *asked;

  if (self->acting)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  asked = g_new0 (Asked, 1);
  asked->window = g_object_ref (self);
  asked->number = ++self->asked;
  asked->acts = self->acting = request->action != REDRESS_CONNECTORS_LIST;
  redress_sync_connectors_async (self->sync, request, self->cancellable, answered_cb, asked);
}

static void
why_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressConnectorWindow *self = REDRESS_CONNECTOR_WINDOW (source);
  g_autofree char *platform = user_data;
  g_autofree char *why = redress_why_dialog_ask_finish (result);
  RedressConnectorsRequest request = { .action = REDRESS_CONNECTORS_STOP,
                                       .platform = platform,
                                       .why = why };

  if (why != NULL)
    ask (self, &request);
}

static void
stop (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *platform = g_variant_get_string (parameter, NULL);
  const char *const choices[] = { _ ("The platform asked for it"),
                                  _ ("The platform carries out what it should not"),
                                  _ ("The platform is being repaired"), NULL };
  /* Translators: %s is a platform */
  g_autofree char *title =
      g_strdup_printf (_ ("Stop telling “%s”?"),
                       redress_platforms_get_title (redress_platforms_get_default (), platform));

  redress_why_dialog_ask_async (
      GTK_WINDOW (widget), title,
      _ ("Decisions go on and stay as they are recorded. What they set off waits: no refund is "
         "made and nothing is stopped or cancelled there until somebody starts it again. Your "
         "name, "
         "the time and the reason are recorded."),
      choices, _ ("_Stop"), why_cb, g_strdup (platform));
}

static void
start (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *platform = g_variant_dup_string (parameter, NULL);
  RedressConnectorsRequest request = { .action = REDRESS_CONNECTORS_START, .platform = platform };

  ask (REDRESS_CONNECTOR_WINDOW (widget), &request);
}

static void
test (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *platform = g_variant_dup_string (parameter, NULL);
  RedressConnectorsRequest request = { .action = REDRESS_CONNECTORS_TEST, .platform = platform };

  ask (REDRESS_CONNECTOR_WINDOW (widget), &request);
}

static void
resend_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *platform = g_variant_dup_string (parameter, NULL);
  RedressConnectorsRequest request = { .action = REDRESS_CONNECTORS_RESEND_ALL,
                                       .platform = platform };

  ask (REDRESS_CONNECTOR_WINDOW (widget), &request);
}

static void
resend (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressConnectorsRequest request = { .action = REDRESS_CONNECTORS_RESEND,
                                       .event = g_variant_get_int64 (parameter) };

  ask (REDRESS_CONNECTOR_WINDOW (widget), &request);
}

/* The ticket stands behind this window. */
static void
open_ticket (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  if (parent != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (parent), "win.open-ticket", parameter);
  gtk_window_close (GTK_WINDOW (widget));
}

static void
end (RedressConnectorWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
}

static void
redress_connector_window_dispose (GObject *object)
{
  RedressConnectorWindow *self = REDRESS_CONNECTOR_WINDOW (object);

  end (self);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->clock, redress_clock_unref);
  G_OBJECT_CLASS (redress_connector_window_parent_class)->dispose (object);
}

static void
redress_connector_window_finalize (GObject *object)
{
  RedressConnectorWindow *self = REDRESS_CONNECTOR_WINDOW (object);

  g_clear_pointer (&self->connectors, redress_connectors_free);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (redress_connector_window_parent_class)->finalize (object);
}

static gboolean
close_request_cb (RedressConnectorWindow *self)
{
  end (self);
  return FALSE;
}

static void
redress_connector_window_class_init (RedressConnectorWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_connector_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_connector_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/redress/Desk/ui/connector-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressConnectorWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, RedressConnectorWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, RedressConnectorWindow, platforms);
  gtk_widget_class_bind_template_child (widget_class, RedressConnectorWindow, filters);
  gtk_widget_class_bind_template_child (widget_class, RedressConnectorWindow, dead);
  gtk_widget_class_bind_template_child (widget_class, RedressConnectorWindow, all);
  gtk_widget_class_bind_template_child (widget_class, RedressConnectorWindow, events);
  gtk_widget_class_bind_template_child (widget_class, RedressConnectorWindow, empty);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_install_action (widget_class, "connectors.stop", "s", stop);
  gtk_widget_class_install_action (widget_class, "connectors.start", "s", start);
  gtk_widget_class_install_action (widget_class, "connectors.test", "s", test);
  gtk_widget_class_install_action (widget_class, "connectors.resend-all", "s", resend_all);
  gtk_widget_class_install_action (widget_class, "connectors.resend", "x", resend);
  gtk_widget_class_install_action (widget_class, "connectors.open", "x", open_ticket);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
redress_connector_window_init (RedressConnectorWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->told_at = REDRESS_TIME_UNKNOWN;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
}

void
redress_connector_window_present (GtkWindow *parent, RedressSync *sync, RedressClock *clock)
{
  RedressConnectorWindow *self =
      g_object_new (REDRESS_TYPE_CONNECTOR_WINDOW, "transient-for", parent, "modal", TRUE, NULL);

  self->sync = g_object_ref (sync);
  self->clock = redress_clock_ref (clock);
  gtk_label_set_text (self->empty, _ ("Asking the server…"));
  look (self);
  gtk_window_present (GTK_WINDOW (self));
}
