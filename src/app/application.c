/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"

#include "config.h"

#include "app/dialogs.h"
#include "app/preferences.h"
#include "app/sign-in-code.h"
#include "app/window.h"
#include "core/error.h"
#include "core/ticket.h"

#include <glib/gi18n.h>
#include <malloc.h>

/* Longer than the disk takes to say who worked here: until then the window has nothing to show. */
#define PATIENCE_MS 300
#define LARGE_ARRAY (1024 * 1024)

struct _RedressApplication
{
  AdwApplication parent_instance;

  RedressClock *clock;
  RedressSync *sync;
  GSettings *settings;
  RedressWindow *window; /* (unowned) (nullable) */
  char *server;          /* (nullable): from the command line */
  int sign_in_fd;        /* -1: none */
  guint patience_id;     /* the window is to be presented, filled or not */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RedressApplication, redress_application, ADW_TYPE_APPLICATION)

static char *
dup_server (RedressApplication *self)
{
  const char *used = redress_sync_get_server (self->sync);

  if (self->server != NULL)
    return g_strdup (self->server);
  return used != NULL ? g_strdup (used) : g_settings_get_string (self->settings, "server-url");
}

static void
present (RedressApplication *self)
{
  g_clear_handle_id (&self->patience_id, g_source_remove);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
patience_cb (gpointer user_data)
{
  RedressApplication *self = user_data;

  self->patience_id = 0;
  if (self->window != NULL)
    present (self);
}

/* Somebody may have closed the window while its content was on its way. */
static void
show_desk (RedressApplication *self)
{
  if (self->window == NULL)
    return;
  redress_window_show_desk (self->window);
  present (self);
}

static void
show_sign_in (RedressApplication *self, const GError *error)
{
  g_autofree char *server = dup_server (self);

  if (self->window == NULL)
    return;
  redress_window_show_sign_in (self->window, server, error);
  present (self);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (redress_sync_sign_in_finish (REDRESS_SYNC (source), result, &error))
    show_desk (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_sign_in (self, error);
}

static void
code_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = redress_sign_in_code_read_finish (result, &error);
  g_autofree char *server = dup_server (self);

  if (code == NULL)
    {
      show_sign_in (self, error);
      return;
    }
  redress_sync_sign_in_with_code_async (self->sync, server, code, self->cancellable, signed_in_cb,
                                        g_object_ref (self));
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean resumed = redress_sync_resume_finish (REDRESS_SYNC (source), result, &error);

  if (resumed)
    show_desk (self);
  else if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    show_sign_in (self, NULL);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_sign_in (self, error);
}

static void
start (RedressApplication *self)
{
  if (self->sign_in_fd >= 0)
    redress_sign_in_code_read_async (self->sign_in_fd, self->cancellable, code_read_cb,
                                     g_object_ref (self));
  else
    redress_sync_resume_async (self->sync, self->cancellable, resumed_cb, g_object_ref (self));
  self->sign_in_fd = -1;
}

static void
redress_application_activate (GApplication *application)
{
  RedressApplication *self = REDRESS_APPLICATION (application);

  if (self->window == NULL)
    {
      self->window =
          redress_window_new (GTK_APPLICATION (self), self->sync, self->clock, self->settings);
      g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *)&self->window);
      self->patience_id = g_timeout_add_once (PATIENCE_MS, patience_cb, self);
      start (self);
    }
  else
    present (self);
}

/* redress://ticket/T-42 */
static void
redress_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  RedressApplication *self = REDRESS_APPLICATION (application);

  g_application_activate (application);
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);
      g_autofree char *name = g_path_get_basename (uri);
      gint64 ticket;

      if (g_str_has_prefix (uri, "redress:") && redress_ticket_parse_id (name, &ticket))
        redress_window_open_ticket (self->window, ticket);
      else
        redress_window_toast (self->window, _ ("That link does not name a ticket."), NULL, NULL);
    }
}

static int
redress_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  RedressApplication *self = REDRESS_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("redress %s\n", REDRESS_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, "server", "s", &self->server);
  g_variant_dict_lookup (options, "sign-in-fd", "i", &self->sign_in_fd);
  return -1;
}

