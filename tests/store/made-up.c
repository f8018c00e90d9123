/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-fixture.h"

/* Tickets that are made up. */

static const char *const platforms[] = { "kameng", "rail12306", "cainiao", "btepai" };
static const char *const flows[] = { "kameng-virtual", "rail12306-order", "cainiao-return",
                                     "btepai-order" };
static const char *const reasons[] = {
  "选错区服，未到账",         "卡密已发，一直未充值",       "标签未打包，实际已开始打包",
  "重复购买，申请退款",       "Payment failed three times", "未告知自动续费",
  "卖家已同意，退货单不一致",
};
static const char *const titles[] = { "游戏点券卡 300 面额", "高铁车票 上海虹桥", "退货包裹",
                                      "Headphones" };

/* The same number for the same ticket and @salt, evenly spread. */
static guint64
scatter (gint64 id, guint salt)
{
  guint64 x = (guint64)id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + salt;

  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

static RedressState
make_state (gint64 id)
{
  static const RedressState states[] = {
    REDRESS_STATE_OPEN,    REDRESS_STATE_OPEN,
    REDRESS_STATE_OPEN,    REDRESS_STATE_OPEN,
    REDRESS_STATE_OPEN,    REDRESS_STATE_WAITING_CUSTOMER,
    REDRESS_STATE_HELD,    REDRESS_STATE_SECOND_APPROVAL,
    REDRESS_STATE_DECIDED, REDRESS_STATE_CLOSED,
  };

  return states[scatter (id, 1) % G_N_ELEMENTS (states)];
}

static RedressKind
make_kind (gint64 id)
{
  static const RedressKind kinds[] = {
    REDRESS_KIND_REVIEW, REDRESS_KIND_REVIEW,  REDRESS_KIND_REVIEW,
    REDRESS_KIND_APPEAL, REDRESS_KIND_RECHECK, REDRESS_KIND_REFUND_CHASE,
  };

  return kinds[scatter (id, 2) % G_N_ELEMENTS (kinds)];
}

/* One in ten is in one of three incidents. */
static RedressIncident *
make_incident (gint64 id)
{
  RedressIncident *incident;
  g_autofree char *code = g_strdup_printf ("E%d", (int)(id % 3));

  if (id % 10 != 7)
    return NULL;
  incident = redress_incident_new ();
  incident->id = 1 + id % 3;
  incident->name = g_strdup ("channel");
  incident->values = g_strsplit (code, ",", -1);
  incident->since = REDRESS_TEST_NOW - REDRESS_DAY;
  return incident;
}

/**
 * redress_test_summary_new:
 * @id: a ticket
 *
 * Returns: (transfer full): a summary that depends on @id alone, with rev 1
 */
RedressSummary *
redress_test_summary_new (gint64 id)
{
  RedressSummary *self = redress_summary_new ();
  guint platform = scatter (id, 3) % G_N_ELEMENTS (platforms);

  self->id = id;
  self->platform = g_strdup (platforms[platform]);
  self->flow = g_strdup (flows[platform]);
  self->kind = make_kind (id);
  self->external_id = g_strdup_printf ("KM-%08" G_GINT64_MODIFIER "X", id);
  self->order_no = g_strdup_printf ("E%012" G_GINT64_FORMAT, id * 7919);
  self->state = make_state (id);
  self->rev = 1;
  self->version = 1;
  self->round = 1;
  self->opened_at = REDRESS_TEST_NOW - REDRESS_DAY;
  self->due_at =
      REDRESS_TEST_NOW + (gint64)(scatter (id, 4) % 172800) * REDRESS_SECOND - 2 * REDRESS_HOUR;
  self->due_rule = g_strdup ("review_24h");
  self->amount = (RedressAmount){ (gint64)(scatter (id, 5) % 500000), REDRESS_UNIT_FEN };
  self->customer_ref = g_strdup_printf ("c-%" G_GINT64_FORMAT, id % 5000);
  self->customer_name = g_strdup_printf ("客户 %04d", (int)(id % 5000));
  self->reason_code = g_strdup ("wrong_server");
  self->reason_text = g_strdup (reasons[scatter (id, 6) % G_N_ELEMENTS (reasons)]);
  self->title = g_strdup (titles[scatter (id, 7) % G_N_ELEMENTS (titles)]);
  self->incident = make_incident (id);
  if (!redress_state_is_unfinished (self->state))
    self->closed_at = REDRESS_TEST_NOW - (gint64)(scatter (id, 8) % 86400) * REDRESS_SECOND;
  if (scatter (id, 9) % 7 == 0)
    {
      self->race = redress_race_new ();
      self->race->label = g_strdup ("unpacked");
      self->race->state = g_strdup ("fulfilling");
      self->race->since = REDRESS_TEST_NOW - 90 * REDRESS_SECOND;
      self->race->as_of = REDRESS_TEST_NOW - (gint64)(scatter (id, 10) % 600) * REDRESS_SECOND;
      if (scatter (id, 11) % 2 == 0)
        self->race->ships_at = REDRESS_TEST_NOW + (gint64)(scatter (id, 12) % 900) * REDRESS_SECOND;
    }
  return self;
}

/**
 * redress_test_page_new:
 * @next: the cursor after it
 *
 * Returns: (transfer full): a page without entries
 */
RedressChangePage *
redress_test_page_new (const char *next)
{
  RedressChangePage *page = redress_change_page_new ();

  g_free (page->next);
  page->next = g_strdup (next);
  return page;
}

static RedressChange *
add_change (RedressChangePage *page, const char *platform, gint64 id, gint64 rev)
{
  RedressChange *change = redress_change_new ();

  g_free (change->platform);
  change->platform = g_strdup (platform);
  change->seq = (gint64)page->changes->len + 1;
  change->id = id;
  change->rev = rev;
  g_ptr_array_add (page->changes, change);
  return change;
}

/* @summary: (transfer full) */
void
redress_test_page_add (RedressChangePage *page, RedressSummary *summary)
{
  add_change (page, summary->platform, summary->id, summary->rev)->summary = summary;
}

void
redress_test_page_add_removal (RedressChangePage *page, gint64 id, gint64 rev)
{
  RedressChange *change = add_change (page, "kameng", id, rev);

  change->remove = TRUE;
  g_free (change->reason);
  change->reason = g_strdup ("out_of_scope");
}

/**
 * redress_test_policy_bytes:
 *
 * Returns: (transfer full): the policy of Kameng
 */
GBytes *
redress_test_policy_bytes (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "policies",
                                            "kameng-virtual.json", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  gsize size = 0;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, size);
}

