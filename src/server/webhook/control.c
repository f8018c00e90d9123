/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook/control.h"

#include "core/permission.h"
#include "server/audit-leaf.h"
#include "server/webhook/event.h"
#include "sql/transaction.h"

#define LONGEST_WHY 200

static gboolean
refuse (RedressWebhookCall *call, guint status, const char *code, const char *title)
{
  call->status = status;
  call->code = code;
  call->title = title;
  return FALSE;
}

/* What lies outside of the scopes does not exist. */
static gboolean
check_platform (RedressWebhookCall *call, const char *platform)
{
  if (!redress_role_may (call->actor->role, REDRESS_ACTION_CONNECTORS))
    return refuse (call, 403, "forbidden", "This role may not do that");
  if (platform == NULL || !redress_account_has_scope (call->actor, platform))
    return refuse (call, 404, "not_found", "There is no such thing");
  return TRUE;
}

static gboolean
write_leaf (RedressWebhookCall *call,
            RedressSqlConnection *connection,
            const char *platform,
            const char *action,
            const RedressWebhookEvent *event,
            GError **error)
{
  g_autoptr (RedressAuditLeaf) leaf =
      redress_audit_leaf_new (platform, action, call->actor, call->now);

  redress_audit_leaf_add_string (leaf, "why", call->why);
  if (event != NULL)
    {
      redress_audit_leaf_add_string (leaf, "event", event->name);
      redress_audit_leaf_add_string (leaf, "type", event->type);
      redress_audit_leaf_add_int (leaf, "ticket", event->ticket);
    }
  return redress_audit_leaf_write (leaf, connection, NULL, error);
}

static RedressWebhookEndpoint *
find_endpoint (RedressWebhookCall *call, RedressSqlConnection *connection, GError **error)
{
  g_autoptr (RedressWebhookEndpoint) endpoint = NULL;

  if (!redress_webhook_endpoint_table_find (connection, call->platform, &endpoint, error))
    return NULL;
  if (endpoint == NULL)
    refuse (call, 409, "no_address", "No address was set for this platform");
  return g_steal_pointer (&endpoint);
}

