/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/evidence-fixture.h"
#include "store/outbox-fixture.h"
#include "store/seal.h"

#include "support/spin.h"

#include <glib/gstdio.h>

static void
assert_read_fails (RedressTestStore *self, const char *sha256, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_test_store_read_evidence (self, sha256, &error));
  g_assert_error (error, REDRESS_ERROR, code);
}

static void
assert_put_fails (RedressTestStore *self, const char *sha256, GBytes *piece, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (redress_store_put_evidence_sync (self->store, sha256, piece, &error));
  g_assert_error (error, REDRESS_ERROR, code);
}

static void
test_round_trip (RedressTestStore *self, gconstpointer is_plain)
{
  static const gsize sizes[] = { 1, 65535, 65536, 65537, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) piece = redress_test_piece_new (i, sizes[i]);
      g_autofree char *sha256 = redress_test_sha256 (piece);
      g_autoptr (GBytes) read = NULL;
      g_autoptr (GError) error = NULL;

      assert_read_fails (self, sha256, REDRESS_ERROR_NOT_FOUND);
      redress_test_store_put_piece (self, piece);
      redress_test_store_put_piece (self, piece);
      read = redress_test_store_read_evidence (self, sha256, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (piece, read));
    }
}

static void
test_what_is_refused (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) piece = redress_test_piece_new (1, 100);
  g_autoptr (GBytes) other = redress_test_piece_new (2, 100);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) huge = redress_test_piece_new (3, 64 * 1024 * 1024 + 1);
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autofree char *empty_sha256 = redress_test_sha256 (empty);
  g_autofree char *capitals = g_ascii_strup (sha256, -1);

  assert_put_fails (self, sha256, other, REDRESS_ERROR_CORRUPT);
  assert_put_fails (self, empty_sha256, empty, REDRESS_ERROR_INVALID);
  assert_put_fails (self, sha256, huge, REDRESS_ERROR_TOO_LARGE);
  assert_put_fails (self, "../../../etc/passwd", piece, REDRESS_ERROR_INVALID);
  assert_put_fails (self, "", piece, REDRESS_ERROR_INVALID);
  assert_put_fails (self, capitals, piece, REDRESS_ERROR_INVALID);
  assert_read_fails (self, "../../../etc/passwd", REDRESS_ERROR_INVALID);
  assert_read_fails (self, sha256, REDRESS_ERROR_NOT_FOUND);
  g_assert_false (redress_test_store_has_piece (self, piece));
}

static char *
file_of (RedressTestStore *self, const char *sha256)
{
  char level[3] = { sha256[0], sha256[1], '\0' };

  return g_build_filename (self->paths.cache, "evidence", level, sha256, NULL);
}

static void
test_on_the_disk (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) piece = g_bytes_new_static ("plain to see", 12);
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autofree char *path = file_of (self, sha256);
  g_autofree char *text = NULL;
  gsize size = 0;

  redress_test_store_put_piece (self, piece);
  if (is_plain != NULL)
    {
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      redress_test_store_reopen (self);
      g_assert_false (redress_test_store_has_piece (self, piece));
      return;
    }
  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  g_assert_null (memmem (text, size, "plain", 5));
  redress_test_store_reopen (self);
  g_assert_true (redress_test_store_has_piece (self, piece));
}

static gboolean
is_forgotten (gpointer data)
{
  RedressTestStore *self = data;
  g_autoptr (GBytes) piece = redress_test_piece_new (5, 100000);

  return !redress_test_store_has_piece (self, piece);
}

static void
test_damaged_file (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) piece = redress_test_piece_new (5, 100000);
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autofree char *path = file_of (self, sha256);
  g_autoptr (GBytes) read = NULL;

  if (is_plain != NULL)
    return;
  for (guint round = 0; round < 3; round++)
    {
      g_autofree char *text = NULL;
      gsize size = 0;

      redress_test_store_put_piece (self, piece);
      g_assert_true (g_file_get_contents (path, &text, &size, NULL));
      if (round == 0)
        text[size / 2] ^= 1;
      else if (round == 1)
        size -= 1;
      else
        size = 0;
      g_assert_true (g_file_set_contents (path, text, (gssize)size, NULL));
      assert_read_fails (self, sha256, REDRESS_ERROR_CORRUPT);
      /* It is thrown away, so that it is fetched again. */
      redress_test_spin_until (is_forgotten, self, "the damaged piece to go");
      assert_read_fails (self, sha256, REDRESS_ERROR_NOT_FOUND);
    }
  redress_test_store_put_piece (self, piece);
  read = redress_test_store_read_evidence (self, sha256, NULL);
  g_assert_true (g_bytes_equal (piece, read));
}

/* Whoever has the key can seal other bytes; they still have another digest. */
static void
test_other_bytes_well_sealed (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) piece = redress_test_piece_new (5, 1000);
  g_autoptr (GBytes) other = redress_test_piece_new (6, 1000);
  g_autoptr (RedressSeal) seal = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autofree char *context = g_strconcat ("evidence:", sha256, NULL);
  g_autofree char *path = file_of (self, sha256);

  if (is_plain != NULL)
    return;
  redress_test_store_put_piece (self, piece);
  seal = redress_seal_new (self->key, NULL);
  sealed = redress_seal_close (seal, context, other, NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (sealed, NULL),
                                      (gssize)g_bytes_get_size (sealed), NULL));
  assert_read_fails (self, sha256, REDRESS_ERROR_CORRUPT);
}

static void
test_half_written (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) piece = redress_test_piece_new (6, 1000);
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autofree char *path = file_of (self, sha256);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  if (is_plain != NULL)
    return;
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (part, "half", -1, NULL));
  redress_test_store_reopen (self);
  redress_test_store_settle_search (self);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (redress_test_store_has_piece (self, piece));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("evidence/round-trip", test_round_trip);
  REDRESS_TEST_ADD ("evidence/what-is-refused", test_what_is_refused);
  REDRESS_TEST_ADD ("evidence/on-the-disk", test_on_the_disk);
  REDRESS_TEST_ADD ("evidence/damaged-file", test_damaged_file);
  REDRESS_TEST_ADD ("evidence/other-bytes-well-sealed", test_other_bytes_well_sealed);
  REDRESS_TEST_ADD ("evidence/half-written", test_half_written);
  return g_test_run ();
}
