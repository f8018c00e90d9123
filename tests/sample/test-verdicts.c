/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/use.h"
#include "sample/generate.h"
#include "sample/opinion.h"
#include "wire/codec.h"
#include "wire/evidence-content-codec.h"
#include "wire/json.h"

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

static guint
count_lines (RedressPiece *piece)
{
  g_autoptr (RedressEvidenceContent) content =
      redress_evidence_content_new (piece->media_type, piece->bytes);
  g_autoptr (GError) error = NULL;

  redress_evidence_content_decode (content, &error);
  g_assert_no_error (error);
  return content->log != NULL ? content->log->entries->len : content->transcript->messages->len;
}

static RedressPiece *
find_piece (RedressCase *made, const char *sha256)
{
  for (guint i = 0; i < made->pieces->len; i++)
    {
      RedressPiece *piece = g_ptr_array_index (made->pieces, i);
      g_autofree char *digest = NULL;

      if (piece->bytes == NULL)
        continue;
      digest = redress_sha256_hex (g_bytes_get_data (piece->bytes, NULL),
                                   g_bytes_get_size (piece->bytes));
      if (g_str_equal (digest, sha256))
        return piece;
    }
  return NULL;
}

static void
count_used (RedressCase *made, RedressTime now, GHashTable *used)
{
  RedressPolicy *policy = load_rules (made->ticket->summary->flow);
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (policy, made->ticket, now);

  for (guint i = 0; i < made->ticket->facts->len; i++)
    {
      const RedressFact *fact = g_ptr_array_index (made->ticket->facts, i);
      g_autoptr (GPtrArray) uses = NULL;
      RedressPiece *piece;

      if (fact->evidence == NULL)
        continue;
      piece = find_piece (made, fact->evidence);
      g_assert_nonnull (piece);
      for (guint k = 0; k < redress_fact_count_entries (fact); k++)
        g_assert_cmpuint (fact->entries[k], <=, count_lines (piece));
      uses = redress_evaluation_list_uses (evaluation, policy, made->ticket, fact->evidence);
      if (uses->len > 0)
        g_hash_table_add (used, g_strdup (piece->slot));
    }
}

/* Facts stand where the platform says, and in each kind of log there is a line that a rule used. */
static void
test_places (void)
{
  static const char *const slots[] = {
    "channel_log",   "secret_log",   "attempt_log", "gate_log",
    "warehouse_log", "refund_trace", "carrier_log", "seller_chat"
  };
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint64 index = 0; index < 400; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);

      g_test_message ("%u %s", (guint)index, made->plot);
      count_used (made, NOW, used);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_test_message ("%s", slots[i]);
      g_assert_true (g_hash_table_contains (used, slots[i]));
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
  g_test_add_func ("/sample/verdicts/places", test_places);
  return g_test_run ();
}
