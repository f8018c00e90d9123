/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/signed-note.h"

#include "core/error.h"

#include <string.h>

/* Em dash and space begin each line of a signature. */
#define DASH "\xe2\x80\x94 "
#define ID_BYTES 4
#define TIME_BYTES 8

static void
signature_free (gpointer data)
{
  RedressSignature *self = data;

  g_free (self->name);
  g_bytes_unref (self->bytes);
  g_free (self);
}

/**
 * redress_signed_note_new:
 * @text: what it says; ends in a newline
 *
 * Returns: (transfer full): a note that nobody has signed
 */
RedressSignedNote *
redress_signed_note_new (const char *text)
{
  RedressSignedNote *self = g_new0 (RedressSignedNote, 1);

  self->text = g_strdup (text);
  self->signatures = g_ptr_array_new_with_free_func (signature_free);
  return self;
}

/**
 * redress_signed_note_free:
 * @self: (transfer full) (nullable): a note
 */
void
redress_signed_note_free (RedressSignedNote *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_ptr_array_unref (self->signatures);
  g_free (self);
}

static gpointer
refuse (GError **error, const char *why)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "this is no signed note: %s", why);
  return NULL;
}

static gboolean
has_control (const char *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar)data[i] < 0x20 && data[i] != '\n')
      return TRUE;
  return FALSE;
}

static RedressSignature *
parse_signature (const char *line)
{
  g_auto (GStrv) parts = NULL;
  g_autofree guchar *bytes = NULL;
  g_autofree char *again = NULL;
  RedressSignature *signature;
  gsize length = 0;

  if (!g_str_has_prefix (line, DASH))
    return NULL;
  parts = g_strsplit (line + strlen (DASH), " ", 3);
  if (g_strv_length (parts) != 2 || !redress_note_name_is_good (parts[0]) || parts[1][0] == '\0')
    return NULL;
  bytes = g_base64_decode (parts[1], &length);
  again = g_base64_encode (bytes, length);
  if (length <= ID_BYTES || !g_str_equal (again, parts[1]))
    return NULL;
  signature = g_new0 (RedressSignature, 1);
  signature->name = g_strdup (parts[0]);
  signature->id =
      (guint32)bytes[0] << 24 | (guint32)bytes[1] << 16 | (guint32)bytes[2] << 8 | bytes[3];
  signature->bytes = g_bytes_new (bytes + ID_BYTES, length - ID_BYTES);
  return signature;
}

static gboolean
parse_signatures (RedressSignedNote *self, const char *lines)
{
  g_auto (GStrv) each = g_strsplit (lines, "\n", REDRESS_SIGNED_NOTE_MAX_SIGNATURES + 2);
  guint n = g_strv_length (each);

  /* The last line ends, so that an empty rest comes after it. */
  if (n < 2 || n > REDRESS_SIGNED_NOTE_MAX_SIGNATURES + 1 || each[n - 1][0] != '\0')
    return FALSE;
  for (guint i = 0; i < n - 1; i++)
    {
      RedressSignature *signature = parse_signature (each[i]);

      if (signature == NULL)
        return FALSE;
      g_ptr_array_add (self->signatures, signature);
    }
  return TRUE;
}

/**
 * redress_signed_note_parse:
 * @data: (array length=length): a whole note
 * @length: how many bytes, or -1 where a NUL ends it
 * @error: return location
 *
 * Nothing of it is to be believed before redress_signed_note_check().
 *
 * Returns: (transfer full): the note, or %NULL with %REDRESS_ERROR_INVALID
 */
RedressSignedNote *
redress_signed_note_parse (const char *data, gssize length, GError **error)
{
  gsize size = length < 0 ? strlen (data) : (gsize)length;
  g_autofree char *copy = NULL;
  g_autoptr (RedressSignedNote) self = NULL;
  char *gap;

  if (size > REDRESS_SIGNED_NOTE_MAX_BYTES)
    return refuse (error, "it is too long");
  if (has_control (data, size) || !g_utf8_validate (data, (gssize)size, NULL))
    return refuse (error, "it has signs that no text has");
  copy = g_strndup (data, size);
  gap = g_strrstr (copy, "\n\n");
  if (gap == NULL)
    return refuse (error, "no empty line parts text and signatures");
  gap[1] = '\0';
  self = redress_signed_note_new (copy);
  if (!parse_signatures (self, gap + 2))
    return refuse (error, "the signatures cannot be read");
  return g_steal_pointer (&self);
}

/**
 * redress_signed_note_format_signatures:
 * @self: a note
 *
 * Returns: (transfer full): a line for each signature
 */
char *
redress_signed_note_format_signatures (const RedressSignedNote *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->signatures->len; i++)
    {
      const RedressSignature *signature = g_ptr_array_index (self->signatures, i);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autofree char *encoded = NULL;
      guint32 id = GUINT32_TO_BE (signature->id);
      gsize size = 0;
      gconstpointer data = g_bytes_get_data (signature->bytes, &size);

      g_byte_array_append (bytes, (const guint8 *)&id, ID_BYTES);
      g_byte_array_append (bytes, data, (guint)size);
      encoded = g_base64_encode (bytes->data, bytes->len);
      g_string_append_printf (out, DASH "%s %s\n", signature->name, encoded);
    }
  return g_string_free (out, FALSE);
}

/**
 * redress_signed_note_format:
 * @self: a note
 *
 * Returns: (transfer full): the whole note
 */
char *
redress_signed_note_format (const RedressSignedNote *self)
{
  g_autofree char *lines = redress_signed_note_format_signatures (self);

  return g_strconcat (self->text, "\n", lines, NULL);
}

