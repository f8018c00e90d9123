/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin.h"

#include "core/error.h"
#include "core/timestamp.h"
#include "server/connector-table.h"
#include "server/log.h"
#include "server/server-private.h"
#include "server/token.h"

static const char usage[] = "usage: redress-server key add PLATFORM\n"
                            "       redress-server key list\n"
                            "       redress-server key revoke ID";

static gboolean
add (RedressAdminCall *call, const char *platform, GError **error)
{
  RedressPolicyStore *store = redress_server_get_policy_store (call->server);
  RedressTime now = redress_clock_now (redress_server_get_clock (call->server));
  g_autofree char *key = redress_token_new ("rk");
  gint64 id = 0;

  if (!redress_policy_store_has_platform (store, platform))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "no policy is about %s", platform);
      return FALSE;
    }
  if (!redress_connector_table_add (redress_server_get_connection (call->server), platform, key,
                                    now, &id, error))
    return FALSE;
  redress_log (redress_server_get_clock (call->server), "key_added", REDRESS_LOG_NUMBER ("key", id),
               REDRESS_LOG_TEXT ("platform", platform));
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
  RedressTime now = redress_clock_now (redress_server_get_clock (call->server));
  gint64 id = 0;

  if (!g_str_has_prefix (name, "k-") ||
      !g_ascii_string_to_signed (name + 2, 10, 1, G_MAXINT64, &id, NULL))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s is no id of a key", name);
      return FALSE;
    }
  if (!redress_connector_table_revoke (redress_server_get_connection (call->server), id, now,
                                       error))
    return FALSE;
  redress_log (redress_server_get_clock (call->server), "key_revoked",
               REDRESS_LOG_NUMBER ("key", id));
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
