/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/made-case.h"

#define REQUESTED REDRESS_MADE_REQUESTED

/* What the customer claims was said with the request. */
static const char *
get_source (const char *name)
{
  return g_str_has_prefix (name, "claim.") ? "customer" : "platform";
}

static const char *
get_as_of (const char *name)
{
  return g_str_has_prefix (name, "claim.") ? REQUESTED : "2026-11-17T06:17:52.000000Z";
}

static void
add_boolean (RedressTicket *ticket, const char *name, gboolean boolean)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_boolean (&value, boolean);
  redress_made_fact (ticket, name, get_source (name), get_as_of (name), &value);
}

static void
add_integer (RedressTicket *ticket, const char *name, gint64 integer)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_integer (&value, integer);
  redress_made_fact (ticket, name, get_source (name), get_as_of (name), &value);
}

static void
add_text (RedressTicket *ticket, const char *name, const char *text)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_text (&value, text);
  redress_made_fact (ticket, name, get_source (name), get_as_of (name), &value);
}

static void
add_masked (RedressTicket *ticket, const char *name, const char *hint)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_masked (&value, hint);
  redress_made_fact (ticket, name, get_source (name), get_as_of (name), &value);
}

static void
add_time (RedressTicket *ticket, const char *name, const char *time)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_time (&value, redress_made_time (time));
  redress_made_fact (ticket, name, get_source (name), get_as_of (name), &value);
}

static void
add_review_facts (RedressTicket *ticket, gboolean chinese)
{
  add_boolean (ticket, "claim.credited", FALSE);
  add_boolean (ticket, "claim.code_used", FALSE);
  add_text (ticket, "claim.server", chinese ? "2 区" : "Server 2");
  add_integer (ticket, "claim.amount", 32800);
  add_time (ticket, "claim.requested_at", "2026-11-16T08:32:00.000000Z");
  add_time (ticket, "claim.sent_at", "2026-11-16T08:31:00.000000Z");
  add_masked (ticket, "claim.account", "**** 41");
  add_integer (ticket, "platform.amount", 32800);
  add_time (ticket, "platform.requested_at", REQUESTED);
  add_text (ticket, "item.category", "game_card");
  add_text (ticket, "item.server", chinese ? "1 区" : "Server 1");
  add_integer (ticket, "item.face_value", 30000);
  add_boolean (ticket, "item.instant_topup", FALSE);
  add_boolean (ticket, "item.flash_sale", FALSE);
  add_integer (ticket, "item.cancels_used", 0);
  add_time (ticket, "secret.generated_at", "2026-11-16T08:29:05.000000Z");
  add_time (ticket, "secret.shipped_at", "2026-11-16T08:31:09.000000Z");
  add_boolean (ticket, "secret.redeemed", FALSE);
  add_boolean (ticket, "channel_log.credited", FALSE);
  add_text (ticket, "channel_log.error", "E42");
  add_masked (ticket, "channel_log.account", "**** 41");
  add_time (ticket, "channel_log.read_at", "2026-11-17T06:17:52.000000Z");
  add_boolean (ticket, "complaint.announced", FALSE);
}

