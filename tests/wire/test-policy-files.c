/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "wire/rule-case.h"

static const char *const flows[] = {
  "rail12306-order", "rail12306-redemption", "cainiao-return", "kameng-virtual", "btepai-order",
};

static char *
load_domain (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "docs", "domain.md", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autofree char *name = g_strconcat (flows[i], ".json", NULL);
      g_autoptr (GBytes) bytes = redress_test_load_data ("policies", name);
      g_auto (GStrv) mistakes = redress_policy_lint (bytes);

      for (char **mistake = mistakes; *mistake != NULL; mistake++)
        g_test_message ("%s: %s", name, *mistake);
      g_assert_cmpuint (g_strv_length (mistakes), ==, 0);
    }
}

static void
test_heads (void)
{
  static const char *const tiles[] = { "铁", "铁", "菜", "卡", "B" };
  static const char *const platforms[] = {
    "rail12306", "rail12306", "cainiao", "kameng", "btepai",
  };

  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autoptr (RedressPolicy) policy = redress_test_load_policy (flows[i]);

      g_assert_cmpstr (redress_policy_get_tile (policy), ==, tiles[i]);
      g_assert_cmpstr (redress_policy_get_platform (policy), ==, platforms[i]);
      g_assert_cmpint (redress_policy_get_unit (policy), ==,
                       i < 2 ? REDRESS_UNIT_POINTS : REDRESS_UNIT_FEN);
      /* A payment that is being re-checked needs the live state; see docs/domain.md B16. */
      g_assert_cmpint (redress_policy_get_offline_class (policy), ==,
                       i == 1 ? REDRESS_OFFLINE_FORBIDDEN : REDRESS_OFFLINE_ALLOWED);
      g_assert_cmpint (redress_policy_get_limit (policy, "four_eyes_amount", 0), ==, 200000);
    }
}

/* Every note that a rule cites stands in docs/domain.md. */
static void
test_cites (void)
{
  g_autofree char *domain = load_domain ();

  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autoptr (RedressPolicy) policy = redress_test_load_policy (flows[i]);
      GPtrArray *rules = redress_policy_get_rules (policy);

      for (guint j = 0; j < rules->len; j++)
        {
          const RedressRule *rule = g_ptr_array_index (rules, j);

          for (char **cite = rule->cites; *cite != NULL; cite++)
            {
              g_autofree char *row = g_strdup_printf ("\n| %s | ", *cite);

              if (strstr (domain, row) == NULL)
                g_error ("%s cites %s, which is not in docs/domain.md", rule->id, *cite);
            }
        }
    }
}

static gboolean
is_in_a_policy (GPtrArray *policies, const char *id)
{
  for (guint i = 0; i < policies->len; i++)
    if (redress_policy_find_rule (g_ptr_array_index (policies, i), id) != NULL)
      return TRUE;

  return FALSE;
}

/* The forty rules of docs/domain.md 9 are all there. */
static void
test_forty_rules (void)
{
  g_autofree char *domain = load_domain ();
  g_auto (GStrv) lines = g_strsplit (domain, "\n", -1);
  g_autoptr (GPtrArray) policies =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_policy_unref);
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    g_ptr_array_add (policies, redress_test_load_policy (flows[i]));

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) cells = NULL;

      if (!g_str_has_prefix (*line, "| R-"))
        continue;

      cells = g_strsplit (*line + 2, " ", 2);
      if (!is_in_a_policy (policies, cells[0]))
        g_error ("%s is in no policy", cells[0]);
      count++;
    }

  g_assert_cmpuint (count, ==, 40);
}

