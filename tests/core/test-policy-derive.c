/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-maker.h"

#define LARGEST REDRESS_INTEGER_MAX

/* What "d" comes to; the finding of a rule that looks at it says why it is unknown. */
typedef struct
{
  RedressPolicy *policy;
  RedressTicket *ticket;
  RedressEvaluation *evaluation;
} Fixture;

static void
fixture_clear (Fixture *self)
{
  g_clear_pointer (&self->evaluation, redress_evaluation_free);
  g_clear_pointer (&self->policy, redress_policy_unref);
  g_clear_object (&self->ticket);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
start (Fixture *self)
{
  self->policy = redress_test_policy ();
  self->ticket = redress_ticket_new ();
  redress_test_add_fact (self->policy, "i", REDRESS_FACT_INTEGER);
  redress_test_add_fact (self->policy, "j", REDRESS_FACT_INTEGER);
  redress_test_add_fact (self->policy, "t", REDRESS_FACT_TIME);
  redress_test_add_fact (self->policy, "u", REDRESS_FACT_TIME);
  redress_test_add_fact (self->policy, "f", REDRESS_FACT_BOOLEAN);
}

static const RedressFinding *
run (Fixture *self, RedressFactType type)
{
  RedressCondition *when = type == REDRESS_FACT_TIME
                               ? redress_test_text ("d", REDRESS_TEST_LT, "9000-01-01T00:00:00Z")
                               : redress_test_integer ("d", REDRESS_TEST_LE, LARGEST);

  redress_test_add_rule (self->policy, "R", 3, when, "approve");
  redress_test_compile (self->policy);
  self->evaluation = redress_policy_evaluate (self->policy, self->ticket, 0);

  return redress_test_find (self->evaluation, "R");
}

static const RedressValue *
get_value (const RedressFinding *finding)
{
  return &((const RedressFindingFact *)g_ptr_array_index (finding->facts, 0))->value;
}

static void
assert_integer (RedressDerive derive, gint64 i, gint64 j, gint64 expected)
{
  g_auto (Fixture) fixture = { 0 };
  const RedressFinding *finding;

  start (&fixture);
  redress_test_add_derived (fixture.policy, "d", REDRESS_FACT_INTEGER, derive, "i", "j");
  redress_test_set_integer (fixture.ticket, "i", i);
  redress_test_set_integer (fixture.ticket, "j", j);
  finding = run (&fixture, REDRESS_FACT_INTEGER);
  g_assert_cmpint (finding->outcome, ==, REDRESS_OUTCOME_MATCH);
  g_assert_cmpint (get_value (finding)->integer, ==, expected);
}

static void
assert_cause (RedressDerive derive, gint64 i, gint64 j, const char *cause)
{
  g_auto (Fixture) fixture = { 0 };
  const RedressFinding *finding;

  start (&fixture);
  redress_test_add_derived (fixture.policy, "d", REDRESS_FACT_INTEGER, derive, "i", "j");
  redress_test_set_integer (fixture.ticket, "i", i);
  redress_test_set_integer (fixture.ticket, "j", j);
  finding = run (&fixture, REDRESS_FACT_INTEGER);
  g_assert_cmpint (finding->outcome, ==, REDRESS_OUTCOME_UNKNOWN);
  g_assert_cmpstr (finding->cause, ==, cause);
}

static void
test_integers (void)
{
  assert_integer (REDRESS_DERIVE_ADD, 2, 3, 5);
  assert_integer (REDRESS_DERIVE_SUB, 2, 3, -1);
  assert_integer (REDRESS_DERIVE_MUL, -4, 3, -12);
  assert_integer (REDRESS_DERIVE_MIN, 2, 3, 2);
  assert_integer (REDRESS_DERIVE_MAX, 2, 3, 3);
  assert_integer (REDRESS_DERIVE_ADD, LARGEST - 1, 1, LARGEST);
}

static void
test_division (void)
{
  static const struct
  {
    gint64 a, b, floor, round;
  } rows[] = {
    { 7, 2, 3, 4 },
    { -7, 2, -4, -4 },
    { 7, -2, -4, -4 },
    { -7, -2, 3, 4 },
    { 6, 2, 3, 3 },
    { 1, 3, 0, 0 },
    { 2, 3, 0, 1 },
    { -1, 3, -1, 0 },
    { -2, 3, -1, -1 },
    { 0, 5, 0, 0 },
    { LARGEST, 1, LARGEST, LARGEST },
    { LARGEST, -1, -LARGEST, -LARGEST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      assert_integer (REDRESS_DERIVE_DIV_FLOOR, rows[i].a, rows[i].b, rows[i].floor);
      assert_integer (REDRESS_DERIVE_DIV_ROUND, rows[i].a, rows[i].b, rows[i].round);
      /* The policy of this test does not say how to round points: down. */
      assert_integer (REDRESS_DERIVE_DIV, rows[i].a, rows[i].b, rows[i].floor);
    }
}

static void
test_points_rounding (void)
{
  g_auto (Fixture) fixture = { 0 };

  start (&fixture);
  redress_policy_set_limit (fixture.policy, "points_rounding", REDRESS_ROUNDING_HALF_UP);
  redress_test_add_derived (fixture.policy, "d", REDRESS_FACT_INTEGER, REDRESS_DERIVE_DIV, "i",
                            "2");
  redress_test_set_integer (fixture.ticket, "i", 7);
  g_assert_cmpint (get_value (run (&fixture, REDRESS_FACT_INTEGER))->integer, ==, 4);
}

static void
test_out_of_range (void)
{
  assert_cause (REDRESS_DERIVE_ADD, LARGEST, 1, "overflow");
  assert_cause (REDRESS_DERIVE_SUB, -LARGEST, 1, "overflow");
  assert_cause (REDRESS_DERIVE_MUL, LARGEST, 2, "overflow");
  assert_cause (REDRESS_DERIVE_MUL, LARGEST, LARGEST, "overflow");
  assert_cause (REDRESS_DERIVE_DIV_FLOOR, 1, 0, "zero_divisor");
  assert_cause (REDRESS_DERIVE_DIV_ROUND, 0, 0, "zero_divisor");
  assert_cause (REDRESS_DERIVE_DIV, 0, 0, "zero_divisor");
}

/* Unknown in, unknown out; what is asked for is what people can answer. */
static void
test_unknown (void)
{
  g_auto (Fixture) fixture = { 0 };
  const RedressFinding *finding;

  start (&fixture);
  redress_test_add_derived (fixture.policy, "c", REDRESS_FACT_INTEGER, REDRESS_DERIVE_ADD, "i",
                            "j");
  redress_test_add_derived (fixture.policy, "d", REDRESS_FACT_INTEGER, REDRESS_DERIVE_MUL, "c",
                            "2");
  redress_test_set_integer (fixture.ticket, "i", 1);
  finding = run (&fixture, REDRESS_FACT_INTEGER);
  g_assert_cmpint (finding->outcome, ==, REDRESS_OUTCOME_UNKNOWN);
  g_assert_null (finding->cause);
  g_assert_cmpuint (g_strv_length (finding->missing), ==, 1);
  g_assert_cmpstr (finding->missing[0], ==, "j");
}

static void
assert_days (RedressDerive derive, const char *from, const char *to, gint64 expected)
{
  g_auto (Fixture) fixture = { 0 };

  start (&fixture);
  redress_test_add_derived (fixture.policy, "d", REDRESS_FACT_INTEGER, derive, "t", "u");
  redress_test_set_time (fixture.ticket, "t", redress_test_time (from));
  redress_test_set_time (fixture.ticket, "u", redress_test_time (to));
  g_assert_cmpint (get_value (run (&fixture, REDRESS_FACT_INTEGER))->integer, ==, expected);
}

static void
test_times (void)
{
  /* Days are days of the calendar in Shanghai. */
  assert_days (REDRESS_DERIVE_DAYS_BETWEEN, "2026-08-18T23:59:59+08:00",
               "2026-08-19T00:00:00+08:00", 1);
  assert_days (REDRESS_DERIVE_DAYS_BETWEEN, "2026-08-18T00:00:00+08:00",
               "2026-08-18T23:59:59+08:00", 0);
  assert_days (REDRESS_DERIVE_DAYS_BETWEEN, "2026-08-18T08:00:00+08:00",
               "2026-11-16T08:00:00+08:00", 90);
  assert_days (REDRESS_DERIVE_DAYS_BETWEEN, "2026-03-01T08:00:00Z", "2026-02-28T08:00:00Z", -1);
  assert_days (REDRESS_DERIVE_SECONDS_BETWEEN, "2026-11-16T16:31:09+08:00",
               "2026-11-16T16:32:40+08:00", 91);
  assert_days (REDRESS_DERIVE_SECONDS_BETWEEN, "2026-11-16T16:31:09.500+08:00",
               "2026-11-16T16:31:09+08:00", -1);
}

static void
assert_age (const int born[3], const int on[3], gint64 expected)
{
  g_auto (Fixture) fixture = { 0 };
  RedressTime birth = redress_julian_to_time (redress_julian_from_date (born[0], born[1], born[2]));
  RedressTime day = redress_julian_to_time (redress_julian_from_date (on[0], on[1], on[2]));

  start (&fixture);
  redress_test_add_derived (fixture.policy, "d", REDRESS_FACT_INTEGER, REDRESS_DERIVE_AGE_ON, "t",
                            "u");
  redress_test_set_time (fixture.ticket, "t", birth);
  redress_test_set_time (fixture.ticket, "u", day + REDRESS_DAY - 1);
  g_assert_cmpint (get_value (run (&fixture, REDRESS_FACT_INTEGER))->integer, ==, expected);
}

static void
test_age (void)
{
  static const struct
  {
    int born[3], on[3];
    gint64 age;
  } rows[] = {
    { { 1966, 11, 17 }, { 2026, 11, 16 }, 59 }, { { 1966, 11, 17 }, { 2026, 11, 17 }, 60 },
    { { 1966, 12, 1 }, { 2026, 11, 30 }, 59 },  { { 2000, 2, 29 }, { 2026, 2, 28 }, 25 },
    { { 2000, 2, 29 }, { 2026, 3, 1 }, 26 },    { { 2000, 2, 29 }, { 2024, 2, 29 }, 24 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_age (rows[i].born, rows[i].on, rows[i].age);
}

static void
assert_moved (RedressDerive derive,
              RedressCalendar *calendar,
              const char *from,
              gint64 days,
              const char *expected,
              const char *cause)
{
  g_auto (Fixture) fixture = { 0 };
  const RedressFinding *finding;

  start (&fixture);
  redress_test_add_derived (fixture.policy, "d", REDRESS_FACT_TIME, derive, "t", "i");
  if (calendar != NULL)
    redress_policy_set_calendar (fixture.policy, calendar);
  redress_test_set_time (fixture.ticket, "t", redress_test_time (from));
  redress_test_set_integer (fixture.ticket, "i", days);
  finding = run (&fixture, REDRESS_FACT_TIME);
  g_assert_cmpstr (finding->cause, ==, cause);
  if (expected != NULL)
    g_assert_cmpint (get_value (finding)->time, ==, redress_test_time (expected));
  else
    g_assert_cmpint (finding->outcome, ==, REDRESS_OUTCOME_UNKNOWN);
}

static void
test_moving (void)
{
  g_autoptr (RedressCalendar) calendar = redress_calendar_new ("china");

  redress_calendar_add_year (calendar, 2026);
  assert_moved (REDRESS_DERIVE_PLUS_MINUTES, NULL, "2026-10-01T09:00:00Z", 45,
                "2026-10-01T09:45:00Z", NULL);
  assert_moved (REDRESS_DERIVE_PLUS_MINUTES, NULL, "2026-10-01T09:00:00Z", LARGEST, NULL,
                "overflow");
  assert_moved (REDRESS_DERIVE_PLUS_DAYS, NULL, "2026-10-01T09:00:00+08:00", 60,
                "2026-11-30T09:00:00+08:00", NULL);
  assert_moved (REDRESS_DERIVE_PLUS_DAYS, NULL, "2026-10-01T09:00:00Z", -1, "2026-09-30T09:00:00Z",
                NULL);
  assert_moved (REDRESS_DERIVE_PLUS_DAYS, NULL, "2026-10-01T09:00:00Z", LARGEST, NULL, "overflow");
  assert_moved (REDRESS_DERIVE_PLUS_DAYS, NULL, "2026-10-01T09:00:00Z", 4000000, NULL, "overflow");
  assert_moved (REDRESS_DERIVE_PLUS_WORKING_DAYS, calendar, "2026-11-13T09:00:00+08:00", 2,
                "2026-11-17T09:00:00+08:00", NULL);
  /* A guess about the holidays of next year decides nothing. */
  assert_moved (REDRESS_DERIVE_PLUS_WORKING_DAYS, calendar, "2026-12-30T09:00:00+08:00", 5, NULL,
                "no_calendar");
  assert_moved (REDRESS_DERIVE_PLUS_WORKING_DAYS, calendar, "2026-11-13T09:00:00Z", -1, NULL,
                "overflow");
  assert_moved (REDRESS_DERIVE_PLUS_WORKING_DAYS, NULL, "2026-11-13T09:00:00Z", 2, NULL,
                "no_calendar");
}

static void
test_count (void)
{
  g_auto (Fixture) fixture = { 0 };
  RedressEvidence *evidence = redress_evidence_new ();

  start (&fixture);
  redress_test_add_derived (fixture.policy, "d", REDRESS_FACT_INTEGER, REDRESS_DERIVE_COUNT, "f",
                            "evidence.log");
  evidence->slot = g_strdup ("log");
  g_ptr_array_add (fixture.ticket->evidence, evidence);
  redress_test_set_boolean (fixture.ticket, "f", FALSE);
  g_assert_cmpint (get_value (run (&fixture, REDRESS_FACT_INTEGER))->integer, ==, 1);
}

/* 100 points are 1 yuan, which is 100 fen: the fare's points are its fen. Fares of the vectors
 * in docs/domain.md B5 and B11. */
static void
test_points (void)
{
  static const struct
  {
    gint64 fare, needed, earned, earned_senior;
  } rows[] = {
    { 55300, 55300, 2765, 8295 },
    { 10000, 10000, 500, 1500 },
    { 200000, 200000, 10000, 30000 },
    { 0, 0, 0, 0 },
    { 1, 1, 0, 0 },
    { 19, 19, 0, 2 },
    { 99, 99, 4, 14 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      assert_integer (REDRESS_DERIVE_MUL, rows[i].fare, 100, rows[i].needed * 100);
      assert_integer (REDRESS_DERIVE_DIV_FLOOR, rows[i].fare * 100, 100, rows[i].needed);
      assert_integer (REDRESS_DERIVE_DIV_FLOOR, rows[i].fare * 5, 100, rows[i].earned);
      assert_integer (REDRESS_DERIVE_DIV_FLOOR, rows[i].fare * 15, 100, rows[i].earned_senior);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/derive/integers", test_integers);
  g_test_add_func ("/derive/division", test_division);
  g_test_add_func ("/derive/points-rounding", test_points_rounding);
  g_test_add_func ("/derive/out-of-range", test_out_of_range);
  g_test_add_func ("/derive/unknown", test_unknown);
  g_test_add_func ("/derive/times", test_times);
  g_test_add_func ("/derive/age", test_age);
  g_test_add_func ("/derive/moving", test_moving);
  g_test_add_func ("/derive/count", test_count);
  g_test_add_func ("/derive/points", test_points);
  return g_test_run ();
}
