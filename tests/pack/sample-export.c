/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack/sample-export.h"

#include "wire/codec.h"
#include "wire/json.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1795330800000000) /* 2026-11-22 15:00 in Shanghai */

RedressPolicy *
redress_test_pack_policy (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "policies",
                                            "kameng-virtual.json", NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  RedressPolicy *policy;
  char *text;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (text, length);
  policy = redress_policy_from_bytes (bytes, &error);
  g_assert_no_error (error);
  return policy;
}

static RedressDecision *
make_decision (RedressVerdict verdict, const char *message)
{
  RedressDecision *decision = redress_decision_new ();

  decision->round = 1;
  decision->verdict = verdict;
  decision->recommended = verdict;
  decision->reason_code = g_strdup ("no_ground");
  decision->message = g_strdup (message);
  decision->message_language = g_strdup ("zh-CN");
  decision->amount = (RedressAmount){ 32800, REDRESS_UNIT_FEN };
  decision->actor = g_strdup ("a-2");
  decision->actor_name = g_strdup ("陈静");
  decision->decided_at = decision->recorded_at = decision->effect_at = NOW - REDRESS_HOUR;
  decision->command_id = g_strdup ("0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee");
  decision->effect_state = g_strdup ("done");
  return decision;
}

void
redress_test_export_add_fact (RedressTicket *ticket,
                              const char *name,
                              const char *text,
                              gboolean masked)
{
  RedressFact *fact = redress_fact_new (name, "platform", NOW - REDRESS_DAY);

  if (masked)
    redress_value_set_masked (&fact->value, text);
  else
    redress_value_set_text (&fact->value, text);
  g_ptr_array_add (ticket->facts, fact);
}

static void
add_event (RedressTicket *ticket, guint number)
{
  RedressEvent *event = redress_event_new ();

  event->at = NOW - REDRESS_DAY + number * REDRESS_MINUTE;
  event->lane = REDRESS_LANE_SYSTEM;
  event->code = g_strdup ("requested");
  event->text = g_strdup_printf ("第 %u 次推送充值结果失败，渠道返回超时", number);
  event->source = g_strdup ("platform");
  g_ptr_array_add (ticket->events, event);
}

/* The file of piece @number. */
GBytes *
redress_test_piece_bytes (guint number)
{
  g_autofree char *text = g_strdup_printf ("picture %u", number);

  return g_bytes_new (text, strlen (text));
}

void
redress_test_export_add_piece (RedressTicket *ticket,
                               guint number,
                               const char *slot,
                               RedressSensitivity sensitivity)
{
  RedressEvidence *evidence = redress_evidence_new ();
  RedressRendition *rendition = redress_rendition_new ();
  g_autoptr (GBytes) bytes = redress_test_piece_bytes (number);

  evidence->slot = g_strdup (slot);
  evidence->holder = g_strdup ("customer");
  evidence->sensitivity = sensitivity;
  evidence->masked = sensitivity >= REDRESS_SENSITIVITY_MASKED;
  evidence->media_type = g_strdup ("image/jpeg");
  evidence->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)&number, 4);
  evidence->received_at = NOW - REDRESS_HOUR;
  evidence->rendition_state = REDRESS_RENDITION_READY;
  rendition->use = REDRESS_USE_VIEW;
  rendition->media_type = g_strdup ("image/png");
  rendition->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  rendition->size = (gint64)g_bytes_get_size (bytes);
  g_ptr_array_add (evidence->renditions, rendition);
  g_ptr_array_add (ticket->evidence, evidence);
}

static RedressTicket *
make_ticket (void)
{
  RedressTicket *ticket = redress_ticket_new ();
  RedressSummary *summary = ticket->summary;

  summary->id = 42;
  summary->platform = g_strdup ("kameng");
  summary->flow = g_strdup ("kameng-virtual");
  summary->kind = REDRESS_KIND_APPEAL;
  summary->state = REDRESS_STATE_CLOSED;
  summary->external_id = g_strdup ("KM-20261116-4821");
  summary->order_no = g_strdup ("20261116163109");
  summary->opened_at = NOW - 3 * REDRESS_DAY;
  summary->amount = (RedressAmount){ 32800, REDRESS_UNIT_FEN };
  summary->customer_ref = g_strdup ("c-1");
  summary->customer_name = g_strdup ("李*");
  summary->reason_code = g_strdup ("not_received");
  summary->title = g_strdup ("Steam 充值卡 ¥328");
  ticket->order.number = g_strdup (summary->order_no);
  ticket->order.paid = summary->amount;
  ticket->order.payment_method = g_strdup ("wechat");
  ticket->order.state = g_strdup ("delivered");
  ticket->reason_full =
      g_strdup ("我充了三百多块，到现在都没有到账！商家说已经发货，可是我的账户里什么都没有。");
  return ticket;
}

RedressExport *
redress_test_export_new (void)
{
  RedressExport *export = redress_export_new ();

  export->ticket = make_ticket ();
  export->log = g_strdup ("kameng");
  export->log_size = 1812;
  export->entry = 1811;
  export->actor = g_strdup ("a-9");
  export->actor_name = g_strdup ("王主管");
  export->at = NOW;
  export->reason = g_strdup ("客户向 12315 投诉，市场监管部门来函调取");
  for (guint i = 0; i < 3; i++)
    {
      RedressAuditEntry *entry = redress_audit_entry_new ();

      entry->index = 1809 + i;
      entry->leaf = g_strdup_printf ("{\"action\":\"%s\",\"actor\":\"a-%u\",\"at\":\"2026-11-22T06:"
                                     "59:0%u.000000Z\",\"index\":%u}",
                                     i == 2 ? "export" : "decide", i, i, 1809 + i);
      entry->sha256 = redress_sha256_hex (entry->leaf, strlen (entry->leaf));
      g_ptr_array_add (export->entries, entry);
      g_free (export->head_sha256);
      export->head_sha256 = g_strdup (entry->sha256);
    }
  return export;
}

RedressExport *
redress_test_export_new_full (guint facts, guint events, guint pieces)
{
  RedressExport *export = redress_test_export_new ();
  RedressTicket *ticket = export->ticket;

  for (guint i = 0; i < facts; i++)
    {
      g_autofree char *name = g_strdup_printf ("extra.%03u", i);

      redress_test_export_add_fact (ticket, name, "渠道日志显示充值成功，到账账户与订单一致",
                                    FALSE);
    }
  redress_test_export_add_fact (ticket, "channel_log.account", "**** 4821", TRUE);
  redress_test_export_add_fact (ticket, "order.sku", "STEAM-328", FALSE);
  for (guint i = 0; i < events; i++)
    add_event (ticket, i);
  for (guint i = 0; i < pieces; i++)
    redress_test_export_add_piece (ticket, i, i % 2 == 0 ? "order_screen" : "payment_record",
                                   i % 2 == 0 ? REDRESS_SENSITIVITY_LOW
                                              : REDRESS_SENSITIVITY_ACCOUNT);
  g_ptr_array_add (
      ticket->decisions,
      make_decision (REDRESS_VERDICT_REJECT,
                     "经复核，维持原决定。您也可向消费者协会（12315）或平台监管部门求助。"));
  ticket->previous_ticket = 41;
  ticket->previous_decision =
      make_decision (REDRESS_VERDICT_REJECT, "渠道日志显示已到账，不予退款。");
  redress_ticket_seal (ticket);
  return export;
}
