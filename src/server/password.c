/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/password.h"

#include "core/error.h"

#include <sodium.h>
#include <string.h>

/* Of a password nobody knows: an account that is not there costs as much as one that is. */
static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$gwgsxKyfKog8ixqwK8MFxg$"
                             "GZiQpPXgq4ENg8w21bvjgn6GnAirVS/Msj4LOOySYwA";

/**
 * redress_password_hash:
 * @password: a password
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the database keeps, or %NULL with @error set if there
 *   is not enough memory
 */
char *
redress_password_hash (const char *password, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];

  if (sodium_init () >= 0 &&
      crypto_pwhash_str_alg (hash, password, strlen (password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) == 0)
    return g_strdup (hash);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY, "no memory for a password hash");
  return NULL;
}

/**
 * redress_password_verify:
 * @hash: (nullable): what the database keeps; %NULL takes as long and is never right
 * @password: what was typed
 *
 * Returns: whether it is the password
 */
gboolean
redress_password_verify (const char *hash, const char *password)
{
  gboolean is_right;

  if (sodium_init () < 0)
    return FALSE;
  is_right =
      crypto_pwhash_str_verify (hash != NULL ? hash : nobody, password, strlen (password)) == 0;
  return is_right && hash != NULL;
}

/**
 * redress_password_check:
 * @password: a new password
 * @error: return location
 *
 * Returns: whether it may be used; otherwise @error says why not
 */
gboolean
redress_password_check (const char *password, GError **error)
{
  gsize length = strlen (password);

  if (length >= REDRESS_PASSWORD_MIN && length <= REDRESS_PASSWORD_MAX &&
      g_utf8_validate (password, -1, NULL))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "a password has to be UTF-8 of %d to %d bytes", REDRESS_PASSWORD_MIN,
               REDRESS_PASSWORD_MAX);
  return FALSE;
}
