/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/account.h"
#include "core/claim.h"
#include "core/command.h"
#include "core/event.h"
#include "core/evidence.h"
#include "core/kind.h"
#include "core/names.h"
#include "core/state.h"
#include "core/summary.h"

/* The words stand in databases, on the wire and in files of policies: to change one is to
 * break them all, so they are written down here once more. */
#define CHECK_WORDS(Type, name, ...)                                                               \
  static void test_##name (void)                                                                   \
  {                                                                                                \
    static const char *const words[] = { __VA_ARGS__ };                                            \
    Type found = (Type)0;                                                                          \
                                                                                                   \
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)                                               \
      {                                                                                            \
        g_assert_cmpstr (redress_##name##_to_string ((Type)i), ==, words[i]);                      \
        g_assert_true (redress_##name##_from_string (words[i], &found));                           \
        g_assert_cmpint (found, ==, i);                                                            \
      }                                                                                            \
    g_assert_false (redress_##name##_from_string ("", &found));                                    \
    g_assert_false (redress_##name##_from_string ("Open", &found));                                \
    g_assert_false (redress_##name##_from_string (NULL, &found));                                  \
    g_assert_cmpint (found, ==, G_N_ELEMENTS (words) - 1);                                         \
  }

CHECK_WORDS (RedressUnit, unit, "fen", "points")
CHECK_WORDS (RedressKind, kind, "review", "appeal", "recheck", "refund_chase")
CHECK_WORDS (RedressVerdict,
             verdict,
             "none",
             "approve",
             "reject",
             "partial",
             "reissue",
             "convert_to_return",
             "need_info",
             "escalate",
             "hold")
CHECK_WORDS (RedressState,
             state,
             "open",
             "waiting_customer",
             "waiting_platform",
             "held",
             "second_approval",
             "decided",
             "effected",
             "closed")
CHECK_WORDS (RedressClaimMode, claim_mode, "online", "offline")
CHECK_WORDS (RedressLane, lane, "customer", "system", "money")
CHECK_WORDS (RedressSensitivity, sensitivity, "low", "personal", "account", "secret", "biometric")
CHECK_WORDS (RedressRenditionState, rendition_state, "pending", "ready", "failed", "unavailable")
CHECK_WORDS (RedressRenditionUse, rendition_use, "view", "thumb", "page", "poster", "video")
CHECK_WORDS (RedressRole, role, "agent", "supervisor", "auditor", "admin", "connector")
CHECK_WORDS (RedressCommandType,
             command_type,
             "claim",
             "renew",
             "release",
             "check_out",
             "decide",
             "need_info",
             "hold",
             "resume",
             "escalate",
             "note",
             "hand_over",
             "merge",
             "redact",
             "blur",
             "approve_second",
             "refuse_second")

static void
test_badges (void)
{
  static const char *const words[] = {
    "race",       "complaint", "new_evidence", "effect_failed", "online_only", "four_eyes",
    "supervisor", "paused",    "peak",         "duplicate",     "reused_file", "incident",
  };

  g_assert_cmpuint (G_N_ELEMENTS (words), ==, REDRESS_N_BADGES);
  for (guint i = 0; i < REDRESS_N_BADGES; i++)
    {
      g_assert_cmpstr (redress_badge_to_string (1u << i), ==, words[i]);
      g_assert_cmpuint (redress_badge_from_string (words[i]), ==, 1u << i);
    }
  g_assert_cmpuint (redress_badge_from_string ("shiny"), ==, 0);
  g_assert_cmpuint (redress_badge_from_string (NULL), ==, 0);
}

static void
test_final (void)
{
  for (guint i = 0; i < REDRESS_N_VERDICTS; i++)
    {
      gboolean final = i >= REDRESS_VERDICT_APPROVE && i <= REDRESS_VERDICT_CONVERT_TO_RETURN;

      g_assert_true (redress_verdict_is_final ((RedressVerdict)i) == final);
    }
}

static void
test_names (void)
{
  static const char *const names[] = { "one", "two" };

  g_assert_cmpstr (redress_names_get (names, 2, 1), ==, "two");
  g_assert_cmpint (redress_names_find (names, 2, "two"), ==, 1);
  g_assert_cmpint (redress_names_find (names, 2, "three"), ==, -1);
  g_assert_cmpint (redress_names_find (names, 2, NULL), ==, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/unit", test_unit);
  g_test_add_func ("/words/kind", test_kind);
  g_test_add_func ("/words/verdict", test_verdict);
  g_test_add_func ("/words/state", test_state);
  g_test_add_func ("/words/claim-mode", test_claim_mode);
  g_test_add_func ("/words/lane", test_lane);
  g_test_add_func ("/words/sensitivity", test_sensitivity);
  g_test_add_func ("/words/rendition-state", test_rendition_state);
  g_test_add_func ("/words/rendition-use", test_rendition_use);
  g_test_add_func ("/words/role", test_role);
  g_test_add_func ("/words/command-type", test_command_type);
  g_test_add_func ("/words/badges", test_badges);
  g_test_add_func ("/words/final", test_final);
  g_test_add_func ("/words/names", test_names);
  return g_test_run ();
}
