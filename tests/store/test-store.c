/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"
#include "support/spin.h"

#include <glib/gstdio.h>

static void
test_fresh (RedressTestStore *self, gconstpointer is_plain)
{
  guint notes = redress_store_get_notes (self->store);

  g_assert_true (notes & REDRESS_STORE_FRESH);
  g_assert_cmpint (!!(notes & REDRESS_STORE_PLAIN_OUTBOX), ==, is_plain != NULL);
  g_assert_false (notes & REDRESS_STORE_CACHE_REBUILT);
  g_assert_null (redress_store_get_damage_report (self->store));
  redress_test_store_reopen (self);
  g_assert_false (redress_store_get_notes (self->store) & REDRESS_STORE_FRESH);
}

static void
test_case (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (GError) error = NULL;
  RedressCase *found;

  redress_test_store_put_ticket (self, ticket);
  found = redress_test_store_load_case (self, 7, &error);
  g_assert_no_error (error);
  g_assert_cmpint (found->summary->id, ==, 7);
  g_assert_cmpstr (found->ticket->summary->reason_text, ==, ticket->summary->reason_text);
  g_assert_nonnull (redress_ticket_find_fact (found->ticket, "channel_log.credited"));
  g_assert_cmpstr (redress_policy_get_flow (found->policy), ==, "kameng-virtual");
  g_assert_cmpuint (found->evaluation->findings->len, >, 0);
  g_assert_null (found->draft);
  g_assert_null (found->outbox_entry);
  g_assert_null (found->previous);
  g_assert_true (found->ready_offline);
  g_assert_cmpint (found->fetched_at, ==, REDRESS_TEST_NOW);
  redress_case_free (found);

  g_assert_null (redress_test_store_load_case (self, 8, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
}

static void
test_key_length (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GError) error = NULL;

  redress_test_store_close (self);
  g_clear_pointer (&self->key, g_bytes_unref);
  self->key = g_bytes_new_static ("too short", 9);
  error = redress_test_store_open_error (self);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static void
test_private_files (RedressTestStore *self, gconstpointer is_plain)
{
  static const char *const names[] = { "outbox.db", "outbox.journal", "cache.db", "search.db" };
  GStatBuf status;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = redress_test_store_build_path (self, names[i]);

      g_assert_cmpint (g_stat (path, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 0777, ==, 0600);
    }
  g_assert_cmpint (g_stat (self->paths.data, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (self->paths.cache, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

static void
test_folder_that_is_a_file (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *file = redress_test_folder_write (self->folder, "file", "x", 1);
  g_autoptr (GError) error = NULL;

  redress_test_store_close (self);
  g_free (self->paths.data);
  self->paths.data = g_steal_pointer (&file);
  error = redress_test_store_open_error (self);
  g_assert_nonnull (error);
}

static void
test_cancelled (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (RedressCommand) command = redress_test_decision_new (7);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  redress_store_record_async (self->store, command, 10, cancellable, redress_test_keep_result,
                              &result);
  result = redress_test_await_result (&result, "recording");
  g_assert_null (redress_store_record_finish (self->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  entries = redress_test_store_list_outbox (self);
  g_assert_cmpuint (entries->len, ==, 0);
}

static void
put_finished (RedressTestStore *self, gint64 id, int days_ago)
{
  RedressSummary *summary = redress_test_summary_new (id);

  summary->state = REDRESS_STATE_CLOSED;
  summary->closed_at = REDRESS_TEST_NOW - days_ago * REDRESS_DAY;
  redress_test_store_put (self, summary);
}

static gboolean
is_there (RedressTestStore *self, gint64 id)
{
  RedressCase *found = redress_test_store_load_case (self, id, NULL);
  gboolean was_found = found != NULL;

  redress_case_free (found);
  return was_found;
}

static void
clear_up (RedressTestStore *self, guint keep_closed_days)
{
  g_autofree char *cursor = NULL;

  redress_store_set_limits (self->store, keep_closed_days, 0);
  /* Whatever is asked now is answered after that. */
  cursor = redress_store_get_cursor_sync (self->store, NULL);
  redress_test_store_settle_search (self);
}

static void
test_finished_tickets_leave (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressDraft) draft = redress_draft_new (3);

  put_finished (self, 1, 9);
  put_finished (self, 2, 11);
  put_finished (self, 3, 11);
  draft->note = g_strdup ("still worked on");
  g_assert_true (redress_test_store_save_draft (self, draft, NULL));
  clear_up (self, 10);
  g_assert_true (is_there (self, 1));
  g_assert_false (is_there (self, 2));
  g_assert_true (is_there (self, 3));
}

static void
test_unused_details_leave (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (RedressTicket) used = redress_test_ticket_new (8);
  gint64 rev;

  redress_test_store_put_ticket (self, ticket);
  redress_test_store_put_ticket (self, used);
  redress_clock_advance (self->clock, 6 * REDRESS_DAY);
  g_assert_true (is_there (self, 8));
  redress_clock_advance (self->clock, 2 * REDRESS_DAY);
  clear_up (self, 30);
  g_assert_true (redress_store_get_details_rev_sync (self->store, 7, &rev, NULL));
  g_assert_cmpint (rev, ==, 0);
  g_assert_true (redress_store_get_details_rev_sync (self->store, 8, &rev, NULL));
  g_assert_cmpint (rev, ==, 1);
  g_assert_true (is_there (self, 7));
}

static void
test_rebuild (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);
  g_autoptr (GBytes) piece = g_bytes_new_static ("piece", 5);
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has = TRUE;

  g_assert_true (redress_store_put_evidence_sync (self->store, sha256, piece, NULL));
  redress_store_rebuild_cache_async (self->store, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "a new cache");
  g_assert_true (redress_store_rebuild_cache_finish (self->store, result, &error));
  g_assert_false (is_there (self, 7));
  g_assert_true (redress_store_has_evidence_sync (self->store, sha256, &has, NULL));
  g_assert_false (has);
  entries = redress_test_store_list_outbox (self);
  g_assert_cmpuint (entries->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("store/fresh", test_fresh);
  REDRESS_TEST_ADD ("store/case", test_case);
  REDRESS_TEST_ADD ("store/key-length", test_key_length);
  REDRESS_TEST_ADD ("store/private-files", test_private_files);
  REDRESS_TEST_ADD ("store/folder-that-is-a-file", test_folder_that_is_a_file);
  REDRESS_TEST_ADD ("store/cancelled", test_cancelled);
  REDRESS_TEST_ADD ("store/finished-tickets-leave", test_finished_tickets_leave);
  REDRESS_TEST_ADD ("store/unused-details-leave", test_unused_details_leave);
  REDRESS_TEST_ADD ("store/rebuild", test_rebuild);
  return g_test_run ();
}
