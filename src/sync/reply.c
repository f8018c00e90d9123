/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/http.h"

#include "config.h"

#include "core/error.h"
#include "wire/json.h"

#include <glib/gi18n.h>

/* What an answer says, whatever brought it. */

/* A garbled problem body is no reason to lose the status. */
static RedressProblem *
read_problem (GBytes *body, guint status)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) node =
      redress_json_parse (data, length, &redress_json_limits_response, NULL);
  RedressProblem *problem = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    problem = redress_problem_from_json (json_node_get_object (node), NULL);
  return problem != NULL ? problem : redress_problem_new (status, "unknown", "", NULL);
}

/**
 * redress_reply_new:
 * @status: HTTP status
 * @body: (transfer full): whole
 *
 * Returns: (transfer full): a reply, with the problem that the body of an error tells
 */
RedressReply *
redress_reply_new (guint status, GBytes *body)
{
  RedressReply *self = g_new0 (RedressReply, 1);

  self->status = status;
  self->body = body;
  if (status >= 400)
    self->problem = read_problem (body, status);
  return self;
}

void
redress_reply_free (RedressReply *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->problem, redress_problem_free);
  g_free (self);
}

GError *
redress_http_error_from_status (guint status)
{
  switch (status)
    {
    case 404:
      return g_error_new (REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "%s",
                          _ ("The server does not have it."));
    case 403:
      return g_error_new (REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN, "%s",
                          _ ("Your account may not see it."));
    case 401:
    case 408:
    case 429:
      break;
    default:
      if (status < 500)
        return g_error_new (REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s",
                            _ ("The server's answer is not what was asked for."));
    }
  return g_error_new (REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE,
                      _ ("The server answered with status %u."), status);
}
