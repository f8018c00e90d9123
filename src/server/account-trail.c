/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/account-trail.h"

#include "server/account-table.h"
#include "server/audit-leaf.h"

/* Names are free to whoever tries them: a stranger must not be able to fill the log. */
#define UNKNOWN_AT_MOST_EVERY REDRESS_MINUTE

static const char sql_last_unknown[] =
    "select at from audit_leaf where action = 'sign_in_unknown' order by idx desc limit 1";

/**
 * redress_account_trail_write:
 * @connection: a database in a writing transaction
 * @entry: what was done
 * @error: return location
 *
 * Adds an entry to the log of accounts.
 *
 * Returns: whether it was written
 */
gboolean
redress_account_trail_write (RedressSqlConnection *connection,
                             const RedressAccountEntry *entry,
                             GError **error)
{
  g_autoptr (RedressAccountRow) row = NULL;
  g_autoptr (RedressAuditLeaf) leaf = NULL;

  if (!redress_account_table_get (connection, entry->account, &row, error))
    return FALSE;
  if (row == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "there is no such account");
      return FALSE;
    }
  leaf = redress_audit_leaf_new (REDRESS_LOG_OF_ACCOUNTS, entry->action,
                                 entry->is_own ? row->account : NULL, entry->now);
  redress_audit_leaf_add_string (leaf, "account", row->account->id);
  redress_audit_leaf_add_string (leaf, "account_role", redress_role_to_string (row->account->role));
  redress_audit_leaf_add_strv (leaf, "scopes", row->account->scopes);
  redress_audit_leaf_add_int (leaf, "grants_version", row->account->grants_version);
  redress_audit_leaf_add_string (leaf, "via", entry->via);
  redress_audit_leaf_add_string (leaf, "day_ceiling", entry->ceiling);
  return redress_audit_leaf_write (leaf, connection, NULL, error);
}

/**
 * redress_account_trail_write_unknown:
 * @connection: a database in a writing transaction
 * @now: the time
 * @error: return location
 *
 * Somebody tried to sign in with a name that no account has. One entry stands for all of a minute.
 *
 * Returns: whether the log is as it has to be
 */
gboolean
redress_account_trail_write_unknown (RedressSqlConnection *connection,
                                     RedressTime now,
                                     GError **error)
{
  g_autoptr (RedressSqlStatement) last =
      redress_sql_connection_prepare (connection, sql_last_unknown, error);
  g_autoptr (RedressAuditLeaf) leaf = NULL;
  gint64 at = 0;

  if (last == NULL || redress_sql_statement_fetch_int64 (last, &at, error) == REDRESS_SQL_ERROR)
    return FALSE;
  if (at != 0 && now >= at && now - at < UNKNOWN_AT_MOST_EVERY)
    return TRUE;
  leaf = redress_audit_leaf_new (REDRESS_LOG_OF_ACCOUNTS, "sign_in_unknown", NULL, now);
  return redress_audit_leaf_write (leaf, connection, NULL, error);
}
