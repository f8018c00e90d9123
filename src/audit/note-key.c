/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/note-key.h"

#include "core/error.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <string.h>

#define KEY_BYTES 32
#define SIGNATURE_BYTES 64
#define PRIVATE_PREFIX "PRIVATE+KEY+"

struct _RedressNoteKey
{
  char *name;
  guint32 id;
  RedressNoteKind kind;
  guint8 public[KEY_BYTES];
  guint8 seed[KEY_BYTES];
  gboolean is_private;
};

static gpointer
refuse (GError **error, const char *what)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s", what);
  return NULL;
}

/**
 * redress_note_name_is_good:
 * @name: UTF-8
 *
 * Returns: whether a key may have this name (signed-note, "Format")
 */
gboolean
redress_note_name_is_good (const char *name)
{
  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    if (*c == '+' || g_unichar_isspace (g_utf8_get_char (c)) || (guchar)*c < 0x20)
      return FALSE;
  return name[0] != '\0';
}

/* SHA-256 (name || 0x0A || kind || public key), the first four bytes of it. */
static guint32
make_id (const RedressNoteKey *self)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint8 middle[] = { '\n', (guint8)self->kind };
  guint8 hash[32];

  g_byte_array_append (bytes, (const guint8 *)self->name, strlen (self->name));
  g_byte_array_append (bytes, middle, sizeof middle);
  g_byte_array_append (bytes, self->public, KEY_BYTES);
  if (gnutls_hash_fast (GNUTLS_DIG_SHA256, bytes->data, bytes->len, hash) != 0)
    g_error ("SHA-256 failed");
  return (guint32)hash[0] << 24 | (guint32)hash[1] << 16 | (guint32)hash[2] << 8 | hash[3];
}

/* (nullable): ours to free with gnutls_privkey_deinit() */
static gnutls_privkey_t
load_private (const guint8 *seed, const guint8 *public)
{
  gnutls_datum_t k = { (guint8 *)seed, KEY_BYTES };
  gnutls_datum_t x = { (guint8 *)public, KEY_BYTES };
  gnutls_privkey_t key = NULL;

  if (gnutls_privkey_init (&key) != 0)
    return NULL;
  if (gnutls_privkey_import_ecc_raw (key, GNUTLS_ECC_CURVE_ED25519, &x, NULL, &k) == 0)
    return key;
  gnutls_privkey_deinit (key);
  return NULL;
}

/**
 * redress_note_key_generate:
 * @name: its name: a host and a path without a scheme
 * @kind: what it is for
 * @error: return location
 *
 * Returns: (transfer full): a new key
 */
RedressNoteKey *
redress_note_key_generate (const char *name, RedressNoteKind kind, GError **error)
{
  g_autoptr (RedressNoteKey) self = g_new0 (RedressNoteKey, 1);
  gnutls_privkey_t key = NULL;
  gnutls_datum_t x = { NULL, 0 }, k = { NULL, 0 };
  gboolean made;

  self->name = g_strdup (name);
  self->kind = kind;
  self->is_private = TRUE;
  made = gnutls_privkey_init (&key) == 0 &&
         gnutls_privkey_generate (key, GNUTLS_PK_EDDSA_ED25519, 0, 0) == 0 &&
         gnutls_privkey_export_ecc_raw (key, NULL, &x, NULL, &k) == 0 && x.size == KEY_BYTES &&
         k.size == KEY_BYTES;
  if (made)
    {
      memcpy (self->public, x.data, KEY_BYTES);
      memcpy (self->seed, k.data, KEY_BYTES);
      explicit_bzero (k.data, KEY_BYTES);
    }
  gnutls_free (x.data);
  gnutls_free (k.data);
  if (key != NULL)
    gnutls_privkey_deinit (key);
  if (!made || !redress_note_name_is_good (name))
    return refuse (error, "the key could not be made");
  self->id = make_id (self);
  return g_steal_pointer (&self);
}

