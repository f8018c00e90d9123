/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/engine-under-test.h"
#include "server/audit-leaf.h"
#include "server/commitment.h"
#include "server/decision-table.h"
#include "server/event-table.h"
#include "server/evidence-table.h"
#include "server/fact-table.h"
#include "server/idempotency.h"
#include "server/note-table.h"
#include "server/ticket-table.h"
#include "support/folder.h"

/* Rows go into a database file and come out of it as they were. */

#define NOW G_GINT64_CONSTANT (1795316400000000)
#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct
{
  RedressTestFolder *folder;
  RedressSqlConnection *connection;
  gint64 ticket;
} Fixture;

static RedressTicketRow *
new_row (const char *external_id)
{
  RedressTicketRow *row = redress_ticket_row_new ();
  RedressTicket *ticket = row->ticket;
  RedressSummary *summary = ticket->summary;
  const char *labels[] = { "大促", "vip", NULL };

  summary->platform = g_strdup ("kameng");
  summary->flow = g_strdup ("kameng-virtual");
  summary->kind = REDRESS_KIND_APPEAL;
  summary->external_id = g_strdup (external_id);
  summary->order_no = g_strdup ("88-1");
  summary->rev = summary->version = summary->round = 1;
  summary->opened_at = NOW;
  summary->due_at = NOW + REDRESS_DAY;
  summary->due_rule = g_strdup ("appeal");
  summary->due_provisional = TRUE;
  summary->amount = (RedressAmount){ 1000000000000, REDRESS_UNIT_POINTS };
  summary->customer_ref = g_strdup ("c-1");
  summary->customer_name = g_strdup ("客户 1 \u202eمرحبا😀");
  summary->reason_code = g_strdup ("not_received");
  summary->reason_text = g_strdup ("未到账");
  summary->title = g_strdup ("点卡");
  summary->badges = REDRESS_BADGE_RACE | REDRESS_BADGE_FOUR_EYES;
  summary->labels = g_strdupv ((char **)labels);
  ticket->customer.ref = g_strdup ("c-1");
  ticket->customer.display_name = g_strdup ("客户 1");
  ticket->customer.cancels_90d = 3;
  ticket->order.state = g_strdup ("delivered");
  ticket->order.paid = summary->amount;
  ticket->reason_full = g_strdup ("未到账\n第二行");
  ticket->reason_language = g_strdup ("zh");
  ticket->previous_ticket = 7;
  ticket->policy_version = 2;
  row->create_fingerprint = g_strdup (SHA);
  return row;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressTicketRow) row = new_row ("E-1");
  g_autofree char *path = NULL;

  fixture->folder = redress_test_folder_new ();
  path = redress_test_folder_build (fixture->folder, "server.db");
  fixture->connection = redress_test_database_open (path);
  redress_ticket_table_insert (fixture->connection, row, &error);
  g_assert_no_error (error);
  fixture->ticket = row->ticket->summary->id;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  redress_sql_connection_close (fixture->connection);
  redress_test_folder_free (fixture->folder);
}

static void
test_ticket (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressTicketRow) row =
      redress_ticket_table_find (fixture->connection, "kameng", "E-1", &error);
  g_autoptr (RedressTicketRow) expected = new_row ("E-1");
  const RedressSummary *summary, *was;

  g_assert_no_error (error);
  summary = row->ticket->summary;
  was = expected->ticket->summary;
  g_assert_cmpint (summary->id, ==, fixture->ticket);
  g_assert_cmpint (summary->kind, ==, was->kind);
  g_assert_cmpint (summary->due_at, ==, was->due_at);
  g_assert_true (summary->due_provisional);
  g_assert_cmpint (summary->amount.value, ==, was->amount.value);
  g_assert_cmpint (summary->amount.unit, ==, REDRESS_UNIT_POINTS);
  g_assert_cmpstr (summary->customer_name, ==, was->customer_name);
  g_assert_cmpuint (summary->badges, ==, was->badges);
  g_assert_cmpstrv (summary->labels, was->labels);
  g_assert_cmpint (summary->closed_at, ==, REDRESS_TIME_UNKNOWN);
  g_assert_null (summary->claim);
  g_assert_cmpstr (row->ticket->reason_full, ==, expected->ticket->reason_full);
  g_assert_cmpint (row->ticket->previous_ticket, ==, 7);
  g_assert_cmpint (row->ticket->customer.cancels_90d, ==, 3);
  g_assert_cmpstr (row->ticket->order.state, ==, "delivered");
  g_assert_cmpstr (row->create_fingerprint, ==, SHA);
}

