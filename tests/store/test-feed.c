/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-fixture.h"

#include "support/spin.h"

static RedressSummary *
make (gint64 id, gint64 rev)
{
  RedressSummary *summary = redress_test_summary_new (id);

  summary->rev = rev;
  summary->state = REDRESS_STATE_OPEN;
  summary->closed_at = REDRESS_TIME_UNKNOWN;
  return summary;
}

static RedressSummary *
load (RedressTestStore *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  RedressCase *found = redress_test_store_load_case (self, id, &error);
  RedressSummary *summary;

  if (found == NULL)
    {
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
      return NULL;
    }
  summary = g_object_ref (found->summary);
  redress_case_free (found);
  return summary;
}

static void
test_cursor (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *before = redress_store_get_cursor_sync (self->store, NULL);
  g_autofree char *after = NULL;

  g_assert_null (before);
  redress_test_store_apply (self, redress_test_page_new ("abc"));
  redress_test_store_reopen (self);
  after = redress_store_get_cursor_sync (self->store, NULL);
  g_assert_cmpstr (after, ==, "abc");
}

static void
test_only_what_is_newer (RedressTestStore *self, gconstpointer is_plain)
{
  RedressSummary *older = make (1, 4), *newer = make (1, 6);
  g_autoptr (RedressSummary) kept = NULL;
  g_autoptr (RedressSummary) replaced = NULL;

  redress_test_store_put (self, make (1, 5));
  g_free (older->title);
  older->title = g_strdup ("older");
  redress_test_store_put (self, older);
  kept = load (self, 1);
  g_assert_cmpint (kept->rev, ==, 5);
  g_assert_cmpstr (kept->title, !=, "older");

  g_free (newer->title);
  newer->title = g_strdup ("newer");
  redress_test_store_put (self, newer);
  replaced = load (self, 1);
  g_assert_cmpint (replaced->rev, ==, 6);
  g_assert_cmpstr (replaced->title, ==, "newer");
}

static void
test_page_and_cursor_are_one (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressChangePage) page = redress_test_page_new ("later");
  g_autofree char *cursor = NULL;
  g_autoptr (RedressSummary) first = NULL;
  g_autoptr (GError) error = NULL;

  redress_test_store_apply (self, redress_test_page_new ("earlier"));
  redress_test_page_add (page, make (1, 1));
  redress_test_page_add (page, make (2, 1));
  g_clear_object (&((RedressChange *)g_ptr_array_index (page->changes, 1))->summary);
  g_assert_false (redress_test_page_apply (self->store, page, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  cursor = redress_store_get_cursor_sync (self->store, NULL);
  g_assert_cmpstr (cursor, ==, "earlier");
  first = load (self, 1);
  g_assert_null (first);
}

static void
test_removal (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (GBytes) piece = g_bytes_new_static ("picture", 7);
  g_autofree char *sha256 = redress_test_sha256 (piece);
  RedressChangePage *page = redress_test_page_new ("c");
  g_autoptr (RedressSummary) gone = NULL;
  gboolean has = TRUE;
  gint64 rev = 77;

  redress_test_ticket_add_evidence (ticket, "channel_log", piece);
  redress_test_store_put_ticket (self, ticket);
  g_assert_true (redress_store_put_evidence_sync (self->store, sha256, piece, NULL));
  redress_test_page_add_removal (page, 7, 2);
  redress_test_store_apply (self, page);
  gone = load (self, 7);
  g_assert_null (gone);
  g_assert_true (redress_store_get_details_rev_sync (self->store, 7, &rev, NULL));
  g_assert_cmpint (rev, ==, 0);
  g_assert_true (redress_store_has_evidence_sync (self->store, sha256, &has, NULL));
  g_assert_false (has);
}

static void
test_scopes (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressAccount) account = redress_account_new ();
  RedressCounts *counts;

  redress_test_store_fill (self, 1, 200);
  g_free (account->id);
  account->id = g_strdup ("a-1");
  g_clear_pointer (&account->scopes, g_strfreev);
  account->scopes = g_strsplit ("kameng;btepai", ";", -1);
  g_assert_true (redress_store_set_account_sync (self->store, account, NULL));
  redress_test_store_catch_up (self);
  counts = redress_test_store_load_counts (self, "a-1");
  g_assert_nonnull (g_hash_table_lookup (counts->platforms, "kameng"));
  g_assert_nonnull (g_hash_table_lookup (counts->platforms, "btepai"));
  g_assert_null (g_hash_table_lookup (counts->platforms, "cainiao"));
  g_assert_null (g_hash_table_lookup (counts->platforms, "rail12306"));
  redress_counts_free (counts);
}

