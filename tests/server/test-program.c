/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine-under-test.h"
#include "support/folder.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <signal.h>
#include <string.h>

/* `redress-server` as people call it. */

typedef struct
{
  int status;
  char *output;
  char *complaint;
} Run;

static void
run_clear (Run *self)
{
  g_free (self->output);
  g_free (self->complaint);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static GSubprocess *
spawn (RedressTestFolder *folder, const char *const *words)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *state = redress_test_folder_build (folder, "state");
  g_autofree char *data = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", NULL);
  g_autofree char *database = redress_test_database_of (state);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_setenv (launcher, "STATE_DIRECTORY", state, TRUE);
  if (database != NULL)
    g_subprocess_launcher_setenv (launcher, "REDRESS_DATABASE", database, TRUE);
  g_subprocess_launcher_setenv (launcher, "REDRESS_DATADIR", data, TRUE);
  g_ptr_array_add (argv, (gpointer)g_getenv ("REDRESS_SERVER_BIN"));
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer)words[i]);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

static Run
run (RedressTestFolder *folder, const char *input, const char *const *words)
{
  g_autoptr (GSubprocess) process = spawn (folder, words);
  g_autoptr (GError) error = NULL;
  Run result = { 0 };

  g_subprocess_communicate_utf8 (process, input, NULL, &result.output, &result.complaint, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  result.status = g_subprocess_get_exit_status (process);
  return result;
}

#define RUN(folder, input, ...) run (folder, input, (const char *const[]){ __VA_ARGS__, NULL })

/* The first line it prints: its address. */
static char *
read_url (GSubprocess *process)
{
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  char *line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_assert_nonnull (line);
  return line;
}

static void
end (GSubprocess *process, int signal)
{
  g_subprocess_send_signal (process, signal);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

static void
test_usage (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_auto (Run) none = run (folder, NULL, (const char *const[]){ NULL });
  g_auto (Run) odd = RUN (folder, NULL, "dance");
  g_auto (Run) help = RUN (folder, NULL, "--help");
  g_auto (Run) option = RUN (folder, NULL, "serve", "--nothing");
  g_auto (Run) word = RUN (folder, NULL, "serve", "now");
  g_auto (Run) bytes = RUN (folder, NULL, "user", "add", "\xff");

  g_assert_cmpint (none.status, ==, 2);
  g_assert_cmpint (odd.status, ==, 2);
  g_assert_true (g_str_has_prefix (odd.complaint, "usage: redress-server"));
  g_assert_cmpint (help.status, ==, 0);
  g_assert_true (g_str_has_prefix (help.output, "usage: redress-server"));
  g_assert_cmpint (option.status, ==, 2);
  g_assert_cmpint (word.status, ==, 2);
  g_assert_cmpint (bytes.status, ==, 2);
}

/* What could be read on the way is refused. */
static void
test_exposure (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_auto (Run) open = RUN (folder, NULL, "serve", "--listen", "0.0.0.0", "--port", "0");
  g_auto (Run) open6 = RUN (folder, NULL, "serve", "--listen", "::", "--port", "0");
  g_auto (Run) half = RUN (folder, NULL, "serve", "--tls-cert", "/x");
  g_auto (Run) gone = RUN (folder, NULL, "serve", "--tls-cert", "/x", "--tls-key", "/y");
  g_auto (Run) name = RUN (folder, NULL, "serve", "--listen", "localhost");
  g_auto (Run) port = RUN (folder, NULL, "serve", "--port", "70000");
  g_auto (Run) protocol = RUN (folder, NULL, "serve", "--protocol-at-least", "3");

  g_assert_cmpint (open.status, ==, 2);
  g_assert_nonnull (strstr (open.complaint, "--behind-proxy"));
  g_assert_cmpint (open6.status, ==, 2);
  g_assert_cmpint (half.status, ==, 2);
  g_assert_cmpint (gone.status, ==, 2);
  g_assert_cmpint (name.status, ==, 2);
  g_assert_cmpint (port.status, ==, 2);
  g_assert_cmpint (protocol.status, ==, 2);
}

static void
test_serve (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autoptr (GSubprocess) process =
      spawn (folder, (const char *const[]){ "serve", "--port", "0", NULL });
  g_autofree char *url = read_url (process);
  g_autofree char *path = redress_test_folder_build (folder, "state/url");
  g_autofree char *line = NULL;
  g_auto (Run) second = { 0 }, added = { 0 }, listed = { 0 }, checked = { 0 };

  g_assert_true (g_str_has_prefix (url, "http://127.0.0.1:"));
  g_assert_true (g_file_get_contents (path, &line, NULL, NULL));
  g_assert_cmpstr (g_strchomp (line), ==, url);
  second = RUN (folder, NULL, "serve", "--port", "0");
  g_assert_cmpint (second.status, ==, 3);
  g_assert_nonnull (strstr (second.complaint, "another redress-server"));
  /* By way of the one that serves. */
  added = RUN (folder, "correct horse\n", "user", "add", "chen", "--role", "agent", "--scopes",
               "all", "--display-name", "陈", "--password-stdin");
  g_assert_cmpint (added.status, ==, 0);
  g_assert_cmpstr (added.output, ==, "a-1\n");
  checked = RUN (folder, NULL, "check");
  g_assert_nonnull (strstr (checked.output, "a server serves"));
  end (process, SIGTERM);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  /* And without one. */
  listed = RUN (folder, NULL, "user", "list");
  g_assert_cmpint (listed.status, ==, 0);
  g_assert_nonnull (strstr (listed.output, "\tchen\tagent\t"));
  g_assert_nonnull (strstr (listed.output, "\t陈\n"));
}

static void
test_interrupt (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autoptr (GSubprocess) process =
      spawn (folder, (const char *const[]){ "serve", "--port", "0", "--listen", "::1", NULL });
  g_autofree char *url = read_url (process);

  g_assert_true (g_str_has_prefix (url, "http://[::1]:"));
  end (process, SIGINT);
}

/* A killed server leaves its lock and socket; the next one starts all the same. */
static void
test_killed (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  const char *const serve[] = { "serve", "--port", "0", NULL };
  g_autoptr (GSubprocess) process = spawn (folder, serve), next = NULL;
  g_autofree char *url = read_url (process), *next_url = NULL;

  g_subprocess_send_signal (process, SIGKILL);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  next = spawn (folder, serve);
  next_url = read_url (next);
  end (next, SIGTERM);
}

static void
test_check (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *nowhere = redress_test_folder_build (folder, "nowhere");
  g_auto (Run) good = RUN (folder, NULL, "check");
  g_auto (Run) bad = RUN (folder, NULL, "check", "--policies", nowhere);
  g_autofree char *file = redress_test_folder_build (folder, "state/redress.db");

  /* What is checked is where the rows are. */
  g_assert_cmpint (g_file_test (file, G_FILE_TEST_EXISTS), ==,
                   g_getenv ("REDRESS_TEST_DATABASE") == NULL);
  g_assert_cmpint (good.status, ==, 0);
  g_assert_nonnull (strstr (good.output, "ok      database\n"));
  g_assert_nonnull (strstr (good.output, "evidence-pictures"));
  g_assert_cmpint (bad.status, ==, 3);
  g_assert_nonnull (strstr (bad.output, "failed  data folder"));
}

static void
test_lint (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *real = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "policies",
                                            "kameng-virtual.json", NULL);
  g_autofree char *broken =
      redress_test_folder_write (folder, "broken.json", "{\n\"version\": 0}", -1);
  g_auto (Run) good = RUN (folder, NULL, "policy", "lint", real);
  g_auto (Run) bad = RUN (folder, NULL, "policy", "lint", real, broken);
  g_auto (Run) gone = RUN (folder, NULL, "policy", "lint", "/nowhere");
  g_auto (Run) listed = RUN (folder, NULL, "policy", "list");

  g_assert_cmpint (good.status, ==, 0);
  g_assert_nonnull (strstr (good.output, "kameng-virtual version"));
  g_assert_cmpint (bad.status, ==, 1);
  g_assert_nonnull (strstr (bad.output, "broken.json:1: policy file: flow: is missing\n"));
  g_assert_nonnull (strstr (bad.output, "broken.json:2: policy file: version: is out of range\n"));
  g_assert_cmpint (gone.status, ==, 2);
  g_assert_cmpint (listed.status, ==, 0);
  g_assert_nonnull (strstr (listed.output, "kameng-virtual\t3\t"));
}

static char *
export_pem (gnutls_datum_t *datum)
{
  char *text = g_strndup ((const char *)datum->data, datum->size);

  gnutls_free (datum->data);
  return text;
}

/* A certificate that signs itself, for a day. */
static void
make_certificate (char **certificate, char **key)
{
  gnutls_x509_privkey_t private_key;
  gnutls_x509_crt_t crt;
  gnutls_datum_t out;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpint (gnutls_x509_privkey_init (&private_key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (private_key, GNUTLS_PK_ECDSA, 256, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_init (&crt), ==, 0);
  gnutls_x509_crt_set_version (crt, 3);
  gnutls_x509_crt_set_serial (crt, "\x01", 1);
  gnutls_x509_crt_set_activation_time (crt, now - 60);
  gnutls_x509_crt_set_expiration_time (crt, now + 86400);
  gnutls_x509_crt_set_dn (crt, "CN=localhost", NULL);
  gnutls_x509_crt_set_key (crt, private_key);
  g_assert_cmpint (gnutls_x509_crt_sign2 (crt, crt, private_key, GNUTLS_DIG_SHA256, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &out), ==, 0);
  *certificate = export_pem (&out);
  g_assert_cmpint (gnutls_x509_privkey_export2 (private_key, GNUTLS_X509_FMT_PEM, &out), ==, 0);
  *key = export_pem (&out);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (private_key);
}

/* What a client reads after one request over TLS; NULL if TLS fails. */
static char *
ask_by_tls (const char *url, const char *priorities)
{
  int port = (int)g_ascii_strtoll (strrchr (url, ':') + 1, NULL, 10);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  const char *request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  gnutls_certificate_credentials_t credentials;
  gnutls_session_t session;
  char buffer[4096] = "";
  gssize n = -1;
  int fd;

  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16)port, NULL, NULL);
  g_assert_nonnull (connection);
  gnutls_certificate_allocate_credentials (&credentials);
  gnutls_init (&session, GNUTLS_CLIENT);
  gnutls_priority_set_direct (session, priorities, NULL);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials);
  fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  g_assert_true (g_unix_set_fd_nonblocking (fd, FALSE, NULL));
  gnutls_transport_set_int (session, fd);
  if (gnutls_handshake (session) == 0)
    {
      gnutls_record_send (session, request, strlen (request));
      /* Other messages than data may come first. */
      do
        n = gnutls_record_recv (session, buffer, sizeof buffer - 1);
      while (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED);
    }
  gnutls_deinit (session);
  gnutls_certificate_free_credentials (credentials);
  return n > 0 ? g_strndup (buffer, (gsize)n) : NULL;
}

