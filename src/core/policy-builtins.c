/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-build.h"

/* Names that every policy knows: what the ticket itself, its order and its customer say. */

typedef void (*Reader) (RedressTicket *ticket, RedressTime now, RedressReading *out);

typedef struct
{
  const char *name;
  RedressFactType type;
  const char *unit; /* (nullable): "amount" is the unit of the flow */
  RedressText label;
  Reader read;
} Builtin;

static void
give_text (RedressReading *out, const char *text)
{
  if (text == NULL || *text == '\0')
    return;

  out->value.type = REDRESS_VALUE_TEXT;
  out->value.text = (char *)text;
}

static void
give_integer (RedressReading *out, gint64 integer)
{
  if (integer < -REDRESS_INTEGER_MAX || integer > REDRESS_INTEGER_MAX)
    {
      out->cause = "overflow";
      return;
    }

  out->value.type = REDRESS_VALUE_INTEGER;
  out->value.integer = integer;
}

static void
give_time (RedressReading *out, RedressTime time)
{
  if (time == REDRESS_TIME_UNKNOWN)
    return;

  out->value.type = REDRESS_VALUE_TIME;
  out->value.time = time;
}

#define READER(name, give, expression)                                                             \
  static void read_##name (RedressTicket *ticket, RedressTime now, RedressReading *out)            \
  {                                                                                                \
    give (out, expression);                                                                        \
  }

READER (kind, give_text, redress_kind_to_string (ticket->summary->kind))
READER (level,
        give_text,
        ticket->summary->badges &REDRESS_BADGE_SUPERVISOR ? "supervisor" : "agent")
READER (round, give_integer, ticket->summary->round)
READER (amount, give_integer, ticket->summary->amount.value)
READER (unit, give_text, redress_unit_to_string (ticket->summary->amount.unit))
READER (opened_at, give_time, ticket->summary->opened_at)
READER (reason_code, give_text, ticket->summary->reason_code)
READER (reason, give_text, ticket->reason_full)
READER (external_id, give_text, ticket->summary->external_id)
READER (number,
        give_text,
        ticket->order.number != NULL && *ticket->order.number != '\0' ? ticket->order.number
                                                                      : ticket->summary->order_no)
READER (title, give_text, ticket->order.title)
READER (state, give_text, ticket->order.state)
READER (state_at_request, give_text, ticket->order.state_at_request)
READER (state_as_of, give_time, ticket->order.state_as_of)
READER (paid, give_integer, ticket->order.paid.value)
READER (paid_unit, give_text, redress_unit_to_string (ticket->order.paid.unit))
READER (payment_method, give_text, ticket->order.payment_method)
READER (placed_at, give_time, ticket->order.placed_at)
READER (requested_at, give_time, ticket->order.requested_at)
READER (lines, give_integer, ticket->order.lines->len)
READER (ref, give_text, ticket->customer.ref)
READER (tier, give_text, ticket->customer.tier)
READER (earlier, give_integer, ticket->customer.history->len)
READER (now, give_time, now)
READER (previous_verdict,
        give_text,
        ticket->previous_decision != NULL
            ? redress_verdict_to_string (ticket->previous_decision->verdict)
            : NULL)
READER (previous_decided_at,
        give_time,
        ticket->previous_decision != NULL ? ticket->previous_decision->recorded_at
                                          : REDRESS_TIME_UNKNOWN)
READER (paid_back, give_integer, ticket->paid_back)

static void
read_cancels (RedressTicket *ticket, RedressTime now, RedressReading *out)
{
  /* A platform that does not count says -1. */
  if (ticket->customer.cancels_90d >= 0)
    give_integer (out, ticket->customer.cancels_90d);
}

#define TEXT(english, chinese)                                                                     \
  {                                                                                                \
    (char *)english, (char *)chinese                                                               \
  }

