/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/integrity.h"

#include "sql/connection-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* The database itself first: a log without its database is dropped by SQLite, a database without
 * its log looks whole. */
static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

/**
 * redress_sql_check:
 * @connection: a connection outside of any transaction
 * @depth: how closely to look
 * @error: return location
 *
 * Looks whether the database is damaged. Values inside a page are not covered: nothing tells a
 * flipped bit in a text from another text.
 *
 * Returns: %TRUE if no damage was found; otherwise %FALSE with %REDRESS_ERROR_CORRUPT, or with
 *   another error if the check could not be made
 */
gboolean
redress_sql_check (RedressSqlConnection *connection, RedressSqlDepth depth, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      depth == REDRESS_SQL_QUICK ? "PRAGMA quick_check (1)" : "PRAGMA integrity_check (1)", error);
  g_autofree char *found = NULL;

  if (statement == NULL)
    return FALSE;
  switch (redress_sql_statement_fetch_text (statement, &found, error))
    {
    case REDRESS_SQL_ROW:
      if (g_strcmp0 (found, "ok") == 0)
        return TRUE;
      break;
    case REDRESS_SQL_DONE:
      break;
    case REDRESS_SQL_ERROR:
    default:
      return FALSE;
    }
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "database: %s", found);
  return FALSE;
}

/**
 * redress_sql_roll_back:
 * @path: a database, or none
 * @error: return location
 *
 * Undoes what was begun before the database had its WAL, in which no power cut leaves anything to
 * undo. A connection that only reads may not, and cannot read it either. Nothing is done where
 * there is no journal.
 *
 * Returns: whether nothing is left to undo
 */
gboolean
redress_sql_roll_back (const char *path, GError **error)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3 *handle = NULL;
  int status;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) || !g_file_test (journal, G_FILE_TEST_EXISTS))
    return TRUE;
  status = sqlite3_open_v2 (path, &handle, flags, NULL);
  /* The first who looks inside undoes it. */
  if (status == SQLITE_OK)
    status = sqlite3_exec (handle, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
  if (status != SQLITE_OK)
    redress_sql_set_error (error, handle, status, NULL);
  sqlite3_close (handle);
  return status == SQLITE_OK;
}

/*
 * redress_sql_sync_folder:
 * @path: a file in the folder
 *
 * Makes a change of names last through a power cut. Some file systems cannot; they are no worse
 * off than before.
 */
void
redress_sql_sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  g_close (fd, NULL);
}

/*
 * redress_sql_set_errno:
 *
 * Tells a failed system call by what the caller can do about it.
 */
void
redress_sql_set_errno (GError **error, int saved_errno, const char *path)
{
  g_set_error (error, REDRESS_ERROR, redress_sql_error_of_errno (saved_errno), "%s: %s", path,
               g_strerror (saved_errno));
}

static char *
find_free_name (const char *path, RedressTime now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now / REDRESS_SECOND);
  g_autofree char *stamp = g_date_time_format (time, "%Y%m%dT%H%M%SZ");
  g_autofree char *name = g_strdup_printf ("%s.bad-%s", path, stamp);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.bad-%s-%u", path, stamp, i);
    }
  return g_steal_pointer (&name);
}

/* A second name first, so that a crash half-way leaves everything under the old one. */
static gboolean
add_name (const char *from, const char *to, GError **error)
{
  if (link (from, to) == 0 || errno == ENOENT)
    return TRUE;
  /* The file system knows one name a file. */
  if (g_rename (from, to) == 0)
    return TRUE;
  redress_sql_set_errno (error, errno, from);
  return FALSE;
}

static gboolean
drop_name (const char *path, GError **error)
{
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  redress_sql_set_errno (error, errno, path);
  return FALSE;
}

/**
 * redress_sql_move_aside:
 * @path: a damaged database that nobody has open
 * @now: for the name
 * @error: return location
 *
 * Gives the database and its log the name `<path>.bad-<time>`, so that a new one can be made in
 * its place and nothing is lost.
 *
 * Returns: (transfer full) (nullable): the new name, or %NULL with @error set
 */
char *
redress_sql_move_aside (const char *path, RedressTime now, GError **error)
{
  g_autofree char *name = find_free_name (path, now);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      redress_sql_set_errno (error, ENOENT, path);
      return NULL;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (name, suffixes[i], NULL);

      if (!add_name (from, to, error))
        return NULL;
    }
  redress_sql_sync_folder (path);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);

      if (!drop_name (from, error))
        return NULL;
    }
  redress_sql_sync_folder (path);
  return g_steal_pointer (&name);
}
