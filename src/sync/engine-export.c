/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/engine-private.h"

#include "config.h"

#include "core/error.h"
#include "wire/json.h"

#include <glib/gi18n.h>

/* A thousand entries beside a whole ticket. */
#define MAX_BYTES (16 * 1024 * 1024)

static const RedressRefusal refusals[] = {
  { "reason_too_long", N_ ("The reason is longer than 500 characters.") },
  { "reason_required", N_ ("Say why the case is handed out.") },
};

static const RedressQuestion question = {
  .refusals = refusals,
  .n_refusals = G_N_ELEMENTS (refusals),
  .read = (gpointer (*) (JsonObject *, GError **))redress_export_from_json,
  .destroy = (GDestroyNotify)redress_export_free,
};

static GBytes *
build_body (const char *reason)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "reason", reason);
  json_node_take_object (node, object);
  return redress_json_canonical (node);
}

void
redress_engine_export (RedressEngine *self, gint64 ticket, const char *reason, GTask *task)
{
  g_autoptr (GBytes) body = build_body (reason);
  g_autofree char *path = g_strdup_printf ("/v1/tickets/T-%" G_GINT64_FORMAT "/pack", ticket);
  RedressCall call = { .method = "POST", .path = path, .body = body, .max_bytes = MAX_BYTES };

  redress_engine_ask (self, &question, &call, task);
}
