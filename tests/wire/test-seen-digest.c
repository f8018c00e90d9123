/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-build.h"
#include "wire/codec.h"
#include "wire/json.h"

#define POLICY "abababababababababababababababababababababababababababababababab"
#define A "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"
#define B "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"

/* SHA-256 of what another implementation of RFC 8785 makes of
 * {"v":1,"ticket":42,"version":4,"round":2,"policy_sha256":POLICY,
 *  "facts":[],"evidence":[],"findings":[]}, and of the same with
 * "facts":[["account.number",{"masked":true,"hint":"**** 4821"},null],
 *          ["channel_log.credited",false,"1970-01-01T00:00:00.000005Z"],
 *          ["order.fare_fen",55300,null],["order.paid_at","1970-01-01T00:00:00.000007Z",null],
 *          ["order.state","已付",null],["order.used",null,null]],
 * "evidence":[["channel_log",A],["channel_log",B],["chat",A]],
 * "findings":[["R-KM-1","match"],["R-KM-2","no_match"],["R-KM-3","unknown"]] */
#define EMPTY_DIGEST "b9f6a80c0fe32c537caba30fd2f6a22d7fa9ae3cca87885ebced5a7b745acff2"
#define FULL_DIGEST "73ae8455d20fa64e20c7ea286027566740f0d66d73ff84fd7eaadda477f6d433"

typedef struct
{
  RedressTicket *ticket;
  RedressPolicy *policy;
  RedressRule rules[3];
  RedressFinding findings[3];
  RedressEvaluation evaluation;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->ticket = redress_ticket_new ();
  self->ticket->summary->id = 42;
  self->ticket->summary->version = 4;
  self->ticket->summary->round = 2;
  self->policy = redress_policy_new ();
  g_free (self->policy->sha256);
  self->policy->sha256 = g_strdup (POLICY);
  self->evaluation.findings = g_ptr_array_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->ticket);
  redress_policy_unref (self->policy);
  g_ptr_array_unref (self->evaluation.findings);
}

static void
check (Fixture *self, const char *wanted)
{
  g_autofree char *digest = redress_seen_digest (self->ticket, self->policy, &self->evaluation);

  g_assert_cmpstr (digest, ==, wanted);
}

static RedressFact *
add_fact (Fixture *self, const char *name)
{
  RedressFact *fact = redress_fact_new (name, "platform", REDRESS_TIME_UNKNOWN);

  g_ptr_array_add (self->ticket->facts, fact);
  return fact;
}

static void
add_evidence (Fixture *self, const char *slot, const char *sha256)
{
  RedressEvidence *evidence = redress_evidence_new ();

  evidence->slot = g_strdup (slot);
  evidence->sha256 = g_strdup (sha256);
  g_ptr_array_add (self->ticket->evidence, evidence);
}

static void
add_finding (Fixture *self, const char *rule, RedressOutcome outcome)
{
  guint i = self->evaluation.findings->len;

  self->rules[i].id = (char *)rule;
  self->findings[i].rule = &self->rules[i];
  self->findings[i].outcome = outcome;
  g_ptr_array_add (self->evaluation.findings, &self->findings[i]);
}

/* In no order at all: the digest does not depend on it. */
static void
fill (Fixture *self)
{
  RedressFact *credited;

  add_fact (self, "order.used");
  redress_value_set_integer (&add_fact (self, "order.fare_fen")->value, 55300);
  redress_value_set_masked (&add_fact (self, "account.number")->value, "**** 4821");
  credited = add_fact (self, "channel_log.credited");
  redress_value_set_boolean (&credited->value, FALSE);
  credited->as_of = 5;
  redress_value_set_text (&add_fact (self, "order.state")->value, "已付");
  redress_value_set_time (&add_fact (self, "order.paid_at")->value, 7);
  add_evidence (self, "chat", A);
  add_evidence (self, "channel_log", B);
  add_evidence (self, "channel_log", A);
  add_finding (self, "R-KM-3", REDRESS_OUTCOME_UNKNOWN);
  add_finding (self, "R-KM-1", REDRESS_OUTCOME_MATCH);
  add_finding (self, "R-KM-2", REDRESS_OUTCOME_NO_MATCH);
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  check (self, EMPTY_DIGEST);
}

static void
test_full (Fixture *self, gconstpointer data)
{
  fill (self);
  check (self, FULL_DIGEST);
  redress_ticket_seal (self->ticket);
  check (self, FULL_DIGEST);
}

static void
check_differs (Fixture *self)
{
  g_autofree char *digest = redress_seen_digest (self->ticket, self->policy, &self->evaluation);

  g_assert_cmpstr (digest, !=, FULL_DIGEST);
}

/* Everything a decision rests on is in it. */
static void
test_every_part_counts (Fixture *self, gconstpointer data)
{
  RedressFact *fact;

  fill (self);
  fact = self->ticket->facts->pdata[0];

  self->ticket->summary->version++;
  check_differs (self);
  self->ticket->summary->version--;
  self->ticket->summary->round++;
  check_differs (self);
  self->ticket->summary->round--;
  self->policy->sha256[0] = 'b';
  check_differs (self);
  self->policy->sha256[0] = 'a';
  redress_value_set_boolean (&fact->value, TRUE);
  check_differs (self);
  redress_value_clear (&fact->value);
  fact->as_of = 1;
  check_differs (self);
  fact->as_of = REDRESS_TIME_UNKNOWN;
  self->findings[0].outcome = REDRESS_OUTCOME_MATCH;
  check_differs (self);
  self->findings[0].outcome = REDRESS_OUTCOME_UNKNOWN;
  check (self, FULL_DIGEST);
  add_evidence (self, "chat", B);
  check_differs (self);
}

/* What does not belong to it leaves it alone: claims, labels and notes come and go. */
static void
test_the_rest_does_not (Fixture *self, gconstpointer data)
{
  fill (self);
  self->ticket->summary->rev = 99;
  self->ticket->summary->claim = redress_claim_new ();
  self->ticket->summary->badges = REDRESS_BADGE_RACE;
  g_ptr_array_add (self->ticket->notes, redress_note_new ());
  check (self, FULL_DIGEST);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/seen-digest/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/seen-digest/full", Fixture, NULL, set_up, test_full, tear_down);
  g_test_add ("/seen-digest/every-part-counts", Fixture, NULL, set_up, test_every_part_counts,
              tear_down);
  g_test_add ("/seen-digest/the-rest-does-not", Fixture, NULL, set_up, test_the_rest_does_not,
              tear_down);
  return g_test_run ();
}
