/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cli.h"

#include "core/error.h"
#include "server/control.h"
#include "server/environment.h"
#include "server/health.h"
#include "server/json-folder.h"
#include "server/server-private.h"
#include "server/trail-check.h"
#include "sql/integrity.h"
#include "wire/codec.h"

#include <stdio.h>

static gboolean
print_checks (GPtrArray *checks)
{
  gboolean good = TRUE;

  for (guint i = 0; i < checks->len; i++)
    {
      const RedressCheck *check = g_ptr_array_index (checks, i);
      const char *mark = check->ok ? "ok     " : check->needed ? "failed " : "missing";

      printf ("%s %s%s%s\n", mark, check->name, check->detail != NULL ? ": " : "",
              check->detail != NULL ? check->detail : "");
      good = good && (check->ok || !check->needed);
    }
  return good;
}

/* PostgreSQL has programs of its own for that. */
static gboolean
check_pages (RedressSqlConnection *connection, GError **error)
{
  return redress_sql_connection_get_dialect (connection) != REDRESS_SQL_SQLITE ||
         redress_sql_check (connection, REDRESS_SQL_THOROUGH, error);
}

/* Decisions, log, feed and stored answers held against each other. */
static gboolean
check_trail (RedressServer *server)
{
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  if (!check_pages (redress_server_get_connection (server), &error) ||
      !redress_trail_check (redress_server_get_connection (server),
                            redress_server_get_data_dir (server), mistakes, &error))
    {
      printf ("failed  trail: %s\n", error->message);
      return FALSE;
    }
  for (guint i = 0; i < mistakes->len; i++)
    printf ("failed  trail: %s\n", (const char *)g_ptr_array_index (mistakes, i));
  if (mistakes->len == 0)
    printf ("ok      trail: decisions, log, feed and answers agree\n");
  return mistakes->len == 0;
}

/* A server that serves is asked over HTTP by whoever wants to know; here its folder is only known
 * to be in use. */
static gboolean
check_folder (const RedressCliOptions *options, gboolean *trail_good)
{
  RedressServerOptions server_options = { .data_dir = options->data_dir,
                                          .database = options->database,
                                          .shared_dir = options->shared_dir,
                                          .policies_dir = options->policies_dir };
  g_autoptr (GSocketConnection) connection = redress_control_connect (options->data_dir);
  g_autoptr (GPtrArray) checks = NULL;
  g_autoptr (RedressServer) server = NULL;
  g_autoptr (GError) error = NULL;

  if (connection != NULL)
    {
      printf ("ok      data folder: a server serves %s\n", options->data_dir);
      return TRUE;
    }
  server = redress_server_open (&server_options, &error);
  if (server == NULL)
    {
      printf ("failed  data folder: %s\n", error->message);
      return FALSE;
    }
  printf ("ok      data folder: %s\n", redress_server_get_data_dir (server));
  *trail_good = check_trail (server);
  checks = redress_health_check (server);
  return print_checks (checks);
}

/**
 * redress_cli_check:
 * @options: options that every command takes
 *
 * Prints what works on this machine and what does not, and whether what the data folder says
 * of decisions agrees with itself.
 *
 * Returns: the exit status: 3 where the server cannot do its work, 1 where its trail is wrong
 */
RedressExit
redress_cli_check (const RedressCliOptions *options)
{
  g_autoptr (GPtrArray) checks = redress_environment_check ();
  gboolean trail_good = TRUE;
  gboolean good = check_folder (options, &trail_good);

  if (!print_checks (checks) || !good)
    return REDRESS_EXIT_ENVIRONMENT;
  return trail_good ? REDRESS_EXIT_GOOD : REDRESS_EXIT_BAD;
}

static RedressExit
lint_file (const char *path)
{
  g_autoptr (RedressPolicy) policy = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) mistakes = NULL;
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return REDRESS_EXIT_USAGE;
    }
  bytes = g_bytes_new_take (contents, length);
  mistakes = redress_policy_lint (bytes);
  for (char **mistake = mistakes; *mistake != NULL; mistake++)
    printf ("%s:%s\n", path, *mistake);
  if (*mistakes != NULL)
    return REDRESS_EXIT_BAD;

  policy = redress_policy_from_bytes (bytes, &error);
  if (policy == NULL)
    {
      printf ("%s: %s\n", path, error->message);
      return REDRESS_EXIT_BAD;
    }
  printf ("%s: %s version %" G_GINT64_FORMAT ", %u rules, %s\n", path,
          redress_policy_get_flow (policy), redress_policy_get_version (policy),
          redress_policy_get_rules (policy)->len, redress_policy_get_sha256 (policy));
  return REDRESS_EXIT_GOOD;
}

/**
 * redress_cli_lint:
 * @files: (array zero-terminated=1): policy files
 *
 * Names every mistake of each file, or says what is in it.
 *
 * Returns: the exit status: 1 where one has a mistake
 */
RedressExit
redress_cli_lint (char *const *files)
{
  RedressExit worst = REDRESS_EXIT_GOOD;

  for (guint i = 0; files[i] != NULL; i++)
    {
      RedressExit status = lint_file (files[i]);

      worst = MAX (worst, status);
    }
  return worst;
}

static RedressExit
lint_calendar (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = redress_json_folder_read (path, &error);
  int year;

  if (bytes == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return REDRESS_EXIT_USAGE;
    }
  year = redress_calendar_file_check (bytes, &error);
  if (year == 0)
    {
      printf ("%s: %s\n", path, error->message);
      return REDRESS_EXIT_BAD;
    }
  printf ("%s: calendar of %d\n", path, year);
  return REDRESS_EXIT_GOOD;
}

/**
 * redress_cli_lint_calendars:
 * @files: (array zero-terminated=1): calendar files
 *
 * Names the mistake of each file, or the year it is about.
 *
 * Returns: the exit status: 1 where one has a mistake
 */
RedressExit
redress_cli_lint_calendars (char *const *files)
{
  RedressExit worst = REDRESS_EXIT_GOOD;

  for (guint i = 0; files[i] != NULL; i++)
    {
      RedressExit status = lint_calendar (files[i]);

      worst = MAX (worst, status);
    }
  return worst;
}
