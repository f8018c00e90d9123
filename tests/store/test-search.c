/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/database-file.h"
#include "store/queue-fixture.h"

#include "support/spin.h"

#include <glib/gstdio.h>

static void
put (RedressTestQueue *self, gint64 id, const char *customer, const char *title, const char *reason)
{
  static gint64 rev;
  RedressSummary *summary = redress_test_summary_new (id);

  summary->state = REDRESS_STATE_OPEN;
  summary->closed_at = REDRESS_TIME_UNKNOWN;
  summary->due_at = REDRESS_TEST_NOW + id * REDRESS_MINUTE;
  summary->rev = ++rev;
  g_free (summary->customer_name);
  g_free (summary->title);
  g_free (summary->reason_text);
  summary->customer_name = g_strdup (customer);
  summary->title = g_strdup (title);
  summary->reason_text = g_strdup (reason);
  redress_test_store_put (&self->base, summary);
}

static void
look_for (RedressTestQueue *self, const char *text)
{
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);

  query->text = g_strdup (text);
  redress_queue_set_query (self->queue, query);
}

static void
put_some (RedressTestQueue *self)
{
  put (self, 1, "客户 4821", "游戏点券卡 300 面额", "选错区服，未到账");
  put (self, 2, "客户 2207", "高铁车票", "申请退款，客户已退票");
  put (self, 3, "Customer 9034", "Headphones", "Payment failed three times");
  put (self, 4, "客户 4821", "退货包裹", "卖家已同意");
  redress_test_store_settle_search (&self->base);
}

static void
test_words (RedressTestQueue *self, gconstpointer data)
{
  put_some (self);
  look_for (self, "退款");
  redress_test_queue_await_list (self, 1, 2);
  look_for (self, "退");
  redress_test_queue_await_list (self, 2, 2, 4);
  look_for (self, "区服");
  redress_test_queue_await_list (self, 1, 1);
  look_for (self, "  payment  ");
  redress_test_queue_await_list (self, 1, 3);
  look_for (self, "PAY");
  redress_test_queue_await_list (self, 1, 3);
  look_for (self, "客户 4821");
  redress_test_queue_await_list (self, 2, 1, 4);
  look_for (self, "客户 卖家");
  redress_test_queue_await_list (self, 1, 4);
  look_for (self, "退错");
  redress_test_queue_await_list (self, 0);
  look_for (self, "   ");
  redress_test_queue_await_list (self, 4, 1, 2, 3, 4);
}

static void
test_signs (RedressTestQueue *self, gconstpointer data)
{
  static const char *const signs[] = { "\"",         "'", "*", "()",    "退款\"",          "a OR b",
                                       "NEAR(退款)", "%", "-", "^退款", "\xe9\x80\x80\xe6" };

  put_some (self);
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      look_for (self, signs[i]);
      redress_test_store_settle_search (&self->base);
      g_assert_null (redress_queue_get_error (self->queue));
    }
}

static void
test_numbers (RedressTestQueue *self, gconstpointer data)
{
  put_some (self);
  look_for (self, "T-3");
  redress_test_queue_await_list (self, 1, 3);
  look_for (self, "KM-00000002");
  redress_test_queue_await_list (self, 1, 2);
  look_for (self, "km-0000000");
  redress_test_queue_await_list (self, 4, 1, 2, 3, 4);
  look_for (self, " E000000015838 ");
  redress_test_queue_await_list (self, 1, 2);
  look_for (self, "4821");
  redress_test_queue_await_list (self, 2, 1, 4);
  look_for (self, "T-99");
  redress_test_queue_await_list (self, 0);
}

static void
test_filter_and_order (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);

  put_some (self);
  query->text = g_strdup ("客户");
  redress_queue_set_query (self->queue, query);
  redress_test_queue_await_list (self, 3, 1, 2, 4);
  query->sort = REDRESS_SORT_NEWEST;
  redress_queue_set_query (self->queue, query);
  redress_test_queue_await_list (self, 3, 4, 2, 1);
  query->view = REDRESS_VIEW_DONE;
  redress_queue_set_query (self->queue, query);
  redress_test_queue_await_list (self, 0);
  /* Everywhere: the view has no say, the filters have. */
  query->everywhere = TRUE;
  redress_queue_set_query (self->queue, query);
  redress_test_queue_await_list (self, 3, 4, 2, 1);
  query->states = 1u << REDRESS_STATE_CLOSED;
  redress_queue_set_query (self->queue, query);
  redress_test_queue_await_list (self, 0);
}

