/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include <string.h>

/* The feed: everything once more than never, nothing left out, no cursor but the server's own. */

static RedressTestAnswer *
get_changes (RedressLoop *loop, const char *token, const char *cursor, const char *more)
{
  g_autofree char *path = cursor != NULL ? g_strdup_printf ("/v1/changes?cursor=%s%s", cursor, more)
                                         : g_strdup_printf ("/v1/changes?a=b%s", more);

  return redress_test_backend_get (loop->backend, token, path);
}

static RedressChangePage *
read_page (RedressLoop *loop, const char *token, const char *cursor, const char *more)
{
  g_autoptr (RedressTestAnswer) answer = get_changes (loop, token, cursor, more);
  g_autoptr (GError) error = NULL;
  RedressChangePage *page;

  redress_test_answer_expect (answer, 200);
  page = redress_change_page_from_json (json_node_get_object (answer->json), &error);
  g_assert_no_error (error);
  return page;
}

/* Reads to the end. @ids: (element-type int64): those seen, each with its newest rev. */
static char *
read_all (
    RedressLoop *loop, const char *token, const char *cursor, const char *more, GHashTable *revs)
{
  g_autofree char *at = g_strdup (cursor);
  gboolean has_more = TRUE;

  while (has_more)
    {
      RedressChangePage *page = read_page (loop, token, at, more);

      for (guint i = 0; i < page->changes->len; i++)
        {
          const RedressChange *change = g_ptr_array_index (page->changes, i);

          g_assert_nonnull (change->summary);
          g_hash_table_insert (revs, GSIZE_TO_POINTER (change->id),
                               GSIZE_TO_POINTER (change->summary->rev));
        }
      has_more = page->more;
      g_free (at);
      at = g_strdup (page->next);
      redress_change_page_free (page);
    }
  return g_steal_pointer (&at);
}

static void
test_first_copy (RedressLoop *loop, gconstpointer data)
{
  RedressChangePage *page = read_page (loop, loop->agent, NULL, "");
  RedressChangePage *after = NULL;
  const RedressChange *change = g_ptr_array_index (page->changes, 0);

  g_assert_cmpuint (page->changes->len, ==, 1);
  g_assert_cmpint (change->id, ==, loop->ticket);
  g_assert_cmpint (change->seq, ==, 1);
  g_assert_cmpstr (change->summary->customer_name, ==, "客户 4821");
  g_assert_false (page->more);
  g_assert_nonnull (page->epoch);
  g_assert_cmpint (page->server_time, ==, redress_clock_now (loop->backend->clock));
  after = read_page (loop, loop->agent, page->next, "");
  g_assert_cmpuint (after->changes->len, ==, 0);
  redress_change_page_free (page);
  redress_change_page_free (after);
}

static void
test_changes_after (RedressLoop *loop, gconstpointer data)
{
  RedressChangePage *first = read_page (loop, loop->agent, NULL, "");
  RedressChangePage *page;

  redress_loop_claim (loop);
  redress_test_backend_create_ticket (loop->backend, "R-2");
  page = read_page (loop, loop->agent, first->next, "");
  g_assert_cmpuint (page->changes->len, ==, 2);
  {
    const RedressChange *claimed = g_ptr_array_index (page->changes, 0);
    const RedressChange *created = g_ptr_array_index (page->changes, 1);

    g_assert_cmpint (claimed->seq, ==, 2);
    g_assert_cmpint (created->seq, ==, 3);
    g_assert_cmpstr (claimed->summary->claim->holder_name, ==, "agent");
    g_assert_cmpint (claimed->rev, ==, 2);
  }
  redress_change_page_free (first);
  redress_change_page_free (page);
}

