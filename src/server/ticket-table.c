/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ticket-table.h"

#include <string.h>

#include "server/incident-table.h"
#include "server/sql-values.h"
#include "wire/codec.h"
#include "wire/json.h"

#define ROW_COLUMNS                                                                                \
  "t.wake_at, t.asked_slots, t.asked_facts, t.previous_ticket, t.policy_version, t.reason_full, "  \
  "t.reason_language, t.order_json, t.customer_json, t.create_fingerprint"

static const char sql_load[] =
    "select " REDRESS_SUMMARY_COLUMNS ", " ROW_COLUMNS " from ticket t where t.id = $1";
static const char sql_find[] = "select " REDRESS_SUMMARY_COLUMNS ", " ROW_COLUMNS
                               " from ticket t where t.platform = $1 and t.external_id = $2";
static const char sql_insert[] =
    "insert into ticket (platform, flow, kind, external_id, order_no, state, rev, version, round, "
    "opened_at, due_at, due_rule, due_provisional, amount, unit, customer_ref, customer_name, "
    "reason_code, reason_text, title, badges, labels, closed_at, claim_token, previous_ticket, "
    "policy_version, reason_full, reason_language, order_json, customer_json, create_fingerprint, "
    "race) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
    "$19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32) returning id";
static const char sql_update[] =
    "update ticket set state = $2, rev = $3, version = $4, round = $5, badges = $6, labels = $7, "
    "closed_at = $8, holder = $9, holder_name = $10, claim_mode = $11, claim_token = $12, "
    "lease_until = $13, wake_at = $14, asked_slots = $15, asked_facts = $16, due_at = $17, "
    "due_provisional = $18, due_rule = $19, race = $20 where id = $1";
static const char sql_update_order[] = "update ticket set order_json = $2 where id = $1";
static const char sql_count_check_outs[] =
    "select count(*) from ticket where holder = $1 and claim_mode = 'offline' "
    "and lease_until > $2";
static const char sql_put_off[] = "update ticket set wake_at = $2 where id = $1";
static const char sql_due_to_wake[] =
    "select id from ticket where wake_at is not null and wake_at <= $1 order by wake_at limit 1";

/**
 * redress_ticket_row_new:
 *
 * Returns: (transfer full): an empty row
 */
RedressTicketRow *
redress_ticket_row_new (void)
{
  RedressTicketRow *self = g_new0 (RedressTicketRow, 1);

  self->ticket = redress_ticket_new ();
  self->wake_at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_ticket_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
redress_ticket_row_free (RedressTicketRow *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->ticket);
  g_strfreev (self->asked_slots);
  g_strfreev (self->asked_facts);
  g_free (self->create_fingerprint);
  g_free (self);
}

static gboolean
fail_corrupt (gint64 id, const char *column, GError **error)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
               "ticket %" G_GINT64_FORMAT ": %s is damaged", id, column);
  return FALSE;
}

static RedressClaim *
read_claim (RedressSqlStatement *statement, guint column)
{
  RedressClaim *claim;

  if (redress_sql_statement_is_null (statement, column))
    return NULL;

  claim = redress_claim_new ();
  claim->holder = redress_sql_statement_dup_text (statement, column);
  claim->holder_name = redress_sql_statement_dup_text (statement, column + 1);
  redress_claim_mode_from_string (redress_sql_statement_get_text (statement, column + 2),
                                  &claim->mode);
  claim->token = redress_sql_statement_get_int64 (statement, column + 3);
  claim->lease_until = redress_sql_get_time (statement, column + 4);
  return claim;
}

static void
read_numbers (RedressSqlStatement *statement, guint first, RedressSummary *summary)
{
  gint64 closed_at = redress_sql_statement_get_int64 (statement, first + REDRESS_SUMMARY_END);

  summary->id = redress_sql_statement_get_int64 (statement, first);
  summary->rev = redress_sql_statement_get_int64 (statement, first + 7);
  summary->version = redress_sql_statement_get_int64 (statement, first + 8);
  summary->round = redress_sql_statement_get_int64 (statement, first + 9);
  summary->opened_at = redress_sql_get_time (statement, first + 10);
  summary->due_at = redress_sql_get_time (statement, first + 11);
  summary->due_provisional = redress_sql_statement_get_boolean (statement, first + 13);
  summary->amount.value = redress_sql_statement_get_int64 (statement, first + 14);
  summary->badges = (guint)redress_sql_statement_get_int64 (statement, first + 21);
  summary->closed_at = closed_at == REDRESS_UNFINISHED ? REDRESS_TIME_UNKNOWN : closed_at;
}