/* What a key of this kind signs: a witness signs the time as well (tlog-cosignature, v1). */
static GBytes *
make_message (const RedressSignedNote *self, RedressNoteKind kind, guint64 seconds)
{
  char *text =
      kind == REDRESS_NOTE_WITNESS
          ? g_strdup_printf ("cosignature/v1\ntime %" G_GUINT64_FORMAT "\n%s", seconds, self->text)
          : g_strdup (self->text);

  return g_bytes_new_take (text, strlen (text));
}

/**
 * redress_signed_note_sign:
 * @self: a note
 * @key: a whole key
 * @now: the time, which a witness signs as well
 * @error: return location
 *
 * Adds a line below the note.
 *
 * Returns: whether it was signed
 */
gboolean
redress_signed_note_sign (RedressSignedNote *self,
                          const RedressNoteKey *key,
                          RedressTime now,
                          GError **error)
{
  RedressNoteKind kind = redress_note_key_get_kind (key);
  guint64 seconds = (guint64)(now / REDRESS_SECOND), big_endian = GUINT64_TO_BE (seconds);
  g_autoptr (GBytes) message = make_message (self, kind, seconds);
  g_autoptr (GBytes) made = redress_note_key_sign (key, message, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  RedressSignature *signature;
  gsize size = 0;
  gconstpointer data;

  if (made == NULL)
    return FALSE;
  if (kind == REDRESS_NOTE_WITNESS)
    g_byte_array_append (bytes, (const guint8 *)&big_endian, TIME_BYTES);
  data = g_bytes_get_data (made, &size);
  g_byte_array_append (bytes, data, (guint)size);
  signature = g_new0 (RedressSignature, 1);
  signature->name = g_strdup (redress_note_key_get_name (key));
  signature->id = redress_note_key_get_id (key);
  signature->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_ptr_array_add (self->signatures, signature);
  return TRUE;
}

static gboolean
has (const RedressSignedNote *self, const RedressSignature *wanted)
{
  for (guint i = 0; i < self->signatures->len; i++)
    {
      const RedressSignature *signature = g_ptr_array_index (self->signatures, i);

      if (signature->id == wanted->id && g_str_equal (signature->name, wanted->name) &&
          g_bytes_equal (signature->bytes, wanted->bytes))
        return TRUE;
    }
  return FALSE;
}

/**
 * redress_signed_note_merge:
 * @self: a note
 * @other: a note of the same text
 *
 * Adds the signatures of @other that @self does not have.
 */
void
redress_signed_note_merge (RedressSignedNote *self, const RedressSignedNote *other)
{
  g_return_if_fail (g_str_equal (self->text, other->text));

  for (guint i = 0; i < other->signatures->len; i++)
    {
      const RedressSignature *signature = g_ptr_array_index (other->signatures, i);
      RedressSignature *copy;

      if (has (self, signature) || self->signatures->len >= REDRESS_SIGNED_NOTE_MAX_SIGNATURES)
        continue;
      copy = g_new0 (RedressSignature, 1);
      copy->name = g_strdup (signature->name);
      copy->id = signature->id;
      copy->bytes = g_bytes_ref (signature->bytes);
      g_ptr_array_add (self->signatures, copy);
    }
}

static gboolean
check_one (const RedressSignedNote *self,
           const RedressNoteKey *key,
           const RedressSignature *signature,
           guint64 *seconds)
{
  RedressNoteKind kind = redress_note_key_get_kind (key);
  gsize size = 0, skipped = kind == REDRESS_NOTE_WITNESS ? TIME_BYTES : 0;
  const guint8 *data = g_bytes_get_data (signature->bytes, &size);
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GBytes) made = NULL;

  *seconds = 0;
  if (size <= skipped)
    return FALSE;
  for (gsize i = 0; i < skipped; i++)
    *seconds = *seconds << 8 | data[i];
  message = make_message (self, kind, *seconds);
  made = g_bytes_new_from_bytes (signature->bytes, skipped, size - skipped);
  return redress_note_key_check (key, message, made);
}

/**
 * redress_signed_note_check:
 * @self: a note
 * @key: a key that is trusted
 * @signed_at: (out) (optional): when a witness signed it; %REDRESS_TIME_UNKNOWN for a log
 * @error: return location
 *
 * Signatures of other keys do not count, whatever they are.
 *
 * Returns: %TRUE: the key has signed this text. Otherwise %FALSE with %REDRESS_ERROR_NOT_FOUND if
 *   it has not, and with %REDRESS_ERROR_CORRUPT if a line says so that is not true
 */
gboolean
redress_signed_note_check (const RedressSignedNote *self,
                           const RedressNoteKey *key,
                           RedressTime *signed_at,
                           GError **error)
{
  for (guint i = 0; i < self->signatures->len; i++)
    {
      const RedressSignature *signature = g_ptr_array_index (self->signatures, i);
      guint64 seconds = 0;

      if (signature->id != redress_note_key_get_id (key) ||
          !g_str_equal (signature->name, redress_note_key_get_name (key)))
        continue;
      if (!check_one (self, key, signature, &seconds) ||
          seconds > (guint64)(G_MAXINT64 / REDRESS_SECOND))
        {
          g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
                       "the signature of %s is not good", signature->name);
          return FALSE;
        }
      if (signed_at != NULL)
        *signed_at = seconds != 0 ? (RedressTime)seconds * REDRESS_SECOND : REDRESS_TIME_UNKNOWN;
      return TRUE;
    }
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "%s has not signed it",
               redress_note_key_get_name (key));
  return FALSE;
}
