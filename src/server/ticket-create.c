/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ticket-create.h"

#include "server/audit-leaf.h"
#include "server/badges.h"
#include "server/event-table.h"
#include "server/fact-table.h"
#include "server/feed.h"
#include "server/incidents.h"
#include "server/peak-table.h"
#include "server/related-tickets.h"
#include "server/search-index.h"
#include "server/ticket-clock.h"
#include "server/ticket-table.h"

/* A kind without a clock has no due time. */
static gboolean
set_due (RedressServer *server, RedressTicket *ticket, RedressPolicy *policy, GError **error)
{
  if (!redress_peak_table_load (redress_server_get_connection (server), ticket->summary,
                                ticket->peaks, error))
    return FALSE;

  redress_ticket_clock_set (ticket, policy, redress_server_get_calendar (server));
  return TRUE;
}

static gboolean
complete (RedressServer *server,
          RedressTicket *ticket,
          RedressPolicy *policy,
          RedressTime now,
          GError **error)
{
  RedressSummary *summary = ticket->summary;

  summary->state = REDRESS_STATE_OPEN;
  summary->rev = 1;
  summary->version = 1;
  summary->round = 1;
  ticket->policy_version = redress_policy_get_version (policy);
  for (guint i = 0; i < ticket->facts->len; i++)
    {
      RedressFact *fact = g_ptr_array_index (ticket->facts, i);

      if (fact->as_of == REDRESS_TIME_UNKNOWN)
        fact->as_of = now;
    }
  redress_badges_update (ticket, policy, now);
  return set_due (server, ticket, policy, error) &&
         redress_related_tickets_mark_duplicates (server, ticket, now, error);
}

static gboolean
insert_parts (RedressSqlConnection *connection, RedressTicket *ticket, GError **error)
{
  gint64 id = ticket->summary->id;
  gboolean changed;

  for (guint i = 0; i < ticket->facts->len; i++)
    {
      if (!redress_fact_table_set (connection, id, g_ptr_array_index (ticket->facts, i), &changed,
                                   error))
        return FALSE;
    }
  for (guint i = 0; i < ticket->events->len; i++)
    {
      if (!redress_event_table_add (connection, id, g_ptr_array_index (ticket->events, i), &changed,
                                    error))
        return FALSE;
    }
  return redress_search_index_add (connection, ticket, error);
}

static gboolean
write_leaf (RedressSqlConnection *connection,
            RedressTicket *ticket,
            const RedressTicketOrigin *origin,
            GError **error)
{
  const RedressSummary *summary = ticket->summary;
  g_autoptr (RedressAuditLeaf) leaf =
      redress_audit_leaf_new (summary->platform, "create", origin->account, origin->now);

  redress_audit_leaf_add_string (leaf, "flow", summary->flow);
  redress_audit_leaf_add_int (leaf, "policy_version", ticket->policy_version);
  if (!redress_audit_leaf_set_ticket (leaf, connection, summary, 0, error))
    return FALSE;
  redress_audit_leaf_add_commitment (leaf, "external_id", summary->external_id);
  redress_audit_leaf_add_commitment (leaf, "request", origin->fingerprint);
  return redress_audit_leaf_write (leaf, connection, NULL, error);
}

/**
 * redress_ticket_create:
 * @server: the server, in a writing transaction
 * @ticket: a ticket that names its platform; gets its id and all that the server says of it
 * @policy: what judges it
 * @origin: where it comes from
 *
 * Writes the ticket, the entry of the log and, last of all, the entry of the feed.
 */
gboolean
redress_ticket_create (RedressServer *server,
                       RedressTicket *ticket,
                       RedressPolicy *policy,
                       const RedressTicketOrigin *origin,
                       GError **error)
{
  RedressSqlConnection *connection = redress_server_get_connection (server);
  RedressTicketRow row = { .ticket = ticket, .create_fingerprint = (char *)origin->fingerprint };
  gint64 seq = 0;

  return complete (server, ticket, policy, origin->now, error) &&
         redress_ticket_table_insert (connection, &row, error) &&
         insert_parts (connection, ticket, error) &&
         redress_incidents_follow (server, ticket, policy, origin->now, error) &&
         write_leaf (connection, ticket, origin, error) &&
         redress_feed_append (connection, ticket->summary, origin->now, &seq, error);
}
