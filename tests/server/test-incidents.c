/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine-under-test.h"
#include "server/loop.h"

#include "wire/json.h"

/* Tickets of one cause. The policy of the flow kameng-virtual calls 5 alike within 24 h so. */

#define TICKETS "/v1/platforms/kameng/tickets"
#define LEAST 5

static gint64
create_at (RedressLoop *loop, guint number, const char *error, const char *opened_at)
{
  g_autofree char *id = g_strdup_printf ("I-%u", number);
  g_autofree char *plain = redress_test_new_ticket ("kameng-virtual", id);
  g_autofree char *fact = g_strdup_printf ("\"facts\":[{\"name\":\"channel_log.error\",\"value\":"
                                           "\"%s\",\"source\":\"platform\"},",
                                           error);
  g_autoptr (GString) body = g_string_new (plain);
  g_autoptr (RedressTestAnswer) answer = NULL;

  g_assert_cmpuint (g_string_replace (body, "\"facts\":[", fact, 1), ==, 1);
  g_string_replace (body, "2026-11-22T02:30:00Z", opened_at, 1);
  answer = redress_test_backend_intake (loop->backend, "POST", TICKETS, body->str);
  redress_test_answer_expect (answer, 201);
  return json_object_get_int_member (json_node_get_object (answer->json), "id");
}

static gint64
create (RedressLoop *loop, guint number, const char *error)
{
  return create_at (loop, number, error, "2026-11-22T02:30:00Z");
}

static void
create_many (RedressLoop *loop, guint first, guint count, gint64 *ids)
{
  for (guint i = 0; i < count; i++)
    ids[i] = create (loop, first + i, "E77");
}

static RedressTicket *
fetch (RedressLoop *loop, gint64 ticket)
{
  return redress_test_backend_fetch (loop->backend, loop->agent, ticket);
}

/* 0: none. */
static gint64
get_incident (RedressLoop *loop, gint64 id)
{
  g_autoptr (RedressTicket) ticket = fetch (loop, id);
  const RedressSummary *summary = ticket->summary;

  g_assert_cmpint (summary->incident != NULL, ==, (summary->badges & REDRESS_BADGE_INCIDENT) != 0);
  return summary->incident != NULL ? summary->incident->id : 0;
}

static void
set_error (RedressLoop *loop, guint number, const char *value)
{
  g_autofree char *path = g_strdup_printf (TICKETS "/I-%u/facts", number);
  g_autofree char *body = g_strdup_printf (
      "{\"facts\":[{\"name\":\"channel_log.error\",\"value\":%s,\"source\":\"platform\"}]}", value);
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_intake (loop->backend, "PATCH", path, body);

  redress_test_answer_expect (answer, 200);
}

static void
decide (RedressLoop *loop, gint64 ticket, const char *group)
{
  g_autoptr (RedressCommand) command = NULL;

  redress_test_backend_claim (loop->backend, loop->agent, ticket);
  command = redress_test_backend_new_decision (loop->backend, loop->agent, ticket,
                                               REDRESS_VERDICT_APPROVE);
  command->group = g_strdup (group);
  redress_loop_expect_applied (loop, loop->agent, command);
}

static void
test_begins (RedressLoop *loop, gconstpointer data)
{
  gint64 ids[LEAST + 1];
  gint64 other = create (loop, 90, "E12");
  g_autoptr (RedressTicket) first = NULL;

  create_many (loop, 1, LEAST - 1, ids);
  g_assert_cmpint (get_incident (loop, ids[0]), ==, 0);
  create_many (loop, LEAST, 1, ids + LEAST - 1);
  g_assert_cmpint (get_incident (loop, ids[0]), >, 0);
  for (guint i = 1; i < LEAST; i++)
    g_assert_cmpint (get_incident (loop, ids[i]), ==, get_incident (loop, ids[0]));
  g_assert_cmpint (get_incident (loop, other), ==, 0);
  g_assert_cmpint (get_incident (loop, loop->ticket), ==, 0);

  /* Nothing that a decision rests on has changed, and a later one leaves the others alone. */
  create_many (loop, LEAST + 1, 1, ids + LEAST);
  first = fetch (loop, ids[0]);
  g_assert_cmpint (first->summary->version, ==, 1);
  g_assert_cmpint (first->summary->rev, ==, 2);
  g_assert_cmpstr (first->summary->incident->name, ==, "channel");
  g_assert_cmpstr (first->summary->incident->values[0], ==, "E77");
  g_assert_cmpint (first->summary->incident->since, ==, first->summary->opened_at);
  g_assert_cmpint (get_incident (loop, ids[LEAST]), ==, first->summary->incident->id);
}

