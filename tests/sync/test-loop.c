/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "sync/real-server.h"
#include "store/queue.h"
#include "support/folder.h"
#include "support/spin.h"
#include "sync/sync.h"

#include <string.h>

/* One desk without a window. */
typedef struct
{
  RedressSync *sync;
  guint applied, conflicts, refused;
} Desk;

typedef struct
{
  RedressTestFolder *folder;
  RedressRealServer *server;
  Desk desk;
  Desk other;
} Fixture;

static void
count_applied (Desk *desk)
{
  desk->applied++;
}

static void
count_conflict (Desk *desk)
{
  desk->conflicts++;
}

static void
count_refused (Desk *desk)
{
  desk->refused++;
}

static void
desk_open (Desk *desk, Fixture *f, const char *name)
{
  g_autofree char *data =
      g_strdup_printf ("%s/%s/data", redress_test_folder_get_path (f->folder), name);
  g_autofree char *cache =
      g_strdup_printf ("%s/%s/cache", redress_test_folder_get_path (f->folder), name);

  desk->sync = redress_sync_new (redress_clock_get_system (), data, cache);
  g_signal_connect_swapped (desk->sync, "applied", G_CALLBACK (count_applied), desk);
  g_signal_connect_swapped (desk->sync, "conflict", G_CALLBACK (count_conflict), desk);
  g_signal_connect_swapped (desk->sync, "refused", G_CALLBACK (count_refused), desk);
}

static void
desk_close (Desk *desk)
{
  if (desk->sync == NULL)
    return;
  redress_sync_shutdown (desk->sync);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&desk->sync));
}

static gboolean
is_online (gpointer data)
{
  Desk *desk = data;

  return redress_sync_get_status (desk->sync) == REDRESS_SYNC_ONLINE;
}

static gboolean
is_offline (gpointer data)
{
  Desk *desk = data;

  return redress_sync_get_status (desk->sync) == REDRESS_SYNC_OFFLINE;
}

static void
desk_sign_in (Desk *desk, Fixture *f, const char *name)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  redress_sync_sign_in_async (desk->sync, redress_real_server_get_url (f->server), name,
                              REDRESS_TEST_PASSWORD, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "signing in");
  redress_sync_sign_in_finish (desk->sync, result, &error);
  g_assert_no_error (error);
  redress_test_spin_until (is_online, desk, "the first sync");
}

static RedressCase *
desk_load (Desk *desk, gint64 ticket)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_load_case_async (redress_sync_get_store (desk->sync), ticket, NULL,
                                 redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "a case");
  return redress_store_load_case_finish (redress_sync_get_store (desk->sync), result, NULL);
}

typedef struct
{
  Desk *desk;
  gint64 ticket;
} Wanted;

static gboolean
is_loaded (gpointer data)
{
  Wanted *wanted = data;
  RedressCase *found = desk_load (wanted->desk, wanted->ticket);
  gboolean ready =
      found != NULL && found->ticket != NULL && found->policy != NULL && found->evaluation != NULL;

  g_clear_pointer (&found, redress_case_free);
  return ready;
}

static gboolean
is_ready_offline (gpointer data)
{
  Wanted *wanted = data;
  RedressCase *found = desk_load (wanted->desk, wanted->ticket);
  gboolean ready = found != NULL && found->ready_offline;

  g_clear_pointer (&found, redress_case_free);
  return ready;
}

static gboolean
desk_claim (Desk *desk, RedressCommandType type, gint64 ticket, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  RedressClaim *claim;

  redress_sync_claim_async (desk->sync, type, ticket, NULL, NULL, redress_test_keep_result,
                            &pending);
  result = redress_test_await_result (&pending, "a claim");
  claim = redress_sync_claim_finish (desk->sync, result, error);
  if (claim == NULL)
    return FALSE;
  redress_claim_free (claim);
  return TRUE;
}

