/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pieces.h"

#include <string.h>

#include "wire/codec.h"
#include "wire/json.h"

/* What is masked is seen by those alone who say why. */

#define ACCOUNT "6222020000000086"
#define MISSING_FILE "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void
hand_in_account (RedressLoop *loop)
{
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_intake (loop->backend, "PATCH", "/v1/platforms/kameng/tickets/R-1/facts",
                                   "{\"facts\":[{\"name\":\"claim.account\",\"value\":\"" ACCOUNT
                                   "\",\"source\":\"customer\"}]}");

  redress_test_answer_expect (answer, 200);
}

static RedressTestAnswer *
ask (RedressLoop *loop, const char *token, const char *body)
{
  g_autofree char *path =
      g_strdup_printf ("/v1/tickets/T-%" G_GINT64_FORMAT "/reveal", loop->ticket);
  const char *headers[] = { "Content-Type", "application/json", NULL };

  return redress_test_backend_send (loop->backend, token, "POST", path, body, -1, headers);
}

static RedressTestAnswer *
ask_file (RedressLoop *loop, const char *token, const char *sha256)
{
  g_autofree char *body =
      g_strdup_printf ("{\"evidence\":\"%s\",\"reason\":\"compare it\"}", sha256);

  return ask (loop, token, body);
}

#define FACT(reason) "{\"fact\":\"claim.account\",\"reason\":\"" reason "\"}"

static void
test_fact (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTicket) before = NULL;
  g_autoptr (RedressTicket) after = NULL;
  g_autoptr (RedressTestAnswer) answer = NULL;
  g_autoptr (RedressFact) fact = NULL;
  const RedressEvent *event;

  hand_in_account (loop);
  redress_loop_claim (loop);
  before = redress_pieces_fetch (loop);
  g_assert_cmpint (redress_ticket_find_fact (before, "claim.account")->value.type, ==,
                   REDRESS_VALUE_MASKED);
  answer = ask (loop, loop->agent, FACT ("compare with the log"));
  redress_test_answer_expect (answer, 200);
  g_assert_cmpstr (g_hash_table_lookup (answer->headers, "cache-control"), ==, "no-store");
  fact = redress_fact_from_json (
      json_object_get_object_member (json_node_get_object (answer->json), "fact"), NULL);
  g_assert_cmpstr (fact->value.text, ==, ACCOUNT);

  /* A new rev, no new version; the timeline tells who looked at what, and not what it says. */
  after = redress_pieces_fetch (loop);
  g_assert_cmpint (after->summary->rev, ==, before->summary->rev + 1);
  g_assert_cmpint (after->summary->version, ==, before->summary->version);
  g_assert_cmpint (redress_ticket_find_fact (after, "claim.account")->value.type, ==,
                   REDRESS_VALUE_MASKED);
  event = g_ptr_array_index (after->events, after->events->len - 1);
  g_assert_cmpstr (event->code, ==, "revealed");
  g_assert_true (g_str_has_prefix (event->text, "claim.account\n"));
  g_assert_true (g_str_has_suffix (event->text, "\ncompare with the log"));
  g_assert_cmpint (
      redress_pieces_count_rows (
          loop,
          "select count(*) from audit_leaf where action = 'reveal' and "
          "actor = 'a-1' and cast (leaf as text) like '%\"fact\":\"claim.account\"%' and "
          "cast (leaf as text) like '%\"role\":\"agent\"%' and "
          "cast (leaf as text) like '%\"reason\":\"%' and cast (leaf as text) not like '%" ACCOUNT
          "%'"),
      ==, 1);
  g_assert_cmpint (redress_pieces_count_rows (
                       loop, "select count(*) from idempotency where answer like '%" ACCOUNT "%'"),
                   ==, 0);
}

