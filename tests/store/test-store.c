/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-fixture.h"
#include "support/spin.h"

static void
test_fresh (RedressTestStore *self, gconstpointer is_plain)
{
  guint notes = redress_store_get_notes (self->store);

  g_assert_true (notes & REDRESS_STORE_FRESH);
  g_assert_cmpint (!!(notes & REDRESS_STORE_PLAIN_OUTBOX), ==, is_plain != NULL);
  g_assert_false (notes & (REDRESS_STORE_CACHE_REBUILT | REDRESS_STORE_OUTBOX_SALVAGED));
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("store/fresh", test_fresh);
  REDRESS_TEST_ADD ("store/case", test_case);
  return g_test_run ();
}
