/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"

#include "support/spin.h"

/* What a row of a queue shows of the agent's own work. */
static RedressQueueItem *
get_item (RedressTestStore *self, RedressView view)
{
  g_autoptr (RedressQueue) queue = redress_queue_new (self->store, "a-1");
  g_autoptr (RedressQuery) query = redress_query_new (view);
  RedressQueueItem *item;

  redress_queue_set_query (queue, query);
  item = g_list_model_get_item (G_LIST_MODEL (queue), 0);
  g_object_run_dispose (G_OBJECT (queue));
  return item;
}

static void
check (RedressTestStore *self, gboolean has_draft, int outbox_state)
{
  g_autoptr (RedressQueueItem) item = get_item (self, REDRESS_VIEW_NEXT_DUE);

  g_assert_cmpint (item->has_draft, ==, has_draft);
  g_assert_cmpint (item->has_outbox, ==, outbox_state >= 0);
  if (outbox_state >= 0)
    g_assert_cmpint (item->outbox_state, ==, outbox_state);
}

static void
test_states (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (RedressDraft) draft = redress_draft_new (7);
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (RedressQueueItem) item = NULL;
  const char *id;

  redress_test_store_put_ticket (self, ticket);
  check (self, FALSE, -1);
  draft->note = g_strdup ("x");
  g_assert_true (redress_test_store_save_draft (self, draft, NULL));
  check (self, TRUE, -1);

  entry = redress_test_outbox_record (self, 7);
  id = entry->command->command_id;
  check (self, FALSE, REDRESS_OUTBOX_RECORDED);
  item = get_item (self, REDRESS_VIEW_NEXT_DUE);
  g_assert_cmpint (item->leaves_at, ==, REDRESS_TEST_NOW + 10 * REDRESS_SECOND);
  g_assert_true (item->ready_offline);

  redress_clock_advance (self->clock, REDRESS_MINUTE);
  redress_test_outbox_take (self, 1);
  check (self, FALSE, REDRESS_OUTBOX_SENDING);
  redress_test_outbox_settle (self, id, 0);
  check (self, FALSE, REDRESS_OUTBOX_RECORDED);
  redress_test_outbox_take (self, 1);
  redress_test_outbox_settle_applied (self, id, "kameng", 99, 9);
  check (self, FALSE, REDRESS_OUTBOX_APPLIED);
}

static void
test_after_restart (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);

  redress_clock_advance (self->clock, REDRESS_MINUTE);
  redress_test_outbox_take (self, 1);
  redress_test_outbox_settle (self, entry->command->command_id, 412);
  redress_test_store_reopen (self);
  check (self, FALSE, REDRESS_OUTBOX_CONFLICT);
}

/* What needs somebody is shown before what was recorded after it. */
static void
check_trouble_first (RedressTestStore *self, guint status, RedressOutboxState state)
{
  g_autoptr (RedressOutboxEntry) first = redress_test_outbox_record (self, 7);
  g_autoptr (RedressOutboxEntry) second = NULL;
  RedressCase *shown;

  redress_clock_advance (self->clock, REDRESS_MINUTE);
  redress_test_outbox_take (self, 1);
  redress_test_outbox_settle (self, first->command->command_id, status);
  second = redress_test_outbox_record (self, 7);
  check (self, FALSE, (int)state);
  shown = redress_test_store_load_case (self, 7, NULL);
  g_assert_cmpstr (shown->outbox_entry->command->command_id, ==, first->command->command_id);
  redress_case_free (shown);
  g_assert_true (redress_test_outbox_acknowledge (self, first->command->command_id, FALSE, NULL));
  check (self, FALSE, REDRESS_OUTBOX_RECORDED);
}

static void
test_refusal_first (RedressTestStore *self, gconstpointer is_plain)
{
  check_trouble_first (self, 403, REDRESS_OUTBOX_REFUSED);
}

static void
test_conflict_first (RedressTestStore *self, gconstpointer is_plain)
{
  check_trouble_first (self, 409, REDRESS_OUTBOX_CONFLICT);
}

static gboolean
has_rows (gpointer queue)
{
  return g_list_model_get_n_items (queue) == 2;
}

