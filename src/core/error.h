/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressError:
 * @REDRESS_ERROR_INVALID: the input is wrong and stays wrong
 * @REDRESS_ERROR_TOO_LARGE: the input is over a limit
 * @REDRESS_ERROR_NOT_FOUND: there is no such thing, or the caller may not know that there is
 * @REDRESS_ERROR_FORBIDDEN: the caller may not do this
 * @REDRESS_ERROR_CONFLICT: the world changed since the caller looked
 * @REDRESS_ERROR_RETRY: it may work later; the same call may be made again
 * @REDRESS_ERROR_CORRUPT: stored data is damaged
 * @REDRESS_ERROR_TOO_NEW: the data was written by a newer version of Redress
 * @REDRESS_ERROR_UNAVAILABLE: something that is needed is missing on this machine or offline
 * @REDRESS_ERROR_SIGN_IN: the caller has to sign in again
 * @REDRESS_ERROR_OVERFLOW: an integer would leave its range
 * @REDRESS_ERROR_NO_SPACE: the disk is full or read-only
 *
 * What the caller can do about a failure. One domain for all layers, so that a code means
 * the same wherever it comes from.
 */
typedef enum
{
  REDRESS_ERROR_INVALID,
  REDRESS_ERROR_TOO_LARGE,
  REDRESS_ERROR_NOT_FOUND,
  REDRESS_ERROR_FORBIDDEN,
  REDRESS_ERROR_CONFLICT,
  REDRESS_ERROR_RETRY,
  REDRESS_ERROR_CORRUPT,
  REDRESS_ERROR_TOO_NEW,
  REDRESS_ERROR_UNAVAILABLE,
  REDRESS_ERROR_SIGN_IN,
  REDRESS_ERROR_OVERFLOW,
  REDRESS_ERROR_NO_SPACE,
} RedressError;

#define REDRESS_ERROR (redress_error_quark ())
GQuark redress_error_quark (void);

G_END_DECLS
