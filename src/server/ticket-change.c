/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ticket-change.h"

#include "server/decision-table.h"
#include "server/feed.h"
#include "server/incident-table.h"
#include "server/ticket-clock.h"
#include "server/wait-table.h"
#include "server/webhook/event.h"

#define LABEL_FAILED "effect_failed"

/**
 * redress_ticket_change_init:
 * @self: (out caller-allocates): a change
 * @server: the server, in a writing transaction
 * @row: (transfer full): the ticket as it is
 * @now: the time
 *
 * Every change is a new rev of the ticket.
 */
void
redress_ticket_change_init (RedressTicketChange *self,
                            RedressServer *server,
                            RedressTicketRow *row,
                            RedressTime now)
{
  *self = (RedressTicketChange){
    .server = server,
    .connection = redress_server_get_connection (server),
    .now = now,
    .row = row,
    .version_before = row->ticket->summary->version,
    .state_before = row->ticket->summary->state,
    .audit_index = -1,
  };
  row->ticket->summary->rev++;
}

/**
 * redress_ticket_change_clear:
 * @self: a change
 */
void
redress_ticket_change_clear (RedressTicketChange *self)
{
  g_clear_pointer (&self->row, redress_ticket_row_free);
}

/**
 * redress_ticket_change_touch:
 * @self: a change
 *
 * Makes it a new version of the ticket, one whatever changes in it: decisions made before no
 * longer count.
 */
void
redress_ticket_change_touch (RedressTicketChange *self)
{
  self->row->ticket->summary->version = self->version_before + 1;
}

static gboolean
is_waiting (RedressState state)
{
  return state == REDRESS_STATE_WAITING_CUSTOMER || state == REDRESS_STATE_WAITING_PLATFORM ||
         state == REDRESS_STATE_HELD;
}

/* Writes down since when a ticket waits, or until when it did. */
static gboolean
note_wait (RedressTicketChange *self, RedressState from, GError **error)
{
  const RedressSummary *summary = self->row->ticket->summary;

  if (is_waiting (from) &&
      !redress_wait_table_end (self->connection, summary->id, self->now, error))
    return FALSE;
  if (is_waiting (summary->state) &&
      !redress_wait_table_begin (self->connection, summary->id, summary->state, self->now, error))
    return FALSE;
  self->clock_moved |= is_waiting (from) || is_waiting (summary->state);
  return TRUE;
}

/**
 * redress_ticket_change_move:
 * @self: a change
 * @trigger: what happened to the ticket
 *
 * Moves the ticket by the table of states, into the next round where that voids a decision.
 *
 * Returns: %FALSE with CONFLICT if that is not legal in its state
 */
gboolean
redress_ticket_change_move (RedressTicketChange *self, RedressTrigger trigger, GError **error)
{
  RedressSummary *summary = self->row->ticket->summary;
  RedressState from = summary->state;
  gboolean voids_decision = FALSE;

  if (!redress_state_next (from, trigger, &summary->state, &voids_decision))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT,
                   "%s is not possible while the ticket is %s", redress_trigger_to_string (trigger),
                   redress_state_to_string (from));
      return FALSE;
    }
  if (voids_decision)
    {
      if (!redress_decision_table_void (self->connection, summary->id, summary->round, error))
        return FALSE;
      summary->round++;
    }
  if (redress_state_is_unfinished (summary->state))
    summary->closed_at = REDRESS_TIME_UNKNOWN;
  else if (summary->closed_at == REDRESS_TIME_UNKNOWN)
    summary->closed_at = self->now;
  if (summary->state != from || voids_decision)
    redress_ticket_change_touch (self);
  return summary->state == from || note_wait (self, from, error);
}

/**
 * redress_ticket_change_void_pending:
 * @self: a change
 *
 * A decision that waits for a second person is about what was known then: a new version voids it.
 */
gboolean
redress_ticket_change_void_pending (RedressTicketChange *self, GError **error)
{
  const RedressSummary *summary = self->row->ticket->summary;

  if (summary->state != REDRESS_STATE_SECOND_APPROVAL || summary->version == self->version_before)
    return TRUE;

  return redress_ticket_change_move (self, REDRESS_TRIGGER_CHANGE, error);
}

