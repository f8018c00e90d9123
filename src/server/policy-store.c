/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/policy-table.h"

#include "server/json-folder.h"
#include "sql/transaction.h"
#include "wire/codec.h"

/* What there was when the table was read; never changed after others can see it. */
typedef struct
{
  GPtrArray *versions; /* (owned) (element-type RedressPolicyVersion) */
  GPtrArray *newest;   /* (owned) (element-type RedressPolicy) */
} Edition;

struct _RedressPolicyStore
{
  Edition *edition;    /* atomic: the one in force */
  GPtrArray *editions; /* (owned) (element-type Edition): database thread */
};

typedef struct
{
  RedressSqlConnection *connection;
  const char *policies_dir;
  RedressTime now;
} Import;

static gboolean
import_policy (Import *import, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = redress_json_folder_read (path, error);
  g_autoptr (RedressPolicy) policy =
      bytes != NULL ? redress_policy_from_bytes (bytes, error) : NULL;

  if (policy != NULL &&
      redress_policy_table_put (import->connection, policy, bytes, import->now, error))
    return TRUE;
  g_prefix_error (error, "%s: ", path);
  return FALSE;
}

static RedressSqlOutcome
import_policies (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Import *import = data;
  g_autoptr (GPtrArray) paths = redress_json_folder_list (import->policies_dir, error);

  for (guint i = 0; paths != NULL && i < paths->len; i++)
    if (!import_policy (import, g_ptr_array_index (paths, i), error))
      return REDRESS_SQL_ROLLBACK;
  return paths != NULL ? REDRESS_SQL_COMMIT : REDRESS_SQL_ROLLBACK;
}

static void
edition_free (gpointer data)
{
  Edition *self = data;

  g_ptr_array_unref (self->versions);
  g_ptr_array_unref (self->newest);
  g_free (self);
}

static void
collect_newest (Edition *self)
{
  const char *flow = NULL;

  for (guint i = 0; i < self->versions->len; i++)
    {
      RedressPolicyVersion *version = g_ptr_array_index (self->versions, i);

      if (version->policy == NULL || g_strcmp0 (flow, version->flow) == 0)
        continue;
      flow = version->flow;
      g_ptr_array_add (self->newest, redress_policy_ref (version->policy));
    }
}

/* Readers may be at work with the edition before, so all are kept: policies change a few times a
 * year. */
static gboolean
read_edition (RedressPolicyStore *self, RedressSqlConnection *connection, GError **error)
{
  GPtrArray *versions = redress_policy_table_list (connection, error);
  Edition *edition;

  if (versions == NULL)
    return FALSE;
  edition = g_new0 (Edition, 1);
  edition->versions = versions;
  edition->newest = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_policy_unref);
  collect_newest (edition);
  g_ptr_array_add (self->editions, edition);
  g_atomic_pointer_set (&self->edition, edition);
  return TRUE;
}

static const Edition *
get_edition (RedressPolicyStore *self)
{
  return g_atomic_pointer_get (&self->edition);
}

/**
 * redress_policy_store_load:
 * @connection: a connection
 * @policies_dir: folder of the policy files
 * @now: the time
 * @error: return location
 *
 * Takes the files over and reads every version there is.
 *
 * Returns: (transfer full) (nullable): the store, or %NULL with @error set
 */
