/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressJwsOutcome:
 * @REDRESS_JWS_GOOD: the key made the signature
 * @REDRESS_JWS_BAD: it did not
 * @REDRESS_JWS_NO_KEY: there is no such key
 * @REDRESS_JWS_NO_NAME: there are several keys, and the token does not say which
 */
typedef enum
{
  REDRESS_JWS_GOOD,
  REDRESS_JWS_BAD,
  REDRESS_JWS_NO_KEY,
  REDRESS_JWS_NO_NAME,
} RedressJwsOutcome;

/* @keys: a JWK set. @algorithm: RS256, ES256 or EdDSA, as the header of @token says. @key:
 * (nullable): the name of the key there. The library behind it brings a JSON parser of its own,
 * whose header cannot stand beside that of ours: nothing else includes it. */
RedressJwsOutcome
redress_jws_check (const char *keys, const char *algorithm, const char *key, const char *token);

G_END_DECLS
