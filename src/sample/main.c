/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/timestamp.h"
#include "sample/keys.h"
#include "sample/sender.h"

#define EXIT_BAD 1
#define EXIT_USAGE 2
#define DEFAULT_TICKETS 130
#define DEFAULT_WITH_EVIDENCE 300
#define DEFAULT_JOBS 4
#define PROGRESS_EVERY 25

typedef struct
{
  GMainLoop *loop;
  RedressSendPlan plan;
  int status;
} Program;

static void
progress_cb (const RedressSendTally *tally, gpointer data)
{
  Program *program = data;
  guint64 done = tally->tickets + tally->known;

  if (done % PROGRESS_EVERY == 0)
    g_printerr ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " tickets, %" G_GUINT64_FORMAT
                " files\n",
                done, program->plan.count, tally->files);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Program *program = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSendTally) tally = redress_sample_send_finish (result, &error);

  program->status = EXIT_BAD;
  if (tally == NULL)
    g_printerr ("redress-sample: %s\n", error->message);
  else
    {
      g_print ("%" G_GUINT64_FORMAT " tickets sent, %" G_GUINT64_FORMAT
               " known already, %" G_GUINT64_FORMAT " files, %" G_GUINT64_FORMAT " refused\n",
               tally->tickets, tally->known, tally->files, tally->refused);
      if (tally->first_problem != NULL)
        g_printerr ("first refusal: %s\n", tally->first_problem);
      program->status = tally->refused == 0 ? 0 : EXIT_BAD;
    }
  g_main_loop_quit (program->loop);
}

static gboolean
set_evidence (RedressSendPlan *plan, const char *evidence, GError **error)
{
  if (evidence == NULL)
    plan->with_evidence = DEFAULT_WITH_EVIDENCE;
  else if (g_str_equal (evidence, "all"))
    plan->with_evidence = plan->count;
  else
    return g_ascii_string_to_unsigned (evidence, 10, 0, G_MAXINT64, &plan->with_evidence, error);
  return TRUE;
}

static int
run (Program *program)
{
  program->loop = g_main_loop_new (NULL, FALSE);
  redress_sample_send_async (&program->plan, progress_cb, program, NULL, sent_cb, program);
  g_main_loop_run (program->loop);
  g_main_loop_unref (program->loop);
  return program->status;
}

static int
fail (const GError *error)
{
  g_printerr ("redress-sample: %s\n", error->message);
  return EXIT_USAGE;
}

int
main (int argc, char *argv[])
{
  g_autofree char *server = NULL;
  g_autofree char *keys = NULL;
  g_autofree char *evidence = NULL;
  g_autofree char *now = NULL;
  gint64 tickets = DEFAULT_TICKETS;
  gint64 seed = 1;
  gint64 first = 0;
  int rate = 0;
  int jobs = DEFAULT_JOBS;
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &server, "Address of the server", "URL" },
    { "keys", 0, 0, G_OPTION_ARG_FILENAME, &keys, "File with one “platform key” a line", "FILE" },
    { "tickets", 0, 0, G_OPTION_ARG_INT64, &tickets, "How many tickets", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Same seed, same tickets", "S" },
    { "first", 0, 0, G_OPTION_ARG_INT64, &first, "Number of the first ticket", "N" },
    { "evidence", 0, 0, G_OPTION_ARG_STRING, &evidence, "How many bring their files", "N|all" },
    { "rate", 0, 0, G_OPTION_ARG_INT, &rate, "Tickets a second at most", "N" },
    { "jobs", 0, 0, G_OPTION_ARG_INT, &jobs, "How many are on their way at once", "N" },
    { "now", 0, 0, G_OPTION_ARG_STRING, &now, "Count times back from here", "TIME" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- hand in sample tickets");
  g_autoptr (GHashTable) table = NULL;
  g_autoptr (GError) error = NULL;
  Program program = { 0 };

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return fail (error);
  if (server == NULL || keys == NULL || tickets < 0 || first < 0 || rate < 0 || jobs < 1 ||
      argc > 1)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return EXIT_USAGE;
    }
  program.plan = (RedressSendPlan){ .server = server,
                                    .seed = (guint64)seed,
                                    .first = (guint64)first,
                                    .count = (guint64)tickets,
                                    .rate = (guint)rate,
                                    .jobs = (guint)jobs,
                                    .now = redress_clock_now (redress_clock_get_system ()) };
  table = redress_keys_load (keys, &error);
  if (table == NULL || !set_evidence (&program.plan, evidence, &error) ||
      (now != NULL && !redress_timestamp_parse (now, &program.plan.now, &error)))
    return fail (error);
  program.plan.keys = table;
  return run (&program);
}
