/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/incidents.h"

#include "core/incident.h"
#include "server/incident-table.h"
#include "server/ticket-change.h"

/*
 * A ticket is written anew when it joins or leaves, never when another one does: how many there
 * are is counted by those who have the tickets. So the ten-thousandth of an incident costs no more
 * than the second.
 */

typedef struct
{
  RedressServer *server;
  RedressSqlConnection *connection;
  RedressTicket *ticket;
  RedressTime now;
} Follow;

static gboolean
is_open (const RedressSummary *summary)
{
  return redress_state_is_unfinished (summary->state);
}

/* In memory and in the tables, but for the badges of the row, which whoever changes it writes. */
static gboolean
put (Follow *self, RedressIncident *incident, const char *name, GError **error)
{
  RedressSummary *summary = self->ticket->summary;

  redress_incident_free (summary->incident);
  summary->incident = incident;
  if (incident != NULL)
    summary->badges |= REDRESS_BADGE_INCIDENT;
  else
    summary->badges &= ~(guint)REDRESS_BADGE_INCIDENT;
  return redress_incident_table_put (self->connection, summary->id, name,
                                     incident != NULL ? incident->id : 0, error);
}

static gboolean
leave (Follow *self, GError **error)
{
  g_autoptr (RedressIncident) former = redress_incident_copy (self->ticket->summary->incident);

  return put (self, NULL, former->name, error) &&
         redress_incident_table_end (self->connection, former->id, self->now, error);
}

/* No decision rests on it, so the version stays; the feed tells of it. */
static gboolean
put_other (Follow *self, gint64 id, const RedressIncident *incident, GError **error)
{
  g_auto (RedressTicketChange) change = { 0 };
  RedressTicketRow *row = redress_ticket_table_load (self->connection, id, error);
  Follow other = *self;

  if (row == NULL)
    return FALSE;
  redress_ticket_change_init (&change, self->server, row, self->now);
  other.ticket = row->ticket;
  return put (&other, redress_incident_copy (incident), incident->name, error) &&
         redress_ticket_change_finish (&change, NULL, error);
}

static gboolean
put_all (Follow *self, GArray *ids, RedressIncident *incident, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (id != self->ticket->summary->id && !put_other (self, id, incident, error))
        return FALSE;
    }
  return put (self, redress_incident_copy (incident), incident->name, error);
}

static gboolean
begin (Follow *self, const RedressIncidentSpec *spec, const RedressAlike *alike, GError **error)
{
  g_autoptr (RedressIncident) incident = NULL;
  RedressTime since = alike->at;
  RedressAlike newest = *alike;
  g_autoptr (GArray) ids = redress_incident_table_find_alike (
      self->connection, alike, spec->least, spec->hours * REDRESS_HOUR, &since, &newest.at, error);

  if (ids == NULL)
    return FALSE;
  if (ids->len == 0)
    return TRUE;

  incident = redress_incident_table_begin (self->connection, &newest, since, self->now, error);
  return incident != NULL && put_all (self, ids, incident, error);
}

static gboolean
join (Follow *self, const RedressIncidentSpec *spec, const RedressAlike *alike, GError **error)
{
  RedressIncident *incident = NULL;

  if (!redress_incident_table_find_ongoing (self->connection, alike, spec->hours * REDRESS_HOUR,
                                            &incident, error))
    return FALSE;

  return incident != NULL ? put (self, incident, spec->name, error)
                          : begin (self, spec, alike, error);
}

static gboolean
is_in (const RedressSummary *summary, const RedressIncidentSpec *spec)
{
  return summary->incident != NULL && g_strcmp0 (summary->incident->name, spec->name) == 0;
}

static gboolean
follow_spec (Follow *self, const RedressIncidentSpec *spec, GError **error)
{
  const RedressSummary *summary = self->ticket->summary;
  g_auto (GStrv) values = redress_incident_spec_get_values (spec, self->ticket);
  g_autofree char *joined = values != NULL ? g_strjoinv ("\n", values) : NULL;
  RedressAlike alike = { summary->flow, spec->name, joined, summary->opened_at };

  if (is_in (summary, spec) &&
      (values == NULL || !g_strv_equal ((const char *const *)values,
                                        (const char *const *)summary->incident->values)) &&
      !leave (self, error))
    return FALSE;
  if (!redress_incident_table_set_alike (self->connection, summary->id, &alike, error))
    return FALSE;

  return joined == NULL || summary->incident != NULL || !is_open (summary) ||
         join (self, spec, &alike, error);
}

/* As it was inserted before anybody knew. */
static gboolean
write_badges (Follow *self, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      self->connection, "update ticket set badges = $2 where id = $1", error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, self->ticket->summary->id);
  redress_sql_statement_bind_int64 (statement, 2, self->ticket->summary->badges);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_incidents_follow:
 * @server: the server, in a writing transaction
 * @ticket: a ticket that has its row and its facts
 * @policy: the policy that judges it
 * @now: the time
 *
 * Looks only at tickets that are alike. Of @ticket its entry in the feed has still to be written.
 */
gboolean
redress_incidents_follow (RedressServer *server,
                          RedressTicket *ticket,
                          RedressPolicy *policy,
                          RedressTime now,
                          GError **error)
{
  GPtrArray *specs = redress_policy_get_incidents (policy);
  guint badges = ticket->summary->badges;
  Follow self = {
    .server = server,
    .connection = redress_server_get_connection (server),
    .ticket = ticket,
    .now = now,
  };

  for (guint i = 0; i < specs->len; i++)
    {
      if (!follow_spec (&self, g_ptr_array_index (specs, i), error))
        return FALSE;
    }
  return ticket->summary->badges == badges || write_badges (&self, error);
}
