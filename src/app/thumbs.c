/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/thumbs.h"

#include "core/error.h"

/* A thumbnail is some kilobytes; what is much more is none. */
#define MAX_BYTES (1024 * 1024)

struct _RedressThumbs
{
  GObject parent_instance;

  RedressStore *store; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (RedressThumbs, redress_thumbs, G_TYPE_OBJECT)

static void
redress_thumbs_dispose (GObject *object)
{
  RedressThumbs *self = REDRESS_THUMBS (object);

  g_clear_object (&self->store);
  G_OBJECT_CLASS (redress_thumbs_parent_class)->dispose (object);
}

static void
redress_thumbs_class_init (RedressThumbsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_thumbs_dispose;
}

static void
redress_thumbs_init (RedressThumbs *self)
{
}

RedressThumbs *
redress_thumbs_new (void)
{
  return g_object_new (REDRESS_TYPE_THUMBS, NULL);
}

void
redress_thumbs_set_store (RedressThumbs *self, RedressStore *store)
{
  g_return_if_fail (REDRESS_IS_THUMBS (self));

  g_set_object (&self->store, store);
}

static void
decode (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GdkTexture *texture = gdk_texture_new_from_bytes (data, &error);

  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GBytes *bytes = redress_store_read_evidence_finish (REDRESS_STORE (source), result, &error);

  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, bytes, (GDestroyNotify)g_bytes_unref);
  if (g_bytes_get_size (bytes) > MAX_BYTES)
    g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE,
                             "a thumbnail is %" G_GSIZE_FORMAT " bytes", g_bytes_get_size (bytes));
  else
    g_task_run_in_thread (task, decode);
}

void
redress_thumbs_load_async (RedressThumbs *self,
                           const char *sha256,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (REDRESS_IS_THUMBS (self));
  g_return_if_fail (sha256 != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, redress_thumbs_load_async);
  if (self->store == NULL)
    g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "no store is open");
  else
    redress_store_read_evidence_async (self->store, sha256, cancellable, read_cb,
                                       g_steal_pointer (&task));
}

GdkTexture *
redress_thumbs_load_finish (RedressThumbs *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (REDRESS_IS_THUMBS (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
