/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/policy-table.h"

#include "sql/transaction.h"
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

static const char sql_list_calendars[] = "SELECT bytes FROM calendar ORDER BY name";
static const char sql_delete_calendars[] = "DELETE FROM calendar";

#define CALENDAR_NAME "china"

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

/* A row that cannot be read is as good as none: the next fetch brings it again. */
static gboolean
load_calendar (RedressDisk *disk, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_list_calendars, NULL, error);
  g_autoptr (RedressCalendar) calendar = redress_calendar_new (CALENDAR_NAME);
  RedressSqlStep step = REDRESS_SQL_ERROR;

  while (statement != NULL &&
         (step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      g_autoptr (GBytes) bytes = redress_sql_statement_dup_bytes (statement, 0);
      g_autoptr (RedressCalendar) alone = redress_calendar_new (CALENDAR_NAME);

      if (bytes != NULL && redress_calendar_add_bytes (alone, bytes, NULL))
        redress_calendar_add_bytes (calendar, bytes, NULL);
    }
  if (step != REDRESS_SQL_DONE)
    return FALSE;
  disk->calendar = g_steal_pointer (&calendar);
  return TRUE;
}

/* Rules and due times count the days that the server counts. */
static gboolean
set_calendar (RedressDisk *disk, RedressPolicy *policy, GError **error)
{
  if (disk->calendar == NULL && !load_calendar (disk, error))
    return FALSE;
  redress_policy_set_calendar (policy, disk->calendar);
  return TRUE;
}

static char *
build_key (const char *flow, gint64 version)
{
  return g_strdup_printf ("%s/%" G_GINT64_FORMAT, flow, version);
}

/**
 * redress_policy_table_keep:
 * @disk: the disk
 * @bytes: a policy file
 * @error: return location
 *
 * Returns: whether it is here; %FALSE with INVALID if it is no policy
 */
gboolean
redress_policy_table_keep (RedressDisk *disk, GBytes *bytes, GError **error)
{
  g_autoptr (RedressPolicy) policy = redress_policy_from_bytes (bytes, error);
  g_autoptr (RedressSqlStatement) statement = NULL;

  if (policy == NULL || !set_calendar (disk, policy, error))
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
      if (!set_calendar (disk, known, error))
        {
          redress_policy_unref (known);
          return REDRESS_SQL_ERROR;
        }
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

static gboolean
put_calendar (RedressDisk *disk, GBytes *bytes, GError **error)
{
  g_autoptr (RedressCalendar) alone = redress_calendar_new (CALENDAR_NAME);
  g_autoptr (RedressSqlStatement) statement = NULL;
  g_autofree char *name = NULL;

  if (!redress_calendar_add_bytes (alone, bytes, error))
    return FALSE;
  name = g_strdup_printf ("%s-%d", CALENDAR_NAME, redress_calendar_get_last_year (alone));
  statement = prepare (disk, sql_put_calendar, name, error);
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_bytes (statement, 2, bytes);
  return redress_sql_statement_run (statement, error);
}

typedef struct
{
  RedressDisk *disk;
  GPtrArray *files;
} Calendars;

static RedressSqlOutcome
replace_calendars (RedressSqlConnection *cache, gpointer data, GError **error)
{
  Calendars *calendars = data;
  g_autoptr (RedressSqlStatement) statement =
      prepare (calendars->disk, sql_delete_calendars, NULL, error);

  if (statement == NULL || !redress_sql_statement_run (statement, error))
    return REDRESS_SQL_ROLLBACK;
  for (guint i = 0; i < calendars->files->len; i++)
    if (!put_calendar (calendars->disk, g_ptr_array_index (calendars->files, i), error))
      return REDRESS_SQL_ROLLBACK;
  return REDRESS_SQL_COMMIT;
}

/* Files come in any order; a year has one. */
static gboolean
has_calendars (RedressDisk *disk, GPtrArray *files)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_list_calendars, NULL, NULL);
  guint n_same = 0, n = 0;

  while (statement != NULL && redress_sql_statement_step (statement, NULL) == REDRESS_SQL_ROW)
    {
      g_autoptr (GBytes) bytes = redress_sql_statement_dup_bytes (statement, 0);

      n++;
      if (bytes != NULL &&
          g_ptr_array_find_with_equal_func (files, bytes, (GEqualFunc)g_bytes_equal, NULL))
        n_same++;
    }
  return n == files->len && n_same == n;
}

/**
 * redress_policy_table_put_calendars:
 * @disk: the disk
 * @files: (element-type GBytes): every calendar file of the server
 * @error: return location
 *
 * In place of those that were here. Policies are read again then, because others may hold what
 * was read before.
 *
 * Returns: whether they are here; %FALSE with INVALID if one is no calendar
 */
gboolean
redress_policy_table_put_calendars (RedressDisk *disk, GPtrArray *files, GError **error)
{
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);
  Calendars calendars = { disk, files };

  if (cache == NULL)
    return FALSE;
  if (has_calendars (disk, files))
    return TRUE;
  if (!redress_sql_transaction (cache, REDRESS_SQL_WRITE, replace_calendars, &calendars, error))
    return FALSE;
  g_clear_pointer (&disk->calendar, redress_calendar_unref);
  g_hash_table_remove_all (disk->policies);
  redress_notices_add_policies (disk->notices);
  return TRUE;
}
