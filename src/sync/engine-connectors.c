/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/engine-private.h"

#include "config.h"

#include "wire/codec.h"
#include "wire/json.h"

#include <glib/gi18n.h>

static const RedressRefusal refusals[] = {
  { "no_address", N_ ("No address was set for this platform.") },
  { "stopped_already", N_ ("The platform is stopped already.") },
  { "not_stopped", N_ ("The platform is not stopped.") },
  { "sent_already", N_ ("The platform has taken it already.") },
  { "nowhere_to_send", N_ ("Nothing is sent to this platform now.") },
  { "not_yet", N_ ("Its time has not come: the decision can still be taken back.") },
  { "why_invalid", N_ ("It has to be said why, in at most 200 characters.") },
};

/* Whatever is done, the answer is how things are then. */
static const RedressQuestion question = {
  .refusals = refusals,
  .n_refusals = G_N_ELEMENTS (refusals),
  .read = (gpointer (*) (JsonObject *, GError **))redress_connectors_from_json,
  .destroy = (GDestroyNotify)redress_connectors_free,
};

static char *
build_path (const RedressConnectorsRequest *request)
{
  static const char *const verbs[] = {
    [REDRESS_CONNECTORS_STOP] = "stop",
    [REDRESS_CONNECTORS_START] = "start",
    [REDRESS_CONNECTORS_TEST] = "test",
    [REDRESS_CONNECTORS_RESEND_ALL] = "resend",
  };
  g_autofree char *platform = NULL;

  if (request->action == REDRESS_CONNECTORS_LIST)
    return g_strdup ("/v1/webhooks");
  if (request->action == REDRESS_CONNECTORS_RESEND)
    return g_strdup_printf ("/v1/webhook-events/%" G_GINT64_FORMAT "/resend", request->event);
  platform = g_uri_escape_string (request->platform, NULL, FALSE);
  return g_strdup_printf ("/v1/webhooks/%s/%s", platform, verbs[request->action]);
}

static GBytes *
build_body (const char *why)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "why", why);
  json_node_take_object (node, object);
  return redress_json_canonical (node);
}

/* Does what is asked, and says how things are then. */
void
redress_engine_connectors (RedressEngine *self,
                           const RedressConnectorsRequest *request,
                           GTask *task)
{
  gboolean lists = request->action == REDRESS_CONNECTORS_LIST;
  g_autofree char *path = build_path (request);
  g_autoptr (GBytes) body =
      request->action == REDRESS_CONNECTORS_STOP ? build_body (request->why) : NULL;
  RedressCall call = { .method = lists ? "GET" : "POST", .path = path, .body = body };

  redress_engine_ask (self, &question, &call, task);
}
