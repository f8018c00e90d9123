/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection.h"
#include "sql/match.h"
#include "support/folder.h"

#include <string.h>

/* What the index finds is compared with what LIKE and plain string functions find. */

#define N_ROWS 1000

static const char *const characters[] = {
  "退", "款", "单", "订", "取", "消", "申", "请", "诉", "卡", "密", "商", "家", "包", "裹", "々",
};
static const char *const words[] = {
  "refund", "Refunded", "T-42", "E8841", "li4wei", "B", "2026", "ＡＢＣ", "Zürich", "café",
};
static const char *const gaps[] = { " ", "，", "。", "-", "(", "😀", "\"", "*" };

static RedressSqlConnection *
open_with_table (void)
{
  const RedressSqlOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  RedressSqlConnection *connection = redress_sql_connection_open (":memory:", &options, &error);

  g_assert_no_error (error);
  redress_sql_connection_run_script (
      connection,
      "CREATE TABLE source (id INTEGER PRIMARY KEY, reason TEXT) STRICT;"
      "CREATE VIRTUAL TABLE found USING fts5 (reason, customer, content = '', tokenize = 'cjk');",
      &error);
  g_assert_no_error (error);
  return connection;
}

static void
insert (RedressSqlConnection *connection, const char *sql, gint64 id, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, &error);

  g_assert_no_error (error);
  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_bind_text (statement, 2, reason);
  redress_sql_statement_run (statement, &error);
  g_assert_no_error (error);
}

static void
add (RedressSqlConnection *connection, gint64 id, const char *reason)
{
  insert (connection, "INSERT INTO source (id, reason) VALUES ($1, $2)", id, reason);
  insert (connection, "INSERT INTO found (rowid, reason, customer) VALUES ($1, $2, '王小明')", id,
          reason);
}

static char *
ids_of (RedressSqlConnection *connection, const char *sql, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, &error);
  g_autoptr (GString) ids = g_string_new (NULL);

  g_assert_no_error (error);
  redress_sql_statement_bind_text (statement, 1, value);
  while (redress_sql_statement_step (statement, &error) == REDRESS_SQL_ROW)
    g_string_append_printf (ids, "%" G_GINT64_FORMAT " ",
                            redress_sql_statement_get_int64 (statement, 0));
  g_assert_no_error (error);
  return g_strdup (ids->str);
}

static char *
search (RedressSqlConnection *connection, const char *typed)
{
  g_autofree char *expression = redress_sql_match_from_typed (REDRESS_SQL_SQLITE, typed);

  if (expression == NULL)
    return NULL;
  return ids_of (connection, "SELECT rowid FROM found WHERE found MATCH $1 ORDER BY rowid",
                 expression);
}

static const char *
pick (GRand *random, const char *const *from, gsize n)
{
  return from[g_rand_int_range (random, 0, (gint32)n)];
}

static char *
make_text (GRand *random)
{
  GString *text = g_string_new (NULL);
  int n = g_rand_int_range (random, 1, 12);

  for (int i = 0; i < n; i++)
    switch (g_rand_int_range (random, 0, 8))
      {
      case 0:
        g_string_append (text, pick (random, words, G_N_ELEMENTS (words)));
        break;
      case 1:
        g_string_append (text, pick (random, gaps, G_N_ELEMENTS (gaps)));
        break;
      default:
        g_string_append (text, pick (random, characters, G_N_ELEMENTS (characters)));
      }
  return g_string_free (text, FALSE);
}

static RedressSqlConnection *
fill (GRand *random)
{
  RedressSqlConnection *connection = open_with_table ();

  for (gint64 id = 1; id <= N_ROWS; id++)
    {
      g_autofree char *text = make_text (random);

      add (connection, id, text);
    }
  return connection;
}

static void
test_chinese_like (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);
  g_autoptr (RedressSqlConnection) connection = fill (random);
  guint n_found = 0;

  for (guint round = 0; round < 150; round++)
    {
      g_autoptr (GString) typed = g_string_new (NULL);
      g_autofree char *found = NULL;
      g_autofree char *expected = NULL;
      int length = g_rand_int_range (random, 1, 5);

      for (int i = 0; i < length; i++)
        g_string_append (typed, pick (random, characters, G_N_ELEMENTS (characters)));
      found = search (connection, typed->str);
      expected = ids_of (connection,
                         "SELECT id FROM source WHERE reason LIKE '%' || $1 || '%' ORDER BY id",
                         typed->str);
      g_test_message ("%s", typed->str);
      g_assert_cmpstr (found, ==, expected);
      n_found += *found != '\0';
    }
  /* The comparison is of something. */
  g_assert_cmpuint (n_found, >, 75);
}