static RedressClaim *
make_claim (const char *holder, gint64 token)
{
  RedressClaim *claim = redress_claim_new ();

  claim->holder = g_strdup (holder);
  claim->holder_name = g_strdup (holder);
  claim->token = token;
  claim->lease_until = REDRESS_TEST_NOW + 15 * REDRESS_MINUTE;
  return claim;
}

static void
check_claim (RedressTestStore *self, const char *holder, gint64 rev)
{
  g_autoptr (RedressSummary) summary = load (self, 1);

  g_assert_cmpint (summary->rev, ==, rev);
  g_assert_cmpstr (summary->claim != NULL ? summary->claim->holder : NULL, ==, holder);
}

static void
test_claim_before_the_feed (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressClaim) mine = make_claim ("a-1", 4);
  RedressSummary *with_claim = make (1, 8);

  redress_test_store_put (self, make (1, 5));
  g_assert_true (redress_store_put_claim_sync (self->store, 1, 7, mine, NULL));
  check_claim (self, "a-1", 5);

  /* An entry that is older than the claim brings the rest, but not its claim. */
  redress_test_store_put (self, make (1, 6));
  check_claim (self, "a-1", 6);

  /* The one that is as new or newer brings both. */
  with_claim->claim = make_claim ("a-2", 5);
  redress_test_store_put (self, with_claim);
  check_claim (self, "a-2", 8);

  /* An answer that the feed has overtaken says nothing any more. */
  g_assert_true (redress_store_put_claim_sync (self->store, 1, 7, mine, NULL));
  check_claim (self, "a-2", 8);
  g_assert_true (redress_store_put_claim_sync (self->store, 1, 9, NULL, NULL));
  check_claim (self, NULL, 8);
}

static void
test_details (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (RedressTicket) older = redress_test_ticket_new (7);
  g_autoptr (GBytes) older_json = NULL;
  RedressCase *found;
  gint64 rev;

  ticket->summary->rev = 3;
  g_free (ticket->reason_full);
  ticket->reason_full = g_strdup ("the whole story 😀 שלום");
  redress_test_store_put_ticket (self, ticket);
  older->summary->rev = 2;
  older_json = redress_test_ticket_bytes (older);
  g_assert_true (redress_store_put_details_sync (self->store, older, older_json, NULL));
  g_assert_true (redress_store_get_details_rev_sync (self->store, 7, &rev, NULL));
  g_assert_cmpint (rev, ==, 3);
  found = redress_test_store_load_case (self, 7, NULL);
  g_assert_cmpstr (found->ticket->reason_full, ==, "the whole story 😀 שלום");
  redress_case_free (found);

  redress_test_store_reopen (self);
  found = redress_test_store_load_case (self, 7, NULL);
  g_assert_cmpint (found->ticket != NULL, ==, is_plain == NULL);
  redress_case_free (found);
}

static void
assert_previous (RedressTestStore *self, gint64 ticket, gint64 expected, gboolean is_here)
{
  gint64 previous = -1;
  gboolean found = FALSE;
  g_autoptr (GError) error = NULL;

  redress_store_find_previous_sync (self->store, ticket, &previous, &found, &error);
  g_assert_no_error (error);
  g_assert_cmpint (previous, ==, expected);
  g_assert_cmpint (found, ==, is_here);
}

static void
test_finds_previous (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) appeal = redress_test_ticket_new (7);
  g_autoptr (RedressTicket) original = redress_test_ticket_new (5);
  g_autoptr (RedressTicket) looped = redress_test_ticket_new (9);

  assert_previous (self, 7, 0, FALSE);
  appeal->previous_ticket = 5;
  redress_test_store_put_ticket (self, appeal);
  assert_previous (self, 7, 5, FALSE);
  redress_test_store_put_ticket (self, original);
  assert_previous (self, 7, 5, TRUE);
  assert_previous (self, 5, 0, FALSE);
  /* Bad data of a server must not keep a desk busy for ever. */
  looped->previous_ticket = 11;
  redress_test_store_put_ticket (self, looped);
  assert_previous (self, 9, 0, FALSE);
}

