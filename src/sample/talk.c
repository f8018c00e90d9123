/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/talk.h"

#include <string.h>

#include "core/error.h"
#include "sample/delivery.h"
#include "wire/json.h"

RedressTalk *
redress_talk_new (const char *server)
{
  RedressTalk *self = g_new0 (RedressTalk, 1);

  self->session = soup_session_new_with_options ("timeout", 60, NULL);
  self->server = g_strdup (server);
  return self;
}

void
redress_talk_free (RedressTalk *self)
{
  g_object_unref (self->session);
  g_free (self->server);
  g_free (self->token);
  g_free (self);
}

static JsonNode *
parse_object (GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonNode) node =
      redress_json_parse (data, length, &redress_json_limits_response, error);

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "The answer is no object");
      return NULL;
    }
  return g_steal_pointer (&node);
}

static void
set_refused (GError **error, guint status, const RedressProblem *problem)
{
  RedressError code = status == 401 || status == 403 ? REDRESS_ERROR_FORBIDDEN
                      : status == 409                ? REDRESS_ERROR_CONFLICT
                                                     : REDRESS_ERROR_INVALID;

  g_set_error (error, REDRESS_ERROR, code, "%u %s %s", status, problem != NULL ? problem->code : "",
               problem != NULL && problem->detail != NULL ? problem->detail : "");
}

GBytes *
redress_talk_send_sync (RedressTalk *self, SoupMessage *message, GError **error)
{
  g_autoptr (GBytes) answer = soup_session_send_and_read (self->session, message, NULL, error);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (RedressProblem) problem = NULL;

  if (answer == NULL)
    return NULL;
  if (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    return g_steal_pointer (&answer);
  node = parse_object (answer, NULL);
  if (node != NULL)
    problem = redress_problem_from_json (json_node_get_object (node), NULL);
  set_refused (error, soup_message_get_status (message), problem);
  return NULL;
}

/* @body: (nullable): JSON */
static GBytes *
ask (RedressTalk *self, const char *method, const char *path, const char *body, GError **error)
{
  g_autofree char *url = g_strconcat (self->server, path, NULL);
  g_autoptr (SoupMessage) message = redress_delivery_begin (method, self->token, url);

  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  return redress_talk_send_sync (self, message, error);
}

/**
 * redress_talk_sign_in_sync:
 *
 * Returns: whether the account is signed in
 */
gboolean
redress_talk_sign_in_sync (RedressTalk *self,
                           const char *name,
                           const char *password,
                           GError **error)
{
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *body = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (JsonNode) answered = NULL;
  g_autoptr (RedressSession) session = NULL;

  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "password", password);
  json_node_take_object (node, object);
  body = redress_json_to_string (node);
  answer = ask (self, "POST", "/v1/sessions", body, error);
  answered = answer != NULL ? parse_object (answer, error) : NULL;
  if (answered == NULL)
    return FALSE;
  session = redress_session_from_json (json_node_get_object (answered), error);
  if (session == NULL)
    return FALSE;
  self->token = g_strdup (session->access_token);
  return TRUE;
}

RedressTicket *
redress_talk_get_ticket_sync (RedressTalk *self, gint64 id, GError **error)
{
  g_autofree char *name = redress_ticket_format_id (id);
  g_autofree char *path = g_strconcat ("/v1/tickets/", name, NULL);
  g_autoptr (GBytes) answer = ask (self, "GET", path, NULL, error);
  g_autoptr (JsonNode) node = answer != NULL ? parse_object (answer, error) : NULL;

  return node != NULL ? redress_ticket_from_json (json_node_get_object (node), error) : NULL;
}

RedressPolicy *
redress_talk_get_policy_sync (RedressTalk *self, const char *flow, gint64 version, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/v1/policies/%s/%" G_GINT64_FORMAT, flow, version);
  g_autoptr (GBytes) answer = ask (self, "GET", path, NULL, error);

  return answer != NULL ? redress_policy_from_bytes (answer, error) : NULL;
}

static RedressAnswer *
read_answer (JsonNode *node, GError **error)
{
  JsonArray *answers = NULL;

  if (!redress_json_read_array (json_node_get_object (node), "answers", TRUE, 1, &answers, error))
    return NULL;
  if (json_array_get_length (answers) != 1 ||
      !JSON_NODE_HOLDS_OBJECT (json_array_get_element (answers, 0)))
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                           "The command has no answer");
      return NULL;
    }
  return redress_answer_from_json (json_array_get_object_element (answers, 0), error);
}

RedressAnswer *
redress_talk_command_sync (RedressTalk *self, const RedressCommand *command, GError **error)
{
  g_autoptr (GBytes) bytes = redress_command_to_bytes (command);
  g_autofree char *body = g_strdup_printf ("{\"commands\":[%.*s]}", (int)g_bytes_get_size (bytes),
                                           (const char *)g_bytes_get_data (bytes, NULL));
  g_autoptr (GBytes) reply = ask (self, "POST", "/v1/commands", body, error);
  g_autoptr (JsonNode) node = reply != NULL ? parse_object (reply, error) : NULL;
  g_autoptr (RedressAnswer) answer = node != NULL ? read_answer (node, error) : NULL;

  if (answer != NULL && answer->status != 200)
    {
      set_refused (error, answer->status, answer->problem);
      return NULL;
    }
  return g_steal_pointer (&answer);
}
