/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/engine-private.h"

#include "config.h"

#include "core/error.h"
#include "wire/json.h"

#include <glib/gi18n.h>

/* A lease lasts 15 minutes; it is renewed after a third of it. */
#define RENEW_BEFORE (10 * REDRESS_MINUTE)

typedef struct
{
  RedressEngine *engine;
  gint64 ticket;
} Asking;

static GError *
translate (const RedressAnswer *answer)
{
  const char *code = answer->problem != NULL ? answer->problem->code : "";
  const char *detail = answer->problem != NULL ? answer->problem->detail : NULL;

  if (answer->status == 409 && answer->claim != NULL && answer->claim->holder_name != NULL)
    return g_error_new (REDRESS_ERROR, REDRESS_ERROR_CONFLICT, _ ("%s works on this ticket."),
                        answer->claim->holder_name);
  if (answer->status == 409 || answer->status == 412)
    return g_error_new (REDRESS_ERROR, REDRESS_ERROR_CONFLICT, "%s",
                        detail != NULL ? detail : _ ("The ticket is no longer free."));
  if (answer->status == 404)
    return g_error_new (REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "%s",
                        _ ("The server no longer shows this ticket to you."));
  if (g_str_equal (code, "same_reviewer"))
    detail = _ ("You made the first decision. Somebody else decides the appeal.");
  if (g_str_equal (code, "account_unknown"))
    detail = _ ("Nobody with this user name works on this platform.");
  return g_error_new (REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN, "%s", detail != NULL ? detail : code);
}

/* (nullable): the one answer of a reply. */
static RedressAnswer *
read_answer (const RedressReply *reply, GError **error)
{
  g_autoptr (JsonNode) node = redress_engine_parse (reply, error);
  JsonArray *answers = NULL;

  if (node == NULL ||
      !redress_json_read_array (json_node_get_object (node), "answers", TRUE, 1, &answers, error))
    return NULL;
  if (json_array_get_length (answers) != 1 ||
      !JSON_NODE_HOLDS_OBJECT (json_array_get_element (answers, 0)))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s",
                   _ ("The server's answer is not what was asked for."));
      return NULL;
    }
  return redress_answer_from_json (json_array_get_object_element (answers, 0), error);
}

static void
claimed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);
  RedressEngine *self = asking->engine;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);
  g_autoptr (RedressAnswer) answer = NULL;

  if (reply != NULL && reply->status == 200)
    answer = read_answer (reply, &error);
  else if (reply != NULL)
    error = g_error_new (REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                         reply->status == 401 ? _ ("Sign in again to claim tickets.")
                                              : _ ("The server did not answer as it should."));
  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* The engine may have been stopped while the answer was on its way. */
  if (self->store != NULL && answer->status == 200)
    redress_store_put_claim_sync (self->store, asking->ticket, answer->rev, answer->claim, NULL);
  if (answer->status != 200)
    g_task_return_error (task, translate (answer));
  else
    g_task_return_pointer (
        task, answer->claim != NULL ? redress_claim_copy (answer->claim) : redress_claim_new (),
        (GDestroyNotify)redress_claim_free);
}

static GBytes *
wrap (const RedressCommand *command)
{
  g_autoptr (GBytes) bytes = redress_command_to_bytes (command);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (data, length);

  return g_bytes_new_take (g_strdup_printf ("{\"commands\":[%s]}", text), length + 15);
}

/* A claim is asked for without one; all else is about the claim as this desk knows it. */
static gint64
get_token (RedressEngine *self, const RedressCommand *command)
{
  g_autoptr (RedressClaim) claim = NULL;

  if (command->type != REDRESS_COMMAND_CLAIM)
    redress_store_get_claim_sync (self->store, command->ticket, &claim, NULL);
  return claim != NULL ? claim->token : 0;
}

void
redress_engine_claim (RedressEngine *self, RedressCommand *command, GTask *task)
{
  g_autoptr (RedressCommand) owned = command;
  g_autoptr (GBytes) body = NULL;
  RedressCall call = { .method = "POST", .path = "/v1/commands", .timeout = 15 };
  Asking *asking = g_new0 (Asking, 1);

  *asking = (Asking){ self, command->ticket };
  g_task_set_task_data (task, asking, g_free);
  if (self->http == NULL || self->session->access_token == NULL)
    {
      g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                               _ ("Claiming a ticket needs a connection to the server."));
      g_object_unref (task);
      return;
    }
  command->command_id = redress_command_id_new (redress_clock_now (self->clock));
  command->made_at = redress_clock_now (self->clock);
  command->claim_token = get_token (self, command);
  body = wrap (command);
  call.body = body;
  redress_http_send_async (self->http, &call, g_task_get_cancellable (task), claimed_cb, task);
}

/* Keeps the lease of the ticket on the screen while its agent works on it. */
void
redress_engine_renew (RedressEngine *self)
{
  RedressTime now = redress_clock_now (self->clock);
  g_autoptr (RedressClaim) claim = NULL;

  if (self->status != REDRESS_SYNC_ONLINE || self->open_ticket == 0 ||
      !redress_store_get_claim_sync (self->store, self->open_ticket, &claim, NULL))
    return;
  if (claim == NULL || claim->mode == REDRESS_CLAIM_OFFLINE ||
      g_strcmp0 (claim->holder, self->session->account->id) != 0 ||
      claim->lease_until - now > RENEW_BEFORE)
    return;
  redress_engine_claim (self, redress_command_new (REDRESS_COMMAND_RENEW, self->open_ticket),
                        g_task_new (NULL, self->cancellable, NULL, NULL));
}
