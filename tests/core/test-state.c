/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/state.h"

#include <string.h>

/* One line for each legal move; everything that does not stand here must be refused. */
static const char *const legal[] = {
  "open decide decided",
  "open decide_four_eyes second_approval",
  "second_approval approve_second decided",
  "second_approval refuse_second open void",
  "second_approval change open void",
  "open ask_customer waiting_customer",
  "open ask_platform waiting_platform",
  "waiting_customer answer open",
  "waiting_platform answer open",
  "waiting_customer deadline open",
  "waiting_platform deadline open",
  "held deadline open",
  "open hold held",
  "held resume open",
  "open escalate open",
  "decided return_for_correction open void",
  "decided effects_done effected",
  "decided effect_failed decided",
  "effected refund_settled closed",
  "open withdraw closed",
  "waiting_customer withdraw closed",
  "waiting_platform withdraw closed",
  "held withdraw closed",
  "second_approval withdraw closed",
  "decided withdraw closed",
  "effected withdraw closed",
  "open merge closed",
  "waiting_customer merge closed",
  "waiting_platform merge closed",
  "held merge closed",
};

static char *
describe (RedressState from, RedressTrigger trigger, RedressState to, gboolean voids)
{
  return g_strdup_printf ("%s %s %s%s", redress_state_to_string (from),
                          redress_trigger_to_string (trigger), redress_state_to_string (to),
                          voids ? " void" : "");
}

static gboolean
is_legal (const char *move)
{
  for (gsize i = 0; i < G_N_ELEMENTS (legal); i++)
    if (g_str_equal (legal[i], move))
      return TRUE;

  return FALSE;
}

static void
test_every_pair (void)
{
  guint found = 0;

  for (guint from = 0; from < REDRESS_N_STATES; from++)
    for (guint trigger = 0; trigger < REDRESS_N_TRIGGERS; trigger++)
      {
        RedressState to = REDRESS_STATE_EFFECTED;
        gboolean voids = 42;
        g_autofree char *move = NULL;

        if (!redress_state_next ((RedressState)from, (RedressTrigger)trigger, &to, &voids))
          {
            g_assert_cmpint (to, ==, REDRESS_STATE_EFFECTED);
            g_assert_cmpint (voids, ==, 42);
            continue;
          }

        move = describe ((RedressState)from, (RedressTrigger)trigger, to, voids);
        g_test_message ("%s", move);
        g_assert_true (is_legal (move));
        found++;
      }

  g_assert_cmpuint (found, ==, G_N_ELEMENTS (legal));
}

static void
test_outputs_are_optional (void)
{
  g_assert_true (redress_state_next (REDRESS_STATE_OPEN, REDRESS_TRIGGER_HOLD, NULL, NULL));
  g_assert_false (redress_state_next (REDRESS_STATE_CLOSED, REDRESS_TRIGGER_HOLD, NULL, NULL));
}

static void
test_unfinished (void)
{
  static const gboolean unfinished[REDRESS_N_STATES] = {
    [REDRESS_STATE_OPEN] = TRUE,
    [REDRESS_STATE_WAITING_CUSTOMER] = TRUE,
    [REDRESS_STATE_WAITING_PLATFORM] = TRUE,
    [REDRESS_STATE_HELD] = TRUE,
    [REDRESS_STATE_SECOND_APPROVAL] = TRUE,
  };

  for (guint i = 0; i < REDRESS_N_STATES; i++)
    g_assert_true (redress_state_is_unfinished ((RedressState)i) == unfinished[i]);
}

/* The page shows exactly the table in the code. Run with REDRESS_WRITE_DOCS=1 to draw it. */
static void
test_page (void)
{
  g_autoptr (GString) page = g_string_new ("# States of a ticket\n\n"
                                           "Drawn from the table in `src/core/state.c` by "
                                           "`tests/core/test-state.c`; do not edit by hand.\n"
                                           "What is not in the table is refused. \"void\": the "
                                           "round ends and its decision no longer stands.\n\n"
                                           "| from | on | to | |\n|---|---|---|---|\n");
  const char *source = g_getenv ("REDRESS_SOURCE_DIR");
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  for (guint from = 0; from < REDRESS_N_STATES; from++)
    for (guint trigger = 0; trigger < REDRESS_N_TRIGGERS; trigger++)
      {
        RedressState to;
        gboolean voids;

        if (redress_state_next ((RedressState)from, (RedressTrigger)trigger, &to, &voids))
          g_string_append_printf (page, "| %s | %s | %s | %s |\n",
                                  redress_state_to_string ((RedressState)from),
                                  redress_trigger_to_string ((RedressTrigger)trigger),
                                  redress_state_to_string (to), voids ? "void" : "");
      }

  if (source == NULL)
    {
      g_test_skip ("REDRESS_SOURCE_DIR is not set; meson sets it");
      return;
    }

  path = g_build_filename (source, "docs", "states.md", NULL);
  if (g_getenv ("REDRESS_WRITE_DOCS") != NULL)
    g_assert_true (g_file_set_contents (path, page->str, -1, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, page->str);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/every-pair", test_every_pair);
  g_test_add_func ("/state/outputs-are-optional", test_outputs_are_optional);
  g_test_add_func ("/state/unfinished", test_unfinished);
  g_test_add_func ("/state/page", test_page);
  return g_test_run ();
}