static void
test_refusals (RedressLoop *loop, gconstpointer data)
{
  const char *const kameng[] = { "kameng", NULL };
  const char *const cainiao[] = { "cainiao", NULL };
  g_autofree char *admin =
      redress_test_backend_add_account (loop->backend, "admin", REDRESS_ROLE_ADMIN, kameng);
  g_autofree char *stranger = redress_test_backend_add_account (loop->backend, "stranger",
                                                                REDRESS_ROLE_SUPERVISOR, cainiao);
  g_autofree char *many = g_strnfill (201, 'x');
  g_autofree char *long_reason =
      g_strdup_printf ("{\"fact\":\"claim.account\",\"reason\":\"%s\"}", many);
  g_autofree char *low = redress_pieces_upload_png (loop, "order_screen");

  hand_in_account (loop);
  redress_pieces_expect (ask (loop, loop->agent, FACT ("why not")), 409, "claim_required");
  redress_loop_claim (loop);
  redress_pieces_expect (ask (loop, loop->rival, FACT ("why not")), 409, "claim_required");
  redress_pieces_expect (ask (loop, admin, FACT ("why not")), 403, "forbidden");
  redress_pieces_expect (ask (loop, stranger, FACT ("why not")), 404, "not_found");
  redress_pieces_expect (ask (loop, loop->agent, FACT ("")), 422, "reason_required");
  redress_pieces_expect (ask (loop, loop->agent, FACT ("  ")), 422, "reason_required");
  redress_pieces_expect (ask (loop, loop->agent, "{\"fact\":\"claim.account\"}"), 422,
                         "reason_required");
  redress_pieces_expect (ask (loop, loop->agent, long_reason), 422, "reason_too_long");
  redress_pieces_expect (ask (loop, loop->agent, FACT ("is it " ACCOUNT "?")), 422, "reason_tells");
  redress_pieces_expect (ask (loop, loop->agent, "{\"fact\":\"no.such\",\"reason\":\"r\"}"), 422,
                         "fact_unknown");
  redress_pieces_expect (
      ask (loop, loop->agent, "{\"fact\":\"channel_log.credited\",\"reason\":\"r\"}"), 422,
      "not_masked");
  redress_pieces_expect (ask_file (loop, loop->agent, MISSING_FILE), 422, "evidence_unknown");
  redress_pieces_expect (ask_file (loop, loop->agent, low), 422, "not_masked");
  redress_pieces_expect (ask (loop, loop->agent, "{\"reason\":\"r\"}"), 400, "invalid");
  redress_pieces_expect (
      ask (loop, loop->agent, "{\"fact\":\"a\",\"evidence\":\"b\",\"reason\":\"r\"}"), 400,
      "invalid");
  redress_pieces_expect (ask (loop, loop->agent, "[]"), 400, "invalid");
  g_assert_cmpint (
      redress_pieces_count_rows (loop, "select count(*) from audit_leaf where action = 'reveal'"),
      ==, 0);
}

static void
test_other_roles (RedressLoop *loop, gconstpointer data)
{
  const char *const kameng[] = { "kameng", NULL };
  g_autofree char *supervisor = redress_test_backend_add_account (loop->backend, "supervisor",
                                                                  REDRESS_ROLE_SUPERVISOR, kameng);
  g_autofree char *auditor =
      redress_test_backend_add_account (loop->backend, "auditor", REDRESS_ROLE_AUDITOR, kameng);
  g_autoptr (RedressTestAnswer) first = NULL;
  g_autoptr (RedressTestAnswer) second = NULL;

  hand_in_account (loop);
  first = ask (loop, supervisor, FACT ("quality"));
  redress_test_answer_expect (first, 200);
  second = ask (loop, auditor, FACT ("quality"));
  redress_test_answer_expect (second, 200);
  redress_pieces_expect (ask (loop, auditor, FACT ("")), 422, "reason_required");
}

/* A desk does not learn what a masked file is called; who said why may fetch it for a while. */
static void
test_file (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *sha256 = redress_pieces_upload_png (loop, "channel_log");
  g_autoptr (RedressTicket) ticket = redress_pieces_await_renditions (loop);
  g_autoptr (RedressTestAnswer) answer = NULL;
  g_autoptr (RedressTestAnswer) shown = NULL;
  g_autoptr (RedressTestAnswer) again = NULL;
  g_autoptr (RedressTestAnswer) restarted = NULL;
  g_autoptr (RedressEvidence) evidence = NULL;
  const RedressEvidence *masked = redress_ticket_find_evidence (ticket, sha256);
  const char *view;

  g_assert_true (masked->masked);
  g_assert_cmpuint (masked->renditions->len, ==, 0);
  redress_loop_claim (loop);
  answer = ask_file (loop, loop->agent, sha256);
  redress_test_answer_expect (answer, 200);
  evidence = redress_evidence_from_json (
      json_object_get_object_member (json_node_get_object (answer->json), "evidence"), NULL);
  view = redress_evidence_find (evidence, REDRESS_USE_VIEW, 0)->sha256;

  redress_pieces_expect (redress_pieces_download (loop, loop->rival, view), 403, "masked");
  shown = redress_pieces_download (loop, loop->agent, view);
  redress_test_answer_expect (shown, 200);
  g_assert_cmpstr (g_hash_table_lookup (shown->headers, "cache-control"), ==, "no-store");
  redress_test_backend_advance (loop->backend, 3 * REDRESS_MINUTE);
  redress_pieces_expect (redress_pieces_download (loop, loop->agent, view), 403, "masked");

  /* A restart, or another server of the same database, changes nothing of that. */
  again = ask_file (loop, loop->agent, sha256);
  redress_test_answer_expect (again, 200);
  redress_test_backend_restart (loop->backend);
  restarted = redress_pieces_download (loop, loop->agent, view);
  redress_test_answer_expect (restarted, 200);
  redress_test_backend_advance (loop->backend, 3 * REDRESS_MINUTE);
  redress_pieces_expect (redress_pieces_download (loop, loop->agent, view), 403, "masked");
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/reveal/" path, RedressLoop, NULL, redress_loop_set_up, func,                \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("fact", test_fact);
  ADD ("refusals", test_refusals);
  ADD ("other-roles", test_other_roles);
  ADD ("file", test_file);
  return g_test_run ();
}
