/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-private.h"

#include "core/incident.h"
#include "store/incident-lines.h"
#include "store/policy-table.h"

typedef struct
{
  RedressDisk *disk;
  char *language;
  GPtrArray *lines;
} IncidentsJob;

static void
incidents_job_free (IncidentsJob *job)
{
  g_clear_pointer (&job->lines, g_ptr_array_unref);
  g_free (job->language);
  g_free (job);
}

static RedressPolicy *
find_policy (GPtrArray *policies, const char *flow)
{
  for (guint i = 0; i < policies->len; i++)
    {
      RedressPolicy *policy = g_ptr_array_index (policies, i);

      if (g_strcmp0 (redress_policy_get_flow (policy), flow) == 0)
        return policy;
    }
  return NULL;
}

/* The words are those of the newest policy; without it the values have to do. */
static char *
describe (GPtrArray *policies, const RedressIncidentLine *line, const char *language)
{
  RedressPolicy *policy = find_policy (policies, line->flow);

  return policy != NULL ? redress_policy_describe_incident (policy, line->incident, language)
                        : g_strjoinv (" · ", line->incident->values);
}

static gboolean
run_incidents (RedressSqlConnection *connection, gpointer data, GError **error)
{
  IncidentsJob *job = data;
  g_autoptr (GPtrArray) policies = redress_policy_table_list_newest (job->disk, error);
  RedressSqlConnection *cache = redress_disk_get_cache (job->disk, error);

  if (policies == NULL || cache == NULL)
    return FALSE;
  job->lines = redress_incident_lines_load (cache, error);
  for (guint i = 0; job->lines != NULL && i < job->lines->len; i++)
    {
      RedressIncidentLine *line = g_ptr_array_index (job->lines, i);

      line->title = describe (policies, line, job->language);
    }
  return job->lines != NULL;
}

/* (nullable): the job. What it met leads to mending. */
static gpointer
finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gpointer job = NULL;

  if (redress_store_finish (result, &job, &failure))
    return job;
  redress_store_report_damage (self, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * redress_store_list_incidents_async:
 * @self: a store
 * @language: of the titles
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Lists the incidents of the tickets that are here, whether there is a connection or not.
 */
void
redress_store_list_incidents_async (RedressStore *self,
                                    const char *language,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  IncidentsJob *job = g_new0 (IncidentsJob, 1);

  job->disk = self->disk;
  job->language = g_strdup (language);
  redress_store_write_async (self, REDRESS_SQL_INTERACTIVE, run_incidents, job,
                             (GDestroyNotify)incidents_job_free, cancellable, callback, user_data);
}

/**
 * redress_store_list_incidents_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressIncidentLine): the incidents
 */
GPtrArray *
redress_store_list_incidents_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  gpointer job = finish (self, result, error);

  return job != NULL ? g_steal_pointer (&((IncidentsJob *)job)->lines) : NULL;
}

typedef struct
{
  RedressReader *reader;
  gint64 incident;
  guint max;
  GArray *tickets;
} TicketsJob;

static void
tickets_job_free (TicketsJob *job)
{
  g_clear_pointer (&job->tickets, g_array_unref);
  g_free (job);
}

static gboolean
run_tickets (RedressSqlConnection *connection, gpointer data, GError **error)
{
  TicketsJob *job = data;
  RedressSqlConnection *cache = redress_reader_get_cache (job->reader, error);

  if (cache != NULL)
    job->tickets = redress_incident_lines_list_tickets (cache, job->incident, job->max, error);
  return job->tickets != NULL;
}

/**
 * redress_store_list_incident_tickets_async:
 * @self: a store
 * @incident: id of an incident
 * @max: how many at most
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Lists what is left to decide of an incident.
 */
void
redress_store_list_incident_tickets_async (RedressStore *self,
                                           gint64 incident,
                                           guint max,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  TicketsJob *job = g_new0 (TicketsJob, 1);

  job->reader = self->reading;
  job->incident = incident;
  job->max = max;
  redress_store_read_async (self, REDRESS_SQL_INTERACTIVE, run_tickets, job,
                            (GDestroyNotify)tickets_job_free, cancellable, callback, user_data);
}

/**
 * redress_store_list_incident_tickets_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the tickets
 */
GArray *
redress_store_list_incident_tickets_finish (RedressStore *self,
                                            GAsyncResult *result,
                                            GError **error)
{
  gpointer job = finish (self, result, error);

  return job != NULL ? g_steal_pointer (&((TicketsJob *)job)->tickets) : NULL;
}
