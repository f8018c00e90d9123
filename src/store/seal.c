/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/seal.h"

#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/random.h>

/*
 * Sealed bytes: the magic, a salt, the start of the nonces, then chunks of 64 KiB with their tags.
 * Each piece has a key of its own, derived from the master key and the salt, so that no two
 * pieces ever share key and nonce. The number of a chunk and whether it is the last one are
 * authenticated with it: chunks cannot be left out, swapped or taken from another context.
 */
#define MAGIC "RDS1"
#define MAGIC_SIZE 4
#define SALT_SIZE 16
#define PREFIX_SIZE 4
#define HEADER_SIZE (MAGIC_SIZE + SALT_SIZE + PREFIX_SIZE)
#define CHUNK_SIZE (64 * 1024)
#define TAG_SIZE 16
#define NONCE_SIZE 12

struct _RedressSeal
{
  guint8 key[REDRESS_SEAL_KEY_SIZE];
};

/* One piece while it is sealed or opened. */
typedef struct
{
  gnutls_aead_cipher_hd_t cipher;
  guint8 nonce[NONCE_SIZE];
  GByteArray *context; /* then eight bytes of the chunk's number and one of the last flag */
  gsize context_size;
} Piece;

/**
 * redress_seal_new:
 * @key: exactly 32 bytes
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a seal, or %NULL with INVALID if the key has another length
 */
RedressSeal *
redress_seal_new (GBytes *key, GError **error)
{
  RedressSeal *self;

  if (g_bytes_get_size (key) != REDRESS_SEAL_KEY_SIZE)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "a key has %d bytes, this one %" G_GSIZE_FORMAT, REDRESS_SEAL_KEY_SIZE,
                   g_bytes_get_size (key));
      return NULL;
    }
  self = g_new0 (RedressSeal, 1);
  memcpy (self->key, g_bytes_get_data (key, NULL), sizeof self->key);
  return self;
}

/**
 * redress_seal_free:
 * @self: (transfer full) (nullable): a seal
 */
void
redress_seal_free (RedressSeal *self)
{
  if (self == NULL)
    return;
  gnutls_memset (self->key, 0, sizeof self->key);
  g_free (self);
}

static void
piece_end (Piece *piece)
{
  gnutls_aead_cipher_deinit (piece->cipher);
  g_byte_array_unref (piece->context);
}

static void
piece_begin (Piece *piece, RedressSeal *self, const guint8 *header, const char *context)
{
  guint8 key[REDRESS_SEAL_KEY_SIZE];
  const gnutls_datum_t master = { self->key, sizeof self->key };
  const gnutls_datum_t salt = { (guint8 *)header + MAGIC_SIZE, SALT_SIZE };
  gnutls_datum_t derived = { key, sizeof key };
  int status = gnutls_hkdf_expand (GNUTLS_MAC_SHA256, &master, &salt, key, sizeof key);

  if (status == 0)
    status = gnutls_aead_cipher_init (&piece->cipher, GNUTLS_CIPHER_AES_256_GCM, &derived);
  gnutls_memset (key, 0, sizeof key);
  if (status != 0)
    g_error ("AES-256-GCM cannot be used here: %s", gnutls_strerror (status));

  memset (piece->nonce, 0, sizeof piece->nonce);
  memcpy (piece->nonce, header + MAGIC_SIZE + SALT_SIZE, PREFIX_SIZE);
  piece->context = g_byte_array_new ();
  piece->context_size = strlen (context);
  g_byte_array_append (piece->context, (const guint8 *)context, (guint)piece->context_size);
  g_byte_array_set_size (piece->context, (guint)piece->context_size + 9);
}

static void
piece_set_chunk (Piece *piece, guint64 number, gboolean is_last)
{
  guint64 big_endian = GUINT64_TO_BE (number);
  guint8 *data = piece->context->data + piece->context_size;

  memcpy (data, &big_endian, sizeof big_endian);
  data[sizeof big_endian] = is_last ? 1 : 0;
  memcpy (piece->nonce + PREFIX_SIZE, &big_endian, sizeof big_endian);
}

