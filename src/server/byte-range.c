/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/byte-range.h"

#include <string.h>

/* FALSE for anything but digits that fit. */
static gboolean
read_number (const char *text, gsize length, gint64 *number)
{
  g_autofree char *copy = g_strndup (text, length);

  return strspn (copy, "0123456789") == length && length > 0 &&
         g_ascii_string_to_signed (copy, 10, 0, G_MAXINT64, number, NULL);
}

/* "-500": the last 500 bytes. */
static RedressByteRange
parse_suffix (const char *text, gint64 size, gint64 *start, gint64 *length)
{
  gint64 n;

  if (!read_number (text, strlen (text), &n))
    return REDRESS_BYTE_RANGE_WHOLE;
  if (n == 0 || size == 0)
    return REDRESS_BYTE_RANGE_OUTSIDE;
  *length = MIN (n, size);
  *start = size - *length;
  return REDRESS_BYTE_RANGE_PART;
}

/**
 * redress_byte_range_parse:
 * @header: (nullable): value of a Range header
 * @size: size of the file
 * @start: (out): first byte, for a part
 * @length: (out): how many, for a part
 *
 * Reads one range of bytes. Several ranges, other units and what is malformed are not errors: a
 * server may answer them with the whole (RFC 9110, 14.2).
 *
 * Returns: what to send
 */
RedressByteRange
redress_byte_range_parse (const char *header, gint64 size, gint64 *start, gint64 *length)
{
  const char *text, *dash;
  gint64 first, last = G_MAXINT64;

  if (header == NULL || !g_str_has_prefix (header, "bytes=") || strchr (header, ',') != NULL)
    return REDRESS_BYTE_RANGE_WHOLE;
  text = header + strlen ("bytes=");
  dash = strchr (text, '-');
  if (dash == NULL)
    return REDRESS_BYTE_RANGE_WHOLE;
  if (dash == text)
    return parse_suffix (dash + 1, size, start, length);
  if (!read_number (text, (gsize)(dash - text), &first) ||
      (dash[1] != '\0' && !read_number (dash + 1, strlen (dash + 1), &last)) || last < first)
    return REDRESS_BYTE_RANGE_WHOLE;
  if (first >= size)
    return REDRESS_BYTE_RANGE_OUTSIDE;
  *start = first;
  *length = MIN (last, size - 1) - first + 1;
  return REDRESS_BYTE_RANGE_PART;
}
