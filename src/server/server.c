/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/oidc/provider.h"
#include "server/server-private.h"

#include "config.h"
#include "core/error.h"
#include "server/data-folder.h"
#include "server/database.h"
#include "server/log.h"
#include "server/readers.h"
#include "server/ticket-clock.h"

#include <sodium.h>
#include <unistd.h>

static gboolean
open_database (RedressServer *self, const char *database, GError **error)
{
  self->location = database != NULL ? g_strdup (database)
                                    : g_build_filename (self->data_dir, "redress.db", NULL);
  self->connection = redress_database_open_serving (self->location, error);
  return self->connection != NULL;
}

/**
 * redress_server_find_data:
 * @policies_dir: (nullable): folder of the policies, where one was named
 * @what: "policies" or "calendars"
 *
 * Returns: (transfer full): the folder of what is asked for
 */
char *
redress_server_find_data (const char *policies_dir, const char *what)
{
  const char *root = g_getenv ("REDRESS_DATADIR");
  g_autofree char *parent = NULL;

  if (policies_dir != NULL && g_str_equal (what, "policies"))
    return g_strdup (policies_dir);
  if (policies_dir == NULL)
    return g_build_filename (root != NULL ? root : REDRESS_PKGDATADIR, what, NULL);
  parent = g_path_get_dirname (policies_dir);
  return g_build_filename (parent, what, NULL);
}

static gboolean
load_policies (RedressServer *self, const char *policies_dir, GError **error)
{
  g_autofree char *policies = redress_server_find_data (policies_dir, "policies");

  self->calendars_dir = redress_server_find_data (policies_dir, "calendars");
  self->policies = redress_policy_store_load (self->connection, policies,
                                              redress_clock_now (self->clock), error);
  return self->policies != NULL && redress_server_load_calendars (self, error) &&
         redress_ticket_clock_mark_calendar (self->connection, FALSE, error);
}

/**
 * redress_server_load_calendars:
 * @self: a server
 * @error: return location; where the installation's files are broken
 *
 * Reads the calendar files, again if they were read before: the administrator's lie in the
 * folder `calendars` of the data folder. Those with a mistake are named in the log.
 *
 * Returns: whether it worked; if not, what was read before stands
 */
gboolean
redress_server_load_calendars (RedressServer *self, GError **error)
{
  g_autofree char *own = g_build_filename (self->data_dir, "calendars", NULL);
  RedressCalendars *calendars = redress_calendars_load (self->calendars_dir, own, error);
  GPtrArray *files;

  if (calendars == NULL)
    return FALSE;
  files = redress_calendars_get_files (calendars);
  for (guint i = 0; i < files->len; i++)
    {
      const RedressCalendarFile *file = g_ptr_array_index (files, i);

      if (file->year == 0)
        redress_log (self->clock, "calendar-refused", REDRESS_LOG_TEXT ("error", file->mistake));
    }
  g_clear_pointer (&self->calendars, redress_calendars_free);
  self->calendars = calendars;
  redress_policy_store_set_calendar (self->policies, redress_calendars_get (calendars));
  return TRUE;
}

/**
 * redress_server_renew_policies:
 * @self: a server
 *
 * Learns of policies that another server of the same database took over. Database thread.
 */
void
redress_server_renew_policies (RedressServer *self)
{
  g_autoptr (GError) error = NULL;

  if (redress_policy_store_renew (self->policies, self->connection, &error))
    {
      redress_policy_store_set_calendar (self->policies, redress_calendars_get (self->calendars));
      if (self->n_unread > 0)
        redress_log (self->clock, "policies-read-again",
                     REDRESS_LOG_NUMBER ("failed", self->n_unread));
      self->n_unread = 0;
      return;
    }
  /* The next look comes soon, so a failure is told once, and its end. */
  if (self->n_unread++ == 0)
    redress_log (self->clock, "policies-unread", REDRESS_LOG_TEXT ("error", error->message));
}

