/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/case.h"

#include "store/details-table.h"
#include "store/draft-table.h"
#include "store/incident-lines.h"
#include "store/outbox.h"
#include "store/policy-table.h"
#include "store/seen-cases.h"
#include "store/ticket-table.h"
#include "wire/codec.h"

/**
 * redress_case_free:
 * @self: (transfer full) (nullable): a case
 */
void
redress_case_free (RedressCase *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->summary);
  g_clear_object (&self->ticket);
  g_clear_pointer (&self->evaluation, redress_evaluation_free);
  g_clear_pointer (&self->policy, redress_policy_unref);
  redress_draft_free (self->draft);
  g_clear_object (&self->outbox_entry);
  g_clear_object (&self->previous);
  g_strfreev (self->evidence_present);
  g_free (self);
}

static gboolean
load_summary (RedressDisk *disk, gint64 ticket, RedressCase *self, GError **error)
{
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);

  if (cache == NULL)
    return FALSE;
  switch (redress_ticket_table_read (cache, ticket, &self->summary, error))
    {
    case REDRESS_SQL_ROW:
      return TRUE;
    case REDRESS_SQL_DONE:
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND,
                   "ticket T-%" G_GINT64_FORMAT " is not on this computer", ticket);
      return FALSE;
    case REDRESS_SQL_ERROR:
    default:
      return FALSE;
    }
}

static gboolean
load_details (RedressDisk *disk, RedressCase *self, GError **error)
{
  gint64 id = self->summary->id;
  RedressSqlStep step =
      redress_details_table_get (disk, id, &self->ticket, &self->fetched_at, error);

  if (step == REDRESS_SQL_ERROR ||
      !redress_details_table_get_ready (disk, id, &self->ready_offline, error))
    return FALSE;
  self->evidence_present = redress_details_table_list_present (disk, id, error);
  return self->evidence_present != NULL &&
         (step == REDRESS_SQL_DONE || redress_details_table_touch (disk, id, error));
}

/* The version that judges the ticket may still be on its way: then nothing is evaluated. */
static gboolean
load_policy (RedressDisk *disk, RedressCase *self, GError **error)
{
  RedressTime now = redress_clock_now (disk->clock);
  g_autofree char *digest = NULL;
  RedressSqlStep step;

  if (self->ticket == NULL)
    return TRUE;
  step = redress_policy_table_get (disk, self->ticket->summary->flow, self->ticket->policy_version,
                                   &self->policy, error);
  if (step != REDRESS_SQL_ROW)
    return step == REDRESS_SQL_DONE;
  self->evaluation = redress_policy_evaluate (self->policy, self->ticket, now);
  /* Here, not when somebody presses Submit: it takes longer than to write the decision. */
  digest = redress_seen_digest (self->ticket, self->policy, self->evaluation);
  redress_seen_cases_put (disk->seen, &disk->n_seen, self->ticket->summary, digest);
  return TRUE;
}

static gboolean
add_present (RedressDisk *disk, RedressCase *self, gint64 ticket, GError **error)
{
  g_auto (GStrv) more = redress_details_table_list_present (disk, ticket, error);
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();

  if (more == NULL)
    return FALSE;
  g_strv_builder_addv (all, (const char **)self->evidence_present);
  g_strv_builder_addv (all, (const char **)more);
  g_strfreev (self->evidence_present);
  self->evidence_present = g_strv_builder_end (all);
  return TRUE;
}

/* With what was seen then. */
static gboolean
load_previous (RedressDisk *disk, RedressCase *self, GError **error)
{
  RedressTime fetched_at;
  RedressSqlStep step;

  if (self->ticket == NULL || self->ticket->previous_ticket == 0)
    return TRUE;
  step = redress_details_table_get (disk, self->ticket->previous_ticket, &self->previous,
                                    &fetched_at, error);
  return step == REDRESS_SQL_ROW ? add_present (disk, self, self->ticket->previous_ticket, error)
                                 : step == REDRESS_SQL_DONE;
}

/* A draft that cannot be read must not keep the case from being read. */
static gboolean
load_work (RedressDisk *disk, RedressCase *self, GError **error)
{
  gint64 id = self->summary->id;
  g_autoptr (GPtrArray) rows = redress_outbox_table_list_ticket (disk->outbox, id, error);
  g_autoptr (GError) failure = NULL;
  const RedressOutboxRow *row;

  if (rows == NULL)
    return FALSE;
  row = redress_outbox_choose_row (disk, rows);
  if (row != NULL)
    self->outbox_entry = redress_outbox_row_to_entry (disk, row);
  if (redress_draft_table_get (disk, id, &self->draft, &failure) == REDRESS_SQL_ERROR)
    redress_notices_add_trouble (disk->notices, failure);
  return TRUE;
}

/* Counted here, for no summary says how many they are. */
static gboolean
count_incident (RedressDisk *disk, RedressCase *self, GError **error)
{
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);

  return cache != NULL && (self->summary->incident == NULL ||
                           redress_incident_lines_count_tickets (cache, self->summary->incident->id,
                                                                 &self->incident_tickets, error));
}

/**
 * redress_case_load:
 * @disk: the disk
 * @ticket: a ticket
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what is here of the ticket, judged by its policy
 */
RedressCase *
redress_case_load (RedressDisk *disk, gint64 ticket, GError **error)
{
  RedressCase *self = g_new0 (RedressCase, 1);

  self->fetched_at = REDRESS_TIME_UNKNOWN;
  if (load_summary (disk, ticket, self, error) && load_details (disk, self, error) &&
      load_policy (disk, self, error) && load_previous (disk, self, error) &&
      load_work (disk, self, error) && count_incident (disk, self, error))
    return self;
  redress_case_free (self);
  return NULL;
}