static void
test_tls (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *certificate = NULL, *key = NULL, *crt_path = NULL, *key_path = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *url = NULL, *answer = NULL, *old = NULL, *junk = NULL;
  g_auto (Run) refused = { 0 };

  make_certificate (&certificate, &key);
  crt_path = redress_test_folder_write (folder, "crt.pem", certificate, -1);
  key_path = redress_test_folder_write (folder, "key.pem", key, -1);
  junk = redress_test_folder_write (folder, "junk.pem", "junk", -1);
  refused = RUN (folder, NULL, "serve", "--port", "0", "--tls-cert", junk, "--tls-key", key_path);
  g_assert_cmpint (refused.status, ==, 3);
  process =
      spawn (folder, (const char *const[]){ "serve", "--port", "0", "--listen", "0.0.0.0",
                                            "--tls-cert", crt_path, "--tls-key", key_path, NULL });
  url = read_url (process);
  g_assert_true (g_str_has_prefix (url, "https://0.0.0.0:"));
  answer = ask_by_tls (url, "NORMAL");
  g_assert_nonnull (answer);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 OK\r\n"));
  old = ask_by_tls (url, "NORMAL:-VERS-ALL:+VERS-TLS1.1:%UNSAFE_RENEGOTIATION");
  g_assert_null (old);
  end (process, SIGTERM);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/program/usage", test_usage);
  g_test_add_func ("/program/exposure", test_exposure);
  g_test_add_func ("/program/serve", test_serve);
  g_test_add_func ("/program/interrupt", test_interrupt);
  g_test_add_func ("/program/killed", test_killed);
  g_test_add_func ("/program/check", test_check);
  g_test_add_func ("/program/lint", test_lint);
  g_test_add_func ("/program/tls", test_tls);
  return g_test_run ();
}