static gboolean
read_id (const char *text, guint32 *id)
{
  guint64 value = 0;

  if (strlen (text) != 8 || strspn (text, "0123456789abcdef") != 8)
    return FALSE;
  value = g_ascii_strtoull (text, NULL, 16);
  *id = (guint32)value;
  return TRUE;
}

/* kind || 32 bytes */
static gboolean
read_bytes (const char *text, RedressNoteKind *kind, guint8 *key)
{
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (text, &length);
  g_autofree char *again = g_base64_encode (bytes, length);
  gboolean good = length == 1 + KEY_BYTES && g_str_equal (again, text) &&
                  (bytes[0] == REDRESS_NOTE_LOG || bytes[0] == REDRESS_NOTE_WITNESS);

  if (good)
    {
      *kind = (RedressNoteKind)bytes[0];
      memcpy (key, bytes + 1, KEY_BYTES);
    }
  explicit_bzero (bytes, length);
  explicit_bzero (again, strlen (again));
  return good;
}

/* GnuTLS works the public half out when it reads PKCS #8 (RFC 8410, 7), and nowhere else. */
static gboolean
derive_public (RedressNoteKey *self)
{
  static const guint8 head[] = { 0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20 };
  guint8 der[sizeof head + KEY_BYTES];
  gnutls_datum_t datum = { der, sizeof der }, x = { NULL, 0 };
  gnutls_x509_privkey_t key = NULL;
  gnutls_ecc_curve_t curve;
  gboolean good;

  memcpy (der, head, sizeof head);
  memcpy (der + sizeof head, self->seed, KEY_BYTES);
  good = gnutls_x509_privkey_init (&key) == 0 &&
         gnutls_x509_privkey_import_pkcs8 (key, &datum, GNUTLS_X509_FMT_DER, NULL,
                                           GNUTLS_PKCS_PLAIN) == 0 &&
         gnutls_x509_privkey_export_ecc_raw (key, &curve, &x, NULL, NULL) == 0 &&
         x.size == KEY_BYTES;
  if (good)
    memcpy (self->public, x.data, KEY_BYTES);
  explicit_bzero (der, sizeof der);
  gnutls_free (x.data);
  if (key != NULL)
    gnutls_x509_privkey_deinit (key);
  return good;
}

/**
 * redress_note_key_parse:
 * @text: a line as redress_note_key_format() or redress_note_key_format_private() writes it; white
 *   space around it does not count
 * @error: return location
 *
 * Returns: (transfer full): the key, or %NULL with %REDRESS_ERROR_INVALID
 */
RedressNoteKey *
redress_note_key_parse (const char *text, GError **error)
{
  g_autofree char *line = g_strstrip (g_strdup (text));
  gboolean is_private = g_str_has_prefix (line, PRIVATE_PREFIX);
  g_auto (GStrv) parts = g_strsplit (is_private ? line + strlen (PRIVATE_PREFIX) : line, "+", 3);
  g_autoptr (RedressNoteKey) self = g_new0 (RedressNoteKey, 1);
  guint32 id = 0;

  self->is_private = is_private;
  if (!g_utf8_validate (line, -1, NULL) || g_strv_length (parts) != 3 ||
      !redress_note_name_is_good (parts[0]) || !read_id (parts[1], &id) ||
      !read_bytes (parts[2], &self->kind, is_private ? self->seed : self->public))
    return refuse (error, "this is no key of a note: NAME+ID+KEY is expected");
  self->name = g_strdup (parts[0]);
  if (is_private && !derive_public (self))
    return refuse (error, "the private key is not good");
  self->id = make_id (self);
  explicit_bzero (line, strlen (line));
  if (self->id != id)
    return refuse (error, "the key does not belong to its name and id");
  return g_steal_pointer (&self);
}

/**
 * redress_note_key_free:
 * @self: (transfer full) (nullable): a key
 */
