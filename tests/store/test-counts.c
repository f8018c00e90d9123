/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"

static gint64
get_platform (const RedressCounts *counts, const char *platform)
{
  const gint64 *n = g_hash_table_lookup (counts->platforms, platform);

  return n != NULL ? *n : 0;
}

/* What a person would count who reads every row. */
typedef struct
{
  gint64 total[REDRESS_N_VIEWS];
  gint64 late[REDRESS_N_VIEWS];
  gint64 incidents[4]; /* 1: has an open ticket */
  gint64 kameng;
} Counted;

static void
count (Counted *counted, const RedressSummary *summary)
{
  gboolean is_running =
      summary->state == REDRESS_STATE_OPEN || summary->state == REDRESS_STATE_SECOND_APPROVAL;

  for (RedressView view = 0; view < REDRESS_N_VIEWS; view++)
    {
      if (view == REDRESS_VIEW_MY_WORK || view == REDRESS_VIEW_TROUBLE ||
          view == REDRESS_VIEW_INCIDENTS || (view == REDRESS_VIEW_RACES && summary->race == NULL) ||
          (redress_view_get_states (view) & (1u << summary->state)) == 0 ||
          (redress_view_get_kinds (view) & (1u << summary->kind)) == 0)
        continue;
      counted->total[view]++;
      if (is_running && summary->due_at < REDRESS_TEST_NOW)
        counted->late[view]++;
    }
  if (summary->incident != NULL && redress_state_is_unfinished (summary->state))
    counted->incidents[summary->incident->id] = 1;
  if (g_str_equal (summary->platform, "kameng") && redress_state_is_unfinished (summary->state))
    counted->kameng++;
}

static void
check (RedressTestStore *self, const Counted *counted)
{
  RedressCounts *counts = redress_test_store_load_counts (self, "a-1");
  gint64 incidents = counted->incidents[1] + counted->incidents[2] + counted->incidents[3];

  g_assert_cmpint (counts->total[REDRESS_VIEW_INCIDENTS], ==, incidents);
  for (RedressView view = 0; view < REDRESS_N_VIEWS; view++)
    {
      if (view == REDRESS_VIEW_INCIDENTS)
        continue;
      g_assert_cmpint (counts->total[view], ==, counted->total[view]);
      g_assert_cmpint (counts->late[view], ==, counted->late[view]);
    }
  g_assert_cmpint (get_platform (counts, "kameng"), ==, counted->kameng);
  redress_counts_free (counts);
}

static void
test_views (RedressTestStore *self, gconstpointer is_plain)
{
  Counted counted = { { 0 } };

  check (self, &counted);
  redress_test_store_fill (self, 1, 500);
  for (gint64 id = 1; id <= 500; id++)
    {
      g_autoptr (RedressSummary) summary = redress_test_summary_new (id);

      count (&counted, summary);
    }
  check (self, &counted);
}

static void
test_triggers (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GHashTable) world =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_object_unref);
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());
  Counted counted = { { 0 } };
  GHashTableIter iter;
  gpointer value;

  for (gint64 rev = 1; rev <= 300; rev++)
    {
      gint64 id = g_rand_int_range (rand, 1, 40);
      RedressChangePage *page = redress_test_page_new ("c");

      if (g_rand_int_range (rand, 0, 4) == 0)
        {
          redress_test_page_add_removal (page, id, rev);
          g_hash_table_remove (world, &id);
        }
      else
        {
          RedressSummary *summary = redress_test_summary_new (id);

          summary->rev = rev;
          summary->state = (RedressState)g_rand_int_range (rand, 0, REDRESS_N_STATES);
          summary->kind = (RedressKind)g_rand_int_range (rand, 0, REDRESS_N_KINDS);
          redress_test_page_add (page, g_object_ref (summary));
          g_hash_table_replace (world, &summary->id, summary);
        }
      redress_test_store_apply (self, page);
    }
  g_hash_table_iter_init (&iter, world);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    count (&counted, value);
  check (self, &counted);
}

