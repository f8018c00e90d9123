/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/edge-private.h"

#include "server/authenticate.h"
#include "server/router.h"

#include <string.h>

/* What the first call of the handler refuses. libmicrohttpd lets through what a server behind a
 * proxy must not: two Hosts, two lengths, a length beside Transfer-Encoding. */

typedef struct
{
  guint hosts;
  guint lengths;
  guint encodings;
  guint upgrades;
  gsize bytes;
  gboolean is_malformed;
  GHashTable *headers; /* (element-type utf8 utf8) lower-case names */
} HeaderCount;

static void
keep_header (GHashTable *headers, const char *name, const char *value)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const char *before = g_hash_table_lookup (headers, lower);
  char *joined = before != NULL ? g_strdup_printf ("%s, %s", before, value) : g_strdup (value);

  g_hash_table_insert (headers, g_steal_pointer (&lower), joined);
}

/* RFC 9110, 5.6.2: no space, so "Content-Length : 5" is no header that only others see. */
static gboolean
is_token (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("!#$%&'*+-.^_`|~", text[i]) == NULL)
      return FALSE;
  return length > 0;
}

/* libmicrohttpd glues a continued line to the name of its header: "Transfer-Encoding:", then
 * " chunked", becomes "Transfer-Encodingchunked". Whoever is before us may have joined them
 * differently. */
static gboolean
is_glued (const char *name)
{
  static const char *const framing[] = { "transfer-encoding", "content-length", "host" };

  for (guint i = 0; i < G_N_ELEMENTS (framing); i++)
    if (g_ascii_strncasecmp (name, framing[i], strlen (framing[i])) == 0 &&
        name[strlen (framing[i])] != '\0')
      return TRUE;
  return FALSE;
}

static gboolean
is_good_value (const char *value, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (value[i] == 0x7f || ((guchar)value[i] < 0x20 && value[i] != '\t'))
      return FALSE;
  return g_utf8_validate (value, (gssize)length, NULL);
}

static enum MHD_Result
count_header (void *data,
              enum MHD_ValueKind kind,
              const char *name,
              size_t name_length,
              const char *value,
              size_t value_length)
{
  HeaderCount *count = data;

  if (value == NULL)
    value = "";
  count->bytes += name_length + value_length + strlen (": \r\n");
  count->hosts += g_ascii_strcasecmp (name, "Host") == 0;
  count->lengths += g_ascii_strcasecmp (name, "Content-Length") == 0;
  count->encodings += g_ascii_strcasecmp (name, "Transfer-Encoding") == 0;
  count->upgrades += g_ascii_strcasecmp (name, "Upgrade") == 0;
  if (!is_token (name, name_length) || is_glued (name) || !is_good_value (value, value_length))
    count->is_malformed = TRUE;
  else
    keep_header (count->headers, name, value);
  return MHD_YES;
}

/* The path and query as they came; the rest is asked when they are decoded. */
static gboolean
is_good_uri (const char *uri)
{
  for (const char *at = uri; *at != '\0'; at++)
    if (*at == 0x7f || (guchar)*at <= 0x20)
      return FALSE;
  return TRUE;
}

static gboolean
refuse (RedressExchange *self, guint status, const char *code, const char *title)
{
  redress_response_problem (&self->response, status, code, title, NULL);
  return FALSE;
}

/* After these the next byte may mean anything: the connection ends. */
static gboolean
refuse_and_close (RedressExchange *self, guint status, const char *code, const char *title)
{
  self->must_close = TRUE;
  return refuse (self, status, code, title);
}

static gboolean
check_framing (RedressExchange *self, const HeaderCount *count)
{
  const char *length = g_hash_table_lookup (self->headers, "content-length");
  const char *encoding = g_hash_table_lookup (self->headers, "transfer-encoding");
  guint64 value;

  if (!is_good_uri (self->uri))
    return refuse_and_close (self, 400, "path_malformed", "The path is not well encoded");
  if (count->is_malformed)
    return refuse_and_close (self, 400, "header_malformed", "A header is not well formed");
  if (count->hosts != 1)
    return refuse_and_close (self, 400, "host_count", "Exactly one Host is needed");
  if (count->lengths > 1)
    return refuse_and_close (self, 400, "length_count", "More than one Content-Length");
  if (count->lengths > 0 && count->encodings > 0)
    return refuse_and_close (self, 400, "length_and_encoding",
                             "Content-Length together with Transfer-Encoding");
  if (count->encodings > 0 && g_ascii_strcasecmp (encoding, "chunked") != 0)
    return refuse_and_close (self, 400, "encoding_unknown", "This Transfer-Encoding is unknown");
  if (count->upgrades > 0)
    return refuse_and_close (self, 400, "no_upgrade", "This server upgrades no connection");
  if (length == NULL)
    return TRUE;
  if (strspn (length, "0123456789") != strlen (length) ||
      !g_ascii_string_to_unsigned (length, 10, 0, G_MAXINT64, &value, NULL))
    return refuse_and_close (self, 400, "length_malformed", "Content-Length is no number");
  self->content_length = (gint64)value;
  return TRUE;
}

