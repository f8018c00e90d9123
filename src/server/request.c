/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/request.h"

#include "core/error.h"
#include "wire/json.h"

/**
 * redress_request_get_header:
 * @self: a request
 * @name: lower-case name
 *
 * Returns: (nullable): the value; several of one name are joined by commas
 */
const char *
redress_request_get_header (const RedressRequest *self, const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}

/**
 * redress_request_get_query:
 * @self: a request
 * @name: a member of the query
 *
 * Returns: (nullable): its value, decoded
 */
const char *
redress_request_get_query (const RedressRequest *self, const char *name)
{
  return g_hash_table_lookup (self->query, name);
}

/**
 * redress_request_get_capture:
 * @self: a request
 * @index: which blank of the route, from 0
 *
 * Returns: (nullable): what it stands for, decoded
 */
const char *
redress_request_get_capture (const RedressRequest *self, guint index)
{
  return index < g_strv_length (self->captures) ? self->captures[index] : NULL;
}

/**
 * redress_request_read_query_int:
 * @self: a request
 * @name: a member of the query
 * @min: smallest value that is taken
 * @max: largest
 * @out: (inout): where it goes; left alone where the member is missing
 * @error: return location
 *
 * Returns: %FALSE with REDRESS_ERROR_INVALID for anything that is no such integer
 */
gboolean
redress_request_read_query_int (const RedressRequest *self,
                                const char *name,
                                gint64 min,
                                gint64 max,
                                gint64 *out,
                                GError **error)
{
  const char *text = redress_request_get_query (self, name);

  if (text == NULL || g_ascii_string_to_signed (text, 10, min, max, out, NULL))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "%s: an integer from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " is expected", name,
               min, max);
  return FALSE;
}

/**
 * redress_request_parse_body:
 * @self: a request
 * @error: return location
 *
 * Takes the body through the strict gate.
 *
 * Returns: (transfer full) (nullable): a node that is an object, or %NULL with @error set
 */
JsonNode *
redress_request_parse_body (const RedressRequest *self, GError **error)
{
  g_autoptr (JsonNode) node = NULL;

  node = redress_json_parse (self->body != NULL ? self->body : "", self->body_length,
                             &redress_json_limits_request, error);
  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return g_steal_pointer (&node);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "the body has to be a JSON object");
  return NULL;
}
