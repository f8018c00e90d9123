/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-maker.h"

#define BIT(verdict) REDRESS_VERDICT_BIT (REDRESS_VERDICT_##verdict)
#define INTERIM (BIT (NEED_INFO) | BIT (HOLD) | BIT (ESCALATE))

/* Facts a to e decide rules A to E of the phases given, so that a test reads as a table. */
static RedressPolicy *
make_policy (const char *phases, const char *const *verdicts)
{
  RedressPolicy *policy = redress_test_policy ();

  for (guint i = 0; phases[i] != '\0'; i++)
    {
      char fact[] = { (char)('a' + i), '\0' };
      char rule[] = { (char)('A' + i), '\0' };

      redress_test_add_fact (policy, fact, REDRESS_FACT_BOOLEAN);
      redress_test_add_rule (policy, rule, phases[i] - '0', redress_test_is (fact, TRUE),
                             verdicts[i]);
    }

  return policy;
}

/* @facts: for each rule y, n or ? */
static RedressTicket *
make_ticket (const char *facts)
{
  RedressTicket *ticket = redress_ticket_new ();

  for (guint i = 0; facts[i] != '\0'; i++)
    {
      char fact[] = { (char)('a' + i), '\0' };

      if (facts[i] != '?')
        redress_test_set_boolean (ticket, fact, facts[i] == 'y');
    }

  return ticket;
}

static RedressEvaluation *
evaluate (RedressPolicy *policy, const char *facts)
{
  g_autoptr (RedressTicket) ticket = make_ticket (facts);

  if (policy->inputs == NULL)
    redress_test_compile (policy);
  return redress_policy_evaluate (policy, ticket, 0);
}

static const char *const verdicts[] = { "need_info",   "reject",  "approve partial",
                                        "reject hold", "reissue", NULL };

static void
test_phases (void)
{
  /* Phases 1, 2, 3, 3, 3. */
  static const struct
  {
    const char *facts;
    RedressVerdict recommended;
    const char *deciding;
    const char *otherwise;
    RedressVerdictSet allowed;
  } rows[] = {
    { "yyyyy", REDRESS_VERDICT_NEED_INFO, "A", NULL, INTERIM },
    { "nyyyy", REDRESS_VERDICT_REJECT, "B", NULL, INTERIM | BIT (REJECT) },
    { "?yyyy", REDRESS_VERDICT_REJECT, "B", NULL, INTERIM | BIT (REJECT) },
    { "nnynn", REDRESS_VERDICT_APPROVE, "C", NULL, INTERIM | BIT (APPROVE) | BIT (PARTIAL) },
    { "nnnyy", REDRESS_VERDICT_REJECT, "D", NULL, INTERIM | BIT (REJECT) | BIT (REISSUE) },
    /* An unknown rule before the match: ask, and keep the match. */
    { "nn?yn", REDRESS_VERDICT_NEED_INFO, "C", "D",
      INTERIM | BIT (APPROVE) | BIT (PARTIAL) | BIT (REJECT) },
    /* An unknown rule after the match does not matter. */
    { "nny?n", REDRESS_VERDICT_APPROVE, "C", NULL,
      INTERIM | BIT (APPROVE) | BIT (PARTIAL) | BIT (REJECT) },
    { "nnn?n", REDRESS_VERDICT_NEED_INFO, "D", NULL, INTERIM | BIT (REJECT) },
    /* What nobody knows of the limits comes before all verdicts. */
    { "n?ynn", REDRESS_VERDICT_NEED_INFO, "B", "C", INTERIM | BIT (APPROVE) | BIT (PARTIAL) },
    { "?nynn", REDRESS_VERDICT_NEED_INFO, "A", "C", INTERIM | BIT (APPROVE) | BIT (PARTIAL) },
    /* No rule fits. */
    { "nnnnn", REDRESS_VERDICT_ESCALATE, NULL, NULL, INTERIM },
  };
  g_autoptr (RedressPolicy) policy = make_policy ("12333", verdicts);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedressEvaluation) evaluation = evaluate (policy, rows[i].facts);

      g_test_message ("%s", rows[i].facts);
      g_assert_cmpint (evaluation->recommended, ==, rows[i].recommended);
      g_assert_cmpstr (evaluation->deciding != NULL ? evaluation->deciding->id : NULL, ==,
                       rows[i].deciding);
      g_assert_cmpstr (evaluation->otherwise != NULL ? evaluation->otherwise->id : NULL, ==,
                       rows[i].otherwise);
      g_assert_cmphex (evaluation->allowed, ==, rows[i].allowed);
      g_assert_cmpuint (evaluation->findings->len, ==, 5);
      g_assert_false (evaluation->four_eyes);
    }
}

