/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <time.h>

#include "core/policy-build.h"
#include "wire/rule-case.h"

/* What has to hold for any ticket, tried on tickets of chance. GTest prints its seed, and the same
 * --seed gives the same tickets again. */

#define N_TICKETS 150
#define N_TIMED 10000
/* Several times what it takes on a small machine without anything else to do. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/* A sanitizer makes it ten times as slow. */
#define MAX_CPU_MS 10000
#else
#define MAX_CPU_MS 1000
#endif

static const char *const flows[] = {
  "rail12306-order", "rail12306-redemption", "cainiao-return", "kameng-virtual", "btepai-order",
};

static const char *const states[] = {
  "not_fulfilled", "fulfilling", "dispatched_undelivered", "delivered", "cancelled",
};

/* Few values, so that facts are often alike and limits are often met. */
static const gint64 numbers[] = { -1, 0, 1, 3, 60, 90, 10000, 30000, 200000, REDRESS_INTEGER_MAX };

#define PICK(random, list) list[g_rand_int_range (random, 0, G_N_ELEMENTS (list))]

static void
set_text (RedressValue *value, const RedressFactSpec *spec, GRand *random)
{
  g_autoptr (GList) codes = spec->values != NULL ? g_hash_table_get_keys (spec->values) : NULL;
  char letter[] = { (char)('a' + g_rand_int_range (random, 0, 2)), '\0' };

  codes = g_list_sort (codes, (GCompareFunc)g_strcmp0);
  redress_value_set_text (
      value,
      codes != NULL
          ? g_list_nth_data (codes, (guint)g_rand_int_range (random, 0, (int)g_list_length (codes)))
          : letter);
}

static RedressFact *
make_fact (const RedressFactSpec *spec, GRand *random)
{
  RedressFact *fact = redress_fact_new (spec->name, "platform", 0);

  switch (spec->type)
    {
    case REDRESS_FACT_BOOLEAN:
      redress_value_set_boolean (&fact->value, g_rand_boolean (random));
      break;
    case REDRESS_FACT_INTEGER:
      redress_value_set_integer (&fact->value, PICK (random, numbers));
      break;
    case REDRESS_FACT_TIME:
      redress_value_set_time (&fact->value, g_rand_int_range (random, 0, 200) * REDRESS_DAY);
      break;
    case REDRESS_FACT_TEXT:
      set_text (&fact->value, spec, random);
      break;
    default:
      g_assert_not_reached ();
    }

  return fact;
}

static void
fill_ticket (RedressTicket *ticket, RedressPolicy *policy, GRand *random)
{
  GPtrArray *grounds = redress_policy_get_grounds (policy);
  const RedressGround *ground =
      g_ptr_array_index (grounds, (guint)g_rand_int_range (random, 0, (int)grounds->len));

  ticket->summary->kind = (RedressKind)g_rand_int_range (random, 0, REDRESS_N_KINDS);
  ticket->summary->badges = g_rand_boolean (random) ? REDRESS_BADGE_SUPERVISOR : 0;
  ticket->summary->reason_code = g_rand_boolean (random) ? g_strdup (ground->code) : NULL;
  ticket->summary->amount.value = PICK (random, numbers);
  ticket->summary->amount.unit = redress_policy_get_unit (policy);
  ticket->summary->opened_at = g_rand_int_range (random, 0, 200) * REDRESS_DAY;
  ticket->order.state = g_strdup (PICK (random, states));
  ticket->order.state_at_request = g_strdup (PICK (random, states));
  ticket->order.number = g_rand_boolean (random) ? g_strdup ("N1") : NULL;
  ticket->order.paid = ticket->summary->amount;
  ticket->order.requested_at = g_rand_int_range (random, 0, 200) * REDRESS_DAY;
  ticket->customer.cancels_90d = g_rand_int_range (random, -1, 9);
}

static void
add_evidence (RedressTicket *ticket, RedressPolicy *policy, GRand *random)
{
  GPtrArray *slots = redress_policy_get_slots (policy);

  for (guint i = 0; i < slots->len; i++)
    {
      const RedressSlot *slot = g_ptr_array_index (slots, i);
      RedressEvidence *evidence;

      if (g_rand_boolean (random))
        continue;

      evidence = redress_evidence_new ();
      evidence->slot = g_strdup (slot->id);
      g_ptr_array_add (ticket->evidence, evidence);
    }
}

