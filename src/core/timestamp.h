/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/* RFC 3339 with six digits of a second and Z, the one form used on the wire and in digests. */
char *redress_timestamp_format (RedressTime time);
/* Takes any RFC 3339 offset and 0 to 6 digits of a second; years 1970 to 9999. */
gboolean redress_timestamp_parse (const char *text, RedressTime *time, GError **error);

G_END_DECLS
