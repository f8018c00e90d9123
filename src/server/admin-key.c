/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin.h"

#include "core/error.h"
#include "core/timestamp.h"
#include "server/audit-leaf.h"
#include "server/connector-table.h"
#include "server/log.h"
#include "server/server-private.h"
#include "server/token.h"
#include "sql/transaction.h"

static const char usage[] = "usage: redress-server key add PLATFORM\n"
                            "       redress-server key list\n"
                            "       redress-server key revoke ID";

/* A key on its way into its transaction, or out of use. */
typedef struct
{
  RedressServer *server;
  char *platform;  /* (owned) */
  const char *key; /* (nullable): a new one; NULL: the one of this id is revoked */
  gint64 id;
} Change;

static void
change_clear (Change *self)
{
  g_free (self->platform);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static gboolean
write_leaf (Change *change, RedressSqlConnection *connection, RedressTime now, GError **error)
{
  g_autofree char *name = g_strdup_printf ("k-%" G_GINT64_FORMAT, change->id);
  g_autoptr (RedressAuditLeaf) leaf = redress_audit_leaf_new (
      change->platform, change->key != NULL ? "key_add" : "key_revoke", NULL, now);

  redress_audit_leaf_add_string (leaf, "key", name);
  redress_audit_leaf_add_string (leaf, "via", "console");
  return redress_audit_leaf_write (leaf, connection, NULL, error);
}

static RedressSqlOutcome
change_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Change *change = data;
  RedressTime now = redress_clock_now (redress_server_get_clock (change->server));
  gboolean done =
      change->key != NULL
          ? redress_connector_table_add (connection, change->platform, change->key, now,
                                         &change->id, error)
          : redress_connector_table_revoke (connection, change->id, now, &change->platform, error);

  return done && write_leaf (change, connection, now, error) ? REDRESS_SQL_COMMIT
                                                             : REDRESS_SQL_ROLLBACK;
}

static gboolean
run_change (Change *change, GError **error)
{
  return redress_sql_transaction (redress_server_get_connection (change->server), REDRESS_SQL_WRITE,
                                  change_in_transaction, change, error);
}

static gboolean
add (RedressAdminCall *call, const char *platform, GError **error)
{
  RedressPolicyStore *store = redress_server_get_policy_store (call->server);
  g_autofree char *key = redress_token_new ("rk");
  g_auto (Change) change = { .server = call->server, .key = key };

  if (!redress_policy_store_has_platform (store, platform))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "no policy is about %s", platform);
      return FALSE;
    }
  change.platform = g_strdup (platform);
  if (!run_change (&change, error))
    return FALSE;
  redress_log (redress_server_get_clock (call->server), "key_added",
               REDRESS_LOG_NUMBER ("key", change.id), REDRESS_LOG_TEXT ("platform", platform));
  g_string_append_printf (call->output, "%s\n", key);
  return TRUE;
}

static gboolean
list (RedressAdminCall *call, GError **error)
{
  g_autoptr (GPtrArray) rows =
      redress_connector_table_list (redress_server_get_connection (call->server), error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const RedressConnectorRow *row = g_ptr_array_index (rows, i);
      g_autofree char *created = redress_timestamp_format (row->created_at);

      g_string_append_printf (call->output, "k-%" G_GINT64_FORMAT "\t%s\t%s\t%s\n", row->id,
                              row->platform, created,
                              row->revoked_at == REDRESS_TIME_UNKNOWN ? "good" : "revoked");
    }
  return rows != NULL;
}

static gboolean
revoke_key (RedressAdminCall *call, const char *name, GError **error)
{
  g_auto (Change) change = { .server = call->server };

  if (!g_str_has_prefix (name, "k-") ||
      !g_ascii_string_to_signed (name + 2, 10, 1, G_MAXINT64, &change.id, NULL))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s is no id of a key", name);
      return FALSE;
    }
  if (!run_change (&change, error))
    return FALSE;
  redress_log (redress_server_get_clock (call->server), "key_revoked",
               REDRESS_LOG_NUMBER ("key", change.id));
  return TRUE;
}

/**
 * redress_admin_key:
 * @call: "key" and what follows
 *
 * Returns: the exit status
 */
RedressExit
redress_admin_key (RedressAdminCall *call)
{
  guint n = g_strv_length ((char **)call->arguments);
  const char *verb = n > 1 ? call->arguments[1] : "";
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (g_str_equal (verb, "add") && n == 3)
    done = add (call, call->arguments[2], &error);
  else if (g_str_equal (verb, "list") && n == 2)
    done = list (call, &error);
  else if (g_str_equal (verb, "revoke") && n == 3)
    done = revoke_key (call, call->arguments[2], &error);
  else
    return redress_admin_misuse (call, "%s", usage);
  return done ? REDRESS_EXIT_GOOD : redress_admin_fail (call, error);
}
