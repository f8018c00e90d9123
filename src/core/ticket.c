/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ticket.h"

#include <string.h>

#include "core/language.h"

G_DEFINE_FINAL_TYPE (RedressTicket, redress_ticket, G_TYPE_OBJECT)

static void
redress_ticket_finalize (GObject *object)
{
  RedressTicket *self = REDRESS_TICKET (object);

  g_clear_object (&self->summary);
  redress_order_clear (&self->order);
  redress_customer_clear (&self->customer);
  g_free (self->reason_full);
  g_free (self->reason_language);
  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->evidence);
  g_ptr_array_unref (self->decisions);
  g_ptr_array_unref (self->interim_effects);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->waits);
  g_ptr_array_unref (self->peaks);
  g_ptr_array_unref (self->related);
  g_clear_pointer (&self->previous_decision, redress_decision_free);

  G_OBJECT_CLASS (redress_ticket_parent_class)->finalize (object);
}

static void
redress_ticket_class_init (RedressTicketClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_ticket_finalize;
}

static void
redress_ticket_init (RedressTicket *self)
{
  self->summary = redress_summary_new ();
  redress_order_init (&self->order);
  redress_customer_init (&self->customer);
  self->facts = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_fact_free);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_event_free);
  self->evidence = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_evidence_free);
  self->decisions = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_decision_free);
  self->interim_effects =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_interim_effect_free);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_note_free);
  self->waits = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_wait_free);
  self->peaks = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_peak_free);
  self->related = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_related_ticket_free);
  self->hold_until = REDRESS_TIME_UNKNOWN;
}

/**
 * redress_ticket_new:
 *
 * Returns: (transfer full): a ticket with an empty summary and empty arrays
 */
RedressTicket *
redress_ticket_new (void)
{
  return g_object_new (REDRESS_TYPE_TICKET, NULL);
}

/**
 * redress_ticket_find_fact:
 * @name: name of a fact
 *
 * Returns: (transfer none) (nullable): the fact; %NULL if the ticket does not carry it
 */
const RedressFact *
redress_ticket_find_fact (RedressTicket *self, const char *name)
{
  g_return_val_if_fail (REDRESS_IS_TICKET (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->facts->len; i++)
    {
      const RedressFact *fact = g_ptr_array_index (self->facts, i);

      if (g_strcmp0 (fact->name, name) == 0)
        return fact;
    }

  return NULL;
}

/**
 * redress_ticket_find_evidence:
 * @sha256: digest of an original
 *
 * Returns: (transfer none) (nullable): the evidence
 */
const RedressEvidence *
redress_ticket_find_evidence (RedressTicket *self, const char *sha256)
{
  g_return_val_if_fail (REDRESS_IS_TICKET (self), NULL);
  g_return_val_if_fail (sha256 != NULL, NULL);

  for (guint i = 0; i < self->evidence->len; i++)
    {
      const RedressEvidence *evidence = g_ptr_array_index (self->evidence, i);

      if (g_strcmp0 (evidence->sha256, sha256) == 0)
        return evidence;
    }

  return NULL;
}

static int
compare_facts (gconstpointer a, gconstpointer b)
{
  const RedressFact *const *fact_a = a;
  const RedressFact *const *fact_b = b;

  return g_strcmp0 ((*fact_a)->name, (*fact_b)->name);
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const RedressEvent *const *event_a = a;
  const RedressEvent *const *event_b = b;

  return ((*event_a)->at > (*event_b)->at) - ((*event_a)->at < (*event_b)->at);
}

/**
 * redress_ticket_get_language:
 *
 * What the platform says its customer reads; where it does not say, or policies have no words in
 * that, what the customer wrote in.
 *
 * Returns: (transfer none): the language in which the customer is told
 */
const char *
redress_ticket_get_language (RedressTicket *self)
{
  const char *language;

  g_return_val_if_fail (REDRESS_IS_TICKET (self), REDRESS_LANGUAGE_DEFAULT);

  language = redress_language_find (self->customer.language);
  if (language == NULL)
    language = redress_language_find (self->reason_language);
  return language != NULL ? language : REDRESS_LANGUAGE_DEFAULT;
}

/**
 * redress_ticket_seal:
 *
 * Sorts facts by name and events by time. Events of one moment keep their order.
 */
void
redress_ticket_seal (RedressTicket *self)
{
  g_return_if_fail (REDRESS_IS_TICKET (self));

  g_ptr_array_sort (self->facts, compare_facts);
  g_ptr_array_sort (self->events, compare_events);
}

/**
 * redress_ticket_format_id:
 * @id: id of a ticket
 *
 * Returns: (transfer full): such as "T-42"
 */
char *
redress_ticket_format_id (gint64 id)
{
  return g_strdup_printf ("T-%" G_GINT64_FORMAT, id);
}

/**
 * redress_ticket_parse_id:
 * @text: such as "T-42"
 * @id: (out): the number
 *
 * Returns: %FALSE if @text is not exactly what redress_ticket_format_id() makes of an id
 */
gboolean
redress_ticket_parse_id (const char *text, gint64 *id)
{
  guint64 number;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (!g_str_has_prefix (text, "T-") || text[2] == '0' ||
      !g_ascii_string_to_unsigned (text + 2, 10, 1, REDRESS_INTEGER_MAX, &number, NULL))
    return FALSE;

  *id = (gint64)number;
  return TRUE;
}
