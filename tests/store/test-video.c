/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"

static void
put (RedressTestStore *self, GBytes *piece)
{
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autoptr (GError) error = NULL;

  redress_store_put_evidence_sync (self->store, sha256, piece, &error);
  g_assert_no_error (error);
  redress_test_store_catch_up (self);
}

static void
be_agent (RedressTestStore *self)
{
  g_autoptr (RedressAccount) account = redress_account_new ();

  g_free (account->id);
  account->id = g_strdup ("a-1");
  g_clear_pointer (&account->scopes, g_strfreev);
  account->scopes = g_strsplit ("kameng", ";", -1);
  g_assert_true (redress_store_set_account_sync (self->store, account, NULL));
}

static void
check_out (RedressTicket *ticket, const char *holder)
{
  ticket->summary->rev++;
  g_clear_pointer (&ticket->summary->claim, redress_claim_free);
  ticket->summary->claim = redress_claim_new ();
  ticket->summary->claim->holder = g_strdup (holder);
  ticket->summary->claim->holder_name = g_strdup ("Agent");
  ticket->summary->claim->mode = REDRESS_CLAIM_OFFLINE;
  ticket->summary->claim->lease_until = REDRESS_TEST_NOW + REDRESS_HOUR;
}

static void
set_use (RedressTicket *ticket, guint at, RedressRenditionUse use)
{
  const RedressEvidence *evidence = g_ptr_array_index (ticket->evidence, at);
  RedressRendition *rendition = g_ptr_array_index (evidence->renditions, 0);

  rendition->use = use;
}

static void
assert_missing (RedressTestStore *self, guint count)
{
  g_auto (GStrv) missing = NULL;
  RedressCase *found = redress_test_store_load_case (self, 7, NULL);

  g_assert_true (redress_store_list_missing_evidence_sync (self->store, 7, &missing, NULL));
  g_assert_cmpuint (g_strv_length (missing), ==, count);
  g_assert_cmpint (found->ready_offline, ==, count == 0);
  redress_case_free (found);
}

/* A poster comes beforehand, a video when it is opened or its ticket taken along. */
static void
test_comes_when_it_is_opened (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (GBytes) poster = g_bytes_new_static ("poster", 6);
  g_autoptr (GBytes) video = g_bytes_new_static ("video", 5);

  be_agent (self);
  redress_test_ticket_add_evidence (ticket, "channel_log", poster);
  redress_test_ticket_add_evidence (ticket, "chat", video);
  set_use (ticket, 0, REDRESS_USE_POSTER);
  set_use (ticket, 1, REDRESS_USE_VIDEO);
  redress_test_store_put_ticket (self, ticket);
  assert_missing (self, 1);
  put (self, poster);
  assert_missing (self, 0);

  check_out (ticket, "a-2");
  redress_test_store_put_ticket (self, ticket);
  assert_missing (self, 0);
  check_out (ticket, "a-1");
  redress_test_store_put_ticket (self, ticket);
  assert_missing (self, 1);
  put (self, video);
  assert_missing (self, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("video/comes-when-it-is-opened", test_comes_when_it_is_opened);
  return g_test_run ();
}
