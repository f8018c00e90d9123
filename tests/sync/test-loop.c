/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "support/folder.h"
#include "support/spin.h"
#include "sync/headless-desk.h"
#include "sync/real-server.h"

#include <string.h>

typedef struct
{
  RedressTestFolder *folder;
  RedressRealServer *server;
  RedressHeadlessDesk desk;
  RedressHeadlessDesk other;
} Fixture;

static void
open_desk (RedressHeadlessDesk *desk, Fixture *f, const char *name)
{
  g_autofree char *home = g_build_filename (redress_test_folder_get_path (f->folder), name, NULL);

  redress_headless_desk_open (desk, home);
}

static void
sign_in (RedressHeadlessDesk *desk, Fixture *f, const char *name)
{
  redress_headless_desk_sign_in (desk, redress_real_server_get_url (f->server), name,
                                 REDRESS_TEST_PASSWORD);
}

static gint64
find_decidable (RedressHeadlessDesk *desk, gint64 after)
{
  gint64 ticket = redress_headless_desk_find_decidable (desk, after);

  g_assert_cmpint (ticket, !=, 0);
  return ticket;
}

static void
decide (RedressHeadlessDesk *desk, gint64 ticket, guint undo_seconds)
{
  g_object_unref (redress_headless_desk_decide (desk, ticket, undo_seconds));
}

static gboolean
is_settled (gpointer data)
{
  RedressHeadlessDesk *desk = data;

  return desk->applied + desk->conflicts + desk->refused > 0;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = redress_test_folder_new ();
  f->server = redress_real_server_new (redress_test_folder_get_path (f->folder));
  redress_real_server_add_user (f->server, "agent", "agent");
  redress_real_server_add_user (f->server, "agent2", "agent");
  redress_real_server_add_user (f->server, "supervisor", "supervisor");
  redress_real_server_add_tickets (f->server, 40, 7, NULL);
  open_desk (&f->desk, f, "one");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  redress_headless_desk_close (&f->desk);
  redress_headless_desk_close (&f->other);
  redress_real_server_stop (f->server);
  redress_real_server_assert_consistent (f->server);
  redress_real_server_free (f->server);
  redress_test_folder_free (f->folder);
}

typedef struct
{
  RedressHeadlessDesk *desk;
  gint64 ticket;
} Looked;

static gboolean
shows_decision (gpointer data)
{
  Looked *looked = data;
  RedressCase *found = redress_headless_desk_load (looked->desk, looked->ticket);
  gboolean shows = found != NULL && found->ticket != NULL && found->ticket->decisions->len > 0;

  g_clear_pointer (&found, redress_case_free);
  return shows;
}

static gboolean
has_details (gpointer data)
{
  Looked *looked = data;
  RedressCase *found = redress_headless_desk_load (looked->desk, looked->ticket);
  gboolean has = found != NULL && found->ticket != NULL;

  g_clear_pointer (&found, redress_case_free);
  return has;
}

/* What two people look at says who decided what, though nobody opens it again. */
static void
test_open_ticket_follows (Fixture *f, gconstpointer data)
{
  Looked mine = { .desk = &f->desk }, theirs = { .desk = &f->other };
  g_autoptr (GError) error = NULL;

  open_desk (&f->other, f, "two");
  sign_in (&f->desk, f, "agent");
  sign_in (&f->other, f, "agent2");
  mine.ticket = theirs.ticket = find_decidable (&f->desk, 0);
  redress_sync_set_open_ticket (f->other.sync, theirs.ticket);
  redress_test_spin_until (has_details, &theirs, "the details on the other desk");
  g_assert_true (
      redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, mine.ticket, &error));
  redress_headless_desk_await_claim (&f->desk, mine.ticket);
  decide (&f->desk, mine.ticket, 0);
  redress_test_spin_until (shows_decision, &mine, "the decision on my desk");
  redress_test_spin_until (shows_decision, &theirs, "the decision on the other desk");
}

static void
test_decide (Fixture *f, gconstpointer data)
{
  gint64 ticket;
  g_autoptr (GError) error = NULL;
  RedressCase *found;

  sign_in (&f->desk, f, "agent");
  ticket = find_decidable (&f->desk, 0);
  g_assert_true (redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, ticket, &error));
  redress_headless_desk_await_claim (&f->desk, ticket);
  decide (&f->desk, ticket, 0);
  redress_test_spin_until (is_settled, &f->desk, "the answer");
  g_assert_cmpuint (f->desk.applied, ==, 1);
  found = redress_headless_desk_load (&f->desk, ticket);
  g_assert_nonnull (found);
  redress_case_free (found);
}

static gboolean
are_three_applied (gpointer data)
{
  return ((RedressHeadlessDesk *)data)->applied + ((RedressHeadlessDesk *)data)->conflicts +
             ((RedressHeadlessDesk *)data)->refused ==
         3;
}

/* Three checked-out tickets are decided while the server is dead; after its start all three
 * are applied, once. */
