/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/engine-private.h"

#include "config.h"

#include "core/error.h"
#include "wire/json.h"

#include <glib/gi18n.h>

#define MAX_COMMANDS 50
/* The server reads bodies of 256 KiB; what stands around the commands needs a little. */
#define MAX_BYTES (250 * 1024)

/* The outcome of these rows is unknown: the same bytes go again. */
static void
give_back (RedressEngine *self)
{
  for (guint i = 0; self->sending != NULL && i < self->sending->len; i++)
    {
      RedressSendable *row = g_ptr_array_index (self->sending, i);

      redress_store_settle_sync (self->store, row->command_id, NULL, NULL);
    }
  g_clear_pointer (&self->sending, g_ptr_array_unref);
}

static const RedressSendable *
find_row (RedressEngine *self, const char *command_id)
{
  for (guint i = 0; i < self->sending->len; i++)
    {
      const RedressSendable *row = g_ptr_array_index (self->sending, i);

      if (g_strcmp0 (row->command_id, command_id) == 0)
        return row;
    }
  return NULL;
}

/* TRUE: the answer says nothing final about the command. */
static gboolean
is_unknown (const RedressAnswer *answer)
{
  RedressFailure failure = redress_failure_from_status (answer->status);

  return failure == REDRESS_FAILURE_UNREACHABLE || failure == REDRESS_FAILURE_UNAUTHORIZED ||
         failure == REDRESS_FAILURE_TOO_OLD;
}

static gboolean
settle (RedressEngine *self, const RedressAnswer *answer, GError **error)
{
  const RedressSendable *row = find_row (self, answer->command_id);

  if (row == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "answer to a command not sent: %s",
                   answer->command_id);
      return FALSE;
    }
  /* It stays among those without an answer: they go back, and go again after a while. */
  if (is_unknown (answer))
    return TRUE;
  if (self->witness != NULL)
    redress_witness_note_answer (self->witness, row->bytes, answer);
  if (!redress_store_settle_sync (self->store, answer->command_id, answer, error))
    return FALSE;
  self->listener.settled (answer->command_id, row->ticket, answer->status, self->owner);
  g_ptr_array_remove (self->sending, (gpointer)row);
  return TRUE;
}

static gboolean
settle_all (RedressEngine *self, const RedressReply *reply, GError **error)
{
  g_autoptr (JsonNode) node = redress_engine_parse (reply, error);
  JsonArray *answers = NULL;

  if (node == NULL || !redress_json_read_array (json_node_get_object (node), "answers", TRUE,
                                                MAX_COMMANDS, &answers, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (answers); i++)
    {
      JsonNode *element = json_array_get_element (answers, i);
      g_autoptr (RedressAnswer) answer = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "answers[%u] is no object", i);
          return FALSE;
        }
      answer = redress_answer_from_json (json_node_get_object (element), error);
      if (answer == NULL || !settle (self, answer, error))
        return FALSE;
    }
  return TRUE;
}

static void
fail (RedressEngine *self, RedressFailure failure, gint64 retry_after)
{
  give_back (self);
  redress_engine_event (self, (RedressSyncEvent){ .kind = REDRESS_EVENT_PUSH_FAILED,
                                                  .failure = failure,
                                                  .retry_after = retry_after });
}

/* (nullable): the server's words for refusing the whole request. */
static RedressProblem *
read_problem (const RedressReply *reply)
{
  g_autoptr (JsonNode) node = redress_engine_parse (reply, NULL);

  return node != NULL ? redress_problem_from_json (json_node_get_object (node), NULL) : NULL;
}

/* A command that is refused when it goes alone is refused. Where the words are not our server's,
 * as of a proxy in between, nobody knows: that is said, and the same bytes go again. */
static gboolean
settle_alone (RedressEngine *self, const RedressReply *reply)
{
  const RedressSendable *row = g_ptr_array_index (self->sending, 0);
  RedressAnswer *answer;
  gboolean settled;
  RedressProblem *problem = read_problem (reply);

  if (problem == NULL)
    return FALSE;
  answer = redress_answer_new ();
  answer->command_id = g_strdup (row->command_id);
  answer->ticket = row->ticket;
  answer->status = reply->status;
  answer->problem = problem;
  settled = settle (self, answer, NULL);
  redress_answer_free (answer);
  return settled;
}

