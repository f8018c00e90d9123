/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres/outage.h"

#include <signal.h>

static pid_t
find_first_process (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("REDRESS_TEST_POSTGRES_DATA"), "postmaster.pid", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  pid_t process;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  process = (pid_t)g_ascii_strtoll (text, NULL, 10);
  g_assert_cmpint (process, >, 1);
  return process;
}

void
outage_begin (void)
{
  g_assert_cmpint (kill (find_first_process (), SIGKILL), ==, 0);
}

/* Its processes may take a moment to notice that the first of them is gone; until then it does not
 * start. */
void
outage_end (void)
{
  const char *start = g_getenv ("REDRESS_TEST_POSTGRES_START");
  int status = -1;

  for (guint i = 0; i < 1000 && status != 0; i++)
    g_spawn_command_line_sync (start, NULL, NULL, &status, NULL);
  g_assert_cmpint (status, ==, 0);
}

/* The first process, so that no more of them come, and then its children. */
static void
tell_all (int number)
{
  pid_t first = find_first_process ();
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", first, first);
  g_autofree char *text = NULL;
  g_auto (GStrv) children = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (kill (first, number), ==, 0);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  children = g_strsplit (g_strchomp (text), " ", -1);
  for (guint i = 0; children[i] != NULL; i++)
    kill ((pid_t)g_ascii_strtoll (children[i], NULL, 10), number);
}

void
outage_freeze (void)
{
  tell_all (SIGSTOP);
}

void
outage_thaw (void)
{
  tell_all (SIGCONT);
}
