/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/evidence-loop.h"

#include "postgres/outage.h"
#include "server/database.h"
#include "server/edge-private.h"
#include "server/log.h"
#include "server/server-private.h"

#include <string.h>

/* Two servers of one database, each as a process of its own would be. Runs where PostgreSQL is. */

typedef struct
{
  RedressLoop loop;  /* talks to the first */
  RedressLoop other; /* the same people, talking to the second */
} Several;

/* Another server of the same database, as another process would be. */
static RedressTestBackend *
new_beside (RedressTestBackend *first)
{
  RedressTestBackend *self = g_new0 (RedressTestBackend, 1);

  self->folder = redress_test_folder_new ();
  self->shared = g_strdup (redress_test_folder_get_path (first->folder));
  self->clock = redress_clock_ref (first->clock);
  self->policies = g_strdup (first->policies);
  self->kameng_key = g_strdup (first->kameng_key);
  self->cainiao_key = g_strdup (first->cainiao_key);
  redress_test_backend_restart (self);
  return self;
}

static void
set_up (Several *self, gconstpointer data)
{
  if (g_getenv ("REDRESS_TEST_DATABASE") == NULL)
    {
      g_test_skip ("runs with PostgreSQL");
      return;
    }
  redress_loop_set_up (&self->loop, NULL);
  self->other = self->loop;
  self->other.backend = new_beside (self->loop.backend);
}

static void
tear_down (Several *self, gconstpointer data)
{
  if (self->loop.backend == NULL)
    return;
  g_clear_pointer (&self->other.backend, redress_test_backend_free);
  redress_loop_tear_down (&self->loop, NULL);
}

static RedressChangePage *
read_page (RedressLoop *loop, const char *cursor, const char *more)
{
  g_autofree char *path = g_strconcat ("/v1/changes?limit=100", cursor != NULL ? "&cursor=" : "",
                                       cursor != NULL ? cursor : "", more, NULL);
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_get (loop->backend, loop->rival, path);
  g_autoptr (GError) error = NULL;
  RedressChangePage *page;

  redress_test_answer_expect (answer, 200);
  page = redress_change_page_from_json (json_node_get_object (answer->json), &error);
  g_assert_no_error (error);
  return page;
}

typedef struct
{
  RedressLoop *loop;
  const char *cursor;
  RedressChangePage *page;
} Waiting;

static gpointer
wait_for_change (gpointer data)
{
  Waiting *waiting = data;

  waiting->page = read_page (waiting->loop, waiting->cursor, "&wait=20");
  return NULL;
}

/* Who waits at one server learns of what was done at the other, long before the wait is over. */
static void
test_long_poll (Several *self, gconstpointer data)
{
  RedressChangePage *first;
  Waiting waiting;
  GThread *thread;
  gint64 began = g_get_monotonic_time ();

  if (self->loop.backend == NULL)
    return;
  first = read_page (&self->other, NULL, "");
  waiting = (Waiting){ &self->other, first->next, NULL };
  thread = g_thread_new ("poll", wait_for_change, &waiting);
  redress_loop_claim (&self->loop);
  g_thread_join (thread);
  g_assert_cmpuint (waiting.page->changes->len, ==, 1);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 15 * G_USEC_PER_SEC);
  redress_change_page_free (first);
  redress_change_page_free (waiting.page);
}

#define N_TICKETS 25

typedef struct
{
  RedressLoop *loop;
  const char *token;
  const gint64 *tickets;
  guint n_won;
} Rival;

static gpointer
claim_all (gpointer data)
{
  Rival *rival = data;

  for (guint i = 0; i < N_TICKETS; i++)
    {
      g_autoptr (RedressCommand) claim = redress_test_backend_new_command (
          rival->loop->backend, REDRESS_COMMAND_CLAIM, rival->tickets[i]);
      g_autoptr (RedressAnswer) answer = redress_loop_send (rival->loop, rival->token, claim);

      g_assert_true (answer->status == 200 || answer->status == 409);
      rival->n_won += answer->status == 200;
    }
  return NULL;
}