static gboolean
check_connections (RedressExchange *self)
{
  RedressEdge *edge = self->edge;
  gboolean is_full, draining;

  g_mutex_lock (&edge->lock);
  is_full = g_queue_get_length (&edge->sockets) > edge->limits.connections;
  draining = edge->draining;
  g_mutex_unlock (&edge->lock);
  if (draining)
    return refuse_and_close (self, 503, "shutting_down", "The server is going down");
  if (is_full)
    return refuse_and_close (self, 429, "too_many_connections", "Too many connections are open");
  return TRUE;
}

static gboolean
check_route (RedressExchange *self)
{
  g_autofree char *allow = NULL;

  switch (redress_router_find (self->edge->routes, self->method, self->uri, &self->route,
                               &self->captures, &allow))
    {
    case REDRESS_ROUTING_FOUND:
      break;
    case REDRESS_ROUTING_NO_PATH:
      return refuse (self, 404, "no_such_operation", "There is no such operation");
    case REDRESS_ROUTING_NO_METHOD:
      redress_response_set_header (&self->response, "Allow", allow);
      return refuse (self, 405, "method_not_allowed", "This path has other methods");
    case REDRESS_ROUTING_MALFORMED:
      return refuse (self, 400, "path_malformed", "The path is not well encoded");
    default:
      g_assert_not_reached ();
    }
  self->query = redress_router_parse_query (self->uri);
  if (self->query == NULL)
    return refuse (self, 400, "query_malformed", "The query is not well encoded");
  return TRUE;
}

static gboolean
check_protocol (RedressExchange *self)
{
  const char *protocol = g_hash_table_lookup (self->headers, "redress-protocol");
  guint64 spoken = 0;

  if (!g_str_has_prefix (self->route->pattern, "/v1/"))
    return TRUE;
  if (protocol == NULL)
    return refuse (self, 400, "protocol_missing", "Redress-Protocol is needed");
  if (!g_ascii_string_to_unsigned (protocol, 10, 1, REDRESS_PROTOCOL, &spoken, NULL))
    return refuse (self, 426, "protocol_unsupported",
                   "This server speaks Redress-Protocol " G_STRINGIFY (REDRESS_PROTOCOL));
  if (spoken < self->edge->limits.protocol && !self->route->hands_in)
    return refuse (self, 426, "protocol_too_old",
                   "This desk must be updated; it may hand in what it recorded");
  return TRUE;
}

static gboolean
is_json_type (const char *type)
{
  g_autofree char *bare = NULL;

  if (type == NULL)
    return FALSE;
  bare = g_strndup (type, strcspn (type, ";"));
  return g_ascii_strcasecmp (g_strstrip (bare), "application/json") == 0;
}

static gboolean
check_body (RedressExchange *self)
{
  const RedressEdgeLimits *limits = &self->edge->limits;
  gboolean is_file = self->route->body == REDRESS_BODY_FILE;
  gint64 most = is_file ? limits->file_bytes : (gint64)limits->json_bytes;

  if (g_hash_table_contains (self->headers, "transfer-encoding"))
    return refuse_and_close (self, 411, "length_required", "Content-Length is needed");
  if (self->route->body == REDRESS_BODY_NONE)
    return self->content_length <= 0 ||
           refuse (self, 400, "body_unexpected", "This operation takes no body");
  if (self->content_length < 0)
    return refuse_and_close (self, 411, "length_required", "Content-Length is needed");
  if (self->content_length > most)
    return refuse (self, 413, "body_too_large", "The body is over the limit");
  if (!is_file && !is_json_type (g_hash_table_lookup (self->headers, "content-type")))
    return refuse (self, 415, "media_type", "The body has to be application/json");
  return TRUE;
}

/* Behind a proxy every peer is on this machine; the header then tells the clients from it. */
gboolean
redress_exchange_is_local (RedressExchange *self)
{
  return self->socket->is_loopback && !g_hash_table_contains (self->headers, "x-forwarded-for") &&
         !g_hash_table_contains (self->headers, "forwarded");
}

static gboolean
check_locality (RedressExchange *self)
{
  if (self->route->access != REDRESS_ACCESS_LOOPBACK || redress_exchange_is_local (self))
    return TRUE;
  return refuse (self, 404, "no_such_operation", "There is no such operation");
}

/* Who it is comes out later; nobody at all need not send a body. */
static gboolean
check_credentials (RedressExchange *self)
{
  RedressAccess access = self->route->access;

  if (access != REDRESS_ACCESS_ACCOUNT && access != REDRESS_ACCESS_CONNECTOR)
    return TRUE;
  if (redress_bearer_token (g_hash_table_lookup (self->headers, "authorization")) != NULL)
    return TRUE;
  return refuse (self, 401, "sign_in_required", "Sign in first");
}

/* FALSE: the response says why. */
gboolean
redress_exchange_check (RedressExchange *self, const char *version)
{
  HeaderCount count = { 0 };

  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  count.headers = self->headers;
  count.bytes = strlen (self->method) + strlen (self->uri) + strlen (version) + strlen ("  \r\n");
  MHD_get_connection_values_n (self->connection, MHD_HEADER_KIND, count_header, &count);
  if (count.bytes > self->edge->limits.header_bytes)
    return refuse_and_close (self, 431, "headers_too_large", "The headers are over the limit");
  return check_framing (self, &count) && check_connections (self) && check_route (self) &&
         check_protocol (self) && check_locality (self) && check_credentials (self) &&
         check_body (self);
}
