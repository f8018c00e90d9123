/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook/signature.h"

#include <sodium.h>
#include <string.h>

static void
sign (GBytes *key, const char *text, guint8 mac[crypto_auth_hmacsha256_BYTES])
{
  crypto_auth_hmacsha256_state state;
  gsize length;
  const guint8 *data = g_bytes_get_data (key, &length);

  crypto_auth_hmacsha256_init (&state, data, length);
  crypto_auth_hmacsha256_update (&state, (const guint8 *)text, strlen (text));
  crypto_auth_hmacsha256_final (&state, mac);
}

/**
 * redress_webhook_secret_new:
 * @key: the server's key for webhooks
 * @platform: a platform
 * @generation: which of its secrets, from 1
 *
 * The database holds no secret: each is made again from the key.
 *
 * Returns: (transfer full): the secret, 32 bytes
 */
GBytes *
redress_webhook_secret_new (GBytes *key, const char *platform, gint64 generation)
{
  g_autofree char *text = g_strdup_printf ("%s\n%" G_GINT64_FORMAT, platform, generation);
  guint8 mac[crypto_auth_hmacsha256_BYTES];

  sign (key, text, mac);
  return g_bytes_new (mac, sizeof mac);
}

/**
 * redress_webhook_secret_format:
 * @secret: a secret
 *
 * Returns: (transfer full): as the platform's engineers get it
 */
char *
redress_webhook_secret_format (GBytes *secret)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (secret, &length);
  g_autofree char *text = g_base64_encode (data, length);

  return g_strconcat ("whsec_", text, NULL);
}

/**
 * redress_webhook_sign:
 * @secret: a secret
 * @name: id of the message
 * @at: when it is sent
 * @body: its bytes
 *
 * Returns: (transfer full): one signature of the header webhook-signature
 */
char *
redress_webhook_sign (GBytes *secret, const char *name, RedressTime at, const char *body)
{
  g_autofree char *text =
      g_strdup_printf ("%s.%" G_GINT64_FORMAT ".%s", name, at / REDRESS_SECOND, body);
  guint8 mac[crypto_auth_hmacsha256_BYTES];
  g_autofree char *encoded = NULL;

  sign (secret, text, mac);
  encoded = g_base64_encode (mac, sizeof mac);
  return g_strconcat ("v1,", encoded, NULL);
}
