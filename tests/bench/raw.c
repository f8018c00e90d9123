/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/rows.h"

#include "sql/connection-private.h"

sqlite3 *
redress_bench_raw_open (const char *path, gboolean read_only, gboolean durable)
{
  const RedressSqlOptions options = { .read_only = read_only, .durable = durable };
  g_autoptr (GError) error = NULL;
  sqlite3 *handle = redress_sql_open_handle (path, &options, &error);

  if (handle == NULL)
    g_error ("%s", error->message);
  redress_sql_register_tokenizer (handle);
  return handle;
}

sqlite3_stmt *
redress_bench_raw_prepare (sqlite3 *handle, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v3 (handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
      SQLITE_OK)
    g_error ("%s: %s", sqlite3_errmsg (handle), sql);
  return statement;
}

void
redress_bench_raw_run (sqlite3 *handle, const char *sql)
{
  if (sqlite3_exec (handle, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sqlite3_errmsg (handle), sql);
}
