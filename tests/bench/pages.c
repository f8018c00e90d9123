/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/pages.h"

#include "bench/tickets.h"
#include "wire/json.h"

#include <string.h>

/* What the server says of a ticket now is newer than anything said before. */
static void
add (RedressChangePage *page, gint64 id, RedressTime now)
{
  RedressSummary *summary = redress_bench_summary_new (id, now);

  summary->rev = now;
  redress_test_page_add (page, summary);
}

RedressChangePage *
redress_bench_page_new (gint64 first, RedressTime now)
{
  RedressChangePage *page = redress_test_page_new ("filled");

  for (gint64 id = first; id < first + REDRESS_BENCH_PAGE; id++)
    add (page, id, now);
  return page;
}

RedressChangePage *
redress_bench_page_new_changed (GRand *chance, gint64 n, RedressTime now)
{
  RedressChangePage *page = redress_test_page_new ("filled");

  for (guint i = 0; i < REDRESS_BENCH_PAGE; i++)
    add (page, g_rand_int_range (chance, 1, (gint32)n + 1), now);
  return page;
}

char *
redress_bench_page_to_text (RedressChangePage *page)
{
  g_autoptr (JsonNode) node = NULL;

  if (page->epoch == NULL || page->epoch[0] == '\0')
    {
      g_free (page->epoch);
      page->epoch = g_strdup ("1");
    }
  page->server_time = redress_clock_now (redress_clock_get_system ());
  node = redress_change_page_to_json (page);
  return redress_json_to_string (node);
}

RedressChangePage *
redress_bench_page_from_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
      redress_json_parse (text, strlen (text), &redress_json_limits_response, &error);
  RedressChangePage *page =
      node != NULL ? redress_change_page_from_json (json_node_get_object (node), &error) : NULL;

  if (page == NULL)
    g_error ("%s", error->message);
  return page;
}
