/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include "wire/codec.h"

/* Each entry of the log is found by what it says, by those who may see it. */

#define LOG "/v1/audit/kameng/entries"

static const char *const kameng[] = { "kameng", NULL };
static const char *const cainiao[] = { "cainiao", NULL };

static RedressTrailPage *
fetch (RedressLoop *loop, const char *token, const char *query)
{
  g_autofree char *path = g_strconcat (LOG, query, NULL);
  g_autoptr (RedressTestAnswer) answer = redress_test_backend_get (loop->backend, token, path);
  g_autoptr (GError) error = NULL;
  RedressTrailPage *page;

  redress_test_answer_expect (answer, 200);
  page = redress_trail_page_from_json (json_node_get_object (answer->json), &error);
  g_assert_no_error (error);
  return page;
}

/* The actions that are found, the oldest first; all of them have to fit on the page. */
static void
expect (RedressLoop *loop, const char *token, const char *query, const char *actions)
{
  g_autoptr (RedressTrailPage) page = fetch (loop, token, query);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = page->entries->len; i > 0; i--)
    g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "",
                            ((RedressTrailEntry *)page->entries->pdata[i - 1])->action);
  g_assert_cmpstr (found->str, ==, actions);
  g_assert_cmpint (page->count, ==, page->entries->len);
}

static gint64
appeal (RedressLoop *loop)
{
  g_autofree char *plain = redress_test_new_ticket ("kameng-virtual", "A-1");
  g_autoptr (GString) body = g_string_new (plain);
  g_autoptr (RedressTestAnswer) answer = NULL;

  g_string_replace (body, "\"title\"", "\"previous_external_id\":\"R-1\",\"title\"", 1);
  g_string_replace (body, "88-A-1", "88-R-1", 0);
  g_string_replace (body, "\"kind\":\"review\"", "\"kind\":\"appeal\"", 1);
  answer = redress_test_backend_intake (loop->backend, "POST", "/v1/platforms/kameng/tickets",
                                        body->str);
  redress_test_answer_expect (answer, 201);
  return json_object_get_int_member (json_node_get_object (answer->json), "id");
}

static void
decide (RedressLoop *loop, const char *token, gint64 ticket, RedressVerdict verdict, gint64 amount)
{
  g_autoptr (RedressCommand) command = NULL;
  g_autoptr (RedressAnswer) answer = NULL;

  redress_test_backend_claim (loop->backend, token, ticket);
  command = redress_test_backend_new_decision (loop->backend, token, ticket, verdict);
  g_free (command->override_reason);
  command->override_reason = g_strdup ("half of it was used");
  command->has_amount = amount > 0;
  command->amount = (RedressAmount){ amount, REDRESS_UNIT_FEN };
  answer = redress_test_backend_command (loop->backend, token, command);
  g_assert_cmpuint (answer->status, ==, 200);
}

static void
test_filters (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *auditor =
      redress_test_backend_add_account (loop->backend, "auditor", REDRESS_ROLE_AUDITOR, kameng);
  gint64 second;
  g_autofree char *by_ticket = NULL;

  decide (loop, loop->agent, loop->ticket, REDRESS_VERDICT_PARTIAL, 10000);
  second = appeal (loop);
  decide (loop, loop->rival, second, REDRESS_VERDICT_APPROVE, 0);

  expect (loop, auditor, "", "policy_add create claim decide create claim decide");
  by_ticket = g_strdup_printf ("?ticket=%" G_GINT64_FORMAT, second);
  expect (loop, auditor, by_ticket, "create claim decide");
  expect (loop, auditor, "?order=R-1", "create claim decide");
  expect (loop, auditor, "?order=88-R-1", "create claim decide create claim decide");
  expect (loop, auditor, "?order=88-R", "");
  expect (loop, auditor, "?actor=a-1", "claim decide");
  expect (loop, auditor, "?actor=agent", "claim decide");
  expect (loop, auditor, "?actor=server", "policy_add");
  expect (loop, auditor, "?role=connector", "create create");
  expect (loop, auditor, "?action=decide", "decide decide");
  expect (loop, auditor, "?amount_min=10001", "decide");
  expect (loop, auditor, "?amount_max=10000", "decide");
  expect (loop, auditor, "?amount_min=10001&amount_max=10002", "");
  expect (loop, auditor, "?overturned=1", "decide");
  expect (loop, auditor, "?overturned=1&actor=a-1", "decide");
  expect (loop, auditor, "?overturned=1&actor=a-2", "");
  expect (loop, auditor, "?offline=1", "");
  expect (loop, auditor, "?action=decide&since=2999-01-01T00:00:00Z", "");
  expect (loop, auditor, "?action=decide&until=2999-01-01T00:00:00Z", "decide decide");
}