/**
 * redress_ticket_change_free_claim:
 * @self: a change
 *
 * Nobody holds the ticket from now on. The token stays, so that the next holder's is higher.
 */
void
redress_ticket_change_free_claim (RedressTicketChange *self)
{
  g_clear_pointer (&self->row->ticket->summary->claim, redress_claim_free);
}

/**
 * redress_ticket_change_stop_waiting:
 * @self: a change
 *
 * The ticket waits for no time and no answer any more.
 */
void
redress_ticket_change_stop_waiting (RedressTicketChange *self)
{
  self->row->wake_at = REDRESS_TIME_UNKNOWN;
  self->row->ticket->hold_until = REDRESS_TIME_UNKNOWN;
  g_clear_pointer (&self->row->asked_slots, g_strfreev);
  g_clear_pointer (&self->row->asked_facts, g_strfreev);
}

/**
 * redress_ticket_change_set_badge:
 * @self: a change
 * @badge: one of #RedressBadges
 * @on: whether the ticket has it from now on
 */
void
redress_ticket_change_set_badge (RedressTicketChange *self, guint badge, gboolean on)
{
  RedressSummary *summary = self->row->ticket->summary;

  summary->badges = on ? summary->badges | badge : summary->badges & ~badge;
}

/**
 * redress_ticket_change_set_label:
 * @self: a change
 * @label: a label
 * @on: whether the ticket has it from now on
 */
void
redress_ticket_change_set_label (RedressTicketChange *self, const char *label, gboolean on)
{
  RedressSummary *summary = self->row->ticket->summary;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; summary->labels != NULL && summary->labels[i] != NULL; i++)
    {
      if (g_strcmp0 (summary->labels[i], label) != 0)
        g_strv_builder_add (builder, summary->labels[i]);
    }
  if (on)
    g_strv_builder_add (builder, label);
  g_strfreev (summary->labels);
  summary->labels = g_strv_builder_end (builder);
}

/* It may have been the last open ticket of its incident. */
static gboolean
end_incident (RedressTicketChange *self, GError **error)
{
  const RedressSummary *summary = self->row->ticket->summary;

  return summary->incident == NULL ||
         redress_incident_table_end (self->connection, summary->incident->id, self->now, error);
}

/**
 * redress_ticket_change_mark_failed:
 * @self: a change
 * @failed: whether something that the platform was to carry out failed, and still counts
 */
void
redress_ticket_change_mark_failed (RedressTicketChange *self, gboolean failed)
{
  redress_ticket_change_set_label (self, LABEL_FAILED, failed);
  redress_ticket_change_set_badge (self, REDRESS_BADGE_EFFECT_FAILED, failed);
}

static gboolean
tell_platform (RedressTicketChange *self, GError **error)
{
  return self->state_before == REDRESS_STATE_CLOSED ||
         self->row->ticket->summary->state != REDRESS_STATE_CLOSED ||
         redress_webhook_tell_closed (self, error);
}

/**
 * redress_ticket_change_finish:
 * @self: a change
 * @leaf: (nullable): what the log says of it, but for the ticket
 *
 * Writes the ticket, the entry of the log and, last of all, the entry of the feed.
 */
gboolean
redress_ticket_change_finish (RedressTicketChange *self, RedressAuditLeaf *leaf, GError **error)
{
  if (self->clock_moved && !redress_ticket_clock_renew (self->server, self->row->ticket, error))
    return FALSE;
  if (!redress_ticket_table_update (self->connection, self->row, error))
    return FALSE;
  if (!end_incident (self, error) || !tell_platform (self, error))
    return FALSE;
  if (leaf != NULL && !redress_audit_leaf_write (leaf, self->connection, &self->audit_index, error))
    return FALSE;

  return redress_feed_append (self->connection, self->row->ticket->summary, self->now, &self->seq,
                              error);
}
