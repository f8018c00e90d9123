/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres/outage.h"

#include <signal.h>

void
outage_begin (void)
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
  g_assert_cmpint (kill (process, SIGKILL), ==, 0);
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