static const Builtin builtins[] = {
  { "ticket.kind", REDRESS_FACT_TEXT, NULL, TEXT ("Kind", "类型"), read_kind },
  { "ticket.level", REDRESS_FACT_TEXT, NULL, TEXT ("Level", "处理级别"), read_level },
  { "ticket.round", REDRESS_FACT_INTEGER, "count", TEXT ("Round", "轮次"), read_round },
  { "ticket.amount", REDRESS_FACT_INTEGER, "amount", TEXT ("Amount", "金额"), read_amount },
  { "ticket.unit", REDRESS_FACT_TEXT, NULL, TEXT ("Unit", "单位"), read_unit },
  { "ticket.opened_at", REDRESS_FACT_TIME, NULL, TEXT ("Opened", "受理时间"), read_opened_at },
  { "ticket.reason_code", REDRESS_FACT_TEXT, NULL, TEXT ("Ground", "申请理由"), read_reason_code },
  { "ticket.reason", REDRESS_FACT_TEXT, NULL, TEXT ("Reason", "申请原因"), read_reason },
  { "ticket.external_id", REDRESS_FACT_TEXT, NULL, TEXT ("Number", "申请编号"), read_external_id },
  { "order.number", REDRESS_FACT_TEXT, NULL, TEXT ("Order number", "订单编号"), read_number },
  { "order.title", REDRESS_FACT_TEXT, NULL, TEXT ("Order", "订单"), read_title },
  { "order.state", REDRESS_FACT_TEXT, NULL, TEXT ("Order state", "订单状态"), read_state },
  { "order.state_at_request", REDRESS_FACT_TEXT, NULL, TEXT ("State at request", "申请时状态"),
    read_state_at_request },
  { "order.state_as_of", REDRESS_FACT_TIME, NULL, TEXT ("State read", "状态读取时间"),
    read_state_as_of },
  { "order.paid", REDRESS_FACT_INTEGER, "amount", TEXT ("Paid", "实付"), read_paid },
  { "order.paid_unit", REDRESS_FACT_TEXT, NULL, TEXT ("Unit paid", "支付单位"), read_paid_unit },
  { "order.payment_method", REDRESS_FACT_TEXT, NULL, TEXT ("Payment method", "支付方式"),
    read_payment_method },
  { "order.placed_at", REDRESS_FACT_TIME, NULL, TEXT ("Ordered", "下单时间"), read_placed_at },
  { "order.requested_at", REDRESS_FACT_TIME, NULL, TEXT ("Asked", "申请时间"), read_requested_at },
  { "order.lines", REDRESS_FACT_INTEGER, "count", TEXT ("Lines", "商品数"), read_lines },
  { "customer.ref", REDRESS_FACT_TEXT, NULL, TEXT ("Customer", "客户"), read_ref },
  { "customer.tier", REDRESS_FACT_TEXT, NULL, TEXT ("Tier", "会员等级"), read_tier },
  { "customer.cancels_90d", REDRESS_FACT_INTEGER, "count",
    TEXT ("Cancels in 90 days", "90 天内取消次数"), read_cancels },
  { "customer.earlier", REDRESS_FACT_INTEGER, "count", TEXT ("Earlier tickets", "历史工单"),
    read_earlier },
  { "previous.verdict", REDRESS_FACT_TEXT, NULL, TEXT ("First verdict", "首次结论"),
    read_previous_verdict },
  { "previous.decided_at", REDRESS_FACT_TIME, NULL, TEXT ("First decided", "首次决定时间"),
    read_previous_decided_at },
  { "previous.paid_back", REDRESS_FACT_INTEGER, "amount", TEXT ("Granted before", "此前已退"),
    read_paid_back },
  { "now", REDRESS_FACT_TIME, NULL, TEXT ("Now", "现在"), read_now },
};

static const char *const reserved[] = {
  "ticket.", "order.", "customer.", "evidence.", "event.", "answer.", "limit.", "previous.",
};

/**
 * redress_name_is_reserved:
 *
 * Returns: %TRUE if a policy may not declare a fact of this name
 */
gboolean
redress_name_is_reserved (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    if (g_str_has_prefix (name, reserved[i]))
      return TRUE;

  return g_str_equal (name, "now");
}

/**
 * redress_builtin_find:
 * @name: such as "order.state"
 * @input: (inout): gets index, type and unit
 *
 * Returns: %FALSE if there is no such built-in name
 */
gboolean
redress_builtin_find (const char *name, RedressInput *input)
{
  for (guint i = 0; i < G_N_ELEMENTS (builtins); i++)
    {
      if (!g_str_equal (builtins[i].name, name))
        continue;

      input->kind = REDRESS_INPUT_BUILTIN;
      input->index = i;
      input->type = builtins[i].type;
      input->unit = builtins[i].unit;
      return TRUE;
    }

  return FALSE;
}

/**
 * redress_builtin_read:
 * @out: (inout): a cleared reading
 *
 * Reads a built-in name. Empty texts are unknown.
 */
void
redress_builtin_read (guint index, RedressTicket *ticket, RedressTime now, RedressReading *out)
{
  g_return_if_fail (index < G_N_ELEMENTS (builtins));

  builtins[index].read (ticket, now, out);
}

/**
 * redress_builtin_get_label:
 *
 * Returns: (transfer none): what people call a built-in name
 */
const RedressText *
redress_builtin_get_label (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (builtins), NULL);

  return &builtins[index].label;
}
