/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/due-words.h"

#include "config.h"

#include "app/due-steps.h"
#include "app/format.h"

#include "core/evaluation.h"

#include <glib/gi18n.h>

static const char *
get_rule_label (RedressSummary *summary, RedressPolicy *policy)
{
  const RedressPolicyClock *clock =
      policy != NULL ? redress_policy_find_clock (policy, summary->kind) : NULL;

  return clock != NULL ? redress_text_get (&clock->label, redress_language ()) : NULL;
}

char *
redress_due_describe (RedressSummary *summary, RedressPolicy *policy, RedressTime now)
{
  const char *rule = get_rule_label (summary, policy);
  g_autofree char *moment = NULL;
  g_autofree char *sentence = NULL;
  const char *peak = (summary->badges & REDRESS_BADGE_PEAK) != 0 ? C_ ("clock", " + peak") : "";
  const char *provisional = summary->due_provisional ? C_ ("clock", " (provisional)") : "";

  if (summary->due_at == REDRESS_TIME_UNKNOWN)
    return g_strdup (rule != NULL ? rule : "");
  moment = redress_format_moment (summary->due_at, now);
  /* Translators: %s is a moment such as "today 16:32" */
  sentence = g_strdup_printf (summary->due_at > now ? _ ("until %s") : _ ("was due %s"), moment);
  return rule != NULL ? g_strdup_printf ("%s · %s%s%s", sentence, rule, peak, provisional)
                      : g_strconcat (sentence, provisional, NULL);
}

/* The ticket of the details with what is newer in the summary. */
static RedressTicket *
make_ticket (RedressSummary *summary)
{
  RedressTicket *ticket = redress_ticket_new ();

  g_set_object (&ticket->summary, summary);
  return ticket;
}

static void
add_due (GString *lines, const char *format, RedressTime due, RedressTime now)
{
  g_autofree char *moment = redress_format_moment (due, now);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (lines, format, moment);
#pragma GCC diagnostic pop
  g_string_append_c (lines, '\n');
}

/* What the policy gives the customer, for a question that is open. */
static void
add_answer_time (GString *lines, GPtrArray *waits, RedressPolicy *policy, RedressTime now)
{
  gint64 hours = redress_policy_get_limit (policy, "customer_answer_hours", 0);

  for (guint i = 0; hours > 0 && i < waits->len; i++)
    {
      const RedressWait *wait = g_ptr_array_index (waits, i);

      if (wait->until == REDRESS_TIME_UNKNOWN && wait->state == REDRESS_STATE_WAITING_CUSTOMER)
        add_due (lines, _ ("The customer can answer until %s"), wait->from + hours * REDRESS_HOUR,
                 now);
    }
}

static void
add_arithmetic (GString *lines,
                RedressSummary *summary,
                RedressTicket *ticket,
                RedressPolicy *policy,
                RedressTime now)
{
  const RedressPolicyClock *clock = redress_policy_find_clock (policy, summary->kind);
  RedressCalendar *calendar = redress_policy_get_calendar (policy);
  g_autoptr (RedressTicket) counted =
      ticket != NULL ? g_object_ref (ticket) : make_ticket (summary);
  g_autoptr (RedressDeadline) deadline = NULL;

  if (clock == NULL)
    return;
  redress_due_steps_add_span (lines, clock, summary->opened_at, now);
  deadline = redress_policy_compute_due (policy, counted, calendar, NULL);
  if (deadline == NULL)
    return;
  redress_due_steps_add_days (lines, deadline, calendar);
  redress_due_steps_add_pauses (lines, deadline, clock, counted->waits, now);
  add_answer_time (lines, counted->waits, policy, now);
  redress_due_steps_add_peaks (lines, deadline, counted->peaks, now);
  if (deadline->due != summary->due_at)
    g_string_append_printf (lines, "%s\n", _ ("The server counted more than is known here."));
}

/* When the customer first heard from us, by a question or a decision. */
static RedressTime
find_reply (RedressTicket *ticket)
{
  RedressTime first = REDRESS_TIME_UNKNOWN;

  for (guint i = 0; i < ticket->waits->len; i++)
    {
      const RedressWait *wait = g_ptr_array_index (ticket->waits, i);

      if (wait->state == REDRESS_STATE_WAITING_CUSTOMER &&
          (first == REDRESS_TIME_UNKNOWN || wait->from < first))
        first = wait->from;
    }
  for (guint i = 0; i < ticket->decisions->len; i++)
    {
      const RedressDecision *decision = g_ptr_array_index (ticket->decisions, i);

      if (first == REDRESS_TIME_UNKNOWN || decision->decided_at < first)
        first = decision->decided_at;
    }
  return first;
}