static RedressSqlOutcome
stop_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressWebhookCall *call = data;
  g_autoptr (RedressWebhookEndpoint) endpoint = find_endpoint (call, connection, error);

  if (endpoint == NULL)
    return REDRESS_SQL_ROLLBACK;
  if (endpoint->stopped_at != REDRESS_TIME_UNKNOWN)
    {
      refuse (call, 409, "stopped_already", "It is stopped already");
      return REDRESS_SQL_ROLLBACK;
    }
  endpoint->stopped_at = call->now;
  endpoint->stopped_by = g_strdup (call->actor->display_name);
  endpoint->stopped_why = g_strdup (call->why);
  return redress_webhook_endpoint_table_put (connection, endpoint, call->now, error) &&
                 redress_webhook_event_table_park (connection, call->platform, error) &&
                 write_leaf (call, connection, call->platform, "effects_stop", NULL, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

static RedressSqlOutcome
start_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressWebhookCall *call = data;
  g_autoptr (RedressWebhookEndpoint) endpoint = find_endpoint (call, connection, error);

  if (endpoint == NULL)
    return REDRESS_SQL_ROLLBACK;
  if (endpoint->stopped_at == REDRESS_TIME_UNKNOWN)
    {
      refuse (call, 409, "not_stopped", "It is not stopped");
      return REDRESS_SQL_ROLLBACK;
    }
  endpoint->stopped_at = REDRESS_TIME_UNKNOWN;
  g_clear_pointer (&endpoint->stopped_by, g_free);
  g_clear_pointer (&endpoint->stopped_why, g_free);
  return redress_webhook_endpoint_table_put (connection, endpoint, call->now, error) &&
                 redress_webhook_event_table_unpark (connection, call->platform, error) &&
                 write_leaf (call, connection, call->platform, "effects_start", NULL, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/* One of the platform's flows. An address can be set only where there is one. */
static RedressPolicy *
find_policy (const RedressWebhookCall *call)
{
  GPtrArray *policies = redress_server_get_policies (call->server);

  for (guint i = 0; i < policies->len; i++)
    if (g_str_equal (redress_policy_get_platform (policies->pdata[i]), call->platform))
      return policies->pdata[i];
  return NULL;
}

static RedressSqlOutcome
test_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressWebhookCall *call = data;
  g_autoptr (RedressWebhookEndpoint) endpoint = find_endpoint (call, connection, error);
  RedressPolicy *policy = find_policy (call);

  return endpoint != NULL && policy != NULL &&
                 redress_webhook_tell_test (connection, policy, call->now, error) &&
                 write_leaf (call, connection, call->platform, "webhook_test", NULL, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

static gboolean
check_unsent (RedressWebhookCall *call, const RedressWebhookEvent *event)
{
  if (event->sent_at != REDRESS_TIME_UNKNOWN)
    return refuse (call, 409, "sent_already", "The platform took it");
  if (event->dead_at == REDRESS_TIME_UNKNOWN && event->next_at == REDRESS_TIME_UNKNOWN)
    return refuse (call, 409, "nowhere_to_send", "Nothing is sent to this platform now");
  if (event->leaves_at > call->now)
    return refuse (call, 409, "not_yet", "Its time has not come");
  return TRUE;
}

static RedressSqlOutcome
resend_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressWebhookCall *call = data;
  g_autoptr (RedressWebhookEvent) event = NULL;

  if (!redress_webhook_event_table_find (connection, call->event, &event, error) ||
      !check_platform (call, event != NULL ? event->platform : NULL))
    return REDRESS_SQL_ROLLBACK;
  if (!check_unsent (call, event))
    return REDRESS_SQL_ROLLBACK;
  if (event->dead_at != REDRESS_TIME_UNKNOWN)
    event->attempts = 0;
  event->dead_at = REDRESS_TIME_UNKNOWN;
  event->next_at = call->now;
  return redress_webhook_event_table_update (connection, event, error) &&
                 write_leaf (call, connection, event->platform, "webhook_resend", event, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/* One entry in the log for all of them. */
static gboolean
write_count (RedressWebhookCall *call, RedressSqlConnection *connection, gint64 n, GError **error)
{
  g_autoptr (RedressAuditLeaf) leaf =
      redress_audit_leaf_new (call->platform, "webhook_resend_all", call->actor, call->now);

  redress_audit_leaf_add_int (leaf, "events", n);
  return redress_audit_leaf_write (leaf, connection, NULL, error);
}

static RedressSqlOutcome
resend_all_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressWebhookCall *call = data;
  g_autoptr (RedressWebhookEndpoint) endpoint = find_endpoint (call, connection, error);
  gint64 n = 0;

  return endpoint != NULL &&
                 redress_webhook_event_table_revive (connection, call->platform, call->now, &n,
                                                     error) &&
                 n > 0 && write_count (call, connection, n, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

static gboolean
run (RedressWebhookCall *call, RedressSqlTransactionFunc func, GError **error)
{
  GError *failure = NULL;
  gboolean done = redress_sql_transaction (redress_server_get_connection (call->server),
                                           REDRESS_SQL_WRITE, func, call, &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  return failure == NULL && done && call->status == 0;
}

/**
 * redress_webhook_stop:
 * @call: a platform, and why
 *
 * What is decided goes on being decided; the platform is told when it is started again.
 *
 * Returns: %FALSE if it was refused, or with an error of the database
 */
gboolean
redress_webhook_stop (RedressWebhookCall *call, GError **error)
{
  if (!check_platform (call, call->platform))
    return FALSE;
  if (call->why == NULL || call->why[0] == '\0' || g_utf8_strlen (call->why, -1) > LONGEST_WHY)
    return refuse (call, 422, "why_invalid", "It has to be said why, in at most 200 characters");
  return run (call, stop_in_transaction, error);
}

/**
 * redress_webhook_start:
 * @call: a platform that was stopped
 *
 * Returns: %FALSE if it was refused, or with an error of the database
 */
gboolean
redress_webhook_start (RedressWebhookCall *call, GError **error)
{
  return check_platform (call, call->platform) && run (call, start_in_transaction, error);
}

/**
 * redress_webhook_test:
 * @call: a platform
 *
 * Sends it a decision on a ticket that does not exist.
 *
 * Returns: %FALSE if it was refused, or with an error of the database
 */
gboolean
redress_webhook_test (RedressWebhookCall *call, GError **error)
{
  return check_platform (call, call->platform) && run (call, test_in_transaction, error);
}

/**
 * redress_webhook_resend:
 * @call: an event that was not sent
 *
 * Tries it now; one that was given up, as if it were new. What waits behind it follows.
 *
 * Returns: %FALSE if it was refused, or with an error of the database
 */
gboolean
redress_webhook_resend (RedressWebhookCall *call, GError **error)
{
  return run (call, resend_in_transaction, error);
}

/**
 * redress_webhook_resend_all:
 * @call: a platform
 *
 * Tries everything that was given up, as if it were new.
 *
 * Returns: %FALSE if it was refused, or with an error of the database
 */
gboolean
redress_webhook_resend_all (RedressWebhookCall *call, GError **error)
{
  return check_platform (call, call->platform) && run (call, resend_all_in_transaction, error);
}
