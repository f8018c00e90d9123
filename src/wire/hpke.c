/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/hpke.h"

#include "core/error.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <nettle/curve25519.h>
#include <string.h>
#include <sys/random.h>

#define KEY_BYTES REDRESS_HPKE_KEY_BYTES
#define HASH_BYTES 32
#define AEAD_KEY_BYTES 16
#define NONCE_BYTES 12
#define TAG_BYTES 16

G_STATIC_ASSERT (KEY_BYTES == CURVE25519_SIZE);

/* Names of the algorithms (RFC 9180, 7): the KEM alone, and all three. */
#define BYTES(text) (const guint8 *)(text), sizeof (text) - 1
static const char kem_suite[] = "KEM\x00\x20";
static const char suite[] = "HPKE\x00\x20\x00\x01\x00\x01";

typedef struct
{
  guint8 key[AEAD_KEY_BYTES];
  guint8 nonce[NONCE_BYTES];
} Context;

static GByteArray *
label_of (gconstpointer suite_id, gsize suite_size, const char *label)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, BYTES ("HPKE-v1"));
  g_byte_array_append (bytes, suite_id, (guint)suite_size);
  g_byte_array_append (bytes, (const guint8 *)label, (guint)strlen (label));
  return bytes;
}

/* LabeledExtract (RFC 9180, 4). @salt: (nullable): none */
static void
extract (gconstpointer suite_id,
         gsize suite_size,
         const guint8 *salt,
         const char *label,
         const guint8 *ikm,
         gsize ikm_size,
         guint8 out[HASH_BYTES])
{
  g_autoptr (GByteArray) labeled = label_of (suite_id, suite_size, label);
  guint8 none[HASH_BYTES] = { 0 };
  gnutls_datum_t key = { NULL, 0 };
  gnutls_datum_t salt_datum = { (guint8 *)(salt != NULL ? salt : none), HASH_BYTES };

  g_byte_array_append (labeled, ikm, (guint)ikm_size);
  key = (gnutls_datum_t){ labeled->data, labeled->len };
  if (gnutls_hkdf_extract (GNUTLS_MAC_SHA256, &key, &salt_datum, out) != 0)
    g_error ("HKDF-SHA256 is missing");
}

/* LabeledExpand (RFC 9180, 4) */
static void
expand (gconstpointer suite_id,
        gsize suite_size,
        const guint8 prk[HASH_BYTES],
        const char *label,
        const guint8 *info,
        gsize info_size,
        guint8 *out,
        gsize out_size)
{
  g_autoptr (GByteArray) labeled = label_of (suite_id, suite_size, label);
  const guint8 size[2] = { 0, (guint8)out_size };
  gnutls_datum_t key = { (guint8 *)prk, HASH_BYTES };
  gnutls_datum_t info_datum;

  g_byte_array_prepend (labeled, size, sizeof size);
  g_byte_array_append (labeled, info, (guint)info_size);
  info_datum = (gnutls_datum_t){ labeled->data, labeled->len };
  if (gnutls_hkdf_expand (GNUTLS_MAC_SHA256, &key, &info_datum, out, out_size) != 0)
    g_error ("HKDF-SHA256 is missing");
}

#define EXTRACT(suite_id, ...) extract (suite_id, sizeof suite_id - 1, __VA_ARGS__)
#define EXPAND(suite_id, ...) expand (suite_id, sizeof suite_id - 1, __VA_ARGS__)

/* FALSE: the other's key is one that makes every secret the same (RFC 9180, 7.1.4). */
static gboolean
agree (const guint8 *secret,
       const guint8 *other,
       const guint8 *sender,
       const guint8 *receiver,
       guint8 shared[HASH_BYTES])
{
  guint8 dh[KEY_BYTES], prk[HASH_BYTES], context[2 * KEY_BYTES], any = 0;

  curve25519_mul (dh, secret, other);
  for (guint i = 0; i < sizeof dh; i++)
    any |= dh[i];
  memcpy (context, sender, KEY_BYTES);
  memcpy (context + KEY_BYTES, receiver, KEY_BYTES);
  EXTRACT (kem_suite, NULL, "eae_prk", dh, sizeof dh, prk);
  EXPAND (kem_suite, prk, "shared_secret", context, sizeof context, shared, HASH_BYTES);
  return any != 0;
}

/* The key schedule of the base mode (RFC 9180, 5.1). */
static void
schedule (const guint8 shared[HASH_BYTES], const char *info, Context *self)
{
  guint8 context[1 + 2 * HASH_BYTES] = { 0 }, secret[HASH_BYTES];

  EXTRACT (suite, NULL, "psk_id_hash", NULL, 0, context + 1);
  EXTRACT (suite, NULL, "info_hash", (const guint8 *)info, strlen (info), context + 1 + HASH_BYTES);
  EXTRACT (suite, shared, "secret", NULL, 0, secret);
  EXPAND (suite, secret, "key", context, sizeof context, self->key, sizeof self->key);
  EXPAND (suite, secret, "base_nonce", context, sizeof context, self->nonce, sizeof self->nonce);
}

