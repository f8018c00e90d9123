/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/render/measure.h"
#include "server/render/sandbox.h"
#include "support/folder.h"
#include "support/spin.h"

/* What a decoder could do that a hostile file has taken over: anything a shell can. */
static char *
run_shell (RedressTestFolder *folder, const char *script, RedressSandboxEnd *end, int *status)
{
  const char *const argv[] = { "/usr/bin/bash", "-c", script, NULL };
  g_autofree char *input = redress_test_folder_write (folder, "input", "secret input", -1);
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *output = redress_test_folder_build (folder, name);
  RedressSandboxRun run = { argv, NULL, input, output, 1, REDRESS_SANDBOX_MEMORY };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  redress_sandbox_run_async (&run, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the sandbox");
  redress_sandbox_run_finish (result, end, status, &error);
  g_assert_no_error (error);
  g_file_get_contents (output, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
assert_says (RedressTestFolder *folder, const char *script, const char *expected)
{
  RedressSandboxEnd end;
  int status;
  g_autofree char *text = run_shell (folder, script, &end, &status);

  g_test_message ("%s", script);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (end, ==, REDRESS_SANDBOX_EXITED);
}

static void
test_sees_input_only (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *beside = redress_test_folder_write (folder, "beside", "other evidence", -1);
  g_autofree char *script = g_strdup_printf ("cat %s || echo no", beside);

  assert_says (folder, "cat /in", "secret input");
  assert_says (folder, script, "no\n");
  assert_says (folder, "cat /etc/passwd || echo no", "no\n");
  assert_says (folder, "ls /home /root /proc /sys /dev /run 2>/tmp/e || echo no", "no\n");
  assert_says (folder, "echo $HOME; env | wc -l", "/tmp\n6\n");
}

static void
test_writes_nowhere (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();

  assert_says (folder, "echo x > /in || echo no", "no\n");
  assert_says (folder, "echo x > /x || echo no", "no\n");
  assert_says (folder, "echo x > /usr/x || echo no", "no\n");
  assert_says (folder, "echo x > /tmp/x; cat /tmp/x", "x\n");
  /* Its own scratch space is no way to fill the memory either. */
  assert_says (
      folder,
      "for i in 1 2 3; do head -c 40000000 /usr/bin/bash /usr/bin/bash /usr/lib/*/lib*.so* "
      "> /tmp/$i 2> /tmp/e || echo full; done | tail -1",
      "full\n");
}

static void
accept_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  guint *accepted = data;

  *accepted += 1;
}

static void
test_has_no_network (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autoptr (GSocketService) service = g_socket_service_new ();
  guint accepted = 0;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *script =
      g_strdup_printf ("(echo x > /dev/tcp/127.0.0.1/%u) && echo yes || echo no", port);

  g_signal_connect (service, "incoming", G_CALLBACK (accept_cb), &accepted);
  g_socket_service_start (service);
  assert_says (folder, script, "no\n");
  g_assert_cmpuint (accepted, ==, 0);
}

static void
test_is_stopped (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  RedressSandboxEnd end;
  int status;
  g_autofree char *computes = run_shell (folder, "while :; do :; done", &end, &status);
  g_autofree char *waits = NULL;

  g_assert_cmpint (end, ==, REDRESS_SANDBOX_TIMED_OUT);
  waits = run_shell (folder, "sleep 60", &end, &status);
  g_assert_cmpint (end, ==, REDRESS_SANDBOX_TIMED_OUT);
}

static void
test_output_is_limited (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  RedressSandboxEnd end;
  int status;
  g_autofree char *text =
      run_shell (folder, "while printf %1000000s x; do :; done 2> /tmp/e", &end, &status);

  g_assert_cmpuint (strlen (text), ==, 64 * 1024 * 1024);
}

static void
test_status (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  RedressSandboxEnd end;
  int status;
  g_autofree char *text = run_shell (folder, "exit 40", &end, &status);

  g_assert_cmpint (end, ==, REDRESS_SANDBOX_EXITED);
  g_assert_cmpint (status, ==, 40);
}

static void
assert_no_picture (RedressTestFolder *folder, const void *bytes, gssize length, const char *type)
{
  g_autofree char *path = redress_test_folder_write (folder, "picture", bytes, length);
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_measure_picture (path, type, REDRESS_USE_VIEW, 0, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
}

static void
test_measure (void)
{
  static const char *const bad_pixels[] = { "",
                                            "P6",
                                            "P6\n0 1\n255\n",
                                            "P6\n1 1\n255\nab",
                                            "P6\n1 1\n255\nabcd",
                                            "P6\n1 1\n65535\nabc",
                                            "P6\n5000 1\n255\nabc",
                                            "P5\n1 1\n255\na" };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *good = redress_test_folder_write (folder, "good", "P6\n1 1\n255\nabc", -1);
  guint width = 0;
  guint height = 0;

  g_assert_true (redress_measure_ppm (good, &width, &height, NULL));
  g_assert_cmpuint (width, ==, 1);
  g_assert_cmpuint (height, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (bad_pixels); i++)
    {
      g_autofree char *path = redress_test_folder_write (folder, "bad", bad_pixels[i], -1);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad_pixels[i]);
      g_assert_false (redress_measure_ppm (path, &width, &height, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
    }
  assert_no_picture (folder, "", 0, "image/png");
  assert_no_picture (folder, "\x89PNG\r\n\x1a\n", 8, "image/png");
  assert_no_picture (folder, "\xff\xd8\xff\xd9", 4, "image/jpeg");
  assert_no_picture (folder, "\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\xff\xd9", 14,
                     "image/jpeg");
}

/* Whatever of a run is left, its command line names the folder. */
static gboolean
is_alone (gpointer path)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename ("/proc", name, "cmdline", NULL);
      g_autofree char *line = NULL;
      gsize size = 0;

      if (g_ascii_isdigit (*name) && g_file_get_contents (file, &line, &size, NULL) && size > 0 &&
          memmem (line, size, path, strlen (path)) != NULL)
        return FALSE;
    }
  return TRUE;
}

/* At whatever moment of its start nobody wants it any more, its time ends it. */
static void
test_cancelled_leaves_nothing (void)
{
  static const char *const argv[] = { "/usr/bin/sleep", "100", NULL };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *input = redress_test_folder_write (folder, "input", "x", -1);

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("output-%u", i);
      g_autofree char *output = redress_test_folder_build (folder, name);
      RedressSandboxRun run = { argv, NULL, input, output, 1, REDRESS_SANDBOX_MEMORY };
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      GAsyncResult *pending = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      gint64 start = g_get_monotonic_time ();

      redress_sandbox_run_async (&run, cancellable, redress_test_keep_result, &pending);
      while (g_get_monotonic_time () < start + i * 250)
        g_main_context_iteration (NULL, FALSE);
      g_cancellable_cancel (cancellable);
      result = redress_test_await_result (&pending, "the sandbox");
    }
  redress_test_spin_until (is_alone, (gpointer)redress_test_folder_get_path (folder),
                           "the end of all that was started");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/sandbox/sees-input-only", test_sees_input_only);
  g_test_add_func ("/render/sandbox/writes-nowhere", test_writes_nowhere);
  g_test_add_func ("/render/sandbox/no-network", test_has_no_network);
  g_test_add_func ("/render/sandbox/is-stopped", test_is_stopped);
  g_test_add_func ("/render/sandbox/output-is-limited", test_output_is_limited);
  g_test_add_func ("/render/sandbox/status", test_status);
  g_test_add_func ("/render/measure", test_measure);
  g_test_add_func ("/render/sandbox/cancelled-leaves-nothing", test_cancelled_leaves_nothing);
  return g_test_run ();
}
