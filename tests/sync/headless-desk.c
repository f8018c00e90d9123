/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/headless-desk.h"

#include "support/spin.h"

/* No sample set has that many tickets in a row that cannot be decided. */
#define LONGEST_LOOK 200

static void
count_applied (RedressHeadlessDesk *self)
{
  self->applied++;
}

static void
count_conflict (RedressHeadlessDesk *self)
{
  self->conflicts++;
}

static void
count_refused (RedressHeadlessDesk *self)
{
  self->refused++;
}

void
redress_headless_desk_open (RedressHeadlessDesk *self, const char *home)
{
  g_autofree char *data = g_build_filename (home, "data", NULL);
  g_autofree char *cache = g_build_filename (home, "cache", NULL);

  self->sync = redress_sync_new (redress_clock_get_system (), data, cache);
  g_signal_connect_swapped (self->sync, "applied", G_CALLBACK (count_applied), self);
  g_signal_connect_swapped (self->sync, "conflict", G_CALLBACK (count_conflict), self);
  g_signal_connect_swapped (self->sync, "refused", G_CALLBACK (count_refused), self);
}

void
redress_headless_desk_close (RedressHeadlessDesk *self)
{
  if (self->sync == NULL)
    return;
  redress_sync_shutdown (self->sync);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  redress_test_await_finalized (g_steal_pointer (&self->sync), "the end of the desk");
}

gboolean
redress_headless_desk_is_online (gpointer self)
{
  return redress_sync_get_status (((RedressHeadlessDesk *)self)->sync) == REDRESS_SYNC_ONLINE;
}

gboolean
redress_headless_desk_is_offline (gpointer self)
{
  return redress_sync_get_status (((RedressHeadlessDesk *)self)->sync) == REDRESS_SYNC_OFFLINE;
}

void
redress_headless_desk_sign_in (RedressHeadlessDesk *self,
                               const char *server,
                               const char *name,
                               const char *password)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  redress_sync_sign_in_async (self->sync, server, name, password, NULL, redress_test_keep_result,
                              &pending);
  result = redress_test_await_result (&pending, "signing in");
  redress_sync_sign_in_finish (self->sync, result, &error);
  g_assert_no_error (error);
  redress_test_spin_until (redress_headless_desk_is_online, self, "the first sync");
}

RedressCase *
redress_headless_desk_load (RedressHeadlessDesk *self, gint64 ticket)
{
  RedressStore *store = redress_sync_get_store (self->sync);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_load_case_async (store, ticket, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "a case");
  return redress_store_load_case_finish (store, result, NULL);
}

typedef struct
{
  RedressHeadlessDesk *desk;
  gint64 ticket;
} Wanted;

static gboolean
is_loaded (gpointer data)
{
  Wanted *wanted = data;
  RedressCase *found = redress_headless_desk_load (wanted->desk, wanted->ticket);
  gboolean ready =
      found != NULL && found->ticket != NULL && found->policy != NULL && found->evaluation != NULL;

  g_clear_pointer (&found, redress_case_free);
  return ready;
}

static gboolean
is_ready_offline (gpointer data)
{
  Wanted *wanted = data;
  RedressCase *found = redress_headless_desk_load (wanted->desk, wanted->ticket);
  gboolean ready = found != NULL && found->ready_offline;

  g_clear_pointer (&found, redress_case_free);
  return ready;
}

gboolean
redress_headless_desk_claim (RedressHeadlessDesk *self,
                             RedressCommandType type,
                             gint64 ticket,
                             GError **error)
{
  g_autoptr (RedressCommand) command = redress_command_new (type, ticket);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  RedressClaim *claim;

  if (type == REDRESS_COMMAND_REVOKE)
    command->note = g_strdup ("It is due and nobody works on it");
  redress_sync_claim_async (self->sync, command, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "a claim");
  claim = redress_sync_claim_finish (self->sync, result, error);
  if (claim == NULL)
    return FALSE;
  redress_claim_free (claim);
  return TRUE;
}