static RedressTicket *
make_ticket (RedressPolicy *policy, GRand *random)
{
  RedressTicket *ticket = redress_ticket_new ();
  GPtrArray *facts = redress_policy_get_facts (policy);

  fill_ticket (ticket, policy, random);
  add_evidence (ticket, policy, random);
  for (guint i = 0; i < facts->len; i++)
    if (g_rand_int_range (random, 0, 3) > 0)
      g_ptr_array_add (ticket->facts, make_fact (g_ptr_array_index (facts, i), random));

  return ticket;
}

/* Whether something is known changes when more is known; that is what such a test is for. @fact is
 * NULL for any. */
static gboolean
asks_for_existence (const RedressCondition *condition, const char *fact)
{
  if (condition->kind == REDRESS_CONDITION_TEST)
    return condition->test >= REDRESS_TEST_EXISTS &&
           (fact == NULL || g_str_equal (condition->name, fact));

  for (guint i = 0; i < condition->children->len; i++)
    if (asks_for_existence (g_ptr_array_index (condition->children, i), fact))
      return TRUE;

  return FALSE;
}

static void
assert_settled (const RedressEvaluation *before, const RedressEvaluation *after, const char *fact)
{
  for (guint i = 0; i < before->findings->len; i++)
    {
      const RedressFinding *was = g_ptr_array_index (before->findings, i);
      const RedressFinding *is = g_ptr_array_index (after->findings, i);

      if (was->outcome != REDRESS_OUTCOME_UNKNOWN && was->outcome != is->outcome &&
          !asks_for_existence (was->rule->when, fact))
        g_error ("%s turned round when %s became known", was->rule->id,
                 fact != NULL ? fact : "everything");
    }
}

static void
learn_each_fact (RedressPolicy *policy, RedressTicket *ticket, GRand *random)
{
  g_autoptr (RedressEvaluation) before = redress_policy_evaluate (policy, ticket, 0);
  GPtrArray *facts = redress_policy_get_facts (policy);

  for (guint i = 0; i < facts->len; i++)
    {
      const RedressFactSpec *spec = g_ptr_array_index (facts, i);
      g_autoptr (RedressEvaluation) after = NULL;

      if (redress_ticket_find_fact (ticket, spec->name) != NULL)
        continue;

      g_ptr_array_add (ticket->facts, make_fact (spec, random));
      after = redress_policy_evaluate (policy, ticket, 0);
      assert_settled (before, after, spec->name);
      g_ptr_array_set_size (ticket->facts, (int)ticket->facts->len - 1);
    }
}

static gboolean
is_in (char **names, const char *name)
{
  return names != NULL && g_strv_contains ((const char *const *)names, name);
}

/* @but: (nullable): facts that stay as they are */
static void
learn_everything (RedressPolicy *policy, RedressTicket *ticket, GRand *random, char **but)
{
  GPtrArray *facts = redress_policy_get_facts (policy);

  for (guint i = 0; i < facts->len; i++)
    {
      const RedressFactSpec *spec = g_ptr_array_index (facts, i);

      if (redress_ticket_find_fact (ticket, spec->name) == NULL && !is_in (but, spec->name))
        g_ptr_array_add (ticket->facts, make_fact (spec, random));
    }
}

/* What part of the facts says of a rule, all of them say too. */
static void
learn_all_facts (RedressPolicy *policy, RedressTicket *ticket, GRand *random)
{
  g_autoptr (RedressEvaluation) before = redress_policy_evaluate (policy, ticket, 0);
  g_autoptr (RedressEvaluation) after = NULL;

  learn_everything (policy, ticket, random, NULL);
  after = redress_policy_evaluate (policy, ticket, 0);
  assert_settled (before, after, NULL);
}

