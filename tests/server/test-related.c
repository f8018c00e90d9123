/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include <string.h>

#include "wire/json.h"

/* One order that comes twice, and one proof for two orders. */

#define TICKETS "/v1/platforms/kameng/tickets"

/* Another ticket of the order @order_no. */
static gint64
create (RedressLoop *loop, const char *number, const char *order_no, const char *kind)
{
  g_autofree char *plain = redress_test_new_ticket ("kameng-virtual", number);
  g_autoptr (GString) body = g_string_new (plain);
  g_autofree char *own = g_strdup_printf ("88-%s", number);
  g_autofree char *member = g_strdup_printf ("\"kind\":\"%s\"", kind);
  g_autoptr (RedressTestAnswer) answer = NULL;
  gint64 id = 0;

  g_assert_cmpuint (g_string_replace (body, own, order_no, 0), >, 0);
  g_string_replace (body, "\"kind\":\"review\"", member, 0);
  answer = redress_test_backend_intake (loop->backend, "POST", TICKETS, body->str);
  redress_test_answer_expect (answer, 201);
  g_assert_true (redress_json_read_int (json_node_get_object (answer->json), "id", TRUE, 1,
                                        REDRESS_INTEGER_MAX, &id, NULL));
  return id;
}

static RedressTicket *
fetch (RedressLoop *loop, gint64 ticket)
{
  return redress_test_backend_fetch (loop->backend, loop->agent, ticket);
}

static void
hand_in (
    RedressLoop *loop, const char *number, const char *holder, const char *slot, const char *text)
{
  g_autofree char *path = g_strdup_printf (TICKETS "/%s/evidence", number);
  g_autofree char *digest = redress_sha256_hex (text, strlen (text));
  const char *headers[] = { "Content-Type",
                            "text/plain",
                            "Redress-Slot",
                            slot,
                            "Redress-Holder",
                            holder,
                            "Redress-Sensitivity",
                            "low",
                            "Redress-Captured-At",
                            "2026-09-28T01:29:30Z",
                            "Redress-Name",
                            "proof.txt",
                            "Redress-Sha256",
                            digest,
                            "Idempotency-Key",
                            number,
                            NULL };
  g_autoptr (RedressTestAnswer) answer = redress_test_backend_send (
      loop->backend, loop->backend->kameng_key, "POST", path, text, (gssize)strlen (text), headers);

  redress_test_answer_expect (answer, 201);
}

static const RedressRelatedTicket *
find_related (RedressTicket *ticket, gint64 id)
{
  for (guint i = 0; i < ticket->related->len; i++)
    {
      const RedressRelatedTicket *related = g_ptr_array_index (ticket->related, i);

      if (related->ticket == id)
        return related;
    }
  return NULL;
}

static gboolean
has_badge (RedressTicket *ticket, guint badge)
{
  return (ticket->summary->badges & badge) != 0;
}

static void
test_same_order (RedressLoop *loop, gconstpointer data)
{
  gint64 second = create (loop, "R-2", "88-R-1", "review");
  gint64 appeal = create (loop, "R-3", "88-R-1", "appeal");
  gint64 stranger = create (loop, "R-4", "88-R-40", "review");
  g_autoptr (RedressTicket) old = fetch (loop, loop->ticket);
  g_autoptr (RedressTicket) new = fetch (loop, second);
  g_autoptr (RedressTicket) other_kind = fetch (loop, appeal);
  const RedressRelatedTicket *related = find_related (old, second);

  g_assert_true (has_badge (old, REDRESS_BADGE_DUPLICATE));
  g_assert_true (has_badge (new, REDRESS_BADGE_DUPLICATE));
  g_assert_false (has_badge (other_kind, REDRESS_BADGE_DUPLICATE));
  /* Nothing that a decision rests on has changed. */
  g_assert_cmpint (old->summary->version, ==, 1);
  g_assert_cmpint (old->summary->rev, ==, 2);
  g_assert_cmpuint (old->related->len, ==, 2);
  g_assert_true (related->same_order);
  g_assert_cmpstr (related->external_id, ==, "R-2");
  g_assert_true (redress_related_ticket_can_end_in (related, REDRESS_KIND_REVIEW));
  g_assert_false (
      redress_related_ticket_can_end_in (find_related (old, appeal), REDRESS_KIND_REVIEW));
  g_assert_null (find_related (old, stranger));
}

/* The alarm is for what customers hand in; platforms may attach one log to many tickets. */
static void
test_same_file (RedressLoop *loop, gconstpointer data)
{
  gint64 second = create (loop, "R-2", "88-R-20", "review");
  g_autofree char *digest = redress_sha256_hex ("one receipt", strlen ("one receipt"));
  g_autoptr (RedressTicket) before = NULL;
  g_autoptr (RedressTicket) first = NULL;
  g_autoptr (RedressTicket) other = NULL;

  hand_in (loop, "R-1", "platform", "channel_log", "one log");
  hand_in (loop, "R-2", "platform", "channel_log", "one log");
  before = fetch (loop, second);
  g_assert_false (has_badge (before, REDRESS_BADGE_REUSED_FILE));
  g_assert_cmpuint (before->related->len, ==, 0);

  hand_in (loop, "R-1", "customer", "order_screen", "one receipt");
  hand_in (loop, "R-2", "customer", "order_screen", "one receipt");
  first = fetch (loop, loop->ticket);
  other = fetch (loop, second);
  g_assert_true (has_badge (first, REDRESS_BADGE_REUSED_FILE));
  g_assert_true (has_badge (other, REDRESS_BADGE_REUSED_FILE));
  g_assert_false (has_badge (other, REDRESS_BADGE_DUPLICATE));
  g_assert_cmpuint (other->related->len, ==, 1);
  g_assert_false (find_related (other, loop->ticket)->same_order);
  g_assert_cmpstr (find_related (other, loop->ticket)->files[0], ==, digest);
  g_assert_null (find_related (other, loop->ticket)->files[1]);
}