static gboolean
has_claim (gpointer data)
{
  Wanted *wanted = data;
  RedressCase *found = desk_load (wanted->desk, wanted->ticket);
  gboolean has = found != NULL && found->ticket != NULL && found->summary->claim != NULL &&
                 found->ticket->summary->rev >= found->summary->rev;

  g_clear_pointer (&found, redress_case_free);
  return has;
}

/* A final verdict that some rule allows. */
static RedressVerdict
choose (const RedressEvaluation *evaluation)
{
  static const RedressVerdict finals[] = {
    REDRESS_VERDICT_APPROVE,
    REDRESS_VERDICT_REJECT,
    REDRESS_VERDICT_REISSUE,
    REDRESS_VERDICT_CONVERT_TO_RETURN,
  };

  for (guint i = 0; i < G_N_ELEMENTS (finals); i++)
    if (evaluation->allowed & REDRESS_VERDICT_BIT (finals[i]))
      return finals[i];
  return REDRESS_VERDICT_NONE;
}

static const char *
find_reason (RedressPolicy *policy, RedressVerdict verdict)
{
  GPtrArray *reasons = redress_policy_get_reasons (policy);

  for (guint i = 0; i < reasons->len; i++)
    {
      const RedressReason *reason = g_ptr_array_index (reasons, i);

      if (reason->verdicts & REDRESS_VERDICT_BIT (verdict))
        return reason->code;
    }
  return NULL;
}

/* Tickets with a final verdict that needs no second person; fetched and evaluated. */
static gint64
find_decidable (Desk *desk, gint64 after)
{
  for (gint64 ticket = after + 1; ticket < after + 60; ticket++)
    {
      Wanted wanted = { desk, ticket };
      RedressCase *found;
      gboolean good;

      found = desk_load (desk, ticket);
      if (found == NULL)
        continue;
      redress_case_free (found);
      redress_sync_set_open_ticket (desk->sync, ticket);
      redress_test_spin_until (is_loaded, &wanted, "the details");
      found = desk_load (desk, ticket);
      good = choose (found->evaluation) != REDRESS_VERDICT_NONE && !found->evaluation->four_eyes &&
             found->summary->state == REDRESS_STATE_OPEN &&
             redress_policy_get_offline_class (found->policy) == REDRESS_OFFLINE_ALLOWED;
      redress_case_free (found);
      if (good)
        return ticket;
    }
  g_assert_not_reached ();
}

