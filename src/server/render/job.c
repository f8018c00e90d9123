/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/job.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "server/render/document.h"
#include "server/render/measure.h"
#include "server/render/media.h"
#include "server/render/sandbox.h"
#include "server/render/step.h"
#include "server/render/tool/exit.h"
#include "server/render/video.h"

/* A page thinner than this cannot be read; it only comes from a made-up page size. */
#define MIN_PAGE_SIDE 16

typedef struct
{
  char *tool;
  char *input;
  char *media_type;
  char *boxes; /* (nullable) */
  char *folder;
  char *work;   /* (owned) (nullable): folder beside the results, removed at the end */
  GQueue steps; /* (owned) (element-type RedressRenderStep) */
  RedressRenderStep *current; /* (owned) (nullable) */
  RedressRenderResult *result;
  GPtrArray *files;   /* (owned): name in the work folder of each rendition */
  gint64 declared_ms; /* what a video says of its length; -1: nothing */
} Job;

static void next_step (GTask *task);

RedressRenderResult *
redress_render_result_new (RedressRenditionState state, const char *reason)
{
  RedressRenderResult *self = g_new0 (RedressRenderResult, 1);

  self->state = state;
  self->reason = reason;
  self->renditions = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_rendition_free);
  return self;
}

void
redress_render_result_free (RedressRenderResult *self)
{
  g_ptr_array_unref (self->renditions);
  g_free (self);
}

/* The work folder holds only plain files that this process made itself. */
static void
remove_work (Job *job)
{
  g_autoptr (GDir) dir = job->work != NULL ? g_dir_open (job->work, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (job->work, name, NULL);

      g_unlink (path);
    }
  if (job->work != NULL)
    g_rmdir (job->work);
}

static void
job_free (Job *job)
{
  remove_work (job);
  g_queue_clear_full (&job->steps, (GDestroyNotify)redress_render_step_free);
  g_clear_pointer (&job->current, redress_render_step_free);
  g_clear_pointer (&job->result, redress_render_result_free);
  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_free (job->tool);
  g_free (job->input);
  g_free (job->media_type);
  g_free (job->boxes);
  g_free (job->folder);
  g_free (job->work);
  g_free (job);
}

static void
return_without (GTask *task, RedressRenditionState state, const char *reason)
{
  g_task_return_pointer (task, redress_render_result_new (state, reason),
                         (GDestroyNotify)redress_render_result_free);
}

static gboolean
sync_file (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean good = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return good;
}

/* Only a complete set is kept, so that a job that is stopped leaves nothing behind. */
static void
keep_files (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  for (guint i = 0; i < job->files->len; i++)
    {
      RedressRendition *rendition = g_ptr_array_index (job->result->renditions, i);
      g_autofree char *from = g_build_filename (job->work, g_ptr_array_index (job->files, i), NULL);
      g_autofree char *to = g_build_filename (job->folder, rendition->sha256, NULL);

      if (!sync_file (from) || g_rename (from, to) != 0)
        {
          g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE,
                                   "Cannot keep a rendition: %s", g_strerror (errno));
          return;
        }
    }
  g_task_return_pointer (task, g_steal_pointer (&job->result),
                         (GDestroyNotify)redress_render_result_free);
}

/* NULL if the output is what the step was to make, else why not. */
static const char *
check_pixels (Job *job, const char *path)
{
  guint width;
  guint height;

  if (!redress_measure_ppm (path, &width, &height, NULL) ||
      (job->current->page > 0 && MIN (width, height) < MIN_PAGE_SIDE))
    return REDRESS_RENDER_REASON_DAMAGED;
  return NULL;
}

static const char *
check_picture (Job *job, const char *path)
{
  RedressRenderStep *step = job->current;
  RedressRendition *rendition =
      redress_measure_picture (path, step->media_type, step->use, step->page, NULL);

  if (rendition == NULL)
    return REDRESS_RENDER_REASON_DAMAGED;
  g_ptr_array_add (job->result->renditions, rendition);
  g_ptr_array_add (job->files, g_strdup (step->output));
  return NULL;
}