/**
 * redress_test_ticket_new:
 * @id: a ticket
 *
 * Returns: (transfer full): an open Kameng ticket of mine with some facts
 */
RedressTicket *
redress_test_ticket_new (gint64 id)
{
  RedressTicket *ticket = redress_ticket_new ();
  g_autoptr (GBytes) bytes = redress_test_policy_bytes ();
  g_autoptr (RedressPolicy) policy = redress_policy_from_bytes (bytes, NULL);
  RedressFact *fact;

  g_assert_nonnull (policy);
  g_set_object (&ticket->summary, NULL);
  ticket->summary = redress_test_summary_new (id);
  g_free (ticket->summary->platform);
  g_free (ticket->summary->flow);
  ticket->summary->platform = g_strdup ("kameng");
  ticket->summary->flow = g_strdup ("kameng-virtual");
  ticket->summary->state = REDRESS_STATE_OPEN;
  ticket->summary->kind = REDRESS_KIND_REVIEW;
  ticket->summary->closed_at = REDRESS_TIME_UNKNOWN;
  ticket->policy_version = redress_policy_get_version (policy);
  g_free (ticket->customer.ref);
  ticket->customer.ref = g_strdup (ticket->summary->customer_ref);
  g_free (ticket->order.number);
  ticket->order.number = g_strdup (ticket->summary->order_no);
  fact = redress_fact_new ("channel_log.credited", "platform", REDRESS_TEST_NOW);
  redress_value_set_boolean (&fact->value, FALSE);
  g_ptr_array_add (ticket->facts, fact);
  return ticket;
}

GBytes *
redress_test_ticket_bytes (RedressTicket *ticket)
{
  g_autoptr (JsonNode) node = redress_ticket_to_json (ticket);
  char *text = json_to_string (node, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

char *
redress_test_sha256 (GBytes *bytes)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

/* Before the ticket is put: evidence with one rendition. */
void
redress_test_ticket_add_evidence (RedressTicket *ticket, const char *slot, GBytes *rendition)
{
  RedressEvidence *evidence = redress_evidence_new ();
  RedressRendition *view = redress_rendition_new ();

  evidence->id = ticket->evidence->len + 1;
  g_free (evidence->slot);
  evidence->slot = g_strdup (slot);
  g_free (evidence->holder);
  evidence->holder = g_strdup ("customer");
  g_free (evidence->media_type);
  evidence->media_type = g_strdup ("image/png");
  g_free (evidence->sha256);
  evidence->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, slot, -1);
  evidence->size = 1000;
  evidence->received_at = REDRESS_TEST_NOW;
  evidence->captured_at = REDRESS_TEST_NOW;
  evidence->rendition_state = REDRESS_RENDITION_READY;
  view->use = REDRESS_USE_VIEW;
  g_free (view->media_type);
  view->media_type = g_strdup ("image/png");
  g_free (view->sha256);
  view->sha256 = redress_test_sha256 (rendition);
  view->size = (gint64)g_bytes_get_size (rendition);
  view->width = view->height = 1;
  g_ptr_array_add (evidence->renditions, view);
  g_ptr_array_add (ticket->evidence, evidence);
}

/* (transfer full): to approve version 1 of @ticket. */
RedressCommand *
redress_test_decision_new (gint64 ticket)
{
  RedressCommand *command = redress_command_new (REDRESS_COMMAND_DECIDE, ticket);

  command->base_version = 1;
  command->verdict = REDRESS_VERDICT_APPROVE;
  command->reason_code = g_strdup ("not_credited");
  command->note = g_strdup ("渠道日志 14:17:52 未到账");
  command->amount = (RedressAmount){ 32800, REDRESS_UNIT_FEN };
  command->has_amount = TRUE;
  command->made_at = REDRESS_TEST_NOW;
  return command;
}
