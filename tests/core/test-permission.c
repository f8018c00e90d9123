/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/permission.h"

#include <string.h>

/* A column for each action, a row for each role; the letters are in the order of
 * RedressAction: read ticket, Original, Work, Decide supervisor, 2nd approval, Audit, Manage,
 * Intake, Peak, reVeal, Export,
 * Connectors, revoKe. */
static const char *const table[REDRESS_N_ROLES] = {
  [REDRESS_ROLE_AGENT] = "R-W--A---V---",     [REDRESS_ROLE_SUPERVISOR] = "ROWD2A--PVXCK",
  [REDRESS_ROLE_AUDITOR] = "RO---A---V---",   [REDRESS_ROLE_ADMIN] = "-----AM------",
  [REDRESS_ROLE_CONNECTOR] = "R------I-----",
};

static void
test_table (void)
{
  for (guint role = 0; role < REDRESS_N_ROLES; role++)
    {
      g_assert_cmpuint (strlen (table[role]), ==, REDRESS_N_ACTIONS);
      for (guint action = 0; action < REDRESS_N_ACTIONS; action++)
        {
          g_test_message ("%s, action %u", redress_role_to_string ((RedressRole)role), action);
          g_assert_true (redress_role_may ((RedressRole)role, (RedressAction)action) ==
                         (table[role][action] != '-'));
        }
    }
}

static void
test_out_of_range (void)
{
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*REDRESS_N_ROLES*");
  g_assert_false (redress_role_may ((RedressRole)99, REDRESS_ACTION_READ_TICKET));
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*REDRESS_N_ACTIONS*");
  g_assert_false (redress_role_may (REDRESS_ROLE_ADMIN, (RedressAction)99));
  g_test_assert_expected_messages ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/permission/table", test_table);
  g_test_add_func ("/permission/out-of-range", test_out_of_range);
  return g_test_run ();
}