/* The server took none of the commands. One of them may be why, so they go one by one. */
static void
refuse (RedressEngine *self, const RedressReply *reply)
{
  guint n = self->sending->len;

  if (n == 1 && !settle_alone (self, reply))
    {
      g_autofree char *text = g_strdup_printf (
          _ ("What is between this computer and the server does not let decisions through (%u)."),
          reply->status);

      self->push_refused = TRUE;
      self->listener.trouble (text, self->owner);
      fail (self, REDRESS_FAILURE_REFUSED, reply->retry_after);
      return;
    }
  if (n > 1)
    self->n_alone = n;
  else if (self->n_alone > 0)
    self->n_alone--;
  give_back (self);
  redress_engine_event (self, (RedressSyncEvent){ .kind = REDRESS_EVENT_PUSHED });
}

static gboolean
is_refused (RedressFailure failure)
{
  return failure == REDRESS_FAILURE_REFUSED || failure == REDRESS_FAILURE_RESYNC;
}

static void
pushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressEngine *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);
  RedressFailure failure;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->push_refused = FALSE;
  failure = redress_engine_judge (self, reply, error);
  if (is_refused (failure))
    {
      refuse (self, reply);
      return;
    }
  if (failure != REDRESS_FAILURE_NONE)
    {
      fail (self, failure, reply != NULL ? reply->retry_after : 0);
      return;
    }
  if (!settle_all (self, reply, &error))
    {
      self->listener.trouble (error->message, self->owner);
      fail (self, REDRESS_FAILURE_UNREACHABLE, 0);
      return;
    }
  /* Rows without an answer are unknown. */
  gboolean incomplete = self->sending->len > 0;
  give_back (self);
  if (self->n_alone > 0)
    self->n_alone--;
  redress_engine_event (self, (RedressSyncEvent){ .kind = incomplete ? REDRESS_EVENT_PUSH_FAILED
                                                                     : REDRESS_EVENT_PUSHED,
                                                  .failure = REDRESS_FAILURE_UNREACHABLE });
}

/* The rows' own bytes stand in the body as they were stored; nothing is encoded again. */
static GBytes *
join (GPtrArray *rows)
{
  GByteArray *body = g_byte_array_new ();

  g_byte_array_append (body, (const guint8 *)"{\"commands\":[", 13);
  for (guint i = 0; i < rows->len; i++)
    {
      const RedressSendable *row = g_ptr_array_index (rows, i);
      gsize length;
      const guint8 *data = g_bytes_get_data (row->bytes, &length);

      if (i > 0)
        g_byte_array_append (body, (const guint8 *)",", 1);
      g_byte_array_append (body, data, length);
    }
  g_byte_array_append (body, (const guint8 *)"]}", 2);
  return g_byte_array_free_to_bytes (body);
}

void
redress_engine_push (RedressEngine *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = redress_store_take_sendable_sync (
      self->store, self->n_alone > 0 ? 1 : MAX_COMMANDS, MAX_BYTES, &error);
  g_autoptr (GBytes) body = NULL;
  RedressCall call = { .method = "POST", .path = "/v1/commands" };

  if (rows == NULL)
    {
      self->listener.trouble (error->message, self->owner);
      fail (self, REDRESS_FAILURE_UNREACHABLE, 0);
      return;
    }
  if (rows->len == 0)
    {
      self->n_alone = 0;
      redress_engine_event (self, (RedressSyncEvent){ .kind = REDRESS_EVENT_PUSHED });
      return;
    }
  body = join (rows);
  call.body = body;
  g_clear_pointer (&self->sending, g_ptr_array_unref);
  self->sending = g_steal_pointer (&rows);
  redress_http_send_async (self->http, &call, self->cancellable, pushed_cb, self);
}