static void
test_details_of_another_key (RedressTestStore *self, gconstpointer is_plain)
{
  static const guint8 other[32] = { 9 };
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  RedressCase *found;
  gint64 rev = 77;

  redress_test_store_put_ticket (self, ticket);
  g_clear_pointer (&self->key, g_bytes_unref);
  self->key = g_bytes_new_static (other, sizeof other);
  redress_test_store_reopen (self);
  found = redress_test_store_load_case (self, 7, NULL);
  g_assert_nonnull (found->summary);
  g_assert_null (found->ticket);
  redress_case_free (found);
  g_assert_true (redress_store_get_details_rev_sync (self->store, 7, &rev, NULL));
  g_assert_cmpint (rev, ==, 0);
}

static void
test_previous (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) original = redress_test_ticket_new (7);
  g_autoptr (RedressTicket) appeal = redress_test_ticket_new (8);
  RedressCase *found;

  appeal->previous_ticket = 7;
  redress_test_store_put_ticket (self, appeal);
  found = redress_test_store_load_case (self, 8, NULL);
  g_assert_null (found->previous);
  redress_case_free (found);
  redress_test_store_put_ticket (self, original);
  found = redress_test_store_load_case (self, 8, NULL);
  g_assert_cmpint (found->previous->summary->id, ==, 7);
  redress_case_free (found);
}

static void
test_policies (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) bytes = redress_test_policy_bytes ();
  g_autoptr (RedressPolicy) policy = redress_policy_from_bytes (bytes, NULL);
  g_autoptr (GBytes) no_policy = g_bytes_new_static ("{}", 2);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) policies = NULL;
  g_autoptr (GError) error = NULL;
  gint64 version = redress_policy_get_version (policy);
  gboolean has = TRUE;

  g_assert_true (
      redress_store_has_policy_sync (self->store, "kameng-virtual", version, &has, NULL));
  g_assert_false (has);
  g_assert_true (redress_store_put_policy_sync (self->store, bytes, NULL));
  redress_test_store_reopen (self);
  g_assert_true (
      redress_store_has_policy_sync (self->store, "kameng-virtual", version, &has, NULL));
  g_assert_true (has);
  g_assert_false (redress_store_put_policy_sync (self->store, no_policy, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);

  redress_store_list_policies_async (self->store, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "policies");
  policies = redress_store_list_policies_finish (self->store, result, NULL);
  g_assert_cmpuint (policies->len, ==, 1);
  g_assert_cmpstr (redress_policy_get_flow (g_ptr_array_index (policies, 0)), ==, "kameng-virtual");
}

static GBytes *
read_calendar (const char *name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "calendars", name, NULL);
  char *text;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  return g_bytes_new_take (text, size);
}

/* The only policy's calendar, as the desk reads it. */
static RedressCalendar *
get_calendar (RedressTestStore *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) policies = NULL;

  redress_store_list_policies_async (self->store, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "policies");
  policies = redress_store_list_policies_finish (self->store, result, NULL);
  g_assert_cmpuint (policies->len, ==, 1);
  return redress_calendar_ref (redress_policy_get_calendar (policies->pdata[0]));
}