/* A whole text, searched for as it is without its spaces, finds its own row. */
static void
test_finds_itself (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (42);
  g_autoptr (RedressSqlConnection) connection = open_with_table ();

  for (gint64 id = 1; id <= 500; id++)
    {
      g_autofree char *text = make_text (random);
      g_autofree char *found = NULL;
      g_autofree char *mark = g_strdup_printf ("%" G_GINT64_FORMAT " ", id);
      g_auto (GStrv) ids = NULL;

      add (connection, id, text);
      found = search (connection, text);
      if (found == NULL)
        continue;
      g_test_message ("%s -> %s", text, found);
      g_assert_true (g_str_has_suffix (found, mark));
    }
}

typedef struct
{
  const char *text;
  const char *typed;
  gboolean is_found;
} Case;

static const Case cases[] = {
  { "申请退款", "退款", TRUE },
  { "申请退款", "申", TRUE },
  { "申请退款", "款", TRUE },
  { "申请退款", "请退", TRUE },
  { "申请退款", "退申", FALSE },
  { "申请退款", "退款单", FALSE },
  { "申请 退款", "请退", FALSE },
  { "取消订单并退款", "退款 取消", TRUE },
  { "取消订单并退款", "退款 卡密", FALSE },
  { "退款ABC", "退款abc", TRUE },
  { "申请退款ABC", "款abc", TRUE },
  { "申请退款ABC", "退abc", FALSE },
  { "ABC退款", "abc退", TRUE },
  { "ABC退款单", "bc退款", FALSE },
  { "Ticket T-42 of Li Wei", "t42", TRUE },
  { "Ticket T-42 of Li Wei", "Ｔ４２", TRUE },
  { "Ticket T-421 of Li Wei", "T-42", TRUE },
  { "Ticket T-142 of Li Wei", "T-42", FALSE },
  { "E88412003", "88412", TRUE },
  { "E88412003", "e884", TRUE },
  { "E88412003", "8412", FALSE },
  { "refunded at once", "REFUND", TRUE },
  { "refunded at once", "fund", FALSE },
  { "Zürich", "zurich", TRUE },
  { "Zu\xcc\x88rich", "Zürich", TRUE },
  { "ｶﾞｲﾄﾞ", "ガイド", TRUE },
  { "환불 요청", "환불", TRUE },
  { "𠮷野家", "𠮷野", TRUE },
  { "尾号 4821", "4821", TRUE },
  { "AND OR NOT", "not", TRUE },
  { "AND OR NOT", "AND", TRUE },
  { "reason: late", "reason:late", TRUE },
  { "\xe9\x80\x80\xe6 broken", "broken", TRUE },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RedressSqlConnection) connection = open_with_table ();
      g_autofree char *found = NULL;

      add (connection, 1, cases[i].text);
      found = search (connection, cases[i].typed);
      g_test_message ("case %" G_GSIZE_FORMAT ": %s", i, cases[i].typed);
      g_assert_cmpstr (found, ==, cases[i].is_found ? "1 " : "");
    }
}

static void
test_other_columns (void)
{
  g_autoptr (RedressSqlConnection) connection = open_with_table ();
  g_autofree char *found = NULL;

  add (connection, 1, "申请退款");
  found = search (connection, "小明 退款");
  g_assert_cmpstr (found, ==, "1 ");
}

/* Every connection knows the tokenizer, also one that only reads. */
static void
test_other_connection (void)
{
  const RedressSqlOptions writing = { 0 }, reading = { .read_only = TRUE };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_build (folder, "search.db");
  g_autoptr (RedressSqlConnection) writer = NULL;
  g_autoptr (RedressSqlConnection) reader = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  writer = redress_sql_connection_open (path, &writing, &error);
  g_assert_no_error (error);
  redress_sql_connection_run_script (
      writer,
      "CREATE VIRTUAL TABLE found USING fts5 (reason, tokenize = 'cjk', prefix = '1 2');"
      "INSERT INTO found VALUES ('申请退款'), ('消费'), ('取消');",
      &error);
  g_assert_no_error (error);
  reader = redress_sql_connection_open (path, &reading, &error);
  g_assert_no_error (error);
  found = search (reader, "消");
  g_assert_cmpstr (found, ==, "2 3 ");
}

