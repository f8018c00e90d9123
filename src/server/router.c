/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/router.h"

#include <string.h>

#define MAX_SEGMENT 512
#define MAX_QUERY_MEMBERS 32

/* (nullable): NULL if the encoding is broken, a NUL is in it or the result is no UTF-8. */
static char *
decode (const char *text, gsize length, gboolean plus_is_space)
{
  g_autofree char *copy = g_strndup (text, length);
  char *decoded;

  if (plus_is_space)
    g_strdelimit (copy, "+", ' ');
  decoded = g_uri_unescape_string (copy, NULL);
  if (decoded != NULL && !g_utf8_validate (decoded, -1, NULL))
    g_clear_pointer (&decoded, g_free);
  return decoded;
}

static char **
split_path (const char *uri)
{
  g_autofree char *path = g_strndup (uri, strcspn (uri, "?"));

  return path[0] == '/' ? g_strsplit (path + 1, "/", 16) : NULL;
}

static gboolean
is_capture (const char *segment)
{
  return segment[0] == '{';
}

static gboolean
matches (const char *pattern, char *const *segments)
{
  g_auto (GStrv) wanted = split_path (pattern);
  guint n = g_strv_length (wanted);

  if (n != g_strv_length ((char **)segments))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (is_capture (wanted[i]) ? segments[i][0] == '\0' : strcmp (wanted[i], segments[i]) != 0)
      return FALSE;
  return TRUE;
}

/* A fixed segment goes before a capture, so that /v1/sessions/current is never an {id}. */
static gboolean
is_more_exact (const RedressRoute *route, const RedressRoute *than)
{
  if (than == NULL)
    return TRUE;
  return strcspn (route->pattern, "{") > strcspn (than->pattern, "{");
}

static char **
collect_captures (const char *pattern, char *const *segments)
{
  g_auto (GStrv) wanted = split_path (pattern);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; wanted[i] != NULL; i++)
    {
      g_autofree char *value = NULL;

      if (!is_capture (wanted[i]))
        continue;
      value = decode (segments[i], strlen (segments[i]), FALSE);
      if (value == NULL || strlen (value) > MAX_SEGMENT)
        return NULL;
      g_strv_builder_add (builder, value);
    }
  return g_strv_builder_end (builder);
}

/**
 * redress_router_find:
 * @table: the operations there are
 * @method: "GET"
 * @uri: path and query as they came, still encoded
 * @route: (out) (optional): the operation, where it is found
 * @captures: (out) (transfer full) (array zero-terminated=1): what the blanks of its pattern stand
 *   for, decoded, where it is found
 * @allow: (out) (transfer full): the methods there are, where only the method is wrong
 *
 * Looks up the operation of a request. The path is split before it is decoded, so an encoded
 * slash never makes another path.
 *
 * Returns: what was found
 */
RedressRouting
redress_router_find (const RedressRouteTable *table,
                     const char *method,
                     const char *uri,
                     const RedressRoute **route,
                     char ***captures,
                     char **allow)
{
  g_auto (GStrv) segments = split_path (uri);
  g_autoptr (GString) methods = g_string_new (NULL);
  const RedressRoute *found = NULL;

  if (segments == NULL)
    return REDRESS_ROUTING_MALFORMED;
  for (guint i = 0; i < table->n_routes; i++)
    {
      const RedressRoute *candidate = &table->routes[i];

      if (!matches (candidate->pattern, segments))
        continue;
      if (g_str_equal (candidate->method, method) && is_more_exact (candidate, found))
        found = candidate;
      g_string_append_printf (methods, "%s%s", methods->len > 0 ? ", " : "", candidate->method);
    }
  if (found == NULL && methods->len == 0)
    return REDRESS_ROUTING_NO_PATH;
  if (found == NULL)
    {
      *allow = g_strdup (methods->str);
      return REDRESS_ROUTING_NO_METHOD;
    }
  *route = found;
  *captures = collect_captures (found->pattern, segments);
  return *captures != NULL ? REDRESS_ROUTING_FOUND : REDRESS_ROUTING_MALFORMED;
}

static gboolean
add_member (GHashTable *query, const char *member)
{
  gsize length = strlen (member), name_length = strcspn (member, "=");
  gsize value_start = MIN (name_length + 1, length);
  g_autofree char *name = decode (member, name_length, TRUE);
  g_autofree char *value = decode (member + value_start, length - value_start, TRUE);

  if (name == NULL || value == NULL || g_hash_table_contains (query, name))
    return FALSE;
  g_hash_table_insert (query, g_steal_pointer (&name), g_steal_pointer (&value));
  return TRUE;
}

/**
 * redress_router_parse_query:
 * @uri: path and query as they came
 *
 * A member that stands twice could be read in two ways, so it is refused.
 *
 * Returns: (transfer full) (nullable): names and values, decoded; %NULL if malformed
 */
GHashTable *
redress_router_parse_query (const char *uri)
{
  g_autoptr (GHashTable) query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *mark = strchr (uri, '?');
  g_auto (GStrv) members = g_strsplit (mark != NULL ? mark + 1 : "", "&", -1);

  if (g_strv_length (members) > MAX_QUERY_MEMBERS)
    return NULL;
  for (guint i = 0; members[i] != NULL; i++)
    if (members[i][0] != '\0' && !add_member (query, members[i]))
      return NULL;
  return g_steal_pointer (&query);
}
