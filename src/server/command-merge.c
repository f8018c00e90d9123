/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/command-run.h"

#include "server/badges.h"
#include "server/event-table.h"
#include "server/evidence-table.h"
#include "server/ticket-parts.h"

/* The same request came twice (K20): one ticket ends in the other, which gets what it had. */

/* The tables, as ticket $2 has them, become rows of ticket $1, but for what is there already. */
static const char sql_count_evidence[] =
    "select count(*) from (select sha256, slot from evidence where ticket = $1 "
    "union select sha256, slot from evidence where ticket = $2) as pieces";
static const char *const sql_copies[] = {
  "insert into fact (ticket, name, type, number, text, unit, source, as_of, evidence, entries) "
  "select $1, f.name, f.type, f.number, f.text, f.unit, f.source, f.as_of, f.evidence, f.entries "
  "from fact f "
  "where f.ticket = $2 and f.source <> 'system' "
  "and not exists (select 1 from fact k where k.ticket = $1 and k.name = f.name)",

  "insert into event (ticket, at, digest, lane, code, text, trouble, source) "
  "select $1, v.at, v.digest, v.lane, v.code, v.text, v.trouble, v.source from event v "
  "where v.ticket = $2 "
  "and not exists (select 1 from event k where k.ticket = $1 and k.at = v.at "
  "and k.digest = v.digest) order by v.id",

  "insert into evidence (ticket, slot, holder, name, sensitivity, media_type, size, sha256, "
  "captured_at, received_at, rendition_state, rendition_reason, blurred) "
  "select $1, e.slot, e.holder, e.name, e.sensitivity, e.media_type, e.size, e.sha256, "
  "e.captured_at, e.received_at, e.rendition_state, e.rendition_reason, e.blurred from evidence e "
  "where e.ticket = $2 and not exists (select 1 from evidence k where k.ticket = $1 "
  "and k.sha256 = e.sha256 and k.slot = e.slot) order by e.id",

  /* Before the renditions: without one a piece is not new, or it is being made. */
  "insert into redaction (evidence, actor, actor_name, at, reason, boxes, before, after) "
  "select n.id, r.actor, r.actor_name, r.at, r.reason, r.boxes, r.before, r.after "
  "from evidence e join redaction r on r.evidence = e.id "
  "join evidence n on n.ticket = $1 and n.sha256 = e.sha256 and n.slot = e.slot "
  "where e.ticket = $2 and not exists (select 1 from rendition k where k.evidence = n.id) "
  "and not exists (select 1 from redaction k where k.evidence = n.id) order by r.id",

  "insert into rendition (evidence, use, page, media_type, sha256, size, width, height) "
  "select n.id, r.use, r.page, r.media_type, r.sha256, r.size, r.width, r.height "
  "from evidence e join rendition r on r.evidence = e.id "
  "join evidence n on n.ticket = $1 and n.sha256 = e.sha256 and n.slot = e.slot "
  "where e.ticket = $2 and not exists (select 1 from rendition k where k.evidence = n.id)",

  "insert into note (ticket, actor, actor_name, at, text) "
  "select $1, n.actor, n.actor_name, n.at, n.text from note n where n.ticket = $2 order by n.id",
};

static RedressSqlStatement *
prepare (RedressCommandRun *run, const char *sql, GError **error)
{
  RedressSqlStatement *statement = redress_sql_connection_prepare (run->connection, sql, error);

  if (statement == NULL)
    return NULL;

  redress_sql_statement_bind_int64 (statement, 1, run->command->ticket);
  redress_sql_statement_bind_int64 (statement, 2, run->command->other);
  return statement;
}