static void
test_nothing_to_look_for (void)
{
  static const char *const texts[] = {
    "", " ", "\t\n　", "\"", "*", "()", "!?。，", "\xff\xfe", "-"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (redress_sql_match_from_typed (REDRESS_SQL_SQLITE, texts[i]));
}

static void
test_harmless (void)
{
  static const char *const texts[] = {
    "\"",
    "\"\"",
    "a\"b",
    "退\"款",
    "a AND",
    "NOT a",
    "a OR OR b",
    "NEAR(a b, 3)",
    "reason : a",
    "{reason customer} : a",
    "-reason : a",
    "^a",
    "a*b*",
    "(a",
    "a)",
    "a + b",
    "'; DROP TABLE found; --",
    "%_\\",
    "\x01\x02 a \x7f",
    "a\xff"
    "b",
    "退\xe6\xac",
    "$1 ?1",
  };
  g_autoptr (RedressSqlConnection) connection = open_with_table ();

  add (connection, 1, "nothing of the kind");
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (search (connection, texts[i]));
}

static void
test_any_bytes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (RedressSqlConnection) connection = open_with_table ();
  static const char alphabet[] = "ab1 \"'*()+-:^{},.\xe9\x80\xe6\xac\xff\xcc\x88~|&;\\";

  for (gint64 id = 1; id <= 1000; id++)
    {
      char text[24] = { 0 };
      int n = g_rand_int_range (random, 0, (gint32)sizeof text);

      for (int i = 0; i < n; i++)
        text[i] = alphabet[g_rand_int_range (random, 0, (gint32)sizeof alphabet - 1)];
      add (connection, id, text);
      g_free (search (connection, text));
    }
}

static void
test_long_input (void)
{
  g_autoptr (RedressSqlConnection) connection = open_with_table ();
  g_autoptr (GString) run = g_string_new (NULL);
  g_autoptr (GString) terms = g_string_new (NULL);
  g_autofree char *letters = g_strnfill (5000, 'x');
  g_autofree char *found_run = NULL;
  g_autofree char *found_terms = NULL;
  g_autofree char *found_letters = NULL;

  for (guint i = 0; i < 5000; i++)
    {
      g_string_append (run, characters[i % 7]);
      g_string_append_printf (terms, "t%u ", i);
    }
  add (connection, 1, run->str);
  add (connection, 2, terms->str);
  add (connection, 3, letters);
  found_run = search (connection, run->str);
  found_terms = search (connection, terms->str);
  found_letters = search (connection, letters);
  g_assert_cmpstr (found_run, ==, "1 ");
  g_assert_cmpstr (found_terms, ==, "2 ");
  g_assert_cmpstr (found_letters, ==, "3 ");
}

static void
test_expression (void)
{
  g_autofree char *mixed = redress_sql_match_from_typed (REDRESS_SQL_SQLITE, " 取消订单ABC  t ");
  g_autofree char *pairs = redress_sql_match_from_typed (REDRESS_SQL_SQLITE, "取消订");

  g_assert_cmpstr (mixed, ==, "\"取消\" + \"消订\" + \"订单\" + \"单\" + \"abc\" * AND \"t\" *");
  g_assert_cmpstr (pairs, ==, "\"取消\" + \"消订\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/match/chinese-like", test_chinese_like);
  g_test_add_func ("/sql/match/finds-itself", test_finds_itself);
  g_test_add_func ("/sql/match/cases", test_cases);
  g_test_add_func ("/sql/match/other-columns", test_other_columns);
  g_test_add_func ("/sql/match/other-connection", test_other_connection);
  g_test_add_func ("/sql/match/nothing-to-look-for", test_nothing_to_look_for);
  g_test_add_func ("/sql/match/harmless", test_harmless);
  g_test_add_func ("/sql/match/any-bytes", test_any_bytes);
  g_test_add_func ("/sql/match/long-input", test_long_input);
  g_test_add_func ("/sql/match/expression", test_expression);
  return g_test_run ();
}
