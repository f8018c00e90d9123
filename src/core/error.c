/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"

/**
 * redress_error_quark:
 *
 * Returns: the one error domain of all layers
 */
GQuark
redress_error_quark (void)
{
  return g_quark_from_static_string ("redress-error-quark");
}