static void
test_ticket_update (Fixture *fixture, gconstpointer data)
{
  const char *slots[] = { "a", "b", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressTicketRow) row =
      redress_ticket_table_load (fixture->connection, fixture->ticket, &error);
  g_autoptr (RedressTicketRow) again = NULL;
  RedressSummary *summary = row->ticket->summary;
  gint64 count = 0;

  summary->state = REDRESS_STATE_HELD;
  summary->rev = 9;
  summary->claim = redress_claim_new ();
  summary->claim->holder = g_strdup ("a-1");
  summary->claim->holder_name = g_strdup ("王");
  summary->claim->mode = REDRESS_CLAIM_OFFLINE;
  summary->claim->lease_until = NOW + 1;
  row->claim_token = 5;
  row->wake_at = NOW + 2;
  row->asked_slots = g_strdupv ((char **)slots);
  g_free (row->ticket->order.state);
  row->ticket->order.state = g_strdup ("cancelled");
  g_assert_true (redress_ticket_table_update (fixture->connection, row, &error));
  g_assert_true (redress_ticket_table_update_order (fixture->connection, row, &error));

  again = redress_ticket_table_load (fixture->connection, fixture->ticket, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->ticket->summary->rev, ==, 9);
  g_assert_cmpint (again->ticket->summary->claim->mode, ==, REDRESS_CLAIM_OFFLINE);
  g_assert_cmpint (again->ticket->summary->claim->token, ==, 5);
  g_assert_cmpint (again->ticket->hold_until, ==, NOW + 2);
  g_assert_cmpstrv (again->asked_slots, (char **)slots);
  g_assert_cmpstr (again->ticket->order.state, ==, "cancelled");
  g_assert_true (
      redress_ticket_table_count_check_outs (fixture->connection, "a-1", NOW, &count, &error));
  g_assert_cmpint (count, ==, 1);
  g_assert_true (
      redress_ticket_table_count_check_outs (fixture->connection, "a-1", NOW + 1, &count, &error));
  g_assert_cmpint (count, ==, 0);
  g_assert_cmpint (redress_ticket_table_find_due_to_wake (fixture->connection, NOW + 1, &error), ==,
                   0);
  g_assert_cmpint (redress_ticket_table_find_due_to_wake (fixture->connection, NOW + 2, &error), ==,
                   fixture->ticket);
}