static void
test_offline (Fixture *f, gconstpointer data)
{
  gint64 tickets[3], last = 0;
  g_autoptr (GError) error = NULL;

  sign_in (&f->desk, f, "agent");
  for (guint i = 0; i < 3; i++)
    {
      last = tickets[i] = find_decidable (&f->desk, last);
      g_assert_true (redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, last, &error));
      redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CHECK_OUT, last, &error);
      g_assert_no_error (error);
      redress_headless_desk_await_claim (&f->desk, last);
      redress_headless_desk_await_evidence (&f->desk, last);
    }
  redress_real_server_kill (f->server);
  redress_test_spin_until (redress_headless_desk_is_offline, &f->desk, "the loss of the server");
  for (guint i = 0; i < 3; i++)
    decide (&f->desk, tickets[i], 0);
  g_assert_cmpuint (f->desk.applied, ==, 0);
  redress_real_server_start (f->server);
  redress_sync_wake (f->desk.sync);
  redress_test_spin_until (are_three_applied, &f->desk, "three answers");
  g_assert_cmpuint (f->desk.applied, ==, 3);
  redress_test_spin_until (redress_headless_desk_is_online, &f->desk, "the network");
}

static gboolean
is_too_old (gpointer data)
{
  return redress_sync_get_status (((RedressHeadlessDesk *)data)->sync) == REDRESS_SYNC_TOO_OLD;
}

static void
start_server (Fixture *f, gboolean wants_newer_desks)
{
  redress_real_server_want_newer_desks (f->server, wants_newer_desks);
  redress_real_server_start (f->server);
  redress_sync_wake (f->desk.sync);
}

/* The server was upgraded while the desk was offline: what was recorded is still taken. */
static void
test_too_old (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 ticket;

  sign_in (&f->desk, f, "agent");
  ticket = find_decidable (&f->desk, 0);
  g_assert_true (redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, ticket, &error));
  redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CHECK_OUT, ticket, &error);
  g_assert_no_error (error);
  redress_headless_desk_await_claim (&f->desk, ticket);
  redress_headless_desk_await_evidence (&f->desk, ticket);
  redress_real_server_kill (f->server);
  redress_test_spin_until (redress_headless_desk_is_offline, &f->desk, "the loss of the server");
  decide (&f->desk, ticket, 0);
  start_server (f, TRUE);
  redress_test_spin_until (is_settled, &f->desk, "the answer");
  g_assert_cmpuint (f->desk.applied, ==, 1);
  redress_test_spin_until (is_too_old, &f->desk, "the word to update");
  redress_real_server_stop (f->server);
  start_server (f, FALSE);
  redress_test_spin_until (redress_headless_desk_is_online, &f->desk, "the network");
}

/* The desk dies with its decision recorded; the next start sends it. */
static void
test_restart (Fixture *f, gconstpointer data)
{
  gint64 ticket;
  g_autoptr (GError) error = NULL;

  sign_in (&f->desk, f, "agent");
  ticket = find_decidable (&f->desk, 0);
  g_assert_true (redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, ticket, &error));
  redress_headless_desk_await_claim (&f->desk, ticket);
  decide (&f->desk, ticket, 1);
  redress_headless_desk_close (&f->desk);
  g_assert_cmpuint (f->desk.applied, ==, 0);
  open_desk (&f->desk, f, "one");
  sign_in (&f->desk, f, "agent");
  redress_test_spin_until (is_settled, &f->desk, "the answer");
  g_assert_cmpuint (f->desk.applied, ==, 1);
}

#define N_NOTES 30

static gboolean
are_notes_settled (gpointer data)
{
  RedressHeadlessDesk *desk = data;

  return desk->applied + desk->refused == N_NOTES;
}

static void
note (RedressHeadlessDesk *desk, gint64 ticket)
{
  RedressStore *store = redress_sync_get_store (desk->sync);
  g_autoptr (RedressCommand) command = redress_command_new (REDRESS_COMMAND_NOTE, ticket);
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  command->note = g_strnfill (REDRESS_COMMAND_TEXT_MAX, 'x');
  redress_store_record_async (store, command, 0, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "recording");
  entry = redress_store_record_finish (store, result, NULL);
  g_assert_nonnull (entry);
}

/* More than the server reads at once. */
static void
test_more_than_fits (Fixture *f, gconstpointer data)
{
  sign_in (&f->desk, f, "agent");
  redress_real_server_stop (f->server);
  redress_test_spin_until (redress_headless_desk_is_offline, &f->desk, "being offline");
  for (gint64 ticket = 1; ticket <= N_NOTES; ticket++)
    note (&f->desk, ticket);
  redress_real_server_start (f->server);
  redress_sync_wake (f->desk.sync);
  redress_test_spin_until (are_notes_settled, &f->desk, "all answers");
  g_assert_cmpuint (f->desk.applied, ==, N_NOTES);
}