/* The last line of a clock beside that of the ticket: how it stands. */
static void
add_end (GString *lines,
         const RedressPolicyClock *clock,
         RedressTicket *ticket,
         RedressTime due,
         RedressTime now)
{
  RedressTime reply =
      clock->purpose == REDRESS_CLOCK_REPLY ? find_reply (ticket) : REDRESS_TIME_UNKNOWN;

  if (reply != REDRESS_TIME_UNKNOWN)
    /* Translators: when the customer first heard from us; %s is a moment */
    add_due (lines, reply > due ? _ ("Answered late, %s") : _ ("Answered %s"), reply, now);
  else if (clock->purpose == REDRESS_CLOCK_FACT)
    /* Translators: the end of a span such as 60 days; %s is a moment */
    add_due (lines, _ ("Ends %s"), due, now);
  else
    add_due (lines, due > now ? _ ("Due %s") : _ ("Overdue since %s"), due, now);
}

/* A clock beside that of the ticket. */
static void
add_clock (GString *lines,
           const RedressPolicyClock *clock,
           RedressPolicy *policy,
           RedressTicket *ticket,
           RedressTime start,
           RedressTime now)
{
  RedressCalendar *calendar = redress_policy_get_calendar (policy);
  g_autoptr (RedressDeadline) least = NULL;
  g_autoptr (RedressDeadline) deadline =
      redress_policy_clock_compute (clock, start, calendar, &least, NULL);

  if (deadline == NULL)
    return;
  g_string_append_printf (lines, "\n%s\n", redress_text_get (&clock->label, redress_language ()));
  redress_due_steps_add_span (lines, clock, start, now);
  redress_due_steps_add_days (lines, deadline, calendar);
  if (least != NULL)
    add_due (lines, _ ("Not before %s"), least->due, now);
  add_end (lines, clock, ticket, deadline->due, now);
  if (deadline->provisional)
    redress_due_steps_add_provisional (lines, deadline->due);
}

static RedressTime
find_event (RedressTicket *ticket, const char *code)
{
  RedressTime last = REDRESS_TIME_UNKNOWN;

  for (guint i = 0; i < ticket->events->len; i++)
    {
      const RedressEvent *event = g_ptr_array_index (ticket->events, i);

      if (g_strcmp0 (event->code, code) == 0)
        last = event->at;
    }
  return last;
}

/* Since when the platform owes what it was asked for. */
static RedressTime
find_asked (RedressTicket *ticket)
{
  for (guint i = 0; i < ticket->waits->len; i++)
    {
      const RedressWait *wait = g_ptr_array_index (ticket->waits, i);

      if (wait->until == REDRESS_TIME_UNKNOWN && wait->state == REDRESS_STATE_WAITING_PLATFORM)
        return wait->from;
    }
  return REDRESS_TIME_UNKNOWN;
}

/* REDRESS_TIME_UNKNOWN: the clock does not run for this ticket. */
static RedressTime
find_start (RedressTicket *ticket, RedressPolicy *policy, const RedressPolicyClock *clock)
{
  const RedressFact *fact;

  switch (clock->purpose)
    {
    case REDRESS_CLOCK_EVIDENCE:
      return clock == redress_policy_find_evidence_clock (policy, ticket->summary->kind)
                 ? find_asked (ticket)
                 : REDRESS_TIME_UNKNOWN;
    case REDRESS_CLOCK_REFUND:
      return clock == redress_policy_find_refund_clock (policy, ticket->order.payment_method)
                 ? find_event (ticket, clock->from)
                 : REDRESS_TIME_UNKNOWN;
    case REDRESS_CLOCK_REPLY:
    case REDRESS_CLOCK_FACT:
      fact = redress_ticket_find_fact (ticket, clock->from);
      return fact != NULL && fact->value.type == REDRESS_VALUE_TIME ? fact->value.time
                                                                    : REDRESS_TIME_UNKNOWN;
    case REDRESS_CLOCK_TICKET:
    default:
      return REDRESS_TIME_UNKNOWN;
    }
}

static void
add_other_clocks (GString *lines, RedressTicket *ticket, RedressPolicy *policy, RedressTime now)
{
  GPtrArray *clocks = redress_policy_get_clocks (policy);

  for (guint i = 0; i < clocks->len; i++)
    {
      const RedressPolicyClock *clock = g_ptr_array_index (clocks, i);
      RedressTime start = find_start (ticket, policy, clock);

      if (start != REDRESS_TIME_UNKNOWN)
        add_clock (lines, clock, policy, ticket, start, now);
    }
}

char *
redress_due_explain (RedressSummary *summary,
                     RedressTicket *ticket,
                     RedressPolicy *policy,
                     RedressTime now)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  if (policy != NULL && summary->opened_at != REDRESS_TIME_UNKNOWN)
    add_arithmetic (lines, summary, ticket, policy, now);
  if (summary->due_at != REDRESS_TIME_UNKNOWN)
    add_due (lines, _ ("Due %s"), summary->due_at, now);
  if (summary->due_provisional)
    redress_due_steps_add_provisional (lines, summary->due_at);
  if (policy != NULL && ticket != NULL)
    add_other_clocks (lines, ticket, policy, now);
  if (lines->len > 0)
    g_string_truncate (lines, lines->len - 1);
  return g_string_free (g_steal_pointer (&lines), FALSE);
}
