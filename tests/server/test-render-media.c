/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/render/document.h"
#include "server/render/media.h"

typedef struct
{
  const char *head;
  gsize length;
  const char *media_type;
} Sample;

static void
test_sniff (void)
{
  static const Sample samples[] = {
    { "\xff\xd8\xff\xe0..", 6, "image/jpeg" },
    { "\x89PNG\r\n\x1a\n", 8, "image/png" },
    { "\x89PNG\r\n\x1a", 7, NULL },
    { "%PDF-1.7\n", 9, "application/pdf" },
    { "RIFF....WEBPVP8 ", 16, "image/webp" },
    { "\0\0\0\x18"
      "ftypheic",
      12, "image/heic" },
    { "\0\0\0\x18"
      "ftypmp42",
      12, "video/mp4" },
    { "\x1a\x45\xdf\xa3webm", 8, "video/webm" },
    { "退款", 6, "text/plain" },
    { "退款", 5, "text/plain" }, /* the head ends inside a character */
    { "{\"a\":1}", 7, "text/plain" },
    { "ab\0cd", 5, NULL },
    { "ab\xff\xfe", 4, NULL },
    { "", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_test_message ("sample %u", i);
      g_assert_cmpstr (redress_media_sniff (samples[i].head, samples[i].length), ==,
                       samples[i].media_type);
    }
}

static void
test_accepted (void)
{
  g_assert_true (redress_media_is_accepted ("image/heic"));
  g_assert_true (redress_media_is_accepted (REDRESS_MEDIA_LOG));
  g_assert_false (redress_media_is_accepted ("image/svg+xml"));
  g_assert_false (redress_media_is_accepted ("image/png; charset=x"));
  g_assert_false (redress_media_is_accepted (NULL));
}

static void
assert_refused (const char *declared, const char *head, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (redress_media_check (declared, head, length, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static void
test_check (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_media_check ("application/pdf", "%PDF-1.4", 8, &error));
  g_assert_true (redress_media_check (REDRESS_MEDIA_TRANSCRIPT, "{}", 2, &error));
  g_assert_no_error (error);
  assert_refused ("image/png", "%PDF-1.4", 8);
  assert_refused ("text/plain", "%PDF-1.4", 8);
  assert_refused (REDRESS_MEDIA_LOG, "\x89PNG\r\n\x1a\n", 8);
  assert_refused ("image/png", "", 0);
  assert_refused ("image/png", "\1\2\0\3", 4);
  assert_refused ("text/html", "<p>", 3);
}

static char *
make_view (const char *text, const char *media_type, GError **error)
{
  g_autoptr (GBytes) original = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) view = redress_document_make_view (original, media_type, error);

  return view != NULL ? g_strndup (g_bytes_get_data (view, NULL), g_bytes_get_size (view)) : NULL;
}

static void
assert_same (const char *text, const char *media_type)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *view = make_view (text, media_type, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (view, ==, text);
}

static void
assert_bad (const char *text, const char *media_type)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *view = make_view (text, media_type, &error);
  g_autofree char *shown = g_strescape (text, NULL);

  g_test_message ("%s", shown);
  g_assert_null (view);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

#define AT "\"at\":\"2026-11-16T08:32:12.447000Z\""

static void
test_transcript (void)
{
  assert_same ("{\"participants\":[\"客户 4821\"],"
               "\"messages\":[{" AT ",\"from\":\"客户 4821\",\"text\":\"没到账 😡\"}]}",
               REDRESS_MEDIA_TRANSCRIPT);
  assert_same ("{\"participants\":[],\"messages\":[],\"more\":1}", REDRESS_MEDIA_TRANSCRIPT);
  assert_bad ("[]", REDRESS_MEDIA_TRANSCRIPT);
  assert_bad ("{}", REDRESS_MEDIA_TRANSCRIPT);
  assert_bad ("{\"participants\":[],\"messages\":[", REDRESS_MEDIA_TRANSCRIPT);
  assert_bad ("{\"participants\":[],\"messages\":{}}", REDRESS_MEDIA_TRANSCRIPT);
  assert_bad ("{\"participants\":[],\"messages\":[7]}", REDRESS_MEDIA_TRANSCRIPT);
  assert_bad ("{\"participants\":[1],\"messages\":[]}", REDRESS_MEDIA_TRANSCRIPT);
  assert_bad (
      "{\"participants\":[],\"messages\":[{\"at\":\"today\",\"from\":\"a\",\"text\":\"\"}]}",
      REDRESS_MEDIA_TRANSCRIPT);
}

static void
test_log (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *view = NULL;

  assert_same ("{\"source\":\"渠道\",\"entries\":[{" AT ",\"key\":\"pay\",\"value\":\"ok\"}]}",
               REDRESS_MEDIA_LOG);
  assert_same ("{\"source\":\"s\",\"entries\":[{" AT
               ",\"key\":\"secret\",\"value\":\"**** 9A2C\",\"masked\":true}]}",
               REDRESS_MEDIA_LOG);
  assert_bad ("{\"source\":\"s\"}", REDRESS_MEDIA_LOG);
  assert_bad ("{\"source\":\"s\",\"entries\":[{" AT ",\"key\":\"k\",\"value\":1}]}",
              REDRESS_MEDIA_LOG);

  view = make_view ("{\"source\":\"s\",\"entries\":["
                    "{" AT ",\"key\":\"secret\",\"value\":\"8F2K-77QX-9A2C\",\"masked\":true},"
                    "{" AT ",\"key\":\"pin\",\"value\":\"1234\",\"masked\":true}]}",
                    REDRESS_MEDIA_LOG, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (view, "\"**** 9A2C\""));
  g_assert_null (strstr (view, "8F2K"));
  g_assert_null (strstr (view, "1234"));
}

static void
test_text (void)
{
  assert_same ("第一行\nsecond line\n", REDRESS_MEDIA_TEXT);
  assert_bad ("", REDRESS_MEDIA_TEXT);
  assert_bad ("\xff\xfe", REDRESS_MEDIA_TEXT);
}

static void
test_too_large (void)
{
  g_autofree char *text = g_strnfill (REDRESS_DOCUMENT_MAX_BYTES + 1, 'a');
  g_autoptr (GError) error = NULL;
  g_autofree char *view = make_view (text, REDRESS_MEDIA_TEXT, &error);

  g_assert_null (view);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/media/sniff", test_sniff);
  g_test_add_func ("/render/media/accepted", test_accepted);
  g_test_add_func ("/render/media/check", test_check);
  g_test_add_func ("/render/document/transcript", test_transcript);
  g_test_add_func ("/render/document/log", test_log);
  g_test_add_func ("/render/document/text", test_text);
  g_test_add_func ("/render/document/too-large", test_too_large);
  return g_test_run ();
}
