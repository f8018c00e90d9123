/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cli.h"

#include "config.h"
#include "core/error.h"
#include "server/control.h"
#include "server/database.h"
#include "server/server-private.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LONGEST_INPUT 4096

static const char usage[] =
    "usage: redress-server COMMAND [OPTION...]\n"
    "\n"
    "  serve            answer desks and platforms\n"
    "      --listen ADDRESS   numeric address, 127.0.0.1 if not given\n"
    "      --port PORT        8377 or the next free one if not given\n"
    "      --tls-cert FILE --tls-key FILE\n"
    "      --behind-proxy     a proxy in front speaks TLS\n"
    "      --oidc FILE        an identity provider, and what its groups may do here\n"
    "      --readers N             connections to the database that only read (4)\n"
    "      --signer SOCKET         where redress-signer listens: it signs the audit logs\n"
    "      --protocol-at-least N   desks that speak less may only hand in what they recorded\n"
    "  user add NAME --role ROLE [--scopes all|P,P] [--display-name TEXT] [--password-stdin]\n"
    "  user list | passwd NAME --password-stdin | grant NAME [--role ROLE] [--scopes P,P]\n"
    "  user link NAME --subject TEXT [--issuer URL] | disable|enable|code NAME\n"
    "  key add PLATFORM | list | revoke ID\n"
    "  policy list | lint FILE...\n"
    "  calendar list | reload | lint FILE...\n"
    "  peak declare FLOW --by SUPERVISOR --until TIME [--from TIME] [--extra-hours N] [--note "
    "TEXT]\n"
    "  peak end ID --by SUPERVISOR | cancel ID --by SUPERVISOR | list\n"
    "  webhook set PLATFORM URL | rotate PLATFORM | secret PLATFORM | remove PLATFORM | list\n"
    "  migrate --from sqlite:PATH --to postgresql://...   all rows into an empty database\n"
    "  check            what works on this machine\n"
    "\n"
    "  --data DIR       data folder: $STATE_DIRECTORY or $XDG_STATE_HOME/redress-server if not "
    "given\n"
    "  --database URL   postgresql://[USER@]HOST[:PORT]/NAME[?OPTION=VALUE]; a file in the data "
    "folder "
    "if not\n"
    "                   given, nor in $REDRESS_DATABASE, where a password is not seen by others\n"
    "  --shared DIR     evidence, keys and calendars of several servers of one database\n"
    "  --policies DIR   policy files; the calendars lie beside the folder\n"
    "\n"
    "Exit status: 0 good, 1 what was asked about is bad, 2 wrong use or unreadable input, 3 the\n"
    "machine lacks something.\n";

/**
 * redress_cli_options_clear:
 * @self: options
 */
void
redress_cli_options_clear (RedressCliOptions *self)
{
  g_free (self->data_dir);
  g_free (self->database);
  g_free (self->shared_dir);
  g_free (self->policies_dir);
}

static char *
default_data_dir (void)
{
  const char *state = g_getenv ("STATE_DIRECTORY");

  if (state != NULL && state[0] != '\0')
    return g_strndup (state, strcspn (state, ":"));
  return g_build_filename (g_get_user_state_dir (), "redress-server", NULL);
}

/* A word that is no location would be taken for the name of a file. */
static gboolean
check_database (RedressCliOptions *options, GError **error)
{
  if (options->database != NULL && options->database[0] == '\0')
    g_clear_pointer (&options->database, g_free);
  if (options->database == NULL && options->shared_dir != NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "--shared needs --database");
      return FALSE;
    }
  if (options->shared_dir != NULL && !g_path_is_absolute (options->shared_dir))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "--shared is an absolute path");
      return FALSE;
    }
  if (options->database == NULL || redress_database_is_shared (options->database))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "--database is postgresql://...; without it a file in the data folder is used");
  return FALSE;
}

/* Takes the common options out of @words. */
static gboolean
take_options (char ***words, RedressCliOptions *options, gboolean *help, GError **error)
{
  GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data_dir, NULL, NULL },
    { "database", 0, 0, G_OPTION_ARG_STRING, &options->database, NULL, NULL },
    { "shared", 0, 0, G_OPTION_ARG_FILENAME, &options->shared_dir, NULL, NULL },
    { "policies", 0, 0, G_OPTION_ARG_FILENAME, &options->policies_dir, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, words, error))
    return FALSE;
  if (options->data_dir == NULL)
    options->data_dir = default_data_dir ();
  if (options->database == NULL)
    options->database = g_strdup (g_getenv ("REDRESS_DATABASE"));
  return check_database (options, error);
}

