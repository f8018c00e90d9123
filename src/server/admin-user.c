/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin.h"

#include "core/error.h"
#include "server/account-table.h"
#include "server/account-trail.h"
#include "server/day-ceiling.h"
#include "server/log.h"
#include "server/oidc/identity-table.h"
#include "server/oidc/provider.h"
#include "server/password.h"
#include "server/server-private.h"
#include "server/session-table.h"
#include "server/sign-in-table.h"
#include "server/token.h"
#include "sql/transaction.h"

#include <string.h>

static const char usage[] = "usage: redress-server user add NAME --role ROLE [--scopes all|P,P] "
                            "[--display-name TEXT] [--password-stdin]\n"
                            "       redress-server user list\n"
                            "       redress-server user passwd NAME --password-stdin\n"
                            "       redress-server user grant NAME [--role ROLE] [--scopes P,P]\n"
                            "       redress-server user link NAME --subject TEXT [--issuer URL]\n"
                            "       redress-server user ceiling NAME --fen NUMBER|none\n"
                            "       redress-server user disable|enable|code NAME";

typedef struct
{
  char *name;
  char *role;
  char *scopes;
  char *display_name;
  char *subject;
  char *issuer;
  char *fen;
  gboolean password_stdin;
} UserOptions;

static void
user_options_clear (UserOptions *self)
{
  g_free (self->name);
  g_free (self->role);
  g_free (self->scopes);
  g_free (self->display_name);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->fen);
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
    { "subject", 0, 0, G_OPTION_ARG_FILENAME, &options->subject, NULL, NULL },
    { "issuer", 0, 0, G_OPTION_ARG_FILENAME, &options->issuer, NULL, NULL },
    { "fen", 0, 0, G_OPTION_ARG_FILENAME, &options->fen, NULL, NULL },
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

/* A change of an account on its way into its transaction. */
typedef struct
{
  RedressAdminCall *call;
  const UserOptions *options;
  RedressAccount *account; /* (owned): as it will be */
  gint64 id;
  gboolean is_disabled;
  char *password; /* (owned) (nullable): hash */
} Change;

static void
change_clear (Change *self)
{
  g_clear_pointer (&self->account, redress_account_free);
  g_free (self->password);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static gboolean
add (RedressSqlConnection *connection, Change *change, GError **error)
{
  RedressTime now = redress_clock_now (redress_server_get_clock (change->call->server));

  if (redress_account_table_add (connection, change->account, change->password, now, &change->id,
                                 error))
    return TRUE;
  if (g_error_matches (*error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT))
    {
      g_clear_error (error);
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT, "there is already a user %s",
                   change->options->name);
    }
  return FALSE;
}

static gboolean
set_password (RedressSqlConnection *connection, Change *change, GError **error)
{
  return redress_account_table_set_password (connection, change->id, change->password, error) &&
         redress_session_table_end_all (connection, change->id, error) &&
         redress_failure_table_forget (connection, change->account->name, error);
}

static gboolean
grant (RedressSqlConnection *connection, Change *change, GError **error)
{
  return redress_account_table_set_grants (connection, change->id, change->account->role,
                                           change->account->scopes, error);
}

static gboolean
disable (RedressSqlConnection *connection, Change *change, GError **error)
{
  return redress_account_table_set_disabled (connection, change->id, TRUE, error) &&
         redress_session_table_end_all (connection, change->id, error);
}

static gboolean
enable (RedressSqlConnection *connection, Change *change, GError **error)
{
  return redress_account_table_set_disabled (connection, change->id, FALSE, error);
}

static gboolean
make_code (RedressSqlConnection *connection, Change *change, GError **error)
{
  g_autofree char *code = redress_token_new_code ();

  if (change->is_disabled)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN, "the user is disabled");
      return FALSE;
    }
  g_string_append_printf (change->call->output, "%s\n", code);
  return redress_code_table_add (
      connection, change->id, code,
      redress_clock_now (redress_server_get_clock (change->call->server)), error);
}

/* The issuer is the one that the server trusts, where one serves. */
static gboolean
link_identity (RedressSqlConnection *connection, Change *change, GError **error)
{
  RedressServer *server = change->call->server;
  RedressOidcProvider *provider = redress_server_get_identity_provider (server);
  const char *issuer = change->options->issuer;

  if (issuer == NULL && provider != NULL)
    issuer = redress_oidc_provider_get_settings (provider)->issuer;
  if (issuer == NULL || change->options->subject == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "give --subject%s",
                   issuer == NULL ? " and --issuer" : "");
      return FALSE;
    }
  if (redress_identity_table_add (connection, issuer, change->options->subject, change->id,
                                  redress_clock_now (redress_server_get_clock (server)), error))
    return TRUE;
  if (g_error_matches (*error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT))
    {
      g_clear_error (error);
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT, "%s has an account already",
                   change->options->subject);
    }
  return FALSE;
}

static gboolean
set_ceiling (RedressSqlConnection *connection, Change *change, GError **error)
{
  const char *word = change->options->fen;
  guint64 fen = 0;

  if (word == NULL || (!g_str_equal (word, "none") &&
                       !g_ascii_string_to_unsigned (word, 10, 0, G_MAXINT64, &fen, NULL)))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "give --fen NUMBER or --fen none");
      return FALSE;
    }
  return redress_day_ceiling_set (connection, change->id,
                                  g_str_equal (word, "none") ? -1 : (gint64)fen, error);
}

