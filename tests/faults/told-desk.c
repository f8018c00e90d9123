/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk without a window that does what the lines of its input say, and tries again until it is
 * done, as a person would who presses the button once more.
 *
 *   told-desk HOME SERVER NAME PASSWORD
 *
 *   sign-in                       also when it is signed in
 *   rebuild LAST-TICKET           the cache is begun anew
 *   find TICKET                   the next one after it that can be decided: `row found TICKET`
 *   open TICKET                   until its newest details are here
 *   evidence TICKET               until its first piece is here
 *   claim, renew, release, check_out TICKET
 *   decide, note, hold, resume, need_info, escalate, stale TICKET
 *   notes TICKET TICKET TICKET    recorded at once
 *   reveal, export TICKET; search; peaks; connectors
 *   rest                          until nothing is left to send and the feed is read
 *   dump LAST-TICKET              what the cache says of each ticket and policy
 *   sign-out
 *
 * It says `recorded COMMAND_ID TICKET`, `applied COMMAND_ID TICKET` (or conflict, refused),
 * `again WORDS` for each try that failed, `row WORDS` for a row of a dump, and at the end of each
 * line `done` or `failed WORDS`. */
#include "faults/told-desk.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>

/* A person presses "try again"; nobody is here. */
#define WAKE_MILLISECONDS 4

void
told_desk_say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  fflush (stdout);
}

static void
note_answer (ToldDesk *self, const char *what, const char *command_id, gint64 ticket)
{
  told_desk_say ("%s %s %" G_GINT64_FORMAT, what, command_id, ticket);
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
wake (gpointer data)
{
  ToldDesk *self = data;

  if (redress_headless_desk_is_offline (&self->desk))
    redress_sync_wake (self->desk.sync);
  return G_SOURCE_CONTINUE;
}

static const struct
{
  const char *word;
  ToldDeskFunc func;
} orders[] = {
  { "sign-in", told_desk_sign_in },   { "rebuild", told_desk_rebuild },
  { "find", told_desk_find },         { "open", told_desk_open },
  { "evidence", told_desk_evidence }, { "claim", told_desk_claim },
  { "renew", told_desk_claim },       { "release", told_desk_claim },
  { "check_out", told_desk_claim },   { "decide", told_desk_record },
  { "note", told_desk_record },       { "hold", told_desk_record },
  { "resume", told_desk_record },     { "need_info", told_desk_record },
  { "escalate", told_desk_record },   { "stale", told_desk_record },
  { "notes", told_desk_record },      { "reveal", told_desk_reveal },
  { "export", told_desk_export },     { "search", told_desk_search },
  { "peaks", told_desk_peaks },       { "connectors", told_desk_connectors },
  { "rest", told_desk_rest },         { "dump", told_desk_dump },
  { "sign-out", told_desk_sign_out },
};

static void
obey (ToldDesk *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (g_strcmp0 (words[0], orders[i].word) == 0)
      {
        orders[i].func (self, words);
        return;
      }
  told_desk_say ("failed no such order");
}

static char *
read_line (GDataInputStream *input)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, redress_test_keep_result,
                                       &pending);
  /* Whoever tells it what to do may take its time. */
  while (pending == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = g_steal_pointer (&pending);
  return g_data_input_stream_read_line_finish (input, result, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GHashTable) answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GInputStream) raw = g_unix_input_stream_new (0, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (raw);
  ToldDesk self = { .answered = answered };
  guint waker;
  char *line;

  if (argc != 5)
    {
      fprintf (stderr, "usage: told-desk HOME SERVER NAME PASSWORD\n");
      return 2;
    }
  self.server = argv[2];
  self.name = argv[3];
  self.password = argv[4];
  waker = g_timeout_add (WAKE_MILLISECONDS, wake, &self);
  redress_headless_desk_open (&self.desk, argv[1]);
  g_signal_connect (self.desk.sync, "applied", G_CALLBACK (on_applied), &self);
  g_signal_connect (self.desk.sync, "conflict", G_CALLBACK (on_conflict), &self);
  g_signal_connect (self.desk.sync, "refused", G_CALLBACK (on_refused), &self);
  while ((line = read_line (input)) != NULL)
    {
      obey (&self, line);
      g_free (line);
    }
  g_source_remove (waker);
  redress_headless_desk_close (&self.desk);
  return 0;
}
