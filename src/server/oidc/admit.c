/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/oidc/admit.h"

#include "core/error.h"
#include "server/account-table.h"
#include "server/account-trail.h"
#include "server/log.h"
#include "server/oidc/identity-table.h"
#include "server/server-private.h"
#include "sql/transaction.h"

#include <string.h>

#define LONGEST_NAME 64
#define LONGEST_DISPLAY_NAME 200

typedef struct
{
  RedressServer *server;
  const RedressOidcSettings *settings;
  const RedressOidcIdentity *identity;
  const char *token;
  RedressTime now;
  RedressAccount *granted; /* name, display name, role and scopes by the identity provider */
  gint64 known;            /* account of the subject, 0: none yet */
  gint64 account;
  const char *done; /* (nullable): what the logs shall say */
} Admission;

/* (transfer full): a name as accounts here have one. */
static char *
make_name (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *p = lower; *p != '\0' && name->len < LONGEST_NAME; p = g_utf8_next_char (p))
    {
      gboolean is_plain = g_ascii_isalnum (*p) || strchr ("._-", *p) != NULL;

      if (name->len == 0 && !g_ascii_islower (*p))
        g_string_append (name, "u-");
      g_string_append_c (name, is_plain ? *p : '-');
    }
  g_string_truncate (name, MIN (name->len, LONGEST_NAME));
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static char *
make_display_name (const RedressOidcIdentity *identity)
{
  const char *text = identity->display_name != NULL && *identity->display_name != '\0'
                         ? identity->display_name
                         : identity->name;
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), LONGEST_DISPLAY_NAME));
}

/* (transfer full) (nullable): what the groups give. */
static RedressAccount *
grant (Admission *self, GError **error)
{
  g_autoptr (RedressAccount) account = redress_account_new ();
  char **scopes = NULL;

  if (!redress_oidc_settings_map (self->settings, self->identity->groups, &account->role, &scopes,
                                  error))
    return NULL;
  if (g_strv_contains ((const char *const *)scopes, "all"))
    {
      g_strfreev (scopes);
      scopes = redress_policy_store_list_platforms (redress_server_get_policy_store (self->server));
    }
  g_strfreev (account->scopes);
  account->scopes = scopes;
  account->name = make_name (self->identity->name);
  account->display_name = make_display_name (self->identity);
  return g_steal_pointer (&account);
}

static gboolean
spend_token (Admission *self, RedressSqlConnection *connection, GError **error)
{
  gboolean is_spent = FALSE;

  if (!redress_identity_table_spend (connection, self->token, self->identity->good_until, self->now,
                                     &is_spent, error))
    return FALSE;
  if (!is_spent)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_SIGN_IN, "it was used before");
  return FALSE;
}

/* An account that people of this server know is never taken over by its name: somebody with two
 * accounts could approve their own decisions, and somebody with a fitting name others' work. */
static gboolean
check_name_is_free (Admission *self, RedressSqlConnection *connection, GError **error)
{
  g_autoptr (RedressAccountRow) row = NULL;

  if (!redress_account_table_find (connection, self->granted->name, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT,
               "an administrator of the server can link the account “%s” to the subject “%s”",
               self->granted->name, self->identity->subject);
  return FALSE;
}

static gboolean
add (Admission *self, RedressSqlConnection *connection, GError **error)
{
  self->done = "account_added";
  return check_name_is_free (self, connection, error) &&
         redress_account_table_add (connection, self->granted, NULL, self->now, &self->account,
                                    error) &&
         redress_identity_table_add (connection, self->settings->issuer, self->identity->subject,
                                     self->account, self->now, error);
}

static gboolean
renew (Admission *self, RedressSqlConnection *connection, GError **error)
{
  const RedressAccount *granted = self->granted;
  g_autoptr (RedressAccountRow) row = NULL;

  if (!redress_account_table_get (connection, self->account, &row, error))
    return FALSE;
  if (row == NULL || row->disabled)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_SIGN_IN, "the account is disabled here");
      return FALSE;
    }
  if (!g_str_equal (row->account->display_name, granted->display_name) &&
      !redress_account_table_set_display_name (connection, self->account, granted->display_name,
                                               error))
    return FALSE;
  if (row->account->role == granted->role &&
      g_strv_equal ((const char *const *)row->account->scopes,
                    (const char *const *)granted->scopes))
    return TRUE;
  self->done = "account_grants_changed";
  return redress_account_table_set_grants (connection, self->account, granted->role,
                                           granted->scopes, error);
}

static gboolean
write_entry (Admission *self, RedressSqlConnection *connection, GError **error)
{
  RedressAccountEntry entry = {
    .action = self->done,
    .account = self->account,
    .via = "oidc",
    .now = self->now,
  };

  return self->done == NULL || redress_account_trail_write (connection, &entry, error);
}

static RedressSqlOutcome
admit (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Admission *self = data;

  self->done = NULL;
  if (!redress_identity_table_find (connection, self->settings->issuer, self->identity->subject,
                                    &self->known, error) ||
      !spend_token (self, connection, error))
    return REDRESS_SQL_ROLLBACK;
  self->account = self->known;
  if (self->account != 0 ? !renew (self, connection, error) : !add (self, connection, error))
    return REDRESS_SQL_ROLLBACK;
  return write_entry (self, connection, error) ? REDRESS_SQL_COMMIT : REDRESS_SQL_ROLLBACK;
}

/**
 * redress_oidc_admit:
 * @server: a server
 * @settings: about the identity provider
 * @identity: whom it named
 * @token: where it did; good once, and again within a minute if the answer was lost
 * @now: the time
 * @account: (out): number of the account; of one that may not come in, too; 0 where none is known
 * @error: return location
 *
 * Makes the account of somebody who comes for the first time; of others it brings name and rights
 * up to date, whatever an administrator gave them here.
 *
 * Returns: whether the person may come in
 */
gboolean
redress_oidc_admit (RedressServer *server,
                    const RedressOidcSettings *settings,
                    const RedressOidcIdentity *identity,
                    const char *token,
                    RedressTime now,
                    gint64 *account,
                    GError **error)
{
  Admission self = { server, settings, identity, token, now };
  g_autoptr (RedressAccount) granted = grant (&self, error);

  if (granted == NULL)
    return FALSE;
  self.granted = granted;
  if (!redress_sql_transaction (redress_server_get_connection (server), REDRESS_SQL_WRITE, admit,
                                &self, error))
    {
      *account = self.known;
      return FALSE;
    }
  if (self.done != NULL)
    redress_log (redress_server_get_clock (server), self.done,
                 REDRESS_LOG_NUMBER ("account", self.account));
  *account = self.account;
  return TRUE;
}
