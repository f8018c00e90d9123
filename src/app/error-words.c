/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/error-words.h"

#include "config.h"

#include "core/error.h"

#include <glib/gi18n.h>

const char *
redress_error_get_words (const GError *error)
{
  g_return_val_if_fail (error != NULL, "");

  if (error->domain != REDRESS_ERROR)
    return _ ("That did not work. Nothing was changed.");
  switch ((RedressError)error->code)
    {
    case REDRESS_ERROR_NO_SPACE:
      return _ ("The disk of this computer is full or cannot be written. Nothing was changed.");
    case REDRESS_ERROR_NOT_FOUND:
      return _ ("It is not on this computer any more.");
    case REDRESS_ERROR_CONFLICT:
      return _ ("It has changed in the meantime. Look at it again.");
    case REDRESS_ERROR_CORRUPT:
      return _ ("A file on this computer is damaged. What was decided is kept apart and is safe.");
    case REDRESS_ERROR_UNAVAILABLE:
      return _ ("This computer cannot open its own files at the moment. Nothing was changed.");
    case REDRESS_ERROR_TOO_NEW:
      return _ ("The files on this computer were written by a newer version of Redress.");
    case REDRESS_ERROR_TOO_LARGE:
    case REDRESS_ERROR_OVERFLOW:
      return _ ("That is too long or too large.");
    case REDRESS_ERROR_INVALID:
    case REDRESS_ERROR_FORBIDDEN:
    case REDRESS_ERROR_RETRY:
    case REDRESS_ERROR_SIGN_IN:
    default:
      return _ ("That did not work. Nothing was changed.");
    }
}
