/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include <string.h>

/* Every role and every action: what is allowed, what is refused, and that what lies outside of a
 * scope does not exist. */

#define TICKET "/v1/tickets/T-1"
#define NOWHERE "/v1/tickets/T-999"
#define DIGEST "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define CLAIM                                                                                      \
  "{\"commands\":[{\"command_id\":\"0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\",\"type\":\"claim\","    \
  "\"ticket\":1}]}"

enum
{
  AGENT,
  SUPERVISOR,
  AUDITOR,
  ADMIN,
  CONNECTOR,
  STRANGER, /* a supervisor of another platform */
  NOBODY,   /* without a token */
  N_ACTORS,
};

/**
 * Row:
 * @inside: status for each of the actors
 */
typedef struct
{
  const char *method;
  const char *path;
  const char *body;
  guint inside[N_ACTORS];
} Row;

/* A connector's key is none for the operations of people, and the other way round. */
static const Row rows[] = {
  { "GET", TICKET, NULL, { 200, 200, 200, 403, 401, 404, 401 } },
  { "GET", NOWHERE, NULL, { 404, 404, 404, 403, 401, 404, 401 } },
  { "GET", "/v1/tickets/42", NULL, { 404, 404, 404, 403, 401, 404, 401 } },
  { "GET", "/v1/changes", NULL, { 200, 200, 200, 403, 401, 200, 401 } },
  { "GET", "/v1/search?q=4821", NULL, { 200, 200, 200, 403, 401, 200, 401 } },
  { "GET", TICKET "/evidence/" DIGEST, NULL, { 404, 404, 404, 403, 401, 404, 401 } },
  { "POST", TICKET "/pack", "{\"reason\":\"12315\"}", { 403, 200, 403, 403, 401, 404, 401 } },
  { "PUT", TICKET "/presence", "{\"mode\":\"viewing\"}", { 200, 200, 200, 403, 401, 404, 401 } },
  { "POST",
    "/v1/platforms/kameng/tickets/R-1/timeline",
    "{\"events\":[]}",
    { 401, 401, 401, 401, 200, 401, 401 } },
  { "POST",
    "/v1/platforms/kameng/tickets/R-404/timeline",
    "{\"events\":[]}",
    { 401, 401, 401, 401, 404, 401, 401 } },
  { "PATCH",
    "/v1/platforms/cainiao/tickets/R-1/facts",
    "{\"facts\":[]}",
    { 401, 401, 401, 401, 404, 401, 401 } },
};

/* Of the one answer inside the answer. */
static const guint command_status[N_ACTORS] = { 200, 409, 403, 403, 0, 404, 0 };

typedef struct
{
  RedressLoop loop;
  char *tokens[N_ACTORS];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const kameng[] = { "kameng", NULL };
  static const char *const cainiao[] = { "cainiao", NULL };
  RedressTestBackend *backend;

  redress_loop_set_up (&fixture->loop, data);
  backend = fixture->loop.backend;
  fixture->tokens[AGENT] = g_strdup (fixture->loop.agent);
  fixture->tokens[SUPERVISOR] =
      redress_test_backend_add_account (backend, "s", REDRESS_ROLE_SUPERVISOR, kameng);
  fixture->tokens[AUDITOR] =
      redress_test_backend_add_account (backend, "u", REDRESS_ROLE_AUDITOR, kameng);
  fixture->tokens[ADMIN] =
      redress_test_backend_add_account (backend, "m", REDRESS_ROLE_ADMIN, kameng);
  fixture->tokens[CONNECTOR] = g_strdup (backend->kameng_key);
  fixture->tokens[STRANGER] =
      redress_test_backend_add_account (backend, "x", REDRESS_ROLE_SUPERVISOR, cainiao);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  redress_loop_tear_down (&fixture->loop, data);
  for (guint i = 0; i < N_ACTORS; i++)
    g_free (fixture->tokens[i]);
}

static RedressTestAnswer *
send (Fixture *fixture, guint actor, const Row *row)
{
  const char *headers[] = { "Content-Type", "application/json", "Idempotency-Key", row->path,
                            NULL };

  return redress_test_backend_send (fixture->loop.backend, fixture->tokens[actor], row->method,
                                    row->path, row->body, -1, row->body != NULL ? headers : NULL);
}

static void
test_table (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint actor = 0; actor < N_ACTORS; actor++)
      {
        g_autoptr (RedressTestAnswer) answer = send (fixture, actor, &rows[i]);

        g_test_message ("%s %s by %u", rows[i].method, rows[i].path, actor);
        redress_test_answer_expect (answer, rows[i].inside[actor]);
      }
}

