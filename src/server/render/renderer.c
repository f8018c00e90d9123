/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/renderer.h"

#include "server/render/check.h"
#include "server/render/media.h"

/* Each may take 512 MiB; a video takes three times as much, and both processors. */
#define MAX_RUNNING 2
#define MAX_VIDEOS 1

/**
 * RedressRenderer:
 *
 * Makes renditions, two at a time but one video, the rest in the order they were asked for.
 * Lives in one thread.
 */
struct _RedressRenderer
{
  GObject parent_instance;

  char *tool;
  GQueue waiting; /* (owned) (element-type GTask) */
  guint n_running;
  guint n_videos;               /* of those that run */
  RedressRenderAbility ability; /* what is known to work */
};

typedef struct
{
  char *input;
  char *media_type;
  char *boxes; /* (nullable) */
  char *folder;
} Request;

G_DEFINE_FINAL_TYPE (RedressRenderer, redress_renderer, G_TYPE_OBJECT)

static void start_waiting (RedressRenderer *self);

static void
request_free (Request *request)
{
  g_free (request->input);
  g_free (request->media_type);
  g_free (request->boxes);
  g_free (request->folder);
  g_free (request);
}

static void
job_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  RedressRenderer *self = g_task_get_source_object (task);
  const Request *request = g_task_get_task_data (task);
  RedressRenderResult *made = redress_render_job_run_finish (result, &error);

  self->n_running--;
  self->n_videos -= redress_media_is_video (request->media_type) ? 1 : 0;
  if (made != NULL)
    g_task_return_pointer (task, made, (GDestroyNotify)redress_render_result_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  start_waiting (self);
}

/* (nullable): the next that may run. A picture goes past a video that waits for another video. */
static GTask *
pop_next (RedressRenderer *self)
{
  for (GList *link = self->waiting.head; link != NULL; link = link->next)
    {
      GTask *task = link->data;
      const Request *request = g_task_get_task_data (task);

      if (self->n_videos < MAX_VIDEOS || !redress_media_is_video (request->media_type))
        {
          g_queue_delete_link (&self->waiting, link);
          return task;
        }
    }
  return NULL;
}

static void
start_waiting (RedressRenderer *self)
{
  GTask *task;

  while (self->n_running < MAX_RUNNING && (task = pop_next (self)) != NULL)
    {
      Request *request = g_task_get_task_data (task);

      self->n_running++;
      self->n_videos += redress_media_is_video (request->media_type) ? 1 : 0;
      redress_render_job_run_async (self->tool, request->input, request->media_type, request->boxes,
                                    request->folder, g_task_get_cancellable (task), job_cb, task);
    }
}

/* What is not known to work is looked at again, so that a package that was installed meanwhile is
 * found. */
static gboolean
can_render (RedressRenderer *self, const char *media_type)
{
  RedressRenderAbility needed = redress_render_get_needed (media_type);

  if ((self->ability & needed) != needed)
    {
      g_auto (RedressRenderReport) report = { 0 };

      redress_render_check (self->tool, &report);
      self->ability = report.ability;
    }
  return (self->ability & needed) == needed;
}

/**
 * redress_renderer_render_async:
 * @input: path of the original, which must stay until the answer
 * @media_type: what it was declared as
 * @boxes: (nullable): what is painted over in its pictures, as redress_boxes_to_string() writes it
 * @folder: where the renditions go; must exist, on one file system
 *
 * The thread must run its default main context and outlive the work.
 */
void
redress_renderer_render_async (RedressRenderer *self,
                               const char *input,
                               const char *media_type,
                               const char *boxes,
                               const char *folder,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_return_if_fail (REDRESS_IS_RENDERER (self));
  g_return_if_fail (input != NULL && media_type != NULL && folder != NULL);

  g_task_set_source_tag (task, redress_renderer_render_async);
  request->input = g_strdup (input);
  request->media_type = g_strdup (media_type);
  request->boxes = g_strdup (boxes);
  request->folder = g_strdup (folder);
  g_task_set_task_data (task, request, (GDestroyNotify)request_free);
  if (!can_render (self, media_type))
    {
      g_task_return_pointer (task,
                             redress_render_result_new (REDRESS_RENDITION_UNAVAILABLE,
                                                        REDRESS_RENDER_REASON_NO_SANDBOX),
                             (GDestroyNotify)redress_render_result_free);
      return;
    }
  g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
  start_waiting (self);
}

/**
 * redress_renderer_render_finish:
 *
 * Returns: (transfer full): what came of it: a file that cannot be shown is a result. %NULL
 *   with an error if it was cancelled or the disk refused; then it may be asked again
 */
RedressRenderResult *
redress_renderer_render_finish (RedressRenderer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
redress_renderer_finalize (GObject *object)
{
  RedressRenderer *self = REDRESS_RENDERER (object);

  g_assert (g_queue_is_empty (&self->waiting));
  g_free (self->tool);
  G_OBJECT_CLASS (redress_renderer_parent_class)->finalize (object);
}

static void
redress_renderer_class_init (RedressRendererClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_renderer_finalize;
}

static void
redress_renderer_init (RedressRenderer *self)
{
  g_queue_init (&self->waiting);
}

/**
 * redress_renderer_new:
 * @tool: (nullable): path of redress-render; %NULL finds the one that belongs to this program
 *
 * Returns: (transfer full): a renderer for the calling thread
 */
RedressRenderer *
redress_renderer_new (const char *tool)
{
  RedressRenderer *self = g_object_new (REDRESS_TYPE_RENDERER, NULL);

  self->tool = tool != NULL ? g_strdup (tool) : redress_render_find_tool ();
  return self;
}
