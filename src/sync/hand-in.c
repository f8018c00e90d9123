/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/engine-private.h"
#include "sync/sync-private.h"

#include "config.h"

#include "core/error.h"
#include "wire/hand-in.h"
#include "wire/json.h"

#include <glib/gi18n.h>
#include <string.h>

/* Decisions that find no way from this computer: as a sealed file, and from one. */

#define MAX_FILE_BYTES (16 * 1024 * 1024)

typedef struct
{
  GFile *file;
  GBytes *key;
  char *account;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->file);
  g_clear_pointer (&saving->key, g_bytes_unref);
  g_free (saving->account);
  g_free (saving);
}

/* Takes as many of @commands from @first on as one piece may hold. */
static guint
find_end (GPtrArray *commands, guint first)
{
  gsize size = 0;
  guint i;

  for (i = first; i < commands->len && i - first < REDRESS_HAND_IN_MAX_COMMANDS; i++)
    {
      size += g_bytes_get_size (g_ptr_array_index (commands, i));
      if (i > first && size > REDRESS_HAND_IN_MAX_BYTES)
        break;
    }
  return i;
}

static GPtrArray *
seal (const Saving *saving, GPtrArray *commands, GError **error)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (g_free);

  for (guint first = 0, end; first < commands->len; first = end)
    {
      g_autoptr (GPtrArray) part = g_ptr_array_new ();
      char *piece;

      end = find_end (commands, first);
      for (guint i = first; i < end; i++)
        g_ptr_array_add (part, g_ptr_array_index (commands, i));
      piece = redress_hand_in_seal (saving->key, saving->account, part, error);
      if (piece == NULL)
        return NULL;
      g_ptr_array_add (pieces, piece);
    }
  return g_steal_pointer (&pieces);
}

static gboolean
write_file (const Saving *saving, GPtrArray *commands, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) pieces = seal (saving, commands, error);
  g_autofree char *text = pieces != NULL ? redress_hand_in_join (pieces) : NULL;

  return text != NULL &&
         g_file_replace_contents (saving->file, text, strlen (text), NULL, FALSE,
                                  G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                  cancellable, error);
}

static void
save_on_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  RedressStore *store = g_object_get_data (G_OBJECT (task), "store");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commands = redress_store_list_unsent_sync (store, &error);

  if (commands != NULL && commands->len == 0)
    g_set_error_literal (&error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND,
                         _ ("No decision waits to be sent. One that can still be undone is not "
                            "saved."));
  if (error == NULL && write_file (data, commands, cancellable, &error))
    g_task_return_int (task, commands->len);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
redress_sync_save_unsent_async (RedressSync *self,
                                GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  g_return_if_fail (REDRESS_IS_SYNC (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, redress_sync_save_unsent_async);
  saving = g_new0 (Saving, 1);
  saving->file = g_object_ref (file);
  g_task_set_task_data (task, saving, saving_free);
  if (self->account != NULL)
    saving->key = redress_hand_in_key_from_string (self->account->hand_in_key);
  if (saving->key == NULL || self->store == NULL)
    {
      g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                               _ ("This computer has no key of the server yet. It comes with the "
                                  "next sign-in."));
      return;
    }
  saving->account = g_strdup (self->account->id);
  g_object_set_data_full (G_OBJECT (task), "store", g_object_ref (self->store), g_object_unref);
  g_task_run_in_thread (task, save_on_worker);
}

int
redress_sync_save_unsent_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);
  return (int)g_task_propagate_int (G_TASK (result), error);
}

void
redress_handed_in_free (RedressHandedIn *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self);
}

static RedressHandedIn *
handed_in_new (const RedressAnswer *answer)
{
  RedressHandedIn *self = g_new0 (RedressHandedIn, 1);

  self->ticket = answer->ticket;
  if (answer->status != 200)
    self->code = g_strdup (answer->problem != NULL ? answer->problem->code : "");
  return self;
}