static void
test_commands (Fixture *fixture, gconstpointer data)
{
  const Row row = { "POST", "/v1/commands", CLAIM, { 0 } };

  for (guint actor = 0; actor < N_ACTORS; actor++)
    {
      g_autoptr (RedressTestAnswer) answer = send (fixture, actor, &row);

      g_test_message ("by %u", actor);
      if (command_status[actor] == 0)
        {
          redress_test_answer_expect (answer, 401);
          continue;
        }
      redress_test_answer_expect (answer, 200);
      g_assert_cmpint (
          json_object_get_int_member (
              json_array_get_object_element (
                  json_object_get_array_member (json_node_get_object (answer->json), "answers"), 0),
              "status"),
          ==, command_status[actor]);
    }
}

/* Not even the length of the answer tells a ticket of others from none. */
static void
test_outside_is_nowhere (Fixture *fixture, gconstpointer data)
{
  const Row pairs[][2] = {
    { { "GET", TICKET, NULL, { 0 } }, { "GET", NOWHERE, NULL, { 0 } } },
    { { "GET", TICKET "/evidence/" DIGEST, NULL, { 0 } },
      { "GET", NOWHERE "/evidence/" DIGEST, NULL, { 0 } } },
    { { "PUT", TICKET "/presence", "{\"mode\":\"viewing\"}", { 0 } },
      { "PUT", NOWHERE "/presence", "{\"mode\":\"viewing\"}", { 0 } } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (RedressTestAnswer) outside = send (fixture, STRANGER, &pairs[i][0]);
      g_autoptr (RedressTestAnswer) nowhere = send (fixture, STRANGER, &pairs[i][1]);

      g_assert_cmpuint (outside->status, ==, 404);
      g_assert_cmpmem (outside->body, outside->length, nowhere->body, nowhere->length);
    }
}

static guint
count_found (RedressTestAnswer *answer)
{
  redress_test_answer_expect (answer, 200);
  return json_array_get_length (
      json_object_get_array_member (json_node_get_object (answer->json), "results"));
}

static void
expect_found (Fixture *fixture, guint actor, const char *query, guint n)
{
  g_autofree char *path = g_strconcat ("/v1/search?q=", query, NULL);
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_get (fixture->loop.backend, fixture->tokens[actor], path);

  g_test_message ("%s", query);
  g_assert_cmpuint (count_found (answer), ==, n);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  redress_test_backend_create_ticket (fixture->loop.backend, "ZX-77");
  expect_found (fixture, AGENT, "%E5%85%85%E5%80%BC", 2);       /* 充值 */
  expect_found (fixture, AGENT, "%E5%88%B0%E8%B4%A6%20R-1", 1); /* 到账 R-1 */
  expect_found (fixture, AGENT, "88-ZX-7", 1);                  /* the beginning of a number */
  expect_found (fixture, AGENT, "T-1", 1);
  expect_found (fixture, AGENT, "4821", 2);
  expect_found (fixture, AGENT, "4821&limit=1", 1);
  expect_found (fixture, AGENT, "4821&before=2", 1);
  expect_found (fixture, AGENT, "4821&state=open", 2);
  expect_found (fixture, AGENT, "4821&state=closed", 0);
  expect_found (fixture, AGENT, "4821&platform=kameng", 2);
  expect_found (fixture, AGENT, "4821&platform=cainiao", 0);
  expect_found (fixture, AGENT, "%22%28*", 0);
  expect_found (fixture, AGENT, "nothing", 0);
  expect_found (fixture, STRANGER, "4821", 0);
}

/* A number that a platform hands out as a fact finds its ticket, typed whole. */
static void
test_search_fact (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressTestAnswer) told = NULL;

  redress_test_backend_create_ticket (fixture->loop.backend, "ZX-77");
  expect_found (fixture, AGENT, "game_card", 0);
  told = redress_test_backend_intake (
      fixture->loop.backend, "PATCH", "/v1/platforms/kameng/tickets/ZX-77/facts",
      "{\"facts\":[{\"name\":\"item.category\",\"value\":\"game_card\",\"source\":\"platform\"}]}");
  redress_test_answer_expect (told, 200);
  expect_found (fixture, AGENT, "game_card", 1);
  expect_found (fixture, AGENT, "game_car", 0);
  expect_found (fixture, AGENT, "game_card&before=2", 0);
  expect_found (fixture, AGENT, "game_card&state=closed", 0);
  expect_found (fixture, STRANGER, "game_card", 0);
}