static gboolean
has_claim (gpointer data)
{
  Wanted *wanted = data;
  RedressCase *found = redress_headless_desk_load (wanted->desk, wanted->ticket);
  gboolean has = found != NULL && found->ticket != NULL && found->summary->claim != NULL &&
                 found->ticket->summary->rev >= found->summary->rev;

  g_clear_pointer (&found, redress_case_free);
  return has;
}

void
redress_headless_desk_await_claim (RedressHeadlessDesk *self, gint64 ticket)
{
  Wanted wanted = { self, ticket };

  redress_test_spin_until (has_claim, &wanted, "the claim");
}

void
redress_headless_desk_await_evidence (RedressHeadlessDesk *self, gint64 ticket)
{
  Wanted wanted = { self, ticket };

  redress_test_spin_until (is_ready_offline, &wanted, "the evidence on the disk");
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

/* Whether the agent could decide it alone and for good. */
static gboolean
is_decidable (const RedressCase *found)
{
  return choose (found->evaluation) != REDRESS_VERDICT_NONE && !found->evaluation->four_eyes &&
         found->summary->state == REDRESS_STATE_OPEN && found->outbox_entry == NULL &&
         redress_policy_get_offline_class (found->policy) == REDRESS_OFFLINE_ALLOWED;
}

gint64
redress_headless_desk_find_decidable (RedressHeadlessDesk *self, gint64 after)
{
  for (gint64 ticket = after + 1; ticket <= after + LONGEST_LOOK; ticket++)
    {
      Wanted wanted = { self, ticket };
      RedressCase *found = redress_headless_desk_load (self, ticket);
      gboolean good;

      if (found == NULL)
        continue;
      redress_case_free (found);
      redress_sync_set_open_ticket (self->sync, ticket);
      redress_test_spin_until (is_loaded, &wanted, "the details");
      found = redress_headless_desk_load (self, ticket);
      good = is_decidable (found);
      redress_case_free (found);
      if (good)
        return ticket;
    }
  return 0;
}

static RedressCommand *
build_decision (const RedressCase *found)
{
  RedressCommand *command = redress_command_new (REDRESS_COMMAND_DECIDE, found->summary->id);

  command->verdict = choose (found->evaluation);
  command->reason_code = g_strdup (find_reason (found->policy, command->verdict));
  command->base_version = found->ticket->summary->version;
  command->claim_token = found->summary->claim->token;
  command->policy_version = found->ticket->policy_version;
  command->note = g_strdup ("seen and decided");
  command->message = g_strdup ("Your request was looked at.");
  if (command->verdict != found->evaluation->recommended)
    command->override_reason = g_strdup ("the rules ask for more than is needed here");
  return command;
}

RedressCommand *
redress_headless_desk_build (RedressHeadlessDesk *self, gint64 ticket)
{
  RedressCase *found = redress_headless_desk_load (self, ticket);
  RedressCommand *command = build_decision (found);

  redress_case_free (found);
  return command;
}

RedressOutboxEntry *
redress_headless_desk_record (RedressHeadlessDesk *self,
                              const RedressCommand *command,
                              guint undo_seconds)
{
  RedressStore *store = redress_sync_get_store (self->sync);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  RedressOutboxEntry *entry;
  g_autoptr (GError) error = NULL;

  redress_store_record_async (store, command, undo_seconds, NULL, redress_test_keep_result,
                              &pending);
  result = redress_test_await_result (&pending, "the record");
  entry = redress_store_record_finish (store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (entry->state, ==, REDRESS_OUTBOX_RECORDED);
  return entry;
}

RedressOutboxEntry *
redress_headless_desk_decide (RedressHeadlessDesk *self, gint64 ticket, guint undo_seconds)
{
  g_autoptr (RedressCommand) command = redress_headless_desk_build (self, ticket);

  return redress_headless_desk_record (self, command, undo_seconds);
}
