/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/blanks.h"
#include "core/evaluation.h"
#include "core/policy-build.h"

#define LEGAL_PREFIX "legal."

typedef struct
{
  RedressPolicy *policy;
  RedressTicket *ticket;
  const char *reason;
  const RedressAmount *amount;
  char *const *slots;
  const char *language;
  const RedressReading *readings;
} Message;

static const char *const message_blanks[] = {
  "amount", "order_title", "order_no", "payment_method", "slots", "reason",
};

/* (nullable): the text of "legal.<id>" */
static const RedressLegal *
find_legal (RedressPolicy *policy, const char *name)
{
  return g_str_has_prefix (name, LEGAL_PREFIX)
             ? redress_policy_find_legal (policy, name + strlen (LEGAL_PREFIX))
             : NULL;
}

/**
 * redress_message_knows_blank:
 *
 * Returns: %TRUE if every message of the policy can fill a blank of this name
 */
gboolean
redress_message_knows_blank (RedressPolicy *policy, const char *name)
{
  if (find_legal (policy, name) != NULL)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (message_blanks); i++)
    if (g_str_equal (message_blanks[i], name))
      return TRUE;

  return FALSE;
}

/* Slots or facts that are asked for: "Payment, Channel log". */
static char *
list_slots (const Message *message)
{
  gboolean chinese = message->language != NULL && g_str_has_prefix (message->language, "zh");
  GString *list = g_string_new (NULL);

  for (char *const *slot = message->slots; slot != NULL && *slot != NULL; slot++)
    {
      const RedressSlot *known = redress_policy_find_slot (message->policy, *slot);
      const RedressText *label =
          known != NULL ? &known->label : redress_policy_get_name_label (message->policy, *slot);

      if (list->len > 0)
        g_string_append (list, chinese ? "、" : ", ");
      g_string_append (list, label != NULL ? redress_text_get (label, message->language) : *slot);
    }

  if (list->len == 0)
    g_string_append (list, chinese ? "相关材料" : "the missing proof");
  return g_string_free (list, FALSE);
}

static char *
fill_message (const char *name, gpointer data)
{
  const Message *message = data;
  const RedressOrder *order = &message->ticket->order;
  const RedressReason *reason;
  const RedressLegal *legal;
  int place;

  if (g_str_equal (name, "amount"))
    return redress_amount_format (message->amount, message->language);
  if (g_str_equal (name, "order_title"))
    return g_strdup (order->title != NULL ? order->title : "");
  if (g_str_equal (name, "order_no"))
    return g_strdup (order->number != NULL ? order->number : "");
  if (g_str_equal (name, "payment_method"))
    return g_strdup (redress_policy_get_code_label (message->policy, "payment_method",
                                                    order->payment_method, message->language));
  if (g_str_equal (name, "slots"))
    return list_slots (message);
  if (g_str_equal (name, "reason"))
    {
      reason = message->reason != NULL
                   ? redress_policy_find_reason (message->policy, message->reason)
                   : NULL;
      return g_strdup (reason != NULL ? redress_text_get (&reason->label, message->language) : "");
    }

  legal = find_legal (message->policy, name);
  if (legal != NULL)
    return g_strdup (redress_text_get (&legal->text, message->language));

  place = GPOINTER_TO_INT (g_hash_table_lookup (message->policy->input_index, name));
  if (place == 0)
    return NULL;

  return redress_policy_format_value (message->policy, name, &message->readings[place - 1].value,
                                      message->language);
}

/**
 * redress_policy_write_message:
 * @reason: (nullable): code of the agent's reason
 * @amount: (nullable): what is paid back; the ticket's amount if %NULL
 * @slots: (nullable): slots or facts that are asked for
 * @language: (nullable): the customer's language
 *
 * Returns: (transfer full): what the customer reads; empty if the policy has no words for it
 */
char *
redress_policy_write_message (RedressPolicy *policy,
                              RedressTicket *ticket,
                              RedressVerdict verdict,
                              const char *reason,
                              const RedressAmount *amount,
                              char *const *slots,
                              const char *language)
{
  const RedressTemplate *template;
  g_autofree RedressReading *readings = NULL;
  Message message = { policy, ticket, reason, amount, slots, language, NULL };

  g_return_val_if_fail (policy != NULL && policy->inputs != NULL, NULL);
  g_return_val_if_fail (REDRESS_IS_TICKET (ticket), NULL);

  template = redress_policy_find_template (policy, ticket->summary->kind, verdict, reason);
  if (template == NULL)
    return g_strdup ("");

  readings = redress_policy_read_inputs (policy, ticket, REDRESS_TIME_UNKNOWN);
  message.readings = readings;
  if (amount == NULL)
    message.amount = &ticket->summary->amount;

  return redress_blanks_fill (redress_text_get (&template->text, language), fill_message, &message);
}
