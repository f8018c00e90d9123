/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/signer.h"

#include "audit/add-checkpoint.h"
#include "audit/log-memory.h"
#include "support/folder.h"

#include <string.h>

/* Whoever asks, and whatever is asked: no two signatures contradict each other. */

#define NAME "redress.example/audit"
#define ORIGIN NAME "/kameng"
#define NOW (G_GINT64_CONSTANT (1790559000) * REDRESS_SECOND)

typedef struct
{
  RedressTestFolder *folder;
  char *state;
  char *secret;
  RedressClock *clock;
  RedressSigner *signer;
} Fixture;

static void
open_signer (Fixture *fixture)
{
  RedressNoteKey *key = redress_note_key_parse (fixture->secret, NULL);

  redress_signer_free (fixture->signer);
  fixture->signer = redress_signer_new (key, fixture->state, fixture->clock);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressNoteKey) key = redress_note_key_generate (NAME, REDRESS_NOTE_LOG, NULL);

  fixture->folder = redress_test_folder_new ();
  fixture->state = redress_test_folder_build (fixture->folder, ".");
  fixture->secret = redress_note_key_format_private (key);
  fixture->clock = redress_clock_new_manual (NOW);
  open_signer (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  redress_signer_free (fixture->signer);
  redress_clock_unref (fixture->clock);
  g_free (fixture->state);
  g_free (fixture->secret);
  redress_test_folder_free (fixture->folder);
}

/* The log of leaves "0", "1" and so on; another one from @other on. */
static gboolean
read_node (guint level, guint64 index, RedressHash *hash, gpointer data, GError **error)
{
  guint64 other = *(guint64 *)data;
  RedressHash left, right;

  if (level == 0)
    {
      g_autofree char *leaf =
          g_strdup_printf ("%" G_GUINT64_FORMAT "%s", index, index >= other ? " other" : "");

      redress_merkle_hash_leaf (leaf, strlen (leaf), hash);
      return TRUE;
    }
  read_node (level - 1, 2 * index, &left, data, error);
  read_node (level - 1, 2 * index + 1, &right, data, error);
  redress_merkle_hash_node (&left, &right, hash);
  return TRUE;
}

static char *
make_text (const char *origin, guint64 size, guint64 other)
{
  g_autoptr (RedressCheckpoint) checkpoint = NULL;
  RedressHash root;

  redress_merkle_read_root (size, read_node, &other, &root, NULL);
  checkpoint = redress_checkpoint_new (origin, size, &root);
  return redress_checkpoint_format (checkpoint);
}

/* (transfer full): the answer. @proved: the size that the proof begins with. */
static char *
ask (Fixture *fixture,
     const char *origin,
     guint64 old_size,
     guint64 proved,
     guint64 size,
     guint64 other)
{
  g_autofree char *text = make_text (origin, size, other);
  g_autoptr (GArray) proof =
      redress_merkle_prove_consistency (MIN (proved, size), size, read_node, &other, NULL);
  g_autofree char *request = redress_add_checkpoint_format (old_size, proof, text);

  return redress_signer_answer (fixture->signer, request);
}

static void
expect (Fixture *fixture, guint64 old_size, guint64 size, guint64 other, const char *status)
{
  g_autofree char *answer = ask (fixture, ORIGIN, old_size, old_size, size, other);

  g_test_message ("%s", answer);
  g_assert_true (g_str_has_prefix (answer, status));
}

static void
test_signs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *answer = ask (fixture, ORIGIN, 0, 0, 5, G_MAXUINT64);
  g_autofree char *again = ask (fixture, ORIGIN, 5, 5, 5, G_MAXUINT64);
  g_autofree char *public_answer = redress_signer_answer (fixture->signer, "key\n");
  g_autoptr (RedressNoteKey) key = redress_note_key_parse (public_answer + strlen ("200\n"), NULL);
  g_autofree char *text = make_text (ORIGIN, 5, G_MAXUINT64);
  g_autofree char *whole = g_strconcat (text, "\n", answer + strlen ("200\n"), NULL);
  g_autoptr (RedressSignedNote) note = redress_signed_note_parse (whole, -1, NULL);

  g_assert_true (g_str_has_prefix (answer, "200\n"));
  g_assert_cmpstr (again, ==, answer);
  g_assert_true (redress_signed_note_check (note, key, NULL, NULL));
  expect (fixture, 5, 300, G_MAXUINT64, "200\n");
}

