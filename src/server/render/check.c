/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/check.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "config.h"
#include "server/render/sandbox.h"
#include "server/render/tool/exit.h"

typedef struct
{
  gboolean done;
  int status;
  GError *error;
} Probe;

/* An installed server and one in a build folder both find the tool that belongs to them. */
static char *
find_beside_program (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *tool =
      folder != NULL ? g_build_filename (folder, "render", "redress-render", NULL) : NULL;

  if (tool == NULL || !g_file_test (tool, G_FILE_TEST_IS_EXECUTABLE))
    return NULL;
  return g_steal_pointer (&tool);
}

/**
 * redress_render_find_tool:
 *
 * Returns: (transfer full): path of redress-render: what REDRESS_RENDER_TOOL says, else the
 *   one of this build, else the installed one. It may not exist; redress_render_check() tells
 */
char *
redress_render_find_tool (void)
{
  const char *told = g_getenv ("REDRESS_RENDER_TOOL");
  char *beside;

  if (told != NULL && *told != '\0')
    return g_strdup (told);
  beside = find_beside_program ();
  return beside != NULL ? beside : g_build_filename (REDRESS_LIBEXECDIR, "redress-render", NULL);
}

static void
probe_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Probe *probe = data;
  RedressSandboxEnd end;

  redress_sandbox_run_finish (result, &end, &probe->status, &probe->error);
  probe->done = TRUE;
}

static gboolean
runs (const char *tool, const char *const *argv, int expected, const char *folder, char **why)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autofree char *output = g_build_filename (folder, "probe", NULL);
  RedressSandboxRun run = { argv, tool, tool, output, REDRESS_SANDBOX_CPU_SECONDS };
  Probe probe = { 0 };

  g_main_context_push_thread_default (context);
  redress_sandbox_run_async (&run, NULL, probe_cb, &probe);
  while (!probe.done)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  g_unlink (output);
  if (probe.error == NULL && probe.status == expected)
    return TRUE;
  *why = probe.error != NULL ? g_strdup (probe.error->message)
                             : g_strdup_printf ("exit status %d", probe.status);
  g_clear_error (&probe.error);
  return FALSE;
}

static RedressRenderAbility
probe_all (const char *tool, const char *folder, char **problem)
{
  static const char *const ours[] = { REDRESS_SANDBOX_TOOL, NULL };
  static const char *const info[] = { "/usr/bin/pdfinfo", "-v", NULL };
  static const char *const pages[] = { "/usr/bin/pdftoppm", "-v", NULL };
  g_autofree char *why = NULL;

  if (!runs (tool, ours, REDRESS_RENDER_EXIT_USAGE, folder, &why))
    {
      *problem = g_strdup_printf ("bwrap cannot run %s here: %s", tool, why);
      return 0;
    }
  if (!runs (tool, info, 0, folder, &why) || !runs (tool, pages, 0, folder, &why))
    {
      *problem = g_strdup_printf ("pdfinfo or pdftoppm cannot run: %s", why);
      return REDRESS_RENDER_CAN_PICTURES;
    }
  return REDRESS_RENDER_CAN_ALL;
}

/**
 * redress_render_check:
 * @tool: path of redress-render
 * @problem: (out) (optional) (transfer full): in one line, what does not work; %NULL if all does
 *
 * Really runs each tool in the sandbox, since a kernel may forbid name spaces. Blocks for some
 * ten milliseconds.
 *
 * Returns: what this machine can show; nothing is ever decoded in another way
 */
RedressRenderAbility
redress_render_check (const char *tool, char **problem)
{
  g_autofree char *folder = g_dir_make_tmp ("redress-check-XXXXXX", NULL);
  g_autofree char *why = NULL;
  g_autofree char *prlimit = g_find_program_in_path ("prlimit");
  g_autofree char *bwrap = g_find_program_in_path ("bwrap");
  RedressRenderAbility ability = 0;

  if (prlimit == NULL || bwrap == NULL)
    why = g_strdup_printf ("%s is not installed", bwrap == NULL ? "bwrap" : "prlimit");
  else if (!g_file_test (tool, G_FILE_TEST_IS_EXECUTABLE))
    why = g_strdup_printf ("%s is missing", tool);
  else if (folder == NULL)
    why = g_strdup ("there is no folder for temporary files");
  else
    ability = probe_all (tool, folder, &why);
  if (folder != NULL)
    g_rmdir (folder);
  if (problem != NULL)
    *problem = g_steal_pointer (&why);
  return ability;
}