/* Somebody else has it: the claim says who. */
static void
test_claim_of_another (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 ticket;

  open_desk (&f->other, f, "two");
  sign_in (&f->desk, f, "agent");
  sign_in (&f->other, f, "agent2");
  ticket = find_decidable (&f->desk, 0);
  g_assert_true (redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, ticket, &error));
  g_assert_false (redress_headless_desk_claim (&f->other, REDRESS_COMMAND_CLAIM, ticket, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "agent"));
}

static void
save (RedressHeadlessDesk *desk, GFile *file)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  redress_sync_save_unsent_async (desk->sync, file, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the file");
  g_assert_cmpint (redress_sync_save_unsent_finish (desk->sync, result, &error), ==, 1);
  g_assert_no_error (error);
}

/* (nullable): NULL with @error */
static GPtrArray *
hand_in (RedressHeadlessDesk *desk, GFile *file, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  redress_sync_hand_in_async (desk->sync, file, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "handing in");
  return redress_sync_hand_in_finish (desk->sync, result, error);
}

/* Decided without a connection, brought to the server from another computer, and sent as well once
 * the first computer is back. */
static void
test_sealed_file (Fixture *f, gconstpointer data)
{
  g_autofree char *path = redress_test_folder_build (f->folder, "unsent");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 ticket;

  sign_in (&f->desk, f, "agent");
  ticket = find_decidable (&f->desk, 0);
  redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, ticket, &error);
  redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CHECK_OUT, ticket, &error);
  g_assert_no_error (error);
  redress_headless_desk_await_claim (&f->desk, ticket);
  redress_headless_desk_await_evidence (&f->desk, ticket);
  redress_real_server_stop (f->server);
  redress_test_spin_until (redress_headless_desk_is_offline, &f->desk, "the loss of the server");
  decide (&f->desk, ticket, 0);
  save (&f->desk, file);
  redress_headless_desk_close (&f->desk);

  redress_real_server_start (f->server);
  open_desk (&f->other, f, "two");
  sign_in (&f->other, f, "agent2");
  g_assert_null (hand_in (&f->other, file, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_clear_error (&error);
  redress_headless_desk_close (&f->other);
  open_desk (&f->other, f, "three");
  sign_in (&f->other, f, "agent");
  answers = hand_in (&f->other, file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answers->len, ==, 1);
  g_assert_null (((RedressHandedIn *)g_ptr_array_index (answers, 0))->code);
  again = hand_in (&f->other, file, &error);
  g_assert_no_error (error);
  g_assert_null (((RedressHandedIn *)g_ptr_array_index (again, 0))->code);

  open_desk (&f->desk, f, "one");
  sign_in (&f->desk, f, "agent");
  redress_test_spin_until (is_settled, &f->desk, "the answer");
  g_assert_cmpuint (f->desk.applied, ==, 1);
}

static gboolean
is_free (gpointer data)
{
  Looked *looked = data;
  RedressCase *found = redress_headless_desk_load (looked->desk, looked->ticket);
  gboolean is_free = found != NULL && found->summary->claim == NULL;

  g_clear_pointer (&found, redress_case_free);
  return is_free;
}

/* A supervisor takes a ticket away from an agent who decides it without a connection. */
static void
test_revoked_while_offline (Fixture *f, gconstpointer data)
{
  Looked theirs = { .desk = &f->other };
  g_autoptr (GError) error = NULL;

  open_desk (&f->other, f, "two");
  sign_in (&f->desk, f, "agent");
  theirs.ticket = find_decidable (&f->desk, 0);
  redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CLAIM, theirs.ticket, &error);
  redress_headless_desk_claim (&f->desk, REDRESS_COMMAND_CHECK_OUT, theirs.ticket, &error);
  g_assert_no_error (error);
  redress_headless_desk_await_claim (&f->desk, theirs.ticket);
  redress_headless_desk_await_evidence (&f->desk, theirs.ticket);
  decide (&f->desk, theirs.ticket, 5);
  redress_headless_desk_close (&f->desk);
  sign_in (&f->other, f, "supervisor");
  g_assert_true (
      redress_headless_desk_claim (&f->other, REDRESS_COMMAND_REVOKE, theirs.ticket, &error));
  redress_test_spin_until (is_free, &theirs, "the ticket in the queue");
  open_desk (&f->desk, f, "one");
  sign_in (&f->desk, f, "agent");
  redress_test_spin_until (is_settled, &f->desk, "the answer");
  g_assert_cmpuint (f->desk.conflicts, ==, 1);
  g_assert_cmpuint (f->desk.applied, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/sync/loop/decide", test_decide);
  ADD ("/sync/loop/open-ticket-follows", test_open_ticket_follows);
  ADD ("/sync/loop/offline", test_offline);
  ADD ("/sync/loop/too-old", test_too_old);
  ADD ("/sync/loop/restart", test_restart);
  ADD ("/sync/loop/more-than-fits", test_more_than_fits);
  ADD ("/sync/loop/claim-of-another", test_claim_of_another);
  ADD ("/sync/loop/revoked-while-offline", test_revoked_while_offline);
  ADD ("/sync/loop/sealed-file", test_sealed_file);
  return g_test_run ();
}