/* Nothing rests on it: one that makes no sense is none. */
static RedressRace *
read_race (RedressSqlStatement *statement, guint column)
{
  const char *text = redress_sql_statement_get_text (statement, column);
  g_autoptr (JsonNode) node =
      text != NULL ? redress_json_parse (text, strlen (text), &redress_json_limits_request, NULL)
                   : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? redress_race_from_json (json_node_get_object (node), NULL)
             : NULL;
}

/**
 * redress_ticket_table_read_summary:
 * @statement: a statement with a row
 * @first: where %REDRESS_SUMMARY_COLUMNS begin in it
 *
 * Returns: (transfer full): the summary; %NULL with CORRUPT where the row makes no sense
 */
RedressSummary *
redress_ticket_table_read_summary (RedressSqlStatement *statement, guint first, GError **error)
{
  g_autoptr (RedressSummary) summary = redress_summary_new ();

  read_numbers (statement, first, summary);
  if (!redress_kind_from_string (redress_sql_statement_get_text (statement, first + 3),
                                 &summary->kind) ||
      !redress_state_from_string (redress_sql_statement_get_text (statement, first + 6),
                                  &summary->state) ||
      !redress_unit_from_string (redress_sql_statement_get_text (statement, first + 15),
                                 &summary->amount.unit))
    {
      fail_corrupt (summary->id, "a code", error);
      return NULL;
    }

  summary->platform = redress_sql_statement_dup_text (statement, first + 1);
  summary->flow = redress_sql_statement_dup_text (statement, first + 2);
  summary->external_id = redress_sql_statement_dup_text (statement, first + 4);
  summary->order_no = redress_sql_statement_dup_text (statement, first + 5);
  summary->due_rule = redress_sql_statement_dup_text (statement, first + 12);
  summary->customer_ref = redress_sql_statement_dup_text (statement, first + 16);
  summary->customer_name = redress_sql_statement_dup_text (statement, first + 17);
  summary->reason_code = redress_sql_statement_dup_text (statement, first + 18);
  summary->reason_text = redress_sql_statement_dup_text (statement, first + 19);
  summary->title = redress_sql_statement_dup_text (statement, first + 20);
  summary->labels = redress_sql_dup_lines (statement, first + 22);
  summary->claim = read_claim (statement, first + 24);
  summary->incident = redress_incident_table_read (statement, first + 29);
  summary->race = read_race (statement, first + 31);
  return g_steal_pointer (&summary);
}

static gboolean
read_documents (RedressSqlStatement *statement, guint column, RedressTicket *ticket, GError **error)
{
  const char *order = redress_sql_statement_get_text (statement, column);
  const char *customer = redress_sql_statement_get_text (statement, column + 1);
  g_autoptr (JsonNode) order_node = NULL;
  g_autoptr (JsonNode) customer_node = NULL;

  order_node = redress_json_parse (order, strlen (order), &redress_json_limits_request, NULL);
  customer_node =
      redress_json_parse (customer, strlen (customer), &redress_json_limits_request, NULL);
  if (order_node == NULL || !JSON_NODE_HOLDS_OBJECT (order_node) ||
      !redress_order_from_json (json_node_get_object (order_node), &ticket->order, NULL))
    return fail_corrupt (ticket->summary->id, "the order", error);
  if (customer_node == NULL || !JSON_NODE_HOLDS_OBJECT (customer_node) ||
      !redress_customer_from_json (json_node_get_object (customer_node), &ticket->customer, NULL))
    return fail_corrupt (ticket->summary->id, "the customer", error);
  return TRUE;
}

static RedressTicketRow *
read_row (RedressSqlStatement *statement, GError **error)
{
  const guint first = REDRESS_N_SUMMARY_COLUMNS;
  g_autoptr (RedressTicketRow) row = redress_ticket_row_new ();
  RedressTicket *ticket = row->ticket;

  g_clear_object (&ticket->summary);
  ticket->summary = redress_ticket_table_read_summary (statement, 0, error);
  if (ticket->summary == NULL || !read_documents (statement, first + 7, ticket, error))
    return NULL;

  row->claim_token = redress_sql_statement_get_int64 (statement, 27);
  row->wake_at = redress_sql_get_time (statement, first);
  row->asked_slots = redress_sql_dup_lines (statement, first + 1);
  row->asked_facts = redress_sql_dup_lines (statement, first + 2);
  ticket->previous_ticket = redress_sql_statement_get_int64 (statement, first + 3);
  ticket->policy_version = redress_sql_statement_get_int64 (statement, first + 4);
  ticket->reason_full = redress_sql_statement_dup_text (statement, first + 5);
  ticket->reason_language = redress_sql_statement_dup_text (statement, first + 6);
  row->create_fingerprint = redress_sql_statement_dup_text (statement, first + 9);
  if (ticket->summary->state == REDRESS_STATE_HELD)
    ticket->hold_until = row->wake_at;
  return g_steal_pointer (&row);
}

