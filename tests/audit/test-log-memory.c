/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/log-memory.h"

#include "core/error.h"
#include "support/folder.h"

#include <glib/gstdio.h>
#include <string.h>

#define ORIGIN "redress.example/audit/kameng"
#define NOW (G_GINT64_CONSTANT (1790559000) * REDRESS_SECOND)

typedef struct
{
  RedressTestFolder *folder;
  char *path;
  RedressNoteKey *key;
  RedressLogMemory *memory;
} Fixture;

static RedressLogMemory *
open_memory (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  RedressLogMemory *memory = redress_log_memory_open (fixture->path, &error);

  g_assert_no_error (error);
  return memory;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *root = NULL;

  fixture->folder = redress_test_folder_new ();
  root = redress_test_folder_build (fixture->folder, ".");
  fixture->path = redress_log_memory_build_path (root, ORIGIN);
  fixture->key = redress_note_key_generate (ORIGIN, REDRESS_NOTE_LOG, NULL);
  fixture->memory = open_memory (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  redress_log_memory_free (fixture->memory);
  redress_note_key_free (fixture->key);
  g_free (fixture->path);
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

static RedressSignedNote *
make_note (Fixture *fixture, const char *origin, guint64 size, guint64 other)
{
  g_autoptr (RedressCheckpoint) checkpoint = NULL;
  g_autofree char *text = NULL;
  RedressSignedNote *note;
  RedressHash root;

  redress_merkle_read_root (size, read_node, &other, &root, NULL);
  checkpoint = redress_checkpoint_new (origin, size, &root);
  text = redress_checkpoint_format (checkpoint);
  note = redress_signed_note_new (text);
  g_assert_true (redress_signed_note_sign (note, fixture->key, NOW, NULL));
  return note;
}

/* -1: it is taken over. */
static int
advance (Fixture *fixture, guint64 size, guint64 other)
{
  g_autoptr (RedressSignedNote) note = make_note (fixture, ORIGIN, size, other);
  guint64 old_size = MIN (redress_log_memory_get_size (fixture->memory), size);
  g_autoptr (GArray) proof =
      redress_merkle_prove_consistency (old_size, size, read_node, &other, NULL);
  g_autoptr (GError) error = NULL;
  gboolean good = redress_log_memory_advance (fixture->memory, ORIGIN, fixture->key, note, proof,
                                              NOW + (RedressTime)size, &error);

  g_assert_cmpint (good, ==, error == NULL);
  return good ? -1 : error->code;
}

static void
reopen (Fixture *fixture)
{
  redress_log_memory_free (fixture->memory);
  fixture->memory = open_memory (fixture);
}

static void
test_grows (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (redress_log_memory_get_size (fixture->memory), ==, 0);
  for (guint64 size = 0; size < 40; size += 1 + size % 3)
    {
      g_assert_cmpint (advance (fixture, size, G_MAXUINT64), ==, -1);
      g_assert_cmpint (advance (fixture, size, G_MAXUINT64), ==, -1);
      reopen (fixture);
      g_assert_cmpuint (redress_log_memory_get_size (fixture->memory), ==, size);
      g_assert_cmpint (fixture->memory->since, ==, NOW);
    }
}

/* What is known is not written again: each desk looks every half minute. */
static void
test_known (Fixture *fixture, gconstpointer data)
{
  GStatBuf first, second, third;

  g_assert_cmpint (advance (fixture, 9, G_MAXUINT64), ==, -1);
  g_assert_cmpint (g_stat (fixture->path, &first), ==, 0);
  g_assert_cmpint (advance (fixture, 9, G_MAXUINT64), ==, -1);
  g_assert_cmpint (g_stat (fixture->path, &second), ==, 0);
  g_assert_cmpuint (first.st_ino, ==, second.st_ino);
  g_assert_cmpint (first.st_mtim.tv_nsec, ==, second.st_mtim.tv_nsec);
  g_assert_cmpint (advance (fixture, 10, G_MAXUINT64), ==, -1);
  g_assert_cmpint (g_stat (fixture->path, &third), ==, 0);
  g_assert_true (first.st_ino != third.st_ino || first.st_mtim.tv_nsec != third.st_mtim.tv_nsec);
}

/* It is remembered whatever the log says afterwards, and after the program has ended. */
static void
expect_changed (Fixture *fixture, guint64 size, guint64 other)
{
  g_assert_cmpint (advance (fixture, 9, G_MAXUINT64), ==, -1);
  g_assert_cmpint (advance (fixture, size, other), ==, REDRESS_ERROR_CORRUPT);
  g_assert_cmpint (advance (fixture, 9, G_MAXUINT64), ==, REDRESS_ERROR_CORRUPT);
  reopen (fixture);
  g_assert_cmpuint (redress_log_memory_get_size (fixture->memory), ==, 9);
  g_assert_nonnull (fixture->memory->conflict);
  g_assert_cmpint (fixture->memory->conflict_since, ==, NOW + (RedressTime)size);
  g_assert_true (redress_signed_note_check (fixture->memory->conflict, fixture->key, NULL, NULL));
  g_assert_true (redress_signed_note_check (fixture->memory->note, fixture->key, NULL, NULL));
  g_assert_cmpint (advance (fixture, 12, G_MAXUINT64), ==, REDRESS_ERROR_CORRUPT);
}

static void
test_shrinks (Fixture *fixture, gconstpointer data)
{
  expect_changed (fixture, 8, G_MAXUINT64);
}

static void
test_is_another (Fixture *fixture, gconstpointer data)
{
  expect_changed (fixture, 9, 4);
}

static void
test_was_another (Fixture *fixture, gconstpointer data)
{
  expect_changed (fixture, 12, 8);
}

static void
expect_unlearned (Fixture *fixture, RedressSignedNote *note, GArray *proof, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (
      redress_log_memory_advance (fixture->memory, ORIGIN, fixture->key, note, proof, NOW, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (fixture->memory->conflict);
}

/* What anybody on the way can do says nothing of the log. */
static void
test_nothing_learned (Fixture *fixture, gconstpointer data)
{
  guint64 other = G_MAXUINT64;
  g_autoptr (RedressNoteKey) stranger = redress_note_key_generate (ORIGIN, REDRESS_NOTE_LOG, NULL);
  g_autoptr (RedressSignedNote) forged = redress_signed_note_new ("other\n");
  g_autoptr (RedressSignedNote) elsewhere =
      make_note (fixture, "redress.example/audit/other", 12, other);
  g_autoptr (RedressSignedNote) empty = redress_signed_note_new ("nothing\n");
  g_autoptr (RedressSignedNote) next = make_note (fixture, ORIGIN, 12, other);
  g_autoptr (GArray) proof = redress_merkle_prove_consistency (9, 12, read_node, &other, NULL);

  g_assert_cmpint (advance (fixture, 9, other), ==, -1);
  g_assert_true (redress_signed_note_sign (forged, stranger, NOW, NULL));
  expect_unlearned (fixture, forged, proof, "has not signed");
  expect_unlearned (fixture, elsewhere, proof, "is the checkpoint of");
  g_assert_true (redress_signed_note_sign (empty, fixture->key, NOW, NULL));
  expect_unlearned (fixture, empty, proof, "no checkpoint");
  g_array_set_size (proof, proof->len - 1);
  expect_unlearned (fixture, next, proof, "too short");
  g_assert_cmpint (advance (fixture, 12, other), ==, -1);
}

static void
test_signatures_stay (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressNoteKey) witness =
      redress_note_key_generate ("witness.example", REDRESS_NOTE_WITNESS, NULL);
  g_autoptr (RedressSignedNote) note = make_note (fixture, ORIGIN, 3, G_MAXUINT64);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (RedressHash));

  g_assert_true (redress_signed_note_sign (note, witness, NOW, NULL));
  g_assert_true (
      redress_log_memory_advance (fixture->memory, ORIGIN, fixture->key, note, none, NOW, NULL));
  g_assert_cmpint (advance (fixture, 3, G_MAXUINT64), ==, -1);
  reopen (fixture);
  g_assert_true (redress_signed_note_check (fixture->memory->note, witness, NULL, NULL));
}

/* A file that was spoiled is not taken for none: whoever cuts it would be believed. */
static void
test_spoiled_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = NULL;
  gsize length = 0;

  g_assert_cmpint (advance (fixture, 9, G_MAXUINT64), ==, -1);
  g_assert_true (g_file_get_contents (fixture->path, &good, &length, NULL));
  for (gsize i = 0; i < length; i += 7)
    {
      g_autoptr (RedressLogMemory) memory = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (fixture->path, good, (gssize)i, NULL));
      memory = redress_log_memory_open (fixture->path, &error);
      g_assert_null (memory);
      g_assert_nonnull (error);
    }
  g_assert_true (g_file_set_contents (fixture->path, good, (gssize)length, NULL));
  reopen (fixture);
  g_assert_cmpuint (redress_log_memory_get_size (fixture->memory), ==, 9);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressSignedNote) note = make_note (fixture, ORIGIN, 9, G_MAXUINT64);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (RedressHash));
  g_autoptr (RedressLogMemory) memory = redress_log_memory_open ("/nowhere/at/all.note", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (memory);
  g_assert_false (
      redress_log_memory_advance (memory, ORIGIN, fixture->key, note, none, NOW, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_cmpuint (redress_log_memory_get_size (memory), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/audit/log-memory/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("grows", test_grows);
  ADD ("known", test_known);
  ADD ("shrinks", test_shrinks);
  ADD ("is-another", test_is_another);
  ADD ("was-another", test_was_another);
  ADD ("nothing-learned", test_nothing_learned);
  ADD ("signatures-stay", test_signatures_stay);
  ADD ("spoiled-file", test_spoiled_file);
  ADD ("full-disk", test_full_disk);
  return g_test_run ();
}