/* A mistyped platform would be found only by whoever does not see any ticket. */
static gboolean
adopt_identity_provider (RedressServer *self, RedressOidcProvider *provider, GError **error)
{
  GHashTableIter iter;
  gpointer names;

  self->identity_provider = provider;
  if (provider == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, redress_oidc_provider_get_settings (provider)->platforms);
  while (g_hash_table_iter_next (&iter, NULL, &names))
    for (char **name = names; *name != NULL; name++)
      if (!g_str_equal (*name, "all") && !redress_policy_store_has_platform (self->policies, *name))
        {
          g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                       "the settings of the identity provider name %s, and no policy is about it",
                       *name);
          return FALSE;
        }
  return TRUE;
}

/**
 * redress_server_open:
 * @options: where
 * @error: return location; REDRESS_ERROR_CONFLICT where another process has it open
 *
 * Opens the data folder, brings the database up to date and reads the policies. The calling
 * thread owns the database from now on.
 *
 * Returns: (transfer full) (nullable): the server, or %NULL with @error set
 */
RedressServer *
redress_server_open (const RedressServerOptions *options, GError **error)
{
  g_autoptr (RedressServer) self = g_new0 (RedressServer, 1);

  g_mutex_init (&self->lock);
  self->lock_fd = -1;
  self->data_dir = g_canonicalize_filename (options->data_dir, NULL);
  self->clock =
      redress_clock_ref (options->clock != NULL ? options->clock : redress_clock_get_system ());
  self->metrics = redress_metrics_new ();
  if (sodium_init () < 0)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "no random numbers");
      return NULL;
    }
  self->lock_fd = redress_data_folder_open (self->data_dir, options->shared_dir, error);
  if (self->lock_fd < 0)
    return NULL;
  if (!open_database (self, options->database, error) ||
      !load_policies (self, options->policies_dir, error) ||
      !adopt_identity_provider (self, options->identity_provider, error))
    return NULL;
  self->operations = redress_operations_new (self, error);
  if (self->operations == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * redress_server_close:
 * @self: (transfer full): a server
 *
 * In the thread that opened it.
 */
void
redress_server_close (RedressServer *self)
{
  g_clear_pointer (&self->operations, redress_operations_free);
  g_clear_pointer (&self->policies, redress_policy_store_free);
  g_clear_pointer (&self->calendars, redress_calendars_free);
  g_clear_pointer (&self->connection, redress_sql_connection_close);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->metrics, redress_metrics_free);
  g_clear_pointer (&self->clock, redress_clock_unref);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_mutex_clear (&self->lock);
  g_free (self->calendars_dir);
  g_free (self->location);
  g_free (self->data_dir);
  g_free (self);
}

/**
 * redress_server_set_service:
 * @self: a server
 * @jobs: (nullable): threads for its work
 * @edge: (nullable): its edge
 *
 * Tells the server what serves it, or that nothing does any more.
 */
void
redress_server_set_service (RedressServer *self, RedressJobs *jobs, RedressEdge *edge)
{
  g_mutex_lock (&self->lock);
  self->jobs = jobs;
  self->edge = edge;
  g_mutex_unlock (&self->lock);
}

/**
 * redress_server_get_identity_provider:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): who vouches for people beside the server itself
 */
RedressOidcProvider *
redress_server_get_identity_provider (RedressServer *self)
{
  return self->identity_provider;
}

/**
 * redress_server_get_connection:
 * @self: a server
 *
 * Returns: (transfer none): the connection of the calling thread, which is the database thread or a
 *   reader
 */
RedressSqlConnection *
redress_server_get_connection (RedressServer *self)
{
  RedressSqlConnection *own = redress_readers_get_connection ();

  return own != NULL ? own : self->connection;
}

/**
 * redress_server_get_location:
 * @self: a server
 *
 * Returns: where its database is
 */
const char *
redress_server_get_location (RedressServer *self)
{
  return self->location;
}

/**
 * redress_server_get_clock:
 * @self: a server
 *
 * Returns: (transfer none): what tells the time
 */
RedressClock *
redress_server_get_clock (RedressServer *self)
{
  return self->clock;
}

/**
 * redress_server_get_data_dir:
 * @self: a server
 *
 * Returns: the data folder, an absolute path
 */
const char *
redress_server_get_data_dir (RedressServer *self)
{
  return self->data_dir;
}

/**
 * redress_server_get_metrics:
 * @self: a server
 *
 * Returns: (transfer none): the figures
 */
RedressMetrics *
redress_server_get_metrics (RedressServer *self)
{
  return self->metrics;
}