static RedressTicketRow *
step_to_row (RedressSqlStatement *statement, GError **error)
{
  switch (redress_sql_statement_step (statement, error))
    {
    case REDRESS_SQL_ROW:
      return read_row (statement, error);
    case REDRESS_SQL_DONE:
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "No such ticket");
      return NULL;
    case REDRESS_SQL_ERROR:
    default:
      return NULL;
    }
}

/**
 * redress_ticket_table_load:
 * @connection: the database
 * @id: id of a ticket
 *
 * Returns: (transfer full): the row, or %NULL with NOT_FOUND or an error of the database
 */
RedressTicketRow *
redress_ticket_table_load (RedressSqlConnection *connection, gint64 id, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_load, error);
  if (statement == NULL)
    return NULL;

  redress_sql_statement_bind_int64 (statement, 1, id);
  return step_to_row (statement, error);
}

/**
 * redress_ticket_table_find:
 * @connection: the database
 * @platform: a platform
 * @external_id: the platform's number of the request
 *
 * Returns: (transfer full): the row, or %NULL with NOT_FOUND or an error of the database
 */
RedressTicketRow *
redress_ticket_table_find (RedressSqlConnection *connection,
                           const char *platform,
                           const char *external_id,
                           GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_find, error);
  if (statement == NULL)
    return NULL;

  redress_sql_statement_bind_text (statement, 1, platform);
  redress_sql_statement_bind_text (statement, 2, external_id);
  return step_to_row (statement, error);
}

static gint64
stored_end (const RedressSummary *summary)
{
  return summary->closed_at == REDRESS_TIME_UNKNOWN ? REDRESS_UNFINISHED : summary->closed_at;
}

static void
bind_json (RedressSqlStatement *statement, guint position, JsonNode *node)
{
  g_autofree char *text = redress_json_to_string (node);

  redress_sql_statement_bind_text (statement, position, text);
  json_node_unref (node);
}

static void
bind_race (RedressSqlStatement *statement, guint position, const RedressSummary *summary)
{
  if (summary->race == NULL)
    redress_sql_statement_bind_null (statement, position);
  else
    bind_json (statement, position, redress_race_to_json (summary->race));
}

static void
bind_summary (RedressSqlStatement *statement, const RedressSummary *summary)
{
  redress_sql_statement_bind_text (statement, 1, summary->platform);
  redress_sql_statement_bind_text (statement, 2, summary->flow);
  redress_sql_statement_bind_text (statement, 3, redress_kind_to_string (summary->kind));
  redress_sql_statement_bind_text (statement, 4, summary->external_id);
  redress_sql_statement_bind_text (statement, 5, summary->order_no);
  redress_sql_statement_bind_text (statement, 6, redress_state_to_string (summary->state));
  redress_sql_statement_bind_int64 (statement, 7, summary->rev);
  redress_sql_statement_bind_int64 (statement, 8, summary->version);
  redress_sql_statement_bind_int64 (statement, 9, summary->round);
  redress_sql_statement_bind_int64 (statement, 10, summary->opened_at);
  redress_sql_bind_time (statement, 11, summary->due_at);
  redress_sql_statement_bind_text (statement, 12, summary->due_rule);
  redress_sql_statement_bind_boolean (statement, 13, summary->due_provisional);
  redress_sql_statement_bind_int64 (statement, 14, summary->amount.value);
  redress_sql_statement_bind_text (statement, 15, redress_unit_to_string (summary->amount.unit));
  redress_sql_statement_bind_text (statement, 16, summary->customer_ref);
  redress_sql_statement_bind_text (statement, 17, summary->customer_name);
  redress_sql_statement_bind_text (statement, 18, summary->reason_code);
  redress_sql_statement_bind_text (statement, 19, summary->reason_text);
  redress_sql_statement_bind_text (statement, 20, summary->title);
  redress_sql_statement_bind_int64 (statement, 21, summary->badges);
  redress_sql_bind_lines (statement, 22, summary->labels);
  redress_sql_statement_bind_int64 (statement, 23, stored_end (summary));
}

/**
 * redress_ticket_table_insert:
 * @connection: the database
 * @row: a new row without a claim; its summary gets the id
 */
gboolean
redress_ticket_table_insert (RedressSqlConnection *connection,
                             RedressTicketRow *row,
                             GError **error)
{
  const RedressTicket *ticket = row->ticket;
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_insert, error);
  if (statement == NULL)
    return FALSE;

  bind_summary (statement, ticket->summary);
  redress_sql_statement_bind_int64 (statement, 24, row->claim_token);
  redress_sql_statement_bind_int64 (statement, 25, ticket->previous_ticket);
  redress_sql_statement_bind_int64 (statement, 26, ticket->policy_version);
  redress_sql_statement_bind_text (statement, 27, ticket->reason_full);
  redress_sql_statement_bind_text (statement, 28, ticket->reason_language);
  bind_json (statement, 29, redress_order_to_json (&ticket->order));
  bind_json (statement, 30, redress_customer_to_json (&ticket->customer));
  redress_sql_statement_bind_text (statement, 31, row->create_fingerprint);
  bind_race (statement, 32, ticket->summary);
  return redress_sql_statement_fetch_int64 (statement, &ticket->summary->id, error) ==
         REDRESS_SQL_ROW;
}