/* Work without a calendar in hand would be silently late. */
static void
test_due (void)
{
  g_autoptr (RedressCalendar) calendar = redress_calendar_new ("china");
  g_autoptr (GBytes) bytes = redress_test_load_data ("calendars", "china-2026.json");
  RedressTime opened = G_GINT64_CONSTANT (1790559000) * REDRESS_SECOND;
  g_autoptr (GError) error = NULL;

  redress_calendar_add_bytes (calendar, bytes, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autoptr (RedressPolicy) policy = redress_test_load_policy (flows[i]);
      g_autoptr (RedressTicket) ticket = redress_ticket_new ();
      g_autoptr (RedressDeadline) review = NULL;
      g_autoptr (RedressDeadline) appeal = NULL;

      ticket->summary->opened_at = opened;
      review = redress_policy_compute_due (policy, ticket, calendar, &error);
      g_assert_no_error (error);
      g_assert_cmpint (review->due, >, opened);
      /* 28 Sep 2026 09:30 and five working days over the holidays: 10 Oct 09:30. */
      ticket->summary->kind = REDRESS_KIND_APPEAL;
      appeal = redress_policy_compute_due (policy, ticket, calendar, &error);
      g_assert_no_error (error);
      g_assert_cmpint (appeal->due, ==, opened + 12 * REDRESS_DAY);
      g_assert_false (appeal->provisional);
    }
}

/* Refunds by payment method, as docs/domain.md K18 and T10 name them: both ends. */
static void
test_refund_windows (void)
{
  static const struct
  {
    const char *flow;
    const char *method;
    gint64 least;
    gint64 most;
  } windows[] = {
    { "kameng-virtual", "wechat", 1, 3 },    { "kameng-virtual", "alipay", 1, 3 },
    { "kameng-virtual", "bank_card", 3, 7 }, { "cainiao-return", "wechat", 1, 3 },
    { "cainiao-return", "alipay", 1, 3 },    { "cainiao-return", "bank_card", 3, 7 },
    { "btepai-order", "wechat", 7, 10 },     { "btepai-order", "alipay", 7, 10 },
    { "btepai-order", "bank_card", 7, 10 },  { "rail12306-order", "points", 1, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      g_autoptr (RedressPolicy) policy = redress_test_load_policy (windows[i].flow);
      const RedressPolicyClock *clock =
          redress_policy_find_refund_clock (policy, windows[i].method);

      g_test_message ("%s, %s", windows[i].flow, windows[i].method);
      g_assert_nonnull (clock);
      g_assert_cmpint (clock->unit, ==, REDRESS_SPAN_WORKING_DAYS);
      g_assert_cmpint (clock->least, ==, windows[i].least);
      g_assert_cmpint (clock->amount, ==, windows[i].most);
      g_assert_cmpstr (clock->from, ==, "refund_sent");
    }
}

/* Texts for people: nothing empty, and Chinese where Chinese is due. */
static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autoptr (RedressPolicy) policy = redress_test_load_policy (flows[i]);
      GPtrArray *rules = redress_policy_get_rules (policy);
      GPtrArray *templates = redress_policy_get_templates (policy);

      for (guint j = 0; j < rules->len; j++)
        {
          const RedressRule *rule = g_ptr_array_index (rules, j);

          g_assert_cmpstr (rule->title.en, !=, rule->title.zh_CN);
          /* One line of the checklist. */
          g_assert_cmpint (g_utf8_strlen (rule->title.en, -1), <=, 40);
          g_assert_cmpint (g_utf8_strlen (rule->title.zh_CN, -1), <=, 20);
        }
      for (guint j = 0; j < templates->len; j++)
        {
          const RedressTemplate *template = g_ptr_array_index (templates, j);

          g_assert_nonnull (strstr (template->text.zh_CN, "。"));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-files/good", test_good);
  g_test_add_func ("/policy-files/heads", test_heads);
  g_test_add_func ("/policy-files/cites", test_cites);
  g_test_add_func ("/policy-files/forty-rules", test_forty_rules);
  g_test_add_func ("/policy-files/due", test_due);
  g_test_add_func ("/policy-files/refund-windows", test_refund_windows);
  g_test_add_func ("/policy-files/words", test_words);
  return g_test_run ();
}
