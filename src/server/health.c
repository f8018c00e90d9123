/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/health.h"

#include "config.h"
#include "server/server-private.h"
#include "wire/json.h"

#include <string.h>

/**
 * redress_handle_health:
 * @request: a request
 * @response: where the answer goes
 *
 * Says that the process answers.
 */
void
redress_handle_health (RedressRequest *request, RedressResponse *response)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  redress_json_set_string (object, "status", "ok");
  json_node_take_object (node, object);
  redress_response_json (response, 200, node);
}

static RedressCheck *
check_database (RedressServer *server)
{
  gint64 n = 0;
  g_autoptr (GError) error = NULL;

  if (redress_sql_connection_get_int64 (redress_server_get_connection (server),
                                        "select count(*) from policy", &n, &error))
    return redress_check_new ("database", TRUE, TRUE, NULL);
  return redress_check_new ("database", FALSE, TRUE, "the database cannot be read");
}

static RedressCheck *
check_policies (RedressServer *server)
{
  guint n = redress_server_get_policies (server)->len;

  return redress_check_new ("policies", n > 0, TRUE, n > 0 ? NULL : "no policy is loaded");
}

/* One that is left out makes due times provisional; work goes on. */
static RedressCheck *
check_calendars (RedressServer *server)
{
  GPtrArray *files = redress_calendars_get_files (redress_server_get_calendars (server));
  int last = redress_calendar_get_last_year (redress_server_get_calendar (server));
  g_autofree char *known = g_strdup_printf ("known to the end of %d", last);

  for (guint i = 0; i < files->len; i++)
    if (((const RedressCalendarFile *)g_ptr_array_index (files, i))->year == 0)
      return redress_check_new ("calendars", FALSE, FALSE,
                                "a file is left out, see redress-server calendar list");
  return redress_check_new ("calendars", last != 0, FALSE, last != 0 ? known : "no year is known");
}

/* Decisions go on without: what was decided meanwhile is signed later. */
static RedressCheck *
check_signing (RedressSigningState state)
{
  if (state == REDRESS_SIGNING_CONTRADICTED)
    return redress_check_new (
        "audit-log", FALSE, FALSE,
        "a log is not what was signed of it, see log-contradicted in the log");
  if (state == REDRESS_SIGNING_AWAY)
    return redress_check_new ("audit-log", FALSE, FALSE, "redress-signer does not sign");
  return redress_check_new ("audit-log", TRUE, FALSE, NULL);
}

/**
 * redress_health_check:
 * @server: a server
 *
 * Returns: (transfer full) (element-type RedressCheck): what the server needs for its work
 */
GPtrArray *
redress_health_check (RedressServer *server)
{
  GPtrArray *checks = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_check_free);
  RedressSigningState signing;

  g_ptr_array_add (checks, check_database (server));
  g_ptr_array_add (checks, check_policies (server));
  g_ptr_array_add (checks, check_calendars (server));
  signing = redress_operations_get_signing (redress_server_get_operations (server));
  if (signing != REDRESS_SIGNING_UNKNOWN)
    g_ptr_array_add (checks, check_signing (signing));
  return checks;
}

static gboolean
add_checks (JsonArray *array, GPtrArray *checks)
{
  gboolean ready = TRUE;

  for (guint i = 0; checks != NULL && i < checks->len; i++)
    {
      const RedressCheck *check = g_ptr_array_index (checks, i);
      JsonObject *object = json_object_new ();

      redress_json_set_string (object, "name", check->name);
      json_object_set_boolean_member (object, "ok", check->ok);
      json_object_set_boolean_member (object, "needed", check->needed);
      redress_json_set_string (object, "detail", check->detail);
      json_array_add_object_element (array, object);
      ready = ready && (check->ok || !check->needed);
    }
  return ready;
}

/**
 * redress_handle_readiness:
 * @request: a request
 * @response: where the answer goes
 *
 * Says whether the server can do its work, and what is missing.
 */
void
redress_handle_readiness (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (GPtrArray) checks = redress_health_check (request->server);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  gboolean ready = add_checks (array, checks);

  add_checks (array, request->server->checks);
  json_object_set_boolean_member (object, "ready", ready);
  redress_json_set_string (object, "version", REDRESS_VERSION);
  json_object_set_array_member (object, "checks", array);
  json_node_take_object (node, object);
  redress_response_json (response, ready ? 200 : 503, node);
  if (!ready)
    redress_response_set_header (response, "Retry-After", "5");
}

/**
 * redress_handle_metrics:
 * @request: a request
 * @response: where the answer goes
 *
 * Answers with the figures for Prometheus.
 */
void
redress_handle_metrics (RedressRequest *request, RedressResponse *response)
{
  RedressMetrics *metrics = redress_server_get_metrics (request->server);
  char *text;

  /* This runs on the database thread of a server that serves, so both are there. */
  redress_edge_measure (request->server->edge, metrics);
  redress_metrics_set (metrics, "redress_database_jobs_waiting", NULL,
                       redress_jobs_count_database (request->server->jobs));
  redress_metrics_set (metrics, "redress_readers_jobs_waiting", NULL,
                       redress_jobs_count_read (request->server->jobs));
  text = redress_metrics_to_text (metrics);
  redress_response_bytes (response, 200, "text/plain; version=0.0.4; charset=utf-8",
                          g_bytes_new_take (text, strlen (text)));
}
