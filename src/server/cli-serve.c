/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cli.h"

#include "core/error.h"
#include "server/oidc/fetch.h"
#include "server/oidc/provider.h"
#include "server/readers.h"
#include "server/service.h"

#include <glib-unix.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#define DEFAULT_PORT 8377

typedef struct
{
  char *address;
  int port;
  char *certificate_path;
  char *key_path;
  char *certificate;
  char *key;
  gboolean behind_proxy;
  int protocol;
  int readers;
  char *oidc;
  char *signer;
  RedressOidcProvider *identity_provider;
} ServeOptions;

static void
serve_options_clear (ServeOptions *self)
{
  g_free (self->address);
  g_free (self->certificate_path);
  g_free (self->key_path);
  g_free (self->certificate);
  g_free (self->key);
  g_free (self->oidc);
  g_free (self->signer);
  redress_oidc_provider_free (self->identity_provider);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ServeOptions, serve_options_clear)

static gboolean
check_numbers (const ServeOptions *options, GError **error)
{
  if (options->port < -1 || options->port > G_MAXUINT16)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "--port is from 0 to 65535");
      return FALSE;
    }
  /* One more than this server speaks: every desk hands in what it has, before an upgrade. */
  if (options->protocol < 1 || options->protocol > REDRESS_PROTOCOL + 1)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "--protocol-at-least is from 1 to %d", REDRESS_PROTOCOL + 1);
      return FALSE;
    }
  if (options->readers < 1 || options->readers > REDRESS_READERS_MAX)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "--readers is from 1 to %d",
                   REDRESS_READERS_MAX);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_options (char **words, ServeOptions *options, GError **error)
{
  GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options->address, NULL, NULL },
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port, NULL, NULL },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &options->certificate_path, NULL, NULL },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &options->key_path, NULL, NULL },
    { "behind-proxy", 0, 0, G_OPTION_ARG_NONE, &options->behind_proxy, NULL, NULL },
    { "protocol-at-least", 0, 0, G_OPTION_ARG_INT, &options->protocol, NULL, NULL },
    { "oidc", 0, 0, G_OPTION_ARG_FILENAME, &options->oidc, NULL, NULL },
    { "signer", 0, 0, G_OPTION_ARG_FILENAME, &options->signer, NULL, NULL },
    { "readers", 0, 0, G_OPTION_ARG_INT, &options->readers, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) copy = g_strdupv (words);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &copy, error))
    return FALSE;
  if (copy[1] == NULL)
    return check_numbers (options, error);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "serve takes options alone");
  return FALSE;
}

/* Passwords and tokens never cross a network in clear. */
static gboolean
check_exposure (ServeOptions *options, GError **error)
{
  const char *address = options->address != NULL ? options->address : "127.0.0.1";

  if ((options->certificate_path == NULL) != (options->key_path == NULL))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "--tls-cert and --tls-key belong together");
      return FALSE;
    }
  if (!g_hostname_is_ip_address (address))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "--listen: %s is no numeric address", address);
      return FALSE;
    }
  if (redress_edge_is_loopback (address) || options->certificate_path != NULL ||
      options->behind_proxy)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "%s can be reached from outside: give --tls-cert and --tls-key, or --behind-proxy "
               "where a proxy in front speaks TLS",
               address);
  return FALSE;
}

static gboolean
read_tls_files (ServeOptions *options, GError **error)
{
  if (options->certificate_path == NULL)
    return TRUE;
  return g_file_get_contents (options->certificate_path, &options->certificate, NULL, error) &&
         g_file_get_contents (options->key_path, &options->key, NULL, error);
}

static gboolean
read_identity_provider (ServeOptions *options, GError **error)
{
  RedressOidcSettings *settings;

  if (options->oidc == NULL)
    return TRUE;
  settings = redress_oidc_settings_read (options->oidc, error);
  if (settings == NULL)
    return FALSE;
  options->identity_provider = redress_oidc_provider_new (settings, redress_oidc_fetch_keys);
  return TRUE;
}

/* Each connection needs a descriptor. */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = MIN (limit.rlim_max, 8192);
  setrlimit (RLIMIT_NOFILE, &limit);
}

static gboolean
on_signal (gpointer data)
{
  static gboolean asked_before;

  /* Whoever asks twice does not want to wait for those who are still being answered. */
  if (asked_before)
    _exit (130);
  asked_before = TRUE;
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
quit_loop (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gpointer
stop_in_thread (gpointer data)
{
  gpointer *pair = data;

  redress_service_stop (pair[0]);
  /* By way of the loop, which may not have begun to run again. */
  g_idle_add (quit_loop, pair[1]);
  return NULL;
}

/* Runs until a signal comes, then drains; the loop goes on meanwhile for a second signal. */
static void
run_until_signal (RedressService *service, GMainLoop *loop)
{
  gpointer pair[2] = { service, loop };
  GThread *thread;

  g_main_loop_run (loop);
  thread = g_thread_new ("stop", stop_in_thread, pair);
  g_main_loop_run (loop);
  g_thread_join (thread);
}

static RedressExit
complain (const GError *error, RedressExit status)
{
  fprintf (stderr, "redress-server: %s\n", error->message);
  return status;
}

/**
 * redress_cli_serve:
 * @options: options that every command takes
 * @words: "serve" and what follows
 *
 * Serves until SIGTERM or SIGINT comes.
 *
 * Returns: the exit status
 */
RedressExit
redress_cli_serve (const RedressCliOptions *options, char **words)
{
  g_auto (ServeOptions)
      serve = { .port = -1, .protocol = REDRESS_PROTOCOL, .readers = REDRESS_READERS_DEFAULT };
  RedressServiceOptions service_options = { 0 };
  RedressService *service;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse_options (words, &serve, &error) || !check_exposure (&serve, &error) ||
      !read_tls_files (&serve, &error) || !read_identity_provider (&serve, &error))
    return complain (error, REDRESS_EXIT_USAGE);
  raise_descriptor_limit ();
  service_options.server.data_dir = options->data_dir;
  service_options.server.database = options->database;
  service_options.server.shared_dir = options->shared_dir;
  service_options.server.policies_dir = options->policies_dir;
  service_options.server.identity_provider = serve.identity_provider;
  service_options.edge.address = serve.address;
  service_options.edge.port = serve.port < 0 ? DEFAULT_PORT : (guint16)serve.port;
  service_options.edge.try_next_ports = serve.port < 0;
  service_options.edge.certificate = serve.certificate;
  service_options.edge.private_key = serve.key;
  service_options.edge.limits = redress_edge_limits_default;
  service_options.edge.limits.protocol = (guint)serve.protocol;
  service_options.signer = serve.signer;
  service_options.readers = (guint)serve.readers;
  /* Caught from before the first word on, so that whoever reads it may end the server. */
  loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  service = redress_service_start (&service_options, &error);
  if (service == NULL)
    return complain (error, REDRESS_EXIT_ENVIRONMENT);
  printf ("%s\n", redress_service_get_url (service));
  fflush (stdout);
  run_until_signal (service, loop);
  return REDRESS_EXIT_GOOD;
}
