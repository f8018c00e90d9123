/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-maker.h"
#include "core/use.h"

#define LOG "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* The fact was read from the entries of the log; 0 ends them. */
static void
point (RedressTicket *ticket, const char *name, const char *sha256, guint one, guint other)
{
  for (guint i = 0; i < ticket->facts->len; i++)
    {
      RedressFact *fact = g_ptr_array_index (ticket->facts, i);

      if (g_str_equal (fact->name, name))
        {
          fact->evidence = g_strdup (sha256);
          fact->entries = g_new0 (guint, 3);
          fact->entries[0] = one;
          fact->entries[1] = other;
        }
    }
}

static RedressPolicy *
make_policy (void)
{
  RedressPolicy *policy = redress_test_policy ();

  redress_test_add_fact (policy, "credited", REDRESS_FACT_BOOLEAN);
  redress_test_add_fact (policy, "used", REDRESS_FACT_BOOLEAN);
  redress_test_add_fact (policy, "face", REDRESS_FACT_INTEGER);
  redress_test_add_fact (policy, "value", REDRESS_FACT_INTEGER);
  redress_test_add_fact (policy, "spare", REDRESS_FACT_INTEGER);
  redress_test_add_derived (policy, "short", REDRESS_FACT_INTEGER, REDRESS_DERIVE_SUB, "face",
                            "value");
  redress_test_add_rule (policy, "A", 3, redress_test_is ("credited", TRUE), "reject");
  redress_test_add_rule (policy, "B", 3, redress_test_integer ("short", REDRESS_TEST_GT, 0),
                         "partial");
  redress_test_add_rule (policy, "C", 3,
                         redress_test_group (REDRESS_CONDITION_ALL,
                                             redress_test_is ("credited", FALSE),
                                             redress_test_is ("used", FALSE), NULL),
                         "approve");
  redress_test_add_rule (policy, "D", 4, redress_test_is ("credited", FALSE), "");
  redress_test_compile (policy);
  return policy;
}

static char *
say (GPtrArray *uses)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < uses->len; i++)
    {
      const RedressUse *use = g_ptr_array_index (uses, i);

      g_string_append_printf (text, "%s%u:", i > 0 ? " " : "", use->entry);
      for (guint k = 0; k < use->findings->len; k++)
        g_string_append (text,
                         ((const RedressFinding *)g_ptr_array_index (use->findings, k))->rule->id);
      for (guint k = 0; k < use->facts->len; k++)
        g_string_append_printf (text, "/%s",
                                ((const RedressFact *)g_ptr_array_index (use->facts, k))->name);
    }
  return g_string_free (text, FALSE);
}

static void
assert_uses (RedressPolicy *policy, RedressTicket *ticket, const char *wanted)
{
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (policy, ticket, 0);
  g_autoptr (GPtrArray) uses = redress_evaluation_list_uses (evaluation, policy, ticket, LOG);
  g_autofree char *said = say (uses);

  g_assert_cmpstr (said, ==, wanted);
}

/* The rule that decides stands first; what settled another rule is used by it too. */
static void
test_used (void)
{
  g_autoptr (RedressPolicy) policy = make_policy ();
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();

  redress_test_set_boolean (ticket, "credited", FALSE);
  redress_test_set_boolean (ticket, "used", FALSE);
  redress_test_set_integer (ticket, "face", 5);
  redress_test_set_integer (ticket, "value", 5);
  redress_test_set_integer (ticket, "spare", 5);
  point (ticket, "credited", LOG, 4, 7);
  point (ticket, "used", LOG, 2, 4);
  point (ticket, "value", LOG, 9, 0);
  point (ticket, "spare", LOG, 1, 0);
  assert_uses (policy, ticket, "2:C/used 4:CDA/credited/used 7:CDA/credited 9:B/value");
}

/* What is not known yet was looked at by the rules that wait for it or for another fact. */
static void
test_unknown (void)
{
  g_autoptr (RedressPolicy) policy = make_policy ();
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();

  redress_test_set_boolean (ticket, "credited", FALSE);
  redress_test_set_integer (ticket, "face", 5);
  redress_test_set_integer (ticket, "value", 5);
  point (ticket, "credited", LOG, 3, 0);
  assert_uses (policy, ticket, "3:CDA/credited");
}

static void
test_elsewhere (void)
{
  g_autoptr (RedressPolicy) policy = make_policy ();
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  g_autoptr (RedressFact) unknown = redress_fact_new ("used", "platform", 0);

  redress_test_set_boolean (ticket, "credited", FALSE);
  point (ticket, "credited", "another file", 3, 0);
  g_ptr_array_add (ticket->facts, g_steal_pointer (&unknown));
  point (ticket, "used", LOG, 3, 0);
  assert_uses (policy, ticket, "");
}

/* A piece that is shorter than the fact says: what is behind its end goes, in both views. */
static void
test_limit (void)
{
  g_autoptr (RedressPolicy) policy = make_policy ();
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  g_autoptr (RedressEvaluation) evaluation = NULL;
  g_autoptr (GPtrArray) uses = NULL;

  redress_test_set_boolean (ticket, "credited", FALSE);
  point (ticket, "credited", LOG, 4, 7);
  evaluation = redress_policy_evaluate (policy, ticket, 0);
  uses = redress_evaluation_list_uses (evaluation, policy, ticket, LOG);
  g_assert_cmpuint (redress_uses_find (uses, 4), ==, 0);
  g_assert_cmpuint (redress_uses_find (uses, 7), ==, 1);
  g_assert_cmpuint (redress_uses_find (uses, 5), ==, G_MAXUINT);
  redress_uses_limit (uses, 7);
  g_assert_cmpuint (uses->len, ==, 2);
  redress_uses_limit (uses, 6);
  g_assert_cmpuint (uses->len, ==, 1);
  g_assert_cmpuint (redress_uses_find (uses, 7), ==, G_MAXUINT);
  redress_uses_limit (uses, 0);
  g_assert_cmpuint (uses->len, ==, 0);
}

static void
test_copy (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  g_autoptr (RedressFact) copy = NULL;
  const RedressFact *fact;

  redress_test_set_boolean (ticket, "credited", FALSE);
  fact = g_ptr_array_index (ticket->facts, 0);
  g_assert_cmpuint (redress_fact_count_entries (fact), ==, 0);
  point (ticket, "credited", LOG, 3, 8);
  copy = redress_fact_copy (fact);
  g_assert_cmpstr (copy->evidence, ==, LOG);
  g_assert_cmpuint (redress_fact_count_entries (copy), ==, 2);
  g_assert_cmpuint (copy->entries[1], ==, 8);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/use/used", test_used);
  g_test_add_func ("/core/use/unknown", test_unknown);
  g_test_add_func ("/core/use/elsewhere", test_elsewhere);
  g_test_add_func ("/core/use/limit", test_limit);
  g_test_add_func ("/core/use/copy", test_copy);
  return g_test_run ();
}
