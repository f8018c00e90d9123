/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/checkpoint.h"

#include "core/error.h"

#include <string.h>

/* The key and the note that golang.org/x/mod/sumdb/note is documented with. */
#define PUBLIC "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PRIVATE "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define TEXT                                                                                       \
  "If you think cryptography is the answer to your problem,\n"                                     \
  "then you don't know what your problem is.\n"
#define LINE                                                                                        \
  "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb" \
  "6KE6RyyBwJnAM=\n"
/* From C2SP's tlog-witness: two signatures of one name, whose keys are not published. */
#define SOFA                                                                                       \
  "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"        \
  "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"      \
  "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"                                                          \
  "— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/"   \
  "V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n"
#define NOW (G_GINT64_CONSTANT (1790559000) * REDRESS_SECOND)

static RedressNoteKey *
parse_key (const char *text)
{
  g_autoptr (GError) error = NULL;
  RedressNoteKey *key = redress_note_key_parse (text, &error);

  g_assert_no_error (error);
  return key;
}

static RedressSignedNote *
parse_note (const char *text)
{
  g_autoptr (GError) error = NULL;
  RedressSignedNote *note = redress_signed_note_parse (text, -1, &error);

  g_assert_no_error (error);
  return note;
}

static void
expect_check (const RedressSignedNote *note, const RedressNoteKey *key, int code)
{
  g_autoptr (GError) error = NULL;
  gboolean good = redress_signed_note_check (note, key, NULL, &error);

  g_assert_cmpint (good, ==, code < 0);
  g_assert_cmpint (error != NULL ? error->code : -1, ==, code);
}

static void
test_public_example (void)
{
  g_autoptr (RedressNoteKey) public_key = parse_key (PUBLIC);
  g_autoptr (RedressNoteKey) private_key = parse_key (PRIVATE "\n");
  g_autoptr (RedressSignedNote) note = parse_note (TEXT "\n" LINE);
  g_autoptr (RedressSignedNote) own = redress_signed_note_new (TEXT);
  g_autofree char *written = NULL, *of_public = NULL, *of_private = NULL, *again = NULL;
  g_autoptr (GError) error = NULL;

  expect_check (note, public_key, -1);
  g_assert_true (redress_signed_note_sign (own, private_key, NOW, &error));
  written = redress_signed_note_format (own);
  again = redress_signed_note_format (note);
  g_assert_cmpstr (written, ==, TEXT "\n" LINE);
  g_assert_cmpstr (again, ==, TEXT "\n" LINE);
  of_public = redress_note_key_format (private_key);
  of_private = redress_note_key_format_private (private_key);
  g_assert_cmpstr (of_public, ==, PUBLIC);
  g_assert_cmpstr (of_private, ==, PRIVATE);
}

/* Unknown signatures are kept and do not count. */
static void
test_unknown_signatures (void)
{
  g_autoptr (RedressNoteKey) key = parse_key (PRIVATE);
  g_autoptr (RedressSignedNote) note = parse_note (SOFA);
  g_autoptr (RedressSignedNote) twin = parse_note (SOFA);
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  expect_check (note, key, REDRESS_ERROR_NOT_FOUND);
  g_assert_true (redress_signed_note_sign (note, key, NOW, &error));
  expect_check (note, key, -1);
  redress_signed_note_merge (note, twin);
  g_assert_cmpuint (note->signatures->len, ==, 3);
  redress_signed_note_merge (twin, note);
  g_assert_cmpuint (twin->signatures->len, ==, 3);
  expect_check (twin, key, -1);
  written = redress_signed_note_format (note);
  g_assert_true (g_str_has_prefix (written, SOFA));
}

static void
test_witness (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressNoteKey) key =
      redress_note_key_generate ("witness.example/w1", REDRESS_NOTE_WITNESS, &error);
  g_autofree char *line = redress_note_key_format (key);
  g_autoptr (RedressNoteKey) known = parse_key (line);
  g_autoptr (RedressSignedNote) note = parse_note (SOFA);
  RedressSignature *signature;
  g_autoptr (GBytes) made = NULL;
  g_autofree guint8 *altered = NULL;
  RedressTime at = 0;

  g_assert_true (redress_signed_note_sign (note, key, NOW, &error));
  g_assert_true (redress_signed_note_check (note, known, &at, &error));
  g_assert_cmpint (at, ==, NOW);
  /* The time is signed, too. */
  signature = g_ptr_array_index (note->signatures, 2);
  made = g_bytes_ref (signature->bytes);
  altered = g_memdup2 (g_bytes_get_data (made, NULL), g_bytes_get_size (made));
  altered[7] ^= 1;
  g_bytes_unref (signature->bytes);
  signature->bytes = g_bytes_new (altered, g_bytes_get_size (made));
  expect_check (note, known, REDRESS_ERROR_CORRUPT);
  g_bytes_unref (signature->bytes);
  signature->bytes = g_bytes_new (altered, 8);
  expect_check (note, known, REDRESS_ERROR_CORRUPT);
}

/* A key for one kind is none for the other. */
static void
test_kinds (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressNoteKey) log =
      redress_note_key_generate ("a.example", REDRESS_NOTE_LOG, &error);
  g_autoptr (RedressNoteKey) witness =
      redress_note_key_generate ("a.example", REDRESS_NOTE_WITNESS, &error);
  g_autoptr (RedressSignedNote) note = redress_signed_note_new ("text\n");

  g_assert_true (redress_signed_note_sign (note, log, NOW, &error));
  expect_check (note, witness, REDRESS_ERROR_NOT_FOUND);
  expect_check (note, log, -1);
}

