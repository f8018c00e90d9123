/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/ticket-table.h"

#include <string.h>

#include "store/incident-lines.h"

/* In this order the columns are bound and read. */
#define COLUMNS                                                                                    \
  "id, platform, flow, kind, external_id, order_no, state, rev, version, round, opened_at, "       \
  "due_at, due_rule, due_provisional, amount, unit, customer_ref, customer_name, reason_code, "    \
  "reason_text, title, badges, labels, closed_at, "                                                \
  "race_at, race_label, race_state, race_since, race_ships_at, race_as_of, "                       \
  "claim_holder, claim_name, claim_mode, claim_token, claim_until, incident, incident_words"

#define N_CLAIM_COLUMNS 5

#define N_RACE_COLUMNS 6

/* A claim that an answer brought is newer than one of an older summary. */
#define NEWER_CLAIM(column)                                                                        \
  column " = CASE WHEN excluded.rev < claim_rev THEN " column " ELSE excluded." column " END, "

static const char sql_upsert[] =
    "INSERT INTO ticket (" COLUMNS ", claim_rev) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
    "$11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, "
    "$29, $30, $31, $32, $33, $34, $35, $36, $37, $8) "
    "ON CONFLICT (id) DO UPDATE SET platform = excluded.platform, flow = excluded.flow, "
    "kind = excluded.kind, external_id = excluded.external_id, order_no = excluded.order_no, "
    "state = excluded.state, rev = excluded.rev, version = excluded.version, "
    "round = excluded.round, opened_at = excluded.opened_at, due_at = excluded.due_at, "
    "due_rule = excluded.due_rule, due_provisional = excluded.due_provisional, "
    "amount = excluded.amount, unit = excluded.unit, customer_ref = excluded.customer_ref, "
    "customer_name = excluded.customer_name, reason_code = excluded.reason_code, "
    "reason_text = excluded.reason_text, title = excluded.title, badges = excluded.badges, "
    "labels = excluded.labels, closed_at = excluded.closed_at, race_at = excluded.race_at, "
    "race_label = excluded.race_label, race_state = excluded.race_state, "
    "race_since = excluded.race_since, race_ships_at = excluded.race_ships_at, "
    "race_as_of = excluded.race_as_of, incident = excluded.incident, "
    "incident_words = excluded.incident_words, " NEWER_CLAIM ("claim_holder")
        NEWER_CLAIM ("claim_name") NEWER_CLAIM ("claim_mode") NEWER_CLAIM ("claim_token")
            NEWER_CLAIM ("claim_until") "claim_rev = max(claim_rev, excluded.rev) "
                                        "WHERE excluded.rev > ticket.rev";

static const char sql_read[] = "SELECT " COLUMNS " FROM ticket WHERE id = $1";

static const char sql_remove[] = "DELETE FROM ticket WHERE id = $1";

static const char sql_put_claim[] =
    "UPDATE ticket SET claim_rev = $2, claim_holder = $3, claim_name = $4, claim_mode = $5, "
    "claim_token = $6, claim_until = $7 WHERE id = $1 AND rev < $2 AND claim_rev < $2";

static const char sql_find_number[] =
    "SELECT id FROM ticket WHERE order_no IN ($1, $2) OR external_id IN ($1, $2) "
    "ORDER BY id DESC LIMIT 1";

static void
bind_time (RedressSqlStatement *statement, guint position, RedressTime time)
{
  if (time == REDRESS_TIME_UNKNOWN)
    redress_sql_statement_bind_null (statement, position);
  else
    redress_sql_statement_bind_int64 (statement, position, time);
}

static RedressTime
get_time (RedressSqlStatement *statement, guint column)
{
  return redress_sql_statement_is_null (statement, column)
             ? REDRESS_TIME_UNKNOWN
             : redress_sql_statement_get_int64 (statement, column);
}

/* The text of a summary may be missing; the columns are never NULL, so that triggers compare. */
static void
bind_text (RedressSqlStatement *statement, guint position, const char *text)
{
  redress_sql_statement_bind_text (statement, position, text != NULL ? text : "");
}

static void
bind_claim (RedressSqlStatement *statement, guint position, const RedressClaim *claim)
{
  redress_sql_statement_bind_text (statement, position, claim != NULL ? claim->holder : NULL);
  redress_sql_statement_bind_text (statement, position + 1,
                                   claim != NULL ? claim->holder_name : NULL);
  redress_sql_statement_bind_int64 (statement, position + 2, claim != NULL ? claim->mode : 0);
  redress_sql_statement_bind_int64 (statement, position + 3, claim != NULL ? claim->token : 0);
  bind_time (statement, position + 4, claim != NULL ? claim->lease_until : REDRESS_TIME_UNKNOWN);
}

