/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/edge-private.h"
#include "server/hold.h"
#include "server/loop.h"
#include "server/server-private.h"

#include <string.h>

/* Commands that wait together are committed together, and each is answered as if it were alone. */

#define N_COMMANDS 6

typedef struct
{
  RedressLoop *loop;
  gint64 ticket;
  RedressAnswer *answer;
} Sending;

static gpointer
send_claim (gpointer data)
{
  Sending *sending = data;
  g_autoptr (RedressCommand) claim = redress_test_backend_new_command (
      sending->loop->backend, REDRESS_COMMAND_CLAIM, sending->ticket);

  sending->answer = redress_loop_send (sending->loop, sending->loop->agent, claim);
  return NULL;
}

static guint
count_waiting (RedressLoop *loop)
{
  RedressEdge *edge = redress_service_get_server (loop->backend->service)->edge;
  guint n;

  g_mutex_lock (&edge->lock);
  n = g_queue_get_length (&edge->grouped);
  g_mutex_unlock (&edge->lock);
  return n;
}

static gint64
count_groups (RedressLoop *loop)
{
  static const char name[] = "\nredress_command_groups_total ";
  g_autofree char *text = redress_metrics_to_text (
      redress_server_get_metrics (redress_service_get_server (loop->backend->service)));
  const char *line = strstr (text, name);

  return line != NULL ? g_ascii_strtoll (line + strlen (name), NULL, 10) : 0;
}

/* Sends a claim for each ticket so that all of them wait for the database at one moment. */
static void
send_at_once (RedressLoop *loop, Sending *sendings, guint n)
{
  Hold *hold = hold_new (redress_service_get_jobs (loop->backend->service));
  GThread *threads[N_COMMANDS];

  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("send", send_claim, &sendings[i]);
  while (count_waiting (loop) < n)
    g_thread_yield ();

  hold_free (hold);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
}

static void
make_sendings (RedressLoop *loop, Sending *sendings)
{
  for (guint i = 0; i < N_COMMANDS; i++)
    {
      g_autofree char *name = g_strdup_printf ("G-%u", i);

      sendings[i] = (Sending){ loop, redress_test_backend_create_ticket (loop->backend, name) };
    }
}

/* The one at @bad is answered with @status, all others are applied. */
static void
check_sendings (Sending *sendings, guint bad, guint status)
{
  for (guint i = 0; i < N_COMMANDS; i++)
    {
      g_assert_cmpuint (sendings[i].answer->status, ==, i == bad ? status : 200);
      redress_answer_free (sendings[i].answer);
    }
}

typedef enum
{
  STATEMENT,
  TRANSACTION,
} Loss;

/* What a change of the ticket takes back. PostgreSQL ends no transaction by itself, but its session
 * may end. */
static const char *const spoil_words[][2] = {
  [REDRESS_SQL_SQLITE] = {
    [STATEMENT] = "create trigger spoil before update on ticket when new.id = %d "
                  "begin select raise (abort, 'spoilt'); end",
    [TRANSACTION] = "create trigger spoil before update on ticket when new.id = %d "
                    "begin select raise (rollback, 'spoilt'); end",
  },
  [REDRESS_SQL_POSTGRESQL] = {
    [STATEMENT] = "alter table ticket add check (id <> %d) not valid",
    [TRANSACTION] = "alter table ticket add check "
                    "(id <> %d or pg_terminate_backend (pg_backend_pid ())) not valid",
  },
};

typedef struct
{
  RedressLoop *loop;
  gint64 ticket;
  Loss loss;
} Spoiling;

static void
spoil (gpointer data)
{
  Spoiling *spoiling = data;
  RedressSqlConnection *connection = redress_test_backend_get_connection (spoiling->loop->backend);
  RedressSqlDialect dialect = redress_sql_connection_get_dialect (connection);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, spoiling->ticket);
  g_auto (GStrv) parts = g_strsplit (spoil_words[dialect][spoiling->loss], "%d", 2);
  g_autofree char *sql = g_strjoinv (id, parts);
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (connection, sql, &error);
  g_assert_no_error (error);
}

static void
test_together (RedressLoop *loop, gconstpointer data)
{
  Sending sendings[N_COMMANDS];
  gint64 groups = count_groups (loop);

  make_sendings (loop, sendings);
  send_at_once (loop, sendings, N_COMMANDS);
  check_sendings (sendings, N_COMMANDS, 0);
  g_assert_cmpint (count_groups (loop) - groups, ==, 1);
}

static void
test_of_one (RedressLoop *loop, gconstpointer data)
{
  Sending sendings[N_COMMANDS];

  make_sendings (loop, sendings);
  send_at_once (loop, sendings, 1);
  g_assert_cmpuint (sendings[0].answer->status, ==, 200);
  redress_answer_free (sendings[0].answer);
}

static void
test_one_refused (RedressLoop *loop, gconstpointer data)
{
  Sending sendings[N_COMMANDS];

  make_sendings (loop, sendings);
  sendings[2].ticket = 999999;
  send_at_once (loop, sendings, N_COMMANDS);
  check_sendings (sendings, 2, 404);
}

/* @data: a Loss */
static void
test_one_fails (RedressLoop *loop, gconstpointer data)
{
  Sending sendings[N_COMMANDS];
  Spoiling spoiling = { .loop = loop, .loss = GPOINTER_TO_INT (data) };

  make_sendings (loop, sendings);
  spoiling.ticket = sendings[3].ticket;
  redress_test_backend_run (loop->backend, spoil, &spoiling);
  send_at_once (loop, sendings, N_COMMANDS);
  check_sendings (sendings, 3, 503);
}

/* The second to come has lost, although the first is not on the disk yet. */
static void
test_same_ticket (RedressLoop *loop, gconstpointer data)
{
  Sending sendings[2] = { { loop, loop->ticket }, { loop, loop->ticket } };
  RedressLoop rival = *loop;

  rival.agent = loop->rival;
  sendings[1].loop = &rival;
  send_at_once (loop, sendings, 2);
  g_assert_cmpuint (sendings[0].answer->status + sendings[1].answer->status, ==, 200 + 409);
  redress_answer_free (sendings[0].answer);
  redress_answer_free (sendings[1].answer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, func)                                                                      \
  g_test_add ("/server/groups/" path, RedressLoop, data, redress_loop_set_up, func,                \
              redress_loop_tear_down)
  ADD ("together", NULL, test_together);
  ADD ("of-one", NULL, test_of_one);
  ADD ("one-refused", NULL, test_one_refused);
  ADD ("one-fails", GINT_TO_POINTER (STATEMENT), test_one_fails);
  ADD ("one-takes-all-back", GINT_TO_POINTER (TRANSACTION), test_one_fails);
  ADD ("same-ticket", NULL, test_same_ticket);
  return g_test_run ();
}
