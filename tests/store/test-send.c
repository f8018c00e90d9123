/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"

static char *
record_now (RedressTestStore *self, gint64 ticket)
{
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, ticket);

  redress_clock_advance (self->clock, 10 * REDRESS_SECOND);
  return g_strdup (entry->command->command_id);
}

static GPtrArray *
take (RedressTestStore *self, guint max)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = redress_store_take_sendable_sync (self->store, max, G_MAXSIZE, &error);

  g_assert_no_error (error);
  return rows;
}

static void
test_bytes_stay_the_same (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *id = record_now (self, 7);
  g_autoptr (GPtrArray) first = take (self, 10);
  g_autoptr (GPtrArray) second = NULL;
  const RedressSendable *sent, *again;

  g_assert_cmpuint (first->len, ==, 1);
  sent = g_ptr_array_index (first, 0);
  g_assert_cmpstr (sent->command_id, ==, id);
  g_assert_cmpint (sent->ticket, ==, 7);
  g_assert_cmpint (sent->position, ==, 1);
  g_assert_cmpuint (sent->attempts, ==, 1);
  g_assert_cmpint (redress_test_outbox_get_state (self, id), ==, REDRESS_OUTBOX_SENDING);

  /* The program ends before the answer. */
  redress_test_store_reopen (self);
  g_assert_cmpint (redress_test_outbox_get_state (self, id), ==, REDRESS_OUTBOX_RECORDED);
  second = take (self, 10);
  g_assert_cmpuint (second->len, ==, 1);
  again = g_ptr_array_index (second, 0);
  g_assert_cmpuint (again->attempts, ==, 2);
  g_assert_true (g_bytes_equal (sent->bytes, again->bytes));
}

/* What does not fit goes next time; what fits nowhere goes alone. */
static void
test_no_more_than_fits (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *first = record_now (self, 7);
  g_autofree char *second = record_now (self, 8);
  g_autoptr (GPtrArray) rows = redress_store_take_sendable_sync (self->store, 50, 1, NULL);
  gsize size = g_bytes_get_size (((RedressSendable *)g_ptr_array_index (rows, 0))->bytes);

  g_assert_cmpuint (rows->len, ==, 1);
  redress_test_outbox_settle (self, first, 0);
  g_ptr_array_unref (rows);
  rows = redress_store_take_sendable_sync (self->store, 50, 2 * size, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  redress_test_outbox_settle (self, first, 0);
  g_ptr_array_unref (rows);
  rows = redress_store_take_sendable_sync (self->store, 50, 2 * (size + 1), NULL);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (((RedressSendable *)g_ptr_array_index (rows, 1))->command_id, ==, second);
}

static void
test_one_at_a_time_per_ticket (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *first = record_now (self, 7);
  g_autofree char *second = record_now (self, 7);
  g_autofree char *other = record_now (self, 8);
  g_autoptr (GPtrArray) rows = take (self, 10);
  g_autofree char *next = NULL;

  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (((RedressSendable *)g_ptr_array_index (rows, 0))->command_id, ==, first);
  g_assert_cmpstr (((RedressSendable *)g_ptr_array_index (rows, 1))->command_id, ==, other);

  redress_test_outbox_settle_applied (self, other, "kameng", 99, 5);
  redress_test_outbox_settle_applied (self, first, "kameng", 100, 5);
  next = redress_test_outbox_take_one (self);
  g_assert_cmpstr (next, ==, second);
}

static void
test_at_most (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) two = NULL;

  for (gint64 ticket = 1; ticket <= 3; ticket++)
    g_free (record_now (self, ticket));
  none = take (self, 0);
  g_assert_cmpuint (none->len, ==, 0);
  two = take (self, 2);
  g_assert_cmpuint (two->len, ==, 2);
  redress_test_outbox_take (self, 3);
}

/* The disk did not take that a row is given back, or the session ended while it was on its way.
 * Whoever asks the next time has nothing under way, so it goes again, with the same bytes. */
