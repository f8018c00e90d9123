/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/database.h"
#include "server/engine-under-test.h"
#include "support/folder.h"

#include <string.h>

/* The migrations of the two engines make the same tables. Runs where PostgreSQL is. */

/* One line for each column: table, name, type, whether it must be there, place in the key. */
static const char sqlite_columns[] =
    "select m.name, c.name, lower (c.type), c.\"notnull\" or c.pk > 0, c.pk, "
    "coalesce (c.dflt_value, '') "
    "from sqlite_schema m join pragma_table_info (m.name) c "
    "where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like 'ticket_search%' "
    "order by m.name, c.cid";
static const char postgres_columns[] =
    "select t.relname, a.attname, "
    "case format_type (a.atttypid, a.atttypmod) when 'bigint' then 'integer' "
    "when 'bytea' then 'blob' else format_type (a.atttypid, a.atttypmod) end, a.attnotnull, "
    "coalesce (array_position (k.conkey, a.attnum), 0), "
    "coalesce (trim ('()' from pg_get_expr (d.adbin, d.adrelid)), '') "
    "from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 "
    "and not a.attisdropped "
    "left join pg_constraint k on k.conrelid = t.oid and k.contype = 'p' "
    "left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum "
    "where t.relkind = 'r' and t.relnamespace = current_schema ()::regnamespace "
    "and t.relname not like 'ticket_search%' and t.relname <> 'redress_schema' "
    "order by t.relname collate \"C\", a.attnum";

/* Table, whether unique, whether partial, columns. Keys are among the columns. */
static const char sqlite_indexes[] =
    "select m.name, i.\"unique\", i.partial, "
    "(select group_concat (name) from (select x.name from pragma_index_info (i.name) x "
    "order by x.seqno)) as columns "
    "from sqlite_schema m join pragma_index_list (m.name) i "
    "where m.type = 'table' and i.origin <> 'pk' and m.name not like 'ticket_search%' "
    "order by m.name, columns, i.partial";
static const char postgres_indexes[] =
    "select t.relname, i.indisunique, i.indpred is not null, "
    "(select string_agg (a.attname, ',' order by k.ord) from unnest (i.indkey::int2[]) "
    "with ordinality as k (num, ord) join pg_attribute a on a.attrelid = t.oid "
    "and a.attnum = k.num) collate \"C\" as columns "
    "from pg_class t join pg_index i on i.indrelid = t.oid "
    "where t.relkind = 'r' and t.relnamespace = current_schema ()::regnamespace "
    "and not i.indisprimary and t.relname not like 'ticket_search%' "
    "and t.relname <> 'redress_schema' "
    "order by t.relname collate \"C\", columns, 3";

/* Table, column, other table, its column. */
static const char sqlite_references[] =
    "select m.name, f.\"from\", f.\"table\", f.\"to\", lower (f.on_delete) from sqlite_schema m "
    "join pragma_foreign_key_list (m.name) f where m.type = 'table' "
    "and m.name not like 'ticket_search%' order by m.name, f.\"from\"";
static const char postgres_references[] =
    "select t.relname, a.attname, o.relname, b.attname, "
    "case k.confdeltype when 'c' then 'cascade' else 'no action' end "
    "from pg_constraint k join pg_class t on t.oid = k.conrelid "
    "join pg_class o on o.oid = k.confrelid "
    "join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1] "
    "join pg_attribute b on b.attrelid = o.oid and b.attnum = k.confkey[1] "
    "where k.contype = 'f' and t.relnamespace = current_schema ()::regnamespace "
    "and t.relname not like 'ticket_search%' "
    "order by t.relname collate \"C\", a.attname collate \"C\"";

/* Texts compare as bytes in both. */
static const char postgres_collations[] =
    "select count(*) from pg_attribute a join pg_class t on t.oid = a.attrelid "
    "where t.relkind = 'r' and t.relnamespace = current_schema ()::regnamespace "
    "and a.atttypid = 'text'::regtype and a.attcollation <> '\"C\"'::regcollation "
    "and t.relname <> 'redress_schema'";

typedef struct
{
  RedressTestFolder *folder;
  char *location;
  RedressSqlConnection *sqlite;
  RedressSqlConnection *postgres;
} Pair;

static void
set_up (Pair *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = redress_test_folder_new ();
  path = redress_test_folder_build (self->folder, "redress.db");
  self->location = redress_test_database_of (path);
  if (self->location == NULL)
    {
      g_test_skip ("runs with PostgreSQL");
      return;
    }
  self->sqlite = redress_database_open_ready (path, &error);
  g_assert_no_error (error);
  self->postgres = redress_database_open_ready (self->location, &error);
  g_assert_no_error (error);
}

