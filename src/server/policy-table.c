/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/policy-table.h"

#include "core/error.h"
#include "server/audit-leaf.h"
#include "wire/codec.h"

/**
 * redress_policy_version_free:
 * @self: (transfer full): a version
 */
void
redress_policy_version_free (RedressPolicyVersion *self)
{
  g_free (self->flow);
  g_free (self->platform);
  g_free (self->sha256);
  g_clear_pointer (&self->policy, redress_policy_unref);
  g_free (self);
}

/**
 * redress_policy_table_get_bytes:
 * @connection: a connection
 * @flow: a flow
 * @version: a version
 * @sha256: (out) (transfer full) (optional): its digest
 * @bytes: (out) (transfer full) (nullable): the file; %NULL where there is no such version
 * @error: return location
 *
 * Returns: whether it could be looked up
 */
gboolean
redress_policy_table_get_bytes (RedressSqlConnection *connection,
                                const char *flow,
                                gint64 version,
                                char **sha256,
                                GBytes **bytes,
                                GError **error)
{
  RedressSqlStep step;
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "select sha256, bytes from policy where flow = $1 and version = $2", error);

  *bytes = NULL;
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, flow);
  redress_sql_statement_bind_int64 (statement, 2, version);
  step = redress_sql_statement_step (statement, error);
  if (step == REDRESS_SQL_ROW)
    {
      if (sha256 != NULL)
        *sha256 = redress_sql_statement_dup_text (statement, 0);
      *bytes = redress_sql_statement_dup_bytes (statement, 1);
    }
  return step != REDRESS_SQL_ERROR;
}

static gboolean
has_flow (RedressSqlConnection *connection, const char *flow, gboolean *has, GError **error)
{
  RedressSqlStep step;
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, "select 1 from policy where flow = $1", error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, flow);
  step = redress_sql_statement_step (statement, error);
  *has = step == REDRESS_SQL_ROW;
  return step != REDRESS_SQL_ERROR;
}

static gboolean
insert (RedressSqlConnection *connection,
        RedressPolicy *policy,
        GBytes *bytes,
        RedressTime in_force_from,
        RedressTime now,
        GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "insert into policy (flow, version, platform, sha256, bytes, in_force_from, loaded_at) "
      "values ($1, $2, $3, $4, $5, $6, $7)",
      error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, redress_policy_get_flow (policy));
  redress_sql_statement_bind_int64 (statement, 2, redress_policy_get_version (policy));
  redress_sql_statement_bind_text (statement, 3, redress_policy_get_platform (policy));
  redress_sql_statement_bind_text (statement, 4, redress_policy_get_sha256 (policy));
  redress_sql_statement_bind_bytes (statement, 5, bytes);
  redress_sql_statement_bind_int64 (statement, 6, in_force_from);
  redress_sql_statement_bind_int64 (statement, 7, now);
  return redress_sql_statement_run (statement, error);
}

static gboolean
write_leaf (RedressSqlConnection *connection,
            RedressPolicy *policy,
            RedressTime in_force_from,
            RedressTime now,
            GError **error)
{
  g_autoptr (RedressAuditLeaf) leaf =
      redress_audit_leaf_new (redress_policy_get_platform (policy), "policy_add", NULL, now);

  redress_audit_leaf_add_string (leaf, "flow", redress_policy_get_flow (policy));
  redress_audit_leaf_add_int (leaf, "policy_version", redress_policy_get_version (policy));
  redress_audit_leaf_add_string (leaf, "policy_sha256", redress_policy_get_sha256 (policy));
  redress_audit_leaf_add_time (leaf, "in_force_from", in_force_from);
  return redress_audit_leaf_write (leaf, connection, NULL, error);
}

/* A further version changes nothing that is past: it holds from now on, or from the later day that
 * it names. The first has nothing before it, so that it holds for old tickets too. */
static RedressTime
find_start (RedressPolicy *policy, gboolean is_further, RedressTime now)
{
  RedressTime valid_from = redress_policy_get_valid_from (policy);

  if (valid_from == REDRESS_TIME_UNKNOWN)
    return is_further ? now : 0;

  return is_further ? MAX (now, valid_from) : valid_from;
}

/**
 * redress_policy_table_put:
 * @connection: a connection
 * @policy: a policy
 * @bytes: its file
 * @now: the time, from which a further version of a flow is in force if it names no later day
 * @error: return location; REDRESS_ERROR_INVALID where this version is there with other bytes
 *
 * Takes over a version; one that is there already stays as it is.
 *
 * Returns: whether it is there now
 */
gboolean
redress_policy_table_put (RedressSqlConnection *connection,
                          RedressPolicy *policy,
                          GBytes *bytes,
                          RedressTime now,
                          GError **error)
{
  const char *flow = redress_policy_get_flow (policy);
  gint64 version = redress_policy_get_version (policy);
  g_autofree char *sha256 = NULL;
  g_autoptr (GBytes) known = NULL;
  gboolean has = FALSE;

  if (!redress_policy_table_get_bytes (connection, flow, version, &sha256, &known, error))
    return FALSE;
  if (known == NULL)
    return has_flow (connection, flow, &has, error) &&
           insert (connection, policy, bytes, find_start (policy, has, now), now, error) &&
           write_leaf (connection, policy, find_start (policy, has, now), now, error);
  if (g_str_equal (sha256, redress_policy_get_sha256 (policy)))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "policy %s: version %" G_GINT64_FORMAT
               " is in the database with other contents; a changed policy needs a new version",
               flow, version);
  return FALSE;
}

static RedressPolicyVersion *
read_row (RedressSqlStatement *statement)
{
  RedressPolicyVersion *row = g_new0 (RedressPolicyVersion, 1);
  g_autoptr (GBytes) bytes = redress_sql_statement_dup_bytes (statement, 5);

  row->flow = redress_sql_statement_dup_text (statement, 0);
  row->platform = redress_sql_statement_dup_text (statement, 1);
  row->version = redress_sql_statement_get_int64 (statement, 2);
  row->sha256 = redress_sql_statement_dup_text (statement, 3);
  row->in_force_from = redress_sql_statement_get_int64 (statement, 4);
  row->policy = redress_policy_from_bytes (bytes, NULL);
  return row;
}

/**
 * redress_policy_table_list:
 * @connection: a connection
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressPolicyVersion): every version, by flow,
 *   newest first
 */
GPtrArray *
redress_policy_table_list (RedressSqlConnection *connection, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_policy_version_free);
  RedressSqlStep step;
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "select flow, platform, version, sha256, in_force_from, bytes from policy "
      "order by flow, version desc",
      error);

  if (statement == NULL)
    return NULL;
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (rows, read_row (statement));
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&rows) : NULL;
}
