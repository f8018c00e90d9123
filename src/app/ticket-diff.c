/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ticket-diff.h"

#include "config.h"

#include "app/fact-words.h"
#include "app/format.h"
#include "app/timeline-words.h"

#include <glib/gi18n.h>

void
redress_case_change_free (RedressCaseChange *self)
{
  g_free (self->label);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}

static void
add (GPtrArray *changes,
     RedressTime at,
     const char *label,
     char *before,
     char *after,
     gboolean matters)
{
  RedressCaseChange *change = g_new0 (RedressCaseChange, 1);

  change->at = at;
  change->label = g_strdup (label);
  change->before = before;
  change->after = after;
  change->matters = matters;
  g_ptr_array_add (changes, change);
}

static const char *
get_state_label (RedressOpenCase *open, const char *state)
{
  return redress_policy_get_order_state_label (open->data->policy, state, redress_language ());
}

static const char *
get_slot_label (RedressOpenCase *open, const char *slot)
{
  const RedressSlot *known = redress_policy_find_slot (open->data->policy, slot);

  return known != NULL ? redress_text_get (&known->label, redress_language ()) : slot;
}

static void
diff_order (GPtrArray *changes, RedressTicket *before, RedressOpenCase *open)
{
  RedressTicket *now = open->data->ticket;

  if (g_strcmp0 (before->order.state, now->order.state) != 0)
    add (changes, now->order.state_as_of, _ ("Order state"),
         g_strdup (get_state_label (open, before->order.state)),
         g_strdup (get_state_label (open, now->order.state)), TRUE);
  if (before->summary->amount.value != now->summary->amount.value)
    add (changes, REDRESS_TIME_UNKNOWN, _ ("Amount"),
         redress_format_amount (&before->summary->amount),
         redress_format_amount (&now->summary->amount), TRUE);
}

static void
diff_facts (GPtrArray *changes, RedressTicket *before, RedressOpenCase *open)
{
  RedressTicket *now = open->data->ticket;

  for (guint i = 0; i < now->facts->len; i++)
    {
      const RedressFact *fact = g_ptr_array_index (now->facts, i);
      const RedressFact *old = redress_ticket_find_fact (before, fact->name);

      if (old != NULL && redress_value_equal (&old->value, &fact->value))
        continue;
      add (changes, fact->as_of, redress_open_case_get_name_label (open, fact->name),
           old != NULL ? redress_fact_format (open, old) : NULL, redress_fact_format (open, fact),
           TRUE);
    }
}

static void
diff_evidence (GPtrArray *changes, RedressTicket *before, RedressOpenCase *open)
{
  RedressTicket *now = open->data->ticket;

  for (guint i = 0; i < now->evidence->len; i++)
    {
      const RedressEvidence *evidence = g_ptr_array_index (now->evidence, i);

      if (redress_ticket_find_evidence (before, evidence->sha256) == NULL)
        add (changes, evidence->received_at, _ ("New evidence"), NULL,
             g_strdup (get_slot_label (open, evidence->slot)), TRUE);
    }
}

GPtrArray *
redress_ticket_diff (RedressTicket *before, RedressOpenCase *open)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_case_change_free);

  g_return_val_if_fail (REDRESS_IS_TICKET (before), changes);
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), changes);

  if (open->data->ticket == NULL || open->data->policy == NULL)
    return changes;
  diff_order (changes, before, open);
  diff_facts (changes, before, open);
  diff_evidence (changes, before, open);
  return changes;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const RedressCaseChange *x = *(RedressCaseChange *const *)a, *y = *(RedressCaseChange *const *)b;

  return x->at < y->at ? -1 : x->at > y->at ? 1 : 0;
}

static void
list_facts (GPtrArray *changes, RedressOpenCase *open, RedressTime since)
{
  RedressTicket *now = open->data->ticket;

  for (guint i = 0; i < now->facts->len; i++)
    {
      const RedressFact *fact = g_ptr_array_index (now->facts, i);

      if (fact->as_of > since)
        add (changes, fact->as_of, redress_open_case_get_name_label (open, fact->name), NULL,
             redress_fact_format (open, fact), TRUE);
    }
}

GPtrArray *
redress_ticket_list_since (RedressOpenCase *open, RedressTime since)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_case_change_free);
  RedressTicket *now;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), changes);

  now = open->data->ticket;
  if (now == NULL || open->data->policy == NULL || since == REDRESS_TIME_UNKNOWN)
    return changes;
  for (guint i = 0; i < now->events->len; i++)
    {
      const RedressEvent *event = g_ptr_array_index (now->events, i);

      if (event->at > since)
        {
          g_autofree char *words = redress_timeline_dup_words (open, event);

          add (changes, event->at, words, NULL, NULL, event->trouble);
        }
    }
  list_facts (changes, open, since);
  for (guint i = 0; i < now->evidence->len; i++)
    {
      const RedressEvidence *evidence = g_ptr_array_index (now->evidence, i);

      if (evidence->received_at > since)
        add (changes, evidence->received_at, _ ("New evidence"), NULL,
             g_strdup (get_slot_label (open, evidence->slot)), TRUE);
    }
  g_ptr_array_sort (changes, compare_times);
  return changes;
}

char *
redress_case_change_describe (const RedressCaseChange *self)
{
  if (self->after == NULL)
    return g_strdup (self->label);
  if (self->before == NULL)
    return g_strdup_printf ("%s%s%s", self->label, _ (": "), self->after);
  return g_strdup_printf ("%s%s%s → %s", self->label, _ (": "), self->before, self->after);
}
