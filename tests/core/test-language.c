/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/language.h"
#include "core/ticket.h"

static void
test_tags (void)
{
  static const char *const good[] = { "en",      "zh-CN",      "zh-Hans-CN", "de-1996",
                                      "sr-Latn", "mn-Cyrl-MN", "yue" };
  static const char *const bad[] = { "",
                                     "-",
                                     "e",
                                     "en-",
                                     "-en",
                                     "zh_CN",
                                     "zh--CN",
                                     "english language",
                                     "1n",
                                     "中文",
                                     "en-GB-\n",
                                     "zh-CN.UTF-8",
                                     "abcdefghi",
                                     "en-123456789",
                                     "en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (redress_language_is_tag (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_false (redress_language_is_tag (bad[i]));
    }
  g_assert_false (redress_language_is_tag (NULL));
}

static void
test_find (void)
{
  static const struct
  {
    const char *tag;
    const char *name;
  } rows[] = {
    { "en", "en" },          { "en-GB", "en" }, { "EN", "en" },
    { "en_US.UTF-8", "en" }, { "zh", "zh-CN" }, { "zh-Hant-TW", "zh-CN" },
    { "zh_CN", "zh-CN" },    { "ar", NULL },    { "eng", NULL },
    { "e", NULL },           { "", NULL },      { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (redress_language_find (rows[i].tag), ==, rows[i].name);
}

/* One language has one spelling. */
static void
test_known (void)
{
  g_assert_true (redress_language_is_known ("en"));
  g_assert_true (redress_language_is_known ("zh-CN"));
  g_assert_false (redress_language_is_known ("zh_CN"));
  g_assert_false (redress_language_is_known ("en-GB"));
  g_assert_false (redress_language_is_known ("fr"));
  g_assert_false (redress_language_is_known (NULL));
}

static void
test_of_ticket (void)
{
  static const struct
  {
    const char *customer;
    const char *reason;
    const char *language;
  } rows[] = {
    { "en", "zh-CN", "en" }, { "zh-CN", "en", "zh-CN" }, { NULL, "en", "en" },
    { NULL, "ar", "zh-CN" }, { NULL, NULL, "zh-CN" },    { "fr", "en", "en" },
    { "fr", NULL, "zh-CN" }, { "en-US", NULL, "en" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedressTicket) ticket = redress_ticket_new ();

      ticket->customer.language = g_strdup (rows[i].customer);
      ticket->reason_language = g_strdup (rows[i].reason);
      g_assert_cmpstr (redress_ticket_get_language (ticket), ==, rows[i].language);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/tags", test_tags);
  g_test_add_func ("/language/find", test_find);
  g_test_add_func ("/language/known", test_known);
  g_test_add_func ("/language/of-ticket", test_of_ticket);
  return g_test_run ();
}
