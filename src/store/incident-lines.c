/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/incident-lines.h"

/* States up to second_approval are open. */
#define OPEN "(state <= 4)"
#define MAX_LINES 200

G_STATIC_ASSERT (REDRESS_STATE_SECOND_APPROVAL == 4);

/* Jumps from incident to incident by the index: a few of them may have most of the tickets. */
static const char sql_count[] =
    "WITH RECURSIVE known (id) AS (SELECT min(incident) FROM ticket WHERE incident IS NOT NULL "
    "UNION ALL SELECT (SELECT min(incident) FROM ticket WHERE incident > known.id) FROM known "
    "WHERE known.id IS NOT NULL) "
    "SELECT count(*) FROM known WHERE id IS NOT NULL AND EXISTS "
    "(SELECT 1 FROM ticket WHERE incident = known.id AND " OPEN ")";
/* Counted by the index alone; what they are called is read from one ticket of each. */
static const char sql_load[] =
    "SELECT t.incident, t.incident_words, t.platform, t.flow, n.open, n.total - n.open, n.newest "
    "FROM (SELECT incident, sum" OPEN " AS open, count(*) AS total, max(opened_at) AS newest, "
    "min(id) AS first FROM ticket WHERE incident IS NOT NULL GROUP BY incident) n "
    "JOIN ticket t ON t.id = n.first WHERE n.open > 0 ORDER BY n.open DESC, t.incident LIMIT $1";

/**
 * redress_incident_line_copy:
 * @self: a line
 *
 * Returns: (transfer full): the same
 */
RedressIncidentLine *
redress_incident_line_copy (const RedressIncidentLine *self)
{
  RedressIncidentLine *copy = g_memdup2 (self, sizeof *self);

  copy->incident = redress_incident_copy (self->incident);
  copy->platform = g_strdup (self->platform);
  copy->flow = g_strdup (self->flow);
  copy->title = g_strdup (self->title);
  return copy;
}

/**
 * redress_incident_line_free:
 * @self: (transfer full) (nullable): a line
 */
void
redress_incident_line_free (RedressIncidentLine *self)
{
  if (self == NULL)
    return;

  redress_incident_free (self->incident);
  g_free (self->platform);
  g_free (self->flow);
  g_free (self->title);
  g_free (self);
}

/**
 * redress_incident_lines_bind:
 * @statement: a statement
 * @position: of the id; the words come after it
 * @incident: (nullable): an incident
 */
void
redress_incident_lines_bind (RedressSqlStatement *statement,
                             guint position,
                             const RedressIncident *incident)
{
  g_autofree char *values = NULL;
  g_autofree char *words = NULL;

  if (incident == NULL)
    {
      redress_sql_statement_bind_null (statement, position);
      redress_sql_statement_bind_null (statement, position + 1);
      return;
    }
  values = incident->values != NULL ? g_strjoinv ("\n", incident->values) : g_strdup ("");
  words = g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s", incident->since, incident->name, values);
  redress_sql_statement_bind_int64 (statement, position, incident->id);
  redress_sql_statement_bind_text (statement, position + 1, words);
}

/**
 * redress_incident_lines_read:
 * @statement: a statement with a row
 * @column: of the id; the words come after it
 *
 * Returns: (transfer full) (nullable): the incident; %NULL if there is none
 */
RedressIncident *
redress_incident_lines_read (RedressSqlStatement *statement, guint column)
{
  const char *text = redress_sql_statement_get_text (statement, column + 1);
  g_auto (GStrv) words = text != NULL ? g_strsplit (text, "\n", -1) : NULL;
  RedressIncident *incident;

  if (redress_sql_statement_is_null (statement, column) || words == NULL ||
      g_strv_length (words) < 2)
    return NULL;

  incident = redress_incident_new ();
  incident->id = redress_sql_statement_get_int64 (statement, column);
  incident->since = g_ascii_strtoll (words[0], NULL, 10);
  incident->name = g_strdup (words[1]);
  incident->values = g_strdupv (words + 2);
  return incident;
}

/**
 * redress_incident_lines_count:
 * @cache: the cache
 * @count: (out): how many incidents have an open ticket
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_incident_lines_count (RedressSqlConnection *cache, gint64 *count, GError **error)
{
  return redress_sql_connection_get_int64 (cache, sql_count, count, error);
}

/**
 * redress_incident_lines_count_tickets:
 * @cache: the cache
 * @incident: id of an incident
 * @count: (out): how many tickets of it are here
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_incident_lines_count_tickets (RedressSqlConnection *cache,
                                      gint64 incident,
                                      gint64 *count,
                                      GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      cache, "SELECT count(*) FROM ticket WHERE incident = $1", error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, incident);
  return redress_sql_statement_fetch_int64 (statement, count, error) == REDRESS_SQL_ROW;
}

/**
 * redress_incident_lines_load:
 * @cache: the cache
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressIncidentLine): the incidents that have
 *   an open ticket, those with most first
 */
GPtrArray *
redress_incident_lines_load (RedressSqlConnection *cache, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, sql_load, error);
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_incident_line_free);
  RedressSqlStep step;

  if (statement == NULL)
    return NULL;

  redress_sql_statement_bind_int64 (statement, 1, MAX_LINES);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressIncident *incident = redress_incident_lines_read (statement, 0);
      RedressIncidentLine *line;

      if (incident == NULL)
        continue;
      line = g_new0 (RedressIncidentLine, 1);
      line->incident = incident;
      line->platform = redress_sql_statement_dup_text (statement, 2);
      line->flow = redress_sql_statement_dup_text (statement, 3);
      line->open = redress_sql_statement_get_int64 (statement, 4);
      line->decided = redress_sql_statement_get_int64 (statement, 5);
      line->newest = redress_sql_statement_get_int64 (statement, 6);
      g_ptr_array_add (lines, line);
    }
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&lines) : NULL;
}

/**
 * redress_incident_lines_list_tickets:
 * @cache: the cache
 * @incident: id of an incident
 * @max: how many at most
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type gint64): its tickets that are not decided,
 *   those that are due first in front
 */
GArray *
redress_incident_lines_list_tickets (RedressSqlConnection *cache,
                                     gint64 incident,
                                     guint max,
                                     GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      cache,
      "SELECT id FROM ticket WHERE incident = $1 AND " OPEN " ORDER BY state, due_at, id LIMIT $2",
      error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  RedressSqlStep step;

  if (statement == NULL)
    return NULL;

  redress_sql_statement_bind_int64 (statement, 1, incident);
  redress_sql_statement_bind_int64 (statement, 2, max);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 id = redress_sql_statement_get_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&ids) : NULL;
}
