/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine-under-test.h"
#include "server/loop.h"
#include "wire/json.h"

#include <string.h>

/* A case that leaves the house: who may take it, and what is written down. */

#define PATH "/v1/tickets/T-1/pack"

static RedressTestAnswer *
ask (RedressLoop *loop, const char *token, const char *body)
{
  const char *headers[] = { "Content-Type", "application/json", NULL };

  return redress_test_backend_send (loop->backend, token, "POST", PATH, body, -1, headers);
}

static char *
add_supervisor (RedressLoop *loop)
{
  static const char *const kameng[] = { "kameng", NULL };

  return redress_test_backend_add_account (loop->backend, "supervisor", REDRESS_ROLE_SUPERVISOR,
                                           kameng);
}

static RedressExport *
take (RedressLoop *loop, const char *token)
{
  g_autoptr (RedressTestAnswer) answer = ask (loop, token, "{\"reason\":\" 12315 投诉 \"}");
  g_autoptr (GError) error = NULL;
  RedressExport *export;

  redress_test_answer_expect (answer, 200);
  export = redress_export_from_json (json_node_get_object (answer->json), &error);
  g_assert_no_error (error);
  return export;
}

static void
decide (RedressLoop *loop)
{
  g_autoptr (RedressCommand) decision = NULL;

  redress_loop_claim (loop);
  decision = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  redress_loop_expect_applied (loop, loop->agent, decision);
}

static void
test_answer (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = add_supervisor (loop);
  g_autoptr (RedressExport) export = NULL;
  const RedressAuditEntry *last;

  decide (loop);
  export = take (loop, supervisor);
  g_assert_cmpint (export->ticket->summary->id, ==, loop->ticket);
  g_assert_cmpuint (export->ticket->decisions->len, ==, 1);
  g_assert_cmpstr (export->log, ==, "kameng");
  g_assert_cmpstr (export->reason, ==, "12315 投诉");
  g_assert_cmpstr (export->actor_name, !=, "");
  g_assert_cmpint (export->at, ==, redress_clock_now (loop->backend->clock));
  g_assert_cmpint (export->entries_left_out, ==, 0);
  g_assert_cmpuint (export->entries->len, >=, 4); /* intake, claim, decide, export */

  last = g_ptr_array_index (export->entries, export->entries->len - 1);
  g_assert_cmpint (last->index, ==, export->entry);
  g_assert_cmpint (last->index, ==, export->log_size - 1);
  g_assert_cmpstr (last->sha256, ==, export->head_sha256);
  g_assert_nonnull (strstr (last->leaf, "\"action\":\"export\""));
  g_assert_nonnull (strstr (last->leaf, "\"reason\":\""));
  g_assert_null (strstr (last->leaf, "12315"));
  /* An export changes nothing that a decision rests on, and nothing that a feed tells. */
  g_assert_cmpint (export->ticket->summary->version, ==, 2);
}

/* Each time it leaves the house is an entry of its own. */
static void
test_each_time (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = add_supervisor (loop);
  g_autoptr (RedressExport) first = take (loop, supervisor);
  g_autoptr (RedressExport) second = take (loop, supervisor);

  g_assert_cmpuint (second->entries->len, ==, first->entries->len + 1);
  g_assert_cmpint (second->entry, ==, first->entry + 1);
}

static void
test_refused (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = add_supervisor (loop);
  g_autofree char *many = g_strnfill (REDRESS_EXPORT_REASON_MAX + 1, 'x');
  g_autofree char *long_body = g_strdup_printf ("{\"reason\":\"%s\"}", many);
  g_autoptr (RedressTestAnswer) none = ask (loop, supervisor, "{}");
  g_autoptr (RedressTestAnswer) empty = ask (loop, supervisor, "{\"reason\":\"  \"}");
  g_autoptr (RedressTestAnswer) number = ask (loop, supervisor, "{\"reason\":7}");
  g_autoptr (RedressTestAnswer) cut = ask (loop, supervisor, "{\"reason\":");
  g_autoptr (RedressTestAnswer) longer = ask (loop, supervisor, long_body);
  g_autoptr (RedressTestAnswer) agent = ask (loop, loop->agent, "{\"reason\":\"x\"}");
  g_autoptr (RedressExport) export = NULL;

  redress_test_answer_expect_problem (none, 422, "reason_required");
  redress_test_answer_expect_problem (empty, 422, "reason_required");
  redress_test_answer_expect (number, 400);
  redress_test_answer_expect (cut, 400);
  redress_test_answer_expect_problem (longer, 422, "reason_too_long");
  redress_test_answer_expect_problem (agent, 403, "forbidden");
  /* Nothing of that is an export. */
  export = take (loop, supervisor);
  g_assert_cmpuint (export->entries->len, ==, 2);
}

typedef struct
{
  RedressLoop *loop;
  guint count;
} Filling;

static void
fill_log (gpointer data)
{
  Filling *filling = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *script = g_strdup_printf (
      "with recursive n (i) as (select 1 union all select i + 1 from n where i < %u) "
      "insert into audit_leaf (platform, idx, leaf, action, ticket, actor, at) "
      "select 'kameng', (select size from audit_log where platform = 'kameng') + i - 1, "
      "cast ('{\"index\":' || i || '}' as blob), 'note', 1, 'a-1', i from n;"
      "update audit_log set size = size + %u where platform = 'kameng'",
      filling->count, filling->count);

  g_autofree char *said = redress_test_database_say (script);

  redress_sql_connection_run_script (redress_test_backend_get_connection (filling->loop->backend),
                                     said, &error);
  g_assert_no_error (error);
}

static void
test_bounded (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = add_supervisor (loop);
  Filling filling = { loop, 1500 };
  g_autoptr (RedressExport) export = NULL;

  redress_test_backend_run (loop->backend, fill_log, &filling);
  export = take (loop, supervisor);
  g_assert_cmpuint (export->entries->len, ==, REDRESS_EXPORT_MAX_ENTRIES);
  g_assert_cmpint (export->entries_left_out, ==, 502);
  g_assert_cmpint (((RedressAuditEntry *)g_ptr_array_index (export->entries, 999))->index, ==,
                   export->entry);
}

static void
test_damaged (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = add_supervisor (loop);
  g_autoptr (RedressTestAnswer) answer = ask (loop, supervisor, "{\"reason\":\"x\"}");
  JsonArray *entries =
      json_object_get_array_member (json_node_get_object (answer->json), "entries");
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (json_array_get_object_element (entries, 0), "leaf", "{}");
  g_assert_null (redress_export_from_json (json_node_get_object (answer->json), &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
  g_clear_error (&error);
  json_object_remove_member (json_node_get_object (answer->json), "ticket");
  g_assert_null (redress_export_from_json (json_node_get_object (answer->json), &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/server/export/" name, RedressLoop, NULL, redress_loop_set_up, func,                \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("answer", test_answer);
  ADD ("each-time", test_each_time);
  ADD ("refused", test_refused);
  ADD ("bounded", test_bounded);
  ADD ("damaged", test_damaged);
  return g_test_run ();
}
