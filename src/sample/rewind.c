/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/rewind.h"

/* Between the request and the first decision. */
#define REVIEW_TIME (14 * REDRESS_HOUR)

typedef struct
{
  const char *flow;
  const char *ground;
  const char *zh;
  const char *en;
} FirstReason;

static const FirstReason first_reasons[] = {
  { "kameng-virtual", "not_received", "东西不对，请取消订单。",
    "Something is wrong, please cancel." },
  { "rail12306-order", "plan_changed", "行程变了，申请退回积分。",
    "My plans changed, points back please." },
  { "cainiao-return", "quality", "商品有质量问题，要求退款。", "It has a defect, please refund." },
  { "btepai-order", "not_needed", "不需要了，请取消。", "Not needed any more, please cancel." },
};

/* What only came with the appeal. */
static const char *const later_slots[] = { "balance_screen", "invalid_proof", "renewal_notice",
                                           "quality_proof",  "chat",          NULL };

/* What the first decision rested on was wrong or not known, else nobody would appeal. */
static const struct
{
  const char *flow;
  const char *fact;
  gboolean wrong; /* known, but wrong: yes */
} first_facts[] = {
  { "btepai-order", "attempt.at", FALSE },
  { "btepai-order", "attempt.result", FALSE },
  { "rail12306-order", "trip.used", TRUE },
};

static RedressTime
find_first_decision (RedressTicket *ticket)
{
  for (guint i = 0; i < ticket->events->len; i++)
    {
      const RedressEvent *event = g_ptr_array_index (ticket->events, i);

      if (g_str_equal (event->code, "decided"))
        return event->at;
    }
  return ticket->summary->opened_at - REDRESS_DAY;
}

static void
set_reason (RedressTicket *ticket)
{
  gboolean chinese = g_str_equal (ticket->reason_language, "zh-CN");

  for (guint i = 0; i < G_N_ELEMENTS (first_reasons); i++)
    if (g_str_equal (first_reasons[i].flow, ticket->summary->flow))
      {
        g_free (ticket->summary->reason_code);
        g_free (ticket->reason_full);
        ticket->summary->reason_code = g_strdup (first_reasons[i].ground);
        ticket->reason_full = g_strdup (chinese ? first_reasons[i].zh : first_reasons[i].en);
      }
}

static void
rewind_events (RedressTicket *ticket, RedressTime asked)
{
  RedressEvent *request = redress_event_new ();

  for (guint i = ticket->events->len; i > 0; i--)
    if (((RedressEvent *)g_ptr_array_index (ticket->events, i - 1))->at >= asked)
      g_ptr_array_remove_index (ticket->events, i - 1);
  request->at = asked;
  request->lane = REDRESS_LANE_CUSTOMER;
  request->code = g_strdup ("requested");
  request->text = g_strdup (g_str_equal (ticket->reason_language, "zh-CN") ? "提出申请" : "Asks");
  request->source = g_strdup ("customer");
  g_ptr_array_add (ticket->events, request);
}

static void
set_first_value (const char *flow, RedressFact *fact)
{
  for (guint i = 0; i < G_N_ELEMENTS (first_facts); i++)
    {
      if (!g_str_equal (first_facts[i].flow, flow) ||
          !g_str_equal (first_facts[i].fact, fact->name))
        continue;
      redress_value_clear (&fact->value);
      if (first_facts[i].wrong)
        redress_value_set_boolean (&fact->value, TRUE);
    }
}

/* Nobody knew then what happened later. */
static void
rewind_facts (RedressTicket *ticket, RedressTime asked)
{
  for (guint i = 0; i < ticket->facts->len; i++)
    {
      RedressFact *fact = g_ptr_array_index (ticket->facts, i);

      set_first_value (ticket->summary->flow, fact);
      fact->as_of = MIN (fact->as_of, asked + REDRESS_HOUR);
      if (fact->value.type == REDRESS_VALUE_TIME && fact->value.time > asked &&
          fact->value.time <= ticket->summary->opened_at)
        fact->value.time = asked;
    }
}

static void
rewind_pieces (GPtrArray *pieces, RedressTime asked)
{
  for (guint i = pieces->len; i > 0; i--)
    {
      RedressPiece *piece = g_ptr_array_index (pieces, i - 1);

      piece->captured_at = MIN (piece->captured_at, asked + REDRESS_HOUR);
      if (g_strv_contains (later_slots, piece->slot))
        g_ptr_array_remove_index (pieces, i - 1);
    }
}

/**
 * redress_case_rewind:
 * @self: an appeal
 *
 * The platform decided this one in Redress, and the appeal names it.
 */
void
redress_case_rewind (RedressCase *self)
{
  RedressTicket *ticket = self->ticket;
  RedressTime asked = find_first_decision (ticket) - REVIEW_TIME;

  asked = MAX (asked, ticket->order.placed_at + REDRESS_MINUTE);
  set_reason (ticket);
  rewind_events (ticket, asked);
  rewind_facts (ticket, asked);
  rewind_pieces (self->pieces, asked);
  ticket->summary->kind = REDRESS_KIND_REVIEW;
  ticket->summary->opened_at = asked;
  ticket->order.requested_at = asked;
  ticket->order.state_as_of = asked + REDRESS_HOUR;
  g_free (ticket->summary->external_id);
  ticket->summary->external_id = g_steal_pointer (&self->previous_external_id);
  redress_ticket_seal (ticket);
}
