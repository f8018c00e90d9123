/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/oidc/jws.h"

#include <rhonabwy.h>

#define LEAST_RSA_BITS 2048

G_DEFINE_AUTOPTR_CLEANUP_FUNC (jwk_t, r_jwk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (jwks_t, r_jwks_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (jws_t, r_jws_free)

static int
type_for (const char *algorithm)
{
  if (g_str_equal (algorithm, "RS256"))
    return R_KEY_TYPE_RSA;
  return g_str_equal (algorithm, "ES256") ? R_KEY_TYPE_EC : R_KEY_TYPE_EDDSA;
}

static gboolean
fits (jwk_t *jwk, const char *expected_algorithm, const char *expected_name)
{
  const char *name = r_jwk_get_property_str (jwk, "kid");
  const char *algorithm = r_jwk_get_property_str (jwk, "alg");
  const char *use = r_jwk_get_property_str (jwk, "use");
  guint bits = 0;
  int type = r_jwk_key_type (jwk, &bits, R_FLAG_IGNORE_REMOTE);

  if ((expected_name != NULL && g_strcmp0 (name, expected_name) != 0) ||
      (algorithm != NULL && !g_str_equal (algorithm, expected_algorithm)) ||
      (use != NULL && !g_str_equal (use, "sig")) || (type & type_for (expected_algorithm)) == 0)
    return FALSE;
  return (type & R_KEY_TYPE_RSA) == 0 || bits >= LEAST_RSA_BITS;
}

/* *found: (transfer full): the one key that fits; without a name only if there is no choice. */
static RedressJwsOutcome
find_key (const char *keys, const char *algorithm, const char *name, jwk_t **found)
{
  g_autoptr (jwks_t) set = NULL;
  guint n = 0;

  r_jwks_init (&set);
  /* A key of a kind that the library does not know leaves the others in. */
  r_jwks_import_from_json_str (set, keys);
  for (gsize i = 0; i < r_jwks_size (set); i++)
    {
      g_autoptr (jwk_t) jwk = r_jwks_get_at (set, i);

      if (fits (jwk, algorithm, name) && n++ == 0)
        *found = g_steal_pointer (&jwk);
    }
  if (n == 1)
    return REDRESS_JWS_GOOD;
  return n == 0 ? REDRESS_JWS_NO_KEY : REDRESS_JWS_NO_NAME;
}

/**
 * redress_jws_check:
 * @keys: a JWK set
 * @algorithm: the kind of signature, which the caller takes
 * @key: (nullable): name of the key
 * @token: a JWS in its compact form
 *
 * Keys that a token brings along, or points at, are never looked at, and a key is good for one
 * kind of signature alone.
 *
 * Returns: what came of it
 */
RedressJwsOutcome
redress_jws_check (const char *keys, const char *algorithm, const char *key, const char *token)
{
  g_autoptr (jwk_t) jwk = NULL;
  g_autoptr (jws_t) jws = NULL;
  RedressJwsOutcome outcome = find_key (keys, algorithm, key, &jwk);

  if (outcome != REDRESS_JWS_GOOD)
    return outcome;
  r_jws_init (&jws);
  if (r_jws_advanced_parse (jws, token, R_PARSE_NONE, R_FLAG_IGNORE_REMOTE) == RHN_OK &&
      r_jws_verify_signature (jws, jwk, R_FLAG_IGNORE_REMOTE) == RHN_OK)
    return REDRESS_JWS_GOOD;
  return REDRESS_JWS_BAD;
}
