/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/counts.h"

#include "store/ids.h"
#include "store/incident-lines.h"

static const char sql_totals[] = "SELECT state, kind, platform, n FROM ticket_count WHERE n > 0";
/* What is late changes with the time alone, so no trigger can count it. */
static const char sql_late[] = "SELECT state, kind, count(*) FROM ticket "
                               "WHERE state IN ($1, $2) AND due_at < $3 GROUP BY state, kind";
static const char sql_races[] =
    "SELECT n, (SELECT count(*) FROM ticket INDEXED BY ticket_race_due "
    "WHERE race_at IS NOT NULL AND state IN ($1, $2) AND due_at < $3) FROM race_count";
static const char sql_work[] =
    "SELECT state, due_at FROM ticket WHERE id IN (SELECT id FROM ticket WHERE claim_holder = $1 "
    "UNION SELECT value FROM json_each ($2))";

/**
 * redress_counts_free:
 * @self: (transfer full) (nullable): counts
 */
void
redress_counts_free (RedressCounts *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->platforms);
  g_free (self);
}

static RedressCounts *
counts_new (void)
{
  RedressCounts *self = g_new0 (RedressCounts, 1);

  self->platforms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->leaving_at = REDRESS_TIME_UNKNOWN;
  return self;
}

/* The views whose tickets come from claims, races and the outbox are counted elsewhere. */
static void
add_to_views (gint64 *views, gint64 state, gint64 kind, gint64 n)
{
  if (state < 0 || state >= REDRESS_N_STATES || kind < 0 || kind >= REDRESS_N_KINDS)
    return;
  for (guint view = 0; view < REDRESS_N_VIEWS; view++)
    if (view != REDRESS_VIEW_MY_WORK && view != REDRESS_VIEW_TROUBLE &&
        view != REDRESS_VIEW_INCIDENTS && view != REDRESS_VIEW_RACES &&
        ((redress_view_get_states (view) >> state) & 1) != 0 &&
        ((redress_view_get_kinds (view) >> kind) & 1) != 0)
      views[view] += n;
}

static void
add_to_platform (RedressCounts *self, const char *platform, gint64 n)
{
  gint64 *count = g_hash_table_lookup (self->platforms, platform);

  if (count == NULL)
    {
      count = g_new0 (gint64, 1);
      g_hash_table_insert (self->platforms, g_strdup (platform), count);
    }
  *count += n;
}

static gboolean
add_totals (RedressCounts *self, RedressSqlConnection *cache, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, sql_totals, error);
  RedressSqlStep step = REDRESS_SQL_ERROR;

  while (statement != NULL &&
         (step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 state = redress_sql_statement_get_int64 (statement, 0);
      const char *platform = redress_sql_statement_get_text (statement, 2);
      gint64 n = redress_sql_statement_get_int64 (statement, 3);

      add_to_views (self->total, state, redress_sql_statement_get_int64 (statement, 1), n);
      if (platform != NULL && state >= 0 && state < REDRESS_N_STATES &&
          redress_state_is_unfinished ((RedressState)state))
        add_to_platform (self, platform, n);
    }
  return step == REDRESS_SQL_DONE;
}

/* The states in which the clock of a ticket runs, and what is late. */
static void
bind_running (RedressSqlStatement *statement, RedressTime now)
{
  redress_sql_statement_bind_int64 (statement, 1, REDRESS_STATE_OPEN);
  redress_sql_statement_bind_int64 (statement, 2, REDRESS_STATE_SECOND_APPROVAL);
  redress_sql_statement_bind_int64 (statement, 3, now);
}

static gboolean
add_late (RedressCounts *self, RedressSqlConnection *cache, RedressTime now, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, sql_late, error);
  RedressSqlStep step = REDRESS_SQL_ERROR;

  if (statement == NULL)
    return FALSE;
  bind_running (statement, now);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    add_to_views (self->late, redress_sql_statement_get_int64 (statement, 0),
                  redress_sql_statement_get_int64 (statement, 1),
                  redress_sql_statement_get_int64 (statement, 2));
  return step == REDRESS_SQL_DONE;
}

static gboolean
add_races (RedressCounts *self, RedressSqlConnection *cache, RedressTime now, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, sql_races, error);

  if (statement == NULL)
    return FALSE;
  bind_running (statement, now);
  if (redress_sql_statement_step (statement, error) != REDRESS_SQL_ROW)
    return FALSE;
  self->total[REDRESS_VIEW_RACES] = redress_sql_statement_get_int64 (statement, 0);
  self->late[REDRESS_VIEW_RACES] = redress_sql_statement_get_int64 (statement, 1);
  return TRUE;
}

static RedressSqlStatement *
prepare_work (RedressSqlConnection *cache,
              RedressOverlay *overlay,
              const char *account,
              GError **error)
{
  RedressSqlStatement *statement = redress_sql_connection_prepare (cache, sql_work, error);
  g_autoptr (GArray) work = redress_overlay_list_work (overlay);
  g_autofree char *ids = redress_ids_to_json (work);

  if (statement == NULL)
    return NULL;
  redress_sql_statement_bind_text (statement, 1, account);
  redress_sql_statement_bind_text (statement, 2, ids);
  return statement;
}

static gboolean
add_work (RedressCounts *self,
          RedressSqlConnection *cache,
          RedressOverlay *overlay,
          const char *account,
          RedressTime now,
          GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare_work (cache, overlay, account, error);
  guint states = redress_view_get_states (REDRESS_VIEW_MY_WORK);
  RedressSqlStep step = REDRESS_SQL_ERROR;

  while (statement != NULL &&
         (step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 state = redress_sql_statement_get_int64 (statement, 0);

      if (state < 0 || state >= REDRESS_N_STATES || ((states >> state) & 1) == 0)
        continue;
      self->total[REDRESS_VIEW_MY_WORK]++;
      if (((redress_states_running () >> state) & 1) != 0 &&
          redress_sql_statement_get_int64 (statement, 1) < now)
        self->late[REDRESS_VIEW_MY_WORK]++;
    }
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_counts_load:
 * @cache: the cache
 * @overlay: what lies over it
 * @account: (nullable): whose work is counted
 * @now: the time
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the counts of the sidebar
 */
RedressCounts *
redress_counts_load (RedressSqlConnection *cache,
                     RedressOverlay *overlay,
                     const char *account,
                     RedressTime now,
                     GError **error)
{
  RedressCounts *self = counts_new ();
  g_autoptr (GArray) trouble = redress_overlay_list_trouble (overlay);

  self->recorded = overlay->recorded;
  self->leaving_at = overlay->leaving_at;
  self->total[REDRESS_VIEW_TROUBLE] = trouble->len;
  if (redress_incident_lines_count (cache, &self->total[REDRESS_VIEW_INCIDENTS], error) &&
      add_totals (self, cache, error) && add_late (self, cache, now, error) &&
      add_work (self, cache, overlay, account, now, error) && add_races (self, cache, now, error))
    return self;
  redress_counts_free (self);
  return NULL;
}
