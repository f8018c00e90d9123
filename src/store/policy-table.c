/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/policy-table.h"

#include "wire/codec.h"
#include "wire/json.h"

static const char sql_put[] = "INSERT INTO policy (flow, version, bytes) VALUES ($1, $2, $3) "
                              "ON CONFLICT (flow, version) DO UPDATE SET bytes = excluded.bytes";
static const char sql_get[] = "SELECT bytes FROM policy WHERE flow = $1 AND version = $2";
static const char sql_delete[] = "DELETE FROM policy WHERE flow = $1 AND version = $2";
static const char sql_has[] = "SELECT 1 FROM policy WHERE flow = $1 AND version = $2";
static const char sql_list[] = "SELECT flow, max(version) FROM policy GROUP BY flow ORDER BY flow";
static const char sql_put_calendar[] = "INSERT INTO calendar (name, bytes) VALUES ($1, $2) "
                                       "ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes";

static RedressSqlStatement *
prepare (RedressDisk *disk, const char *sql, const char *first, GError **error)
{
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);
  RedressSqlStatement *statement =
      cache != NULL ? redress_sql_connection_prepare (cache, sql, error) : NULL;

  if (statement != NULL && first != NULL)
    redress_sql_statement_bind_text (statement, 1, first);
  return statement;
}

static char *
build_key (const char *flow, gint64 version)
{
  return g_strdup_printf ("%s/%" G_GINT64_FORMAT, flow, version);
}

/**
 * redress_policy_table_put:
 * @disk: the disk
 * @bytes: a policy file
 * @error: return location
 *
 * Returns: whether it is here; %FALSE with INVALID if it is no policy
 */
gboolean
redress_policy_table_put (RedressDisk *disk, GBytes *bytes, GError **error)
{
  g_autoptr (RedressPolicy) policy = redress_policy_from_bytes (bytes, error);
  g_autoptr (RedressSqlStatement) statement = NULL;

  if (policy == NULL)
    return FALSE;
  statement = prepare (disk, sql_put, redress_policy_get_flow (policy), error);
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 2, redress_policy_get_version (policy));
  redress_sql_statement_bind_bytes (statement, 3, bytes);
  if (!redress_sql_statement_run (statement, error))
    return FALSE;
  g_hash_table_replace (
      disk->policies,
      build_key (redress_policy_get_flow (policy), redress_policy_get_version (policy)),
      redress_policy_ref (policy));
  redress_notices_add_policies (disk->notices);
  return TRUE;
}

static gboolean
forget (RedressDisk *disk, const char *flow, gint64 version, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_delete, flow, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 2, version);
  return redress_sql_statement_run (statement, error);
}

static RedressSqlStep
read_bytes (RedressDisk *disk, const char *flow, gint64 version, GBytes **bytes, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_get, flow, error);
  RedressSqlStep step;

  if (statement == NULL)
    return REDRESS_SQL_ERROR;
  redress_sql_statement_bind_int64 (statement, 2, version);
  step = redress_sql_statement_step (statement, error);
  if (step == REDRESS_SQL_ROW)
    *bytes = redress_sql_statement_dup_bytes (statement, 0);
  return step;
}

/**
 * redress_policy_table_get:
 * @disk: the disk
 * @flow: a flow
 * @version: of its policy
 * @policy: (out) (transfer full): the policy, if it is here
 * @error: return location
 *
 * One that cannot be read is forgotten and can be fetched again.
 *
 * Returns: whether it is here
 */
RedressSqlStep
redress_policy_table_get (
    RedressDisk *disk, const char *flow, gint64 version, RedressPolicy **policy, GError **error)
{
  g_autofree char *key = build_key (flow, version);
  RedressPolicy *known = g_hash_table_lookup (disk->policies, key);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) damage = NULL;

  if (known == NULL)
    {
      RedressSqlStep step = read_bytes (disk, flow, version, &bytes, error);

      if (step != REDRESS_SQL_ROW)
        return step;
      known = bytes != NULL ? redress_policy_from_bytes (bytes, &damage) : NULL;
      if (known == NULL)
        return forget (disk, flow, version, error) ? REDRESS_SQL_DONE : REDRESS_SQL_ERROR;
      g_hash_table_replace (disk->policies, g_steal_pointer (&key), known);
    }
  *policy = redress_policy_ref (known);
  return REDRESS_SQL_ROW;
}

/**
 * redress_policy_table_has:
 * @disk: the disk
 * @flow: a flow
 * @version: of its policy
 * @has: (out): whether it is here
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_policy_table_has (
    RedressDisk *disk, const char *flow, gint64 version, gboolean *has, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_has, flow, error);
  RedressSqlStep step;
  gint64 one;

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 2, version);
  step = redress_sql_statement_fetch_int64 (statement, &one, error);
  *has = step == REDRESS_SQL_ROW;
  return step != REDRESS_SQL_ERROR;
}

/**
 * redress_policy_table_list_newest:
 * @disk: the disk
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressPolicy): the newest of each flow
 */
GPtrArray *
redress_policy_table_list_newest (RedressDisk *disk, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_list, NULL, error);
  g_autoptr (GPtrArray) policies =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_policy_unref);
  RedressSqlStep step = REDRESS_SQL_ERROR;

  while (statement != NULL &&
         (step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      const char *flow = redress_sql_statement_get_text (statement, 0);
      RedressPolicy *policy = NULL;
      RedressSqlStep found =
          redress_policy_table_get (disk, flow != NULL ? flow : "",
                                    redress_sql_statement_get_int64 (statement, 1), &policy, error);

      if (found == REDRESS_SQL_ERROR)
        return NULL;
      if (found == REDRESS_SQL_ROW)
        g_ptr_array_add (policies, policy);
    }
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&policies) : NULL;
}

/**
 * redress_policy_table_put_calendar:
 * @disk: the disk
 * @name: of the calendar
 * @bytes: its file
 * @error: return location
 *
 * Returns: whether it is here
 */
gboolean
redress_policy_table_put_calendar (RedressDisk *disk,
                                   const char *name,
                                   GBytes *bytes,
                                   GError **error)
{
  g_autoptr (RedressCalendar) calendar = redress_calendar_new (name);
  g_autoptr (RedressSqlStatement) statement = NULL;

  if (!redress_calendar_add_bytes (calendar, bytes, error))
    return FALSE;
  statement = prepare (disk, sql_put_calendar, name, error);
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_bytes (statement, 2, bytes);
  return redress_sql_statement_run (statement, error);
}