static gpointer
read_answers (JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) answers =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_handed_in_free);
  JsonArray *array = NULL;

  if (!redress_json_read_array (object, "answers", TRUE, REDRESS_HAND_IN_MAX_COMMANDS, &array,
                                error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autoptr (RedressAnswer) answer =
          JSON_NODE_HOLDS_OBJECT (element)
              ? redress_answer_from_json (json_node_get_object (element), error)
              : NULL;

      if (answer == NULL)
        {
          g_prefix_error (error, "answers[%u]: ", i);
          return NULL;
        }
      g_ptr_array_add (answers, handed_in_new (answer));
    }
  return g_steal_pointer (&answers);
}

static const RedressRefusal refusals[] = {
  { "not_sealed_for_us", N_ ("The file was changed, or it is for another server.") },
  { "other_account",
    N_ ("Somebody else recorded these decisions. Sign in as them to hand them in.") },
};

static const RedressQuestion hand_in = {
  .refusals = refusals,
  .n_refusals = G_N_ELEMENTS (refusals),
  .read = read_answers,
  .destroy = (GDestroyNotify)g_ptr_array_unref,
  .changes = TRUE,
};

/* On the sync thread. */
static void
ask_on_thread (RedressEngine *engine, gpointer piece, GTask *task)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) body = NULL;
  RedressCall call = { .method = "POST", .path = "/v1/hand-ins", .timeout = 60 };

  redress_json_set_string (object, "sealed", piece);
  json_node_set_object (node, object);
  body = redress_json_canonical (node);
  call.body = body;
  redress_engine_ask (engine, &hand_in, &call, task);
}

typedef struct
{
  GPtrArray *pieces;
  GPtrArray *answers;
  guint next;
} Bringing;

static void
bringing_free (gpointer data)
{
  Bringing *bringing = data;

  g_clear_pointer (&bringing->pieces, g_ptr_array_unref);
  g_ptr_array_unref (bringing->answers);
  g_free (bringing);
}

static void bring_next (GTask *task);

static void
brought_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Bringing *bringing = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) answers = g_task_propagate_pointer (G_TASK (result), &error);

  if (answers == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_ptr_array_extend_and_steal (bringing->answers, g_steal_pointer (&answers));
  bring_next (g_steal_pointer (&task));
}

/* Takes @task. One piece after the other, in the order recorded; each can come twice. */
static void
bring_next (GTask *task)
{
  Bringing *bringing = g_task_get_task_data (task);
  RedressSync *self = g_task_get_source_object (task);
  GTask *asking;

  if (bringing->next == bringing->pieces->len)
    {
      g_task_return_pointer (task, g_ptr_array_ref (bringing->answers),
                             (GDestroyNotify)g_ptr_array_unref);
      g_object_unref (task);
      return;
    }
  asking = g_task_new (self, g_task_get_cancellable (task), brought_cb, task);
  redress_sync_ask (self, asking, ask_on_thread,
                    g_strdup (g_ptr_array_index (bringing->pieces, bringing->next++)), g_free);
}

static void
read_file_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Bringing *bringing = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size = 0;

  if (!g_file_load_contents_finish (G_FILE (source), result, &text, &size, NULL, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (size <= MAX_FILE_BYTES && g_utf8_validate (text, (gssize)size, NULL))
    bringing->pieces = redress_hand_in_split (text, NULL);
  if (bringing->pieces == NULL)
    g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s",
                             _ ("This is no file of unsent decisions."));
  else
    bring_next (g_steal_pointer (&task));
}

void
redress_sync_hand_in_async (RedressSync *self,
                            GFile *file,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  Bringing *bringing;

  g_return_if_fail (REDRESS_IS_SYNC (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, redress_sync_hand_in_async);
  bringing = g_new0 (Bringing, 1);
  bringing->answers = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_handed_in_free);
  g_task_set_task_data (task, bringing, bringing_free);
  g_file_load_contents_async (file, cancellable, read_file_cb, task);
}

GPtrArray *
redress_sync_hand_in_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