static char *
read_input (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[512];
  gssize n;

  while (text->len < LONGEST_INPUT && (n = read (STDIN_FILENO, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  explicit_bzero (buffer, sizeof buffer);
  return g_utf8_make_valid (text->str, -1);
}

/* Nobody serves: opens the data folder alone. */
static int
run_alone (const RedressCliOptions *options,
           const char *const *words,
           const char *input,
           GString *output,
           GString *complaint)
{
  RedressServerOptions server_options = { .data_dir = options->data_dir,
                                          .database = options->database,
                                          .shared_dir = options->shared_dir,
                                          .policies_dir = options->policies_dir };
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressServer) server = redress_server_open (&server_options, &error);
  RedressAdminCall call = {
    .server = server, .arguments = words, .input = input, .output = output, .complaint = complaint
  };

  if (server != NULL)
    return redress_admin_run (&call);
  redress_admin_fail (&call, error);
  return REDRESS_EXIT_ENVIRONMENT;
}

/* Where a server serves the folder it does the work itself: a database has one writer. */
static int
run_admin (const RedressCliOptions *options, const char *const *words)
{
  g_autofree char *input = redress_admin_wants_input (words) ? read_input () : NULL;
  g_autoptr (GSocketConnection) connection = redress_control_connect (options->data_dir);
  g_autoptr (GString) own_output = g_string_new (NULL);
  g_autoptr (GString) own_complaint = g_string_new (NULL);
  g_autofree char *output = NULL, *complaint = NULL;
  g_autoptr (GError) error = NULL;
  int status = REDRESS_EXIT_ENVIRONMENT;

  if (connection == NULL)
    status = run_alone (options, words, input, own_output, own_complaint);
  else if (!redress_control_ask (connection, words, input, &status, &output, &complaint, &error))
    g_string_append_printf (own_complaint, "the server does not answer: %s\n", error->message);
  if (input != NULL)
    explicit_bzero (input, strlen (input));
  fputs (output != NULL ? output : own_output->str, stdout);
  fputs (complaint != NULL ? complaint : own_complaint->str, stderr);
  return status;
}

static int
run_command (const RedressCliOptions *options, char **words)
{
  const char *command = words[0];

  if (g_str_equal (command, "serve"))
    return redress_cli_serve (options, words);
  if (g_str_equal (command, "migrate"))
    return redress_cli_migrate (words);
  if (g_str_equal (command, "check") && words[1] == NULL)
    return redress_cli_check (options);
  if (g_str_equal (command, "policy") && g_strcmp0 (words[1], "lint") == 0 && words[2] != NULL)
    return redress_cli_lint (words + 2);
  if (g_str_equal (command, "calendar") && g_strcmp0 (words[1], "lint") == 0 && words[2] != NULL)
    return redress_cli_lint_calendars (words + 2);
  if (g_str_equal (command, "user") || g_str_equal (command, "key") ||
      g_str_equal (command, "policy") || g_str_equal (command, "calendar") ||
      g_str_equal (command, "peak") || g_str_equal (command, "webhook"))
    return run_admin (options, (const char *const *)words);
  fputs (usage, stderr);
  return REDRESS_EXIT_USAGE;
}

/**
 * redress_cli_main:
 * @argc: number of words
 * @argv: words
 *
 * Returns: the exit status of `redress-server`
 */
int
redress_cli_main (int argc, char **argv)
{
  g_auto (RedressCliOptions) options = { 0 };
  g_auto (GStrv) words = g_strdupv (argv);
  g_autoptr (GError) error = NULL;
  gboolean help = FALSE;

  if (!take_options (&words, &options, &help, &error))
    {
      fprintf (stderr, "redress-server: %s\n", error->message);
      return REDRESS_EXIT_USAGE;
    }
  for (char **word = words; *word != NULL; word++)
    if (!g_utf8_validate (*word, -1, NULL))
      {
        fprintf (stderr, "redress-server: the words have to be UTF-8\n");
        return REDRESS_EXIT_USAGE;
      }
  if (help)
    {
      fputs (usage, stdout);
      return REDRESS_EXIT_GOOD;
    }
  if (words[0] == NULL || words[1] == NULL)
    {
      fputs (usage, stderr);
      return REDRESS_EXIT_USAGE;
    }
  return run_command (&options, words + 1);
}