/* A limit counts before the verdicts, wherever it stands in the file. */
static void
test_limit_after_verdict (void)
{
  static const char *const lists[] = { "approve", "reject", NULL };
  g_autoptr (RedressPolicy) policy = make_policy ("32", lists);
  g_autoptr (RedressEvaluation) open = evaluate (policy, "y?");
  g_autoptr (RedressEvaluation) matched = evaluate (policy, "yy");

  g_assert_cmpint (open->recommended, ==, REDRESS_VERDICT_NEED_INFO);
  g_assert_cmpstr (open->otherwise->id, ==, "A");
  g_assert_cmpint (matched->recommended, ==, REDRESS_VERDICT_REJECT);
}

/* What is masked for a desk stays masked in what rules say on the server. */
static void
test_masked (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  g_autoptr (RedressEvaluation) evaluation = NULL;
  const RedressFinding *finding;
  const RedressFindingFact *fact;

  redress_test_add_fact (policy, "account", REDRESS_FACT_TEXT);
  ((RedressFactSpec *)g_ptr_array_index (policy->facts, 0))->sensitivity =
      REDRESS_SENSITIVITY_ACCOUNT;
  redress_test_add_rule (policy, "R", 3, redress_test_asks ("account", REDRESS_TEST_EXISTS, TRUE),
                         "approve");
  redress_test_compile (policy);
  redress_test_set_text (ticket, "account", "player4821");
  evaluation = redress_policy_evaluate (policy, ticket, 0);

  finding = redress_test_find (evaluation, "R");
  fact = g_ptr_array_index (finding->facts, 0);
  g_assert_cmpint (finding->outcome, ==, REDRESS_OUTCOME_MATCH);
  g_assert_cmpint (fact->value.type, ==, REDRESS_VALUE_MASKED);
  g_assert_cmpstr (fact->value.text, ==, "****");
}

static void
test_ask (void)
{
  g_autoptr (RedressPolicy) policy = make_policy ("12333", verdicts);
  g_autoptr (RedressEvaluation) evaluation = evaluate (policy, "n??y?");

  g_assert_cmpuint (g_strv_length (evaluation->ask), ==, 2);
  g_assert_cmpstr (evaluation->ask[0], ==, "b");
  g_assert_cmpstr (evaluation->ask[1], ==, "c");
}

static void
test_overlays (void)
{
  static const char *const overlay_verdicts[] = { "approve", "", "", NULL };
  g_autoptr (RedressPolicy) policy = make_policy ("344", overlay_verdicts);
  const struct
  {
    const char *facts;
    gboolean four_eyes;
    const char *effects;
  } rows[] = {
    { "ynn", FALSE, "refund" },
    { "yyn", TRUE, "refund" },
    /* Leaving the fact out is no way round. */
    { "y?n", TRUE, "refund" },
    { "yny", FALSE, "refund online_only" },
    { "yn?", FALSE, "refund" },
  };
  RedressRule *rule = g_ptr_array_index (policy->rules, 0);

  rule->effects_of[REDRESS_VERDICT_APPROVE] = g_strsplit ("refund", " ", -1);
  rule = g_ptr_array_index (policy->rules, 1);
  g_strfreev (rule->effects);
  rule->effects = g_strsplit ("four_eyes", " ", -1);
  rule = g_ptr_array_index (policy->rules, 2);
  g_strfreev (rule->effects);
  rule->effects = g_strsplit ("online_only", " ", -1);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedressEvaluation) evaluation = evaluate (policy, rows[i].facts);
      g_autofree char *effects = g_strjoinv (" ", evaluation->effects);

      g_assert_cmpint (evaluation->recommended, ==, REDRESS_VERDICT_APPROVE);
      g_assert_cmpint (evaluation->four_eyes, ==, rows[i].four_eyes);
      g_assert_cmpstr (effects, ==, rows[i].effects);
    }
}