static void
tear_down (Pair *self, gconstpointer data)
{
  g_clear_pointer (&self->sqlite, redress_sql_connection_close);
  g_clear_pointer (&self->postgres, redress_sql_connection_close);
  g_free (self->location);
  redress_test_folder_free (self->folder);
}

static void
append_value (GString *line, RedressSqlStatement *statement, guint column)
{
  const char *value = redress_sql_statement_get_text (statement, column);

  /* A truth is 0 and 1 here, f and t there. */
  if (g_strcmp0 (value, "t") == 0 || g_strcmp0 (value, "f") == 0)
    value = value[0] == 't' ? "1" : "0";
  g_string_append_printf (line, "%s ", value);
}

static GPtrArray *
list (RedressSqlConnection *connection, const char *sql)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, &error);
  RedressSqlStep step;

  g_assert_no_error (error);
  while ((step = redress_sql_statement_step (statement, &error)) == REDRESS_SQL_ROW)
    {
      GString *line = g_string_new (NULL);

      for (guint i = 0; i < redress_sql_statement_get_n_columns (statement); i++)
        append_value (line, statement, i);
      g_ptr_array_add (lines, g_string_free (line, FALSE));
    }
  g_assert_no_error (error);
  return lines;
}

static void
compare (Pair *self, const char *sqlite_sql, const char *postgres_sql, guint least)
{
  g_autoptr (GPtrArray) sqlite = NULL;
  g_autoptr (GPtrArray) postgres = NULL;

  if (self->postgres == NULL)
    return;
  sqlite = list (self->sqlite, sqlite_sql);
  postgres = list (self->postgres, postgres_sql);
  g_assert_cmpuint (sqlite->len, >=, least);
  for (guint i = 0; i < MIN (sqlite->len, postgres->len); i++)
    g_assert_cmpstr (postgres->pdata[i], ==, sqlite->pdata[i]);
  g_assert_cmpuint (postgres->len, ==, sqlite->len);
}

static void
test_columns (Pair *self, gconstpointer data)
{
  compare (self, sqlite_columns, postgres_columns, 200);
}

static void
test_indexes (Pair *self, gconstpointer data)
{
  compare (self, sqlite_indexes, postgres_indexes, 30);
}

static void
test_references (Pair *self, gconstpointer data)
{
  compare (self, sqlite_references, postgres_references, 10);
}

static void
test_collations (Pair *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  if (self->postgres == NULL)
    return;
  redress_sql_connection_get_int64 (self->postgres, postgres_collations, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 0);
}

static gpointer
open_at_once (gpointer location)
{
  g_autoptr (GError) error = NULL;
  RedressSqlConnection *connection = redress_database_open_ready (location, &error);

  g_assert_no_error (error);
  redress_sql_connection_adopt (connection);
  redress_sql_connection_close (connection);
  return NULL;
}

static void
open_four_at_once (const char *name)
{
  g_autofree char *location = redress_test_database_of (name);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("open", open_at_once, location);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Several processes start on an empty database. */
static void
test_at_once (Pair *self, gconstpointer data)
{
  static const char *const names[] = { "at once", "again", "a third time", "and a fourth" };

  if (self->postgres == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    open_four_at_once (names[i]);
}

static void
test_foreign (Pair *self, gconstpointer data)
{
  g_autofree char *location = NULL;
  g_autoptr (RedressSqlConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  if (self->postgres == NULL)
    return;
  location = redress_test_database_of ("foreign");
  connection = redress_database_open (location, &error);
  g_assert_no_error (error);
  redress_sql_connection_run_script (connection, "create table invoice (id bigint)", &error);
  g_assert_no_error (error);
  g_assert_null (redress_database_open_ready (location, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static void
change (Pair *self, const char *sql, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_sql_connection_run_script (self->postgres, sql, NULL));
  g_assert_null (redress_database_open_ready (self->location, &error));
  g_assert_error (error, REDRESS_ERROR, code);
}

static void
test_other_scripts (Pair *self, gconstpointer data)
{
  if (self->postgres == NULL)
    return;
  change (self, "insert into redress_schema (version, sha256) values (900, 'x')",
          REDRESS_ERROR_TOO_NEW);
  change (self,
          "delete from redress_schema where version = 900;"
          "update redress_schema set sha256 = 'x' where version = 3",
          REDRESS_ERROR_CORRUPT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/server/schemas/" name, Pair, NULL, set_up, func, tear_down)
  ADD ("columns", test_columns);
  ADD ("indexes", test_indexes);
  ADD ("references", test_references);
  ADD ("collations", test_collations);
  ADD ("at-once", test_at_once);
  ADD ("foreign", test_foreign);
  ADD ("other-scripts", test_other_scripts);
  return g_test_run ();
}
