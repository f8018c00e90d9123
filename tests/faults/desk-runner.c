/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk without a window that decides one ticket after the other, for being killed.
 *
 *   desk-runner HOME SERVER NAME PASSWORD AFTER PACE
 *
 * signs in, decides tickets whose number is above AFTER, at most one every PACE milliseconds, and
 * says each step on its output:
 *
 *   ready                          signed in, the queue is here
 *   submit TICKET                  the agent presses the button
 *   recorded COMMAND_ID TICKET     the desk says that it is recorded
 *   applied COMMAND_ID TICKET      the server's answer (or: conflict, refused)
 *   none                           no ticket is left
 *
 * When its input ends it decides no more, waits until nothing is left to send, says of each
 * command that stays in the outbox `kept COMMAND_ID TICKET`, then `drained`, and ends. */
#include "core/error.h"
#include "support/spin.h"
#include "sync/headless-desk.h"

#include <glib-unix.h>
#include <stdio.h>

/* A person presses "try again"; nobody is here, so a lost server is looked for this often. */
#define WAKE_MILLISECONDS 100

typedef struct
{
  RedressHeadlessDesk desk;
  GHashTable *answered; /* (element-type utf8): ids of commands */
  const char *awaited;  /* (nullable): id of the command whose answer is waited for */
  guint pace;           /* milliseconds */
  gboolean is_due;      /* the next decision */
  gboolean is_ending;
} Runner;

static void say (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* A line is out before the next step: what was said holds even if the next instruction is never
 * reached. */
static void
say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  fflush (stdout);
}

static void
note_answer (Runner *self, const char *what, const char *command_id, gint64 ticket)
{
  say ("%s %s %" G_GINT64_FORMAT "\n", what, command_id, ticket);
  g_hash_table_add (self->answered, g_strdup (command_id));
}

static void
on_applied (RedressSync *sync, const char *command_id, gint64 ticket, gpointer data)
{
  note_answer (data, "applied", command_id, ticket);
}

static void
on_conflict (RedressSync *sync, const char *command_id, gint64 ticket, gpointer data)
{
  note_answer (data, "conflict", command_id, ticket);
}

static void
on_refused (RedressSync *sync, const char *command_id, gint64 ticket, gpointer data)
{
  note_answer (data, "refused", command_id, ticket);
}

static gboolean
on_input (int fd, GIOCondition condition, gpointer data)
{
  Runner *self = data;

  self->is_ending = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
wake (gpointer data)
{
  Runner *self = data;

  if (redress_headless_desk_is_offline (&self->desk))
    redress_sync_wake (self->desk.sync);
  return G_SOURCE_CONTINUE;
}

/* Also when no answer will be waited for. */
static gboolean
is_answered (gpointer data)
{
  Runner *self = data;

  return g_hash_table_contains (self->answered, self->awaited);
}

/* However often the server is away in the meantime. Returns FALSE if the ticket is not to be
 * had. */
static gboolean
claim (Runner *self, gint64 ticket)
{
  for (;;)
    {
      g_autoptr (GError) error = NULL;

      if (redress_headless_desk_claim (&self->desk, REDRESS_COMMAND_CLAIM, ticket, &error))
        return TRUE;
      if (!g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE) &&
          !g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_RETRY))
        {
          say ("# no claim on %" G_GINT64_FORMAT ": %s\n", ticket, error->message);
          return FALSE;
        }
      redress_sync_wake (self->desk.sync);
      redress_test_spin_until (redress_headless_desk_is_online, &self->desk, "the server");
    }
}

static void
decide (Runner *self, gint64 ticket)
{
  g_autoptr (RedressOutboxEntry) entry = NULL;

  if (!claim (self, ticket))
    return;
  redress_headless_desk_await_claim (&self->desk, ticket);
  say ("submit %" G_GINT64_FORMAT "\n", ticket);
  entry = redress_headless_desk_decide (&self->desk, ticket, 0);
  say ("recorded %s %" G_GINT64_FORMAT "\n", entry->command->command_id, ticket);
  self->awaited = entry->command->command_id;
  redress_test_spin_until (is_answered, self, "the answer");
}

static gboolean
note_due (gpointer data)
{
  Runner *self = data;

  self->is_due = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
is_due (gpointer data)
{
  Runner *self = data;

  return self->is_due;
}

static void
decide_at_pace (Runner *self, gint64 ticket)
{
  self->is_due = FALSE;
  g_timeout_add (self->pace, note_due, self);
  decide (self, ticket);
  redress_test_spin_until (is_due, self, "the next decision");
}

static GPtrArray *
list_outbox (Runner *self)
{
  RedressStore *store = redress_sync_get_store (self->desk.sync);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  redress_store_list_outbox_async (store, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the outbox");
  entries = redress_store_list_outbox_finish (store, result, &error);
  g_assert_no_error (error);
  return entries;
}

/* Nothing is on its way; what a person has to look at may stay. */
static gboolean
is_drained (gpointer data)
{
  g_autoptr (GPtrArray) entries = list_outbox (data);

  for (guint i = 0; i < entries->len; i++)
    {
      RedressOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (entry->state != REDRESS_OUTBOX_CONFLICT && entry->state != REDRESS_OUTBOX_REFUSED)
        return FALSE;
    }
  return TRUE;
}

static void
drain (Runner *self)
{
  g_autoptr (GPtrArray) entries = NULL;

  redress_test_spin_until (is_drained, self, "an empty outbox");
  entries = list_outbox (self);
  for (guint i = 0; i < entries->len; i++)
    {
      RedressOutboxEntry *entry = g_ptr_array_index (entries, i);

      say ("kept %s %" G_GINT64_FORMAT "\n", entry->command->command_id, entry->command->ticket);
    }
  say ("drained\n");
}

static void
run (Runner *self, gint64 after)
{
  gint64 ticket = after;

  while (!self->is_ending)
    {
      ticket = redress_headless_desk_find_decidable (&self->desk, ticket);
      if (ticket == 0)
        {
          say ("none\n");
          return;
        }
      decide_at_pace (self, ticket);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GHashTable) answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Runner self = { .answered = answered };
  guint waker;

  if (argc != 7)
    {
      fprintf (stderr, "usage: desk-runner HOME SERVER NAME PASSWORD AFTER PACE\n");
      return 2;
    }
  g_unix_fd_add (0, G_IO_IN | G_IO_HUP, on_input, &self);
  self.pace = (guint)g_ascii_strtoull (argv[6], NULL, 10);
  waker = g_timeout_add (WAKE_MILLISECONDS, wake, &self);
  redress_headless_desk_open (&self.desk, argv[1]);
  g_signal_connect (self.desk.sync, "applied", G_CALLBACK (on_applied), &self);
  g_signal_connect (self.desk.sync, "conflict", G_CALLBACK (on_conflict), &self);
  g_signal_connect (self.desk.sync, "refused", G_CALLBACK (on_refused), &self);
  redress_headless_desk_sign_in (&self.desk, argv[2], argv[3], argv[4]);
  say ("ready\n");
  run (&self, g_ascii_strtoll (argv[5], NULL, 10));
  drain (&self);
  g_source_remove (waker);
  redress_headless_desk_close (&self.desk);
  return 0;
}