static RedressCommand *
new_merge (RedressLoop *loop, gint64 other)
{
  RedressCommand *merge = redress_loop_command (loop, REDRESS_COMMAND_MERGE);
  g_autoptr (RedressTicket) ticket = fetch (loop, loop->ticket);

  merge->base_version = ticket->summary->version;
  merge->claim_token = 1;
  merge->other = other;
  return merge;
}

static void
test_merge (RedressLoop *loop, gconstpointer data)
{
  gint64 second = create (loop, "R-2", "88-R-1", "review");
  g_autoptr (RedressCommand) merge = NULL;
  g_autoptr (RedressTicket) stays = NULL;
  g_autoptr (RedressTicket) ended = NULL;

  hand_in (loop, "R-1", "customer", "order_screen", "one receipt");
  hand_in (loop, "R-2", "customer", "order_screen", "one receipt");
  hand_in (loop, "R-2", "platform", "channel_log", "one log");
  redress_loop_claim (loop);
  merge = new_merge (loop, second);
  redress_loop_expect_applied (loop, loop->agent, merge);
  redress_loop_expect_applied (loop, loop->agent, merge);

  stays = fetch (loop, loop->ticket);
  ended = fetch (loop, second);
  g_assert_cmpint (stays->summary->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpint (stays->summary->version, ==, merge->base_version + 1);
  g_assert_false (has_badge (stays, REDRESS_BADGE_DUPLICATE));
  g_assert_cmpuint (stays->evidence->len, ==, 2);
  g_assert_cmpint (ended->summary->state, ==, REDRESS_STATE_CLOSED);
  g_assert_true (g_strv_contains ((const char *const *)ended->summary->labels, "merged"));
  g_assert_cmpstr (
      ((RedressEvent *)g_ptr_array_index (stays->events, stays->events->len - 1))->code, ==,
      "merged");
  g_assert_cmpint (find_related (stays, second)->state, ==, REDRESS_STATE_CLOSED);
}

/* Facts that the ticket lacks come; what it says itself stays. */
static void
test_merge_facts (RedressLoop *loop, gconstpointer data)
{
  gint64 second = create (loop, "R-2", "88-R-1", "review");
  static const char only_there[] = "{\"facts\":[{\"name\":\"complaint.announced\",\"value\":true,"
                                   "\"source\":\"platform\"},{\"name\":\"channel_log.credited\","
                                   "\"value\":true,\"source\":\"platform\"}]}";
  g_autoptr (RedressTestAnswer) told =
      redress_test_backend_intake (loop->backend, "PATCH", TICKETS "/R-2/facts", only_there);
  g_autoptr (RedressTicket) stays = NULL;
  g_autoptr (RedressCommand) merge = NULL;

  redress_test_answer_expect (told, 200);
  redress_loop_claim (loop);
  merge = new_merge (loop, second);
  redress_loop_expect_applied (loop, loop->agent, merge);
  stays = fetch (loop, loop->ticket);
  g_assert_nonnull (redress_ticket_find_fact (stays, "complaint.announced"));
  g_assert_false (redress_ticket_find_fact (stays, "channel_log.credited")->value.boolean);
}

static void
test_refused_merges (RedressLoop *loop, gconstpointer data)
{
  gint64 appeal = create (loop, "R-3", "88-R-1", "appeal");
  gint64 stranger = create (loop, "R-4", "88-R-40", "review");
  gint64 taken = create (loop, "R-5", "88-R-1", "review");
  g_autoptr (RedressTestAnswer) withdrawn = NULL;
  const struct
  {
    gint64 other;
    guint status;
    const char *code;
  } rows[] = {
    { appeal, 422, "not_a_duplicate" }, { stranger, 422, "not_a_duplicate" },
    { 4711, 422, "not_a_duplicate" },   { loop->ticket, 422, "not_a_duplicate" },
    { 0, 422, "not_a_duplicate" },      { taken, 409, "other_claimed" },
  };
  g_autoptr (RedressCommand) merge = NULL;
  g_autoptr (RedressTicket) stays = NULL;

  redress_loop_claim (loop);
  redress_test_backend_claim (loop->backend, loop->rival, taken);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedressCommand) refused = new_merge (loop, rows[i].other);

      redress_loop_expect_refused (loop, refused, rows[i].status, rows[i].code);
    }
  withdrawn = redress_test_backend_intake (loop->backend, "POST", TICKETS "/R-5/withdraw",
                                           "{\"text\":\"\"}");
  redress_test_answer_expect (withdrawn, 200);
  merge = new_merge (loop, taken);
  redress_loop_expect_refused (loop, merge, 409, "other_decided");
  stays = fetch (loop, loop->ticket);
  g_assert_cmpint (stays->summary->version, ==, 1);
  g_assert_cmpuint (stays->evidence->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/server/related/" path, RedressLoop, NULL, redress_loop_set_up, func,               \
              redress_loop_tear_down)
  ADD ("same-order", test_same_order);
  ADD ("same-file", test_same_file);
  ADD ("merge", test_merge);
  ADD ("merge-facts", test_merge_facts);
  ADD ("refused-merges", test_refused_merges);
  return g_test_run ();
}
