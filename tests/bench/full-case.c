/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/full-case.h"

/* As much as a case may well have. */
#define N_FACTS 40
#define N_EVENTS 60
#define N_EVIDENCE 12

static void
add_fact (RedressTicket *ticket, const RedressFactSpec *spec)
{
  RedressFact *fact = redress_fact_new (spec->name, "platform", ticket->summary->opened_at);

  switch (spec->type)
    {
    case REDRESS_FACT_BOOLEAN:
      redress_value_set_boolean (&fact->value, FALSE);
      break;
    case REDRESS_FACT_INTEGER:
      redress_value_set_integer (&fact->value, 12);
      break;
    case REDRESS_FACT_TIME:
      redress_value_set_time (&fact->value, ticket->summary->opened_at);
      break;
    case REDRESS_FACT_TEXT:
    default:
      redress_value_set_text (&fact->value, "值");
      break;
    }
  g_ptr_array_add (ticket->facts, fact);
}

/* Those the policy knows and the ticket lacks; what else is missing nobody knows by name. */
static void
fill_facts (RedressTicket *ticket, RedressPolicy *policy)
{
  GPtrArray *specs = redress_policy_get_facts (policy);

  for (guint i = 0; i < specs->len && ticket->facts->len < N_FACTS; i++)
    {
      const RedressFactSpec *spec = g_ptr_array_index (specs, i);

      if (redress_ticket_find_fact (ticket, spec->name) == NULL)
        add_fact (ticket, spec);
    }
  while (ticket->facts->len < N_FACTS)
    {
      g_autofree char *name = g_strdup_printf ("more.number_%u", ticket->facts->len);
      RedressFact *fact = redress_fact_new (name, "platform", ticket->summary->opened_at);

      redress_value_set_integer (&fact->value, (gint64)ticket->facts->len);
      g_ptr_array_add (ticket->facts, fact);
    }
}

static void
fill_events (RedressTicket *ticket)
{
  guint n = ticket->events->len;

  for (guint i = 0; n > 0 && ticket->events->len < N_EVENTS; i++)
    {
      const RedressEvent *like = g_ptr_array_index (ticket->events, i % n);
      RedressEvent *event = redress_event_new ();

      event->at = like->at + (gint64)(i + 1) * 7 * REDRESS_SECOND;
      event->lane = like->lane;
      event->code = g_strdup (like->code);
      event->text = g_strdup (like->text);
      event->source = g_strdup (like->source);
      g_ptr_array_add (ticket->events, event);
    }
}

static void
fill_evidence (RedressTicket *ticket)
{
  guint n = ticket->evidence->len;

  for (guint i = 0; n > 0 && ticket->evidence->len < N_EVIDENCE; i++)
    {
      const RedressEvidence *like = g_ptr_array_index (ticket->evidence, i % n);
      RedressEvidence *evidence = redress_evidence_new ();
      g_autofree char *name = g_strdup_printf ("%s %u", like->slot, i);

      g_free (evidence->slot);
      g_free (evidence->holder);
      g_free (evidence->media_type);
      g_free (evidence->sha256);
      evidence->id = ticket->evidence->len + 1;
      evidence->slot = g_strdup (like->slot);
      evidence->holder = g_strdup (like->holder);
      evidence->media_type = g_strdup (like->media_type);
      evidence->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
      g_ptr_array_add (ticket->evidence, evidence);
    }
}

/**
 * redress_bench_fill_case:
 * @ticket: a sample ticket
 * @policy: the policy that judges it
 *
 * Makes it a full one: 40 facts, 12 pieces of evidence, 60 events.
 */
void
redress_bench_fill_case (RedressTicket *ticket, RedressPolicy *policy)
{
  fill_facts (ticket, policy);
  fill_events (ticket);
  fill_evidence (ticket);
  redress_ticket_seal (ticket);
}