static void
bind_claim (RedressSqlStatement *statement, const RedressClaim *claim)
{
  redress_sql_statement_bind_text (statement, 9, claim != NULL ? claim->holder : NULL);
  redress_sql_statement_bind_text (statement, 10, claim != NULL ? claim->holder_name : NULL);
  redress_sql_statement_bind_text (
      statement, 11, claim != NULL ? redress_claim_mode_to_string (claim->mode) : NULL);
  redress_sql_bind_time (statement, 13, claim != NULL ? claim->lease_until : REDRESS_TIME_UNKNOWN);
}

/**
 * redress_ticket_table_update:
 * @connection: the database
 * @row: a row whose state, numbers, due time, badges, labels, claim or waiting changed
 */
gboolean
redress_ticket_table_update (RedressSqlConnection *connection,
                             RedressTicketRow *row,
                             GError **error)
{
  const RedressSummary *summary = row->ticket->summary;
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_update, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, summary->id);
  redress_sql_statement_bind_text (statement, 2, redress_state_to_string (summary->state));
  redress_sql_statement_bind_int64 (statement, 3, summary->rev);
  redress_sql_statement_bind_int64 (statement, 4, summary->version);
  redress_sql_statement_bind_int64 (statement, 5, summary->round);
  redress_sql_statement_bind_int64 (statement, 6, summary->badges);
  redress_sql_bind_lines (statement, 7, summary->labels);
  redress_sql_statement_bind_int64 (statement, 8, stored_end (summary));
  bind_claim (statement, summary->claim);
  redress_sql_statement_bind_int64 (statement, 12, row->claim_token);
  redress_sql_bind_time (statement, 14, row->wake_at);
  redress_sql_bind_lines (statement, 15, row->asked_slots);
  redress_sql_bind_lines (statement, 16, row->asked_facts);
  redress_sql_bind_time (statement, 17, summary->due_at);
  redress_sql_statement_bind_boolean (statement, 18, summary->due_provisional);
  redress_sql_statement_bind_text (statement, 19, summary->due_rule);
  bind_race (statement, 20, summary);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_ticket_table_update_order:
 * @connection: the database
 * @row: a row whose order changed
 */
gboolean
redress_ticket_table_update_order (RedressSqlConnection *connection,
                                   RedressTicketRow *row,
                                   GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_update_order, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, row->ticket->summary->id);
  bind_json (statement, 2, redress_order_to_json (&row->ticket->order));
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_ticket_table_count_check_outs:
 * @connection: the database
 * @account: id of an account
 * @now: the time
 * @count: (out): how many tickets it has checked out and not let lapse
 */
gboolean
redress_ticket_table_count_check_outs (RedressSqlConnection *connection,
                                       const char *account,
                                       RedressTime now,
                                       gint64 *count,
                                       GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_count_check_outs, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, account);
  redress_sql_statement_bind_int64 (statement, 2, now);
  return redress_sql_statement_fetch_int64 (statement, count, error) == REDRESS_SQL_ROW;
}

/**
 * redress_ticket_table_find_due_to_wake:
 * @connection: the database
 * @now: the time
 *
 * Returns: id of the held or waiting ticket whose time came first; 0 if there is none; -1 with
 *   an error
 */
gint64
redress_ticket_table_find_due_to_wake (RedressSqlConnection *connection,
                                       RedressTime now,
                                       GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  gint64 id = 0;

  statement = redress_sql_connection_prepare (connection, sql_due_to_wake, error);
  if (statement == NULL)
    return -1;

  redress_sql_statement_bind_int64 (statement, 1, now);
  return redress_sql_statement_fetch_int64 (statement, &id, error) == REDRESS_SQL_ERROR ? -1 : id;
}

/**
 * redress_ticket_table_put_off:
 * @connection: a database in a writing transaction
 * @id: id of a ticket that could not be woken
 * @wake_at: when to try again
 *
 * Touches nothing else, so that it works on a row that cannot be read.
 */
gboolean
redress_ticket_table_put_off (RedressSqlConnection *connection,
                              gint64 id,
                              RedressTime wake_at,
                              GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_put_off, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_bind_int64 (statement, 2, wake_at);
  return redress_sql_statement_run (statement, error);
}
