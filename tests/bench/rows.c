/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/rows.h"

#include <stdlib.h>

/* rows NAME: measures one row of the table in the home that $XDG_DATA_HOME names. */

static const struct
{
  const char *name;
  void (*run) (RedressBenchHome *home);
} rows[] = {
  { "first-page", redress_bench_first_page }, { "search", redress_bench_search },
  { "decision", redress_bench_decision },     { "feed", redress_bench_feed },
  { "slices", redress_bench_slices },         { "findings", redress_bench_findings },
};

int
main (int argc, char **argv)
{
  RedressBenchHome home;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (argc == 2 && g_str_equal (argv[1], rows[i].name))
      {
        redress_bench_home_open (&home);
        redress_test_store_settle_search (&home.disk);
        rows[i].run (&home);
        redress_bench_home_close (&home);
        return EXIT_SUCCESS;
      }
  g_printerr ("usage: rows NAME\n");
  return 2;
}