/* Handed in newest first; only those within a day of each other count. */
static void
test_window (RedressLoop *loop, gconstpointer data)
{
  static const char *const times[] = { "2026-11-22T02:30:00Z", "2026-11-20T02:00:00Z",
                                       "2026-11-21T22:00:00Z", "2026-11-21T12:00:00Z",
                                       "2026-11-21T04:00:00Z", "2026-11-21T03:00:00Z" };
  gint64 ids[G_N_ELEMENTS (times)];

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_assert_cmpint (get_incident (loop, loop->ticket), ==, 0);
      ids[i] = create_at (loop, i, "E77", times[i]);
    }
  g_assert_cmpint (get_incident (loop, ids[5]), >, 0);
  g_assert_cmpint (get_incident (loop, ids[0]), ==, get_incident (loop, ids[5]));
  g_assert_cmpint (get_incident (loop, ids[1]), ==, 0);
}

static void
test_leaves_and_joins (RedressLoop *loop, gconstpointer data)
{
  gint64 ids[LEAST];
  gint64 incident;
  gint64 late = create (loop, 90, "E12");

  create_many (loop, 1, LEAST, ids);
  incident = get_incident (loop, ids[0]);
  set_error (loop, 2, "\"E12\"");
  g_assert_cmpint (get_incident (loop, ids[1]), ==, 0);
  g_assert_cmpint (get_incident (loop, ids[0]), ==, incident);
  set_error (loop, 90, "\"E77\"");
  g_assert_cmpint (get_incident (loop, late), ==, incident);
  set_error (loop, 90, "null");
  g_assert_cmpint (get_incident (loop, late), ==, 0);
  set_error (loop, 2, "\"E77\"");
  g_assert_cmpint (get_incident (loop, ids[1]), ==, incident);
}

typedef struct
{
  RedressLoop *loop;
  const char *sql;
  gint64 count;
} Question;

static void
ask (gpointer data)
{
  Question *question = data;
  RedressSqlConnection *connection = redress_test_backend_get_connection (question->loop->backend);

  g_assert_true (
      redress_sql_connection_get_int64 (connection, question->sql, &question->count, NULL));
}

static gint64
count (RedressLoop *loop, const char *sql)
{
  g_autofree char *said = redress_test_database_say (sql);
  Question question = { loop, said, 0 };

  redress_test_backend_run (loop->backend, ask, &question);
  return question.count;
}

static gboolean
is_ended (RedressLoop *loop, gint64 incident)
{
  g_autofree char *sql = g_strdup_printf (
      "select count(*) from incident where ended_at is not null and id = %" G_GINT64_FORMAT,
      incident);

  return count (loop, sql) == 1;
}

/* With the last open ticket; what comes after is counted anew. */
static void
test_ends (RedressLoop *loop, gconstpointer data)
{
  gint64 ids[2 * LEAST];
  gint64 incident;

  create_many (loop, 1, LEAST, ids);
  incident = get_incident (loop, ids[0]);
  for (guint i = 0; i < LEAST; i++)
    {
      g_assert_false (is_ended (loop, incident));
      decide (loop, ids[i], NULL);
    }
  g_assert_true (is_ended (loop, incident));
  g_assert_cmpint (get_incident (loop, ids[0]), ==, incident);

  create_many (loop, LEAST + 1, LEAST, ids + LEAST);
  g_assert_cmpint (get_incident (loop, ids[LEAST]), >, incident);
  g_assert_false (is_ended (loop, get_incident (loop, ids[LEAST])));
}

/* The group stands in the decision and in the trail, the incident beside it. */
static void
test_group (RedressLoop *loop, gconstpointer data)
{
  static const char group[] = "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";
  gint64 ids[LEAST];
  g_autoptr (RedressTicket) decided = NULL;
  g_autofree char *sql = NULL;
  gint64 incident;

  create_many (loop, 1, LEAST, ids);
  incident = get_incident (loop, ids[0]);
  decide (loop, ids[0], group);
  decide (loop, ids[1], NULL);
  decided = fetch (loop, ids[0]);
  g_assert_cmpstr (((RedressDecision *)decided->decisions->pdata[0])->group, ==, group);
  sql = g_strdup_printf ("select count(*) from audit_leaf where cast (leaf as text) like "
                         "'%%\"group\":\"%s\",\"incident\":%" G_GINT64_FORMAT "%%'",
                         group, incident);
  g_assert_cmpint (count (loop, sql), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/server/incidents/" path, RedressLoop, NULL, redress_loop_set_up, func,             \
              redress_loop_tear_down)
  ADD ("begins", test_begins);
  ADD ("window", test_window);
  ADD ("leaves-and-joins", test_leaves_and_joins);
  ADD ("ends", test_ends);
  ADD ("group", test_group);
  return g_test_run ();
}
