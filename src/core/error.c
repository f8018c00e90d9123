/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"

/**
 * redress_error_quark:
 *
 * Returns: the one error domain of all layers
 */
G_DEFINE_QUARK (redress - error - quark, redress_error)
