/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin.h"

#include "core/error.h"
#include "core/timestamp.h"
#include "server/audit-leaf.h"
#include "server/log.h"
#include "server/operations.h"
#include "server/server-private.h"
#include "server/webhook/endpoint-table.h"
#include "server/webhook/event-table.h"
#include "server/webhook/signature.h"
#include "sql/transaction.h"

static const char usage[] = "usage: redress-server webhook set PLATFORM URL\n"
                            "       redress-server webhook rotate|secret|remove PLATFORM\n"
                            "       redress-server webhook list";

/* What is changed, and into what. */
typedef struct
{
  const char *platform;
  const char *url; /* (nullable): of set */
  gboolean rotate;
  gboolean remove;
  RedressTime now;
  RedressWebhookEndpoint *endpoint;
} Change;

static void
change_clear (Change *self)
{
  redress_webhook_endpoint_free (self->endpoint);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

/* Decisions and messages to customers go there: nobody else may read them on the way. */
static gboolean
check_url (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  const char *host = uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "";

  if (host[0] != '\0' &&
      (g_str_equal (scheme, "https") || (g_str_equal (scheme, "http") && is_loopback (host))))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "%s has to be an https address; http only on this machine", url);
  return FALSE;
}

static RedressWebhookEndpoint *
make_endpoint (const char *platform)
{
  RedressWebhookEndpoint *endpoint = g_new0 (RedressWebhookEndpoint, 1);

  endpoint->platform = g_strdup (platform);
  endpoint->generation = 1;
  endpoint->rotated_at = REDRESS_TIME_UNKNOWN;
  endpoint->stopped_at = REDRESS_TIME_UNKNOWN;
  return endpoint;
}

static gboolean
put (RedressSqlConnection *connection, Change *change, GError **error)
{
  if (change->url != NULL)
    {
      g_free (change->endpoint->url);
      change->endpoint->url = g_strdup (change->url);
    }
  if (change->rotate)
    {
      change->endpoint->generation++;
      change->endpoint->rotated_at = change->now;
    }
  return redress_webhook_endpoint_table_put (connection, change->endpoint, change->now, error) &&
         (change->endpoint->stopped_at != REDRESS_TIME_UNKNOWN ||
          redress_webhook_event_table_unpark (connection, change->platform, error));
}

static gboolean
drop (RedressSqlConnection *connection, Change *change, GError **error)
{
  return redress_webhook_endpoint_table_remove (connection, change->platform, error) &&
         redress_webhook_event_table_park (connection, change->platform, error);
}

static gboolean
write_leaf (RedressSqlConnection *connection, Change *change, GError **error)
{
  g_autoptr (RedressAuditLeaf) leaf = redress_audit_leaf_new (
      change->platform, change->remove ? "webhook_remove" : "webhook_set", NULL, change->now);

  redress_audit_leaf_add_string (leaf, "via", "console");
  redress_audit_leaf_add_string (leaf, "url", change->url);
  return redress_audit_leaf_write (leaf, connection, NULL, error);
}

static RedressSqlOutcome
change_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Change *change = data;

  if (!redress_webhook_endpoint_table_find (connection, change->platform, &change->endpoint, error))
    return REDRESS_SQL_ROLLBACK;
  if (change->endpoint == NULL && change->url != NULL)
    change->endpoint = make_endpoint (change->platform);
  if (change->endpoint == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "no address was set for %s",
                   change->platform);
      return REDRESS_SQL_ROLLBACK;
    }
  return (change->remove ? drop (connection, change, error) : put (connection, change, error)) &&
                 write_leaf (connection, change, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

static void
say_secret (RedressAdminCall *call, const RedressWebhookEndpoint *endpoint)
{
  GBytes *key = redress_operations_get_webhook_key (redress_server_get_operations (call->server));
  g_autoptr (GBytes) secret =
      redress_webhook_secret_new (key, endpoint->platform, endpoint->generation);
  g_autofree char *text = redress_webhook_secret_format (secret);

  g_string_append_printf (call->output, "%s\n", text);
}

static gboolean
run_change (RedressAdminCall *call, Change *change, GError **error)
{
  RedressPolicyStore *store = redress_server_get_policy_store (call->server);

  if (!redress_policy_store_has_platform (store, change->platform))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "no policy is about %s",
                   change->platform);
      return FALSE;
    }
  if (change->url != NULL && !check_url (change->url, error))
    return FALSE;
  change->now = redress_clock_now (redress_server_get_clock (call->server));
  if (!redress_sql_transaction (redress_server_get_connection (call->server), REDRESS_SQL_WRITE,
                                change_in_transaction, change, error))
    return FALSE;
  redress_log (redress_server_get_clock (call->server),
               change->remove ? "webhook_removed" : "webhook_set",
               REDRESS_LOG_TEXT ("platform", change->platform));
  if (!change->remove)
    say_secret (call, change->endpoint);
  return TRUE;
}

static gboolean
say_known_secret (RedressAdminCall *call, const char *platform, GError **error)
{
  g_autoptr (RedressWebhookEndpoint) endpoint = NULL;

  if (!redress_webhook_endpoint_table_find (redress_server_get_connection (call->server), platform,
                                            &endpoint, error))
    return FALSE;
  if (endpoint == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "no address was set for %s",
                   platform);
      return FALSE;
    }
  say_secret (call, endpoint);
  return TRUE;
}

static gboolean
list (RedressAdminCall *call, GError **error)
{
  g_autoptr (GPtrArray) endpoints =
      redress_webhook_endpoint_table_list (redress_server_get_connection (call->server), error);

  for (guint i = 0; endpoints != NULL && i < endpoints->len; i++)
    {
      const RedressWebhookEndpoint *endpoint = g_ptr_array_index (endpoints, i);

      g_string_append_printf (
          call->output, "%s\t%s\t%s\t%" G_GINT64_FORMAT " waiting\t%" G_GINT64_FORMAT " dead\n",
          endpoint->platform, endpoint->url,
          endpoint->stopped_at == REDRESS_TIME_UNKNOWN ? "running" : "stopped", endpoint->n_waiting,
          endpoint->n_dead);
    }
  return endpoints != NULL;
}

static gboolean
carry_out (RedressAdminCall *call, guint n, gboolean *is_known, GError **error)
{
  const char *verb = n > 1 ? call->arguments[1] : "";
  g_auto (Change) change = { .platform = n > 2 ? call->arguments[2] : NULL };

  *is_known = TRUE;
  if (g_str_equal (verb, "list") && n == 2)
    return list (call, error);
  if (g_str_equal (verb, "secret") && n == 3)
    return say_known_secret (call, change.platform, error);
  if (g_str_equal (verb, "set") && n == 4)
    change.url = call->arguments[3];
  else if (g_str_equal (verb, "rotate") && n == 3)
    change.rotate = TRUE;
  else if (g_str_equal (verb, "remove") && n == 3)
    change.remove = TRUE;
  else
    return *is_known = FALSE;
  return run_change (call, &change, error);
}

/**
 * redress_admin_webhook:
 * @call: "webhook" and what follows
 *
 * Returns: the exit status
 */
RedressExit
redress_admin_webhook (RedressAdminCall *call)
{
  g_autoptr (GError) error = NULL;
  gboolean is_known = FALSE;

  if (carry_out (call, g_strv_length ((char **)call->arguments), &is_known, &error))
    return REDRESS_EXIT_GOOD;
  return is_known ? redress_admin_fail (call, error) : redress_admin_misuse (call, "%s", usage);
}
