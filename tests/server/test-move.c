/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/database.h"
#include "server/engine-under-test.h"
#include "server/evidence-loop.h"
#include "server/move.h"

#include <string.h>

/* An installation moves from SQLite to PostgreSQL. Runs where PostgreSQL is. */

typedef struct
{
  RedressLoop loop;
  char *root; /* (nullable): where PostgreSQL is */
  char *source;
  char *target;
} Moving;

/* The server begins on SQLite. */
static void
set_up (Moving *self, gconstpointer data)
{
  const char *data_dir;

  self->root = g_strdup (g_getenv ("REDRESS_TEST_DATABASE"));
  if (self->root == NULL)
    {
      g_test_skip ("runs with PostgreSQL");
      return;
    }
  g_unsetenv ("REDRESS_TEST_DATABASE");
  redress_loop_set_up (&self->loop, NULL);
  g_setenv ("REDRESS_TEST_DATABASE", self->root, TRUE);
  data_dir = redress_test_folder_get_path (self->loop.backend->folder);
  self->source = g_build_filename (data_dir, "redress.db", NULL);
  self->target = redress_test_database_of (data_dir);
}

static void
tear_down (Moving *self, gconstpointer data)
{
  if (self->root != NULL)
    {
      if (self->loop.backend->service == NULL)
        redress_test_backend_restart (self->loop.backend);
      redress_loop_tear_down (&self->loop, NULL);
    }
  g_free (self->root);
  g_free (self->source);
  g_free (self->target);
}

static guint
count_found (RedressLoop *loop, const char *query)
{
  g_autofree char *path = g_strconcat ("/v1/search?q=", query, NULL);
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_get (loop->backend, loop->agent, path);

  redress_test_answer_expect (answer, 200);
  return json_array_get_length (
      json_object_get_array_member (json_node_get_object (answer->json), "results"));
}

static char *
get_text (RedressLoop *loop, const char *path)
{
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_get (loop->backend, loop->agent, path);

  redress_test_answer_expect (answer, 200);
  return g_strdup (answer->body);
}

static char *
get_next (RedressLoop *loop)
{
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_get (loop->backend, loop->agent, "/v1/changes?limit=100");

  redress_test_answer_expect (answer, 200);
  return g_strdup (redress_test_answer_get (answer, "next"));
}

static char *
send_one (RedressLoop *loop, const RedressCommand *command)
{
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_send_commands (loop->backend, loop->agent, &command, 1);

  redress_test_answer_expect (answer, 200);
  return g_strdup (answer->body);
}

static void
expect_refused (Moving *self, int code)
{
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (redress_move (self->source, self->target, report, &error));
  g_assert_error (error, REDRESS_ERROR, code);
}

static void
move (Moving *self)
{
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  redress_move (self->source, self->target, report, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (report->str, "\ndecision 1\n"));
}

/* A desk that was away meanwhile notices nothing: its token, its cursor, its ticket and the answer
 * to what it sends again are what they were. */
static void
test_move (Moving *self, gconstpointer data)
{
  static const RedressTestSaid said = {
    "order_screen", "customer", "low", "text/plain", NULL, NULL
  };
  RedressLoop *loop = &self->loop;
  g_autofree char *before = NULL, *after = NULL, *cursor = NULL, *path = NULL, *changes = NULL;
  g_autofree char *answer = NULL, *again = NULL;
  g_autoptr (RedressTestAnswer) sent = NULL;
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  if (self->root == NULL)
    return;
  sent = redress_test_upload_text (loop, &said, "证据");
  ticket = redress_test_await_renditions (loop);
  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  answer = send_one (loop, decide);
  cursor = get_next (loop);
  before = get_text (loop, "/v1/tickets/T-1");
  expect_refused (self, REDRESS_ERROR_CONFLICT);
  g_clear_pointer (&loop->backend->service, redress_service_stop);

  move (self);
  expect_refused (self, REDRESS_ERROR_CONFLICT);
  redress_test_backend_restart (loop->backend);
  after = get_text (loop, "/v1/tickets/T-1");
  g_assert_cmpstr (after, ==, before);
  again = send_one (loop, decide);
  g_assert_cmpstr (again, ==, answer);
  g_assert_cmpuint (count_found (loop, "%E5%85%85%E5%80%BC"), ==, 1); /* 充值 */
  g_assert_cmpint (redress_test_backend_create_ticket (loop->backend, "R-2"), ==, 2);
  path = g_strconcat ("/v1/changes?cursor=", cursor, NULL);
  changes = get_text (loop, path);
  g_assert_nonnull (strstr (changes, "\"id\":2,"));
  g_assert_null (strstr (changes, "\"id\":1,"));
}

static void
test_refusals (Moving *self, gconstpointer data)
{
  g_autoptr (GString) report = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (self->root == NULL)
    return;
  g_clear_pointer (&self->loop.backend->service, redress_service_stop);
  g_assert_false (redress_move ("/nowhere/redress.db", self->target, report, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (redress_move (self->source, "postgresql://x@/x?host=/nowhere", report, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
}

/* A trail with a hole is not moved: nobody would know later where it was lost. */
static void
test_bad_trail (Moving *self, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressSqlConnection) source = NULL, target = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;
  gint64 n = -1;

  if (self->root == NULL)
    return;
  redress_loop_claim (&self->loop);
  decide = redress_loop_decision (&self->loop, REDRESS_VERDICT_APPROVE);
  answer = send_one (&self->loop, decide);
  g_clear_pointer (&self->loop.backend->service, redress_service_stop);
  source = redress_database_open (self->source, &error);
  g_assert_no_error (error);
  g_assert_true (redress_sql_connection_run (
      source, "delete from audit_leaf where action = 'decide'", &error));
  g_clear_pointer (&source, redress_sql_connection_close);
  expect_refused (self, REDRESS_ERROR_CORRUPT);
  target = redress_database_open (self->target, &error);
  g_assert_true (
      redress_sql_connection_get_int64 (target, "select count(*) from decision", &n, &error));
  g_assert_cmpint (n, ==, 0);
}

/* Over the first page of an index; the rows are whole. */
static void
damage_index (const char *path)
{
  g_autoptr (RedressSqlConnection) source = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gint64 page = 0, page_size = 0;
  gsize size = 0;

  source = redress_database_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (redress_sql_connection_get_int64 (
      source, "select rootpage from sqlite_schema where name = 'evidence_to_render'", &page,
      &error));
  g_assert_true (redress_sql_connection_get_int64 (source, "pragma page_size", &page_size, &error));
  g_clear_pointer (&source, redress_sql_connection_close);
  g_assert_true (g_file_get_contents (path, &bytes, &size, &error));
  memset (bytes + (page - 1) * page_size, 0x55, (gsize)page_size);
  g_assert_true (
      g_file_set_contents_full (path, bytes, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, &error));
}

/* Reading it might never end. */
static void
test_damaged (Moving *self, gconstpointer data)
{
  g_autofree char *whole = NULL;
  gsize size = 0;

  if (self->root == NULL)
    return;
  g_clear_pointer (&self->loop.backend->service, redress_service_stop);
  g_assert_true (g_file_get_contents (self->source, &whole, &size, NULL));
  damage_index (self->source);
  expect_refused (self, REDRESS_ERROR_CORRUPT);
  g_assert_true (g_file_set_contents (self->source, whole, (gssize)size, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/server/move/" name, Moving, NULL, set_up, func, tear_down)
  ADD ("all", test_move);
  ADD ("refusals", test_refusals);
  ADD ("bad-trail", test_bad_trail);
  ADD ("damaged", test_damaged);
  return g_test_run ();
}