/**
 * redress_seal_close:
 * @self: a seal
 * @context: what the bytes are and whose; they open only with the same words
 * @plain: any bytes
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the sealed bytes, about as many; %NULL with @error set
 */
GBytes *
redress_seal_close (RedressSeal *self, const char *context, GBytes *plain, GError **error)
{
  gsize size, n_chunks;
  const guint8 *data = g_bytes_get_data (plain, &size);
  g_autofree guint8 *out = NULL;
  guint8 *to;
  Piece piece;
  int status = 0;

  n_chunks = MAX (1, (size + CHUNK_SIZE - 1) / CHUNK_SIZE);
  out = g_malloc (HEADER_SIZE + size + n_chunks * TAG_SIZE);
  memcpy (out, MAGIC, MAGIC_SIZE);
  if (getrandom (out + MAGIC_SIZE, SALT_SIZE + PREFIX_SIZE, 0) != SALT_SIZE + PREFIX_SIZE)
    g_error ("The system gives no random numbers: %s", g_strerror (errno));
  piece_begin (&piece, self, out, context);
  to = out + HEADER_SIZE;
  for (gsize i = 0; status == 0 && i < n_chunks; i++)
    {
      gsize part = MIN (CHUNK_SIZE, size - i * CHUNK_SIZE), room = part + TAG_SIZE;

      piece_set_chunk (&piece, i, i == n_chunks - 1);
      status = gnutls_aead_cipher_encrypt (
          piece.cipher, piece.nonce, NONCE_SIZE, piece.context->data, piece.context->len, TAG_SIZE,
          size > 0 ? data + i * CHUNK_SIZE : (const void *)"", part, to, &room);
      to += part + TAG_SIZE;
    }
  piece_end (&piece);
  if (status != 0)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "sealing: %s",
                   gnutls_strerror (status));
      return NULL;
    }
  size = (gsize)(to - out);
  return g_bytes_new_take (g_steal_pointer (&out), size);
}

static GBytes *
open_chunks (Piece *piece, const guint8 *data, gsize size)
{
  gsize n_chunks = (size + CHUNK_SIZE + TAG_SIZE - 1) / (CHUNK_SIZE + TAG_SIZE);
  g_autofree guint8 *out = g_malloc (size);
  gsize n_out = 0;

  for (gsize i = 0; i < n_chunks; i++)
    {
      gsize part = MIN (CHUNK_SIZE + TAG_SIZE, size - i * (CHUNK_SIZE + TAG_SIZE));
      gsize room = size - n_out;

      piece_set_chunk (piece, i, i == n_chunks - 1);
      if (part < TAG_SIZE ||
          gnutls_aead_cipher_decrypt (
              piece->cipher, piece->nonce, NONCE_SIZE, piece->context->data, piece->context->len,
              TAG_SIZE, data + i * (CHUNK_SIZE + TAG_SIZE), part, out + n_out, &room) != 0)
        return NULL;
      n_out += room;
    }
  return n_chunks > 0 ? g_bytes_new_take (g_steal_pointer (&out), n_out) : NULL;
}

/**
 * redress_seal_open:
 * @self: a seal
 * @context: as when they were sealed
 * @sealed: bytes of redress_seal_close()
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL with CORRUPT if they are not whole, were
 *   changed, or were sealed with another key or for another context
 */
GBytes *
redress_seal_open (RedressSeal *self, const char *context, GBytes *sealed, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (sealed, &size);
  GBytes *plain = NULL;

  if (size > HEADER_SIZE && memcmp (data, MAGIC, MAGIC_SIZE) == 0)
    {
      Piece piece;

      piece_begin (&piece, self, data, context);
      plain = open_chunks (&piece, data + HEADER_SIZE, size - HEADER_SIZE);
      piece_end (&piece);
    }
  if (plain == NULL)
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
                 "sealed bytes were damaged or belong to another key (%s)", context);
  return plain;
}
