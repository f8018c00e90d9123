/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/cursor.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define ACCOUNT "a-1"

static const guint8 key_bytes[32] = { 7 };

/* As the server spells it, so that what is behind the HMAC is read, too. */
static char *
seal (const char *json)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key_bytes, sizeof key_bytes);
  g_autofree char *whole = NULL;
  char *text;

  g_hmac_update (hmac, (const guchar *)ACCOUNT, sizeof ACCOUNT);
  g_hmac_update (hmac, (const guchar *)json, -1);
  whole = g_strconcat (g_hmac_get_string (hmac), json, NULL);
  text = g_base64_encode ((const guchar *)whole, strlen (whole));
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/* What is read is written as a cursor that is read as the same, for this account and this key. */
static void
check_read (const RedressCursor *cursor, GBytes *key)
{
  g_autoptr (GBytes) other_key = g_bytes_new_static ("01234567890123456789012345678901", 32);
  g_autofree char *text = redress_cursor_to_text (cursor, key, ACCOUNT);
  g_autoptr (RedressCursor) again = redress_cursor_from_text (text, key, ACCOUNT, NULL);
  g_autofree char *same = NULL;

  /* A cursor may be too long to be read, never different. */
  if (again == NULL)
    return;
  same = redress_cursor_to_text (again, key, ACCOUNT);
  g_assert_cmpstr (same, ==, text);
  g_assert_null (redress_cursor_from_text (text, key, "a-2", NULL));
  g_assert_null (redress_cursor_from_text (text, other_key, ACCOUNT, NULL));
}

/* The bytes as a cursor, and as what stands in one that the server made. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) key = g_bytes_new_static (key_bytes, sizeof key_bytes);
  g_autofree char *text = size > 0 ? g_strndup ((const char *)data, size) : g_strdup ("");
  g_autofree char *sealed = seal (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressCursor) forged = redress_cursor_from_text (text, key, ACCOUNT, NULL);
  g_autoptr (RedressCursor) cursor = redress_cursor_from_text (sealed, key, ACCOUNT, &error);

  g_assert_true ((cursor == NULL) == (error != NULL));
  if (forged != NULL)
    check_read (forged, key);
  if (cursor != NULL)
    check_read (cursor, key);
  return 0;
}