static void
test_ticket_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressTicketRow) twin = new_row ("E-1");

  g_assert_null (redress_ticket_table_load (fixture->connection, 404, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (redress_ticket_table_insert (fixture->connection, twin, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
}

static void
test_ticket_damaged (Fixture *fixture, gconstpointer data)
{
  static const char *const scripts[] = {
    "update ticket set state = 'flying'",
    "update ticket set state = 'open', customer_json = '[]'",
    "update ticket set customer_json = '{', order_json = '{}'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autoptr (GError) error = NULL;

      redress_sql_connection_run_script (fixture->connection, scripts[i], &error);
      g_assert_no_error (error);
      g_assert_null (redress_ticket_table_load (fixture->connection, fixture->ticket, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
    }
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  static const guint entries[] = { 3, 12, 200000, 0 };
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_fact_free);
  g_autoptr (GPtrArray) loaded = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_fact_free);
  g_autoptr (GError) error = NULL;
  gboolean changed;

  for (char name = 'a'; name <= 'e'; name++)
    {
      const char text[] = { name, '\0' };

      g_ptr_array_add (facts, redress_fact_new (text, "platform", NOW));
    }
  redress_value_set_boolean (&((RedressFact *)g_ptr_array_index (facts, 0))->value, TRUE);
  redress_value_set_integer (&((RedressFact *)g_ptr_array_index (facts, 1))->value,
                             -REDRESS_INTEGER_MAX);
  redress_value_set_time (&((RedressFact *)g_ptr_array_index (facts, 2))->value, NOW);
  redress_value_set_text (&((RedressFact *)g_ptr_array_index (facts, 3))->value, "已到账");
  ((RedressFact *)g_ptr_array_index (facts, 1))->unit = g_strdup ("fen");
  ((RedressFact *)g_ptr_array_index (facts, 1))->evidence = g_strdup (SHA);
  ((RedressFact *)g_ptr_array_index (facts, 1))->entries = g_memdup2 (entries, sizeof entries);
  ((RedressFact *)g_ptr_array_index (facts, 2))->evidence = g_strdup (SHA);
  for (guint i = 0; i < facts->len; i++)
    for (guint times = 0; times < 2; times++)
      {
        redress_fact_table_set (fixture->connection, fixture->ticket, g_ptr_array_index (facts, i),
                                &changed, &error);
        g_assert_no_error (error);
        g_assert_cmpint (changed, ==, times == 0);
      }
  redress_fact_table_load (fixture->connection, fixture->ticket, loaded, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->len, ==, facts->len);
  for (guint i = 0; i < facts->len; i++)
    {
      const RedressFact *fact = g_ptr_array_index (loaded, i);
      const RedressFact *was = g_ptr_array_index (facts, i);

      g_assert_cmpstr (fact->name, ==, was->name);
      g_assert_true (redress_value_equal (&fact->value, &was->value));
      g_assert_cmpstr (fact->unit, ==, was->unit);
      g_assert_cmpint (fact->as_of, ==, NOW);
      g_assert_cmpstr (fact->evidence, ==, was->evidence);
      g_assert_cmpmem (fact->entries, redress_fact_count_entries (fact) * sizeof (guint),
                       was->entries, redress_fact_count_entries (was) * sizeof (guint));
    }
}

static void
test_events (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressEvent) event = redress_event_new ();
  g_autoptr (GPtrArray) loaded =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_event_free);
  g_autoptr (GError) error = NULL;
  gboolean added;
  gint64 count = 0;

  event->at = NOW;
  event->lane = REDRESS_LANE_MONEY;
  event->code = g_strdup ("refund_sent");
  event->trouble = TRUE;
  redress_event_table_add (fixture->connection, fixture->ticket, event, &added, &error);
  g_assert_true (added);
  redress_event_table_add (fixture->connection, fixture->ticket, event, &added, &error);
  g_assert_false (added);
  event->text = g_strdup ("another text is another event");
  event->at--;
  redress_event_table_add (fixture->connection, fixture->ticket, event, &added, &error);
  g_assert_true (added);
  g_assert_true (redress_event_table_count (fixture->connection, fixture->ticket, &count, &error));
  g_assert_cmpint (count, ==, 2);
  redress_event_table_load (fixture->connection, fixture->ticket, loaded, &error);
  g_assert_no_error (error);
  g_assert_cmpint (((RedressEvent *)g_ptr_array_index (loaded, 0))->at, ==, NOW - 1);
  g_assert_cmpint (((RedressEvent *)g_ptr_array_index (loaded, 1))->lane, ==, REDRESS_LANE_MONEY);
  g_assert_true (((RedressEvent *)g_ptr_array_index (loaded, 1))->trouble);
}

static void
test_evidence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressEvidence) piece = redress_evidence_new ();
  g_autoptr (RedressEvidence) alone = NULL;
  g_autoptr (GPtrArray) loaded =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_evidence_free);
  g_autoptr (GPtrArray) renditions =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_rendition_free);
  g_autoptr (GError) error = NULL;
  RedressRendition *page = redress_rendition_new ();
  gint64 ticket = 0;

  piece->slot = g_strdup ("id_photo");
  piece->holder = g_strdup ("customer");
  piece->sensitivity = REDRESS_SENSITIVITY_BIOMETRIC;
  piece->media_type = g_strdup ("application/pdf");
  piece->size = 12;
  piece->sha256 = g_strdup (SHA);
  piece->received_at = NOW;
  piece->rendition_state = REDRESS_RENDITION_PENDING;
  g_assert_true (
      redress_evidence_table_insert (fixture->connection, fixture->ticket, piece, &error));
  g_assert_cmpint (redress_evidence_table_next_pending (fixture->connection, 0, &error), ==,
                   piece->id);
  g_assert_cmpint (redress_evidence_table_next_pending (fixture->connection, piece->id, &error), ==,
                   0);

  page->use = REDRESS_USE_PAGE;
  page->page = 2;
  page->media_type = g_strdup ("image/png");
  page->sha256 = g_strdup (SHA);
  page->size = 99;
  page->width = 10;
  page->height = 20;
  g_ptr_array_add (renditions, page);
  g_assert_true (redress_evidence_table_set_renditions (
      fixture->connection, piece->id, REDRESS_RENDITION_READY, NULL, renditions, &error));
  g_assert_cmpint (redress_evidence_table_next_pending (fixture->connection, 0, &error), ==, 0);
  redress_evidence_table_load (fixture->connection, fixture->ticket, loaded, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->len, ==, 1);
  {
    const RedressEvidence *evidence = g_ptr_array_index (loaded, 0);
    const RedressRendition *rendition = redress_evidence_find (evidence, REDRESS_USE_PAGE, 2);

    g_assert_cmpint (evidence->sensitivity, ==, REDRESS_SENSITIVITY_BIOMETRIC);
    g_assert_cmpint (evidence->captured_at, ==, REDRESS_TIME_UNKNOWN);
    g_assert_cmpint (evidence->rendition_state, ==, REDRESS_RENDITION_READY);
    g_assert_cmpuint (rendition->height, ==, 20);
  }
  alone = redress_evidence_table_get (fixture->connection, piece->id, &ticket, &error);
  g_assert_cmpint (ticket, ==, fixture->ticket);
  g_assert_null (redress_evidence_table_get (fixture->connection, 404, &ticket, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
}

static void
test_decision (Fixture *fixture, gconstpointer data)
{
  const char *names[] = { "refund_source", "revoke_secret", NULL };
  const char *done[] = { "revoke_secret", NULL };
  RedressDecision *decision = redress_decision_new ();
  RedressDecision *loaded = NULL;
  g_auto (RedressEffects) effects = { .done = g_strdupv ((char **)done) };
  g_auto (RedressEffects) read = { 0 };
  g_autoptr (GError) error = NULL;

  decision->round = 2;
  decision->verdict = REDRESS_VERDICT_PARTIAL;
  decision->recommended = REDRESS_VERDICT_NEED_INFO;
  decision->message = g_strdup ("您好");
  decision->amount = (RedressAmount){ 5, REDRESS_UNIT_FEN };
  decision->actor = g_strdup ("a-1");
  decision->actor_name = g_strdup ("王");
  decision->decided_at = NOW - 5;
  decision->recorded_at = NOW;
  decision->effect_at = NOW + 5;
  decision->offline = TRUE;
  decision->command_id = g_strdup ("c");
  decision->version = 4;
  decision->effects = g_strdupv ((char **)names);
  decision->effect_state = g_strdup ("pending");
  g_assert_true (
      redress_decision_table_insert (fixture->connection, fixture->ticket, 6, decision, &error));
  g_assert_false (
      redress_decision_table_insert (fixture->connection, fixture->ticket, 7, decision, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_clear_error (&error);

  g_assert_true (redress_decision_table_set_effects (fixture->connection, fixture->ticket, 2,
                                                     &effects, "failed", &error));
  g_assert_true (
      redress_decision_table_get_effects (fixture->connection, fixture->ticket, 2, &read, &error));
  g_assert_cmpstrv (read.done, (char **)done);
  g_assert_null (read.failed);
  g_assert_true (redress_decision_table_void (fixture->connection, fixture->ticket, 2, &error));
  loaded = redress_decision_table_get (fixture->connection, fixture->ticket, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpint (loaded->verdict, ==, REDRESS_VERDICT_PARTIAL);
  g_assert_cmpint (loaded->recommended, ==, REDRESS_VERDICT_NEED_INFO);
  g_assert_cmpstr (loaded->message, ==, "您好");
  g_assert_cmpstrv (loaded->effects, (char **)names);
  g_assert_cmpstr (loaded->effect_state, ==, "failed");
  g_assert_true (loaded->is_void);
  g_assert_true (loaded->offline);
  g_assert_null (loaded->cited);
  g_assert_null (redress_decision_table_get (fixture->connection, fixture->ticket, 1, &error));
  g_assert_no_error (error);
  redress_decision_free (decision);
  redress_decision_free (loaded);
}

static void
test_idempotency (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *intake = NULL;
  guint status = 0;

#define FIND(account, fingerprint)                                                                 \
  redress_idempotency_find (fixture->connection, account, "id", fingerprint, &status, &answer,     \
                            &error)
  g_assert_cmpint (FIND ("a-1", "f"), ==, REDRESS_SEEN_NEVER);
  g_assert_true (redress_idempotency_store (fixture->connection, "a-1", "id", "f", 409,
                                            "{\"a\": \"\\u00e9\"}", NOW, &error));
  g_assert_cmpint (FIND ("a-2", "f"), ==, REDRESS_SEEN_NEVER);
  g_assert_cmpint (FIND ("a-1", "g"), ==, REDRESS_SEEN_OTHER);
  g_assert_cmpint (FIND ("a-1", "f"), ==, REDRESS_SEEN_SAME);
  g_assert_cmpstr (answer, ==, "{\"a\": \"\\u00e9\"}");
  g_assert_cmpuint (status, ==, 409);
#undef FIND
  g_assert_true (
      redress_intake_key_store (fixture->connection, "kameng", "k", "f", 201, "{}", NOW, &error));
  g_assert_cmpint (
      redress_intake_key_find (fixture->connection, "kameng", "k", "f", &status, &intake, &error),
      ==, REDRESS_SEEN_SAME);
  g_assert_cmpuint (status, ==, 201);
  g_assert_true (redress_idempotency_forget (fixture->connection, NOW + 1, &error));
  g_assert_cmpint (
      redress_intake_key_find (fixture->connection, "kameng", "k", "f", &status, &intake, &error),
      ==, REDRESS_SEEN_NEVER);
}

static void
test_commitments (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = redress_commitment_get_key (fixture->connection, "p", "c-1", &error);
  g_autoptr (GBytes) same = redress_commitment_get_key (fixture->connection, "p", "c-1", &error);
  g_autoptr (GBytes) other = redress_commitment_get_key (fixture->connection, "p", "c-2", &error);
  g_autofree char *note = redress_commitment_make (key, "note", "x");
  g_autofree char *again = redress_commitment_make (same, "note", "x");
  g_autofree char *message = redress_commitment_make (key, "message", "x");
  g_autofree char *theirs = redress_commitment_make (other, "note", "x");

  g_assert_true (g_bytes_equal (key, same));
  g_assert_cmpuint (strlen (note), ==, 64);
  g_assert_cmpstr (note, ==, again);
  g_assert_cmpstr (note, !=, message);
  g_assert_cmpstr (note, !=, theirs);
}

static void
test_audit_leaf (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (gint64 i = 0; i < 3; i++)
    {
      g_autoptr (RedressAuditLeaf) leaf = redress_audit_leaf_new ("kameng", "test", NULL, NOW);
      gint64 index = -1;

      redress_audit_leaf_add_string (leaf, "zebra", "é");
      redress_audit_leaf_add_string (leaf, "empty", "");
      redress_audit_leaf_add_int (leaf, "none", 0);
      redress_audit_leaf_add_flag (leaf, "a", TRUE);
      g_assert_true (redress_audit_leaf_write (leaf, fixture->connection, &index, &error));
      g_assert_cmpint (index, ==, i);
    }
  {
    g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
        fixture->connection, "select leaf from audit_leaf where idx = 2", &error);
    g_autofree char *text = NULL;

    g_assert_cmpint (redress_sql_statement_fetch_text (statement, &text, &error), ==,
                     REDRESS_SQL_ROW);
    g_assert_cmpstr (text, ==,
                     "{\"a\":true,\"action\":\"test\",\"actor\":\"server\",\"at\":"
                     "\"2026-11-22T03:00:00.000000Z\",\"index\":2,\"log\":\"kameng\",\"v\":1,"
                     "\"zebra\":\"é\"}");
  }
}

#define ADD(path, func) g_test_add ("/server/tables/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("ticket", test_ticket);
  ADD ("ticket-update", test_ticket_update);
  ADD ("ticket-missing", test_ticket_missing);
  ADD ("ticket-damaged", test_ticket_damaged);
  ADD ("facts", test_facts);
  ADD ("events", test_events);
  ADD ("evidence", test_evidence);
  ADD ("decision", test_decision);
  ADD ("idempotency", test_idempotency);
  ADD ("commitments", test_commitments);
  ADD ("audit-leaf", test_audit_leaf);
  return g_test_run ();
}
