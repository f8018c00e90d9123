/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>

#define DEFAULT_BUSY_TIMEOUT_MS 5000
#define WAL_RETRY_US 1000
/* Of the whole process: a hostile file must not be able to eat the machine. */
#define HEAP_LIMIT (512 * 1024 * 1024)

static const struct
{
  int id;
  int value;
} limits[] = {
  { SQLITE_LIMIT_LENGTH, REDRESS_SQL_LONGEST_VALUE },
  { SQLITE_LIMIT_SQL_LENGTH, 64 * 1024 },
  { SQLITE_LIMIT_VARIABLE_NUMBER, 1000 },
  { SQLITE_LIMIT_ATTACHED, 1 },
  { SQLITE_LIMIT_EXPR_DEPTH, 100 },
};

static const struct
{
  int id;
  int value;
} switches[] = {
  { SQLITE_DBCONFIG_DEFENSIVE, 1 },
  { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
  { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
  { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
};

/*
 * redress_sql_authorize:
 *
 * Transactions are begun and ended by redress_sql_transaction() alone, so a script with a COMMIT
 * inside cannot tear a migration in two; and a statement never reaches into another file.
 */
int
redress_sql_authorize (gpointer connection,
                       int action,
                       const char *first,
                       const char *second,
                       const char *database,
                       const char *trigger)
{
  RedressSqliteConnection *self = connection;

  switch (action)
    {
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      return self->may_control ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      return SQLITE_DENY;
    default:
      return SQLITE_OK;
    }
}

/*
 * redress_sql_create_private_file:
 *
 * SQLite gives the -wal and -shm files the mode of the database. An existing file is not opened
 * here: to close it again would drop the locks this process holds on it (POSIX).
 */
void
redress_sql_create_private_file (const char *location)
{
  int fd;

  if (location[0] == '\0' || g_str_has_prefix (location, ":memory:") ||
      g_str_has_prefix (location, "file:"))
    return;
  fd = g_open (location, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_close (fd, NULL);
}

static gboolean
run (sqlite3 *handle, const char *sql, GError **error)
{
  int status = sqlite3_exec (handle, sql, NULL, NULL, NULL);

  if (status == SQLITE_OK)
    return TRUE;
  redress_sql_set_error (error, handle, status, NULL);
  return FALSE;
}

static gboolean
read_int64 (sqlite3 *handle, const char *sql, gint64 *value, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int status = sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL);

  if (status == SQLITE_OK)
    status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    *value = sqlite3_column_int64 (statement, 0);
  else
    redress_sql_set_error (error, handle, status, NULL);
  sqlite3_finalize (statement);
  return status == SQLITE_ROW;
}

/*
 * redress_sql_set_number:
 * @pragma: `application_id` or `user_version`
 *
 * Writes one of the numbers in the head of the file, which cannot be bound.
 */
gboolean
redress_sql_set_number (sqlite3 *handle, const char *pragma, gint64 value, GError **error)
{
  /* lint: allow sql-printf: a pragma takes no parameters */
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s = %" G_GINT64_FORMAT, pragma, value);

  return run (handle, sql, error);
}

static gboolean
check_application (sqlite3 *handle, const RedressSqlOptions *options, GError **error)
{
  gint64 found = 0, n_objects = 0;

  if (!read_int64 (handle, "PRAGMA application_id", &found, error) ||
      !read_int64 (handle, "SELECT count(*) FROM sqlite_schema", &n_objects, error))
    return FALSE;
  if (options->application_id == 0 || found == options->application_id)
    return TRUE;
  if (found == 0 && n_objects == 0 && !options->read_only)
    return redress_sql_set_number (handle, "application_id", options->application_id, error);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "the database belongs to another program or purpose (%" G_GINT64_FORMAT ")", found);
  return FALSE;
}

static int
get_busy_timeout (const RedressSqlOptions *options)
{
  return options->busy_timeout_ms != 0 ? (int)options->busy_timeout_ms : DEFAULT_BUSY_TIMEOUT_MS;
}

static gboolean
harden (sqlite3 *handle, const RedressSqlOptions *options, GError **error)
{
  sqlite3_busy_timeout (handle, get_busy_timeout (options));
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (handle, limits[i].id, limits[i].value);
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    sqlite3_db_config (handle, switches[i].id, switches[i].value, NULL);
  /* Sorting in memory: customers' data does not end up in the temporary files of the machine. */
  return run (handle,
              "PRAGMA cell_size_check = ON;"
              "PRAGMA mmap_size = 0;"
              "PRAGMA temp_store = MEMORY;",
              error);
}

/* A new file becomes one with a WAL by a change for which SQLite does not wait, however long the
 * timeout: two that open it at once would find it locked. */
static gboolean
set_wal (sqlite3 *handle, const RedressSqlOptions *options, GError **error)
{
  gint64 end = g_get_monotonic_time () + get_busy_timeout (options) * G_TIME_SPAN_MILLISECOND;
  int status;

  while ((status = sqlite3_exec (handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) & 0xff) ==
             SQLITE_BUSY &&
         g_get_monotonic_time () < end)
    g_usleep (WAL_RETRY_US);
  if (status == SQLITE_OK)
    return TRUE;
  redress_sql_set_error (error, handle, sqlite3_extended_errcode (handle), NULL);
  return FALSE;
}

static gboolean
set_journal (sqlite3 *handle, const RedressSqlOptions *options, GError **error)
{
  /* SQLite 3.40 can damage a database when two connections checkpoint its WAL at once. */
  if (options->read_only)
    {
      sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
      return run (handle, "PRAGMA wal_autocheckpoint = 0", error);
    }
  return set_wal (handle, options, error) &&
         run (handle, "PRAGMA journal_size_limit = 67108864", error) &&
         run (handle,
              options->durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
              error);
}

/*
 * redress_sql_open_handle:
 *
 * Opens a database with all that makes a damaged or hostile file less of a danger.
 *
 * Returns: an open handle, or %NULL with @error set
 */
sqlite3 *
redress_sql_open_handle (const char *location, const RedressSqlOptions *options, GError **error)
{
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
  sqlite3 *handle = NULL;
  int status;

  sqlite3_hard_heap_limit64 (HEAP_LIMIT);
  if (options->read_only)
    flags |= SQLITE_OPEN_READONLY;
  else
    {
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      redress_sql_create_private_file (location);
    }
  status = sqlite3_open_v2 (location, &handle, flags, NULL);
  if (status != SQLITE_OK)
    redress_sql_set_error (error, handle, status, NULL);
  else if (harden (handle, options, error) && set_journal (handle, options, error) &&
           check_application (handle, options, error))
    return handle;
  sqlite3_close (handle);
  return NULL;
}

/*
 * redress_sql_open_damaged:
 *
 * Opens a database to read what can be read of it. Entries of its schema that make no sense are
 * passed over instead of making all of it unreadable.
 *
 * Returns: an open handle, or %NULL with @error set
 */
sqlite3 *
redress_sql_open_damaged (const char *path, GError **error)
{
  const RedressSqlOptions options = { .read_only = TRUE };
  const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3 *handle = NULL;
  int status = sqlite3_open_v2 (path, &handle, flags, NULL);

  if (status != SQLITE_OK)
    redress_sql_set_error (error, handle, status, NULL);
  else if (harden (handle, &options, error) && set_journal (handle, &options, error))
    {
      sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
      if (run (handle, "PRAGMA writable_schema = ON", error))
        return handle;
    }
  sqlite3_close (handle);
  return NULL;
}
