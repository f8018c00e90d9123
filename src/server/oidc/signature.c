/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/oidc/signature.h"

#include "core/error.h"
#include "server/oidc/jws.h"
#include "wire/json.h"

#include <sodium.h>
#include <string.h>

#define MAX_TEXT 1000

typedef struct
{
  char *algorithm;
  char *key; /* (nullable): its name */
} Header;

static void
header_clear (Header *self)
{
  g_free (self->algorithm);
  g_free (self->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Header, header_clear)

static gboolean
refuse (GError **error, const char *why)
{
  g_clear_error (error);
  g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_SIGN_IN, why);
  return FALSE;
}

/* (transfer full) (nullable): an object that stands in base64url. */
static JsonNode *
decode (const char *text, GError **error)
{
  gsize size = strlen (text), length = 0;
  g_autofree char *bytes = g_malloc0 (size + 1);
  g_autoptr (JsonNode) node = NULL;

  if (sodium_base642bin ((guchar *)bytes, size, text, size, NULL, &length, NULL,
                         sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0)
    node = redress_json_parse (bytes, length, &redress_json_limits_request, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return g_steal_pointer (&node);
  refuse (error, "it is no signed token");
  return NULL;
}

/* An access token is signed with the same key and says something else. */
static gboolean
check_type (JsonObject *object, GError **error)
{
  g_autofree char *type = NULL;

  if (!redress_json_read_string (object, "typ", FALSE, MAX_TEXT, &type, error) ||
      (type != NULL && g_ascii_strcasecmp (type, "JWT") != 0))
    return refuse (error, "it is no identity token");
  if (json_object_has_member (object, "crit"))
    return refuse (error, "it demands what this server does not know");
  return TRUE;
}

static gboolean
read_header (char *const *algorithms, const char *text, Header *header, GError **error)
{
  g_autoptr (JsonNode) node = decode (text, error);
  JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;

  if (object == NULL || !check_type (object, error))
    return FALSE;
  if (!redress_json_read_string (object, "alg", TRUE, MAX_TEXT, &header->algorithm, error) ||
      !redress_json_read_string (object, "kid", FALSE, MAX_TEXT, &header->key, error))
    return refuse (error, "it is no signed token");
  /* The signer does not choose: "none" and what is made with a shared secret are never taken. */
  if (!g_strv_contains ((const char *const *)algorithms, header->algorithm))
    return refuse (error, "its kind of signature is not taken here");
  return TRUE;
}

static gboolean
explain (RedressJwsOutcome outcome, GError **error)
{
  switch (outcome)
    {
    case REDRESS_JWS_GOOD:
      return TRUE;
    case REDRESS_JWS_NO_KEY:
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND,
                   "its key is not one of the identity provider");
      return FALSE;
    case REDRESS_JWS_NO_NAME:
      return refuse (error, "it does not say which key it is signed with");
    case REDRESS_JWS_BAD:
    default:
      return refuse (error, "its signature is not the identity provider's");
    }
}

/**
 * redress_oidc_signature_check:
 * @algorithms: names of the signatures that are taken
 * @keys: a JWK set, the identity provider's
 * @token: what somebody shows
 * @error: return location; NOT_FOUND where the set has no key of that name, SIGN_IN with words
 *   where the token is refused
 *
 * Keys that a token brings along, or points at, are never looked at.
 *
 * Returns: (transfer full) (nullable): an object of claims, %NULL with @error set
 */
JsonNode *
redress_oidc_signature_check (char *const *algorithms,
                              const char *keys,
                              const char *token,
                              GError **error)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", 4);
  g_auto (Header) header = { 0 };

  if (g_strv_length (parts) != 3)
    refuse (error, "it is no signed token");
  else if (read_header (algorithms, parts[0], &header, error) &&
           explain (redress_jws_check (keys, header.algorithm, header.key, token), error))
    return decode (parts[1], error);
  return NULL;
}