static gnutls_aead_cipher_hd_t
open_cipher (const Context *context)
{
  gnutls_datum_t key = { (guint8 *)context->key, sizeof context->key };
  gnutls_aead_cipher_hd_t cipher = NULL;

  if (gnutls_aead_cipher_init (&cipher, GNUTLS_CIPHER_AES_128_GCM, &key) != 0)
    g_error ("AES-128-GCM is missing");
  return cipher;
}

/**
 * redress_hpke_get_public:
 * @secret: 32 random bytes
 *
 * Returns: (transfer full): the key that belongs to it and may be told
 */
GBytes *
redress_hpke_get_public (GBytes *secret)
{
  guint8 *public = g_malloc (KEY_BYTES);

  g_assert (g_bytes_get_size (secret) == KEY_BYTES);
  curve25519_mul_g (public, g_bytes_get_data (secret, NULL));
  return g_bytes_new_take (public, KEY_BYTES);
}

static gboolean
fail (GError **error, const char *words)
{
  g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, words);
  return FALSE;
}

/* Draws a key for this one message; @out begins with its public half. */
static gboolean
encapsulate (GBytes *public, const char *info, guint8 *out, Context *context, GError **error)
{
  guint8 secret[KEY_BYTES], shared[HASH_BYTES];
  const guint8 *receiver = g_bytes_get_data (public, NULL);

  if (g_bytes_get_size (public) != KEY_BYTES)
    return fail (error, "a public key has 32 bytes");
  if (getentropy (secret, sizeof secret) != 0)
    return fail (error, "no random bytes");
  curve25519_mul_g (out, secret);
  if (!agree (secret, receiver, out, receiver, shared))
    return fail (error, "this is no public key");
  schedule (shared, info, context);
  return TRUE;
}

/**
 * redress_hpke_seal:
 * @public: the receiver's key, 32 bytes
 * @info: what it is for; whoever opens it says the same
 * @plain: a message
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the key of the message (32 bytes), then the message sealed
 */
GBytes *
redress_hpke_seal (GBytes *public, const char *info, GBytes *plain, GError **error)
{
  gsize size = 0, sealed_size = 0;
  const guint8 *data = g_bytes_get_data (plain, &size);
  g_autofree guint8 *out = g_malloc (KEY_BYTES + size + TAG_BYTES);
  Context context;
  gnutls_aead_cipher_hd_t cipher;
  int status;

  if (!encapsulate (public, info, out, &context, error))
    return NULL;
  cipher = open_cipher (&context);
  sealed_size = size + TAG_BYTES;
  status = gnutls_aead_cipher_encrypt (cipher, context.nonce, NONCE_BYTES, NULL, 0, TAG_BYTES, data,
                                       size, out + KEY_BYTES, &sealed_size);
  gnutls_aead_cipher_deinit (cipher);
  if (status == 0)
    return g_bytes_new_take (g_steal_pointer (&out), KEY_BYTES + sealed_size);
  fail (error, "it cannot be sealed");
  return NULL;
}

/**
 * redress_hpke_open:
 * @secret: the receiver's key, 32 bytes
 * @info: what it is for
 * @aad: (nullable): what was sealed beside it
 * @sealed: as redress_hpke_seal() makes it
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the message; %NULL with %REDRESS_ERROR_INVALID if it was
 *   changed, cut, or sealed for another key
 */
GBytes *
redress_hpke_open (
    GBytes *secret, const char *info, const char *aad, GBytes *sealed, GError **error)
{
  gsize size = 0, plain_size;
  const guint8 *data = g_bytes_get_data (sealed, &size);
  g_autoptr (GBytes) public = redress_hpke_get_public (secret);
  g_autofree guint8 *plain = NULL;
  guint8 shared[HASH_BYTES];
  Context context;
  gnutls_aead_cipher_hd_t cipher;
  int status;

  if (size < KEY_BYTES + TAG_BYTES ||
      !agree (g_bytes_get_data (secret, NULL), data, data, g_bytes_get_data (public, NULL), shared))
    {
      fail (error, "it is not sealed for this key");
      return NULL;
    }
  schedule (shared, info, &context);
  plain_size = size - KEY_BYTES - TAG_BYTES;
  plain = g_malloc (plain_size + 1);
  cipher = open_cipher (&context);
  status = gnutls_aead_cipher_decrypt (cipher, context.nonce, NONCE_BYTES, aad,
                                       aad != NULL ? strlen (aad) : 0, TAG_BYTES, data + KEY_BYTES,
                                       size - KEY_BYTES, plain, &plain_size);
  gnutls_aead_cipher_deinit (cipher);
  if (status == 0)
    return g_bytes_new_take (g_steal_pointer (&plain), plain_size);
  fail (error, "it is not sealed for this key");
  return NULL;
}
