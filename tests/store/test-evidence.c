/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"
#include "store/seal.h"

#include "support/spin.h"

#include <glib/gstdio.h>

static GBytes *
make_piece (guint number, gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8)(i + number * 13);
  return g_bytes_new_take (data, size);
}

static void
put (RedressTestStore *self, GBytes *piece)
{
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autoptr (GError) error = NULL;

  redress_store_put_evidence_sync (self->store, sha256, piece, &error);
  g_assert_no_error (error);
  redress_test_store_catch_up (self);
}

static gboolean
has (RedressTestStore *self, GBytes *piece)
{
  g_autofree char *sha256 = redress_test_sha256 (piece);
  gboolean found = FALSE;

  g_assert_true (redress_store_has_evidence_sync (self->store, sha256, &found, NULL));
  return found;
}

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
      g_autoptr (GBytes) piece = make_piece (i, sizes[i]);
      g_autofree char *sha256 = redress_test_sha256 (piece);
      g_autoptr (GBytes) read = NULL;
      g_autoptr (GError) error = NULL;

      assert_read_fails (self, sha256, REDRESS_ERROR_NOT_FOUND);
      put (self, piece);
      put (self, piece);
      read = redress_test_store_read_evidence (self, sha256, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (piece, read));
    }
}

static void
test_what_is_refused (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) piece = make_piece (1, 100);
  g_autoptr (GBytes) other = make_piece (2, 100);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) huge = make_piece (3, 64 * 1024 * 1024 + 1);
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
  g_assert_false (has (self, piece));
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

  put (self, piece);
  if (is_plain != NULL)
    {
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      redress_test_store_reopen (self);
      g_assert_false (has (self, piece));
      return;
    }
  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  g_assert_null (memmem (text, size, "plain", 5));
  redress_test_store_reopen (self);
  g_assert_true (has (self, piece));
}

static gboolean
is_forgotten (gpointer data)
{
  RedressTestStore *self = data;
  g_autoptr (GBytes) piece = make_piece (5, 100000);

  return !has (self, piece);
}

static void
test_damaged_file (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) piece = make_piece (5, 100000);
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autofree char *path = file_of (self, sha256);
  g_autoptr (GBytes) read = NULL;

  if (is_plain != NULL)
    return;
  for (guint round = 0; round < 3; round++)
    {
      g_autofree char *text = NULL;
      gsize size = 0;

      put (self, piece);
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
  put (self, piece);
  read = redress_test_store_read_evidence (self, sha256, NULL);
  g_assert_true (g_bytes_equal (piece, read));
}

/* Whoever has the key can seal other bytes; they still have another digest. */
static void
test_other_bytes_well_sealed (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) piece = make_piece (5, 1000);
  g_autoptr (GBytes) other = make_piece (6, 1000);
  g_autoptr (RedressSeal) seal = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autofree char *context = g_strconcat ("evidence:", sha256, NULL);
  g_autofree char *path = file_of (self, sha256);

  if (is_plain != NULL)
    return;
  put (self, piece);
  seal = redress_seal_new (self->key, NULL);
  sealed = redress_seal_close (seal, context, other, NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (sealed, NULL),
                                      (gssize)g_bytes_get_size (sealed), NULL));
  assert_read_fails (self, sha256, REDRESS_ERROR_CORRUPT);
}

static void
test_half_written (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) piece = make_piece (6, 1000);
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
  g_assert_false (has (self, piece));
}

static void
test_ready (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (GBytes) first = make_piece (1, 100);
  g_autoptr (GBytes) second = make_piece (2, 100);
  g_autofree char *first_sha256 = redress_test_sha256 (first);
  g_auto (GStrv) missing = NULL;
  RedressCase *found;

  redress_test_ticket_add_evidence (ticket, "channel_log", first);
  redress_test_ticket_add_evidence (ticket, "chat", second);
  redress_test_store_put_ticket (self, ticket);
  put (self, first);
  found = redress_test_store_load_case (self, 7, NULL);
  g_assert_false (found->ready_offline);
  g_assert_cmpuint (g_strv_length (found->evidence_present), ==, 1);
  g_assert_cmpstr (found->evidence_present[0], ==, first_sha256);
  redress_case_free (found);
  g_assert_true (redress_store_list_missing_evidence_sync (self->store, 7, &missing, NULL));
  g_assert_cmpuint (g_strv_length (missing), ==, 1);

  put (self, second);
  found = redress_test_store_load_case (self, 7, NULL);
  g_assert_true (found->ready_offline);
  redress_case_free (found);
  g_clear_pointer (&missing, g_strfreev);
  g_assert_true (redress_store_list_missing_evidence_sync (self->store, 7, &missing, NULL));
  g_assert_cmpuint (g_strv_length (missing), ==, 0);
  g_clear_pointer (&missing, g_strfreev);
  g_assert_true (redress_store_list_missing_evidence_sync (self->store, 8, &missing, NULL));
  g_assert_null (missing);
}

