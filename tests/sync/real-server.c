/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/real-server.h"

#include "support/spin.h"

#include <signal.h>
#include <string.h>

struct _RedressRealServer
{
  char *folder;
  char *binary;
  char *sample;
  char *policies;
  char *url;
  char *port; /* (nullable): after the first start */
  GSubprocess *process;
  GString *keys;
  const char *protocol; /* that desks must speak */
  const char *signer;   /* (nullable): where one listens */
};

static char *
build_path (const char *first, const char *second)
{
  return g_build_filename (g_getenv ("REDRESS_BUILD_DIR"), "src", first, second, NULL);
}

RedressRealServer *
redress_real_server_new (const char *folder)
{
  RedressRealServer *self = g_new0 (RedressRealServer, 1);

  self->folder = g_build_filename (folder, "server", NULL);
  self->binary = build_path ("server", "redress-server");
  self->sample = build_path ("sample", "redress-sample");
  self->policies = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "policies", NULL);
  self->keys = g_string_new (NULL);
  self->protocol = "1";
  redress_real_server_start (self);
  return self;
}

void
redress_real_server_free (RedressRealServer *self)
{
  if (self->process != NULL)
    redress_real_server_stop (self);
  g_string_free (self->keys, TRUE);
  g_free (self->folder);
  g_free (self->binary);
  g_free (self->sample);
  g_free (self->policies);
  g_free (self->url);
  g_free (self->port);
  g_free (self);
}

static gboolean
is_listening (gpointer data)
{
  RedressRealServer *self = data;
  g_autofree char *path = g_build_filename (self->folder, "url", NULL);
  g_autofree char *url = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  if (!g_file_get_contents (path, &url, NULL, NULL) || *g_strstrip (url) == '\0')
    return FALSE;
  connection = g_socket_client_connect_to_uri (client, url, 80, NULL, NULL);
  if (connection == NULL)
    return FALSE;
  g_free (self->url);
  self->url = g_steal_pointer (&url);
  return TRUE;
}

void
redress_real_server_start (RedressRealServer *self)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *log = g_strconcat (self->folder, ".log", NULL);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_stdout_file_path (launcher, log);
  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  /* Whoever counts up from the usual port would take this one while the server is stopped. */
  self->process = g_subprocess_launcher_spawn (
      launcher, &error, self->binary, "serve", "--data", self->folder, "--policies", self->policies,
      "--port", self->port != NULL ? self->port : "0", "--protocol-at-least", self->protocol,
      self->signer != NULL ? "--signer" : NULL, self->signer, NULL);
  g_assert_no_error (error);
  redress_test_spin_until (is_listening, self, "the server to listen");
  if (self->port == NULL)
    self->port = g_strdup (strrchr (self->url, ':') + 1);
}

void
redress_real_server_set_signer (RedressRealServer *self, const char *socket_path)
{
  self->signer = socket_path;
}

void
redress_real_server_want_newer_desks (RedressRealServer *self, gboolean newer)
{
  self->protocol = newer ? "2" : "1";
}

static void
print_log (RedressRealServer *self)
{
  g_autofree char *path = g_strconcat (self->folder, ".log", NULL);
  g_autofree char *log = NULL;

  if (g_file_get_contents (path, &log, NULL, NULL))
    g_printerr ("%s", log);
}

/* A server that found something wrong with itself ends badly, whatever it answered before. */
void
redress_real_server_stop (RedressRealServer *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  if (!g_subprocess_get_successful (self->process))
    {
      print_log (self);
      g_error ("the server ended badly");
    }
  g_clear_object (&self->process);
}

void
redress_real_server_kill (RedressRealServer *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

const char *
redress_real_server_get_url (RedressRealServer *self)
{
  return self->url;
}

/* Runs a command to its end; it must succeed. Returns what it printed. */
static char *
run (const char *const *argv, const char *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv (argv,
                         G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                             G_SUBPROCESS_FLAGS_STDERR_MERGE,
                         &error);
  char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_error ("%s %s failed: %s", argv[0], argv[1], output);
  return output;
}

void
redress_real_server_add_user (RedressRealServer *self, const char *name, const char *role)
{
  const char *argv[] = { self->binary, "user", "add",    name, "--role",           role,
                         "--scopes",   "all",  "--data", NULL, "--password-stdin", NULL };
  g_autofree char *output = NULL;

  argv[9] = self->folder;
  output = run (argv, REDRESS_TEST_PASSWORD "\n");
}

static void
add_keys (RedressRealServer *self)
{
  static const char *const platforms[] = { "rail12306", "cainiao", "kameng", "btepai" };

  for (guint i = 0; i < G_N_ELEMENTS (platforms); i++)
    {
      const char *argv[] = {
        self->binary, "key", "add", platforms[i], "--data", self->folder, NULL
      };
      g_autofree char *key = run (argv, NULL);

      g_string_append_printf (self->keys, "%s %s\n", platforms[i], g_strstrip (key));
    }
}

static void
write_beside (RedressRealServer *self, char **path, const char *ending, const char *text)
{
  *path = g_strconcat (self->folder, ending, NULL);
  g_assert_true (g_file_set_contents (*path, text, -1, NULL));
}

void
redress_real_server_add_tickets (RedressRealServer *self,
                                 guint n,
                                 guint seed,
                                 const char *colleague)
{
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *start = g_strdup_printf ("%u", seed);
  g_autofree char *password = g_strdup_printf ("%s %s\n", colleague, REDRESS_TEST_PASSWORD);
  g_autofree char *keys = NULL, *passwords = NULL, *output = NULL;

  if (self->keys->len == 0)
    add_keys (self);
  write_beside (self, &keys, ".keys", self->keys->str);
  write_beside (self, &passwords, ".passwords", password);
  {
    const char *argv[] = {
      self->sample, "--server",    self->url, "--keys", keys,
      "--tickets",  count,         "--seed",  start,    colleague != NULL ? "--work-as" : NULL,
      colleague,    "--passwords", passwords, NULL
    };

    output = run (argv, NULL);
  }
}

void
redress_real_server_assert_consistent (RedressRealServer *self)
{
  const char *argv[] = { self->binary, "check",        "--data", self->folder,
                         "--policies", self->policies, NULL };
  g_autofree char *output = run (argv, NULL);

  g_test_message ("%s", output);
}