static void
test_calendars (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GBytes) policy = redress_test_policy_bytes ();
  g_autoptr (RedressCalendar) none = NULL, first = NULL, after = NULL, both = NULL;
  guint32 national_day = redress_julian_from_date (2026, 10, 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_store_put_policy_sync (self->store, policy, NULL));
  none = get_calendar (self);
  g_assert_false (redress_calendar_knows (none, national_day));
  g_assert_true (redress_calendar_is_working_day (none, national_day));

  g_ptr_array_add (files, read_calendar ("china-2026.json"));
  redress_store_put_calendars_sync (self->store, files, &error);
  g_assert_no_error (error);
  first = get_calendar (self);
  g_assert_true (redress_calendar_knows (first, national_day));
  g_assert_false (redress_calendar_is_working_day (first, national_day));

  /* One that is broken leaves everything as it is. */
  g_ptr_array_add (files, g_bytes_new_static ("{", 1));
  g_assert_false (redress_store_put_calendars_sync (self->store, files, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_clear_error (&error);
  after = get_calendar (self);
  g_assert_true (redress_calendar_knows (after, national_day));

  g_ptr_array_remove_index (files, 1);
  g_ptr_array_add (files, read_calendar ("china-2025.json"));
  redress_store_put_calendars_sync (self->store, files, &error);
  g_assert_no_error (error);
  both = get_calendar (self);
  g_assert_true (redress_calendar_knows (both, redress_julian_from_date (2025, 1, 1)));
  g_assert_true (redress_calendar_knows (both, national_day));
}

static void
note_cb (RedressStore *store, gpointer seen)
{
  (*(guint *)seen)++;
}

static void
note_ticket_cb (RedressStore *store, gint64 ticket, gpointer seen)
{
  g_assert_cmpint (ticket, ==, 1);
  (*(guint *)seen)++;
}

static void
test_signals (RedressTestStore *self, gconstpointer is_plain)
{
  guint n_queues = 0, n_tickets = 0, n_policies = 0;
  g_autoptr (GBytes) bytes = redress_test_policy_bytes ();

  g_signal_connect (self->store, "queue-changed", G_CALLBACK (note_cb), &n_queues);
  g_signal_connect (self->store, "ticket-changed", G_CALLBACK (note_ticket_cb), &n_tickets);
  g_signal_connect (self->store, "policies-changed", G_CALLBACK (note_cb), &n_policies);
  redress_test_store_put (self, make (1, 1));
  g_assert_cmpuint (n_queues, ==, 1);
  g_assert_cmpuint (n_tickets, ==, 1);
  /* No news is no news. */
  redress_test_store_put (self, make (1, 1));
  g_assert_cmpuint (n_queues, ==, 1);
  g_assert_cmpuint (n_tickets, ==, 1);
  g_assert_true (redress_store_put_policy_sync (self->store, bytes, NULL));
  redress_test_store_catch_up (self);
  g_assert_cmpuint (n_policies, ==, 1);
  g_signal_handlers_disconnect_by_data (self->store, &n_queues);
  g_signal_handlers_disconnect_by_data (self->store, &n_tickets);
  g_signal_handlers_disconnect_by_data (self->store, &n_policies);
}

/* A page says what changed after a cursor; in a cache that was begun anew meanwhile it would hide
 * that everything before is missing. */
static void
test_page_of_another_time (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressChangePage) page = redress_test_page_new ("later");
  g_autofree char *cursor = NULL;
  g_autoptr (RedressSummary) second = NULL;
  g_autoptr (GError) error = NULL;

  redress_test_store_put (self, make (1, 1));
  redress_test_page_add (page, make (2, 1));
  g_assert_true (redress_store_reset_feed_sync (self->store, NULL));
  g_assert_false (redress_store_apply_page_sync (self->store, "cursor", page, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  cursor = redress_store_get_cursor_sync (self->store, NULL);
  g_assert_null (cursor);
  second = load (self, 2);
  g_assert_null (second);
  g_assert_true (redress_store_apply_page_sync (self->store, NULL, page, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("feed/cursor", test_cursor);
  REDRESS_TEST_ADD ("feed/only-what-is-newer", test_only_what_is_newer);
  REDRESS_TEST_ADD ("feed/page-and-cursor-are-one", test_page_and_cursor_are_one);
  REDRESS_TEST_ADD ("feed/page-of-another-time", test_page_of_another_time);
  REDRESS_TEST_ADD ("feed/removal", test_removal);
  REDRESS_TEST_ADD ("feed/scopes", test_scopes);
  REDRESS_TEST_ADD ("feed/claim-before-the-feed", test_claim_before_the_feed);
  REDRESS_TEST_ADD ("feed/details", test_details);
  REDRESS_TEST_ADD ("feed/finds-previous", test_finds_previous);
  REDRESS_TEST_ADD ("feed/details-of-another-key", test_details_of_another_key);
  REDRESS_TEST_ADD ("feed/previous", test_previous);
  REDRESS_TEST_ADD ("feed/policies", test_policies);
  REDRESS_TEST_ADD ("feed/calendars", test_calendars);
  REDRESS_TEST_ADD ("feed/signals", test_signals);
  return g_test_run ();
}
