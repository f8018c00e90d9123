/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/file-error.h"

#include <errno.h>

static RedressError
error_of (int code)
{
  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
      return REDRESS_ERROR_NOT_FOUND;
    case ENOSPC:
    case EDQUOT:
    case EROFS:
    case EFBIG:
    case EIO:
      return REDRESS_ERROR_NO_SPACE;
    case EACCES:
    case EPERM:
      return REDRESS_ERROR_FORBIDDEN;
    case EMFILE:
    case ENFILE:
    case ENOMEM:
      return REDRESS_ERROR_RETRY;
    default:
      return REDRESS_ERROR_UNAVAILABLE;
    }
}

/**
 * redress_set_file_error:
 * @error: return location
 * @what: what was tried, such as "writing"
 * @path: the file
 * @code: errno
 *
 * Tells the failure of a file by what the caller can do about it, with the same codes as the
 * databases.
 */
void
redress_set_file_error (GError **error, const char *what, const char *path, int code)
{
  g_set_error (error, REDRESS_ERROR, error_of (code), "%s %s: %s", what, path, g_strerror (code));
}
