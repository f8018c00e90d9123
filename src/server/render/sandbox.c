/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>

#define SHELL_SIGNAL_BASE 128

/*
 * timeout stands before all and ends it after its time, also where the server is gone. A bwrap
 * whose outer half is killed while it sets itself up does not end by itself, whatever
 * --die-with-parent says (seen with bubblewrap 0.8); later it does.
 */

static const char *const limits[] = {
  "prlimit", "--fsize=67108864", "--nofile=64", "--core=0", NULL,
};

/* The root is made read-only last, when everything stands in it. No /dev and no /proc: the
 * tools need neither. */
static const char *const walls[] = {
  "bwrap",
  "--unshare-all",
  "--unshare-user",
  "--disable-userns",
  "--die-with-parent",
  "--new-session",
  "--clearenv",
  "--cap-drop",
  "ALL",
  "--uid",
  "65534",
  "--gid",
  "65534",
  "--setenv",
  "PATH",
  "/usr/bin",
  "--setenv",
  "HOME",
  "/tmp",
  "--setenv",
  "LC_ALL",
  "C.UTF-8",
  "--ro-bind",
  "/usr",
  "/usr",
  "--symlink",
  "usr/lib",
  "/lib",
  "--symlink",
  "usr/lib64",
  "/lib64",
  "--symlink",
  "usr/bin",
  "/bin",
  "--ro-bind-try",
  "/etc/alternatives",
  "/etc/alternatives",
  "--ro-bind-try",
  "/etc/fonts",
  "/etc/fonts",
  "--ro-bind-try",
  "/var/cache/fontconfig",
  "/var/cache/fontconfig",
  "--size",
  "67108864",
  "--tmpfs",
  "/tmp",
  NULL,
};

static void
add_all (GPtrArray *argv, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer)words[i]);
}

static void
add_bind (GPtrArray *argv, const char *how, const char *path, const char *place)
{
  g_ptr_array_add (argv, (gpointer)how);
  g_ptr_array_add (argv, (gpointer)path);
  g_ptr_array_add (argv, (gpointer)place);
}

/* (transfer container): the words belong to the caller and to the program. */
static GPtrArray *
build_argv (const RedressSandboxRun *run, const char *seconds, const char *cpu, const char *memory)
{
  static const char *const first[] = { "timeout", "--signal=KILL", NULL };
  static const char *const last[] = { "--remount-ro", "/", "--chdir", "/tmp", "--", NULL };
  GPtrArray *argv = g_ptr_array_new ();

  add_all (argv, first);
  g_ptr_array_add (argv, (gpointer)seconds);
  add_all (argv, limits);
  g_ptr_array_add (argv, (gpointer)cpu);
  g_ptr_array_add (argv, (gpointer)memory);
  g_ptr_array_add (argv, (gpointer) "--");
  add_all (argv, walls);
  if (run->tool != NULL)
    add_bind (argv, "--ro-bind", run->tool, REDRESS_SANDBOX_TOOL);
  add_bind (argv, "--ro-bind", run->input, REDRESS_SANDBOX_INPUT);
  add_bind (argv, "--bind", run->output, REDRESS_SANDBOX_OUTPUT);
  add_all (argv, last);
  add_all (argv, run->argv);
  g_ptr_array_add (argv, NULL);
  return argv;
}

/* Cancelled: it ends by itself or with its time. To kill it while bwrap sets itself up is what
 * leaves processes behind. */
static void
wait_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static GSubprocess *
spawn (const RedressSandboxRun *run, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *cpu = g_strdup_printf ("--cpu=%u", run->cpu_seconds);
  g_autofree char *memory = g_strdup_printf ("--as=%" G_GINT64_FORMAT, run->memory);
  g_autofree char *seconds = g_strdup_printf ("%u", run->cpu_seconds * 2);
  g_autoptr (GPtrArray) argv = build_argv (run, seconds, cpu, memory);
  int fd = open (run->output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      int saved = errno;

      g_set_error (error, REDRESS_ERROR,
                   saved == ENOSPC || saved == EROFS ? REDRESS_ERROR_NO_SPACE : REDRESS_ERROR_RETRY,
                   "Cannot write a rendition: %s", g_strerror (saved));
      return NULL;
    }
  g_subprocess_launcher_take_stdout_fd (launcher, fd);
  return g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, error);
}

/**
 * redress_sandbox_run_async:
 * @run: what to run; may be freed at once
 *
 * The answer comes in the thread's default main context. A run that is cancelled, or whose server
 * dies, goes on until it ends by itself or its time is over.
 */
void
redress_sandbox_run_async (const RedressSandboxRun *run,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_task_set_source_tag (task, redress_sandbox_run_async);
  process = spawn (run, &error);
  if (process == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_task_set_task_data (task, process, g_object_unref);
  g_subprocess_wait_async (process, cancellable, wait_cb, g_steal_pointer (&task));
}

/**
 * redress_sandbox_run_finish:
 * @end: (out): how it ended
 * @status: (out): exit status; 128 + n for a signal n. Only good for choosing words
 *
 * Returns: %FALSE with an error if it could not be started or was cancelled
 */
gboolean
redress_sandbox_run_finish (GAsyncResult *result,
                            RedressSandboxEnd *end,
                            int *status,
                            GError **error)
{
  GSubprocess *process = g_task_get_task_data (G_TASK (result));
  gboolean killed;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *status = g_subprocess_get_if_exited (process)
                ? g_subprocess_get_exit_status (process)
                : SHELL_SIGNAL_BASE + g_subprocess_get_term_sig (process);
  killed = *status == SHELL_SIGNAL_BASE + SIGXCPU || *status == SHELL_SIGNAL_BASE + SIGKILL;
  *end = killed ? REDRESS_SANDBOX_TIMED_OUT : REDRESS_SANDBOX_EXITED;
  return TRUE;
}