static void
preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RedressApplication *self = user_data;

  if (self->window != NULL)
    redress_preferences_present (GTK_WINDOW (self->window), self->settings);
}

static void
about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RedressApplication *self = user_data;

  redress_dialog_show_about (GTK_WINDOW (self->window));
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RedressApplication *self = user_data;

  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
  else
    g_application_quit (G_APPLICATION (self));
}

static void
open_ticket (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RedressApplication *self = user_data;

  g_application_activate (G_APPLICATION (self));
  redress_window_open_ticket (self->window, g_variant_get_int64 (parameter));
}

static void
apply_color_scheme (RedressApplication *self)
{
  g_autofree char *scheme = g_settings_get_string (self->settings, "color-scheme");
  AdwColorScheme color = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (scheme, "light"))
    color = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (scheme, "dark"))
    color = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), color);
}

static void
redress_application_startup (GApplication *application)
{
  RedressApplication *self = REDRESS_APPLICATION (application);
  static const GActionEntry entries[] = {
    { "preferences", preferences, NULL, NULL, NULL, { 0 } },
    { "about", about, NULL, NULL, NULL, { 0 } },
    { "quit", quit, NULL, NULL, NULL, { 0 } },
    { "open-ticket", open_ticket, "x", NULL, NULL, { 0 } },
  };
  const char *quit_keys[] = { "<Control>q", NULL };
  const char *shortcuts_keys[] = { "<Control>question", NULL };
  const char *preferences_keys[] = { "<Control>comma", NULL };

  G_APPLICATION_CLASS (redress_application_parent_class)->startup (application);
  self->settings = g_settings_new (REDRESS_APP_ID);
  self->sync = redress_sync_new (self->clock, NULL, NULL);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme),
                           self, G_CONNECT_SWAPPED);
  apply_color_scheme (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.preferences",
                                         preferences_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "win.show-help-overlay",
                                         shortcuts_keys);
}

static void
redress_application_shutdown (GApplication *application)
{
  RedressApplication *self = REDRESS_APPLICATION (application);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (self->sync != NULL)
    redress_sync_shutdown (self->sync);
  G_APPLICATION_CLASS (redress_application_parent_class)->shutdown (application);
}

static void
redress_application_finalize (GObject *object)
{
  RedressApplication *self = REDRESS_APPLICATION (object);

  g_clear_object (&self->sync);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->clock, redress_clock_unref);
  g_free (self->server);
  G_OBJECT_CLASS (redress_application_parent_class)->finalize (object);
}

static void
redress_application_class_init (RedressApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = redress_application_finalize;
  application_class->startup = redress_application_startup;
  application_class->activate = redress_application_activate;
  application_class->open = redress_application_open;
  application_class->shutdown = redress_application_shutdown;
  application_class->handle_local_options = redress_application_handle_local_options;
}

static void
redress_application_init (RedressApplication *self)
{
  static const GOptionEntry options[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Address of the server"), N_ ("URL") },
    { "sign-in-fd", 0, 0, G_OPTION_ARG_INT, NULL,
      N_ ("Sign in with the one-time code on this file descriptor"), N_ ("FD") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
    { 0 },
  };

  self->clock = redress_clock_ref (redress_clock_get_system ());
  self->sign_in_fd = -1;
  self->cancellable = g_cancellable_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/* The lists of a million tickets are read into arrays of many megabytes, which glibc would keep for
 * the next time once it has seen such sizes. */
static void
give_memory_back (void)
{
#ifdef M_MMAP_THRESHOLD
  mallopt (M_MMAP_THRESHOLD, LARGE_ARRAY);
#endif
}

RedressApplication *
redress_application_new (void)
{
  give_memory_back ();
  /* One process per home is kept by the lock on the data folder: a bus may be missing. */
  return g_object_new (REDRESS_TYPE_APPLICATION, "application-id", REDRESS_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN | G_APPLICATION_CAN_OVERRIDE_APP_ID,
                       "resource-base-path", "/org/redress/Desk", NULL);
}
