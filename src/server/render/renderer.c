/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/renderer.h"

#include "server/render/check.h"
#include "server/render/media.h"

/* Each may take 512 MiB. */
#define MAX_RUNNING 2

/**
 * RedressRenderer:
 *
 * Makes renditions, two at a time, the rest in the order they were asked for. Lives in one
 * thread.
 */
struct _RedressRenderer
{
  GObject parent_instance;

  char *tool;
  GQueue waiting; /* (owned) (element-type GTask) */
  guint n_running;
  RedressRenderAbility ability; /* what is known to work */
};

typedef struct
{
  char *input;
  char *media_type;
  char *folder;
} Request;

G_DEFINE_FINAL_TYPE (RedressRenderer, redress_renderer, G_TYPE_OBJECT)

static void start_waiting (RedressRenderer *self);

static void
request_free (Request *request)
{
  g_free (request->input);
  g_free (request->media_type);
  g_free (request->folder);
  g_free (request);
}

static void
job_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  RedressRenderer *self = g_task_get_source_object (task);
  RedressRenderResult *made = redress_render_job_run_finish (result, &error);

  self->n_running--;
  if (made != NULL)
    g_task_return_pointer (task, made, (GDestroyNotify)redress_render_result_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  start_waiting (self);
}

static void
start_waiting (RedressRenderer *self)
{
  while (self->n_running < MAX_RUNNING && !g_queue_is_empty (&self->waiting))
    {
      GTask *task = g_queue_pop_head (&self->waiting);
      Request *request = g_task_get_task_data (task);

      self->n_running++;
      redress_render_job_run_async (self->tool, request->input, request->media_type,
                                    request->folder, g_task_get_cancellable (task), job_cb, task);
    }
}

/* What a type needs of this machine. What is not known to work is looked at again, so that a
 * package that was installed meanwhile is found. */
static gboolean
can_render (RedressRenderer *self, const char *media_type)
{
  RedressRenderAbility needed = 0;

  if (g_str_equal (media_type, REDRESS_MEDIA_JPEG) || g_str_equal (media_type, REDRESS_MEDIA_PNG))
    needed = REDRESS_RENDER_CAN_PICTURES;
  else if (g_str_equal (media_type, REDRESS_MEDIA_PDF))
    needed = REDRESS_RENDER_CAN_ALL;
  if ((self->ability & needed) != needed)
    self->ability = redress_render_check (self->tool, NULL);
  return (self->ability & needed) == needed;
}

/**
 * redress_renderer_render_async:
 * @input: path of the original, which must stay until the answer
 * @media_type: what it was declared as
 * @folder: where the renditions go; must exist, on one file system
 *
 * The thread must run its default main context and outlive the work.
 */
void
redress_renderer_render_async (RedressRenderer *self,
                               const char *input,
                               const char *media_type,
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
