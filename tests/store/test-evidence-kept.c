/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/evidence-fixture.h"
#include "store/outbox-fixture.h"

/* Which pieces are wanted, which stay, and when a case is whole. */

static void
test_ready (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (GBytes) first = redress_test_piece_new (1, 100);
  g_autoptr (GBytes) second = redress_test_piece_new (2, 100);
  g_autofree char *first_sha256 = redress_test_sha256 (first);
  g_auto (GStrv) missing = NULL;
  RedressCase *found;

  redress_test_ticket_add_evidence (ticket, "channel_log", first);
  redress_test_ticket_add_evidence (ticket, "chat", second);
  redress_test_store_put_ticket (self, ticket);
  redress_test_store_put_piece (self, first);
  found = redress_test_store_load_case (self, 7, NULL);
  g_assert_false (found->ready_offline);
  g_assert_cmpuint (g_strv_length (found->evidence_present), ==, 1);
  g_assert_cmpstr (found->evidence_present[0], ==, first_sha256);
  redress_case_free (found);
  g_assert_true (redress_store_list_missing_evidence_sync (self->store, 7, &missing, NULL));
  g_assert_cmpuint (g_strv_length (missing), ==, 1);

  redress_test_store_put_piece (self, second);
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

/* An appeal shows what was seen when the first decision was made. */
static void
test_present_of_previous (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) original = redress_test_ticket_new (7);
  g_autoptr (RedressTicket) appeal = redress_test_ticket_new (8);
  g_autoptr (GBytes) then = redress_test_piece_new (1, 100);
  g_autoptr (GBytes) now = redress_test_piece_new (2, 100);
  g_autofree char *then_sha256 = redress_test_sha256 (then);
  g_autofree char *now_sha256 = redress_test_sha256 (now);
  RedressCase *found;

  redress_test_ticket_add_evidence (original, "channel_log", then);
  redress_test_ticket_add_evidence (appeal, "chat", now);
  appeal->previous_ticket = 7;
  redress_test_store_put_ticket (self, original);
  redress_test_store_put_ticket (self, appeal);
  redress_test_store_put_piece (self, now);
  found = redress_test_store_load_case (self, 8, NULL);
  g_assert_cmpuint (g_strv_length (found->evidence_present), ==, 1);
  redress_case_free (found);
  redress_test_store_put_piece (self, then);
  found = redress_test_store_load_case (self, 8, NULL);
  g_assert_cmpuint (g_strv_length (found->evidence_present), ==, 2);
  g_assert_true (g_strv_contains ((const char *const *)found->evidence_present, then_sha256) &&
                 g_strv_contains ((const char *const *)found->evidence_present, now_sha256));
  redress_case_free (found);
}

static void
test_not_ready_while_rendering (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (GBytes) piece = redress_test_piece_new (1, 100);
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
      g_autoptr (GBytes) piece = redress_test_piece_new (i, 1000);

      redress_clock_advance (self->clock, REDRESS_SECOND);
      redress_test_store_put_piece (self, piece);
    }
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GBytes) piece = redress_test_piece_new (i, 1000);

      g_assert_cmpint (redress_test_store_has_piece (self, piece), ==, i >= 3);
    }
}

static void
test_used_pieces_stay_longer (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (GBytes) first = redress_test_piece_new (1, 1000);
  g_autoptr (GBytes) second = redress_test_piece_new (2, 1000);
  g_autoptr (GBytes) third = redress_test_piece_new (3, 1000);
  g_autofree char *sha256 = redress_test_sha256 (first);
  g_autoptr (GBytes) read = NULL;

  if (is_plain != NULL)
    return;
  set_quota (self, 2500);
  redress_test_store_put_piece (self, first);
  redress_test_store_put_piece (self, second);
  redress_clock_advance (self->clock, 2 * REDRESS_HOUR);
  read = redress_test_store_read_evidence (self, sha256, NULL);
  g_assert_nonnull (read);
  redress_test_store_put_piece (self, third);
  g_assert_true (redress_test_store_has_piece (self, first));
  g_assert_false (redress_test_store_has_piece (self, second));
}

/* Evidence of a ticket that is worked on is never given up, whatever the quota. */
static void
test_pinned (RedressTestStore *self, gconstpointer how)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (RedressAccount) account = redress_account_new ();
  g_autoptr (RedressDraft) draft = redress_draft_new (7);
  g_autoptr (GBytes) needed = redress_test_piece_new (1, 1000);
  g_autoptr (GBytes) also_needed = redress_test_piece_new (2, 1000);
  g_autoptr (GBytes) other = redress_test_piece_new (3, 1000);
  g_autofree char *other_sha256 = redress_test_sha256 (other);
  g_autoptr (GError) error = NULL;

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
  redress_test_store_put_piece (self, needed);
  redress_test_store_put_piece (self, also_needed);
  g_assert_true (redress_test_store_has_piece (self, needed));
  g_assert_true (redress_test_store_has_piece (self, also_needed));
  g_assert_false (redress_store_put_evidence_sync (self->store, other_sha256, other, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
  g_assert_true (redress_test_store_has_piece (self, needed));
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
  g_autoptr (GBytes) piece = redress_test_piece_new (1, 100);
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
  redress_test_store_put_piece (self, piece);
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
  g_autoptr (GBytes) piece = redress_test_piece_new (1, 100);
  RedressCase *found;

  redress_test_ticket_add_evidence (ticket, "chat", piece);
  redress_test_store_put_ticket (self, ticket);
  redress_test_store_put_piece (self, piece);
  g_assert_true (redress_store_reset_feed_sync (self->store, NULL));
  g_assert_true (redress_test_store_has_piece (self, piece));
  redress_test_store_put_ticket (self, ticket);
  found = redress_test_store_load_case (self, 7, NULL);
  g_assert_true (found->ready_offline);
  redress_case_free (found);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("evidence/ready", test_ready);
  REDRESS_TEST_ADD ("evidence/present-of-previous", test_present_of_previous);
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