/* What stands after escalate is for supervisors, and they are not told to escalate. */
static void
test_supervisors (void)
{
  static const char *const lists[] = { "escalate approve reject", "hold escalate partial", NULL };
  g_autoptr (RedressPolicy) policy = make_policy ("33", lists);
  const char *const facts[] = { "yn", "ny", "nn" };
  const RedressVerdict agent[] = { REDRESS_VERDICT_ESCALATE, REDRESS_VERDICT_HOLD,
                                   REDRESS_VERDICT_ESCALATE };
  const RedressVerdict supervisor[] = { REDRESS_VERDICT_APPROVE, REDRESS_VERDICT_HOLD,
                                        REDRESS_VERDICT_NONE };
  const RedressVerdictSet allowed[] = { BIT (APPROVE) | BIT (REJECT), BIT (PARTIAL),
                                        BIT (APPROVE) | BIT (REJECT) | BIT (PARTIAL) };

  redress_test_compile (policy);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autoptr (RedressTicket) ticket = make_ticket (facts[i]);
      g_autoptr (RedressEvaluation) low = redress_policy_evaluate (policy, ticket, 0);
      g_autoptr (RedressEvaluation) high = NULL;

      ticket->summary->badges |= REDRESS_BADGE_SUPERVISOR;
      high = redress_policy_evaluate (policy, ticket, 0);
      g_assert_cmpint (low->recommended, ==, agent[i]);
      g_assert_cmphex (low->allowed, ==, INTERIM);
      g_assert_cmpint (high->recommended, ==, supervisor[i]);
      g_assert_cmphex (high->allowed, ==, INTERIM | allowed[i]);
      g_assert_true (high->supervisor);
    }
}

static void
test_kinds_and_disabled (void)
{
  g_autoptr (RedressPolicy) policy = make_policy ("333", verdicts);
  g_autoptr (RedressTicket) ticket = make_ticket ("yyy");
  g_autoptr (RedressEvaluation) review = NULL;
  g_autoptr (RedressEvaluation) appeal = NULL;
  RedressRule *first = g_ptr_array_index (policy->rules, 0);
  RedressRule *second = g_ptr_array_index (policy->rules, 1);

  first->enabled = FALSE;
  second->kinds = 1u << REDRESS_KIND_APPEAL;
  redress_test_compile (policy);

  ticket->summary->kind = REDRESS_KIND_REVIEW;
  review = redress_policy_evaluate (policy, ticket, 0);
  g_assert_cmpuint (review->findings->len, ==, 1);
  g_assert_cmpstr (review->deciding->id, ==, "C");

  ticket->summary->kind = REDRESS_KIND_APPEAL;
  appeal = redress_policy_evaluate (policy, ticket, 0);
  g_assert_cmpuint (appeal->findings->len, ==, 2);
  g_assert_cmpstr (appeal->deciding->id, ==, "B");
}

static void
test_missing_slots (void)
{
  g_autoptr (RedressPolicy) policy = make_policy ("3", verdicts);
  g_autoptr (RedressTicket) ticket = make_ticket ("y");
  g_autoptr (RedressEvaluation) evaluation = NULL;
  RedressSlot *slot = g_ptr_array_index (policy->slots, 0);

  redress_test_compile (policy);
  evaluation = redress_policy_evaluate (policy, ticket, 0);
  g_assert_cmpuint (g_strv_length (evaluation->missing_slots), ==, 0);
  g_clear_pointer (&evaluation, redress_evaluation_free);

  /* Required, but only for another ground. */
  slot->required = TRUE;
  slot->grounds = g_strsplit ("other", " ", -1);
  evaluation = redress_policy_evaluate (policy, ticket, 0);
  g_assert_cmpuint (g_strv_length (evaluation->missing_slots), ==, 0);
  g_clear_pointer (&evaluation, redress_evaluation_free);

  ticket->summary->reason_code = g_strdup ("other");
  evaluation = redress_policy_evaluate (policy, ticket, 0);
  g_assert_cmpstr (evaluation->missing_slots[0], ==, "log");
  g_clear_pointer (&evaluation, redress_evaluation_free);

  /* The deciding rule rests on it. */
  slot->required = FALSE;
  ((RedressRule *)g_ptr_array_index (policy->rules, 0))->needs = g_strsplit ("log", " ", -1);
  evaluation = redress_policy_evaluate (policy, ticket, 0);
  g_assert_cmpstr (evaluation->missing_slots[0], ==, "log");
}

