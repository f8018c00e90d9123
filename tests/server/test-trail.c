/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include <glib/gstdio.h>
#include <string.h>

#include "server/evidence-store.h"
#include "server/sweep.h"
#include "server/trail-check.h"

/* The checker has to see what it is there for, and old entries go without a trace of a gap. */

typedef struct
{
  RedressLoop *loop;
  const char *script;
  const char *mistake;
} Damage;

static void
do_damage (gpointer data)
{
  Damage *damage = data;
  RedressSqlConnection *connection = redress_test_backend_get_connection (damage->loop->backend);
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;

  redress_sql_connection_run_script (connection, damage->script, &error);
  g_assert_no_error (error);
  redress_trail_check (connection, redress_test_folder_get_path (damage->loop->backend->folder),
                       mistakes, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < mistakes->len; i++)
    found = found || g_str_has_prefix (g_ptr_array_index (mistakes, i), damage->mistake);
  g_assert_true (found);
}

static const Damage damages[] = {
  { NULL, "delete from audit_leaf where action = 'decide'",
    "decision without its entry in the log" },
  { NULL, "delete from decision", "entry in the log without its decision" },
  { NULL, "delete from decision", "answer that says decided without its decision" },
  { NULL, "delete from decision", "decided ticket without a decision" },
  { NULL, "update decision set rev = 99", "decision without its entry in the feed" },
  { NULL, "delete from idempotency where answer like '%\"decision\":{%'",
    "decision without its stored answer" },
  { NULL, "delete from audit_leaf where idx = 1", "gap in the log" },
  { NULL, "update audit_log set size = size + 1", "gap in the log" },
  { NULL, "delete from change_log where seq = 2", "gap in the feed" },
  { NULL, "update feed_head set seq = seq - 1", "gap in the feed" },
  { NULL, "update ticket set rev = rev + 1", "ticket whose newest state is not in the feed" },
  { NULL, "update ticket set state = 'open'", "undecided ticket with a decision" },
  { NULL, "update ticket set state = 'held'", "held or waiting ticket that never comes back" },
  { NULL,
    "insert into evidence (ticket, slot, holder, sensitivity, media_type, size, sha256, "
    "received_at, rendition_state) values (1, 's', 'customer', 'low', 'text/plain', 1, "
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1, 'failed')",
    "evidence without its file" },
};

static void
decide (RedressLoop *loop)
{
  g_autoptr (RedressCommand) decision = NULL;

  redress_loop_claim (loop);
  decision = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  redress_loop_expect_applied (loop, loop->agent, decision);
}

static void
test_damage (gconstpointer data)
{
  Damage damage = *(const Damage *)data;
  RedressLoop loop = { 0 };

  redress_loop_set_up (&loop, NULL);
  decide (&loop);
  redress_test_backend_check_trail (loop.backend);
  damage.loop = &loop;
  redress_test_backend_run (loop.backend, do_damage, &damage);
  redress_test_backend_free (loop.backend);
  g_free (loop.agent);
  g_free (loop.rival);
}

static void
forget (gpointer data)
{
  RedressLoop *loop = data;
  RedressSqlConnection *connection = redress_test_backend_get_connection (loop->backend);
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  redress_sweep_forget (redress_service_get_server (loop->backend->service),
                        redress_clock_now (loop->backend->clock));
  redress_sql_connection_get_int64 (connection, "select count(*) from change_log", &n, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 1);
  redress_sql_connection_get_int64 (connection, "select minimum from feed_head", &n, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 3);
  redress_sql_connection_get_int64 (connection, "select count(*) from idempotency", &n, &error);
  g_assert_cmpint (n, ==, 0);
  redress_sql_connection_get_int64 (connection, "select count(*) from intake_key", &n, &error);
  g_assert_cmpint (n, ==, 1);
}