static void
test_small_pages (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (GHashTable) copied = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) changed = g_hash_table_new (NULL, NULL);
  g_autofree char *cursor = NULL;
  g_autofree char *end = NULL;

  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *number = g_strdup_printf ("P-%u", i);

      redress_test_backend_create_ticket (loop->backend, number);
    }
  cursor = read_all (loop, loop->agent, NULL, "&limit=3", copied);
  g_assert_cmpuint (g_hash_table_size (copied), ==, 10);
  for (gint64 id = 1; id <= 10; id++)
    redress_test_backend_claim (loop->backend, loop->agent, id);
  end = read_all (loop, loop->agent, cursor, "&limit=3", changed);
  g_assert_cmpuint (g_hash_table_size (changed), ==, 10);
  for (gint64 id = 1; id <= 10; id++)
    g_assert_cmpuint (GPOINTER_TO_SIZE (g_hash_table_lookup (changed, GSIZE_TO_POINTER (id))), ==,
                      2);
}

/* What changes between two pages of the copy comes again behind it. */
static void
test_change_while_copying (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (GHashTable) revs = g_hash_table_new (NULL, NULL);
  g_autofree char *end = NULL;
  RedressChangePage *page;

  redress_test_backend_create_ticket (loop->backend, "R-2");
  redress_test_backend_create_ticket (loop->backend, "R-3");
  page = read_page (loop, loop->agent, NULL, "&limit=1");
  g_assert_true (page->more);
  for (gint64 id = 1; id <= 3; id++)
    redress_test_backend_claim (loop->backend, loop->agent, id);
  redress_test_backend_create_ticket (loop->backend, "R-4");
  end = read_all (loop, loop->agent, page->next, "&limit=1", revs);
  g_assert_cmpuint (g_hash_table_size (revs), ==, 4);
  for (gint64 id = 1; id <= 3; id++)
    g_assert_cmpuint (GPOINTER_TO_SIZE (g_hash_table_lookup (revs, GSIZE_TO_POINTER (id))), ==, 2);
  redress_change_page_free (page);
}

static void
test_old_tickets_stay_away (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTestAnswer) withdrawn = redress_test_backend_intake (
      loop->backend, "POST", "/v1/platforms/kameng/tickets/R-1/withdraw", "{}");
  RedressChangePage *soon, *late;

  redress_test_answer_expect (withdrawn, 200);
  soon = read_page (loop, loop->agent, NULL, "");
  g_assert_cmpuint (soon->changes->len, ==, 1);
  redress_test_backend_advance (loop->backend, 31 * REDRESS_DAY);
  redress_loop_sign_in_again (loop);
  late = read_page (loop, loop->agent, NULL, "");
  g_assert_cmpuint (late->changes->len, ==, 0);
  redress_change_page_free (soon);
  redress_change_page_free (late);
}

static void
expect_resync (RedressLoop *loop, const char *token, const char *cursor)
{
  g_autoptr (RedressTestAnswer) answer = get_changes (loop, token, cursor, "");

  redress_test_answer_expect_problem (answer, 410, "resync_required");
}

static void
test_forged_cursors (RedressLoop *loop, gconstpointer data)
{
  RedressChangePage *page = read_page (loop, loop->agent, NULL, "");
  g_autofree char *cut = g_strndup (page->next, strlen (page->next) - 2);
  g_autofree char *longer = g_strconcat (page->next, "AA", NULL);

  expect_resync (loop, loop->agent, "AAAA");
  expect_resync (loop, loop->agent, "%E4%BD%A0");
  expect_resync (loop, loop->agent, cut);
  expect_resync (loop, loop->agent, longer);
  for (guint i = 0; i < strlen (page->next); i += 7)
    {
      g_autofree char *bent = g_strdup (page->next);

      bent[i] = bent[i] == 'A' ? 'B' : 'A';
      expect_resync (loop, loop->agent, bent);
    }
  /* A good one of another account. */
  expect_resync (loop, loop->rival, page->next);
  redress_change_page_free (page);
}

static void
run_script (RedressLoop *loop, const char *script)
{
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (redress_test_backend_get_connection (loop->backend), script,
                                     &error);
  g_assert_no_error (error);
}

static void
forget_feed (gpointer data)
{
  run_script (data, "delete from change_log; update feed_head set minimum = seq");
}

static void
lose_suffix (gpointer data)
{
  run_script (data, "update feed_head set seq = 1");
}

static void
change_grants (gpointer data)
{
  run_script (data, "update account set grants_version = grants_version + 1");
}