static void
test_late_by_time_alone (RedressTestStore *self, gconstpointer is_plain)
{
  RedressSummary *summary = redress_test_summary_new (1);
  RedressCounts *counts;

  summary->state = REDRESS_STATE_OPEN;
  summary->kind = REDRESS_KIND_APPEAL;
  summary->due_at = REDRESS_TEST_NOW + REDRESS_MINUTE;
  redress_test_store_put (self, summary);
  counts = redress_test_store_load_counts (self, NULL);
  g_assert_cmpint (counts->late[REDRESS_VIEW_APPEALS], ==, 0);
  redress_counts_free (counts);
  redress_clock_advance (self->clock, 2 * REDRESS_MINUTE);
  counts = redress_test_store_load_counts (self, NULL);
  g_assert_cmpint (counts->late[REDRESS_VIEW_APPEALS], ==, 1);
  g_assert_cmpint (counts->late[REDRESS_VIEW_NEXT_DUE], ==, 1);
  g_assert_cmpint (counts->late[REDRESS_VIEW_REVIEWS], ==, 0);
  redress_counts_free (counts);
}

static void
test_my_work (RedressTestStore *self, gconstpointer is_plain)
{
  RedressSummary *claimed = redress_test_summary_new (1);
  g_autoptr (RedressDraft) draft = redress_draft_new (2);
  RedressSummary *drafted = redress_test_summary_new (2);
  RedressCounts *counts;

  claimed->state = drafted->state = REDRESS_STATE_OPEN;
  claimed->due_at = REDRESS_TEST_NOW - REDRESS_MINUTE;
  drafted->due_at = REDRESS_TEST_NOW + REDRESS_MINUTE;
  claimed->claim = redress_claim_new ();
  claimed->claim->holder = g_strdup ("a-1");
  claimed->claim->holder_name = g_strdup ("Agent");
  redress_test_store_put (self, claimed);
  redress_test_store_put (self, drafted);
  draft->note = g_strdup ("x");
  g_assert_true (redress_test_store_save_draft (self, draft, NULL));

  counts = redress_test_store_load_counts (self, "a-1");
  g_assert_cmpint (counts->total[REDRESS_VIEW_MY_WORK], ==, 2);
  g_assert_cmpint (counts->late[REDRESS_VIEW_MY_WORK], ==, 1);
  redress_counts_free (counts);
  counts = redress_test_store_load_counts (self, "a-2");
  g_assert_cmpint (counts->total[REDRESS_VIEW_MY_WORK], ==, 1);
  redress_counts_free (counts);
}

static void
check_outbox (RedressTestStore *self, gint64 recorded, RedressTime leaving_at, gint64 trouble)
{
  RedressCounts *counts = redress_test_store_load_counts (self, "a-1");

  g_assert_cmpint (counts->recorded, ==, recorded);
  g_assert_cmpint (counts->leaving_at, ==, leaving_at);
  g_assert_cmpint (counts->total[REDRESS_VIEW_TROUBLE], ==, trouble);
  redress_counts_free (counts);
}

static void
test_outbox (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) first = NULL;
  g_autoptr (RedressOutboxEntry) second = NULL;
  RedressTime leaving_at = REDRESS_TEST_NOW + 10 * REDRESS_SECOND;

  check_outbox (self, 0, REDRESS_TIME_UNKNOWN, 0);
  first = redress_test_outbox_record (self, 7);
  second = redress_test_outbox_record (self, 8);
  check_outbox (self, 2, leaving_at, 0);
  redress_clock_advance (self->clock, REDRESS_MINUTE);
  redress_test_outbox_take (self, 2);
  redress_test_outbox_settle (self, first->command->command_id, 409);
  check_outbox (self, 1, leaving_at, 1);
  redress_test_outbox_settle_applied (self, second->command->command_id, "kameng", 900, 9);
  check_outbox (self, 0, REDRESS_TIME_UNKNOWN, 1);
  g_assert_true (redress_test_outbox_acknowledge (self, first->command->command_id, FALSE, NULL));
  check_outbox (self, 0, REDRESS_TIME_UNKNOWN, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("counts/views", test_views);
  REDRESS_TEST_ADD ("counts/triggers", test_triggers);
  REDRESS_TEST_ADD ("counts/late-by-time-alone", test_late_by_time_alone);
  REDRESS_TEST_ADD ("counts/my-work", test_my_work);
  REDRESS_TEST_ADD ("counts/outbox", test_outbox);
  return g_test_run ();
}