/* The same size, and other bytes. */
static void
spoil_file (gpointer data)
{
  RedressLoop *loop = data;
  RedressSqlConnection *connection = redress_test_backend_get_connection (loop->backend);
  const char *folder = redress_test_folder_get_path (loop->backend->folder);
  const char *sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  g_autofree char *path = redress_evidence_store_get_original (folder, sha256);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (
      connection,
      "insert into evidence (ticket, slot, holder, sensitivity, media_type, size, sha256, "
      "received_at, rendition_state) values (1, 's', 'customer', 'low', 'text/plain', 5, "
      "'2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', 1, 'failed')",
      &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "hello", -1, NULL));
  redress_trail_check (connection, folder, mistakes, NULL);
  g_assert_cmpint (mistakes->len, ==, 0);
  g_assert_true (g_file_set_contents (path, "jello", -1, NULL));
  redress_trail_check (connection, folder, mistakes, NULL);
  g_assert_cmpint (mistakes->len, ==, 1);
  g_assert_true (g_str_has_prefix (mistakes->pdata[0], "evidence whose file is not what it was"));
  g_assert_true (g_file_set_contents (path, "hello", -1, NULL));
}

static void
test_spoiled_file (RedressLoop *loop, gconstpointer data)
{
  redress_test_backend_run (loop->backend, spoil_file, loop);
}

static void
test_forget (RedressLoop *loop, gconstpointer data)
{
  decide (loop);
  redress_clock_advance (loop->backend->clock, 179 * REDRESS_DAY);
  redress_test_backend_create_ticket (loop->backend, "R-2");
  redress_clock_advance (loop->backend->clock, 2 * REDRESS_DAY);
  redress_test_backend_run (loop->backend, forget, loop);
  redress_test_backend_check_trail (loop->backend);
}

/* A ticket that cannot be woken keeps no other asleep. */
static void
damage_first (gpointer data)
{
  RedressLoop *loop = data;
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (
      redress_test_backend_get_connection (loop->backend),
      "update ticket set order_json = 'nonsense', wake_at = 1 where id = 1", &error);
  g_assert_no_error (error);
}

static void
mend_first (gpointer data)
{
  RedressLoop *loop = data;
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (redress_test_backend_get_connection (loop->backend),
                                     "update ticket set order_json = '{}' where id = 1", &error);
  g_assert_no_error (error);
}

static void
test_bad_row_holds_nobody_up (RedressLoop *loop, gconstpointer data)
{
  gint64 other = redress_test_backend_create_ticket (loop->backend, "R-2");
  g_autoptr (RedressCommand) hold =
      redress_test_backend_new_command (loop->backend, REDRESS_COMMAND_HOLD, other);
  g_autoptr (RedressTicket) ticket = NULL;

  redress_test_backend_claim (loop->backend, loop->agent, other);
  hold->base_version = 1;
  hold->claim_token = 1;
  hold->note = g_strdup ("later");
  hold->until = redress_clock_now (loop->backend->clock) + REDRESS_MINUTE;
  redress_loop_expect_applied (loop, loop->agent, hold);
  redress_test_backend_run (loop->backend, damage_first, loop);
  redress_test_backend_advance (loop->backend, REDRESS_MINUTE);
  ticket = redress_test_backend_fetch (loop->backend, loop->agent, other);
  g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_OPEN);
  redress_test_backend_run (loop->backend, mend_first, loop);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/server/trail/damage/%u", i);

      g_test_add_data_func (path, &damages[i], test_damage);
    }
  g_test_add ("/server/trail/spoiled-file", RedressLoop, NULL, redress_loop_set_up,
              test_spoiled_file, redress_loop_tear_down);
  g_test_add ("/server/trail/forget", RedressLoop, NULL, redress_loop_set_up, test_forget,
              redress_loop_tear_down);
  g_test_add ("/server/trail/bad-row-holds-nobody-up", RedressLoop, NULL, redress_loop_set_up,
              test_bad_row_holds_nobody_up, redress_loop_tear_down);
  return g_test_run ();
}
