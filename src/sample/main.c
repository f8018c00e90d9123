/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/error.h"
#include "core/timestamp.h"
#include "sample/colleague.h"
#include "sample/keys.h"
#include "sample/sender.h"

#define EXIT_BAD 1
#define EXIT_USAGE 2
#define DEFAULT_TICKETS 130
#define DEFAULT_WITH_EVIDENCE 300
#define DEFAULT_JOBS 4
#define PROGRESS_LINES 20
#define PAST_SHARE 4
#define MOST_PAST 36

typedef struct
{
  GMainLoop *loop;
  RedressSendPlan plan;
  guint64 told; /* lines of progress */
  int status;
} Program;

static void
progress_cb (const RedressSendTally *tally, gpointer data)
{
  Program *program = data;
  guint64 done = tally->tickets + tally->known;
  guint64 step = MAX (program->plan.count / PROGRESS_LINES, 1);

  if (done / step == program->told)
    return;
  program->told = done / step;
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

typedef struct
{
  char *server;
  char *keys;
  char *evidence;
  char *now;
  char *colleague;
  char *passwords;
  gint64 tickets;
  gint64 seed;
  gint64 first;
  gint64 past;
  int rate;
  int jobs;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->server);
  g_free (options->keys);
  g_free (options->evidence);
  g_free (options->now);
  g_free (options->colleague);
  g_free (options->passwords);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
read_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &options->server, "Address of the server", "URL" },
    { "keys", 0, 0, G_OPTION_ARG_FILENAME, &options->keys, "File of “platform key” lines", "FILE" },
    { "tickets", 0, 0, G_OPTION_ARG_INT64, &options->tickets, "How many tickets", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, "Same seed, same tickets", "S" },
    { "first", 0, 0, G_OPTION_ARG_INT64, &options->first, "Number of the first ticket", "N" },
    { "evidence", 0, 0, G_OPTION_ARG_STRING, &options->evidence, "How many bring files", "N|all" },
    { "rate", 0, 0, G_OPTION_ARG_INT, &options->rate, "Tickets a second at most", "N" },
    { "jobs", 0, 0, G_OPTION_ARG_INT, &options->jobs, "How many are on their way at once", "N" },
    { "now", 0, 0, G_OPTION_ARG_STRING, &options->now, "Count times back from here", "TIME" },
    { "work-as", 0, 0, G_OPTION_ARG_STRING, &options->colleague,
      "Account that has decided some tickets before", "NAME" },
    { "passwords", 0, 0, G_OPTION_ARG_FILENAME, &options->passwords,
      "File of “account password” lines", "FILE" },
    { "past", 0, 0, G_OPTION_ARG_INT64, &options->past, "How many it has decided", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- hand in sample tickets");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (options->server != NULL && options->keys != NULL && options->tickets >= 0 &&
      options->first >= 0 && options->past >= -1 && options->rate >= 0 && options->jobs >= 1 &&
      (options->colleague == NULL) == (options->passwords == NULL) && *argc == 1)
    return TRUE;
  g_set_error_literal (
      error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
      "--server and --keys are needed, --work-as needs --passwords, numbers count");
  return FALSE;
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

static gboolean
make_plan (RedressSendPlan *plan, const Options *options, GHashTable *keys, GError **error)
{
  *plan = (RedressSendPlan){ .server = options->server,
                             .keys = keys,
                             .seed = (guint64)options->seed,
                             .first = (guint64)options->first,
                             .count = (guint64)options->tickets,
                             .with_originals = options->colleague != NULL,
                             .rate = (guint)options->rate,
                             .jobs = (guint)options->jobs,
                             .now = redress_clock_now (redress_clock_get_system ()) };
  return set_evidence (plan, options->evidence, error) &&
         (options->now == NULL || redress_timestamp_parse (options->now, &plan->now, error));
}

static void
make_past (RedressColleaguePlan *past, const RedressSendPlan *plan, const Options *options)
{
  *past = (RedressColleaguePlan){ .server = plan->server,
                                  .keys = plan->keys,
                                  .name = options->colleague,
                                  .seed = plan->seed,
                                  .first = plan->first,
                                  .count = plan->count,
                                  .now = plan->now };
  past->past =
      options->past >= 0 ? (guint64)options->past : MIN (plan->count / PAST_SHARE, MOST_PAST);
}

static int
send_all (Program *program)
{
  program->loop = g_main_loop_new (NULL, FALSE);
  redress_sample_send_async (&program->plan, progress_cb, program, NULL, sent_cb, program);
  g_main_loop_run (program->loop);
  g_main_loop_unref (program->loop);
  return program->status;
}

static int
fail (const GError *error, int status)
{
  g_printerr ("redress-sample: %s\n", error->message);
  return status;
}

/* The originals of today's appeals first; what else was decided before comes last, since nobody
 * waits for it. */
static int
send_with_past (Program *program, const Options *options)
{
  RedressColleaguePlan past;
  g_autofree char *password = NULL;
  g_autoptr (GError) error = NULL;
  guint originals = 0;
  guint others = 0;

  make_past (&past, &program->plan, options);
  password = redress_keys_find (options->passwords, options->colleague, &error);
  if (password == NULL)
    return fail (error, EXIT_USAGE);
  past.password = password;
  if (!redress_colleague_decide_originals_sync (&past, &originals, &error))
    return fail (error, EXIT_BAD);
  send_all (program);
  if (!redress_colleague_decide_past_sync (&past, &others, &error))
    return fail (error, EXIT_BAD);
  g_print ("%u tickets decided by %s\n", originals + others, options->colleague);
  return program->status;
}

int
main (int argc, char *argv[])
{
  g_auto (Options)
      options = { .tickets = DEFAULT_TICKETS, .seed = 1, .past = -1, .jobs = DEFAULT_JOBS };
  g_autoptr (GHashTable) keys = NULL;
  g_autoptr (GError) error = NULL;
  Program program = { 0 };

  setlocale (LC_ALL, "");
  if (!read_options (&options, &argc, &argv, &error) ||
      (keys = redress_keys_load (options.keys, &error)) == NULL ||
      !make_plan (&program.plan, &options, keys, &error))
    return fail (error, EXIT_USAGE);
  return options.colleague != NULL ? send_with_past (&program, &options) : send_all (&program);
}
