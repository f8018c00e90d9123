/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/damage-report.h"
#include "support/folder.h"

static RedressTestFolder *folder;

static const char *
get_path (void)
{
  return redress_test_folder_get_path (folder);
}

/* What is in doubt twice is told twice, and the first file is not forgotten. */
static void
test_twice (void)
{
  g_autoptr (RedressDamageReport) first = redress_damage_report_new (1000);
  g_autoptr (RedressDamageReport) second = redress_damage_report_new (2000);
  g_autoptr (RedressDamageReport) found = NULL;

  first->n_gaps = 2;
  first->kept = g_strdup ("/kept");
  g_assert_true (redress_damage_report_write (first, get_path (), NULL));
  g_assert_true (redress_damage_report_write (first, get_path (), NULL));
  second->n_gaps = 1;
  second->n_restored = 4;
  g_assert_true (redress_damage_report_write (second, get_path (), NULL));
  found = redress_damage_report_read (get_path ());
  g_assert_cmpuint (found->n_gaps, ==, 3);
  g_assert_cmpuint (found->n_restored, ==, 4);
  g_assert_cmpstr (found->kept, ==, "/kept");
  g_assert_cmpint (found->at, ==, 2000);
}

/* Removing what is not there is no failure: two windows may close the bar. */
static void
test_remove (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (redress_damage_report_remove (get_path (), NULL));
      g_assert_null (redress_damage_report_read (get_path ()));
    }
}

/* A report that cannot be read still says that there was damage. */
static void
test_garbled (void)
{
  static const char *const texts[] = { "", "no key file\n\xff", "[outbox]\ngaps=-4\nwaiting=x\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *file = redress_test_folder_write (folder, "outbox.report", texts[i], -1);
      g_autoptr (RedressDamageReport) found = redress_damage_report_read (get_path ());

      g_assert_nonnull (found);
      g_assert_cmpuint (found->n_gaps, ==, 0);
      g_assert_cmpuint (found->n_waiting, ==, 0);
      g_assert_null (found->kept);
    }
}

static void
test_unwritable (void)
{
  g_autoptr (RedressDamageReport) report = redress_damage_report_new (1000);
  g_autoptr (GError) error = NULL;

  g_assert_false (redress_damage_report_write (report, "/dev/null/no folder", &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = redress_test_folder_new ();
  g_test_add_func ("/store/damage-report/twice", test_twice);
  g_test_add_func ("/store/damage-report/remove", test_remove);
  g_test_add_func ("/store/damage-report/garbled", test_garbled);
  g_test_add_func ("/store/damage-report/unwritable", test_unwritable);
  status = g_test_run ();
  redress_test_folder_free (folder);
  return status;
}