/* An unknown rule names what would change it: as long as that is not known, nothing else does. */
static void
learn_all_but_the_missing (RedressPolicy *policy, RedressTicket *ticket, GRand *random)
{
  g_autoptr (RedressEvaluation) before = redress_policy_evaluate (policy, ticket, 0);
  guint known = ticket->facts->len;

  for (guint i = 0; i < before->findings->len; i++)
    {
      const RedressFinding *was = g_ptr_array_index (before->findings, i);
      g_autoptr (RedressEvaluation) after = NULL;

      if (was->outcome != REDRESS_OUTCOME_UNKNOWN || asks_for_existence (was->rule->when, NULL))
        continue;

      learn_everything (policy, ticket, random, was->missing);
      after = redress_policy_evaluate (policy, ticket, 0);
      if (((RedressFinding *)after->findings->pdata[i])->outcome != REDRESS_OUTCOME_UNKNOWN)
        g_error ("%s was settled by a fact that it did not name", was->rule->id);
      g_ptr_array_set_size (ticket->facts, (int)known);
    }
}

/* The facts that a finding rests on, also by way of those that are worked out. */
static GHashTable *
list_grounds (RedressPolicy *policy, const RedressFinding *finding)
{
  GHashTable *names = g_hash_table_new (g_str_hash, g_str_equal);

  for (char **name = finding->blamed; *name != NULL; name++)
    g_hash_table_add (names, *name);
  for (guint i = policy->derived->len; i > 0; i--)
    {
      const RedressDerived *derived = g_ptr_array_index (policy->derived, i - 1);

      for (guint j = 0; j < derived->operands->len; j++)
        {
          RedressOperand *operand = g_ptr_array_index (derived->operands, j);

          if (operand->name != NULL && g_hash_table_contains (names, derived->spec.name))
            g_hash_table_add (names, operand->name);
        }
    }

  return names;
}

/* (transfer full): facts of which only those in @names are as before; others are forgotten,
 * learnt or changed. */
static GPtrArray *
change_all_but (RedressPolicy *policy, RedressTicket *ticket, GHashTable *names, GRand *random)
{
  GPtrArray *changed = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_fact_free);
  GPtrArray *facts = redress_policy_get_facts (policy);

  for (guint i = 0; i < facts->len; i++)
    {
      const RedressFactSpec *spec = g_ptr_array_index (facts, i);
      const RedressFact *known = redress_ticket_find_fact (ticket, spec->name);

      if (g_hash_table_contains (names, spec->name))
        {
          if (known != NULL)
            g_ptr_array_add (changed, redress_fact_copy (known));
        }
      else if (g_rand_boolean (random))
        g_ptr_array_add (changed, make_fact (spec, random));
    }

  return changed;
}

/* A rule that is settled names what settled it: as long as that stays, nothing else matters. */
static void
change_all_but_the_grounds (RedressPolicy *policy, RedressTicket *ticket, GRand *random)
{
  g_autoptr (RedressEvaluation) before = redress_policy_evaluate (policy, ticket, 0);

  for (guint i = 0; i < before->findings->len; i++)
    {
      const RedressFinding *was = g_ptr_array_index (before->findings, i);
      g_autoptr (GHashTable) names = list_grounds (policy, was);
      g_autoptr (GPtrArray) changed = NULL;
      g_autoptr (RedressEvaluation) after = NULL;
      GPtrArray *facts = ticket->facts;

      if (was->outcome == REDRESS_OUTCOME_UNKNOWN)
        continue;

      changed = change_all_but (policy, ticket, names, random);
      ticket->facts = changed;
      after = redress_policy_evaluate (policy, ticket, 0);
      ticket->facts = facts;
      if (((RedressFinding *)after->findings->pdata[i])->outcome != was->outcome)
        g_error ("%s was changed by a fact that it did not name", was->rule->id);
    }
}

static void
assert_sound (const RedressEvaluation *evaluation, RedressPolicy *policy)
{
  const RedressVerdictSet bit = REDRESS_VERDICT_BIT (evaluation->recommended);

  if (evaluation->recommended != REDRESS_VERDICT_NONE)
    g_assert_cmphex (evaluation->allowed & bit, ==, bit);
  if (redress_verdict_is_final (evaluation->recommended))
    g_assert_nonnull (evaluation->deciding);
  if (evaluation->otherwise != NULL)
    g_assert_cmpint (evaluation->recommended, ==, REDRESS_VERDICT_NEED_INFO);

  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);
      g_autofree char *text = redress_finding_explain (finding, policy, i % 2 ? "en" : "zh_CN");

      g_assert_true (*text != '\0' && strchr (text, '{') == NULL);
      if (finding->outcome == REDRESS_OUTCOME_UNKNOWN)
        g_assert_cmpuint (g_strv_length (finding->missing), >, 0);
    }
}

