/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"
#include "bench/rows.h"

#include "support/spin.h"

/* Every sample ticket judged by the rules of its flow. */

#define ROUNDS 50

static GHashTable *
load_policies (RedressStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) policies = NULL;
  GHashTable *by_flow = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, NULL);

  redress_store_list_policies_async (store, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "the policies");
  policies = redress_store_list_policies_finish (store, result, NULL);
  for (guint i = 0; i < policies->len; i++)
    {
      RedressPolicy *policy = g_ptr_array_index (policies, i);

      g_hash_table_replace (by_flow, (char *)redress_policy_get_flow (policy),
                            redress_policy_ref (policy));
    }
  return by_flow;
}

static gint64
judge (RedressPolicy *policy, RedressTicket *ticket, RedressTime now)
{
  RedressSpan begin = redress_span_begin ();
  RedressEvaluation *evaluation = redress_policy_evaluate (policy, ticket, now);

  redress_evaluation_free (evaluation);
  return redress_span_end (begin).cpu;
}

void
redress_bench_findings (RedressBenchHome *home)
{
  g_autoptr (GPtrArray) tickets = redress_bench_read_tickets ();
  g_autoptr (GHashTable) policies = load_policies (home->disk.store);
  g_autoptr (GArray) took = redress_samples_new ();
  RedressTime now = redress_clock_now (home->disk.clock);

  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < tickets->len; i++)
      {
        RedressTicket *ticket = g_ptr_array_index (tickets, i);

        redress_samples_add (
            took, judge (g_hash_table_lookup (policies, ticket->summary->flow), ticket, now));
      }
  redress_bench_report ("took", redress_samples_get (took, 50));
  redress_bench_report ("p95", redress_samples_get (took, 95));
}
