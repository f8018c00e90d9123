/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/made-case.h"

#include "core/timestamp.h"
#include "wire/codec.h"

#define REQUESTED "2026-11-16T08:32:40.000000Z"

RedressTime
redress_made_time (const char *text)
{
  g_autoptr (GError) error = NULL;
  RedressTime time;

  redress_timestamp_parse (text, &time, &error);
  g_assert_no_error (error);
  return time;
}

static GBytes *
read_data (const char *folder, const char *name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, length);
}

static RedressCalendar *
read_calendar (void)
{
  g_autoptr (GBytes) bytes = read_data ("calendars", "china-2026.json");
  g_autoptr (RedressCalendar) calendar = redress_calendar_new ("china");
  g_autoptr (GError) error = NULL;

  redress_calendar_add_bytes (calendar, bytes, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&calendar);
}

RedressPolicy *
redress_made_policy (const char *flow)
{
  g_autofree char *name = g_strconcat (flow, ".json", NULL);
  g_autoptr (GBytes) bytes = read_data ("policies", name);
  g_autoptr (RedressCalendar) calendar = read_calendar ();
  g_autoptr (GError) error = NULL;
  RedressPolicy *policy = redress_policy_from_bytes (bytes, &error);

  g_assert_no_error (error);
  redress_policy_set_calendar (policy, calendar);
  return policy;
}

RedressAccount *
redress_made_account (RedressRole role)
{
  RedressAccount *account = redress_account_new ();

  account->id = g_strdup ("a-3");
  account->name = g_strdup ("agent");
  account->display_name = g_strdup ("Agent 12");
  account->role = role;
  return account;
}

void
redress_made_evaluate (RedressCase *self)
{
  g_clear_pointer (&self->evaluation, redress_evaluation_free);
  self->evaluation =
      redress_policy_evaluate (self->policy, self->ticket, redress_made_time (MADE_NOW));
}

void
redress_made_fact (RedressTicket *ticket,
                   const char *name,
                   const char *source,
                   const char *as_of,
                   const RedressValue *value)
{
  RedressFact *fact = redress_fact_new (name, source, redress_made_time (as_of));

  redress_value_copy (value, &fact->value);
  g_ptr_array_add (ticket->facts, fact);
}

void
redress_made_event (RedressTicket *ticket,
                    const char *at,
                    RedressLane lane,
                    const char *code,
                    const char *text,
                    gboolean trouble)
{
  RedressEvent *event = redress_event_new ();

  event->at = redress_made_time (at);
  event->lane = lane;
  event->code = g_strdup (code);
  event->text = g_strdup (text);
  event->trouble = trouble;
  event->source = g_strdup ("platform");
  g_ptr_array_add (ticket->events, event);
}

static void
add_present (RedressCase *self)
{
  g_autoptr (GStrvBuilder) present = g_strv_builder_new ();

  for (guint i = 0; i < self->ticket->evidence->len; i++)
    {
      const RedressEvidence *evidence = g_ptr_array_index (self->ticket->evidence, i);

      g_strv_builder_add (
          present, ((RedressRendition *)g_ptr_array_index (evidence->renditions, 0))->sha256);
    }
  g_strfreev (self->evidence_present);
  self->evidence_present = g_strv_builder_end (present);
}

void
redress_made_evidence (RedressTicket *ticket, const char *slot, const char *holder, const char *at)
{
  RedressEvidence *evidence = redress_evidence_new ();
  RedressRendition *rendition = redress_rendition_new ();

  evidence->id = ticket->evidence->len + 1;
  evidence->slot = g_strdup (slot);
  evidence->holder = g_strdup (holder);
  evidence->name = g_strconcat (slot, ".png", NULL);
  evidence->media_type =
      g_strdup (g_str_has_suffix (slot, "_log") ? REDRESS_MEDIA_LOG : "image/png");
  evidence->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, slot, -1);
  evidence->size = 48211;
  evidence->received_at = evidence->captured_at = redress_made_time (at);
  evidence->rendition_state = REDRESS_RENDITION_READY;
  rendition->use = REDRESS_USE_THUMB;
  rendition->media_type = g_strdup ("image/png");
  rendition->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, evidence->sha256, -1);
  g_ptr_array_add (evidence->renditions, rendition);
  g_ptr_array_add (ticket->evidence, evidence);
}