static void
add_review_events (RedressTicket *ticket, gboolean chinese)
{
  static const struct
  {
    const char *at;
    RedressLane lane;
    const char *code, *en, *zh;
    gboolean trouble;
  } rows[] = {
    { "2026-11-16T08:29:02.000000Z", REDRESS_LANE_CUSTOMER, "ordered", "Orders", "下单", FALSE },
    { "2026-11-16T08:29:02.300000Z", REDRESS_LANE_MONEY, "paid", "Paid ¥328.00 by WeChat Pay",
      "微信支付 ¥328.00", FALSE },
    { "2026-11-16T08:29:05.000000Z", REDRESS_LANE_SYSTEM, "secret_generated", "Code made",
      "生成卡密", FALSE },
    { "2026-11-16T08:31:09.000000Z", REDRESS_LANE_SYSTEM, "secret_sent", "Sent", "发货", FALSE },
    { "2026-11-16T08:31:12.000000Z", REDRESS_LANE_SYSTEM, "topup_rejected", "Top-up rejected E42",
      "充值被拒 E42", TRUE },
    { REQUESTED, REDRESS_LANE_CUSTOMER, "requested", "Asks to cancel", "申请取消", FALSE },
    { "2026-11-16T08:40:18.000000Z", REDRESS_LANE_CUSTOMER, "evidence_added", "Adds screenshot",
      "补截图", FALSE },
    { "2026-11-17T06:17:52.000000Z", REDRESS_LANE_SYSTEM, "not_credited", "Not credited", "未到账",
      FALSE },
    { "2026-11-17T06:17:52.000000Z", REDRESS_LANE_MONEY, "no_refund", "No refund yet", "尚未退款",
      FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    redress_made_event (ticket, rows[i].at, rows[i].lane, rows[i].code,
                        chinese ? rows[i].zh : rows[i].en, rows[i].trouble);
}

static void
set_words (RedressCase *self, gboolean chinese, const char *title, const char *words)
{
  g_free (self->summary->title);
  self->summary->title = g_strdup (title);
  self->ticket->reason_full = g_strdup (words);
  self->ticket->reason_language = g_strdup (chinese ? "zh-CN" : "en");
  g_free (self->summary->customer_name);
  self->summary->customer_name = g_strdup (chinese ? "客户 **8321" : "Customer **8321");
}

RedressCase *
redress_made_review (gboolean chinese)
{
  RedressCase *self = redress_made_case_empty ("kameng-virtual", REDRESS_KIND_REVIEW);
  RedressTicket *ticket = self->ticket;

  set_words (self, chinese, chinese ? "游戏点券卡 300 面额" : "game points card, 300",
             chinese ? "选错区服了，卡密已发送，但账号一直没有到账。"
                     : "I picked the wrong server. The code was sent but nothing reached my "
                       "account.");
  self->summary->reason_code = g_strdup ("not_received");
  ticket->order.state = g_strdup ("dispatched_undelivered");
  ticket->order.state_at_request = g_strdup ("dispatched_undelivered");
  ticket->customer.cancels_90d = 6;
  add_review_facts (ticket, chinese);
  add_review_events (ticket, chinese);
  redress_made_evidence (ticket, "order_screen", "customer", REQUESTED);
  redress_made_evidence (ticket, "payment_record", "customer", REQUESTED);
  redress_made_evidence (ticket, "account_screen", "customer", "2026-11-16T08:40:18.000000Z");
  redress_made_evidence (ticket, "channel_log", "platform", "2026-11-17T06:17:52.000000Z");
  redress_ticket_seal (ticket);
  redress_made_present (self);
  redress_made_evaluate (self);
  return self;
}

/* A top-up that came, but not as much as was ordered. */
static void
add_credited_facts (RedressTicket *ticket, gboolean chinese)
{
  add_time (ticket, "platform.requested_at", REQUESTED);
  add_time (ticket, "secret.shipped_at", "2026-11-16T08:31:09.000000Z");
  add_boolean (ticket, "secret.redeemed", TRUE);
  add_boolean (ticket, "secret.valid", TRUE);
  add_boolean (ticket, "item.auto_renew", FALSE);
  add_boolean (ticket, "item.instant_topup", FALSE);
  add_boolean (ticket, "item.flash_sale", FALSE);
  add_integer (ticket, "item.cancels_used", 0);
  add_integer (ticket, "item.face_value", 50000);
  add_text (ticket, "item.server", chinese ? "1 区" : "Server 1");
  add_text (ticket, "channel_log.server", chinese ? "1 区" : "Server 1");
  add_boolean (ticket, "channel_log.credited", TRUE);
}

static RedressTicket *
make_first_ticket (gboolean chinese)
{
  RedressCase *first = redress_made_case_empty ("kameng-virtual", REDRESS_KIND_REVIEW);
  RedressTicket *ticket = g_object_ref (first->ticket);
  RedressDecision *decision = redress_decision_new ();

  ticket->summary->id = 41;
  ticket->summary->state = REDRESS_STATE_CLOSED;
  ticket->order.state = g_strdup ("delivered");
  ticket->order.state_at_request = g_strdup ("delivered");
  add_credited_facts (ticket, chinese);
  redress_made_evidence (ticket, "channel_log", "platform", "2026-11-09T06:00:00.000000Z");
  redress_made_evidence (ticket, "payment_record", "customer", "2026-11-08T06:00:00.000000Z");
  decision->round = 1;
  decision->verdict = decision->recommended = REDRESS_VERDICT_REJECT;
  decision->reason_code = g_strdup ("credited");
  decision->note = g_strdup (chinese ? "日志为已到账，未比对金额。"
                                     : "Log says credited = true. Amount was not compared.");
  decision->actor = g_strdup ("a-7");
  decision->actor_name = g_strdup (chinese ? "坐席 07" : "Agent 07");
  decision->decided_at = decision->recorded_at = redress_made_time ("2026-11-09T07:20:00.000000Z");
  decision->cited = g_new0 (char *, 2);
  decision->cited[0] =
      g_strdup (((RedressEvidence *)g_ptr_array_index (ticket->evidence, 0))->sha256);
  g_ptr_array_add (ticket->decisions, decision);
  redress_ticket_seal (ticket);
  redress_case_free (first);
  return ticket;
}

RedressCase *
redress_made_appeal (gboolean chinese)
{
  RedressCase *self = redress_made_case_empty ("kameng-virtual", REDRESS_KIND_APPEAL);
  RedressTicket *ticket = self->ticket;

  set_words (self, chinese, chinese ? "点券 500 面额" : "game points card, 500",
             chinese ? "我买的是 500 面额，只到账 300，余额页面可以证明。"
                     : "I paid for 500 and got 300. The balance page proves it.");
  self->summary->reason_code = g_strdup ("value_mismatch");
  self->summary->amount.value = 20480;
  self->summary->due_at = redress_made_time ("2026-11-17T09:58:00.000000Z");
  ticket->order.paid.value = 51200;
  ticket->order.state = g_strdup ("delivered");
  ticket->order.state_at_request = g_strdup ("delivered");
  ticket->previous_ticket = 41;
  add_credited_facts (ticket, chinese);
  add_integer (ticket, "channel_log.amount", 30000);
  add_review_events (ticket, chinese);
  redress_made_evidence (ticket, "payment_record", "customer", "2026-11-08T06:00:00.000000Z");
  redress_made_evidence (ticket, "balance_screen", "customer", "2026-11-15T12:02:00.000000Z");
  redress_made_evidence (ticket, "channel_log", "platform", "2026-11-16T01:11:00.000000Z");
  redress_ticket_seal (ticket);
  redress_made_present (self);
  self->previous = make_first_ticket (chinese);
  redress_made_evaluate (self);
  return self;
}