/* The rules are those that the leaf names, whole names alone. */
static void
test_rule (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *auditor =
      redress_test_backend_add_account (loop->backend, "auditor", REDRESS_ROLE_AUDITOR, kameng);
  g_autoptr (RedressTrailPage) page = NULL;
  g_autoptr (JsonNode) leaf = NULL;
  JsonArray *matched;

  decide (loop, loop->agent, loop->ticket, REDRESS_VERDICT_APPROVE, 0);
  page = fetch (loop, auditor, "?action=decide");
  leaf = json_from_string (((RedressTrailEntry *)page->entries->pdata[0])->leaf, NULL);
  matched = json_object_get_array_member (json_node_get_object (leaf), "matched");
  g_assert_cmpuint (json_array_get_length (matched), >, 0);
  for (guint i = 0; i < json_array_get_length (matched); i++)
    {
      const char *rule = json_array_get_string_element (matched, i);
      g_autofree char *whole = g_strdup_printf ("?rule=%s", rule);
      g_autofree char *part = g_strdup_printf ("?rule=%.*s", (int)strlen (rule) - 1, rule);

      expect (loop, auditor, whole, "decide");
      expect (loop, auditor, part, "");
    }
}

/* Pages of one moment: what comes later moves nothing. */
static void
test_pages (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *auditor =
      redress_test_backend_add_account (loop->backend, "auditor", REDRESS_ROLE_AUDITOR, kameng);
  g_autoptr (RedressTrailPage) first = NULL, second = NULL;
  g_autofree char *rest = NULL;

  redress_loop_claim (loop);
  first = fetch (loop, auditor, "?limit=2");
  g_assert_cmpint (first->size, ==, 3);
  g_assert_cmpint (first->count, ==, 3);
  g_assert_cmpuint (first->entries->len, ==, 2);
  g_assert_cmpint (((RedressTrailEntry *)first->entries->pdata[0])->index, ==, 2);

  redress_test_backend_create_ticket (loop->backend, "R-2");
  rest = g_strdup_printf ("?limit=2&offset=2&size=%" G_GINT64_FORMAT, first->size);
  second = fetch (loop, auditor, rest);
  g_assert_cmpint (second->count, ==, 3);
  g_assert_cmpuint (second->entries->len, ==, 1);
  g_assert_cmpint (((RedressTrailEntry *)second->entries->pdata[0])->index, ==, 0);
}

static void
expect_refused (
    RedressLoop *loop, const char *token, const char *path, guint status, const char *code)
{
  g_autoptr (RedressTestAnswer) answer = redress_test_backend_get (loop->backend, token, path);

  redress_test_answer_expect_problem (answer, status, code);
}

static void
test_rights (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = redress_test_backend_add_account (loop->backend, "supervisor",
                                                                  REDRESS_ROLE_SUPERVISOR, kameng);
  g_autofree char *other =
      redress_test_backend_add_account (loop->backend, "other", REDRESS_ROLE_AUDITOR, cainiao);
  g_autofree char *admin =
      redress_test_backend_add_account (loop->backend, "admin", REDRESS_ROLE_ADMIN, kameng);

  redress_loop_claim (loop);
  expect (loop, loop->agent, "", "claim");
  expect (loop, loop->agent, "?actor=a-2", "");
  expect (loop, supervisor, "", "policy_add create claim");
  expect (loop, admin, "", "policy_add");
  expect_refused (loop, other, LOG, 404, "not_found");
  expect_refused (loop, supervisor, "/v1/audit/nowhere/entries", 404, "not_found");
}

static void
test_bad (RedressLoop *loop, gconstpointer data)
{
  static const char *const queries[] = {
    "?limit=201", "?limit=-1", "?offset=x", "?size=-2", "?ticket=0",  "?amount_min=-1",
    "?actor=",    "?since=x",  "?until=1",  "?rule=",   "?offline=2", "?overturned=yes",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *path = g_strconcat (LOG, queries[i], NULL);

      expect_refused (loop, loop->agent, path, 400, "invalid");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/server/trail-search/" path, RedressLoop, NULL, redress_loop_set_up, func,          \
              redress_loop_tear_down)
  ADD ("filters", test_filters);
  ADD ("rule", test_rule);
  ADD ("pages", test_pages);
  ADD ("rights", test_rights);
  ADD ("bad", test_bad);
  return g_test_run ();
}