static void
shuffle_facts (RedressTicket *ticket, GRand *random)
{
  gpointer *data = ticket->facts->pdata;

  for (guint i = ticket->facts->len; i > 1; i--)
    {
      guint other = (guint)g_rand_int_range (random, 0, (int)i);
      gpointer fact = data[i - 1];

      data[i - 1] = data[other];
      data[other] = fact;
    }
}

static void
assert_same (const RedressEvaluation *a, const RedressEvaluation *b)
{
  g_assert_cmpint (a->recommended, ==, b->recommended);
  g_assert_cmphex (a->allowed, ==, b->allowed);
  g_assert_true (a->deciding == b->deciding && a->otherwise == b->otherwise);
  g_assert_cmpint (a->four_eyes, ==, b->four_eyes);
  g_assert_true (g_strv_equal ((const char *const *)a->ask, (const char *const *)b->ask));
  for (guint i = 0; i < a->findings->len; i++)
    g_assert_cmpint (((RedressFinding *)a->findings->pdata[i])->outcome, ==,
                     ((RedressFinding *)b->findings->pdata[i])->outcome);
}

typedef void (*Property) (RedressPolicy *policy, RedressTicket *ticket, GRand *random);

static void
for_tickets_of_chance (Property property)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32)g_test_rand_int ());

  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autoptr (RedressPolicy) policy = redress_test_load_policy (flows[i]);

      for (guint j = 0; j < N_TICKETS; j++)
        {
          g_autoptr (RedressTicket) ticket = make_ticket (policy, random);

          property (policy, ticket, random);
        }
    }
}

static void
check_sound_and_stable (RedressPolicy *policy, RedressTicket *ticket, GRand *random)
{
  g_autoptr (RedressEvaluation) first = redress_policy_evaluate (policy, ticket, 0);
  g_autoptr (RedressEvaluation) second = NULL;

  assert_sound (first, policy);
  shuffle_facts (ticket, random);
  second = redress_policy_evaluate (policy, ticket, 0);
  assert_same (first, second);
}

static void
test_more_knowledge (void)
{
  for_tickets_of_chance (learn_each_fact);
}

static void
test_all_knowledge (void)
{
  for_tickets_of_chance (learn_all_facts);
}

static void
test_named_facts_alone (void)
{
  for_tickets_of_chance (learn_all_but_the_missing);
}

static void
test_grounds_alone (void)
{
  for_tickets_of_chance (change_all_but_the_grounds);
}

static void
test_sound_and_stable (void)
{
  for_tickets_of_chance (check_sound_and_stable);
}

static gint64
time_flow (const char *flow, GRand *random)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy (flow);
  g_autoptr (GPtrArray) tickets = g_ptr_array_new_with_free_func (g_object_unref);
  clock_t start;

  for (guint i = 0; i < N_TIMED / G_N_ELEMENTS (flows); i++)
    g_ptr_array_add (tickets, make_ticket (policy, random));

  start = clock ();
  for (guint i = 0; i < tickets->len; i++)
    redress_evaluation_free (redress_policy_evaluate (policy, g_ptr_array_index (tickets, i), 0));
  return (gint64)(clock () - start) * 1000 / CLOCKS_PER_SEC;
}

/* 10,000 tickets, each against every rule of its flow. Time of the processor, so that what else
 * the machine does is no part of it. */
static void
test_ten_thousand (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32)g_test_rand_int ());
  gint64 milliseconds = 0;

  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    milliseconds += time_flow (flows[i], random);

  g_test_message ("%d tickets in %" G_GINT64_FORMAT " ms of CPU", N_TIMED, milliseconds);
  g_assert_cmpint (milliseconds, <, MAX_CPU_MS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/properties/more-knowledge", test_more_knowledge);
  g_test_add_func ("/rules/properties/all-knowledge", test_all_knowledge);
  g_test_add_func ("/rules/properties/named-facts-alone", test_named_facts_alone);
  g_test_add_func ("/rules/properties/grounds-alone", test_grounds_alone);
  g_test_add_func ("/rules/properties/ten-thousand", test_ten_thousand);
  g_test_add_func ("/rules/properties/sound-and-stable", test_sound_and_stable);
  return g_test_run ();
}