/* The index compared with the words it was told. */
static void
check_index (RedressTestQueue *self)
{
  g_autoptr (RedressSqlConnection) search = NULL;
  g_autoptr (GError) error = NULL;

  redress_test_queue_close (self);
  search = redress_database_file_open (&redress_search_file, self->base.paths.cache, &error);
  g_assert_no_error (error);
  redress_sql_connection_run (
      search, "INSERT INTO word_index (word_index, rank) VALUES ('integrity-check', 1)", &error);
  g_assert_no_error (error);
  g_clear_pointer (&search, redress_sql_connection_close);
  redress_test_store_open (&self->base);
  self->queue = redress_queue_new (self->base.store, "a-1");
  redress_test_queue_watch (self);
}

static void
test_changed_words (RedressTestQueue *self, gconstpointer data)
{
  RedressChangePage *page = redress_test_page_new ("c");

  put_some (self);
  put (self, 1, "贵宾 1111", "游戏点券卡 300 面额", "选错区服，未到账");
  put (self, 2, "客户 2207", "高铁车票", "改签失败");
  redress_test_page_add_removal (page, 4, G_MAXINT64);
  redress_test_store_apply (&self->base, page);
  redress_test_store_settle_search (&self->base);
  look_for (self, "退款");
  redress_test_queue_await_list (self, 0);
  look_for (self, "4821");
  redress_test_queue_await_list (self, 0);
  look_for (self, "贵宾");
  redress_test_queue_await_list (self, 1, 1);
  check_index (self);
  look_for (self, "改签");
  redress_test_queue_await_list (self, 1, 2);
  look_for (self, "卖家");
  redress_test_queue_await_list (self, 0);
}

static void
check_after_loss (RedressTestQueue *self)
{
  redress_test_store_open (&self->base);
  redress_test_store_settle_search (&self->base);
  self->queue = redress_queue_new (self->base.store, "a-1");
  look_for (self, "退款");
  redress_test_queue_watch (self);
  redress_test_queue_await_list (self, 1, 2);
}

static void
test_index_lost_or_damaged (RedressTestQueue *self, gconstpointer data)
{
  g_autofree char *path = redress_test_store_build_path (&self->base, "search.db");

  put_some (self);
  redress_test_queue_close (self);
  g_assert_cmpint (g_unlink (path), ==, 0);
  check_after_loss (self);

  redress_test_queue_close (self);
  g_assert_true (g_file_set_contents (path, "this is no database at all, is it?", -1, NULL));
  check_after_loss (self);
  g_assert_false (redress_store_get_notes (self->base.store) & REDRESS_STORE_CACHE_REBUILT);
}

static void
test_many_hits (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  RedressChangePage *page = redress_test_page_new ("c");

  for (gint64 id = 1; id <= 2500; id++)
    {
      RedressSummary *summary = redress_test_summary_new (id);

      /* The newest thousand are in no view that is asked for. */
      summary->state = id > 1500 ? REDRESS_STATE_CLOSED : REDRESS_STATE_OPEN;
      g_free (summary->reason_text);
      summary->reason_text = g_strdup ("退款");
      redress_test_page_add (page, summary);
    }
  redress_test_store_apply (&self->base, page);
  redress_test_store_settle_search (&self->base);
  query->sort = REDRESS_SORT_NEWEST;
  query->text = g_strdup ("退款");
  redress_queue_set_query (self->queue, query);
  redress_test_queue_await_length (self, 1000);
  g_assert_cmpint (g_array_index (self->shown, gint64, 0), ==, 1500);
}

static gint64
find (RedressTestQueue *self, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 ticket = 77;

  redress_store_find_number_async (self->base.store, text, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "a number");
  redress_store_find_number_finish (self->base.store, result, &ticket, &error);
  g_assert_no_error (error);
  return ticket;
}

static void
test_find_number (RedressTestQueue *self, gconstpointer data)
{
  put_some (self);
  g_assert_cmpint (find (self, "T-3"), ==, 3);
  g_assert_cmpint (find (self, " KM-00000002\n"), ==, 2);
  g_assert_cmpint (find (self, "km-00000002"), ==, 2);
  g_assert_cmpint (find (self, "E000000007919"), ==, 1);
  g_assert_cmpint (find (self, "T-99"), ==, 0);
  g_assert_cmpint (find (self, "KM-0000000"), ==, 0);
  g_assert_cmpint (find (self, ""), ==, 0);
  g_assert_cmpint (find (self, "退款"), ==, 0);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/search/" path, RedressTestQueue, NULL, redress_test_queue_set_up, func,      \
              redress_test_queue_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("words", test_words);
  ADD ("signs", test_signs);
  ADD ("numbers", test_numbers);
  ADD ("filter-and-order", test_filter_and_order);
  ADD ("changed-words", test_changed_words);
  ADD ("index-lost-or-damaged", test_index_lost_or_damaged);
  ADD ("many-hits", test_many_hits);
  ADD ("find-number", test_find_number);
  return g_test_run ();
}
