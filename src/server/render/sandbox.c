/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>

#define SHELL_SIGNAL_BASE 128

static const char *const limits[] = {
  "prlimit", "--as=536870912", "--fsize=67108864", "--nofile=64", "--core=0", NULL,
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

typedef struct
{
  GSubprocess *process;
  GSource *timeout; /* (owned) (nullable) */
  gboolean timed_out;
} Run;

static void
clear_timeout (Run *run)
{
  if (run->timeout != NULL)
    g_source_destroy (run->timeout);
  g_clear_pointer (&run->timeout, g_source_unref);
}

static void
run_free (Run *run)
{
  clear_timeout (run);
  g_clear_object (&run->process);
  g_free (run);
}

static void
add_all (GPtrArray *argv, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer)words[i]);
}

static void
add_bind (GPtrArray *argv, const char *path, const char *place)
{
  g_ptr_array_add (argv, (gpointer) "--ro-bind");
  g_ptr_array_add (argv, (gpointer)path);
  g_ptr_array_add (argv, (gpointer)place);
}

/* (transfer container): the words belong to the caller and to the program. */
static GPtrArray *
build_argv (const RedressSandboxRun *run, const char *cpu)
{
  static const char *const last[] = { "--remount-ro", "/", "--chdir", "/tmp", "--", NULL };
  GPtrArray *argv = g_ptr_array_new ();

  add_all (argv, limits);
  g_ptr_array_add (argv, (gpointer)cpu);
  g_ptr_array_add (argv, (gpointer) "--");
  add_all (argv, walls);
  if (run->tool != NULL)
    add_bind (argv, run->tool, REDRESS_SANDBOX_TOOL);
  add_bind (argv, run->input, REDRESS_SANDBOX_INPUT);
  add_all (argv, last);
  add_all (argv, run->argv);
  g_ptr_array_add (argv, NULL);
  return argv;
}

static gboolean
timeout_cb (gpointer data)
{
  Run *run = data;

  run->timed_out = TRUE;
  g_subprocess_force_exit (run->process);
  return G_SOURCE_REMOVE;
}

static void
wait_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);

  clear_timeout (run);
  if (!g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
    {
      /* Cancelled: the program must not live on. */
      g_subprocess_force_exit (G_SUBPROCESS (source));
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_task_return_boolean (task, TRUE);
}

static void
add_timeout (Run *run, guint seconds)
{
  run->timeout = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (run->timeout, timeout_cb, run, NULL);
  g_source_attach (run->timeout, g_main_context_get_thread_default ());
}

static GSubprocess *
spawn (const RedressSandboxRun *run, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *cpu = g_strdup_printf ("--cpu=%u", run->cpu_seconds);
  g_autoptr (GPtrArray) argv = build_argv (run, cpu);
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
 * The thread that calls this must outlive the run: the sandbox dies with the thread that
 * started it. The answer comes in the thread's default main context.
 */
void
redress_sandbox_run_async (const RedressSandboxRun *run,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  Run *state = g_new0 (Run, 1);

  g_task_set_source_tag (task, redress_sandbox_run_async);
  g_task_set_task_data (task, state, (GDestroyNotify)run_free);
  state->process = spawn (run, &error);
  if (state->process == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  add_timeout (state, run->cpu_seconds * 2);
  g_subprocess_wait_async (state->process, cancellable, wait_cb, g_steal_pointer (&task));
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
  Run *run = g_task_get_task_data (G_TASK (result));
  gboolean killed;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *status = g_subprocess_get_if_exited (run->process)
                ? g_subprocess_get_exit_status (run->process)
                : SHELL_SIGNAL_BASE + g_subprocess_get_term_sig (run->process);
  killed = *status == SHELL_SIGNAL_BASE + SIGXCPU || *status == SHELL_SIGNAL_BASE + SIGKILL;
  *end = run->timed_out || killed ? REDRESS_SANDBOX_TIMED_OUT : REDRESS_SANDBOX_EXITED;
  return TRUE;
}
