/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/backup.h"

#include "sql/connection-private.h"
#include "sql/integrity.h"
#include "sql/transaction.h"

#include <errno.h>
#include <glib/gstdio.h>

/* Between two looks at the cancellable: 4 MiB. */
#define PAGES_PER_STEP 1024

static gboolean
copy_pages (RedressSqlConnection *connection, sqlite3 *copy, GError **error)
{
  sqlite3_backup *backup =
      sqlite3_backup_init (copy, "main", redress_sqlite_get_handle (connection), "main");
  gboolean is_cancelled = FALSE;
  int status;

  if (backup == NULL)
    {
      redress_sql_set_error (error, copy, sqlite3_extended_errcode (copy), NULL);
      return FALSE;
    }
  do
    {
      is_cancelled = g_cancellable_set_error_if_cancelled (connection->cancellable, error);
      status = is_cancelled ? SQLITE_DONE : sqlite3_backup_step (backup, PAGES_PER_STEP);
    }
  while (status == SQLITE_OK);
  sqlite3_backup_finish (backup);
  if (status != SQLITE_DONE)
    redress_sql_set_error (error, copy, status, NULL);
  return status == SQLITE_DONE && !is_cancelled;
}

/* Inside a transaction the pages of one moment are copied, however long it takes and whoever
 * writes meanwhile. */
static RedressSqlOutcome
copy_one_moment (RedressSqlConnection *connection, gpointer copy, GError **error)
{
  gint64 n_objects;

  if (redress_sql_connection_get_int64 (connection, "SELECT count(*) FROM sqlite_schema",
                                        &n_objects, error))
    copy_pages (connection, copy, error);
  return REDRESS_SQL_ROLLBACK;
}

static sqlite3 *
open_copy (const char *path, GError **error)
{
  sqlite3 *copy = NULL;
  int status;

  g_unlink (path);
  redress_sql_create_private_file (path);
  status = sqlite3_open_v2 (
      path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (status == SQLITE_OK)
    return copy;
  redress_sql_set_error (error, copy, status, NULL);
  sqlite3_close (copy);
  return NULL;
}

static gboolean
write_copy (RedressSqlConnection *connection, const char *path, GError **error)
{
  sqlite3 *copy = open_copy (path, error);
  gboolean done;
  int status;

  if (copy == NULL)
    return FALSE;
  done = redress_sql_transaction (connection, REDRESS_SQL_READ, copy_one_moment, copy, error);
  if (done)
    {
      /* One file without a log beside it, so that it can be carried about. */
      status = sqlite3_exec (copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
      done = status == SQLITE_OK;
      if (!done)
        redress_sql_set_error (error, copy, status, NULL);
    }
  sqlite3_close (copy);
  return done;
}

static gboolean
check_copy (const char *path, GError **error)
{
  const RedressSqlOptions options = { .read_only = TRUE };
  g_autoptr (RedressSqlConnection) copy = redress_sql_connection_open (path, &options, error);

  return copy != NULL && redress_sql_check (copy, REDRESS_SQL_QUICK, error);
}

/**
 * redress_sql_backup:
 * @connection: where to copy from; one that only reads keeps nobody from writing
 * @path: the copy to make or to replace
 * @error: return location
 *
 * Copies the database as it is at one moment, while others use it. The copy takes its name only
 * when it is complete, checked and on the disk. The connection's cancellable stops it.
 *
 * Returns: whether @path is a good copy; otherwise it is as it was
 */
gboolean
redress_sql_backup (RedressSqlConnection *connection, const char *path, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  gboolean done = write_copy (connection, part, error) && check_copy (part, error);

  if (done && g_rename (part, path) != 0)
    {
      redress_sql_set_errno (error, errno, path);
      done = FALSE;
    }
  if (!done)
    g_unlink (part);
  redress_sql_sync_folder (path);
  return done;
}
