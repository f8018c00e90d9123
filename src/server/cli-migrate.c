/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cli.h"

#include "core/error.h"
#include "server/database.h"
#include "server/move.h"

#include <stdio.h>
#include <string.h>

#define FROM_SCHEME "sqlite:"

static gboolean
parse (char **words, char **from, char **to, GError **error)
{
  GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_FILENAME, from, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_STRING, to, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) copy = g_strdupv (words);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &copy, error))
    return FALSE;
  if (copy[1] == NULL && *from != NULL && g_str_has_prefix (*from, FROM_SCHEME) && *to != NULL &&
      redress_database_is_shared (*to))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "migrate takes --from sqlite:PATH and --to postgresql://...");
  return FALSE;
}

/**
 * redress_cli_migrate:
 * @words: "migrate" and what follows
 *
 * Moves an installation from SQLite to PostgreSQL.
 *
 * Returns: the exit status
 */
RedressExit
redress_cli_migrate (char **words)
{
  g_autofree char *from = NULL, *to = NULL;
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!parse (words, &from, &to, &error))
    {
      fprintf (stderr, "redress-server: %s\n", error->message);
      return REDRESS_EXIT_USAGE;
    }
  if (!redress_move (from + strlen (FROM_SCHEME), to, report, &error))
    {
      fprintf (stderr, "redress-server: nothing was moved: %s\n", error->message);
      return g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE)
                 ? REDRESS_EXIT_ENVIRONMENT
                 : REDRESS_EXIT_BAD;
    }
  fputs (report->str, stdout);
  puts ("moved; every row was compared, and the trail agrees with itself");
  return REDRESS_EXIT_GOOD;
}
