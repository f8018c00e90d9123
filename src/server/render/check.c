/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/check.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "config.h"
#include "server/render/media.h"
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

/**
 * redress_render_get_needed:
 * @media_type: an accepted type
 *
 * Returns: what it takes to render it; 0 for documents, which need no decoder
 */
RedressRenderAbility
redress_render_get_needed (const char *media_type)
{
  if (g_str_equal (media_type, REDRESS_MEDIA_PDF))
    return REDRESS_RENDER_CAN_PICTURES | REDRESS_RENDER_CAN_PDF;
  if (g_str_equal (media_type, REDRESS_MEDIA_HEIC))
    return REDRESS_RENDER_CAN_PICTURES | REDRESS_RENDER_CAN_HEIC;
  if (redress_media_is_video (media_type))
    return REDRESS_RENDER_CAN_PICTURES | REDRESS_RENDER_CAN_VIDEO;
  return g_str_has_prefix (media_type, "image/") ? REDRESS_RENDER_CAN_PICTURES : 0;
}

/* One thing that has to work for an ability. */
typedef struct
{
  RedressRenderAbility ability;
  const char *argv[20];
  int status;
  gboolean heavy;
} Trial;

/* Pictures come first: nothing works without the sandbox. */
static const Trial trials[] = {
  { REDRESS_RENDER_CAN_PICTURES, { REDRESS_SANDBOX_TOOL }, REDRESS_RENDER_EXIT_USAGE, FALSE },
  { REDRESS_RENDER_CAN_PDF, { "/usr/bin/pdfinfo", "-v" }, 0, FALSE },
  { REDRESS_RENDER_CAN_PDF, { "/usr/bin/pdftoppm", "-v" }, 0, FALSE },
  { REDRESS_RENDER_CAN_HEIC, { REDRESS_SANDBOX_TOOL, "can", "heic" }, 0, FALSE },
  { REDRESS_RENDER_CAN_VIDEO, { "/usr/bin/ffprobe", "-v", "error", "-version" }, 0, TRUE },
  { REDRESS_RENDER_CAN_VIDEO,
    { "/usr/bin/ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=size=16x16",
      "-frames:v", "1", "-c:v", "libvpx", "-f", "webm", "-y", REDRESS_SANDBOX_OUTPUT },
    0,
    TRUE },
};

/* (transfer full) (nullable): why it does not run, in one line; %NULL if it does. */
static char *
try (const char *tool, const Trial *trial, const char *folder)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autofree char *output = g_build_filename (folder, "probe", NULL);
  RedressSandboxRun run = {
    trial->argv,
    tool,
    tool,
    output,
    REDRESS_SANDBOX_CPU_SECONDS,
    trial->heavy ? REDRESS_SANDBOX_VIDEO_MEMORY : REDRESS_SANDBOX_MEMORY,
  };
  Probe probe = { 0 };
  char *why = NULL;

  g_main_context_push_thread_default (context);
  redress_sandbox_run_async (&run, NULL, probe_cb, &probe);
  while (!probe.done)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  g_unlink (output);
  if (probe.error != NULL || probe.status != trial->status)
    {
      g_autofree char *name = g_path_get_basename (
          g_str_equal (trial->argv[0], REDRESS_SANDBOX_TOOL) ? tool : trial->argv[0]);
      g_autofree char *ended = g_strdup_printf ("it ended with status %d", probe.status);

      why = g_strdup_printf ("%s cannot run in the sandbox: %s", name,
                             probe.error != NULL ? probe.error->message : ended);
    }
  g_clear_error (&probe.error);
  return why;
}

static void
set_problem (RedressRenderReport *report, RedressRenderAbility ability, const char *why)
{
  char **problem = &report->problems[g_bit_nth_lsf (ability, -1)];

  if (*problem == NULL)
    *problem = g_strdup (why);
}

static void
try_all (const char *tool, const char *folder, RedressRenderReport *report)
{
  for (guint i = 0; i < G_N_ELEMENTS (trials); i++)
    {
      const char *pictures = report->problems[0];
      g_autofree char *why =
          pictures != NULL ? g_strdup (pictures) : try (tool, &trials[i], folder);

      if (why != NULL)
        set_problem (report, trials[i].ability, why);
    }
}

/* (transfer full) (nullable): why nothing can be tried. */
static char *
find_obstacle (const char *tool, const char *folder)
{
  g_autofree char *prlimit = g_find_program_in_path ("prlimit");
  g_autofree char *bwrap = g_find_program_in_path ("bwrap");

  if (prlimit == NULL || bwrap == NULL)
    return g_strdup_printf ("%s is not installed", bwrap == NULL ? "bwrap" : "prlimit");
  if (!g_file_test (tool, G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup_printf ("%s is missing", tool);
  return folder == NULL ? g_strdup ("there is no folder for temporary files") : NULL;
}

/**
 * redress_render_check:
 * @tool: path of redress-render
 * @report: (out): what this machine can show, and for each thing it cannot, why
 *
 * Really runs each tool in the sandbox, since a kernel may forbid name spaces. Blocks for a
 * quarter of a second. Nothing is ever decoded in another way.
 */
void
redress_render_check (const char *tool, RedressRenderReport *report)
{
  g_autofree char *folder = g_dir_make_tmp ("redress-check-XXXXXX", NULL);
  g_autofree char *obstacle = find_obstacle (tool, folder);

  *report = (RedressRenderReport){ 0 };
  if (obstacle == NULL)
    try_all (tool, folder, report);
  for (guint i = 0; i < REDRESS_RENDER_N_ABILITIES; i++)
    {
      if (obstacle != NULL)
        report->problems[i] = g_strdup (obstacle);
      if (report->problems[i] == NULL)
        report->ability |= 1U << i;
    }
  if (folder != NULL)
    g_rmdir (folder);
}

/**
 * redress_render_can:
 * @tool: path of redress-render
 * @needed: abilities
 *
 * Tries those alone, which takes some ten milliseconds for pictures.
 *
 * Returns: whether this machine has them now
 */
gboolean
redress_render_can (const char *tool, RedressRenderAbility needed)
{
  g_autofree char *folder = g_dir_make_tmp ("redress-check-XXXXXX", NULL);
  g_autofree char *obstacle = find_obstacle (tool, folder);

  for (guint i = 0; obstacle == NULL && i < G_N_ELEMENTS (trials); i++)
    if ((trials[i].ability & needed) != 0)
      obstacle = try (tool, &trials[i], folder);
  if (folder != NULL)
    g_rmdir (folder);
  return obstacle == NULL;
}

/**
 * redress_render_report_clear:
 * @report: a report that was filled
 */
void
redress_render_report_clear (RedressRenderReport *report)
{
  for (guint i = 0; i < REDRESS_RENDER_N_ABILITIES; i++)
    g_clear_pointer (&report->problems[i], g_free);
}