static const char *
check_info (Job *job, const char *path)
{
  g_autoptr (GRegex) regex = g_regex_new ("^Pages: +([0-9]{1,9})$", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *text = NULL;
  g_autofree char *count = NULL;
  guint64 pages;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL) ||
      !g_regex_match (regex, text, 0, &match))
    return REDRESS_RENDER_REASON_DAMAGED;
  count = g_match_info_fetch (match, 1);
  pages = g_ascii_strtoull (count, NULL, 10);
  if (pages == 0)
    return REDRESS_RENDER_REASON_DAMAGED;
  if (pages > REDRESS_EVIDENCE_MAX_PAGES)
    return REDRESS_RENDER_REASON_TOO_MANY_PAGES;
  for (guint page = 1; page <= pages; page++)
    redress_render_steps_add_page (&job->steps, page);
  return NULL;
}

static const char *
check_video (Job *job, const char *path)
{
  g_autofree char *video = g_build_filename (job->work, REDRESS_RENDER_VIDEO, NULL);
  RedressRendition *rendition = NULL;
  const char *reason = redress_video_judge_made (path, video, job->declared_ms, &rendition);

  if (reason != NULL)
    return reason;
  g_ptr_array_add (job->result->renditions, rendition);
  g_ptr_array_add (job->files, g_strdup (REDRESS_RENDER_VIDEO));
  return NULL;
}

static const char *
judge (Job *job, RedressSandboxEnd end, int status)
{
  g_autofree char *path = g_build_filename (job->work, job->current->output, NULL);

  if (end == REDRESS_SANDBOX_TIMED_OUT)
    return REDRESS_RENDER_REASON_TIMEOUT;
  if (status == REDRESS_RENDER_EXIT_TOO_LARGE)
    return REDRESS_RENDER_REASON_TOO_LARGE;
  if (status == REDRESS_RENDER_EXIT_UNSUPPORTED)
    return REDRESS_RENDER_REASON_UNSUPPORTED;
  if (status != 0)
    return REDRESS_RENDER_REASON_DAMAGED;
  switch (job->current->check)
    {
    case REDRESS_RENDER_CHECK_PIXELS:
      return check_pixels (job, path);
    case REDRESS_RENDER_CHECK_PICTURE:
      return check_picture (job, path);
    case REDRESS_RENDER_CHECK_INFO:
      return check_info (job, path);
    case REDRESS_RENDER_CHECK_ORIGINAL:
      return redress_video_judge_original (path, &job->declared_ms);
    case REDRESS_RENDER_CHECK_LATER:
      return NULL;
    case REDRESS_RENDER_CHECK_VIDEO:
      return check_video (job, path);
    default:
      g_assert_not_reached ();
    }
}

static void
step_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  Job *job = g_task_get_task_data (task);
  RedressSandboxEnd end;
  const char *reason;
  int status;

  if (!redress_sandbox_run_finish (result, &end, &status, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
          error->domain == REDRESS_ERROR)
        g_task_return_error (task, g_steal_pointer (&error));
      else
        return_without (task, REDRESS_RENDITION_UNAVAILABLE, REDRESS_RENDER_REASON_NO_SANDBOX);
      return;
    }
  reason = judge (job, end, status);
  if (reason != NULL)
    {
      return_without (task, REDRESS_RENDITION_FAILED, reason);
      return;
    }
  g_clear_pointer (&job->current, redress_render_step_free);
  next_step (g_steal_pointer (&task));
}

/* @task: (transfer full) */
static void
next_step (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  RedressRenderStep *step = g_queue_pop_head (&job->steps);
  g_autofree char *input = NULL;
  g_autofree char *output = NULL;
  RedressSandboxRun run;

  if (step == NULL)
    {
      keep_files (task);
      g_object_unref (task);
      return;
    }
  job->current = step;
  input =
      step->reads != NULL ? g_build_filename (job->work, step->reads, NULL) : g_strdup (job->input);
  output = g_build_filename (job->work, step->output, NULL);
  g_unlink (output);
  run.argv = (const char *const *)step->argv;
  run.tool = step->own_tool ? job->tool : NULL;
  run.input = input;
  run.output = output;
  run.cpu_seconds = step->heavy ? REDRESS_SANDBOX_VIDEO_CPU_SECONDS : REDRESS_SANDBOX_CPU_SECONDS;
  run.memory = step->heavy ? REDRESS_SANDBOX_VIDEO_MEMORY : REDRESS_SANDBOX_MEMORY;
  redress_sandbox_run_async (&run, g_task_get_cancellable (task), step_cb, task);
}

