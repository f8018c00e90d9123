/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"

#include "support/spin.h"
#include "wire/json.h"

static void
test_record (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);
  g_autoptr (GPtrArray) entries = redress_test_store_list_outbox (self);
  const RedressOutboxEntry *listed;

  g_assert_cmpuint (strlen (entry->command->command_id), ==, 36);
  g_assert_cmpuint (strlen (entry->command->seen_digest), ==, 64);
  g_assert_cmpint (entry->state, ==, REDRESS_OUTBOX_RECORDED);
  g_assert_cmpint (entry->position, ==, 1);
  g_assert_cmpint (entry->recorded_at, ==, REDRESS_TEST_NOW);
  g_assert_cmpint (entry->not_before, ==, REDRESS_TEST_NOW + 10 * REDRESS_SECOND);
  g_assert_cmpuint (entry->attempts, ==, 0);
  g_assert_cmpint (entry->seen_version, ==, 1);

  g_assert_cmpuint (entries->len, ==, 1);
  listed = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (listed->command->command_id, ==, entry->command->command_id);
  g_assert_cmpstr (listed->command->note, ==, "渠道日志 14:17:52 未到账");
  g_assert_cmpint (listed->command->amount.value, ==, 32800);
}

static void
test_record_survives (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);
  g_autoptr (GPtrArray) entries = NULL;

  redress_test_store_reopen (self);
  entries = redress_test_store_list_outbox (self);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpstr (((RedressOutboxEntry *)g_ptr_array_index (entries, 0))->command->command_id, ==,
                   entry->command->command_id);
}