static void
test_never_given_back (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *id = record_now (self, 7);
  g_autoptr (GPtrArray) once = take (self, 10);
  g_autoptr (GPtrArray) again = NULL;
  RedressTime next;

  g_assert_true (redress_store_next_send_sync (self->store, &next, NULL));
  g_assert_cmpint (next, <=, redress_clock_now (self->clock));
  again = take (self, 10);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_true (g_bytes_equal (((RedressSendable *)g_ptr_array_index (once, 0))->bytes,
                                ((RedressSendable *)g_ptr_array_index (again, 0))->bytes));
}

static void
test_trouble_blocks_its_ticket_alone (RedressTestStore *self, gconstpointer status)
{
  g_autofree char *first = record_now (self, 7);
  g_autofree char *second = record_now (self, 7);
  g_autofree char *other = NULL;
  g_autofree char *next = NULL;

  g_free (redress_test_outbox_take_one (self));
  redress_test_outbox_settle (self, first, GPOINTER_TO_UINT (status));
  redress_test_outbox_take (self, 0);
  other = record_now (self, 8);
  next = redress_test_outbox_take_one (self);
  g_assert_cmpstr (next, ==, other);
  redress_test_outbox_settle_applied (self, other, "kameng", 99, 5);

  g_assert_true (redress_test_outbox_acknowledge (self, first, FALSE, NULL));
  g_free (next);
  next = redress_test_outbox_take_one (self);
  g_assert_cmpstr (next, ==, second);
}

static void
set_up_status (RedressTestStore *self, gconstpointer status)
{
  redress_test_store_set_up (self, NULL);
}

/* The file of decisions for another computer takes them in their order, and none of a ticket after
 * one that does not go into it. */
static void
test_unsent_of_a_ticket (RedressTestStore *self, gconstpointer status)
{
  g_autofree char *first = record_now (self, 7);
  g_autoptr (GPtrArray) both = NULL;
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) none = NULL;

  g_free (record_now (self, 7));
  both = redress_store_list_unsent_sync (self->store, NULL);
  g_assert_cmpuint (both->len, ==, 2);
  g_free (redress_test_outbox_take_one (self));
  redress_test_outbox_settle (self, first, GPOINTER_TO_UINT (status));
  none = redress_store_list_unsent_sync (self->store, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_free (record_now (self, 8));
  one = redress_store_list_unsent_sync (self->store, NULL);
  g_assert_cmpuint (one->len, ==, 1);
}

