/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/token.h"

#include <sodium.h>
#include <string.h>

#define TOKEN_BYTES 32
#define CODE_LETTERS 10

/**
 * redress_token_new:
 * @prefix: what it is for, such as "ra"
 *
 * Returns: (transfer full): a new token, "ra_…"
 */
char *
redress_token_new (const char *prefix)
{
  guint8 bytes[TOKEN_BYTES];
  char text[sodium_base64_ENCODED_LEN (TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (bytes, sizeof bytes);
  return g_strdup_printf ("%s_%s", prefix, text);
}

/**
 * redress_token_new_code:
 *
 * Returns: (transfer full): ten letters and digits, none of which looks like another; 49 bits,
 *   enough for a minute and one use
 */
char *
redress_token_new_code (void)
{
  static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
  char code[CODE_LETTERS + 1] = "";

  for (guint i = 0; i < CODE_LETTERS; i++)
    code[i] = letters[randombytes_uniform (strlen (letters))];
  return g_strdup (code);
}

/**
 * redress_token_hash:
 * @token: a token, key or code
 *
 * Returns: (transfer full): what the database knows it by
 */
char *
redress_token_hash (const char *token)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}