/* Each ticket has one holder, whoever of two asks whichever server. */
static void
test_claims (Several *self, gconstpointer data)
{
  gint64 tickets[N_TICKETS];
  Rival rivals[2];
  GThread *threads[2];

  if (self->loop.backend == NULL)
    return;
  for (guint i = 0; i < N_TICKETS; i++)
    {
      g_autofree char *number = g_strdup_printf ("S-%u", i);

      tickets[i] = redress_test_backend_create_ticket (
          i % 2 == 0 ? self->loop.backend : self->other.backend, number);
    }
  rivals[0] = (Rival){ &self->loop, self->loop.agent, tickets, 0 };
  rivals[1] = (Rival){ &self->other, self->loop.rival, tickets, 0 };
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("rival", claim_all, &rivals[i]);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (rivals[0].n_won + rivals[1].n_won, ==, N_TICKETS);
}

typedef struct
{
  RedressLoop *loop;
  const RedressCommand *command;
  char *answer;
} Sending;

static gpointer
send_command (gpointer data)
{
  Sending *sending = data;
  g_autoptr (RedressTestAnswer) answer = redress_test_backend_send_commands (
      sending->loop->backend, sending->loop->agent, &sending->command, 1);

  redress_test_answer_expect (answer, 200);
  sending->answer = g_strdup (answer->body);
  return NULL;
}

/* A desk that got no answer sends again, by way of another server, while the first still works. */
static void
test_same_decision (Several *self, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;
  Sending sendings[4];
  GThread *threads[4];

  if (self->loop.backend == NULL)
    return;
  redress_loop_claim (&self->loop);
  decide = redress_loop_decision (&self->other, REDRESS_VERDICT_APPROVE);
  for (guint i = 0; i < 4; i++)
    {
      sendings[i] = (Sending){ i % 2 == 0 ? &self->loop : &self->other, decide, NULL };
      threads[i] = g_thread_new ("send", send_command, &sendings[i]);
    }
  for (guint i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  g_assert_nonnull (strstr (sendings[0].answer, "\"decision\":{"));
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpstr (sendings[i].answer, ==, sendings[0].answer);
      if (i > 0)
        g_free (sendings[i].answer);
    }
  g_free (sendings[0].answer);
}

static void
test_evidence (Several *self, gconstpointer data)
{
  static const RedressTestSaid said = {
    "order_screen", "customer", "low", "text/plain", NULL, NULL
  };
  g_autoptr (RedressTestAnswer) sent = NULL, taken = NULL;
  g_autoptr (RedressTicket) ticket = NULL;
  g_autofree char *digest = NULL;

  if (self->loop.backend == NULL)
    return;
  sent = redress_test_upload_text (&self->loop, &said, "once");
  g_assert_cmpuint (sent->status, <, 300);
  /* Whichever server leads makes what an agent may see. */
  ticket = redress_test_await_renditions (&self->other);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "once", -1);
  taken = redress_test_download (&self->other, self->other.agent, digest, "to see");
  redress_test_answer_expect (taken, 200);
  g_assert_cmpstr (taken->body, ==, "once");
}