/**
 * redress_server_get_policy_store:
 * @self: a server
 *
 * Returns: (transfer none): the policies
 */
RedressPolicyStore *
redress_server_get_policy_store (RedressServer *self)
{
  return self->policies;
}

/**
 * redress_server_get_calendars:
 * @self: a server
 *
 * Returns: (transfer none): the calendar files
 */
RedressCalendars *
redress_server_get_calendars (RedressServer *self)
{
  return self->calendars;
}

/**
 * redress_server_get_policy:
 * @self: a server
 * @flow: a flow
 * @version: its version; 0 for the newest
 *
 * Returns: (transfer none) (nullable): the policy
 */
RedressPolicy *
redress_server_get_policy (RedressServer *self, const char *flow, gint64 version)
{
  return redress_policy_store_find (self->policies, flow, version);
}

/**
 * redress_server_get_policy_at:
 * @self: a server
 * @flow: a flow
 * @opened_at: when a ticket was opened
 *
 * Returns: (transfer none) (nullable): the policy that judges the ticket
 */
RedressPolicy *
redress_server_get_policy_at (RedressServer *self, const char *flow, RedressTime opened_at)
{
  return redress_policy_store_find_at (self->policies, flow, opened_at);
}

/**
 * redress_server_get_policies:
 * @self: a server
 *
 * Returns: (transfer none) (element-type RedressPolicy): the newest of each flow
 */
GPtrArray *
redress_server_get_policies (RedressServer *self)
{
  return redress_policy_store_get_newest (self->policies);
}

/**
 * redress_server_get_calendar:
 * @self: a server
 *
 * Returns: (transfer none): what the calendar files say
 */
RedressCalendar *
redress_server_get_calendar (RedressServer *self)
{
  return redress_calendars_get (self->calendars);
}

/**
 * redress_server_get_operations:
 * @self: a server
 *
 * Returns: (transfer none): what the handlers of tickets, feeds and evidence share
 */
RedressOperations *
redress_server_get_operations (RedressServer *self)
{
  return self->operations;
}

/**
 * redress_server_feed_moved:
 * @self: a server
 * @platform: whose feed moved
 *
 * Wakes the long polls that wait for the feed. Call it after the commit.
 */
void
redress_server_feed_moved (RedressServer *self, const char *platform)
{
  g_mutex_lock (&self->lock);
  if (self->edge != NULL)
    redress_edge_feed_moved (self->edge, platform);
  g_mutex_unlock (&self->lock);
}

/**
 * redress_server_count_compute:
 * @self: a server
 *
 * Returns: how many jobs wait for a computing thread
 */
guint
redress_server_count_compute (RedressServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->jobs != NULL ? redress_jobs_count_compute (self->jobs) : 0;
  g_mutex_unlock (&self->lock);
  return n;
}

/**
 * redress_server_count_outside:
 * @self: a server
 *
 * Returns: how many jobs wait for a thread that may wait for another machine
 */
guint
redress_server_count_outside (RedressServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->jobs != NULL ? redress_jobs_count_outside (self->jobs) : 0;
  g_mutex_unlock (&self->lock);
  return n;
}

typedef struct
{
  RedressServer *server;
  RedressServerFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Later;

static void
run_later (gpointer data)
{
  Later *later = data;

  later->func (later->server, later->data);
  if (later->data_free != NULL)
    later->data_free (later->data);
  g_free (later);
}

/**
 * redress_server_run_later:
 * @self: a server
 * @func: what to do
 * @data: (transfer full) (nullable): for @func
 * @data_free: (nullable): frees @data afterwards
 *
 * Runs @func on the database thread, soon. Any thread may call this. Where nothing serves any
 * more, @data is freed and nothing is done.
 */
void
redress_server_run_later (RedressServer *self,
                          RedressServerFunc func,
                          gpointer data,
                          GDestroyNotify data_free)
{
  Later *later;

  g_mutex_lock (&self->lock);
  if (self->jobs != NULL)
    {
      later = g_new0 (Later, 1);
      later->server = self;
      later->func = func;
      later->data = data;
      later->data_free = data_free;
      redress_jobs_push_database (self->jobs, run_later, later);
      data_free = NULL;
    }
  g_mutex_unlock (&self->lock);
  if (data_free != NULL)
    data_free (data);
}