static void
test_search_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressTestAnswer) first = NULL;
  g_autoptr (RedressTestAnswer) second = NULL;
  g_autofree char *path = NULL;

  redress_test_backend_create_ticket (fixture->loop.backend, "R-2");
  redress_test_backend_create_ticket (fixture->loop.backend, "R-3");
  first = redress_test_backend_get (fixture->loop.backend, fixture->tokens[AGENT],
                                    "/v1/search?q=4821&limit=2");
  g_assert_cmpuint (count_found (first), ==, 2);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (first->json), "more"));
  path = g_strdup_printf ("/v1/search?q=4821&limit=2&before=%s",
                          redress_test_answer_get (first, "next"));
  second = redress_test_backend_get (fixture->loop.backend, fixture->tokens[AGENT], path);
  g_assert_cmpuint (count_found (second), ==, 1);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (second->json), "more"));
  g_assert_null (redress_test_answer_get (second, "next"));
}

static void
test_bad_searches (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "", "?q=", "?q=a&limit=0", "?q=a&limit=101", "?q=a&before=x" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/search", bad[i], NULL);
      g_autoptr (RedressTestAnswer) answer =
          redress_test_backend_get (fixture->loop.backend, fixture->tokens[AGENT], path);

      redress_test_answer_expect (answer, 400);
    }
}

static void
test_etag (Fixture *fixture, gconstpointer data)
{
  const char *same[] = { "If-None-Match", "\"1\"", NULL };
  g_autoptr (RedressTestAnswer) first =
      redress_test_backend_get (fixture->loop.backend, fixture->tokens[AGENT], TICKET);
  g_autoptr (RedressTestAnswer) unchanged = redress_test_backend_send (
      fixture->loop.backend, fixture->tokens[AGENT], "GET", TICKET, NULL, 0, same);
  g_autoptr (RedressTestAnswer) changed = NULL;

  g_assert_cmpstr (g_hash_table_lookup (first->headers, "etag"), ==, "\"1\"");
  g_assert_cmpuint (unchanged->status, ==, 304);
  g_assert_cmpuint (unchanged->length, ==, 0);
  redress_loop_claim (&fixture->loop);
  changed = redress_test_backend_send (fixture->loop.backend, fixture->tokens[AGENT], "GET", TICKET,
                                       NULL, 0, same);
  redress_test_answer_expect (changed, 200);
  g_assert_cmpstr (g_hash_table_lookup (changed->headers, "etag"), ==, "\"2\"");
}

static RedressTestAnswer *
be_present (Fixture *fixture, guint actor, const char *mode)
{
  g_autofree char *body = g_strdup_printf ("{\"mode\":\"%s\"}", mode);
  const Row row = { "PUT", TICKET "/presence", body, { 0 } };

  return send (fixture, actor, &row);
}

static guint
count_others (RedressTestAnswer *answer)
{
  redress_test_answer_expect (answer, 200);
  return json_array_get_length (
      json_object_get_array_member (json_node_get_object (answer->json), "others"));
}

static void
test_presence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressTestAnswer) alone = be_present (fixture, AGENT, "writing");
  g_autoptr (RedressTestAnswer) second = be_present (fixture, SUPERVISOR, "viewing");
  g_autoptr (RedressTestAnswer) later = NULL;
  g_autoptr (RedressTestAnswer) wrong = be_present (fixture, AGENT, "sleeping");
  JsonObject *other;

  g_assert_cmpuint (count_others (alone), ==, 0);
  g_assert_cmpuint (count_others (second), ==, 1);
  other = json_array_get_object_element (
      json_object_get_array_member (json_node_get_object (second->json), "others"), 0);
  g_assert_cmpstr (json_object_get_string_member (other, "actor_name"), ==, "agent");
  g_assert_cmpstr (json_object_get_string_member (other, "mode"), ==, "writing");
  redress_clock_advance (fixture->loop.backend->clock, 61 * REDRESS_SECOND);
  later = be_present (fixture, SUPERVISOR, "viewing");
  g_assert_cmpuint (count_others (later), ==, 0);
  redress_test_answer_expect (wrong, 400);
}

#define ADD(path, func) g_test_add ("/server/access/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("table", test_table);
  ADD ("commands", test_commands);
  ADD ("outside-is-nowhere", test_outside_is_nowhere);
  ADD ("search", test_search);
  ADD ("search-pages", test_search_pages);
  ADD ("search-fact", test_search_fact);
  ADD ("bad-searches", test_bad_searches);
  ADD ("etag", test_etag);
  ADD ("presence", test_presence);
  return g_test_run ();
}