/* Each bit of text and signature counts. */
static void
test_altered (void)
{
  g_autoptr (RedressNoteKey) key = parse_key (PUBLIC);

  for (gsize i = 0; i < strlen (TEXT LINE) + 1; i++)
    {
      g_autofree char *text = g_strdup (TEXT "\n" LINE);
      g_autoptr (RedressSignedNote) note = NULL;

      text[i] ^= 1;
      note = redress_signed_note_parse (text, -1, NULL);
      g_assert_true (note == NULL || !redress_signed_note_check (note, key, NULL, NULL));
    }
}

static void
test_bad_notes (void)
{
  static const char *const notes[] = {
    "",
    "\n",
    "\n\n",
    TEXT,
    TEXT "\n",
    TEXT LINE,
    TEXT "\n- PeterNeumann x08go/ZJ\n",
    TEXT "\n— PeterNeumann x08go/ZJ",
    TEXT "\n— PeterNeumann x08go/ZJ\n\n",
    TEXT "\n— PeterNeumann x08go/\n",
    TEXT "\n— PeterNeumann x08go+ZJ=\n",
    TEXT "\n— Peter+Neumann x08go/ZJ\n",
    TEXT "\n— Peter\xe2\x80\x83Neumann x08go/ZJ\n",
    TEXT "\n—  x08go/ZJ\n",
    TEXT "\n— Peter Neumann x08go/ZJ\n",
    "a\tb\n\n— PeterNeumann x08go/ZJ\n",
    "a\rb\n\n— PeterNeumann x08go/ZJ\n",
    "a\xff\n\n— PeterNeumann x08go/ZJ\n",
  };
  g_autoptr (GString) long_note = g_string_new (TEXT "\n");
  g_autofree char *huge = g_strnfill (REDRESS_SIGNED_NOTE_MAX_BYTES + 1, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%u", i);
      g_assert_null (redress_signed_note_parse (notes[i], -1, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
    }
  g_assert_null (redress_signed_note_parse ("a\0b\n\n" LINE, 5 + strlen (LINE), NULL));
  g_assert_null (redress_signed_note_parse (huge, -1, NULL));
  for (guint i = 0; i <= REDRESS_SIGNED_NOTE_MAX_SIGNATURES; i++)
    {
      g_autoptr (RedressSignedNote) note = NULL;

      g_string_append (long_note, LINE);
      note = redress_signed_note_parse (long_note->str, -1, NULL);
      g_assert_cmpint (note != NULL, ==, i < REDRESS_SIGNED_NOTE_MAX_SIGNATURES);
    }
}

static void
test_bad_keys (void)
{
  static const char *const keys[] = {
    "",
    "PeterNeumann",
    "PeterNeumann+c74f20a3",
    "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+Arpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
    "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PRIVATE+KEY+PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  };
  g_autoptr (GError) no_name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", keys[i]);
      g_assert_null (redress_note_key_parse (keys[i], &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
    }
  g_assert_null (redress_note_key_generate ("two words", REDRESS_NOTE_LOG, &no_name));
  g_assert_error (no_name, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static void
test_checkpoint (void)
{
  g_autoptr (RedressSignedNote) note = parse_note (SOFA);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressCheckpoint) checkpoint = redress_checkpoint_parse (note->text, &error);
  g_autofree char *written = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (checkpoint->origin, ==, "example.com/behind-the-sofa");
  g_assert_cmpuint (checkpoint->size, ==, 20852163);
  written = redress_checkpoint_format (checkpoint);
  g_assert_cmpstr (written, ==, note->text);
}

static void
test_bad_checkpoints (void)
{
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
  static const char *const texts[] = {
    "",
    "a\n",
    "a\n1\n",
    "a\n1\n" ROOT,
    "\n1\n" ROOT "\n",
    "a\n01\n" ROOT "\n",
    "a\n-1\n" ROOT "\n",
    "a\n+1\n" ROOT "\n",
    "a\n 1\n" ROOT "\n",
    "a\n\n" ROOT "\n",
    "a\n9223372036854775808\n" ROOT "\n",
    "a\n18446744073709551616\n" ROOT "\n",
    "a\n1x\n" ROOT "\n",
    "a\n1\nCsUY\n",
    "a\n1\n" ROOT "\n\nmore\n",
  };
  g_autoptr (RedressCheckpoint) more =
      redress_checkpoint_parse ("a\n0\n" ROOT "\nextension\n", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (redress_checkpoint_parse (texts[i], &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
    }
  g_assert_nonnull (more);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/note/public-example", test_public_example);
  g_test_add_func ("/audit/note/unknown-signatures", test_unknown_signatures);
  g_test_add_func ("/audit/note/witness", test_witness);
  g_test_add_func ("/audit/note/kinds", test_kinds);
  g_test_add_func ("/audit/note/altered", test_altered);
  g_test_add_func ("/audit/note/bad-notes", test_bad_notes);
  g_test_add_func ("/audit/note/bad-keys", test_bad_keys);
  g_test_add_func ("/audit/note/checkpoint", test_checkpoint);
  g_test_add_func ("/audit/note/bad-checkpoints", test_bad_checkpoints);
  return g_test_run ();
}
