/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/made-case.h"

#include "core/timestamp.h"
#include "wire/codec.h"

#define REQUESTED REDRESS_MADE_REQUESTED

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
      redress_policy_evaluate (self->policy, self->ticket, redress_made_time (REDRESS_MADE_NOW));
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

void
redress_made_present (RedressCase *self)
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
  summary->claim->lease_until = redress_made_time (REDRESS_MADE_NOW) + 14 * REDRESS_MINUTE;
  summary->closed_at = REDRESS_TIME_UNKNOWN;
  return summary;
}

RedressCase *
redress_made_case_empty (const char *flow, RedressKind kind)
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
  ticket->order.state_as_of = redress_made_time (REDRESS_MADE_NOW) - 26 * REDRESS_SECOND;
  ticket->customer.ref = g_strdup ("c-8321");
  ticket->customer.display_name = g_strdup (self->summary->customer_name);
  ticket->customer.tier = g_strdup ("gold");
  self->evidence_present = g_new0 (char *, 1);
  self->fetched_at = redress_made_time (REDRESS_MADE_NOW);
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
  RedressCase *self = redress_made_case_empty (flow, kind);
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
  command->made_at = redress_made_time (REDRESS_MADE_NOW) - REDRESS_MINUTE;
  return command;
}

void
redress_made_record (RedressCase *self, RedressOutboxState state, int ago)
{
  RedressOutboxEntry *entry = g_object_new (REDRESS_TYPE_OUTBOX_ENTRY, NULL);

  entry->command = make_command (self);
  entry->state = state;
  entry->recorded_at = redress_made_time (REDRESS_MADE_NOW) - ago * REDRESS_SECOND;
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
  g_autoptr (RedressClock) clock = redress_clock_new_manual (redress_made_time (REDRESS_MADE_NOW));

  return redress_open_case_new (data, account, clock);
}