static void
test_answers (RedressTestStore *self, gconstpointer is_plain)
{
  static const struct
  {
    guint status;
    RedressOutboxState state;
  } answers[] = {
    { 0, REDRESS_OUTBOX_RECORDED },   { 408, REDRESS_OUTBOX_RECORDED },
    { 425, REDRESS_OUTBOX_RECORDED }, { 429, REDRESS_OUTBOX_RECORDED },
    { 500, REDRESS_OUTBOX_RECORDED }, { 503, REDRESS_OUTBOX_RECORDED },
    { 401, REDRESS_OUTBOX_RECORDED }, { 426, REDRESS_OUTBOX_RECORDED },
    { 302, REDRESS_OUTBOX_RECORDED }, { 409, REDRESS_OUTBOX_CONFLICT },
    { 412, REDRESS_OUTBOX_CONFLICT }, { 400, REDRESS_OUTBOX_REFUSED },
    { 403, REDRESS_OUTBOX_REFUSED },  { 404, REDRESS_OUTBOX_REFUSED },
    { 410, REDRESS_OUTBOX_REFUSED },  { 413, REDRESS_OUTBOX_REFUSED },
    { 422, REDRESS_OUTBOX_REFUSED },  { 424, REDRESS_OUTBOX_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *id = record_now (self, 100 + i);
      g_autoptr (GPtrArray) rows = take (self, 50);

      redress_test_outbox_settle (self, id, answers[i].status);
      g_assert_cmpint (redress_test_outbox_get_state (self, id), ==, answers[i].state);
    }
}

static void
test_what_the_answer_said (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *id = record_now (self, 7);
  g_autoptr (RedressAnswer) answer = redress_answer_new ();
  g_autoptr (GPtrArray) entries = NULL;
  const RedressOutboxEntry *entry;

  g_free (redress_test_outbox_take_one (self));
  answer->status = 409;
  answer->problem = redress_problem_new (409, "already_decided", "Decided", "坐席 07 已驳回");
  answer->decision = redress_decision_new ();
  answer->decision->round = 1;
  answer->decision->verdict = REDRESS_VERDICT_REJECT;
  g_free (answer->decision->actor);
  answer->decision->actor = g_strdup ("a-7");
  g_free (answer->decision->note);
  answer->decision->note = g_strdup ("已核销");
  answer->decision->decided_at = REDRESS_TEST_NOW;
  answer->decision->recorded_at = REDRESS_TEST_NOW;
  redress_store_settle_sync (self->store, id, answer, NULL);

  redress_test_store_reopen (self);
  entries = redress_test_store_list_outbox (self);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpint (entry->state, ==, REDRESS_OUTBOX_CONFLICT);
  g_assert_cmpstr (entry->problem_code, ==, "already_decided");
  g_assert_cmpstr (entry->problem_detail, ==, "坐席 07 已驳回");
  g_assert_nonnull (entry->theirs);
  g_assert_cmpint (entry->theirs->verdict, ==, REDRESS_VERDICT_REJECT);
  g_assert_cmpstr (entry->theirs->note, ==, "已核销");
}

static void
test_answers_twice_and_unknown (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *id = record_now (self, 7);

  redress_test_outbox_settle (self, "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee", 200);
  g_free (redress_test_outbox_take_one (self));
  redress_test_outbox_settle (self, id, 409);
  redress_test_outbox_settle (self, id, 0);
  redress_test_outbox_settle (self, id, 200);
  g_assert_cmpint (redress_test_outbox_get_state (self, id), ==, REDRESS_OUTBOX_CONFLICT);
}

static gboolean
has_left (RedressTestStore *self)
{
  g_autoptr (GPtrArray) entries = redress_test_store_list_outbox (self);

  return entries->len == 0;
}

static RedressChangePage *
make_page (const char *next, gint64 ticket, gint64 seq)
{
  RedressChangePage *page = redress_test_page_new (next);
  g_autoptr (RedressTicket) made = redress_test_ticket_new (ticket);

  redress_test_page_add (page, g_object_ref (made->summary));
  ((RedressChange *)g_ptr_array_index (page->changes, 0))->seq = seq;
  return page;
}

static void
test_leaves_when_the_feed_has_passed (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *id = record_now (self, 7);

  g_free (redress_test_outbox_take_one (self));
  redress_test_outbox_settle_applied (self, id, "kameng", 50, 9);
  g_assert_cmpint (redress_test_outbox_get_state (self, id), ==, REDRESS_OUTBOX_APPLIED);

  /* Another ticket's entry before the place, then one behind it. */
  redress_test_store_apply (self, make_page ("c1", 8, 49));
  g_assert_false (has_left (self));
  redress_test_store_apply (self, make_page ("c2", 9, 51));
  g_assert_true (has_left (self));
}

static void
test_leaves_when_the_ticket_is_as_new (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *id = record_now (self, 7);
  g_autoptr (RedressTicket) newer = redress_test_ticket_new (7);

  g_free (redress_test_outbox_take_one (self));
  redress_test_outbox_settle_applied (self, id, "kameng", 1000, 3);
  g_assert_false (has_left (self));
  newer->summary->rev = 3;
  redress_test_store_put (self, g_object_ref (newer->summary));
  g_assert_true (has_left (self));
}

static void
test_leaves_at_once_without_a_place (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *id = record_now (self, 7);

  g_free (redress_test_outbox_take_one (self));
  redress_test_outbox_settle_applied (self, id, "kameng", 0, 0);
  g_assert_true (has_left (self));
}

static void
test_clock_set_back (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *id = record_now (self, 7);
  RedressTime next;

  /* It was a day ahead when the decision was made. */
  redress_clock_set (self->clock, REDRESS_TEST_NOW - REDRESS_DAY);
  redress_store_next_send_sync (self->store, &next, NULL);
  g_assert_cmpint (next, ==, REDRESS_TEST_NOW - REDRESS_DAY);
  redress_test_outbox_take (self, 1);
}

static void
test_nothing_to_send (RedressTestStore *self, gconstpointer is_plain)
{
  RedressTime next = 1;

  g_assert_true (redress_store_next_send_sync (self->store, &next, NULL));
  g_assert_cmpint (next, ==, REDRESS_TIME_UNKNOWN);
  redress_test_outbox_take (self, 0);
}

static void
test_cache_rebuild_leaves_the_outbox_alone (RedressTestStore *self, gconstpointer is_plain)
{
  g_autofree char *id = record_now (self, 7);
  g_autofree char *cursor = NULL;

  g_assert_true (redress_store_reset_feed_sync (self->store, NULL));
  cursor = redress_store_get_cursor_sync (self->store, NULL);
  g_assert_null (cursor);
  redress_test_outbox_take (self, 1);
  g_assert_cmpint (redress_test_outbox_get_state (self, id), ==, REDRESS_OUTBOX_SENDING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("send/bytes-stay-the-same", test_bytes_stay_the_same);
  REDRESS_TEST_ADD ("send/one-at-a-time-per-ticket", test_one_at_a_time_per_ticket);
  REDRESS_TEST_ADD ("send/at-most", test_at_most);
  REDRESS_TEST_ADD ("send/never-given-back", test_never_given_back);
  g_test_add ("/store/send/conflict-blocks-its-ticket-alone", RedressTestStore,
              GUINT_TO_POINTER (409), set_up_status, test_trouble_blocks_its_ticket_alone,
              redress_test_store_tear_down);
  g_test_add ("/store/send/refusal-blocks-its-ticket-alone", RedressTestStore,
              GUINT_TO_POINTER (422), set_up_status, test_trouble_blocks_its_ticket_alone,
              redress_test_store_tear_down);
  g_test_add ("/store/send/conflict-keeps-later-ones-out-of-a-file", RedressTestStore,
              GUINT_TO_POINTER (409), set_up_status, test_unsent_of_a_ticket,
              redress_test_store_tear_down);
  g_test_add ("/store/send/refusal-keeps-later-ones-out-of-a-file", RedressTestStore,
              GUINT_TO_POINTER (422), set_up_status, test_unsent_of_a_ticket,
              redress_test_store_tear_down);
  REDRESS_TEST_ADD ("send/answers", test_answers);
  REDRESS_TEST_ADD ("send/what-the-answer-said", test_what_the_answer_said);
  REDRESS_TEST_ADD ("send/no-more-than-fits", test_no_more_than_fits);
  REDRESS_TEST_ADD ("send/answers-twice-and-unknown", test_answers_twice_and_unknown);
  REDRESS_TEST_ADD ("send/leaves-when-the-feed-has-passed", test_leaves_when_the_feed_has_passed);
  REDRESS_TEST_ADD ("send/leaves-when-the-ticket-is-as-new", test_leaves_when_the_ticket_is_as_new);
  REDRESS_TEST_ADD ("send/leaves-at-once-without-a-place", test_leaves_at_once_without_a_place);
  REDRESS_TEST_ADD ("send/clock-set-back", test_clock_set_back);
  REDRESS_TEST_ADD ("send/nothing-to-send", test_nothing_to_send);
  REDRESS_TEST_ADD ("send/cache-rebuild-leaves-the-outbox-alone",
                    test_cache_rebuild_leaves_the_outbox_alone);
  return g_test_run ();
}