/* A refusal stays in its view even when the ticket has left this computer. */
static void
test_trouble_view (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) first = redress_test_outbox_record (self, 7);
  g_autoptr (RedressOutboxEntry) second = redress_test_outbox_record (self, 8);
  g_autoptr (RedressQueue) queue = redress_queue_new (self->store, "a-1");
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_TROUBLE);
  RedressChangePage *page = redress_test_page_new ("c");
  guint n_empty = 0;

  redress_clock_advance (self->clock, REDRESS_MINUTE);
  redress_test_outbox_take (self, 2);
  redress_test_outbox_settle (self, first->command->command_id, 409);
  redress_test_outbox_settle (self, second->command->command_id, 422);
  redress_test_page_add_removal (page, 8, 2);
  redress_test_store_apply (self, page);
  redress_queue_set_query (queue, query);
  redress_test_spin_until (has_rows, queue, "two rows of trouble");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RedressQueueItem) item = g_list_model_get_item (G_LIST_MODEL (queue), i);

      g_assert_true (item->has_outbox);
      g_assert_nonnull (item->summary->title);
      n_empty += item->summary->title[0] == '\0';
    }
  g_assert_cmpuint (n_empty, ==, 1);
  g_object_run_dispose (G_OBJECT (queue));
}

static void
note_outbox_cb (RedressStore *store, gpointer n)
{
  (*(guint *)n)++;
}

static void
note_ticket_cb (RedressStore *store, gint64 ticket, gpointer n)
{
  g_assert_cmpint (ticket, ==, 7);
  (*(guint *)n)++;
}

static void
note_evidence_cb (RedressStore *store, const char *sha256, gpointer n)
{
  g_assert_cmpuint (strlen (sha256), ==, 64);
  (*(guint *)n)++;
}

static void
test_signals (RedressTestStore *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (self, 7);
  g_autoptr (GBytes) piece = g_bytes_new_static ("piece", 5);
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autoptr (RedressDraft) back = NULL;
  guint n_outbox = 0, n_tickets = 0, n_evidence = 0;

  redress_test_store_catch_up (self);
  g_signal_connect (self->store, "outbox-changed", G_CALLBACK (note_outbox_cb), &n_outbox);
  g_signal_connect (self->store, "ticket-changed", G_CALLBACK (note_ticket_cb), &n_tickets);
  g_signal_connect (self->store, "evidence-changed", G_CALLBACK (note_evidence_cb), &n_evidence);
  back = redress_test_outbox_take_back (self, entry->command->command_id, NULL);
  g_assert_cmpuint (n_outbox, >, 0);
  g_assert_cmpuint (n_tickets, >, 0);
  g_assert_true (redress_store_put_evidence_sync (self->store, sha256, piece, NULL));
  redress_test_store_catch_up (self);
  g_assert_cmpuint (n_evidence, ==, 1);
  g_signal_handlers_disconnect_by_data (self->store, &n_outbox);
  g_signal_handlers_disconnect_by_data (self->store, &n_tickets);
  g_signal_handlers_disconnect_by_data (self->store, &n_evidence);
}

typedef struct
{
  RedressStore *store;
  guint n_waiting;
} Typing;

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Typing *typing = user_data;
  g_autoptr (GError) error = NULL;

  redress_store_save_draft_finish (typing->store, result, &error);
  g_assert_no_error (error);
  typing->n_waiting--;
}

static gboolean
is_saved (gpointer data)
{
  return ((Typing *)data)->n_waiting == 0;
}

/* At every key, faster than the disk: the last one wins. */
static void
test_draft_at_every_key (RedressTestStore *self, gconstpointer is_plain)
{
  static const char text[] = "选错区服，客户要求退款 and so on";
  g_autoptr (RedressTicket) ticket = redress_test_ticket_new (7);
  g_autoptr (RedressDraft) draft = redress_draft_new (7);
  Typing typing = { self->store, 0 };
  RedressCase *shown;

  redress_test_store_put_ticket (self, ticket);
  for (const char *end = text; *end != '\0';)
    {
      end = g_utf8_next_char (end);
      g_free (draft->note);
      draft->note = g_strndup (text, (gsize)(end - text));
      redress_store_save_draft_async (self->store, draft, NULL, saved_cb, &typing);
      typing.n_waiting++;
    }
  redress_test_spin_until (is_saved, &typing, "the drafts");
  redress_test_store_reopen (self);
  shown = redress_test_store_load_case (self, 7, NULL);
  g_assert_cmpstr (shown->draft->note, ==, text);
  g_assert_cmpint (shown->draft->saved_at, ==, REDRESS_TEST_NOW);
  redress_case_free (shown);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  REDRESS_TEST_ADD ("overlay/states", test_states);
  REDRESS_TEST_ADD ("overlay/after-restart", test_after_restart);
  REDRESS_TEST_ADD ("overlay/refusal-first", test_refusal_first);
  REDRESS_TEST_ADD ("overlay/conflict-first", test_conflict_first);
  REDRESS_TEST_ADD ("overlay/trouble-view", test_trouble_view);
  REDRESS_TEST_ADD ("overlay/signals", test_signals);
  REDRESS_TEST_ADD ("overlay/draft-at-every-key", test_draft_at_every_key);
  return g_test_run ();
}
