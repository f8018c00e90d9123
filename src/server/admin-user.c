/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin.h"

#include "core/error.h"
#include "server/account-table.h"
#include "server/log.h"
#include "server/password.h"
#include "server/server-private.h"
#include "server/session-table.h"
#include "server/sign-in-table.h"
#include "server/token.h"

#include <string.h>

static const char usage[] = "usage: redress-server user add NAME --role ROLE [--scopes all|P,P] "
                            "[--display-name TEXT] [--password-stdin]\n"
                            "       redress-server user list\n"
                            "       redress-server user passwd NAME --password-stdin\n"
                            "       redress-server user grant NAME [--role ROLE] [--scopes P,P]\n"
                            "       redress-server user disable|enable|code NAME";

typedef struct
{
  char *name;
  char *role;
  char *scopes;
  char *display_name;
  gboolean password_stdin;
} UserOptions;

static void
user_options_clear (UserOptions *self)
{
  g_free (self->name);
  g_free (self->role);
  g_free (self->scopes);
  g_free (self->display_name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UserOptions, user_options_clear)

static gboolean
parse_options (RedressAdminCall *call, UserOptions *options, GError **error)
{
  /* Taken as they are: the words are UTF-8 here, whatever the locale of this process is. */
  GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_FILENAME, &options->role, NULL, NULL },
    { "scopes", 0, 0, G_OPTION_ARG_FILENAME, &options->scopes, NULL, NULL },
    { "display-name", 0, 0, G_OPTION_ARG_FILENAME, &options->display_name, NULL, NULL },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &options->password_stdin, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) words = g_strdupv ((char **)call->arguments + 1);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &words, error))
    return FALSE;
  if (words[0] != NULL && words[1] != NULL && words[2] == NULL)
    options->name = g_strdup (words[1]);
  return TRUE;
}

static gboolean
is_good_name (const char *name)
{
  gsize length = strlen (name);

  return length > 0 && length <= 64 && g_ascii_islower (name[0]) &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == length;
}

/* (transfer full) (nullable): the platforms of "all" or "kameng,cainiao". */
static char **
read_scopes (RedressAdminCall *call, const char *text, GError **error)
{
  RedressPolicyStore *store = redress_server_get_policy_store (call->server);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ",", -1);

  if (g_strcmp0 (text, "all") == 0)
    return redress_policy_store_list_platforms (store);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] == '\0')
        continue;
      if (!redress_policy_store_has_platform (store, words[i]))
        {
          g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "no policy is about %s",
                       words[i]);
          return NULL;
        }
      g_strv_builder_add (builder, words[i]);
    }
  return g_strv_builder_end (builder);
}

static gboolean
read_role (const char *text, RedressRole *role, GError **error)
{
  if (text != NULL && redress_role_from_string (text, role) && *role != REDRESS_ROLE_CONNECTOR)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "--role has to be agent, supervisor, auditor or admin");
  return FALSE;
}

/* (transfer full) (nullable): the hash of the first line of the input. */
static char *
read_password (RedressAdminCall *call, GError **error)
{
  g_autofree char *line = NULL;
  char *hash = NULL;

  if (call->input == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "no password on standard input");
      return NULL;
    }
  line = g_strndup (call->input, strcspn (call->input, "\r\n"));
  if (redress_password_check (line, error))
    hash = redress_password_hash (line, error);
  explicit_bzero (line, strlen (line));
  return hash;
}

static void
log_change (RedressAdminCall *call, const char *what, gint64 id)
{
  redress_log (redress_server_get_clock (call->server), what, REDRESS_LOG_NUMBER ("account", id));
}

static RedressExit
add (RedressAdminCall *call, const UserOptions *options, GError **error)
{
  g_autoptr (RedressAccount) account = redress_account_new ();
  g_autofree char *password = NULL;
  gint64 id = 0;

  if (!is_good_name (options->name))
    return redress_admin_misuse (call, "a name has 1 to 64 of a-z 0-9 . _ - and begins with a-z");
  if (!read_role (options->role, &account->role, error))
    return REDRESS_EXIT_BAD;
  g_clear_pointer (&account->scopes, g_strfreev);
  account->scopes = read_scopes (call, options->scopes, error);
  if (account->scopes == NULL)
    return REDRESS_EXIT_BAD;
  if (options->password_stdin)
    {
      password = read_password (call, error);
      if (password == NULL)
        return REDRESS_EXIT_BAD;
    }
  account->name = g_strdup (options->name);
  account->display_name =
      g_strdup (options->display_name != NULL ? options->display_name : options->name);
  if (!redress_account_table_add (redress_server_get_connection (call->server), account, password,
                                  redress_clock_now (redress_server_get_clock (call->server)), &id,
                                  error))
    {
      if (g_error_matches (*error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT))
        {
          g_clear_error (error);
          g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT, "there is already a user %s",
                       options->name);
        }
      return REDRESS_EXIT_BAD;
    }
  log_change (call, "account_added", id);
  g_string_append_printf (call->output, "a-%" G_GINT64_FORMAT "\n", id);
  return REDRESS_EXIT_GOOD;
}

