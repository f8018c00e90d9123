/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/timestamp.h"
#include "server/byte-range.h"
#include "server/cursor.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define FILE_BYTES 1000

/* Whatever a Range asks for lies inside of the file. */
static void
check_range (const char *text)
{
  gint64 start = -1, length = -1;

  if (redress_byte_range_parse (text, FILE_BYTES, &start, &length) != REDRESS_BYTE_RANGE_PART)
    return;
  g_assert_cmpint (start, >=, 0);
  g_assert_cmpint (length, >, 0);
  g_assert_cmpint (start + length, <=, FILE_BYTES);
}

/* A time that is read is written and read again as the same. */
static void
check_time (const char *text)
{
  g_autofree char *written = NULL;
  RedressTime time, again;

  if (!redress_timestamp_parse (text, &time, NULL))
    return;
  written = redress_timestamp_format (time);
  g_assert_true (redress_timestamp_parse (written, &again, NULL));
  g_assert_cmpint (again, ==, time);
}

/* A cursor is ours to the last byte, or refused. */
static void
check_cursor (const char *text)
{
  g_autoptr (GBytes) key = g_bytes_new_static ("01234567890123456789012345678901", 32);
  g_autoptr (RedressCursor) own = redress_cursor_new ("epoch", 3);
  g_autofree char *good = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressCursor) cursor = NULL;
  g_autofree char *longer = NULL;

  redress_cursor_add (own, "kameng", 17);
  good = redress_cursor_to_text (own, key, "a-1");
  cursor = redress_cursor_from_text (text, key, "a-1", &error);
  g_assert_true ((cursor == NULL) == (error != NULL));
  g_assert_true (cursor == NULL || g_str_equal (text, good));
  longer = g_strconcat (good, text, NULL);
  g_assert_true (text[0] == '\0' || redress_cursor_from_text (longer, key, "a-1", NULL) == NULL);
}

/* What stands in headers and queries. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = size > 0 ? g_strndup ((const char *)data, size) : g_strdup ("");

  check_range (text);
  check_cursor (text);
  if (g_utf8_validate (text, -1, NULL))
    check_time (text);
  return 0;
}