static void
change_epoch (gpointer data)
{
  run_script (data, "update feed_epoch set epoch = 'another'");
}

static void
erase_ticket (gpointer data)
{
  run_script (data, "insert into change_log (platform, seq, ticket, rev, op, reason, at) "
                    "values ('kameng', 2, 77, 9, 'remove', 'erased', 1), "
                    "('kameng', 3, 78, 1, 'upsert', null, 1);"
                    "update feed_head set seq = 3");
}

/* What was taken away is told, and so is what an old entry speaks of and is gone. */
static void
test_tombstones (RedressLoop *loop, gconstpointer data)
{
  RedressChangePage *first = read_page (loop, loop->agent, NULL, "");
  RedressChangePage *page;

  redress_test_backend_run (loop->backend, erase_ticket, loop);
  page = read_page (loop, loop->agent, first->next, "");
  g_assert_cmpuint (page->changes->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const RedressChange *change = g_ptr_array_index (page->changes, i);

      g_assert_true (change->remove);
      g_assert_null (change->summary);
      g_assert_cmpint (change->id, ==, 77 + i);
      g_assert_cmpstr (change->reason, ==, i == 0 ? "erased" : "purged");
    }
  redress_change_page_free (first);
  redress_change_page_free (page);
}

static void
test_stale_cursors (RedressLoop *loop, gconstpointer data)
{
  RedressChangePage *old = read_page (loop, loop->agent, NULL, "");
  RedressChangePage *page;

  redress_loop_claim (loop);
  page = read_page (loop, loop->agent, old->next, "");
  redress_test_backend_run (loop->backend, forget_feed, loop);
  expect_resync (loop, loop->agent, old->next);
  redress_change_page_free (read_page (loop, loop->agent, page->next, ""));
  redress_test_backend_run (loop->backend, lose_suffix, loop);
  expect_resync (loop, loop->agent, page->next);
  redress_change_page_free (old);
  redress_change_page_free (page);
  redress_test_backend_run (loop->backend, forget_feed, loop);
}

static void
test_grants_change (RedressLoop *loop, gconstpointer data)
{
  RedressChangePage *page = read_page (loop, loop->agent, NULL, "");

  redress_test_backend_run (loop->backend, change_grants, loop);
  expect_resync (loop, loop->agent, page->next);
  redress_change_page_free (page);
}

static void
test_epoch_changes (RedressLoop *loop, gconstpointer data)
{
  RedressChangePage *page = read_page (loop, loop->agent, NULL, "");

  redress_test_backend_run (loop->backend, change_epoch, loop);
  redress_test_backend_restart (loop->backend);
  expect_resync (loop, loop->agent, page->next);
  redress_change_page_free (page);
}

static void
test_restart_keeps_cursors (RedressLoop *loop, gconstpointer data)
{
  RedressChangePage *page = read_page (loop, loop->agent, NULL, "");
  RedressChangePage *after;

  redress_test_backend_restart (loop->backend);
  after = read_page (loop, loop->agent, page->next, "");
  g_assert_cmpuint (after->changes->len, ==, 0);
  redress_change_page_free (page);
  redress_change_page_free (after);
}

static void
test_other_platform_unseen (RedressLoop *loop, gconstpointer data)
{
  const char *const cainiao[] = { "cainiao", NULL };
  g_autofree char *stranger =
      redress_test_backend_add_account (loop->backend, "stranger", REDRESS_ROLE_AGENT, cainiao);
  RedressChangePage *page = read_page (loop, stranger, NULL, "");
  RedressChangePage *after;

  g_assert_cmpuint (page->changes->len, ==, 0);
  redress_loop_claim (loop);
  after = read_page (loop, stranger, page->next, "");
  g_assert_cmpuint (after->changes->len, ==, 0);
  redress_change_page_free (page);
  redress_change_page_free (after);
}

static void
test_bad_parameters (RedressLoop *loop, gconstpointer data)
{
  static const char *const bad[] = { "&limit=0", "&limit=501", "&limit=x", "&wait=26", "&wait=-1" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (RedressTestAnswer) answer = get_changes (loop, loop->agent, NULL, bad[i]);

      redress_test_answer_expect (answer, 400);
    }
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

  waiting->page = read_page (waiting->loop, waiting->loop->rival, waiting->cursor, "&wait=20");
  return NULL;
}

