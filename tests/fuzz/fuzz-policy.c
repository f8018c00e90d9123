/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/evaluation.h"
#include "wire/codec.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* One time of each case: inside, before and after what a policy may ask of it. */
static RedressTicket *
make_ticket (RedressPolicy *policy)
{
  RedressTicket *ticket = redress_ticket_new ();
  GPtrArray *facts = redress_policy_get_facts (policy);

  ticket->summary->flow = g_strdup (redress_policy_get_flow (policy));
  ticket->summary->platform = g_strdup (redress_policy_get_platform (policy));
  ticket->summary->opened_at = 1000 * REDRESS_DAY;
  ticket->summary->amount.value = 32800;
  for (guint i = 0; i < facts->len; i += 2)
    {
      const RedressFactSpec *spec = g_ptr_array_index (facts, i);
      RedressFact *fact = redress_fact_new (spec->name, "platform", 1000 * REDRESS_DAY);

      if (spec->type == REDRESS_FACT_TIME)
        redress_value_set_time (&fact->value, (999 + (gint64)i) * REDRESS_DAY);
      else if (spec->type == REDRESS_FACT_BOOLEAN)
        redress_value_set_boolean (&fact->value, i % 4 == 0);
      else
        redress_value_set_text (&fact->value, "x");
      g_ptr_array_add (ticket->facts, fact);
    }
  return ticket;
}

/* Whatever a policy says, judging by it ends, and says the same twice. */
static void
check_judging (RedressPolicy *policy)
{
  g_autoptr (RedressTicket) ticket = make_ticket (policy);
  g_autoptr (RedressEvaluation) first =
      redress_policy_evaluate (policy, ticket, 1001 * REDRESS_DAY);
  g_autoptr (RedressEvaluation) second =
      redress_policy_evaluate (policy, ticket, 1001 * REDRESS_DAY);

  g_assert_cmpint (first->recommended, ==, second->recommended);
  g_assert_cmpuint (first->findings->len, ==, second->findings->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressPolicy) policy = redress_policy_from_bytes (bytes, &error);

  g_assert_true ((policy == NULL) == (error != NULL));
  if (policy != NULL)
    check_judging (policy);
  return 0;
}
