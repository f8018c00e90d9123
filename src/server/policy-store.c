/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/policy-table.h"

#include "core/error.h"
#include "sql/transaction.h"
#include "wire/codec.h"
#include "wire/json.h"

#include <string.h>

#define CALENDAR_NAME "china"

struct _RedressPolicyStore
{
  GPtrArray *versions; /* (owned) (element-type RedressPolicyVersion) */
  GPtrArray *newest;   /* (owned) (element-type RedressPolicy) */
  RedressCalendar *calendar;
  GBytes *calendars_json;
};

typedef gboolean (*FileFunc) (GBytes *bytes, gpointer data, GError **error);

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The names of the JSON files of a folder, sorted; schemas lie beside what they describe. */
static GPtrArray *
list_json (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "cannot read the folder %s",
                   folder);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_str_has_suffix (name, "schema.json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static gboolean
for_each_file (const char *folder, FileFunc func, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) names = list_json (folder, error);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_autoptr (GBytes) bytes = NULL;
      char *contents;
      gsize length;

      if (!g_file_get_contents (path, &contents, &length, error))
        return FALSE;
      bytes = g_bytes_new_take (contents, length);
      if (!func (bytes, data, error))
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
    }
  return names != NULL;
}

typedef struct
{
  RedressSqlConnection *connection;
  const char *policies_dir;
  RedressTime now;
} Import;

static gboolean
import_policy (GBytes *bytes, gpointer data, GError **error)
{
  Import *import = data;
  g_autoptr (RedressPolicy) policy = redress_policy_from_bytes (bytes, error);

  return policy != NULL &&
         redress_policy_table_put (import->connection, policy, bytes, import->now, error);
}

static RedressSqlOutcome
import_policies (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Import *import = data;

  return for_each_file (import->policies_dir, import_policy, import, error) ? REDRESS_SQL_COMMIT
                                                                            : REDRESS_SQL_ROLLBACK;
}

typedef struct
{
  RedressCalendar *calendar;
  JsonArray *files;
} Calendars;

static gboolean
add_calendar (GBytes *bytes, gpointer data, GError **error)
{
  Calendars *calendars = data;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  JsonNode *node;

  if (!redress_calendar_add_bytes (calendars->calendar, bytes, error))
    return FALSE;
  node = redress_json_parse (text, length, &redress_json_limits_response, error);
  if (node == NULL)
    return FALSE;
  json_array_add_element (calendars->files, node);
  return TRUE;
}

static gboolean
load_calendars (RedressPolicyStore *self, const char *folder, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  Calendars calendars = { .files = json_array_new () };
  char *text;

  self->calendar = redress_calendar_new (CALENDAR_NAME);
  calendars.calendar = self->calendar;
  json_object_set_array_member (object, "calendars", calendars.files);
  json_node_take_object (node, object);
  if (!for_each_file (folder, add_calendar, &calendars, error))
    return FALSE;
  text = redress_json_to_string (node);
  self->calendars_json = g_bytes_new_take (text, strlen (text));
  return TRUE;
}

static void
collect_newest (RedressPolicyStore *self)
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

/**
 * redress_policy_store_load:
 * @connection: a connection
 * @policies_dir: folder of the policy files
 * @calendars_dir: folder of the calendar files
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
                           const char *calendars_dir,
                           RedressTime now,
                           GError **error)
{
  g_autoptr (RedressPolicyStore) self = g_new0 (RedressPolicyStore, 1);
  Import import = { .connection = connection, .policies_dir = policies_dir, .now = now };

  self->newest = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_policy_unref);
  if (!redress_sql_transaction (connection, REDRESS_SQL_WRITE, import_policies, &import, error) ||
      !load_calendars (self, calendars_dir, error))
    return NULL;
  self->versions = redress_policy_table_list (connection, error);
  if (self->versions == NULL)
    return NULL;
  collect_newest (self);
  return g_steal_pointer (&self);
}

/**
 * redress_policy_store_free:
 * @self: (transfer full): a store
 */
void
redress_policy_store_free (RedressPolicyStore *self)
{
  g_clear_pointer (&self->versions, g_ptr_array_unref);
  g_clear_pointer (&self->newest, g_ptr_array_unref);
  g_clear_pointer (&self->calendar, redress_calendar_unref);
  g_clear_pointer (&self->calendars_json, g_bytes_unref);
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
  return self->versions;
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
  return self->newest;
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
  for (guint i = 0; i < self->versions->len; i++)
    {
      RedressPolicyVersion *row = g_ptr_array_index (self->versions, i);

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
  RedressPolicy *oldest = NULL;

  for (guint i = 0; i < self->versions->len; i++)
    {
      RedressPolicyVersion *row = g_ptr_array_index (self->versions, i);

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
  for (guint i = 0; i < self->newest->len; i++)
    if (g_str_equal (redress_policy_get_platform (g_ptr_array_index (self->newest, i)), platform))
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
  g_autoptr (GPtrArray) platforms = g_ptr_array_new ();

  for (guint i = 0; i < self->newest->len; i++)
    {
      const char *platform = redress_policy_get_platform (g_ptr_array_index (self->newest, i));

      if (!g_ptr_array_find_with_equal_func (platforms, platform, g_str_equal, NULL))
        g_ptr_array_add (platforms, (gpointer)platform);
    }
  g_ptr_array_add (platforms, NULL);
  return g_strdupv ((char **)platforms->pdata);
}

/**
 * redress_policy_store_get_calendar:
 * @self: a store
 *
 * Returns: (transfer none): what the calendar files say
 */
RedressCalendar *
redress_policy_store_get_calendar (RedressPolicyStore *self)
{
  return self->calendar;
}

/**
 * redress_policy_store_get_calendars_json:
 * @self: a store
 *
 * Returns: (transfer none): the calendar files as one body
 */
GBytes *
redress_policy_store_get_calendars_json (RedressPolicyStore *self)
{
  return self->calendars_json;
}