static void
desk_decide (Desk *desk, gint64 ticket, guint undo_seconds)
{
  RedressCase *found = desk_load (desk, ticket);
  g_autoptr (RedressCommand) command = redress_command_new (REDRESS_COMMAND_DECIDE, ticket);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  command->verdict = choose (found->evaluation);
  command->reason_code = g_strdup (find_reason (found->policy, command->verdict));
  command->base_version = found->ticket->summary->version;
  command->claim_token = found->summary->claim->token;
  command->policy_version = found->ticket->policy_version;
  command->note = g_strdup ("seen and decided");
  command->message = g_strdup ("Your request was looked at.");
  if (command->verdict != found->evaluation->recommended)
    command->override_reason = g_strdup ("the rules ask for more than is needed here");
  redress_store_record_async (redress_sync_get_store (desk->sync), command, undo_seconds, NULL,
                              redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the record");
  entry = redress_store_record_finish (redress_sync_get_store (desk->sync), result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (entry->state, ==, REDRESS_OUTBOX_RECORDED);
  redress_case_free (found);
}

static gboolean
is_settled (gpointer data)
{
  Desk *desk = data;

  return desk->applied + desk->conflicts + desk->refused > 0;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = redress_test_folder_new ();
  f->server = redress_real_server_new (redress_test_folder_get_path (f->folder));
  redress_real_server_add_user (f->server, "agent", "agent");
  redress_real_server_add_user (f->server, "agent2", "agent");
  redress_real_server_add_tickets (f->server, 40, 7);
  desk_open (&f->desk, f, "one");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  desk_close (&f->desk);
  desk_close (&f->other);
  redress_real_server_stop (f->server);
  redress_real_server_assert_consistent (f->server);
  redress_real_server_free (f->server);
  redress_test_folder_free (f->folder);
}

static void
test_decide (Fixture *f, gconstpointer data)
{
  Wanted wanted = { &f->desk, 0 };
  g_autoptr (GError) error = NULL;
  RedressCase *found;

  desk_sign_in (&f->desk, f, "agent");
  wanted.ticket = find_decidable (&f->desk, 0);
  g_assert_true (desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, wanted.ticket, &error));
  redress_test_spin_until (has_claim, &wanted, "the claim");
  desk_decide (&f->desk, wanted.ticket, 0);
  redress_test_spin_until (is_settled, &f->desk, "the answer");
  g_assert_cmpuint (f->desk.applied, ==, 1);
  found = desk_load (&f->desk, wanted.ticket);
  g_assert_nonnull (found);
  redress_case_free (found);
}

static gboolean
are_three_applied (gpointer data)
{
  return ((Desk *)data)->applied + ((Desk *)data)->conflicts + ((Desk *)data)->refused == 3;
}

/* Three checked-out tickets are decided while the server is dead; after its start all three
 * are applied, once. */
static void
test_offline (Fixture *f, gconstpointer data)
{
  gint64 tickets[3], last = 0;
  g_autoptr (GError) error = NULL;

  desk_sign_in (&f->desk, f, "agent");
  for (guint i = 0; i < 3; i++)
    {
      Wanted wanted = { &f->desk, 0 };

      last = wanted.ticket = tickets[i] = find_decidable (&f->desk, last);
      g_assert_true (desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, last, &error));
      desk_claim (&f->desk, REDRESS_COMMAND_CHECK_OUT, last, &error);
      g_assert_no_error (error);
      redress_test_spin_until (has_claim, &wanted, "the claim");
      redress_test_spin_until (is_ready_offline, &wanted, "the evidence on the disk");
    }
  redress_real_server_kill (f->server);
  redress_test_spin_until (is_offline, &f->desk, "the loss of the server");
  for (guint i = 0; i < 3; i++)
    desk_decide (&f->desk, tickets[i], 0);
  g_assert_cmpuint (f->desk.applied, ==, 0);
  redress_real_server_start (f->server);
  redress_sync_wake (f->desk.sync);
  redress_test_spin_until (are_three_applied, &f->desk, "three answers");
  g_assert_cmpuint (f->desk.applied, ==, 3);
  redress_test_spin_until (is_online, &f->desk, "the network");
}

/* The desk dies with its decision recorded; the next start sends it. */
static void
test_restart (Fixture *f, gconstpointer data)
{
  Wanted wanted = { &f->desk, 0 };
  g_autoptr (GError) error = NULL;

  desk_sign_in (&f->desk, f, "agent");
  wanted.ticket = find_decidable (&f->desk, 0);
  g_assert_true (desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, wanted.ticket, &error));
  redress_test_spin_until (has_claim, &wanted, "the claim");
  desk_decide (&f->desk, wanted.ticket, 1);
  desk_close (&f->desk);
  g_assert_cmpuint (f->desk.applied, ==, 0);
  desk_open (&f->desk, f, "one");
  desk_sign_in (&f->desk, f, "agent");
  redress_test_spin_until (is_settled, &f->desk, "the answer");
  g_assert_cmpuint (f->desk.applied, ==, 1);
}

/* Somebody else has it: the claim says who. */
static void
test_claim_of_another (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 ticket;

  desk_open (&f->other, f, "two");
  desk_sign_in (&f->desk, f, "agent");
  desk_sign_in (&f->other, f, "agent2");
  ticket = find_decidable (&f->desk, 0);
  g_assert_true (desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, ticket, &error));
  g_assert_false (desk_claim (&f->other, REDRESS_COMMAND_CLAIM, ticket, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "agent"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/sync/loop/decide", test_decide);
  ADD ("/sync/loop/offline", test_offline);
  ADD ("/sync/loop/restart", test_restart);
  ADD ("/sync/loop/claim-of-another", test_claim_of_another);
  return g_test_run ();
}