/* What was said to one server lets the agent look at the other, and nobody else. */
static void
test_reveal (Several *self, gconstpointer data)
{
  static const RedressTestSaid said = { "order_screen", "customer", "secret",
                                        "text/plain",   NULL,       NULL };
  const char *headers[] = { "Content-Type", "application/json", NULL };
  g_autoptr (RedressTestAnswer) sent = NULL, before = NULL, answer = NULL, shown = NULL,
                                rival = NULL;
  g_autoptr (RedressTicket) ticket = NULL;
  g_autofree char *digest = NULL, *path = NULL, *body = NULL;

  if (self->loop.backend == NULL)
    return;
  sent = redress_test_upload_text (&self->loop, &said, "masked");
  g_assert_cmpuint (sent->status, <, 300);
  ticket = redress_test_await_renditions (&self->other);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "masked", -1);
  redress_loop_claim (&self->loop);
  before = redress_test_download (&self->other, self->other.agent, digest, NULL);
  redress_test_answer_expect (before, 403);
  path = g_strdup_printf ("/v1/tickets/T-%" G_GINT64_FORMAT "/reveal", self->loop.ticket);
  body = g_strdup_printf ("{\"evidence\":\"%s\",\"reason\":\"compare it\"}", digest);
  answer = redress_test_backend_send (self->loop.backend, self->loop.agent, "POST", path, body, -1,
                                      headers);
  redress_test_answer_expect (answer, 200);
  shown = redress_test_download (&self->other, self->other.agent, digest, NULL);
  redress_test_answer_expect (shown, 200);
  rival = redress_test_download (&self->other, self->other.rival, digest, NULL);
  redress_test_answer_expect (rival, 403);
}

typedef struct
{
  RedressTestBackend *backend;
  gint64 version;
} Policies;

static RedressServer *
get_server (Policies *policies)
{
  return redress_service_get_server (policies->backend->service);
}

/* As a newer program would at its start. */
static void
add_version (gpointer data)
{
  Policies *policies = data;
  RedressSqlConnection *connection = redress_server_get_connection (get_server (policies));
  RedressPolicy *policy = redress_server_get_policy (get_server (policies), "kameng-virtual", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "insert into policy (flow, version, platform, sha256, bytes, in_force_from, loaded_at) "
      "select flow, version + 1, platform, 'x', bytes, in_force_from, loaded_at from policy "
      "where flow = 'kameng-virtual' and version = $1",
      &error);

  policies->version = redress_policy_get_version (policy) + 1;
  redress_sql_statement_bind_int64 (statement, 1, policies->version - 1);
  g_assert_true (redress_sql_statement_run (statement, &error));
}

static void
count_versions (gpointer data)
{
  Policies *policies = data;

  redress_server_renew_policies (get_server (policies));
  policies->version =
      redress_policy_store_get_versions (redress_server_get_policy_store (get_server (policies)))
          ->len;
}

/* One server brings a new policy, the other knows it soon. */
static void
test_policies (Several *self, gconstpointer data)
{
  Policies one = { self->loop.backend, 0 }, other = { self->other.backend, 0 };
  gint64 before;

  if (self->loop.backend == NULL)
    return;
  redress_test_backend_run (other.backend, count_versions, &other);
  before = other.version;
  redress_test_backend_run (one.backend, add_version, &one);
  redress_test_backend_run (other.backend, count_versions, &other);
  g_assert_cmpint (other.version, ==, before + 1);
}

/* Ends the sessions of all servers of this database. */
static void
cut_sessions (void)
{
  const char *root = g_getenv ("REDRESS_TEST_DATABASE");
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlConnection) connection = redress_database_open (root, &error);

  g_assert_no_error (error);
  redress_sql_connection_run (connection,
                              "select pg_terminate_backend (pid, 10000) from pg_stat_activity "
                              "where pid <> pg_backend_pid () and backend_type = 'client backend'",
                              &error);
  g_assert_no_error (error);
}

/* A connection that is lost between two commands, or under one, is nothing a desk hears of. */
static void
test_cut (Several *self, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;

  if (self->loop.backend == NULL)
    return;
  redress_loop_claim (&self->loop);
  decide = redress_loop_decision (&self->other, REDRESS_VERDICT_APPROVE);
  cut_sessions ();
  redress_loop_expect_applied (&self->loop, self->loop.agent, decide);
}

typedef struct
{
  gint n_unread; /* atomic */
  gint n_read;   /* atomic */
} Told;

static void
hear (const char *line, gpointer data)
{
  Told *told = data;

  if (strstr (line, "\"feeds-unread\"") != NULL)
    g_atomic_int_inc (&told->n_unread);
  else if (strstr (line, "\"feeds-read-again\"") != NULL)
    g_atomic_int_inc (&told->n_read);
}