/* Where nothing is left to decide nobody has to be quick. */
static void
bind_race (RedressSqlStatement *statement, guint position, const RedressSummary *summary)
{
  const RedressRace *race = summary->race;

  if (race == NULL || !redress_state_is_unfinished (summary->state))
    {
      for (guint i = 0; i < N_RACE_COLUMNS; i++)
        redress_sql_statement_bind_null (statement, position + i);
      return;
    }
  redress_sql_statement_bind_int64 (statement, position, redress_race_get_urgency (race));
  redress_sql_statement_bind_text (statement, position + 1, race->label);
  redress_sql_statement_bind_text (statement, position + 2, race->state);
  bind_time (statement, position + 3, race->since);
  bind_time (statement, position + 4, race->ships_at);
  bind_time (statement, position + 5, race->as_of);
}

static void
bind_summary (RedressSqlStatement *statement, const RedressSummary *summary)
{
  g_autofree char *labels = NULL;
  guint at = 1;

  if (summary->labels != NULL && summary->labels[0] != NULL)
    labels = g_strjoinv ("\n", summary->labels);
  redress_sql_statement_bind_int64 (statement, at++, summary->id);
  bind_text (statement, at++, summary->platform);
  bind_text (statement, at++, summary->flow);
  redress_sql_statement_bind_int64 (statement, at++, summary->kind);
  bind_text (statement, at++, summary->external_id);
  bind_text (statement, at++, summary->order_no);
  redress_sql_statement_bind_int64 (statement, at++, summary->state);
  redress_sql_statement_bind_int64 (statement, at++, summary->rev);
  redress_sql_statement_bind_int64 (statement, at++, summary->version);
  redress_sql_statement_bind_int64 (statement, at++, summary->round);
  bind_time (statement, at++, summary->opened_at);
  redress_sql_statement_bind_int64 (
      statement, at++, summary->due_at == REDRESS_TIME_UNKNOWN ? G_MAXINT64 : summary->due_at);
  bind_text (statement, at++, summary->due_rule);
  redress_sql_statement_bind_boolean (statement, at++, summary->due_provisional);
  redress_sql_statement_bind_int64 (statement, at++, summary->amount.value);
  redress_sql_statement_bind_int64 (statement, at++, summary->amount.unit);
  bind_text (statement, at++, summary->customer_ref);
  bind_text (statement, at++, summary->customer_name);
  bind_text (statement, at++, summary->reason_code);
  bind_text (statement, at++, summary->reason_text);
  bind_text (statement, at++, summary->title);
  redress_sql_statement_bind_int64 (statement, at++, summary->badges);
  redress_sql_statement_bind_text (statement, at++, labels);
  bind_time (statement, at++, summary->closed_at);
  bind_race (statement, at, summary);
  bind_claim (statement, at + N_RACE_COLUMNS, summary->claim);
  redress_incident_lines_bind (statement, at + N_RACE_COLUMNS + N_CLAIM_COLUMNS, summary->incident);
}

/**
 * redress_ticket_table_upsert:
 * @cache: the cache, in a transaction
 * @summary: a summary of the feed
 * @is_news: (out): whether its rev was newer than what was there
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_ticket_table_upsert (RedressSqlConnection *cache,
                             const RedressSummary *summary,
                             gboolean *is_news,
                             GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, sql_upsert, error);

  if (statement == NULL)
    return FALSE;
  bind_summary (statement, summary);
  if (!redress_sql_statement_run (statement, error))
    return FALSE;
  *is_news = redress_sql_connection_get_changes (cache) > 0;
  return TRUE;
}

/**
 * redress_ticket_table_remove:
 * @cache: the cache, in a transaction
 * @id: a ticket
 * @error: return location
 *
 * Returns: whether it worked; that there was no such row is no failure
 */
gboolean
redress_ticket_table_remove (RedressSqlConnection *cache, gint64 id, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, sql_remove, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  return redress_sql_statement_run (statement, error);
}

/* A damaged file may hold NULL where the schema forbids it. */
static char *
dup_text (RedressSqlStatement *statement, guint column)
{
  const char *text = redress_sql_statement_get_text (statement, column);

  return g_strdup (text != NULL ? text : "");
}

static RedressClaim *
read_claim (RedressSqlStatement *statement, guint at)
{
  RedressClaim *claim;

  if (redress_sql_statement_is_null (statement, at))
    return NULL;
  claim = redress_claim_new ();
  claim->holder = dup_text (statement, at);
  claim->holder_name = dup_text (statement, at + 1);
  claim->mode = redress_sql_statement_get_int64 (statement, at + 2) == REDRESS_CLAIM_OFFLINE
                    ? REDRESS_CLAIM_OFFLINE
                    : REDRESS_CLAIM_ONLINE;
  claim->token = redress_sql_statement_get_int64 (statement, at + 3);
  claim->lease_until = get_time (statement, at + 4);
  return claim;
}

static RedressRace *
read_race (RedressSqlStatement *statement, guint at)
{
  RedressRace *race;

  if (redress_sql_statement_is_null (statement, at))
    return NULL;
  race = redress_race_new ();
  race->label = g_strdup (redress_sql_statement_get_text (statement, at + 1));
  race->state = g_strdup (redress_sql_statement_get_text (statement, at + 2));
  race->since = get_time (statement, at + 3);
  race->ships_at = get_time (statement, at + 4);
  race->as_of = get_time (statement, at + 5);
  return race;
}

