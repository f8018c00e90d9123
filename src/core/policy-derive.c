/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/deadline.h"
#include "core/policy-build.h"

/* Arithmetic of derived facts. Integers and times only; what leaves the range of integers is
 * unknown, never wrapped and never rounded. */

static void
give_integer (RedressReading *out, gint64 integer)
{
  if (integer < -REDRESS_INTEGER_MAX || integer > REDRESS_INTEGER_MAX)
    {
      out->cause = "overflow";
      return;
    }

  out->value.type = REDRESS_VALUE_INTEGER;
  out->value.integer = integer;
}

static void
give_time (RedressReading *out, RedressTime time)
{
  if (time < REDRESS_TIME_MIN || time > REDRESS_TIME_MAX)
    {
      out->cause = "overflow";
      return;
    }

  out->value.type = REDRESS_VALUE_TIME;
  out->value.time = time;
}

static gint64
divide_floor (gint64 a, gint64 b)
{
  gint64 quotient = a / b;

  return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

/* Halves go away from zero. */
static gint64
divide_round (gint64 a, gint64 b)
{
  gint64 quotient = a / b;
  gint64 rest = ABS (a % b);

  if (rest < ABS (b) - rest)
    return quotient;

  return (a < 0) != (b < 0) ? quotient - 1 : quotient + 1;
}

static void
divide (RedressPolicy *policy, RedressDerive derive, gint64 a, gint64 b, RedressReading *out)
{
  gboolean round = derive == REDRESS_DERIVE_DIV_ROUND;

  if (b == 0)
    {
      out->cause = "zero_divisor";
      return;
    }

  if (derive == REDRESS_DERIVE_DIV)
    round = redress_policy_get_limit (policy, "points_rounding", REDRESS_ROUNDING_FLOOR) ==
            REDRESS_ROUNDING_HALF_UP;

  give_integer (out, round ? divide_round (a, b) : divide_floor (a, b));
}

static void
calculate (RedressPolicy *policy, RedressDerive derive, gint64 a, gint64 b, RedressReading *out)
{
  gint64 result = 0;
  gboolean overflow = FALSE;

  switch (derive)
    {
    case REDRESS_DERIVE_ADD:
      overflow = __builtin_add_overflow (a, b, &result);
      break;
    case REDRESS_DERIVE_SUB:
      overflow = __builtin_sub_overflow (a, b, &result);
      break;
    case REDRESS_DERIVE_MUL:
      overflow = __builtin_mul_overflow (a, b, &result);
      break;
    case REDRESS_DERIVE_DIV:
    case REDRESS_DERIVE_DIV_FLOOR:
    case REDRESS_DERIVE_DIV_ROUND:
      divide (policy, derive, a, b, out);
      return;
    case REDRESS_DERIVE_MIN:
      result = MIN (a, b);
      break;
    case REDRESS_DERIVE_MAX:
      result = MAX (a, b);
      break;
    case REDRESS_DERIVE_DAYS_BETWEEN:
    case REDRESS_DERIVE_SECONDS_BETWEEN:
    case REDRESS_DERIVE_PLUS_MINUTES:
    case REDRESS_DERIVE_PLUS_DAYS:
    case REDRESS_DERIVE_PLUS_WORKING_DAYS:
    case REDRESS_DERIVE_COUNT:
    case REDRESS_DERIVE_AGE_ON:
    default:
      g_return_if_reached ();
    }

  if (overflow)
    out->cause = "overflow";
  else
    give_integer (out, result);
}

/* Full years on a day in Asia/Shanghai. Who was born on 29 February is older on 1 March. */
static gint64
age_on (RedressTime birth, RedressTime day)
{
  GDate born, on;
  gint64 age;

  g_date_clear (&born, 1);
  g_date_clear (&on, 1);
  g_date_set_julian (&born, redress_julian_from_time (birth, NULL));
  g_date_set_julian (&on, redress_julian_from_time (day, NULL));

  age = (gint64)g_date_get_year (&on) - g_date_get_year (&born);
  if (g_date_get_month (&on) < g_date_get_month (&born) ||
      (g_date_get_month (&on) == g_date_get_month (&born) &&
       g_date_get_day (&on) < g_date_get_day (&born)))
    age--;

  return age;
}

static void
measure (RedressDerive derive, RedressTime a, RedressTime b, RedressReading *out)
{
  switch (derive)
    {
    case REDRESS_DERIVE_DAYS_BETWEEN:
      give_integer (out, (gint64)redress_julian_from_time (b, NULL) -
                             (gint64)redress_julian_from_time (a, NULL));
      break;
    case REDRESS_DERIVE_SECONDS_BETWEEN:
      give_integer (out, divide_floor (b - a, REDRESS_SECOND));
      break;
    case REDRESS_DERIVE_AGE_ON:
      give_integer (out, age_on (a, b));
      break;
    case REDRESS_DERIVE_MIN:
      give_time (out, MIN (a, b));
      break;
    case REDRESS_DERIVE_MAX:
      give_time (out, MAX (a, b));
      break;
    case REDRESS_DERIVE_ADD:
    case REDRESS_DERIVE_SUB:
    case REDRESS_DERIVE_MUL:
    case REDRESS_DERIVE_DIV:
    case REDRESS_DERIVE_DIV_FLOOR:
    case REDRESS_DERIVE_DIV_ROUND:
    case REDRESS_DERIVE_PLUS_MINUTES:
    case REDRESS_DERIVE_PLUS_DAYS:
    case REDRESS_DERIVE_PLUS_WORKING_DAYS:
    case REDRESS_DERIVE_COUNT:
    default:
      g_return_if_reached ();
    }
}

static void
move (RedressPolicy *policy,
      RedressDerive derive,
      RedressTime from,
      gint64 count,
      RedressReading *out)
{
  g_autoptr (RedressDeadline) deadline = NULL;
  gint64 step = derive == REDRESS_DERIVE_PLUS_MINUTES ? REDRESS_MINUTE : REDRESS_DAY;
  gint64 moved;

  if (derive != REDRESS_DERIVE_PLUS_WORKING_DAYS)
    {
      if (__builtin_mul_overflow (count, step, &moved) ||
          __builtin_add_overflow (from, moved, &moved))
        out->cause = "overflow";
      else
        give_time (out, moved);
      return;
    }

  if (policy->calendar == NULL)
    {
      out->cause = "no_calendar";
      return;
    }

  deadline =
      redress_deadline_compute (from, count, REDRESS_SPAN_WORKING_DAYS, policy->calendar, NULL);
  if (deadline == NULL)
    out->cause = "overflow";
  else if (deadline->provisional)
    out->cause = "no_calendar";
  else
    give_time (out, deadline->due);
}

static gboolean
read_operand (const RedressOperand *operand, const RedressReading *readings, RedressReading *value)
{
  if (operand->name != NULL)
    {
      *value = readings[operand->input];
      return value->value.type == REDRESS_VALUE_INTEGER ||
             value->value.type == REDRESS_VALUE_BOOLEAN || value->value.type == REDRESS_VALUE_TIME;
    }

  value->value.type = REDRESS_VALUE_INTEGER;
  value->value.integer = operand->number;
  value->cause = NULL;
  return TRUE;
}

/* How many of the operands are true, or more than 0. */
static void
count_present (const RedressDerived *self, const RedressReading *readings, RedressReading *out)
{
  gint64 count = 0;

  for (guint i = 0; i < self->operands->len; i++)
    {
      RedressReading operand;

      if (!read_operand (g_ptr_array_index (self->operands, i), readings, &operand))
        {
          out->cause = operand.cause;
          return;
        }
      if (operand.value.type == REDRESS_VALUE_BOOLEAN ? operand.value.boolean
                                                      : operand.value.integer > 0)
        count++;
    }

  give_integer (out, count);
}

/**
 * redress_derived_read:
 * @readings: (array): readings of all that @self rests on
 * @out: (inout): a cleared reading
 *
 * Works a derived fact out. Unknown in, unknown out; the cause goes along.
 */
void
redress_derived_read (const RedressDerived *self,
                      RedressPolicy *policy,
                      const RedressReading *readings,
                      RedressReading *out)
{
  RedressReading a, b;
  gboolean known;

  if (self->derive == REDRESS_DERIVE_COUNT)
    {
      count_present (self, readings, out);
      return;
    }

  known = read_operand (g_ptr_array_index (self->operands, 0), readings, &a);
  known = read_operand (g_ptr_array_index (self->operands, 1), readings, &b) && known;
  if (!known)
    {
      out->cause = a.cause != NULL ? a.cause : b.cause;
      return;
    }

  if (self->derive == REDRESS_DERIVE_PLUS_MINUTES || self->derive == REDRESS_DERIVE_PLUS_DAYS ||
      self->derive == REDRESS_DERIVE_PLUS_WORKING_DAYS)
    move (policy, self->derive, a.value.time, b.value.integer, out);
  else if (a.value.type == REDRESS_VALUE_TIME)
    measure (self->derive, a.value.time, b.value.time, out);
  else
    calculate (policy, self->derive, a.value.integer, b.value.integer, out);
}