static void
test_digest_of_what_was_seen (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (RedressTicket) newer = redress_test_ticket_new (7);
  g_autoptr (RedressCommand) command = redress_test_decision_new (7);
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = NULL;
  RedressCase *shown;

  redress_test_store_put_ticket (self, ticket);
  shown = redress_test_store_load_case (self, 7, &error);
  digest = redress_seen_digest (shown->ticket, shown->policy, shown->evaluation);
  redress_case_free (shown);

  /* The ticket changes under the window: what was shown still counts. */
  newer->summary->rev = newer->summary->version = 2;
  redress_value_set_boolean (&((RedressFact *)g_ptr_array_index (newer->facts, 0))->value, TRUE);
  redress_test_store_put_ticket (self, newer);
  entry = redress_test_store_record (self, command, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (entry->command->seen_digest, ==, digest);
}

static void
test_seen_after_restart (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressCommand) command = redress_test_decision_new (7);
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  redress_test_store_put_ticket (self, ticket);
  redress_test_store_reopen (self);
  entry = redress_test_store_record (self, command, 10, &error);
  if (is_plain != NULL)
    {
      /* Without a key nothing of the details was kept. */
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
      return;
    }
  g_assert_no_error (error);
  g_clear_object (&entry);

  command->base_version = 2;
  g_assert_null (redress_test_store_record (self, command, 10, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
}

static void
test_what_is_not_recorded (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressCommand) claim = redress_command_new (REDRESS_COMMAND_CLAIM, 7);
  g_autoptr (RedressCommand) unknown = redress_test_decision_new (99);
  g_autoptr (RedressCommand) note = redress_command_new (REDRESS_COMMAND_NOTE, 99);
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_test_store_record (self, claim, 0, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (redress_test_store_record (self, unknown, 0, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_clear_error (&error);

  /* What could not be read again. */
  note->note = g_strnfill (REDRESS_COMMAND_TEXT_MAX + 1, 'x');
  g_assert_null (redress_test_store_record (self, note, 0, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "note is 1 "));
  g_clear_error (&error);
  g_clear_pointer (&note->note, g_free);

  /* What is no decision rests on nothing that was seen. */
  note->note = g_strdup ("客户来电");
  entry = redress_test_store_record (self, note, 0, &error);
  g_assert_no_error (error);
  g_assert_null (entry->command->seen_digest);

  /* The same command twice is a mistake of the caller. */
  g_free (note->command_id);
  note->command_id = g_strdup (entry->command->command_id);
  g_assert_null (redress_test_store_record (self, note, 0, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  entries = redress_test_store_list_outbox (self);
  g_assert_cmpuint (entries->len, ==, 1);
}

static void
test_policy_missing (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (RedressCommand) command = redress_test_decision_new (7);
  g_autoptr (GError) error = NULL;
  RedressCase *shown;

  ticket->policy_version = 999;
  redress_test_store_put_ticket (self, ticket);
  shown = redress_test_store_load_case (self, 7, &error);
  g_assert_no_error (error);
  g_assert_nonnull (shown->ticket);
  g_assert_null (shown->policy);
  g_assert_null (shown->evaluation);
  redress_case_free (shown);
  g_assert_null (redress_test_store_record (self, command, 10, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
}

static void
test_nothing_in_plain (RedressTestStore *self, gconstpointer is_plain)
{
  static const char *const files[] = { "outbox.db", "outbox.db-wal", "outbox.journal" };
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);
  g_autoptr (RedressDraft) draft = redress_draft_new (8);
  gboolean is_found = FALSE;

  draft->note = g_strdup ("渠道日志 草稿");
  redress_test_store_save_draft (self, draft, NULL);
  redress_test_store_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = redress_test_store_build_path (self, files[i]);
      g_autofree char *text = NULL;
      gsize size = 0;

      if (!g_file_get_contents (path, &text, &size, NULL))
        continue;
      is_found = is_found || memmem (text, size, "渠道日志", strlen ("渠道日志")) != NULL;
      is_found = is_found || memmem (text, size, "5rig6YGT", strlen ("5rig6YGT")) != NULL;
    }
  g_assert_cmpint (is_found, ==, is_plain != NULL);
}

static void
test_draft_ends_with_its_command (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (RedressDraft) draft = redress_draft_new (7);
  g_autoptr (GError) error = NULL;
  RedressCase *shown;

  draft->note = g_strdup ("half a thou");
  redress_test_store_save_draft (self, draft, &error);
  g_assert_no_error (error);
  entry = redress_test_outbox_record (self, 7);
  shown = redress_test_store_load_case (self, 7, &error);
  g_assert_no_error (error);
  g_assert_null (shown->draft);
  g_assert_cmpstr (shown->outbox_entry->command->command_id, ==, entry->command->command_id);
  redress_case_free (shown);
}

static void
test_take_back (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressDraft) draft = redress_draft_new (7);
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (RedressDraft) back = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  RedressCase *shown;

  draft->amount_text = g_strdup ("328");
  draft->note = g_strdup ("as it was typed");
  redress_test_store_save_draft (self, draft, NULL);
  entry = redress_test_outbox_record (self, 7);
  back = redress_test_outbox_take_back (self, entry->command->command_id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->amount_text, ==, "328");
  g_assert_cmpstr (back->note, ==, "as it was typed");

  entries = redress_test_store_list_outbox (self);
  g_assert_cmpuint (entries->len, ==, 0);
  shown = redress_test_store_load_case (self, 7, &error);
  g_assert_cmpstr (shown->draft->note, ==, "as it was typed");
  redress_case_free (shown);

  g_assert_null (redress_test_outbox_take_back (self, entry->command->command_id, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
}

static void
test_take_back_without_draft (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);
  g_autoptr (RedressDraft) typed = redress_draft_new (7);
  g_autoptr (RedressDraft) back = NULL;

  /* Something was typed after the submit: it is newer. */
  typed->note = g_strdup ("newer");
  redress_test_store_save_draft (self, typed, NULL);
  back = redress_test_outbox_take_back (self, entry->command->command_id, NULL);
  g_assert_cmpint (back->verdict, ==, REDRESS_VERDICT_APPROVE);
  g_assert_cmpstr (back->reason_code, ==, "not_credited");
  g_assert_cmpstr (back->amount_text, ==, "328.00");
  g_assert_cmpstr (back->note, ==, "newer");
}

static void
test_too_late_to_take_back (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);
  const char *id = entry->command->command_id;
  g_autoptr (GError) error = NULL;

  redress_clock_advance (self->clock, 10 * REDRESS_SECOND);
  redress_test_outbox_take (self, 1);
  g_assert_null (redress_test_outbox_take_back (self, id, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_clear_error (&error);

  /* Nobody knows whether it arrived: it stays out of reach. */
  redress_test_outbox_settle (self, id, 0);
  g_assert_null (redress_test_outbox_take_back (self, id, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_assert_false (redress_test_outbox_send_now (self, id, NULL));
}

static void
test_send_now (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);
  RedressTime next;

  redress_test_outbox_take (self, 0);
  redress_store_next_send_sync (self->store, &next, NULL);
  g_assert_cmpint (next, ==, REDRESS_TEST_NOW + 10 * REDRESS_SECOND);
  g_assert_true (redress_test_outbox_send_now (self, entry->command->command_id, NULL));
  redress_store_next_send_sync (self->store, &next, NULL);
  g_assert_cmpint (next, ==, REDRESS_TEST_NOW);
  redress_test_outbox_take (self, 1);
}

static void
test_acknowledge (RedressTestStore *self, gconstpointer is_plain)
{
  for (guint keep = 0; keep < 2; keep++)
    {
      g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);
      const char *id = entry->command->command_id;
      g_autoptr (GPtrArray) entries = NULL;
      g_autoptr (GError) error = NULL;
      RedressCase *shown;

      g_assert_false (redress_test_outbox_acknowledge (self, id, keep, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
      g_clear_error (&error);
      redress_clock_advance (self->clock, 10 * REDRESS_SECOND);
      redress_test_outbox_take (self, 1);
      redress_test_outbox_settle (self, id, 422);
      g_assert_true (redress_test_outbox_acknowledge (self, id, keep, &error));
      entries = redress_test_store_list_outbox (self);
      g_assert_cmpuint (entries->len, ==, 0);
      shown = redress_test_store_load_case (self, 7, NULL);
      g_assert_cmpint (shown->draft != NULL, ==, keep);
      if (keep)
        g_assert_cmpstr (shown->draft->note, ==, "渠道日志 14:17:52 未到账");
      redress_case_free (shown);
    }
}

static void
test_key_is_gone (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);
  const char *id = entry->command->command_id;
  g_autoptr (GBytes) key = g_steal_pointer (&self->key);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const RedressOutboxEntry *listed;
  RedressTime next;

  if (is_plain != NULL)
    return;
  redress_test_store_reopen (self);
  entries = redress_test_store_list_outbox (self);
  g_assert_cmpuint (entries->len, ==, 1);
  listed = g_ptr_array_index (entries, 0);
  g_assert_cmpint (listed->state, ==, REDRESS_OUTBOX_UNREADABLE);
  g_assert_cmpstr (listed->command->command_id, ==, id);
  g_assert_cmpint (listed->command->ticket, ==, 7);

  /* It can neither leave nor be lost. */
  redress_clock_advance (self->clock, REDRESS_MINUTE);
  redress_test_outbox_take (self, 0);
  redress_store_next_send_sync (self->store, &next, NULL);
  g_assert_cmpint (next, ==, REDRESS_TIME_UNKNOWN);
  g_assert_null (redress_test_outbox_take_back (self, id, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);

  self->key = g_steal_pointer (&key);
  redress_test_store_reopen (self);
  redress_test_outbox_take (self, 1);
}

static char *
set_aside (RedressTestStore *self, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_set_aside_async (self->store, id, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "setting aside");
  return redress_store_set_aside_finish (self->store, result, error);
}

/* What cannot be read needs somebody, and holds its ticket until it is set aside. */
static void
test_set_aside (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);
  const char *id = entry->command->command_id;
  g_autoptr (RedressOutboxEntry) other = NULL;
  g_autoptr (GBytes) key = g_steal_pointer (&self->key);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *kept = NULL;
  RedressCounts *counts;

  if (is_plain != NULL)
    return;
  redress_test_store_reopen (self);
  counts = redress_test_store_load_counts (self, "a-1");
  g_assert_cmpint (counts->total[REDRESS_VIEW_TROUBLE], ==, 1);
  g_assert_cmpint (counts->recorded, ==, 0);
  redress_counts_free (counts);
  g_assert_false (redress_test_outbox_acknowledge (self, id, FALSE, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_clear_error (&error);

  path = set_aside (self, id, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_nonnull (strstr (kept, id));
  entries = redress_test_store_list_outbox (self);
  g_assert_cmpuint (entries->len, ==, 0);
  counts = redress_test_store_load_counts (self, "a-1");
  g_assert_cmpint (counts->total[REDRESS_VIEW_TROUBLE], ==, 0);
  redress_counts_free (counts);

  /* It does not come back, and one that can be read is not set aside. */
  self->key = g_steal_pointer (&key);
  redress_test_store_reopen (self);
  g_clear_pointer (&entries, g_ptr_array_unref);
  entries = redress_test_store_list_outbox (self);
  g_assert_cmpuint (entries->len, ==, 0);
  other = redress_test_outbox_record (self, 8);
  g_assert_null (set_aside (self, other->command->command_id, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
}

static void
test_count_waiting (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  RedressStorePaths nowhere = { self->paths.cache, self->paths.cache };
  guint waiting = 77;

  redress_store_count_waiting_sync (&nowhere, &waiting, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (waiting, ==, 0);

  entry = redress_test_outbox_record (self, 7);
  redress_test_store_close (self);
  redress_store_count_waiting_sync (&self->paths, &waiting, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (waiting, ==, 1);
}

static void
test_after_closing (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressCommand) command = redress_test_decision_new (7);
  g_autoptr (RedressDraft) draft = redress_draft_new (7);
  g_autoptr (GError) error = NULL;
  char *cursor;

  redress_store_close (self->store);
  g_assert_null (redress_test_store_record (self, command, 10, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (redress_test_store_save_draft (self, draft, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_null (redress_test_store_load_case (self, 7, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  cursor = redress_store_get_cursor_sync (self->store, &error);
  g_assert_null (cursor);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("outbox/record", test_record);
  REDRESS_TEST_ADD ("outbox/record-survives", test_record_survives);
  REDRESS_TEST_ADD ("outbox/digest-of-what-was-seen", test_digest_of_what_was_seen);
  REDRESS_TEST_ADD ("outbox/seen-after-restart", test_seen_after_restart);
  REDRESS_TEST_ADD ("outbox/what-is-not-recorded", test_what_is_not_recorded);
  REDRESS_TEST_ADD ("outbox/policy-missing", test_policy_missing);
  REDRESS_TEST_ADD ("outbox/nothing-in-plain", test_nothing_in_plain);
  REDRESS_TEST_ADD ("outbox/draft-ends-with-its-command", test_draft_ends_with_its_command);
  REDRESS_TEST_ADD ("outbox/take-back", test_take_back);
  REDRESS_TEST_ADD ("outbox/take-back-without-draft", test_take_back_without_draft);
  REDRESS_TEST_ADD ("outbox/too-late-to-take-back", test_too_late_to_take_back);
  REDRESS_TEST_ADD ("outbox/send-now", test_send_now);
  REDRESS_TEST_ADD ("outbox/acknowledge", test_acknowledge);
  REDRESS_TEST_ADD ("outbox/key-is-gone", test_key_is_gone);
  REDRESS_TEST_ADD ("outbox/set-aside", test_set_aside);
  REDRESS_TEST_ADD ("outbox/count-waiting", test_count_waiting);
  REDRESS_TEST_ADD ("outbox/after-closing", test_after_closing);
  return g_test_run ();
}
