/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"

#include "support/spin.h"

static void
put_claim (RedressTestStore *self, gint64 ticket, const char *holder)
{
  g_autoptr (RedressClaim) claim = redress_claim_new ();

  claim->holder = g_strdup (holder);
  claim->holder_name = g_strdup (holder);
  claim->token = 1;
  claim->lease_until = REDRESS_TEST_NOW + REDRESS_HOUR;
  g_assert_true (redress_store_put_claim_sync (self->store, ticket, 100, claim, NULL));
}

static GPtrArray *
list (RedressTestStore *self, const char *account)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *held;

  redress_store_list_held_async (self->store, account, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the list");
  held = redress_store_list_held_finish (self->store, result, &error);
  g_assert_no_error (error);
  return held;
}

static const RedressHeldTicket *
find (GPtrArray *held, gint64 ticket)
{
  for (guint i = 0; i < held->len; i++)
    {
      const RedressHeldTicket *row = g_ptr_array_index (held, i);

      if (row->summary->id == ticket)
        return row;
    }
  return NULL;
}

static void
test_held (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressDraft) draft = redress_draft_new (2);
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (GPtrArray) mine = NULL;
  g_autoptr (GPtrArray) nobodys = NULL;

  redress_test_store_fill (self, 1, 5);
  entry = redress_test_outbox_record (self, 3);
  for (gint64 ticket = 1; ticket <= 3; ticket++)
    put_claim (self, ticket, "a-1");
  put_claim (self, 4, "a-2");
  draft->note = g_strdup ("half of a thought");
  g_assert_true (redress_test_store_save_draft (self, draft, NULL));
  mine = list (self, "a-1");
  g_assert_cmpuint (mine->len, ==, 3);
  g_assert_false (find (mine, 1)->has_draft || find (mine, 1)->is_unsent);
  g_assert_true (find (mine, 2)->has_draft);
  g_assert_true (find (mine, 3)->is_unsent);
  g_assert_cmpstr (find (mine, 1)->summary->claim->holder, ==, "a-1");
  nobodys = list (self, "a-3");
  g_assert_cmpuint (nobodys->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("held/list", test_held);
  return g_test_run ();
}
