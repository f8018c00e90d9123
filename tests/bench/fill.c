/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/bench-home.h"
#include "bench/tickets.h"
#include "store/cache.h"
#include "store/store-private.h"

#include <stdlib.h>

/* fill N: puts so many made up tickets into the cache of the home and their words into the index.
 */

#define TICKETS_PER_STEP 1000

static void
fill_cache (RedressStore *store, gint64 n)
{
  RedressTime now = redress_clock_now (redress_clock_get_system ());

  for (gint64 id = 1; id <= n;)
    {
      g_autoptr (RedressChangePage) page = redress_test_page_new ("filled");
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < TICKETS_PER_STEP && id <= n; i++)
        redress_test_page_add (page, redress_bench_summary_new (id++, now));
      if (!redress_test_page_apply (store, page, &error))
        g_error ("%s", error->message);
    }
}

static gboolean
run_index (RedressSqlConnection *connection, gpointer data, GError **error)
{
  gboolean is_done = FALSE;

  while (!is_done)
    if (!redress_search_index_fill (data, TICKETS_PER_STEP, &is_done, error))
      return FALSE;
  return TRUE;
}

int
main (int argc, char **argv)
{
  RedressBenchHome home;
  g_autoptr (GError) error = NULL;

  redress_bench_home_open (&home);
  redress_bench_put_policies (home.disk.store);
  fill_cache (home.disk.store, argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 1000);
  if (!redress_store_write_sync (home.disk.store, run_index, home.disk.store->disk, &error))
    g_error ("%s", error->message);
  redress_bench_home_close (&home);
  return EXIT_SUCCESS;
}
