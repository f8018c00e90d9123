/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/sheet.h"

G_BEGIN_DECLS

/* "image/png" for screens, "image/jpeg" for photographs and screens, "application/pdf" for
 * paper, and what redress_encode() can. The same sheet always gives the same bytes on a machine. */
GBytes *redress_sheet_draw (const RedressSheet *self, const char *media_type);

G_END_DECLS
