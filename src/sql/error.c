/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection-private.h"

#include <errno.h>

/*
 * redress_sql_error_of_errno:
 * @system_errno: of a call that opens, names or writes a file
 *
 * Returns: what the caller can do about it
 */
RedressError
redress_sql_error_of_errno (int system_errno)
{
  switch (system_errno)
    {
    case ENOENT:
    case ENOTDIR:
      return REDRESS_ERROR_NOT_FOUND;
    case EACCES:
    case EPERM:
      return REDRESS_ERROR_FORBIDDEN;
    case ENOSPC:
    case EDQUOT:
    case EROFS:
    case EFBIG:
    case EIO:
      return REDRESS_ERROR_NO_SPACE;
    case EMFILE:
    case ENFILE:
      return REDRESS_ERROR_RETRY;
    default:
      return REDRESS_ERROR_UNAVAILABLE;
    }
}

static RedressError
error_of_status (sqlite3 *handle, int status)
{
  /* A file system that finds its own data damaged reports it as an I/O error. */
  if (status == SQLITE_IOERR_CORRUPTFS || status == SQLITE_IOERR_DATA)
    return REDRESS_ERROR_CORRUPT;

  switch (status & 0xff)
    {
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
      return REDRESS_ERROR_NO_SPACE;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return REDRESS_ERROR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_SCHEMA:
    case SQLITE_INTERRUPT:
      return REDRESS_ERROR_RETRY;
    case SQLITE_CONSTRAINT:
      return REDRESS_ERROR_CONFLICT;
    case SQLITE_TOOBIG:
    case SQLITE_NOMEM: /* over the limit of redress_sql_open_handle() */
      return REDRESS_ERROR_TOO_LARGE;
    case SQLITE_PERM:
      return REDRESS_ERROR_FORBIDDEN;
    case SQLITE_CANTOPEN:
      return redress_sql_error_of_errno (handle != NULL ? sqlite3_system_errno (handle) : 0);
    default:
      return REDRESS_ERROR_INVALID;
    }
}

/*
 * redress_sql_set_error:
 * @handle: (nullable): where it happened
 * @status: extended result code of SQLite
 * @cancellable: (nullable): what may have interrupted it
 *
 * Tells the failure of SQLite by what the caller can do about it.
 */
void
redress_sql_set_error (GError **error, sqlite3 *handle, int status, GCancellable *cancellable)
{
  /* The message is of the last call on the handle, which need not be the one that failed. */
  gboolean is_last = handle != NULL && sqlite3_extended_errcode (handle) == status;

  if (status == SQLITE_INTERRUPT && g_cancellable_set_error_if_cancelled (cancellable, error))
    return;
  g_set_error (error, REDRESS_ERROR, error_of_status (handle, status), "database: %s (%d)",
               is_last ? sqlite3_errmsg (handle) : sqlite3_errstr (status), status);
}