/**
 * Verb:
 * @action: what the logs call it
 * @wants_password: it reads one
 */
typedef struct
{
  const char *verb;
  const char *action;
  gboolean (*func) (RedressSqlConnection *connection, Change *change, GError **error);
  gboolean wants_password;
} Verb;

static const Verb verbs[] = {
  { "add", "account_added", add },
  { "passwd", "account_password_changed", set_password, TRUE },
  { "grant", "account_grants_changed", grant },
  { "disable", "account_disabled", disable },
  { "enable", "account_enabled", enable },
  { "code", "account_code_made", make_code },
  { "link", "account_linked", link_identity },
  { "ceiling", "account_ceiling_set", set_ceiling },
};

typedef struct
{
  const Verb *verb;
  Change *change;
} Step;

static RedressSqlOutcome
change_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Step *step = data;
  RedressAccountEntry entry = {
    .action = step->verb->action,
    .via = "console",
    .now = redress_clock_now (redress_server_get_clock (step->change->call->server)),
  };

  if (!step->verb->func (connection, step->change, error))
    return REDRESS_SQL_ROLLBACK;
  entry.account = step->change->id;
  entry.ceiling = step->verb->func == set_ceiling ? step->change->options->fen : NULL;
  return redress_account_trail_write (connection, &entry, error) ? REDRESS_SQL_COMMIT
                                                                 : REDRESS_SQL_ROLLBACK;
}

static gboolean
run_change (const Verb *verb, Change *change, GError **error)
{
  RedressServer *server = change->call->server;
  Step step = { verb, change };

  if (verb->wants_password || change->options->password_stdin)
    {
      change->password = read_password (change->call, error);
      if (change->password == NULL)
        return FALSE;
    }
  if (!redress_sql_transaction (redress_server_get_connection (server), REDRESS_SQL_WRITE,
                                change_in_transaction, &step, error))
    {
      g_string_truncate (change->call->output, 0);
      return FALSE;
    }
  redress_log (redress_server_get_clock (server), verb->action,
               REDRESS_LOG_NUMBER ("account", change->id));
  return TRUE;
}

/* What the options say of role and scopes takes the place of what the account has. */
static gboolean
read_grants (Change *change, GError **error)
{
  const UserOptions *options = change->options;
  gboolean is_new = change->id == 0;

  if ((is_new || options->role != NULL) &&
      !read_role (options->role, &change->account->role, error))
    return FALSE;
  if (!is_new && options->scopes == NULL)
    return TRUE;
  g_clear_pointer (&change->account->scopes, g_strfreev);
  change->account->scopes = read_scopes (change->call, options->scopes, error);
  return change->account->scopes != NULL;
}

static RedressExit
run_add (RedressAdminCall *call, const UserOptions *options, GError **error)
{
  g_auto (Change) change = { .call = call, .options = options, .account = redress_account_new () };

  if (!is_good_name (options->name))
    return redress_admin_misuse (call, "a name has 1 to 64 of a-z 0-9 . _ - and begins with a-z");
  change.account->name = g_strdup (options->name);
  change.account->display_name =
      g_strdup (options->display_name != NULL ? options->display_name : options->name);
  if (!read_grants (&change, error) || !run_change (&verbs[0], &change, error))
    return REDRESS_EXIT_BAD;
  g_string_append_printf (call->output, "a-%" G_GINT64_FORMAT "\n", change.id);
  return REDRESS_EXIT_GOOD;
}

static const Verb *
find_verb (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i].verb, word))
      return &verbs[i];
  return NULL;
}

static RedressExit
run_on_row (RedressAdminCall *call, const Verb *verb, const UserOptions *options, GError **error)
{
  g_auto (Change) change = { .call = call, .options = options };
  g_autoptr (RedressAccountRow) row = NULL;

  if (!redress_account_table_find (redress_server_get_connection (call->server), options->name,
                                   &row, error))
    return REDRESS_EXIT_BAD;
  if (row == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "there is no user %s",
                   options->name);
      return REDRESS_EXIT_BAD;
    }
  change.id = row->id;
  change.is_disabled = row->disabled;
  change.account = g_steal_pointer (&row->account);
  return read_grants (&change, error) && run_change (verb, &change, error) ? REDRESS_EXIT_GOOD
                                                                           : REDRESS_EXIT_BAD;
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
  const Verb *known;
  RedressExit status;

  if (verb == NULL || verb[0] == '-')
    return redress_admin_misuse (call, "%s", usage);
  if (!parse_options (call, &options, &error))
    return redress_admin_fail (call, error);
  known = find_verb (verb);
  if (g_str_equal (verb, "list") && options.name == NULL)
    status = list (call, &error);
  else if (known == NULL || options.name == NULL)
    return redress_admin_misuse (call, "%s", usage);
  else if (known == &verbs[0])
    status = run_add (call, &options, &error);
  else
    status = run_on_row (call, known, &options, &error);
  return error != NULL ? redress_admin_fail (call, error) : status;
}