void
redress_note_key_free (RedressNoteKey *self)
{
  if (self == NULL)
    return;

  explicit_bzero (self->seed, sizeof self->seed);
  g_free (self->name);
  g_free (self);
}

/**
 * redress_note_key_get_name:
 * @self: a key
 *
 * Returns: (transfer none): its name
 */
const char *
redress_note_key_get_name (const RedressNoteKey *self)
{
  return self->name;
}

/**
 * redress_note_key_get_id:
 * @self: a key
 *
 * Returns: its id, which is no secret and no proof
 */
guint32
redress_note_key_get_id (const RedressNoteKey *self)
{
  return self->id;
}

/**
 * redress_note_key_get_kind:
 * @self: a key
 *
 * Returns: what it is for
 */
RedressNoteKind
redress_note_key_get_kind (const RedressNoteKey *self)
{
  return self->kind;
}

static char *
format (const RedressNoteKey *self, const char *prefix, const guint8 *key)
{
  guint8 bytes[1 + KEY_BYTES];
  g_autofree char *encoded = NULL;

  bytes[0] = (guint8)self->kind;
  memcpy (bytes + 1, key, KEY_BYTES);
  encoded = g_base64_encode (bytes, sizeof bytes);
  explicit_bzero (bytes, sizeof bytes);
  return g_strdup_printf ("%s%s+%08x+%s", prefix, self->name, self->id, encoded);
}

/**
 * redress_note_key_format:
 * @self: a key
 *
 * Returns: (transfer full): its public half, in one line
 */
char *
redress_note_key_format (const RedressNoteKey *self)
{
  return format (self, "", self->public);
}

/**
 * redress_note_key_format_private:
 * @self: a whole key
 *
 * Returns: (transfer full): the secret, in one line
 */
char *
redress_note_key_format_private (const RedressNoteKey *self)
{
  g_return_val_if_fail (self->is_private, NULL);

  return format (self, PRIVATE_PREFIX, self->seed);
}

static gnutls_datum_t
to_datum (GBytes *bytes)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return (gnutls_datum_t){ (guint8 *)data, (unsigned int)size };
}

/**
 * redress_note_key_sign:
 * @self: a whole key
 * @message: what to sign
 * @error: return location
 *
 * Returns: (transfer full): 64 bytes (RFC 8032)
 */
GBytes *
redress_note_key_sign (const RedressNoteKey *self, GBytes *message, GError **error)
{
  gnutls_datum_t datum = to_datum (message), signature = { NULL, 0 };
  gnutls_privkey_t key = self->is_private ? load_private (self->seed, self->public) : NULL;
  GBytes *signed_bytes = NULL;

  if (key != NULL &&
      gnutls_privkey_sign_data2 (key, GNUTLS_SIGN_EDDSA_ED25519, 0, &datum, &signature) == 0)
    signed_bytes = g_bytes_new (signature.data, signature.size);
  else
    refuse (error, "the key could not sign");
  gnutls_free (signature.data);
  if (key != NULL)
    gnutls_privkey_deinit (key);
  return signed_bytes;
}

/**
 * redress_note_key_check:
 * @self: a key
 * @message: what was signed
 * @signature: what is said to be its signature
 *
 * Returns: whether the key has signed it
 */
gboolean
redress_note_key_check (const RedressNoteKey *self, GBytes *message, GBytes *signature)
{
  gnutls_datum_t datum = to_datum (message), made = to_datum (signature);
  gnutls_datum_t x = { (guint8 *)self->public, KEY_BYTES };
  gnutls_pubkey_t key = NULL;
  gboolean good;

  if (made.size != SIGNATURE_BYTES || gnutls_pubkey_init (&key) != 0)
    return FALSE;
  good = gnutls_pubkey_import_ecc_raw (key, GNUTLS_ECC_CURVE_ED25519, &x, NULL) == 0 &&
         gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_EDDSA_ED25519, 0, &datum, &made) >= 0;
  gnutls_pubkey_deinit (key);
  return good;
}