static void
test_not_ready_while_rendering (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (GBytes) piece = make_piece (1, 100);
  g_auto (GStrv) missing = NULL;
  RedressEvidence *evidence;
  RedressCase *found;

  redress_test_ticket_add_evidence (ticket, "channel_log", piece);
  evidence = g_ptr_array_index (ticket->evidence, 0);
  evidence->rendition_state = REDRESS_RENDITION_PENDING;
  g_ptr_array_set_size (evidence->renditions, 0);
  redress_test_store_put_ticket (self, ticket);
  found = redress_test_store_load_case (self, 7, NULL);
  g_assert_false (found->ready_offline);
  redress_case_free (found);
  g_assert_true (redress_store_list_missing_evidence_sync (self->store, 7, &missing, NULL));
  g_assert_cmpuint (g_strv_length (missing), ==, 0);
}

static void
set_quota (RedressTestStore *self, gint64 quota)
{
  redress_store_set_limits (self->store, 30, quota);
}

static void
test_quota (RedressTestStore *self, gconstpointer is_plain)
{
  if (is_plain != NULL)
    return;
  set_quota (self, 2500);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GBytes) piece = make_piece (i, 1000);

      redress_clock_advance (self->clock, REDRESS_SECOND);
      put (self, piece);
    }
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GBytes) piece = make_piece (i, 1000);

      g_assert_cmpint (has (self, piece), ==, i >= 3);
    }
}

static void
test_used_pieces_stay_longer (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) first = make_piece (1, 1000);
  g_autoptr (GBytes) second = make_piece (2, 1000);
  g_autoptr (GBytes) third = make_piece (3, 1000);
  g_autofree char *sha256 = redress_test_sha256 (first);
  g_autoptr (GBytes) read = NULL;

  if (is_plain != NULL)
    return;
  set_quota (self, 2500);
  put (self, first);
  put (self, second);
  redress_clock_advance (self->clock, 2 * REDRESS_HOUR);
  read = redress_test_store_read_evidence (self, sha256, NULL);
  g_assert_nonnull (read);
  put (self, third);
  g_assert_true (has (self, first));
  g_assert_false (has (self, second));
}

/* Evidence of a ticket that is worked on is never given up, whatever the quota. */
static void
test_pinned (RedressTestStore *self, gconstpointer how)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (RedressAccount) account = redress_account_new ();
  g_autoptr (RedressDraft) draft = redress_draft_new (7);
  g_autoptr (GBytes) needed = make_piece (1, 1000);
  g_autoptr (GBytes) also_needed = make_piece (2, 1000);
  g_autoptr (GBytes) other = make_piece (3, 1000);
  g_autofree char *other_sha256 = redress_test_sha256 (other);

  g_free (account->id);
  account->id = g_strdup ("a-1");
  g_clear_pointer (&account->scopes, g_strfreev);
  account->scopes = g_strsplit ("kameng", ";", -1);
  g_assert_true (redress_store_set_account_sync (self->store, account, NULL));
  if (GPOINTER_TO_UINT (how) == 0)
    {
      ticket->summary->claim = redress_claim_new ();
      ticket->summary->claim->holder = g_strdup ("a-1");
      ticket->summary->claim->holder_name = g_strdup ("Agent");
      ticket->summary->claim->mode = REDRESS_CLAIM_OFFLINE;
      ticket->summary->claim->lease_until = REDRESS_TEST_NOW + REDRESS_HOUR;
    }
  redress_test_ticket_add_evidence (ticket, "channel_log", needed);
  redress_test_ticket_add_evidence (ticket, "chat", also_needed);
  redress_test_store_put_ticket (self, ticket);
  draft->note = g_strdup ("x");
  if (GPOINTER_TO_UINT (how) == 1)
    g_assert_true (redress_test_store_save_draft (self, draft, NULL));

  set_quota (self, 1500);
  put (self, needed);
  put (self, also_needed);
  g_assert_true (has (self, needed));
  g_assert_true (has (self, also_needed));
  assert_put_fails (self, other_sha256, other, REDRESS_ERROR_NO_SPACE);
  g_assert_true (has (self, needed));
}

static void
set_up_sealed (RedressTestStore *self, gconstpointer data)
{
  redress_test_store_set_up (self, NULL);
}