static RedressSummary *
make_summary (RedressPolicy *policy, RedressKind kind)
{
  RedressSummary *summary = redress_summary_new ();

  summary->id = 42;
  summary->platform = g_strdup (redress_policy_get_platform (policy));
  summary->flow = g_strdup (redress_policy_get_flow (policy));
  summary->kind = kind;
  summary->external_id = g_strdup ("KM-20261116-7F3A21");
  summary->order_no = g_strdup ("K2026111616290200");
  summary->rev = 9;
  summary->version = 4;
  summary->round = 1;
  summary->opened_at = redress_made_time (REQUESTED);
  summary->due_at = redress_made_time ("2026-11-17T08:32:40.000000Z");
  summary->amount = (RedressAmount){ 32800, redress_policy_get_unit (policy) };
  summary->customer_ref = g_strdup ("c-8321");
  summary->customer_name = g_strdup ("Customer **8321");
  summary->title = g_strdup ("game points card, 300");
  summary->claim = redress_claim_new ();
  summary->claim->holder = g_strdup ("a-3");
  summary->claim->holder_name = g_strdup ("Agent 12");
  summary->claim->token = 7;
  summary->claim->lease_until = redress_made_time (MADE_NOW) + 14 * REDRESS_MINUTE;
  summary->closed_at = REDRESS_TIME_UNKNOWN;
  return summary;
}

static RedressCase *
make_case (const char *flow, RedressKind kind)
{
  RedressCase *self = g_new0 (RedressCase, 1);
  RedressTicket *ticket = redress_ticket_new ();

  self->policy = redress_made_policy (flow);
  self->summary = make_summary (self->policy, kind);
  self->ticket = ticket;
  g_set_object (&ticket->summary, self->summary);
  ticket->policy_version = redress_policy_get_version (self->policy);
  ticket->hold_until = REDRESS_TIME_UNKNOWN;
  ticket->order.number = g_strdup (self->summary->order_no);
  ticket->order.title = g_strdup (self->summary->title);
  ticket->order.paid = self->summary->amount;
  ticket->order.payment_method = g_strdup ("wechat");
  ticket->order.placed_at = redress_made_time ("2026-11-16T08:29:02.000000Z");
  ticket->order.requested_at = redress_made_time (REQUESTED);
  ticket->order.state_as_of = redress_made_time (MADE_NOW) - 26 * REDRESS_SECOND;
  ticket->customer.ref = g_strdup ("c-8321");
  ticket->customer.display_name = g_strdup (self->summary->customer_name);
  ticket->customer.tier = g_strdup ("gold");
  self->evidence_present = g_new0 (char *, 1);
  self->fetched_at = redress_made_time (MADE_NOW);
  return self;
}

static void
make_value (const RedressFactSpec *spec, RedressValue *value)
{
  switch (spec->type)
    {
    case REDRESS_FACT_BOOLEAN:
      redress_value_set_boolean (value, FALSE);
      break;
    case REDRESS_FACT_INTEGER:
      redress_value_set_integer (value, 300);
      break;
    case REDRESS_FACT_TIME:
      redress_value_set_time (value, redress_made_time ("2026-11-16T08:31:09.000000Z"));
      break;
    case REDRESS_FACT_TEXT:
    default:
      redress_value_set_text (value, "x");
    }
}

