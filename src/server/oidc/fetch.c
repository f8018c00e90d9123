/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/oidc/fetch.h"

#include "core/clock.h"
#include "core/error.h"
#include "server/oidc/settings.h"
#include "wire/json.h"

#include <libsoup/soup.h>
#include <string.h>

#define MOST_BYTES (256 * 1024)
#define MAX_URL 2000
/* Of one read, and of all of them: who dribbles holds nobody up for long. */
#define READ_SECONDS 4
#define LONGEST_MS 8000

static gboolean
read_all (GInputStream *stream, GString *text, GError **error)
{
  gint64 begun = redress_clock_monotonic_ms (redress_clock_get_system ());
  char chunk[8192];
  gssize n;

  while ((n = g_input_stream_read (stream, chunk, sizeof chunk, NULL, error)) > 0)
    {
      g_string_append_len (text, chunk, n);
      if (text->len <= MOST_BYTES &&
          redress_clock_monotonic_ms (redress_clock_get_system ()) - begun <= LONGEST_MS)
        continue;
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "the answer does not end");
      return FALSE;
    }
  return n == 0;
}

/* (transfer full) (nullable) */
static char *
get (SoupSession *session, const char *url, GError **error)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (message == NULL || !redress_oidc_is_safe_url (url))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s is no https address", url);
      return NULL;
    }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  stream = soup_session_send (session, message, NULL, error);
  if (stream == NULL || !read_all (stream, text, error))
    {
      g_prefix_error (error, "%s: ", url);
      return NULL;
    }
  if (soup_message_get_status (message) != SOUP_STATUS_OK)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s: status %u", url,
                   soup_message_get_status (message));
      return NULL;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static JsonNode *
parse (const char *text, GError **error)
{
  g_autoptr (JsonNode) node =
      redress_json_parse (text, strlen (text), &redress_json_limits_request, error);

  if (node == NULL || JSON_NODE_HOLDS_OBJECT (node))
    return g_steal_pointer (&node);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "it is no object");
  return NULL;
}

/* (transfer full) (nullable): where the keys are, by what the issuer says about itself. */
static char *
find_keys (SoupSession *session, const char *issuer, GError **error)
{
  const char *slash = g_str_has_suffix (issuer, "/") ? "" : "/";
  g_autofree char *url = g_strconcat (issuer, slash, ".well-known/openid-configuration", NULL);
  g_autofree char *text = get (session, url, error);
  g_autoptr (JsonNode) node = text != NULL ? parse (text, error) : NULL;
  g_autofree char *named = NULL, *keys = NULL;

  if (node == NULL ||
      !redress_json_read_string (json_node_get_object (node), "issuer", TRUE, MAX_URL, &named,
                                 error) ||
      !redress_json_read_string (json_node_get_object (node), "jwks_uri", TRUE, MAX_URL, &keys,
                                 error))
    return NULL;
  if (g_str_equal (named, issuer))
    return g_steal_pointer (&keys);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s calls itself %s", issuer,
               named);
  return NULL;
}

/**
 * redress_oidc_fetch_keys:
 * @issuer: an identity provider
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its JWK set
 */
char *
redress_oidc_fetch_keys (const char *issuer, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SoupSession) session = NULL;
  g_autofree char *url = NULL, *keys = NULL;
  g_autoptr (JsonNode) node = NULL;

  /* A session belongs to one thread and its context. */
  g_main_context_push_thread_default (context);
  session = soup_session_new_with_options ("timeout", READ_SECONDS, NULL);
  url = find_keys (session, issuer, error);
  if (url != NULL)
    keys = get (session, url, error);
  if (keys != NULL)
    node = parse (keys, error);
  soup_session_abort (session);
  g_clear_object (&session);
  g_main_context_pop_thread_default (context);
  return node != NULL ? g_steal_pointer (&keys) : NULL;
}