static void
test_long_poll (RedressLoop *loop, gconstpointer data)
{
  RedressChangePage *first = read_page (loop, loop->rival, NULL, "");
  Waiting waiting = { loop, first->next, NULL };
  GThread *thread = g_thread_new ("poll", wait_for_change, &waiting);

  redress_loop_claim (loop);
  g_thread_join (thread);
  g_assert_cmpuint (waiting.page->changes->len, ==, 1);
  redress_change_page_free (first);
  redress_change_page_free (waiting.page);
}

#define N_WRITERS 6
#define N_EACH 15

typedef struct
{
  RedressLoop *loop;
  guint number;
} Writer;

static gpointer
write_tickets (gpointer data)
{
  Writer *writer = data;

  for (guint i = 0; i < N_EACH; i++)
    {
      g_autofree char *number = g_strdup_printf ("W%u-%u", writer->number, i);
      gint64 id = redress_test_backend_create_ticket (writer->loop->backend, number);

      redress_test_backend_claim (writer->loop->backend, writer->loop->agent, id);
    }
  return NULL;
}

static gboolean
is_complete (GHashTable *revs)
{
  GHashTableIter iter;
  gpointer rev;
  guint n = 0;

  g_hash_table_iter_init (&iter, revs);
  while (g_hash_table_iter_next (&iter, NULL, &rev))
    n += GPOINTER_TO_SIZE (rev) == 2;
  return n == N_WRITERS * N_EACH;
}

/* One reads while six write: each position once, in order, and nothing missing at the end. */
static void
test_concurrent_writers (RedressLoop *loop, gconstpointer data)
{
  RedressChangePage *first = read_page (loop, loop->rival, NULL, "");
  g_autoptr (GHashTable) revs = g_hash_table_new (NULL, NULL);
  g_autofree char *cursor = g_strdup (first->next);
  Writer writers[N_WRITERS];
  GThread *threads[N_WRITERS];
  gint64 seq = 1;

  for (guint i = 0; i < N_WRITERS; i++)
    {
      writers[i] = (Writer){ loop, i };
      threads[i] = g_thread_new ("writer", write_tickets, &writers[i]);
    }
  while (!is_complete (revs))
    {
      RedressChangePage *page = read_page (loop, loop->rival, cursor, "&wait=5&limit=7");

      for (guint i = 0; i < page->changes->len; i++)
        {
          const RedressChange *change = g_ptr_array_index (page->changes, i);

          g_assert_cmpint (change->seq, ==, ++seq);
          g_hash_table_insert (revs, GSIZE_TO_POINTER (change->id),
                               GSIZE_TO_POINTER (change->summary->rev));
        }
      g_free (cursor);
      cursor = g_strdup (page->next);
      redress_change_page_free (page);
    }
  for (guint i = 0; i < N_WRITERS; i++)
    g_thread_join (threads[i]);
  redress_change_page_free (first);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/changes/" path, RedressLoop, NULL, redress_loop_set_up, func,               \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("first-copy", test_first_copy);
  ADD ("changes-after", test_changes_after);
  ADD ("small-pages", test_small_pages);
  ADD ("change-while-copying", test_change_while_copying);
  ADD ("old-tickets-stay-away", test_old_tickets_stay_away);
  ADD ("forged-cursors", test_forged_cursors);
  ADD ("tombstones", test_tombstones);
  ADD ("stale-cursors", test_stale_cursors);
  ADD ("grants-change", test_grants_change);
  ADD ("epoch-changes", test_epoch_changes);
  ADD ("restart-keeps-cursors", test_restart_keeps_cursors);
  ADD ("other-platform-unseen", test_other_platform_unseen);
  ADD ("bad-parameters", test_bad_parameters);
  ADD ("long-poll", test_long_poll);
  ADD ("concurrent-writers", test_concurrent_writers);
  return g_test_run ();
}
