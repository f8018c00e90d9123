/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/oidc/token.h"

#include "core/error.h"
#include "server/oidc/signature.h"
#include "wire/json.h"

#include <string.h>

#define MAX_TEXT 1000
#define MAX_SUBJECT 255
#define MAX_GROUPS 1000
/* Seconds of the year 9999. */
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)

/**
 * redress_oidc_identity_free:
 * @self: (transfer full) (nullable): what to free
 */
void
redress_oidc_identity_free (RedressOidcIdentity *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_free (self->name);
  g_free (self->display_name);
  g_strfreev (self->groups);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_clear_error (error);
  g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_SIGN_IN, why);
  return FALSE;
}

static gboolean
is_text (JsonObject *object, const char *name, const char *expected)
{
  g_autofree char *value = NULL;

  return redress_json_read_string (object, name, TRUE, MAX_TEXT, &value, NULL) &&
         g_str_equal (value, expected);
}

/* (transfer full) (nullable): one word, or a list of words. */
static char **
read_words (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  char **words = NULL;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdupv ((char *[]){ (char *)json_node_get_string (node), NULL });
  redress_json_read_strv (object, name, TRUE, MAX_GROUPS, &words, NULL);
  return words;
}

/* A token for another program would let whoever runs that program come in here. */
static gboolean
check_audience (JsonObject *claims, const char *client_id, GError **error)
{
  g_auto (GStrv) audience = read_words (claims, "aud");

  if (audience == NULL || !g_strv_contains ((const char *const *)audience, client_id))
    return refuse (error, "it was made for another program");
  if (json_object_has_member (claims, "azp") ? !is_text (claims, "azp", client_id)
                                             : g_strv_length (audience) > 1)
    return refuse (error, "it was made for another program, too");
  return TRUE;
}

static gboolean
read_second (
    JsonObject *claims, const char *name, gboolean required, RedressTime *at, GError **error)
{
  gint64 seconds = -1;

  if (!redress_json_read_int (claims, name, required, 0, LAST_SECOND, &seconds, error))
    return refuse (error, "it does not say when it holds");
  if (seconds >= 0)
    *at = seconds * REDRESS_SECOND;
  return TRUE;
}

static gboolean
check_times (JsonObject *claims, RedressTime now, RedressTime *good_until, GError **error)
{
  RedressTime expires = 0, issued = 0, begins = 0;

  if (!read_second (claims, "exp", TRUE, &expires, error) ||
      !read_second (claims, "iat", TRUE, &issued, error) ||
      !read_second (claims, "nbf", FALSE, &begins, error))
    return FALSE;
  if (now >= expires + REDRESS_OIDC_SKEW)
    return refuse (error, "it has expired; are the clocks right?");
  if (MAX (begins, issued) > now + REDRESS_OIDC_SKEW)
    return refuse (error, "it is not valid yet; are the clocks right?");
  *good_until = MIN (expires, issued + REDRESS_OIDC_TOKEN_LIFE) + REDRESS_OIDC_SKEW;
  if (now >= *good_until)
    return refuse (error, "it was made too long ago");
  return TRUE;
}

/* What a person is called: the name that they type, else the address, else the number. */
static char *
read_name (JsonObject *claims, const char *subject)
{
  static const char *const members[] = { "preferred_username", "email" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      char *name = NULL;

      if (redress_json_read_string (claims, members[i], FALSE, MAX_TEXT, &name, NULL) &&
          name != NULL && *name != '\0')
        return name;
      g_free (name);
    }
  return g_strdup (subject);
}

static RedressOidcIdentity *
read_identity (const RedressOidcSettings *settings, JsonObject *claims, GError **error)
{
  g_autoptr (RedressOidcIdentity) self = g_new0 (RedressOidcIdentity, 1);

  if (!redress_json_read_string (claims, "sub", TRUE, MAX_SUBJECT, &self->subject, NULL) ||
      *self->subject == '\0')
    {
      refuse (error, "it does not say who it is about");
      return NULL;
    }
  self->name = read_name (claims, self->subject);
  redress_json_read_string (claims, "name", FALSE, MAX_TEXT, &self->display_name, NULL);
  self->groups = read_words (claims, settings->groups_claim);
  if (self->groups == NULL)
    self->groups = g_new0 (char *, 1);
  return g_steal_pointer (&self);
}

/**
 * redress_oidc_token_check:
 * @settings: about the identity provider
 * @keys: its JWK set
 * @token: an ID token
 * @nonce: what the desk that asked for it had it carry
 * @now: the time
 * @error: return location; SIGN_IN with words where it is refused, NOT_FOUND where the set has no
 *   key of that name
 *
 * Returns: (transfer full) (nullable): who it is about
 */
RedressOidcIdentity *
redress_oidc_token_check (const RedressOidcSettings *settings,
                          const char *keys,
                          const char *token,
                          const char *nonce,
                          RedressTime now,
                          GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (RedressOidcIdentity) self = NULL;
  RedressTime good_until = 0;
  JsonObject *claims;

  node = redress_oidc_signature_check (settings->algorithms, keys, token, error);
  if (node == NULL)
    return NULL;
  claims = json_node_get_object (node);
  if (!is_text (claims, "iss", settings->issuer))
    refuse (error, "another identity provider made it");
  else if (check_audience (claims, settings->client_id, error) &&
           check_times (claims, now, &good_until, error))
    {
      if (!is_text (claims, "nonce", nonce))
        refuse (error, "it answers another attempt to sign in");
      else
        self = read_identity (settings, claims, error);
    }
  if (self != NULL)
    self->good_until = good_until;
  return g_steal_pointer (&self);
}
