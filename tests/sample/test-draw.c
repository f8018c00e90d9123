/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "sample/case.h"
#include "sample/chance.h"
#include "sample/draw.h"
#include "sample/record.h"
#include "wire/json.h"

#define NOW (G_GINT64_CONSTANT (1794896280) * REDRESS_SECOND)

static RedressSheet *
make_sheet (RedressSheetLook look, gboolean chinese, gboolean turned)
{
  RedressSheet *sheet = redress_sheet_new (look, chinese, chinese ? "订单详情" : "Order");

  sheet->at = NOW;
  sheet->turned = turned;
  sheet->headline = g_strdup ("¥328.00");
  sheet->detail = g_strdup ("已发货");
  sheet->item = g_strdup ("游戏点券卡");
  sheet->notice = g_strdup ("失败\n请重试");
  redress_sheet_add (sheet, "订单编号", "K20261116");
  redress_sheet_add_strong (sheet, "实付", "¥328.00");
  redress_sheet_add_heading (sheet, "明细");
  redress_sheet_add_marked (sheet, "07:00", "12:38", "G1024|二等座 有|兑");
  return sheet;
}

static guint
read_be (const guint8 *data, guint count)
{
  guint value = 0;

  for (guint i = 0; i < count; i++)
    value = value << 8 | data[i];
  return value;
}

/* Every look gives a whole file of its type; another language gives another file. */
static void
test_looks (void)
{
  for (guint look = 0; look <= REDRESS_SHEET_RECORD; look++)
    {
      const char *type = look >= REDRESS_SHEET_FORM     ? "application/pdf"
                         : look >= REDRESS_SHEET_PARCEL ? "image/jpeg"
                                                        : "image/png";
      g_autoptr (RedressSheet) sheet = make_sheet (look, TRUE, FALSE);
      g_autoptr (RedressSheet) same = make_sheet (look, TRUE, FALSE);
      g_autoptr (GBytes) bytes = redress_sheet_draw (sheet, type);
      g_autoptr (GBytes) again = redress_sheet_draw (same, type);
      gsize length;
      const guint8 *data = g_bytes_get_data (bytes, &length);

      g_test_message ("look %u", look);
      g_assert_true (g_bytes_equal (bytes, again));
      g_assert_cmpuint (length, >, 3000);
      if (look >= REDRESS_SHEET_FORM)
        g_assert_cmpint (memcmp (data, "%PDF-1.", 7), ==, 0);
      else if (look >= REDRESS_SHEET_PARCEL)
        g_assert_cmpint (memcmp (data, "\xff\xd8\xff", 3), ==, 0);
      else
        {
          g_assert_cmpint (memcmp (data, "\x89PNG", 4), ==, 0);
          g_assert_cmpuint (read_be (data + 16, 4), ==, 720);
          g_assert_cmpuint (read_be (data + 20, 4), ==, 1560);
        }
    }
}

/* A photograph may lie on its side and say so. */
static void
test_turned (void)
{
  g_autoptr (RedressSheet) upright = make_sheet (REDRESS_SHEET_PARCEL, TRUE, FALSE);
  g_autoptr (RedressSheet) turned = make_sheet (REDRESS_SHEET_PARCEL, TRUE, TRUE);
  g_autoptr (GBytes) one = redress_sheet_draw (upright, "image/jpeg");
  g_autoptr (GBytes) two = redress_sheet_draw (turned, "image/jpeg");

  g_assert_null (memmem (g_bytes_get_data (one, NULL), g_bytes_get_size (one), "Exif", 4));
  g_assert_nonnull (memmem (g_bytes_get_data (two, NULL), g_bytes_get_size (two), "Exif", 4));
}

/* A long statement goes on to a second page. */
static void
test_pages (void)
{
  g_autoptr (RedressSheet) sheet = make_sheet (REDRESS_SHEET_RECORD, FALSE, FALSE);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 60; i++)
    redress_sheet_add (sheet, "2026-11-16", "one more line");
  bytes = redress_sheet_draw (sheet, "application/pdf");
  g_assert_nonnull (
      memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "/Count 3", 8));
}

static void
test_flaws (void)
{
  RedressPiece *piece = redress_piece_new ("order_screen", "customer", "image/png");
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) cut = NULL;
  g_autoptr (GBytes) scrambled = NULL;

  piece->sheet = make_sheet (REDRESS_SHEET_ORDER, TRUE, FALSE);
  whole = redress_piece_get_bytes (piece);
  piece->flaw = REDRESS_FLAW_CUT;
  cut = redress_piece_get_bytes (piece);
  piece->flaw = REDRESS_FLAW_SCRAMBLED;
  scrambled = redress_piece_get_bytes (piece);
  g_assert_cmpuint (g_bytes_get_size (cut), <, g_bytes_get_size (whole) / 2);
  g_assert_cmpuint (g_bytes_get_size (scrambled), ==, g_bytes_get_size (whole));
  g_assert_false (g_bytes_equal (scrambled, whole));
  redress_piece_free (piece);
}