static void
test_marks (void)
{
  static const char *const lists[] = { "need_info", "approve", NULL };
  static const struct
  {
    int rule; /* 0: phase 1, 1: phase 3 */
    RedressGoodWhen good_when;
    const char *facts;
    RedressMark mark;
  } rows[] = {
    { 0, REDRESS_GOOD_WHEN_NO_MATCH, "ny", REDRESS_MARK_PASS },
    { 0, REDRESS_GOOD_WHEN_NO_MATCH, "yy", REDRESS_MARK_FAIL },
    { 0, REDRESS_GOOD_WHEN_MATCH, "ny", REDRESS_MARK_FAIL },
    { 0, REDRESS_GOOD_WHEN_MATCH, "yy", REDRESS_MARK_PASS },
    { 0, REDRESS_GOOD_WHEN_NEITHER, "yy", REDRESS_MARK_NO_MATCH },
    { 0, REDRESS_GOOD_WHEN_MATCH, "?y", REDRESS_MARK_UNKNOWN },
    { 1, REDRESS_GOOD_WHEN_MATCH, "ny", REDRESS_MARK_PASS },
    /* A verdict that does not apply is no failure. */
    { 1, REDRESS_GOOD_WHEN_MATCH, "nn", REDRESS_MARK_NO_MATCH },
    { 1, REDRESS_GOOD_WHEN_NO_MATCH, "ny", REDRESS_MARK_FAIL },
    { 1, REDRESS_GOOD_WHEN_NO_MATCH, "nn", REDRESS_MARK_PASS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedressPolicy) policy = make_policy ("13", lists);
      g_autoptr (RedressEvaluation) evaluation = NULL;

      ((RedressRule *)g_ptr_array_index (policy->rules, rows[i].rule))->good_when =
          rows[i].good_when;
      evaluation = evaluate (policy, rows[i].facts);
      g_assert_cmpint (
          redress_finding_get_mark (g_ptr_array_index (evaluation->findings, rows[i].rule)), ==,
          rows[i].mark);
    }
}

static void
test_blame (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();
  g_autoptr (RedressTicket) ticket = make_ticket ("ny?");
  g_autoptr (RedressEvaluation) evaluation = NULL;
  const RedressFinding *finding;

  for (const char *name = "abc"; *name != '\0'; name++)
    {
      char fact[] = { *name, '\0' };

      redress_test_add_fact (policy, fact, REDRESS_FACT_BOOLEAN);
    }
  redress_test_add_rule (policy, "R", 3,
                         redress_test_group (REDRESS_CONDITION_ALL, redress_test_is ("a", TRUE),
                                             redress_test_is ("b", TRUE),
                                             redress_test_is ("c", TRUE), NULL),
                         "approve");
  redress_test_add_rule (policy, "S", 3,
                         redress_test_group (REDRESS_CONDITION_ANY, redress_test_is ("a", TRUE),
                                             redress_test_is ("c", TRUE), NULL),
                         "approve");
  redress_test_compile (policy);
  evaluation = redress_policy_evaluate (policy, ticket, 0);

  finding = redress_test_find (evaluation, "R");
  g_assert_cmpint (finding->outcome, ==, REDRESS_OUTCOME_NO_MATCH);
  g_assert_cmpuint (g_strv_length (finding->blamed), ==, 1);
  g_assert_cmpstr (finding->blamed[0], ==, "a");
  g_assert_cmpuint (finding->facts->len, ==, 3);

  finding = redress_test_find (evaluation, "S");
  g_assert_cmpint (finding->outcome, ==, REDRESS_OUTCOME_UNKNOWN);
  g_assert_cmpuint (g_strv_length (finding->missing), ==, 1);
  g_assert_cmpstr (finding->missing[0], ==, "c");
}

