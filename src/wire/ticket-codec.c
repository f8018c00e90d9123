/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/shape.h"

static const RedressMember note_members[] = {
  { REDRESS_CODE (RedressNote, actor), .required = TRUE },
  { REDRESS_TEXT (RedressNote, actor_name) },
  { REDRESS_TIMESTAMP (RedressNote, at), .required = TRUE },
  { REDRESS_TEXT (RedressNote, text), .required = TRUE },
};

static const RedressShape redress_note_shape = {
  .members = note_members,
  .n_members = G_N_ELEMENTS (note_members),
  .create = (gpointer (*) (void))redress_note_new,
  .destroy = (GDestroyNotify)redress_note_free,
};

static const RedressMember interim_effect_members[] = {
  { REDRESS_COUNT (RedressInterimEffect, round), .required = TRUE },
  { REDRESS_ENUM (RedressInterimEffect, verdict, verdict), .required = TRUE },
  { REDRESS_CODE (RedressInterimEffect, name), .required = TRUE },
  { REDRESS_CODE (RedressInterimEffect, state), .required = TRUE },
  { REDRESS_CODE (RedressInterimEffect, actor), .required = TRUE },
  { REDRESS_TEXT (RedressInterimEffect, actor_name) },
  { REDRESS_TIMESTAMP (RedressInterimEffect, asked_at), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressInterimEffect, reported_at) },
};

static const RedressShape redress_interim_effect_shape = {
  .members = interim_effect_members,
  .n_members = G_N_ELEMENTS (interim_effect_members),
  .create = (gpointer (*) (void))redress_interim_effect_new,
  .destroy = (GDestroyNotify)redress_interim_effect_free,
};

static const RedressMember wait_members[] = {
  { REDRESS_ENUM (RedressWait, state, state), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressWait, from), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressWait, until) },
};

static const RedressShape redress_wait_shape = {
  .members = wait_members,
  .n_members = G_N_ELEMENTS (wait_members),
  .create = (gpointer (*) (void))redress_wait_new,
  .destroy = (GDestroyNotify)redress_wait_free,
};

static const RedressMember peak_members[] = {
  { REDRESS_COUNT (RedressPeak, id), .required = TRUE, .min = 1 },
  { REDRESS_CODE (RedressPeak, flow), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressPeak, from), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressPeak, until), .required = TRUE },
  { REDRESS_COUNT (RedressPeak, extra_hours), .if_set = TRUE },
  { REDRESS_CODE (RedressPeak, actor), .required = TRUE },
  { REDRESS_TEXT (RedressPeak, actor_name) },
  { REDRESS_TEXT (RedressPeak, note) },
  { REDRESS_TIMESTAMP (RedressPeak, declared_at), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressPeak, cancelled_at) },
};

static const RedressShape redress_peak_shape = {
  .members = peak_members,
  .n_members = G_N_ELEMENTS (peak_members),
  .create = (gpointer (*) (void))redress_peak_new,
  .destroy = (GDestroyNotify)redress_peak_free,
};

/**
 * redress_peak_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_peak_to_json (const RedressPeak *peak)
{
  return redress_shape_to_json (&redress_peak_shape, peak);
}

static const RedressMember related_members[] = {
  { REDRESS_COUNT (RedressRelatedTicket, ticket), .required = TRUE },
  { REDRESS_ENUM (RedressRelatedTicket, kind, kind), .required = TRUE },
  { REDRESS_ENUM (RedressRelatedTicket, state, state), .required = TRUE },
  { REDRESS_ENUM (RedressRelatedTicket, verdict, verdict), .if_set = TRUE },
  { REDRESS_CODE (RedressRelatedTicket, external_id) },
  { REDRESS_TEXT (RedressRelatedTicket, title) },
  { REDRESS_TIMESTAMP (RedressRelatedTicket, opened_at) },
  { REDRESS_BOOL (RedressRelatedTicket, same_order), .if_set = TRUE },
  { REDRESS_STRV (RedressRelatedTicket, files), .if_set = TRUE, .max = 200 },
};

static const RedressShape redress_related_shape = {
  .members = related_members,
  .n_members = G_N_ELEMENTS (related_members),
  .create = (gpointer (*) (void))redress_related_ticket_new,
  .destroy = (GDestroyNotify)redress_related_ticket_free,
};

/**
 * redress_peak_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a peak, or %NULL with %REDRESS_ERROR_INVALID
 */
RedressPeak *
redress_peak_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_peak_shape, object, error);
}

static const RedressMember ticket_members[] = {
  { REDRESS_INLINE (RedressTicket, order, order), .required = TRUE },
  { REDRESS_INLINE (RedressTicket, customer, customer), .required = TRUE },
  { REDRESS_TEXT (RedressTicket, reason_full) },
  { REDRESS_CODE (RedressTicket, reason_language) },
  { REDRESS_ARRAY (RedressTicket, facts, fact) },
  { REDRESS_ARRAY (RedressTicket, events, event) },
  { REDRESS_ARRAY (RedressTicket, evidence, evidence) },
  { REDRESS_ARRAY (RedressTicket, decisions, decision) },
  { REDRESS_ARRAY (RedressTicket, interim_effects, interim_effect) },
  { REDRESS_ARRAY (RedressTicket, notes, note) },
  { REDRESS_ARRAY (RedressTicket, waits, wait) },
  { REDRESS_ARRAY (RedressTicket, peaks, peak) },
  { REDRESS_ARRAY (RedressTicket, related, related), .max = 1000 },
  { REDRESS_COUNT (RedressTicket, previous_ticket), .if_set = TRUE },
  { REDRESS_OBJECT (RedressTicket, previous_decision, decision) },
  { REDRESS_COUNT (RedressTicket, paid_back), .if_set = TRUE },
  { REDRESS_COUNT (RedressTicket, policy_version) },
  { REDRESS_TIMESTAMP (RedressTicket, hold_until) },
};

/* The members of the summary stand beside the others. */
static gboolean
read_summary (JsonObject *object, gpointer self, GError **error)
{
  RedressTicket *ticket = self;

  if (!redress_shape_read (&redress_summary_shape, object, ticket->summary, error))
    return FALSE;

  redress_ticket_seal (ticket);
  return TRUE;
}

static void
write_summary (JsonObject *object, gconstpointer self)
{
  const RedressTicket *ticket = self;

  redress_shape_write (&redress_summary_shape, object, ticket->summary);
}

static const RedressShape redress_ticket_shape = {
  .members = ticket_members,
  .n_members = G_N_ELEMENTS (ticket_members),
  .create = (gpointer (*) (void))redress_ticket_new,
  .destroy = (GDestroyNotify)g_object_unref,
  .read_rest = read_summary,
  .write_rest = write_summary,
};

/**
 * redress_ticket_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_ticket_to_json (RedressTicket *ticket)
{
  return redress_shape_to_json (&redress_ticket_shape, ticket);
}

/**
 * redress_ticket_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a ticket, sealed, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressTicket *
redress_ticket_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_ticket_shape, object, error);
}