RedressCase *
redress_made_case (const char *flow, RedressKind kind)
{
  RedressCase *self = make_case (flow, kind);
  GPtrArray *facts = redress_policy_get_facts (self->policy);
  GPtrArray *grounds = redress_policy_get_grounds (self->policy);

  self->ticket->order.state = g_strdup ("dispatched_undelivered");
  self->ticket->order.state_at_request = g_strdup ("not_fulfilled");
  self->ticket->reason_full = g_strdup ("It never arrived. أريد استرداد المال 🙏");
  self->ticket->reason_language = g_strdup ("en");
  if (grounds->len > 0)
    self->summary->reason_code =
        g_strdup (((const RedressGround *)g_ptr_array_index (grounds, 0))->code);
  for (guint i = 0; i < facts->len; i++)
    {
      const RedressFactSpec *spec = g_ptr_array_index (facts, i);
      g_auto (RedressValue) value = REDRESS_VALUE_INIT;

      make_value (spec, &value);
      redress_made_fact (self->ticket, spec->name, spec->source, REQUESTED, &value);
    }
  redress_made_event (self->ticket, "2026-11-16T08:29:02.000000Z", REDRESS_LANE_CUSTOMER, "ordered",
                      "Orders", FALSE);
  redress_made_event (self->ticket, REQUESTED, REDRESS_LANE_CUSTOMER, "requested", "Asks to cancel",
                      FALSE);
  redress_ticket_seal (self->ticket);
  redress_made_evaluate (self);
  return self;
}

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
  RedressCase *self = make_case ("kameng-virtual", REDRESS_KIND_REVIEW);
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
  add_present (self);
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
  RedressCase *first = make_case ("kameng-virtual", REDRESS_KIND_REVIEW);
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
  RedressCase *self = make_case ("kameng-virtual", REDRESS_KIND_APPEAL);
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
  add_present (self);
  self->previous = make_first_ticket (chinese);
  redress_made_evaluate (self);
  return self;
}

static RedressCommand *
make_command (RedressCase *self)
{
  RedressCommand *command = redress_command_new (REDRESS_COMMAND_DECIDE, self->summary->id);

  command->command_id = g_strdup ("01900000-0000-7000-8000-000000000042");
  command->base_version = self->summary->version;
  command->verdict = REDRESS_VERDICT_APPROVE;
  command->reason_code = g_strdup ("not_credited_unused");
  command->has_amount = TRUE;
  command->amount = self->summary->amount;
  command->made_at = redress_made_time (MADE_NOW) - REDRESS_MINUTE;
  return command;
}

void
redress_made_record (RedressCase *self, RedressOutboxState state, int ago)
{
  RedressOutboxEntry *entry = g_object_new (REDRESS_TYPE_OUTBOX_ENTRY, NULL);

  entry->command = make_command (self);
  entry->state = state;
  entry->recorded_at = redress_made_time (MADE_NOW) - ago * REDRESS_SECOND;
  entry->not_before = entry->recorded_at + 10 * REDRESS_SECOND;
  entry->seen_version = self->summary->version;
  g_clear_object (&self->outbox_entry);
  self->outbox_entry = entry;
}

void
redress_made_conflict (RedressCase *self, gboolean chinese)
{
  RedressDecision *theirs = redress_decision_new ();

  redress_made_record (self, REDRESS_OUTBOX_CONFLICT, 1200);
  self->outbox_entry->command->made_at = redress_made_time ("2026-11-17T05:58:20.000000Z");
  self->outbox_entry->command->offline = TRUE;
  self->outbox_entry->command->note = g_strdup (
      chinese ? "13:37 客户自助取消因系统延迟失败。" : "Attempt 13:37 failed by a system delay.");
  self->outbox_entry->problem_code = g_strdup ("already_decided");
  theirs->round = 1;
  theirs->version = 4;
  self->outbox_entry->seen_version = 3;
  self->summary->state = REDRESS_STATE_DECIDED;
  theirs->verdict = REDRESS_VERDICT_REJECT;
  theirs->reason_code = g_strdup ("credited");
  theirs->actor = g_strdup ("a-9");
  theirs->actor_name = g_strdup (chinese ? "坐席 09" : "Agent 09");
  theirs->decided_at = theirs->recorded_at = redress_made_time ("2026-11-17T06:02:11.000000Z");
  self->outbox_entry->theirs = theirs;
}

RedressOpenCase *
redress_made_open (RedressCase *data, RedressRole role)
{
  g_autoptr (RedressAccount) account = redress_made_account (role);
  g_autoptr (RedressClock) clock = redress_clock_new_manual (redress_made_time (MADE_NOW));

  return redress_open_case_new (data, account, clock);
}
