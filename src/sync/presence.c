/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/engine-private.h"
#include "sync/sync-private.h"

#include "config.h"

#include "wire/json.h"

#define MAX_ONLOOKERS 1000

typedef struct
{
  gint64 ticket;
  gboolean is_writing;
} Presence;

void
redress_onlooker_free (RedressOnlooker *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

static RedressOnlooker *
read_onlooker (JsonNode *node, GError **error)
{
  RedressOnlooker *onlooker;
  g_autofree char *name = NULL;
  g_autofree char *mode = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "others: is no object");
      return NULL;
    }
  if (!redress_json_read_string (json_node_get_object (node), "actor_name", TRUE, 512, &name,
                                 error) ||
      !redress_json_read_string (json_node_get_object (node), "mode", TRUE, 512, &mode, error))
    return NULL;
  onlooker = g_new0 (RedressOnlooker, 1);
  onlooker->name = g_steal_pointer (&name);
  onlooker->is_writing = g_str_equal (mode, "writing");
  return onlooker;
}

static gpointer
read_others (JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) others =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_onlooker_free);
  JsonArray *array = NULL;

  if (!redress_json_read_array (object, "others", TRUE, MAX_ONLOOKERS, &array, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      RedressOnlooker *onlooker = read_onlooker (json_array_get_element (array, i), error);

      if (onlooker == NULL)
        return NULL;
      g_ptr_array_add (others, onlooker);
    }
  return g_steal_pointer (&others);
}

static const RedressQuestion question = {
  .read = read_others,
  .destroy = (GDestroyNotify)g_ptr_array_unref,
};

/* On the sync thread. */
static void
tell_on_thread (RedressEngine *engine, gpointer data, GTask *task)
{
  const Presence *presence = data;
  g_autofree char *id = redress_ticket_format_id (presence->ticket);
  g_autofree char *path = g_strconcat ("/v1/tickets/", id, "/presence", NULL);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) body = NULL;
  RedressCall call = { .method = "PUT", .path = path, .timeout = 15 };

  redress_json_set_string (object, "mode", presence->is_writing ? "writing" : "viewing");
  json_node_set_object (node, object);
  body = redress_json_canonical (node);
  call.body = body;
  redress_engine_ask (engine, &question, &call, task);
}

void
redress_sync_tell_presence_async (RedressSync *self,
                                  gint64 ticket,
                                  gboolean is_writing,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;
  Presence *presence;

  g_return_if_fail (REDRESS_IS_SYNC (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, redress_sync_tell_presence_async);
  presence = g_new0 (Presence, 1);
  *presence = (Presence){ ticket, is_writing };
  redress_sync_ask (self, task, tell_on_thread, presence, g_free);
}

GPtrArray *
redress_sync_tell_presence_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
