/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressByteRange:
 * @REDRESS_BYTE_RANGE_WHOLE: the header asks for something we answer with the whole
 * @REDRESS_BYTE_RANGE_PART: one range
 * @REDRESS_BYTE_RANGE_OUTSIDE: one range, which begins behind the end
 */
typedef enum
{
  REDRESS_BYTE_RANGE_WHOLE,
  REDRESS_BYTE_RANGE_PART,
  REDRESS_BYTE_RANGE_OUTSIDE,
} RedressByteRange;

RedressByteRange
redress_byte_range_parse (const char *header, gint64 size, gint64 *start, gint64 *length);

G_END_DECLS