static void
test_wanted (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) mine = redress_test_ticket_new (500);
  g_autoptr (GBytes) piece = make_piece (1, 100);
  g_autoptr (GArray) wanted = NULL;
  g_autoptr (GArray) few = NULL;
  g_autoptr (GArray) later = NULL;

  redress_test_store_fill (self, 1, 300);
  mine->summary->claim = redress_claim_new ();
  mine->summary->claim->holder = g_strdup ("a-1");
  mine->summary->claim->holder_name = g_strdup ("Agent");
  mine->summary->claim->lease_until = REDRESS_TEST_NOW + REDRESS_HOUR;
  mine->summary->due_at = REDRESS_TEST_NOW + 30 * REDRESS_DAY;
  redress_test_store_put (self, g_object_ref (mine->summary));
  wanted = redress_store_list_wanted_sync (self->store, 0, "a-1", 100, NULL);
  g_assert_cmpuint (wanted->len, ==, 21);
  for (guint i = 0; i < wanted->len; i++)
    {
      const RedressWanted *want = &g_array_index (wanted, RedressWanted, i);

      g_assert_cmpint (want->ticket == 500, ==, i == 0);
      g_assert_true (want->details);
      g_assert_cmpint (want->evidence, ==, i < 4);
    }
  few = redress_store_list_wanted_sync (self->store, 0, "a-1", 5, NULL);
  g_assert_cmpuint (few->len, ==, 5);

  /* With its details, but not yet its evidence. */
  redress_test_ticket_add_evidence (mine, "chat", piece);
  redress_test_store_put_ticket (self, mine);
  later = redress_store_list_wanted_sync (self->store, 0, "a-1", 100, NULL);
  g_assert_cmpint (g_array_index (later, RedressWanted, 0).ticket, ==, 500);
  g_assert_false (g_array_index (later, RedressWanted, 0).details);
  g_assert_true (g_array_index (later, RedressWanted, 0).evidence);
  put (self, piece);
  g_array_unref (later);
  later = redress_store_list_wanted_sync (self->store, 0, "a-1", 100, NULL);
  g_assert_cmpint (g_array_index (later, RedressWanted, 0).ticket, !=, 500);
}

/* It is neither mine nor due next, and it is closed. */
static void
test_open_is_wanted_first (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) looked = redress_test_ticket_new (500);
  g_autoptr (GArray) wanted = NULL;
  g_autoptr (GArray) later = NULL;

  redress_test_store_fill (self, 1, 300);
  looked->summary->state = REDRESS_STATE_CLOSED;
  redress_test_store_put_ticket (self, looked);
  wanted = redress_store_list_wanted_sync (self->store, 500, "a-1", 100, NULL);
  g_assert_cmpint (g_array_index (wanted, RedressWanted, 0).ticket, !=, 500);

  looked->summary->rev++;
  redress_test_store_put (self, g_object_ref (looked->summary));
  later = redress_store_list_wanted_sync (self->store, 500, "a-1", 100, NULL);
  g_assert_cmpint (g_array_index (later, RedressWanted, 0).ticket, ==, 500);
  g_assert_true (g_array_index (later, RedressWanted, 0).details);
  g_assert_true (g_array_index (later, RedressWanted, 0).evidence);
}

static void
test_evidence_survives_a_new_feed (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (GBytes) piece = make_piece (1, 100);
  RedressCase *found;

  redress_test_ticket_add_evidence (ticket, "chat", piece);
  redress_test_store_put_ticket (self, ticket);
  put (self, piece);
  g_assert_true (redress_store_reset_feed_sync (self->store, NULL));
  g_assert_true (has (self, piece));
  redress_test_store_put_ticket (self, ticket);
  found = redress_test_store_load_case (self, 7, NULL);
  g_assert_true (found->ready_offline);
  redress_case_free (found);
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
  REDRESS_TEST_ADD ("evidence/ready", test_ready);
  REDRESS_TEST_ADD ("evidence/not-ready-while-rendering", test_not_ready_while_rendering);
  REDRESS_TEST_ADD ("evidence/quota", test_quota);
  REDRESS_TEST_ADD ("evidence/used-pieces-stay-longer", test_used_pieces_stay_longer);
  g_test_add ("/store/evidence/pinned-by-check-out", RedressTestStore, GUINT_TO_POINTER (0),
              set_up_sealed, test_pinned, redress_test_store_tear_down);
  g_test_add ("/store/evidence/pinned-by-draft", RedressTestStore, GUINT_TO_POINTER (1),
              set_up_sealed, test_pinned, redress_test_store_tear_down);
  REDRESS_TEST_ADD ("evidence/wanted", test_wanted);
  REDRESS_TEST_ADD ("evidence/open-is-wanted-first", test_open_is_wanted_first);
  REDRESS_TEST_ADD ("evidence/survives-a-new-feed", test_evidence_survives_a_new_feed);
  return g_test_run ();
}
