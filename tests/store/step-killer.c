/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/step-killer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Kills a process between any two of its system calls: that is every place where what it leaves
 * behind can differ. */

#define OPTIONS (PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL)
#define SYSCALL_STOP (SIGTRAP | 0x80)

static pid_t
start (const char *const *arguments, int told_fd)
{
  pid_t child = fork ();

  if (child != 0)
    return child;
  /* Nothing here but system calls: the parent may have threads. */
  if (dup2 (told_fd, REDRESS_STEP_FD) < 0 || fcntl (REDRESS_STEP_FD, F_SETFD, 0) != 0 ||
      ptrace (PTRACE_TRACEME, 0, NULL, NULL) != 0)
    _exit (111);
  execv (arguments[0], (char *const *)arguments);
  _exit (112);
}

/* TRUE at the begin of a call; @is_mark: of the one that tells that it begins. */
static gboolean
is_call (pid_t thread, gboolean *is_mark)
{
  struct __ptrace_syscall_info info = { 0 };

  if (ptrace (PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) <= 0 ||
      info.op != PTRACE_SYSCALL_INFO_ENTRY)
    return FALSE;
  *is_mark = info.entry.nr == SYS_write && info.entry.args[0] == REDRESS_STEP_FD;
  return TRUE;
}

typedef struct
{
  pid_t child;
  guint step;    /* to be killed at */
  guint n_calls; /* since the mark */
  pid_t marking; /* the thread that is writing the mark */
  gboolean is_begun;
} Trace;

/* What to send to a thread that goes on. */
static int
signal_of (int status)
{
  int number = WSTOPSIG (status);

  return number == SYSCALL_STOP || number == SIGTRAP || number == SIGSTOP ? 0 : number;
}

static gboolean
reached (Trace *trace, pid_t thread, int status)
{
  gboolean is_mark = FALSE;

  if (WSTOPSIG (status) != SYSCALL_STOP)
    return FALSE;
  /* The mark has to be written before anything counts. */
  if (trace->marking == thread)
    {
      trace->marking = 0;
      trace->is_begun = TRUE;
      return FALSE;
    }
  if (!is_call (thread, &is_mark))
    return FALSE;
  if (trace->is_begun)
    return trace->n_calls++ == trace->step;
  if (is_mark)
    trace->marking = thread;
  return FALSE;
}

static RedressStepOutcome
follow (Trace *trace)
{
  gboolean is_killed = FALSE;
  int status;
  pid_t thread;

  while ((thread = waitpid (-1, &status, __WALL)) > 0 || errno == EINTR)
    {
      if (thread <= 0)
        continue;
      if (WIFEXITED (status) || WIFSIGNALED (status))
        {
          if (thread == trace->child)
            return is_killed ? REDRESS_STEP_KILLED : REDRESS_STEP_ENDED;
          continue;
        }
      if (!is_killed && reached (trace, thread, status))
        {
          is_killed = TRUE;
          kill (trace->child, SIGKILL);
          continue;
        }
      ptrace (PTRACE_SYSCALL, thread, NULL, (void *)(gintptr)signal_of (status));
    }
  return is_killed ? REDRESS_STEP_KILLED : REDRESS_STEP_ENDED;
}

static void
read_all (int fd, GString *told)
{
  char buffer[256];
  gssize n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (told, buffer, n);
}

/**
 * redress_step_kill:
 * @arguments: program and arguments
 * @step: how many system calls it may make, in all its threads, after it first wrote to
 *   %REDRESS_STEP_FD
 * @told: gets what it wrote there
 *
 * Returns: what became of it
 */
RedressStepOutcome
redress_step_kill (const char *const *arguments, guint step, GString *told)
{
  Trace trace = { .step = step };
  RedressStepOutcome outcome;
  int fds[2], status;

  g_assert_cmpint (pipe2 (fds, O_CLOEXEC), ==, 0);
  trace.child = start (arguments, fds[1]);
  g_assert_cmpint (trace.child, >, 0);
  close (fds[1]);
  g_assert_cmpint (waitpid (trace.child, &status, 0), ==, trace.child);
  if (WIFEXITED (status))
    {
      close (fds[0]);
      return REDRESS_STEP_FORBIDDEN;
    }
  ptrace (PTRACE_SETOPTIONS, trace.child, NULL, (void *)(gintptr)OPTIONS);
  ptrace (PTRACE_SYSCALL, trace.child, NULL, NULL);
  outcome = follow (&trace);
  read_all (fds[0], told);
  close (fds[0]);
  return outcome;
}
