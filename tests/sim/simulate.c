/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole worlds of desks, lines, disks and a server, each from one number.
 *
 *   simulate [--seed N] [--worlds N] [--minutes N] [--until-bad]
 *
 * runs so many worlds, or as many as fit into the time, from the seed on; without a seed from one
 * by the clock. What is wrong in a world is said with its seed. */
#include "server/account-table.h"
#include "server/connector-table.h"
#include "server/log.h"
#include "server/token.h"
#include "sim/virtual-time.h"
#include "sim/world.h"
#include "support/folder.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#define SHORTEST_DAY (20 * REDRESS_MINUTE)
#define LONGEST_DAY (2 * REDRESS_HOUR)

typedef struct
{
  RedressTestFolder *folder;
  char *template;
  char *key;
  guint n_bad;
  SimFigures sum;
} Run;

static void
drop_line (const char *line, gpointer data)
{
}

/* Failing disks are what it is about: the server's words on them are not. */
static void
drop_warning (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  if ((level & G_LOG_LEVEL_WARNING) == 0)
    g_log_default_handler (domain, level, message, NULL);
}

static void
add_account (RedressSqlConnection *connection, guint number)
{
  static char *scopes[] = { (char *)"kameng", (char *)"cainiao", NULL };
  g_autoptr (RedressAccount) account = redress_account_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  account->name = g_strdup_printf ("agent%u", number);
  account->display_name = g_strdup (account->name);
  account->role = REDRESS_ROLE_AGENT;
  g_strfreev (account->scopes);
  account->scopes = g_strdupv (scopes);
  if (!redress_account_table_add (connection, account, NULL, sim_now (), &id, &error))
    g_error ("%s", error->message);
}

/* What every world begins with, made once. */
static void
make_template (Run *self)
{
  g_autofree char *policies = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "tests", "server",
                                                "data", "policies", NULL);
  g_autoptr (RedressClock) clock = redress_clock_new_manual (sim_now ());
  RedressServerOptions options = { .data_dir = self->template,
                                   .policies_dir = policies,
                                   .clock = clock };
  g_autoptr (GError) error = NULL;
  RedressServer *server = redress_server_open (&options, &error);
  RedressSqlConnection *connection;
  gint64 id;

  if (server == NULL)
    g_error ("%s", error->message);
  connection = redress_server_get_connection (server);
  for (guint i = 1; i <= SIM_DESKS; i++)
    add_account (connection, i);
  self->key = redress_token_new ("rk");
  if (!redress_connector_table_add (connection, "kameng", self->key, sim_now (), &id, &error))
    g_error ("%s", error->message);
  redress_server_close (server);
}

static void
add_figures (SimFigures *sum, const SimFigures *figures)
{
  sum->n_recorded += figures->n_recorded;
  sum->n_applied += figures->n_applied;
  sum->n_refused += figures->n_refused;
  sum->n_withdrawn += figures->n_withdrawn;
  sum->n_crashes += figures->n_crashes;
  sum->n_decisions += figures->n_decisions;
}

static SimFigures
run_world (Run *self, guint64 seed)
{
  RedressTestFolder *folder = redress_test_folder_new ();
  SimWorld world;
  SimFigures figures = { 0 };

  /* A world that ends the program leaves its seed. */
  fprintf (stderr, "seed %" G_GUINT64_FORMAT "\r", seed);
  g_random_set_seed ((guint32)seed);
  sim_time_begin (seed);
  sim_world_begin (&world, redress_test_folder_get_path (folder), self->template, self->key);
  sim_world_run (&world, sim_between (SHORTEST_DAY, LONGEST_DAY));
  sim_world_settle (&world);
  figures = sim_world_get_figures (&world);
  add_figures (&self->sum, &figures);
  if (world.ledger.mistakes->len > 0)
    {
      self->n_bad++;
      printf ("# seed %" G_GUINT64_FORMAT " is bad:\n", seed);
    }
  for (guint i = 0; i < world.ledger.mistakes->len; i++)
    printf ("#   %s\n", (const char *)g_ptr_array_index (world.ledger.mistakes, i));
  fflush (stdout);
  sim_world_end (&world);
  sim_time_end ();
  redress_test_folder_free (folder);
  return figures;
}

/* A seed that does not repeat its world is of no use to who looks for what went wrong there. */
static void
repeat_world (Run *self, guint64 seed, const SimFigures *first)
{
  const SimFigures sum = self->sum;
  const guint n_bad = self->n_bad;
  const SimFigures again = run_world (self, seed);

  self->sum = sum;
  self->n_bad = n_bad;
  if (again.n_happenings == first->n_happenings && again.ended_at == first->ended_at)
    return;
  self->n_bad++;
  printf ("# seed %" G_GUINT64_FORMAT " is another world each time: %u happenings, then %u\n", seed,
          first->n_happenings, again.n_happenings);
}

int
main (int argc, char **argv)
{
  gint64 seed = g_get_real_time () / 1000, worlds = 0, minutes = 0;
  gboolean until_bad = FALSE;
  GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "number of the first world", "N" },
    { "worlds", 0, 0, G_OPTION_ARG_INT64, &worlds, "how many", "N" },
    { "until-bad", 0, 0, G_OPTION_ARG_NONE, &until_bad, "end with the first bad one", NULL },
    { "minutes", 0, 0, G_OPTION_ARG_INT64, &minutes, "for how long", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Run run = { 0 };
  SimFigures first;
  gint64 end;
  guint n = 1;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "simulate: %s\n", error->message);
      return 2;
    }
  /* Much is written, and nothing of it is for later. */
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", FALSE);
  run.folder = redress_test_folder_new ();
  redress_log_set_writer (drop_line, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_log_set_default_handler (drop_warning, NULL);
  sim_disk_install ();
  sim_time_begin (0);
  run.template = redress_test_folder_build (run.folder, "template");
  make_template (&run);
  sim_time_end ();
  end = g_get_monotonic_time () + minutes * G_TIME_SPAN_MINUTE;
  first = run_world (&run, (guint64)seed);
  for (; (n < worlds || g_get_monotonic_time () < end) && (run.n_bad == 0 || !until_bad); n++)
    run_world (&run, (guint64)seed + n);
  repeat_world (&run, (guint64)seed, &first);
  printf ("# seeds %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT ": %u commands recorded, %u applied, "
          "%u refused, %u taken back, %" G_GINT64_FORMAT " decisions, %u crashes\n",
          seed, seed + n - 1, run.sum.n_recorded, run.sum.n_applied, run.sum.n_refused,
          run.sum.n_withdrawn, run.sum.n_decisions, run.sum.n_crashes);
  printf ("1..1\n%s 1 %u worlds, %u of them bad\n", run.n_bad == 0 ? "ok" : "not ok", n, run.n_bad);
  redress_test_folder_free (run.folder);
  g_free (run.template);
  g_free (run.key);
  return run.n_bad == 0 ? 0 : 1;
}