/* The original is read, the view is made and written, all in a thread of its own. */
static void
document_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) original = NULL;
  g_autoptr (GBytes) view = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  RedressRendition *rendition;

  file = g_mapped_file_new (job->input, FALSE, NULL);
  if (file == NULL)
    {
      return_without (task, REDRESS_RENDITION_FAILED, REDRESS_RENDER_REASON_DAMAGED);
      return;
    }
  original = g_mapped_file_get_bytes (file);
  view = redress_document_make_view (original, job->media_type, &error);
  if (view == NULL)
    {
      return_without (task, REDRESS_RENDITION_FAILED,
                      g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE)
                          ? REDRESS_RENDER_REASON_TOO_LARGE
                          : REDRESS_RENDER_REASON_DAMAGED);
      return;
    }
  rendition = redress_rendition_new ();
  rendition->use = REDRESS_USE_VIEW;
  rendition->media_type = g_strdup (job->media_type);
  rendition->size = (gint64)g_bytes_get_size (view);
  rendition->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, view);
  g_ptr_array_add (job->result->renditions, rendition);
  path = g_build_filename (job->folder, rendition->sha256, NULL);
  if (view != original &&
      !g_file_set_contents_full (
          path, g_bytes_get_data (view, NULL), (gssize)g_bytes_get_size (view),
          G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &error))
    {
      g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE,
                               "Cannot keep a view: %s", error->message);
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (&job->result),
                         (GDestroyNotify)redress_render_result_free);
}

static gboolean
is_document (const char *media_type)
{
  return g_str_equal (media_type, REDRESS_MEDIA_TEXT) ||
         g_str_equal (media_type, REDRESS_MEDIA_LOG) ||
         g_str_equal (media_type, REDRESS_MEDIA_TRANSCRIPT);
}

/* NULL if the file may be tried, else why not. */
static const char *
look_at_input (const char *input, const char *media_type)
{
  char head[REDRESS_MEDIA_HEAD_BYTES];
  GStatBuf info;
  gsize length;
  FILE *file;

  if (g_stat (input, &info) != 0 || info.st_size == 0)
    return REDRESS_RENDER_REASON_EMPTY;
  if (info.st_size > REDRESS_EVIDENCE_MAX_BYTES)
    return REDRESS_RENDER_REASON_TOO_LARGE;
  file = fopen (input, "rbe");
  if (file == NULL)
    return REDRESS_RENDER_REASON_DAMAGED;
  length = fread (head, 1, sizeof head, file);
  fclose (file);
  if (!redress_media_check (media_type, head, length, NULL))
    return REDRESS_RENDER_REASON_WRONG_TYPE;
  return NULL;
}

static gboolean
make_work (Job *job)
{
  job->work = g_build_filename (job->folder, ".render-XXXXXX", NULL);
  return g_mkdtemp (job->work) != NULL;
}

/**
 * redress_render_job_run_async:
 * @tool: path of redress-render
 * @input: the original
 * @media_type: what it was declared as
 * @boxes: (nullable): what is painted over in every picture, in pixels of the view
 * @folder: where the renditions go; must exist
 *
 * Makes the renditions of one piece of evidence. A file that cannot be shown is a result, not
 * an error. The thread that calls this must outlive the job.
 */
void
redress_render_job_run_async (const char *tool,
                              const char *input,
                              const char *media_type,
                              const char *boxes,
                              const char *folder,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);
  const char *reason = look_at_input (input, media_type);

  g_task_set_source_tag (task, redress_render_job_run_async);
  job->tool = g_strdup (tool);
  job->input = g_strdup (input);
  job->media_type = g_strdup (media_type);
  job->boxes = g_strdup (boxes);
  job->folder = g_strdup (folder);
  job->result = redress_render_result_new (REDRESS_RENDITION_READY, NULL);
  job->files = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&job->steps);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);

  if (reason != NULL)
    return_without (task, REDRESS_RENDITION_FAILED, reason);
  else if (is_document (media_type))
    g_task_run_in_thread (task, document_thread);
  else if (!make_work (job))
    g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE,
                             "Cannot make a work folder");
  else
    {
      if (g_str_equal (media_type, REDRESS_MEDIA_PDF))
        redress_render_steps_add_info (&job->steps);
      else if (redress_media_is_video (media_type))
        redress_render_steps_add_video (&job->steps, media_type);
      else
        redress_render_steps_add_image (&job->steps, media_type);
      redress_render_steps_paint (&job->steps, job->boxes);
      next_step (g_steal_pointer (&task));
    }
}

/**
 * redress_render_job_run_finish:
 *
 * Returns: (transfer full): what came of it, or %NULL with an error if the job was cancelled
 *   or the disk refused
 */
RedressRenderResult *
redress_render_job_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