static gint64
count_failed_looks (RedressLoop *loop)
{
  static const char name[] = "\nredress_feed_look_failures_total ";
  g_autofree char *text = redress_metrics_to_text (
      redress_server_get_metrics (redress_service_get_server (loop->backend->service)));
  const char *line = strstr (text, name);

  return line != NULL ? g_ascii_strtoll (line + strlen (name), NULL, 10) : 0;
}

static gpointer
end_in_outage (gpointer data)
{
  Waiting *waiting = data;
  g_autofree char *path = g_strconcat ("/v1/changes?wait=2&cursor=", waiting->cursor, NULL);

  return redress_test_backend_get (waiting->loop->backend, waiting->loop->rival, path);
}

static void
wait_for_poll (RedressLoop *loop, guint n)
{
  RedressEdge *edge = redress_service_get_server (loop->backend->service)->edge;
  guint parked = 0;

  while (parked < n)
    {
      g_thread_yield ();
      g_mutex_lock (&edge->lock);
      parked = g_queue_get_length (&edge->parked);
      g_mutex_unlock (&edge->lock);
    }
}

/* While the database is away each server says once that it sees no changes; a poll whose time ends
 * is told to come again, and one that waits on learns of what happens afterwards. */
static void
test_outage (Several *self, gconstpointer data)
{
  RedressChangePage *first;
  g_autoptr (RedressTestAnswer) ended = NULL;
  Waiting waiting;
  Told told = { 0 };
  GThread *ending, *thread;

  if (self->loop.backend == NULL)
    return;
  first = read_page (&self->other, NULL, "");
  waiting = (Waiting){ &self->other, first->next, NULL };
  redress_log_set_writer (hear, &told);
  thread = g_thread_new ("poll", wait_for_change, &waiting);
  ending = g_thread_new ("ending", end_in_outage, &waiting);
  wait_for_poll (&self->other, 2);
  outage_begin ();
  ended = g_thread_join (ending);
  redress_test_answer_expect (ended, 503);
  while (count_failed_looks (&self->loop) < 3 || count_failed_looks (&self->other) < 3)
    g_thread_yield ();
  outage_end ();
  while (g_atomic_int_get (&told.n_read) < 2)
    g_thread_yield ();
  redress_log_set_writer (NULL, NULL);
  g_assert_cmpint (told.n_unread, ==, 2);
  redress_loop_claim (&self->loop);
  g_thread_join (thread);
  g_assert_cmpuint (waiting.page->changes->len, ==, 1);
  redress_change_page_free (first);
  redress_change_page_free (waiting.page);
}

typedef struct
{
  RedressTestBackend *backend;
  gboolean leads;
} Asking;

static void
ask_lead (gpointer data)
{
  Asking *asking = data;

  asking->leads = redress_database_leads (redress_test_backend_get_connection (asking->backend));
}

static gboolean
leads (RedressTestBackend *backend)
{
  Asking asking = { backend, FALSE };

  redress_test_backend_run (backend, ask_lead, &asking);
  return asking.leads;
}

static void
test_one_leads (Several *self, gconstpointer data)
{
  if (self->loop.backend == NULL)
    return;
  g_assert_true (leads (self->loop.backend));
  g_assert_false (leads (self->other.backend));
  g_assert_true (leads (self->loop.backend));
  redress_test_backend_restart (self->loop.backend);
  g_assert_cmpint (leads (self->loop.backend) + leads (self->other.backend), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/server/several/" name, Several, NULL, set_up, func, tear_down)
  ADD ("long-poll", test_long_poll);
  ADD ("claims", test_claims);
  ADD ("same-decision", test_same_decision);
  ADD ("policies", test_policies);
  ADD ("cut", test_cut);
  ADD ("outage", test_outage);
  ADD ("evidence", test_evidence);
  ADD ("reveal", test_reveal);
  ADD ("one-leads", test_one_leads);
  return g_test_run ();
}