/* Also by one that was ended and started again. */
static void
expect_refused (Fixture *fixture, guint64 size, guint64 other, const char *status)
{
  expect (fixture, 0, 9, G_MAXUINT64, "200\n");
  for (guint i = 0; i < 2; i++)
    {
      expect (fixture, 9, size, other, status);
      open_signer (fixture);
    }
  /* And it goes on with the true one. */
  expect (fixture, 9, 12, G_MAXUINT64, "200\n");
}

static void
test_shorter (Fixture *fixture, gconstpointer data)
{
  expect_refused (fixture, 8, G_MAXUINT64, "422\n");
}

static void
test_another (Fixture *fixture, gconstpointer data)
{
  expect_refused (fixture, 9, 4, "422\n");
}

static void
test_another_past (Fixture *fixture, gconstpointer data)
{
  expect_refused (fixture, 20, 4, "422\n");
}

/* Whoever says another size is told, and cannot begin anew. */
static void
test_size (Fixture *fixture, gconstpointer data)
{
  g_autofree char *anew = NULL, *unproved = NULL;

  expect (fixture, 0, 9, G_MAXUINT64, "200\n");
  expect (fixture, 0, 9, 0, "409\n9\n");
  expect (fixture, 8, 9, G_MAXUINT64, "409\n9\n");
  anew = ask (fixture, ORIGIN, 10, 10, 12, G_MAXUINT64);
  g_assert_cmpstr (anew, ==, "409\n9\n");
  unproved = ask (fixture, ORIGIN, 9, 0, 12, G_MAXUINT64);
  g_assert_true (g_str_has_prefix (unproved, "422\n"));
}

static void
test_origins (Fixture *fixture, gconstpointer data)
{
  static const char *const strangers[] = {
    NAME, NAME "/", NAME "x/kameng", "other.example/audit/kameng", "kameng",
  };

  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_autofree char *answer = ask (fixture, strangers[i], 0, 0, 3, G_MAXUINT64);

      g_assert_true (g_str_has_prefix (answer, "404\n"));
    }
  /* Each log has a memory of its own. */
  expect (fixture, 0, 9, G_MAXUINT64, "200\n");
  g_free (ask (fixture, NAME "/cainiao", 0, 0, 3, 0));
  expect (fixture, 9, 10, G_MAXUINT64, "200\n");
}

static void
test_bad (Fixture *fixture, gconstpointer data)
{
#define CHECKPOINT ORIGIN "\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
  static const char *const requests[] = {
    "",
    "key",
    "old 0\n",
    "old 0\n\n",
    "old 0\n\nrubbish\n",
    "old 00\n\n" CHECKPOINT,
    "old -1\n\n" CHECKPOINT,
    "old x\n\n" CHECKPOINT,
    "new 0\n\n" CHECKPOINT,
    "old 0\nshort\n\n" CHECKPOINT,
    "old 0\n" CHECKPOINT,
  };
  g_autoptr (GString) many = g_string_new ("old 0\n");

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *answer = redress_signer_answer (fixture->signer, requests[i]);

      g_test_message ("%u: %s", i, answer);
      g_assert_true (g_str_has_prefix (answer, "400\n"));
    }
  for (guint i = 0; i <= REDRESS_PROOF_MAX; i++)
    g_string_append (many, "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
  g_string_append (many, "\n" CHECKPOINT);
  g_free (redress_signer_answer (fixture->signer, many->str));
  expect (fixture, 0, 9, G_MAXUINT64, "200\n");
}

/* What it signed stands in its file before the signature leaves; without the file it does not. */
static void
test_no_disk (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->state);
  fixture->state = g_strdup ("/nowhere/at/all");
  open_signer (fixture);
  expect (fixture, 0, 9, G_MAXUINT64, "500\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/audit/signer/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("signs", test_signs);
  ADD ("shorter", test_shorter);
  ADD ("another", test_another);
  ADD ("another-past", test_another_past);
  ADD ("size", test_size);
  ADD ("origins", test_origins);
  ADD ("bad", test_bad);
  ADD ("no-disk", test_no_disk);
  return g_test_run ();
}
