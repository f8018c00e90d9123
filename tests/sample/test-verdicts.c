/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/evaluation.h"
#include "sample/generate.h"
#include "sample/opinion.h"
#include "wire/codec.h"

/* Tue 17 Nov 2026, 14:18 in Shanghai. */
#define NOW (G_GINT64_CONSTANT (1794896280) * REDRESS_SECOND)
#define SEED 1
#define MANY 1500

static RedressPolicy *
load_rules (const char *flow)
{
  static GHashTable *rules = NULL;
  RedressPolicy *policy;

  if (rules == NULL)
    rules = g_hash_table_new (g_str_hash, g_str_equal);
  policy = g_hash_table_lookup (rules, flow);
  if (policy == NULL)
    {
      g_autofree char *name = g_strconcat (flow, ".json", NULL);
      g_autofree char *path =
          g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "policies", name, NULL);
      g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
      g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
      g_autoptr (GError) error = NULL;

      policy = redress_policy_from_bytes (bytes, &error);
      g_assert_no_error (error);
      g_hash_table_insert (rules, g_strdup (flow), policy);
    }
  return policy;
}

static RedressVerdict
judge (RedressCase *made, RedressTime now)
{
  RedressTicket *ticket = made->ticket;
  g_autoptr (RedressEvaluation) evaluation = NULL;

  for (guint i = 0; i < made->pieces->len; i++)
    {
      RedressEvidence *evidence = redress_evidence_new ();

      evidence->slot = g_strdup (((RedressPiece *)g_ptr_array_index (made->pieces, i))->slot);
      g_ptr_array_add (ticket->evidence, evidence);
    }
  evaluation = redress_policy_evaluate (load_rules (ticket->summary->flow), ticket, now);
  return evaluation->recommended;
}

/* The real rules read a plot as it was meant, and every verdict comes up in a small demo. */
static void
test_verdicts (void)
{
  guint seen[REDRESS_N_VERDICTS] = { 0 };

  for (guint64 index = 0; index < MANY; index++)
    {
      RedressTime now = NOW + (gint64)(index % 21) * 8 * REDRESS_HOUR;
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, now);
      RedressVerdict verdict = judge (made, now);

      g_test_message ("%u %s", (guint)index, made->plot);
      if (*made->ticket->reason_full != '\0')
        g_assert_cmpstr (redress_verdict_to_string (verdict), ==,
                         redress_verdict_to_string (made->verdict));
      if (index < 130)
        seen[verdict]++;
    }
  for (guint verdict = REDRESS_VERDICT_APPROVE; verdict < REDRESS_N_VERDICTS; verdict++)
    {
      g_test_message ("%s: %u", redress_verdict_to_string (verdict), seen[verdict]);
      g_assert_cmpuint (seen[verdict], >, 0);
    }
}

/* What somebody appealed against is a refusal that the rules permit. */
static void
test_originals_are_refused (void)
{
  guint count = 0;

  for (guint64 index = 0; index < 600; index++)
    {
      g_autoptr (RedressCase) first = redress_sample_generate_original (SEED, index, NOW);
      g_autoptr (RedressCommand) command = NULL;

      if (first == NULL)
        continue;
      g_test_message ("%u %s", (guint)index, first->plot);
      judge (first, NOW);
      command = redress_opinion_form (first->ticket, load_rules (first->ticket->summary->flow),
                                      TRUE, NOW);
      g_assert_cmpstr (redress_verdict_to_string (command->verdict), ==, "reject");
      count++;
    }
  g_assert_cmpuint (count, >, 20);
}

/* The command of somebody who follows the rules is one the server takes. */
static void
test_opinions (void)
{
  for (guint64 index = 0; index < 300; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);
      RedressVerdict verdict = judge (made, NOW);
      RedressPolicy *policy = load_rules (made->ticket->summary->flow);
      g_autoptr (RedressCommand) command = redress_opinion_form (made->ticket, policy, FALSE, NOW);

      g_test_message ("%u %s", (guint)index, made->plot);
      g_assert_nonnull (command->command_id);
      if (verdict == REDRESS_VERDICT_NEED_INFO)
        {
          g_assert_cmpint (command->type, ==, REDRESS_COMMAND_NEED_INFO);
          g_assert_true (command->slots != NULL || command->fact_names != NULL);
        }
      else if (verdict == REDRESS_VERDICT_HOLD)
        g_assert_cmpint (command->until, >, NOW);
      else if (command->type == REDRESS_COMMAND_ESCALATE)
        g_assert_cmpint (verdict, ==, REDRESS_VERDICT_ESCALATE);
      else
        {
          const RedressReason *reason = redress_policy_find_reason (policy, command->reason_code);

          g_assert_cmpint (command->type, ==, REDRESS_COMMAND_DECIDE);
          g_assert_nonnull (reason);
          g_assert_true ((reason->verdicts & REDRESS_VERDICT_BIT (command->verdict)) != 0);
          g_assert_cmpuint (strlen (command->seen_digest), ==, 64);
          g_assert_cmpint (command->override_reason != NULL, ==, command->verdict != verdict);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/verdicts", test_verdicts);
  g_test_add_func ("/sample/verdicts/originals-are-refused", test_originals_are_refused);
  g_test_add_func ("/sample/opinion", test_opinions);
  return g_test_run ();
}