static gboolean
copy_all (RedressCommandRun *run, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (sql_copies); i++)
    {
      g_autoptr (RedressSqlStatement) statement = prepare (run, sql_copies[i], error);

      if (statement == NULL || !redress_sql_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_room (RedressCommandRun *run, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (run, sql_count_evidence, error);
  gint64 n_pieces = 0;

  if (statement == NULL ||
      redress_sql_statement_fetch_int64 (statement, &n_pieces, error) != REDRESS_SQL_ROW)
    return FALSE;
  if (n_pieces <= REDRESS_MAX_EVIDENCE)
    return TRUE;
  return redress_command_refuse (run, 422, "too_much_evidence",
                                 "A ticket has at most 40 pieces of evidence", "body.other");
}

static gboolean
check_other (RedressCommandRun *run, const RedressTicketChange *other)
{
  const RedressSummary *ours = run->change.row->ticket->summary;
  const RedressSummary *theirs = other->row->ticket->summary;
  const RedressClaim *claim = theirs->claim;

  if (theirs->id == ours->id || theirs->kind != ours->kind ||
      !g_str_equal (theirs->platform, ours->platform) ||
      !g_str_equal (theirs->order_no, ours->order_no))
    return redress_command_refuse (run, 422, "not_a_duplicate",
                                   "It is not another request of this kind for this order",
                                   "body.other");
  if (claim != NULL && !g_str_equal (claim->holder, run->account->id) &&
      claim->lease_until > run->now)
    return redress_command_refuse (run, 409, "other_claimed",
                                   "Another account holds the other ticket", "body.other");
  return TRUE;
}

/* FALSE without an error: refused. A ticket out of scope is as one that does not exist. */
static gboolean
load_other (RedressCommandRun *run, RedressTicketChange *other, GError **error)
{
  g_autoptr (GError) failure = NULL;
  RedressTicketRow *row =
      redress_ticket_table_load (run->connection, run->command->other, &failure);

  if (row != NULL)
    {
      redress_ticket_change_init (other, run->server, row, run->now);
      return check_other (run, other);
    }
  if (g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    return redress_command_refuse (run, 422, "not_a_duplicate",
                                   "It is not another request of this kind for this order",
                                   "body.other");
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
add_event (RedressTicketChange *change, const char *code, const char *number, GError **error)
{
  g_autoptr (RedressEvent) event = redress_event_new ();
  gboolean added;

  event->at = change->now;
  event->lane = REDRESS_LANE_SYSTEM;
  event->code = g_strdup (code);
  event->text = g_strdup (number);
  event->source = g_strdup ("system");
  return redress_event_table_add (change->connection, change->row->ticket->summary->id, event,
                                  &added, error);
}

static gboolean
end_other (RedressCommandRun *run, RedressTicketChange *other, GError **error)
{
  RedressSummary *summary = other->row->ticket->summary;
  g_autoptr (RedressAuditLeaf) leaf = redress_audit_leaf_new (
      summary->platform, redress_command_type_to_string (REDRESS_COMMAND_MERGE), run->account,
      run->now);

  redress_ticket_change_stop_waiting (other);
  redress_ticket_change_free_claim (other);
  redress_ticket_change_set_label (other, "merged", TRUE);
  redress_ticket_change_set_badge (other, REDRESS_BADGE_DUPLICATE, FALSE);
  redress_audit_leaf_add_string (leaf, "command_id", run->command->command_id);
  redress_audit_leaf_add_string (leaf, "client", run->client);
  redress_audit_leaf_add_int (leaf, "into", run->command->ticket);
  return add_event (other, "merged_into", run->change.row->ticket->summary->external_id, error) &&
         redress_audit_leaf_set_ticket (leaf, run->connection, summary, other->version_before,
                                        error) &&
         redress_ticket_change_finish (other, leaf, error);
}

static gboolean
still_has_duplicates (RedressTicket *ticket)
{
  for (guint i = 0; i < ticket->related->len; i++)
    if (redress_related_ticket_can_end_in (g_ptr_array_index (ticket->related, i),
                                           ticket->summary->kind))
      return TRUE;
  return FALSE;
}

/* What the rules say may have changed with what came. */
static gboolean
update_stays (RedressCommandRun *run, const char *number, GError **error)
{
  RedressTicket *ticket = run->change.row->ticket;

  redress_ticket_change_touch (&run->change);
  if (!redress_ticket_change_void_pending (&run->change, error) ||
      !add_event (&run->change, "merged", number, error) ||
      !redress_ticket_parts_load (run->connection, ticket,
                                  REDRESS_PARTS_OF_RULES | REDRESS_PART_RELATED, error))
    return FALSE;

  redress_badges_update (ticket, run->policy, run->now);
  redress_ticket_change_set_badge (&run->change, REDRESS_BADGE_DUPLICATE,
                                   still_has_duplicates (ticket));
  redress_audit_leaf_add_int (run->leaf, "other", run->command->other);
  return TRUE;
}

/**
 * redress_command_merge:
 * @run: a command of the holder of the ticket that stays, with other
 *
 * Ends the other request for the same order in this ticket.
 */
gboolean
redress_command_merge (RedressCommandRun *run, GError **error)
{
  g_auto (RedressTicketChange) other = { 0 };
  g_autoptr (GError) failure = NULL;

  if (!load_other (run, &other, error) || !check_room (run, error))
    return FALSE;
  if (!redress_ticket_change_move (&other, REDRESS_TRIGGER_MERGE, &failure))
    return redress_command_refuse (run, 409, "other_decided",
                                   "The other ticket is not open any more", "body.other");

  return copy_all (run, error) && end_other (run, &other, error) &&
         update_stays (run, other.row->ticket->summary->external_id, error);
}