static void
test_words (void)
{
  g_autofree char *small = redress_sample_yuan (5);
  g_autofree char *large = redress_sample_yuan (G_GINT64_CONSTANT (1000000000000));
  g_autofree char *time = redress_sample_local_time (NOW, "%Y-%m-%d %H:%M");

  g_assert_cmpstr (small, ==, "0.05");
  g_assert_cmpstr (large, ==, "10,000,000,000.00");
  g_assert_cmpstr (time, ==, "2026-11-17 14:18");
}

static JsonObject *
parse (GBytes *bytes, JsonNode **node)
{
  g_autoptr (GError) error = NULL;

  *node = redress_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                              &redress_json_limits_request, &error);
  g_assert_no_error (error);
  return json_node_get_object (*node);
}

static void
test_records (void)
{
  RedressRecord *chat = redress_record_new_transcript ();
  RedressRecord *log = redress_record_new_log ("here");
  g_autoptr (GBytes) chat_bytes = NULL;
  g_autoptr (GBytes) log_bytes = NULL;
  g_autoptr (JsonNode) chat_node = NULL;
  g_autoptr (JsonNode) log_node = NULL;
  g_autofree guint *lines = NULL;
  JsonObject *object;

  redress_record_add_participant (chat, "客户 4821", "customer");
  redress_record_say (chat, NOW, "客户 4821", "没到账 😡");
  chat_bytes = redress_record_to_bytes (chat);
  redress_record_free (chat);
  object = parse (chat_bytes, &chat_node);
  object = json_array_get_object_element (json_object_get_array_member (object, "messages"), 0);
  g_assert_cmpstr (json_object_get_string_member (object, "at"), ==, "2026-11-17T06:18:00.000000Z");
  g_assert_cmpstr (json_object_get_string_member (object, "text"), ==, "没到账 😡");

  redress_record_add (log, NOW, "pay", "attempt=%u", 3u);
  redress_record_add_masked (log, NOW, "secret", "SAMPLE-1");
  redress_record_prove (log, "secret.generated_at|secret.valid");
  redress_record_add (log, NOW, "secret", "issued");
  redress_record_prove (log, "secret.valid");
  lines = redress_record_list_lines (log, "secret.valid");
  g_assert_cmpuint (lines[0], ==, 2);
  g_assert_cmpuint (lines[1], ==, 3);
  g_assert_cmpuint (lines[2], ==, 0);
  g_assert_null (redress_record_list_lines (log, "secret.used"));
  log_bytes = redress_record_to_bytes (log);
  redress_record_free (log);
  object = parse (log_bytes, &log_node);
  g_assert_cmpstr (json_object_get_string_member (object, "source"), ==, "here");
  object = json_array_get_object_element (json_object_get_array_member (object, "entries"), 1);
  g_assert_true (json_object_get_boolean_member (object, "masked"));
}

/* These numbers are the same for ever: other tickets would come from the same seed. */
static void
test_chance (void)
{
  static const char *const words[] = { "one", "two", "three", NULL };
  RedressChance one = redress_chance_new (1, 2, "story");
  RedressChance same = redress_chance_new (1, 2, "story");
  RedressChance other = redress_chance_new (1, 3, "story");
  RedressChance purpose = redress_chance_new (1, 2, "number");
  guint64 first = redress_chance_next (&one);
  g_autofree char *digits = redress_chance_digits (&one, 12);

  g_assert_cmpuint (first, ==, redress_chance_next (&same));
  g_assert_cmpuint (first, !=, redress_chance_next (&other));
  g_assert_cmpuint (first, !=, redress_chance_next (&purpose));
  g_assert_cmpuint (strlen (digits), ==, 12);
  g_assert_cmpint (digits[0], !=, '0');
  for (guint i = 0; i < 200; i++)
    {
      gint64 value = redress_chance_between (&one, -3, 3);

      g_assert_cmpint (value, >=, -3);
      g_assert_cmpint (value, <=, 3);
      g_assert_true (g_strv_contains (words, redress_chance_pick (&one, words)));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/draw/looks", test_looks);
  g_test_add_func ("/sample/draw/turned", test_turned);
  g_test_add_func ("/sample/draw/pages", test_pages);
  g_test_add_func ("/sample/draw/flaws", test_flaws);
  g_test_add_func ("/sample/draw/words", test_words);
  g_test_add_func ("/sample/record", test_records);
  g_test_add_func ("/sample/chance", test_chance);
  return g_test_run ();
}
