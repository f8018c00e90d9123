/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/engine-private.h"

#include "config.h"

#include "core/error.h"
#include "wire/codec.h"
#include "wire/json.h"

#include <glib/gi18n.h>

/* What is masked, asked for with a reason: it goes through the memory of the desk, past its disk,
 * and is not asked for twice. */

#define MAX_SECONDS 600

static const RedressRefusal refusals[] = {
  { "claim_required", N_ ("Only who holds the ticket can reveal what is masked.") },
  { "reason_required", N_ ("It has to be said why.") },
  { "reason_too_long", N_ ("The reason is longer than 200 characters.") },
  { "reason_tells", N_ ("The reason tells what is masked. Colleagues would read it.") },
  { "fact_unknown", N_ ("The ticket does not have this value any more.") },
  { "evidence_unknown", N_ ("The ticket does not have this file any more.") },
  { "not_masked", N_ ("This is not masked any more.") },
  { "masked", N_ ("It is masked again.") },
  { "forbidden", N_ ("This account may not reveal what is masked.") },
  { "not_found", N_ ("The ticket is not there any more.") },
};

static gpointer
read_revealed (JsonObject *object, GError **error)
{
  g_autoptr (RedressRevealed) revealed = g_new0 (RedressRevealed, 1);
  JsonObject *fact = NULL;
  JsonObject *evidence = NULL;
  gint64 seconds = 0;

  if (!redress_json_read_object (object, "fact", FALSE, &fact, error) ||
      !redress_json_read_object (object, "evidence", FALSE, &evidence, error) ||
      !redress_json_read_int (object, "seconds", TRUE, 1, MAX_SECONDS, &seconds, error))
    return NULL;
  revealed->seconds = (guint)seconds;
  if (fact != NULL)
    revealed->fact = redress_fact_from_json (fact, error);
  else if (evidence != NULL)
    revealed->evidence = redress_evidence_from_json (evidence, error);
  else
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s",
                 _ ("The server's answer is not what was asked for."));
  return revealed->fact != NULL || revealed->evidence != NULL ? g_steal_pointer (&revealed) : NULL;
}

static const RedressQuestion question = {
  .refusals = refusals,
  .n_refusals = G_N_ELEMENTS (refusals),
  .read = read_revealed,
  .destroy = (GDestroyNotify)redress_revealed_free,
  .changes = TRUE,
};

static GBytes *
build_body (const char *fact, const char *sha256, const char *reason)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  redress_json_set_string (object, "fact", fact);
  redress_json_set_string (object, "evidence", sha256);
  redress_json_set_string (object, "reason", reason);
  json_node_take_object (node, object);
  return redress_json_canonical (node);
}

void
redress_engine_reveal (RedressEngine *self,
                       gint64 ticket,
                       const char *fact,
                       const char *sha256,
                       const char *reason,
                       GTask *task)
{
  g_autofree char *id = redress_ticket_format_id (ticket);
  g_autofree char *path = g_strconcat ("/v1/tickets/", id, "/reveal", NULL);
  g_autoptr (GBytes) body = build_body (fact, sha256, reason);
  RedressCall call = { .method = "POST", .path = path, .body = body };

  redress_engine_ask (self, &question, &call, task);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *sha256 = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);
  g_autofree char *found = NULL;

  if (reply != NULL && reply->status == 200)
    found =
        redress_sha256_hex (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));
  else if (reply != NULL)
    error = redress_engine_create_refusal (reply, refusals, G_N_ELEMENTS (refusals));
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_strcmp0 (found, sha256) == 0)
    g_task_return_pointer (task, g_bytes_ref (reply->body), (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "%s",
                             _ ("The file is not the one that was handed in. It is not shown."));
}

void
redress_engine_fetch_revealed (RedressEngine *self, gint64 ticket, const char *sha256, GTask *task)
{
  g_autofree char *id = redress_ticket_format_id (ticket);
  g_autofree char *path = g_strconcat ("/v1/tickets/", id, "/evidence/", sha256, NULL);
  RedressCall call = {
    .method = "GET", .path = path, .max_bytes = REDRESS_MAX_EVIDENCE_BYTES, .timeout = 120
  };

  if (redress_engine_refuse_offline (self, task))
    return;
  g_task_set_task_data (task, g_strdup (sha256), g_free);
  redress_http_send_async (self->http, &call, g_task_get_cancellable (task), fetched_cb, task);
}