static void
read_columns (RedressSqlStatement *statement, RedressSummary *summary)
{
  const char *labels;
  guint at = 0;

  summary->id = redress_sql_statement_get_int64 (statement, at++);
  summary->platform = dup_text (statement, at++);
  summary->flow = dup_text (statement, at++);
  summary->kind = (RedressKind)redress_sql_statement_get_int64 (statement, at++);
  summary->external_id = dup_text (statement, at++);
  summary->order_no = dup_text (statement, at++);
  summary->state = (RedressState)redress_sql_statement_get_int64 (statement, at++);
  summary->rev = redress_sql_statement_get_int64 (statement, at++);
  summary->version = redress_sql_statement_get_int64 (statement, at++);
  summary->round = redress_sql_statement_get_int64 (statement, at++);
  summary->opened_at = get_time (statement, at++);
  summary->due_at = redress_sql_statement_get_int64 (statement, at++);
  if (summary->due_at == G_MAXINT64)
    summary->due_at = REDRESS_TIME_UNKNOWN;
  summary->due_rule = dup_text (statement, at++);
  summary->due_provisional = redress_sql_statement_get_boolean (statement, at++);
  summary->amount.value = redress_sql_statement_get_int64 (statement, at++);
  summary->amount.unit = redress_sql_statement_get_int64 (statement, at++) == REDRESS_UNIT_POINTS
                             ? REDRESS_UNIT_POINTS
                             : REDRESS_UNIT_FEN;
  summary->customer_ref = dup_text (statement, at++);
  summary->customer_name = dup_text (statement, at++);
  summary->reason_code = dup_text (statement, at++);
  summary->reason_text = dup_text (statement, at++);
  summary->title = dup_text (statement, at++);
  summary->badges = (guint)redress_sql_statement_get_int64 (statement, at++);
  labels = redress_sql_statement_get_text (statement, at++);
  if (labels != NULL)
    summary->labels = g_strsplit (labels, "\n", -1);
  summary->closed_at = get_time (statement, at++);
  summary->race = read_race (statement, at);
  summary->claim = read_claim (statement, at + N_RACE_COLUMNS);
  summary->incident =
      redress_incident_lines_read (statement, at + N_RACE_COLUMNS + N_CLAIM_COLUMNS);
}

static gboolean
check_ranges (const RedressSummary *summary, GError **error)
{
  if ((guint)summary->kind < REDRESS_N_KINDS && (guint)summary->state < REDRESS_N_STATES)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
               "cache: row %" G_GINT64_FORMAT " of ticket is damaged", summary->id);
  return FALSE;
}

/**
 * redress_ticket_table_read:
 * @cache: the cache
 * @id: a ticket
 * @summary: (out) (transfer full): its summary, if there is a row
 * @error: return location
 *
 * Returns: whether there is a row
 */
RedressSqlStep
redress_ticket_table_read (RedressSqlConnection *cache,
                           gint64 id,
                           RedressSummary **summary,
                           GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, sql_read, error);
  g_autoptr (RedressSummary) found = NULL;
  RedressSqlStep step;

  if (statement == NULL)
    return REDRESS_SQL_ERROR;
  redress_sql_statement_bind_int64 (statement, 1, id);
  step = redress_sql_statement_step (statement, error);
  if (step != REDRESS_SQL_ROW)
    return step;
  found = redress_summary_new ();
  read_columns (statement, found);
  if (!check_ranges (found, error))
    return REDRESS_SQL_ERROR;
  *summary = g_steal_pointer (&found);
  return REDRESS_SQL_ROW;
}

/**
 * redress_ticket_table_put_claim:
 * @cache: the cache
 * @id: a ticket
 * @rev: of the ticket when the claim was so
 * @claim: (nullable): the claim; %NULL for free
 * @error: return location
 *
 * Takes over a claim that an answer told before the feed. The rev of the row stays, so that the
 * feed's entry with all else that changed is still news.
 *
 * Returns: whether it worked
 */
gboolean
redress_ticket_table_put_claim (
    RedressSqlConnection *cache, gint64 id, gint64 rev, const RedressClaim *claim, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, sql_put_claim, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_bind_int64 (statement, 2, rev);
  bind_claim (statement, 3, claim);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_ticket_table_find_number:
 * @cache: the cache
 * @number: an order number or the platform's number of the request
 * @id: (out): the newest ticket with it
 * @error: return location
 *
 * Platforms write their numbers in capitals, people do not.
 *
 * Returns: whether there is one
 */
RedressSqlStep
redress_ticket_table_find_number (RedressSqlConnection *cache,
                                  const char *number,
                                  gint64 *id,
                                  GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, sql_find_number, error);
  g_autofree char *capitals = g_ascii_strup (number, -1);

  if (statement == NULL)
    return REDRESS_SQL_ERROR;
  redress_sql_statement_bind_text (statement, 1, number);
  redress_sql_statement_bind_text (statement, 2, capitals);
  return redress_sql_statement_fetch_int64 (statement, id, error);
}
