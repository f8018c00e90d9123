/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/answer-facts.h"

#include "server/fact-table.h"

static gboolean
set_one (RedressTicketChange *change, const char *asked, const char *answer, GError **error)
{
  g_autofree char *name = g_strconcat (REDRESS_ANSWER_PREFIX, asked, NULL);
  g_autoptr (RedressFact) fact = redress_fact_new (name, "system", change->now);
  gboolean changed = FALSE;

  redress_value_set_text (&fact->value, answer);
  if (!redress_fact_table_set (change->connection, change->row->ticket->summary->id, fact, &changed,
                               error))
    return FALSE;

  redress_ticket_change_touch (change);
  return TRUE;
}

/**
 * redress_answer_facts_set:
 * @change: a change
 * @asked: (nullable) (array zero-terminated=1): slots or names of facts
 * @answer: what became of the question
 */
gboolean
redress_answer_facts_set (RedressTicketChange *change,
                          char *const *asked,
                          const char *answer,
                          GError **error)
{
  for (guint i = 0; asked != NULL && asked[i] != NULL; i++)
    {
      if (!set_one (change, asked[i], answer, error))
        return FALSE;
    }
  return TRUE;
}

/* Takes @item out of a list; FALSE if it was not in it. */
static gboolean
take_out (char ***list, const char *item)
{
  g_autoptr (GStrvBuilder) builder = NULL;

  if (*list == NULL || !g_strv_contains ((const char *const *)*list, item))
    return FALSE;

  builder = g_strv_builder_new ();
  for (guint i = 0; (*list)[i] != NULL; i++)
    {
      if (!g_str_equal ((*list)[i], item))
        g_strv_builder_add (builder, (*list)[i]);
    }
  g_strfreev (*list);
  *list = g_strv_builder_end (builder);
  if (**list == NULL)
    g_clear_pointer (list, g_strfreev);
  return TRUE;
}

static gboolean
receive (RedressTicketChange *change, char ***asked, const char *item, GError **error)
{
  if (!take_out (asked, item))
    return TRUE;

  return set_one (change, item, REDRESS_ANSWER_PROVIDED, error);
}

/**
 * redress_answer_facts_receive_slot:
 * @change: a change that brings evidence
 * @slot: its slot
 */
gboolean
redress_answer_facts_receive_slot (RedressTicketChange *change, const char *slot, GError **error)
{
  return receive (change, &change->row->asked_slots, slot, error);
}

/**
 * redress_answer_facts_receive_fact:
 * @change: a change that brings a fact with a value
 * @name: its name
 */
gboolean
redress_answer_facts_receive_fact (RedressTicketChange *change, const char *name, GError **error)
{
  return receive (change, &change->row->asked_facts, name, error);
}

/**
 * redress_answer_facts_settle:
 * @change: a change, after all that it brings was received
 *
 * Opens a waiting ticket to which all came that was asked for.
 */
gboolean
redress_answer_facts_settle (RedressTicketChange *change, GError **error)
{
  RedressTicketRow *row = change->row;
  RedressState state = row->ticket->summary->state;

  if (state != REDRESS_STATE_WAITING_CUSTOMER && state != REDRESS_STATE_WAITING_PLATFORM)
    return TRUE;
  if (row->asked_slots != NULL || row->asked_facts != NULL)
    return TRUE;

  redress_ticket_change_stop_waiting (change);
  return redress_ticket_change_move (change, REDRESS_TRIGGER_ANSWER, error);
}