static RedressExit
list (RedressAdminCall *call, GError **error)
{
  g_autoptr (GPtrArray) rows =
      redress_account_table_list (redress_server_get_connection (call->server), error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const RedressAccountRow *row = g_ptr_array_index (rows, i);
      g_autofree char *scopes = g_strjoinv (",", row->account->scopes);

      g_string_append_printf (call->output, "%s\t%s\t%s\t%s\t%s\t%s\n", row->account->id,
                              row->account->name, redress_role_to_string (row->account->role),
                              scopes[0] != '\0' ? scopes : "-",
                              row->disabled ? "disabled" : "enabled", row->account->display_name);
    }
  return rows != NULL ? REDRESS_EXIT_GOOD : REDRESS_EXIT_BAD;
}

static RedressExit
set_password (RedressAdminCall *call, const RedressAccountRow *row, GError **error)
{
  RedressSqlConnection *connection = redress_server_get_connection (call->server);
  g_autofree char *password = read_password (call, error);

  if (password == NULL ||
      !redress_account_table_set_password (connection, row->id, password, error) ||
      !redress_session_table_end_all (connection, row->id, error) ||
      !redress_failure_table_forget (connection, row->account->name, error))
    return REDRESS_EXIT_BAD;
  log_change (call, "account_password_changed", row->id);
  return REDRESS_EXIT_GOOD;
}

static RedressExit
set_disabled (RedressAdminCall *call,
              const RedressAccountRow *row,
              gboolean disabled,
              GError **error)
{
  RedressSqlConnection *connection = redress_server_get_connection (call->server);

  if (!redress_account_table_set_disabled (connection, row->id, disabled, error) ||
      (disabled && !redress_session_table_end_all (connection, row->id, error)))
    return REDRESS_EXIT_BAD;
  log_change (call, disabled ? "account_disabled" : "account_enabled", row->id);
  return REDRESS_EXIT_GOOD;
}

static RedressExit
grant (RedressAdminCall *call,
       const RedressAccountRow *row,
       const UserOptions *options,
       GError **error)
{
  RedressRole role = row->account->role;
  g_auto (GStrv) scopes = options->scopes != NULL ? read_scopes (call, options->scopes, error)
                                                  : g_strdupv (row->account->scopes);

  if (scopes == NULL || (options->role != NULL && !read_role (options->role, &role, error)) ||
      !redress_account_table_set_grants (redress_server_get_connection (call->server), row->id,
                                         role, scopes, error))
    return REDRESS_EXIT_BAD;
  log_change (call, "account_grants_changed", row->id);
  return REDRESS_EXIT_GOOD;
}

static RedressExit
make_code (RedressAdminCall *call, const RedressAccountRow *row, GError **error)
{
  g_autofree char *code = redress_token_new_code ();

  if (row->disabled)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN, "the user is disabled");
      return REDRESS_EXIT_BAD;
    }
  if (!redress_code_table_add (redress_server_get_connection (call->server), row->id, code,
                               redress_clock_now (redress_server_get_clock (call->server)), error))
    return REDRESS_EXIT_BAD;
  log_change (call, "account_code_made", row->id);
  g_string_append_printf (call->output, "%s\n", code);
  return REDRESS_EXIT_GOOD;
}

static RedressExit
change (RedressAdminCall *call, const char *verb, const UserOptions *options, GError **error)
{
  static const char *const verbs[] = { "passwd", "grant", "disable", "enable", "code", NULL };
  g_autoptr (RedressAccountRow) row = NULL;

  if (!g_strv_contains (verbs, verb))
    return redress_admin_misuse (call, "%s", usage);
  if (!redress_account_table_find (redress_server_get_connection (call->server), options->name,
                                   &row, error))
    return REDRESS_EXIT_BAD;
  if (row == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "there is no user %s",
                   options->name);
      return REDRESS_EXIT_BAD;
    }
  if (g_str_equal (verb, "passwd"))
    return set_password (call, row, error);
  if (g_str_equal (verb, "grant"))
    return grant (call, row, options, error);
  if (g_str_equal (verb, "disable") || g_str_equal (verb, "enable"))
    return set_disabled (call, row, g_str_equal (verb, "disable"), error);
  return make_code (call, row, error);
}

/**
 * redress_admin_user:
 * @call: "user" and what follows
 *
 * Returns: the exit status
 */
RedressExit
redress_admin_user (RedressAdminCall *call)
{
  const char *verb = call->arguments[1];
  g_auto (UserOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  RedressExit status;

  if (verb == NULL || verb[0] == '-')
    return redress_admin_misuse (call, "%s", usage);
  if (!parse_options (call, &options, &error))
    return redress_admin_fail (call, error);
  if (g_str_equal (verb, "list") && options.name == NULL)
    status = list (call, &error);
  else if (options.name == NULL)
    return redress_admin_misuse (call, "%s", usage);
  else if (g_str_equal (verb, "add"))
    status = add (call, &options, &error);
  else
    status = change (call, verb, &options, &error);
  return error != NULL ? redress_admin_fail (call, error) : status;
}