static void
assert_same (const RedressEvaluation *a, const RedressEvaluation *b)
{
  g_assert_cmpint (a->recommended, ==, b->recommended);
  g_assert_cmphex (a->allowed, ==, b->allowed);
  g_assert_true (a->deciding == b->deciding);
  g_assert_true (g_strv_equal ((const char *const *)a->ask, (const char *const *)b->ask));
  for (guint i = 0; i < a->findings->len; i++)
    g_assert_cmpint (((RedressFinding *)a->findings->pdata[i])->outcome, ==,
                     ((RedressFinding *)b->findings->pdata[i])->outcome);
}

/* The order of facts never matters, and what was settled stays settled when more is known. */
static void
test_properties (void)
{
  g_autoptr (RedressPolicy) policy = make_policy ("12333", verdicts);
  char facts[6] = "";

  redress_test_compile (policy);
  for (guint code = 0; code < 243; code++)
    {
      guint rest = code;
      g_autoptr (RedressTicket) ticket = NULL;
      g_autoptr (RedressEvaluation) before = NULL;
      g_autoptr (RedressEvaluation) reversed = NULL;

      for (guint i = 0; i < 5; i++, rest /= 3)
        facts[i] = "ny?"[rest % 3];
      ticket = make_ticket (facts);
      before = redress_policy_evaluate (policy, ticket, 0);
      for (guint i = 0; i < ticket->facts->len / 2; i++)
        {
          gpointer *data = ticket->facts->pdata;
          gpointer swapped = data[i];

          data[i] = data[ticket->facts->len - 1 - i];
          data[ticket->facts->len - 1 - i] = swapped;
        }
      reversed = redress_policy_evaluate (policy, ticket, 0);
      assert_same (before, reversed);

      for (guint i = 0; i < 5; i++)
        for (guint answer = 0; facts[i] == '?' && answer < 2; answer++)
          {
            g_autoptr (RedressEvaluation) after = NULL;

            facts[i] = "ny"[answer];
            after = evaluate (policy, facts);
            facts[i] = '?';
            for (guint j = 0; j < 5; j++)
              {
                RedressOutcome was = ((RedressFinding *)before->findings->pdata[j])->outcome;

                if (was != REDRESS_OUTCOME_UNKNOWN)
                  g_assert_cmpint (((RedressFinding *)after->findings->pdata[j])->outcome, ==, was);
              }
          }
    }
}

/* Marks say how a ticket is handled; no platform will ever report them as done. */
static void
test_marks_of_tickets (void)
{
  g_assert_true (redress_effect_is_mark ("four_eyes"));
  g_assert_true (redress_effect_is_mark ("online_only"));
  g_assert_true (redress_effect_is_mark ("legal_hold"));
  g_assert_false (redress_effect_is_mark ("refund_source"));
}

static void
test_no_rules (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  g_autoptr (RedressEvaluation) evaluation = NULL;

  redress_test_compile (policy);
  evaluation = redress_policy_evaluate (policy, ticket, 0);
  g_assert_cmpint (evaluation->recommended, ==, REDRESS_VERDICT_ESCALATE);
  g_assert_cmphex (evaluation->allowed, ==, INTERIM);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluation/phases", test_phases);
  g_test_add_func ("/evaluation/limit-after-verdict", test_limit_after_verdict);
  g_test_add_func ("/evaluation/masked", test_masked);
  g_test_add_func ("/evaluation/ask", test_ask);
  g_test_add_func ("/evaluation/overlays", test_overlays);
  g_test_add_func ("/evaluation/supervisors", test_supervisors);
  g_test_add_func ("/evaluation/kinds-and-disabled", test_kinds_and_disabled);
  g_test_add_func ("/evaluation/missing-slots", test_missing_slots);
  g_test_add_func ("/evaluation/marks", test_marks);
  g_test_add_func ("/evaluation/blame", test_blame);
  g_test_add_func ("/evaluation/properties", test_properties);
  g_test_add_func ("/evaluation/marks-of-tickets", test_marks_of_tickets);
  g_test_add_func ("/evaluation/no-rules", test_no_rules);
  return g_test_run ();
}
