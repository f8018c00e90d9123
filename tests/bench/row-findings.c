/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"
#include "bench/policies.h"
#include "bench/rows.h"

/* Every sample ticket judged by the rules of its flow. */

#define ROUNDS 50

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
  g_autoptr (GHashTable) policies = redress_bench_load_policies (home->disk.store);
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