RedressPolicyStore *
redress_policy_store_load (RedressSqlConnection *connection,
                           const char *policies_dir,
                           RedressTime now,
                           GError **error)
{
  g_autoptr (RedressPolicyStore) self = g_new0 (RedressPolicyStore, 1);
  Import import = { .connection = connection, .policies_dir = policies_dir, .now = now };

  self->editions = g_ptr_array_new_with_free_func (edition_free);
  if (!redress_sql_transaction (connection, REDRESS_SQL_WRITE, import_policies, &import, error) ||
      !read_edition (self, connection, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * redress_policy_store_renew:
 * @self: a store
 * @connection: its database
 * @error: return location
 *
 * Reads every version anew if another server added one. What was got from the store before stays
 * good.
 *
 * Returns: %FALSE if the database could not be read; then all stays as it is
 */
gboolean
redress_policy_store_renew (RedressPolicyStore *self,
                            RedressSqlConnection *connection,
                            GError **error)
{
  gint64 n = 0;

  if (!redress_sql_connection_get_int64 (connection, "select count(*) from policy", &n, error))
    return FALSE;
  return n == get_edition (self)->versions->len || read_edition (self, connection, error);
}

/**
 * redress_policy_store_free:
 * @self: (transfer full): a store
 */
void
redress_policy_store_free (RedressPolicyStore *self)
{
  g_clear_pointer (&self->editions, g_ptr_array_unref);
  g_free (self);
}

/**
 * redress_policy_store_get_versions:
 * @self: a store
 *
 * Returns: (transfer none) (element-type RedressPolicyVersion): by flow, newest first
 */
GPtrArray *
redress_policy_store_get_versions (RedressPolicyStore *self)
{
  return get_edition (self)->versions;
}

/**
 * redress_policy_store_get_newest:
 * @self: a store
 *
 * Returns: (transfer none) (element-type RedressPolicy): the newest of each flow
 */
GPtrArray *
redress_policy_store_get_newest (RedressPolicyStore *self)
{
  return get_edition (self)->newest;
}

/**
 * redress_policy_store_find:
 * @self: a store
 * @flow: a flow
 * @version: its version; 0 for the newest
 *
 * Returns: (transfer none) (nullable): the policy
 */
RedressPolicy *
redress_policy_store_find (RedressPolicyStore *self, const char *flow, gint64 version)
{
  GPtrArray *versions = get_edition (self)->versions;

  for (guint i = 0; i < versions->len; i++)
    {
      RedressPolicyVersion *row = g_ptr_array_index (versions, i);

      if (row->policy != NULL && g_str_equal (row->flow, flow) &&
          (version == 0 || row->version == version))
        return row->policy;
    }
  return NULL;
}

/**
 * redress_policy_store_find_at:
 * @self: a store
 * @flow: a flow
 * @opened_at: when a ticket was opened
 *
 * Returns: (transfer none) (nullable): the policy that judges the ticket
 */
RedressPolicy *
redress_policy_store_find_at (RedressPolicyStore *self, const char *flow, RedressTime opened_at)
{
  GPtrArray *versions = get_edition (self)->versions;
  RedressPolicy *oldest = NULL;

  for (guint i = 0; i < versions->len; i++)
    {
      RedressPolicyVersion *row = g_ptr_array_index (versions, i);

      if (row->policy == NULL || !g_str_equal (row->flow, flow))
        continue;
      if (row->in_force_from <= opened_at)
        return row->policy;
      oldest = row->policy;
    }
  return oldest;
}

/**
 * redress_policy_store_has_platform:
 * @self: a store
 * @platform: a platform
 *
 * Returns: whether a policy is about it
 */
gboolean
redress_policy_store_has_platform (RedressPolicyStore *self, const char *platform)
{
  GPtrArray *newest = get_edition (self)->newest;

  for (guint i = 0; i < newest->len; i++)
    if (g_str_equal (redress_policy_get_platform (g_ptr_array_index (newest, i)), platform))
      return TRUE;
  return FALSE;
}

/**
 * redress_policy_store_list_platforms:
 * @self: a store
 *
 * Returns: (transfer full) (array zero-terminated=1): every platform that a policy is about, once
 */
char **
redress_policy_store_list_platforms (RedressPolicyStore *self)
{
  GPtrArray *newest = get_edition (self)->newest;
  g_autoptr (GPtrArray) platforms = g_ptr_array_new ();

  for (guint i = 0; i < newest->len; i++)
    {
      const char *platform = redress_policy_get_platform (g_ptr_array_index (newest, i));

      if (!g_ptr_array_find_with_equal_func (platforms, platform, g_str_equal, NULL))
        g_ptr_array_add (platforms, (gpointer)platform);
    }
  g_ptr_array_add (platforms, NULL);
  return g_strdupv ((char **)platforms->pdata);
}

/**
 * redress_policy_store_set_calendar:
 * @self: a store
 * @calendar: working days for the facts of every policy
 *
 * The database thread alone works out what depends on them; readers do not look.
 */
void
redress_policy_store_set_calendar (RedressPolicyStore *self, RedressCalendar *calendar)
{
  GPtrArray *versions = get_edition (self)->versions;

  for (guint i = 0; i < versions->len; i++)
    {
      const RedressPolicyVersion *version = g_ptr_array_index (versions, i);

      if (version->policy != NULL)
        redress_policy_set_calendar (version->policy, calendar);
    }
}
