/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/due-words.h"
#include "app/made-case.h"
#include "core/evaluation.h"

#include <string.h>

/* The arithmetic of due times in words. */

static RedressTicket *
make_ticket (const char *flow, RedressKind kind, const char *opened_at)
{
  RedressTicket *ticket = redress_ticket_new ();
  RedressSummary *summary = ticket->summary;

  summary->flow = g_strdup (flow);
  summary->kind = kind;
  summary->opened_at = redress_made_time (opened_at);
  ticket->order.payment_method = g_strdup ("wechat");
  return ticket;
}

/* What the window says of the ticket, which is due when the policy says. */
static char *
explain (RedressTicket *ticket, RedressPolicy *policy)
{
  g_autoptr (RedressDeadline) deadline =
      redress_policy_compute_due (policy, ticket, redress_policy_get_calendar (policy), NULL);

  ticket->summary->due_at = deadline->due;
  ticket->summary->due_provisional = deadline->provisional;
  return redress_due_explain (ticket->summary, ticket, policy,
                              redress_made_time (REDRESS_MADE_NOW));
}

static void
test_holidays (void)
{
  g_autoptr (RedressPolicy) policy = redress_made_policy ("kameng-virtual");
  g_autoptr (RedressTicket) ticket =
      make_ticket ("kameng-virtual", REDRESS_KIND_APPEAL, "2026-09-28T01:30:00.000000Z");
  g_autofree char *text = explain (ticket, policy);

  g_assert_cmpstr (text, ==,
                   "5 working days from 28 Sep 09:30\n"
                   "Counted: Tue 29 Sep, Wed 30 Sep, Thu 8 Oct, Fri 9 Oct, Sat 10 Oct\n"
                   "  Sat 10 Oct is worked to make up for National Day\n"
                   "Not counted:\n"
                   "  Thu 1 Oct – Wed 7 Oct: National Day\n"
                   "Due 10 Oct 09:30");
}

static void
test_provisional (void)
{
  g_autoptr (RedressPolicy) policy = redress_made_policy ("kameng-virtual");
  g_autoptr (RedressTicket) ticket =
      make_ticket ("kameng-virtual", REDRESS_KIND_APPEAL, "2026-12-29T01:30:00.000000Z");
  g_autofree char *text = explain (ticket, policy);
  g_autofree char *line =
      redress_due_describe (ticket->summary, policy, redress_made_time (REDRESS_MADE_NOW));

  g_assert_nonnull (strstr (text, "  Sat 2 Jan – Sun 3 Jan: weekend\n"));
  g_assert_true (g_str_has_suffix (text, "Provisional: the holidays of 2027 are not known yet."));
  g_assert_true (g_str_has_suffix (line, " (provisional)"));
}

static void
add_wait (RedressTicket *ticket, RedressState state, const char *from, const char *until)
{
  RedressWait *wait = redress_wait_new ();

  wait->state = state;
  wait->from = redress_made_time (from);
  if (until != NULL)
    wait->until = redress_made_time (until);
  g_ptr_array_add (ticket->waits, wait);
}

static void
test_pauses_and_peaks (void)
{
  g_autoptr (RedressPolicy) policy = redress_made_policy ("kameng-virtual");
  g_autoptr (RedressTicket) ticket =
      make_ticket ("kameng-virtual", REDRESS_KIND_REVIEW, "2026-11-16T02:00:00.000000Z");
  RedressPeak *peak = redress_peak_new ();
  g_autofree char *text = NULL;

  add_wait (ticket, REDRESS_STATE_WAITING_CUSTOMER, "2026-11-16T03:00:00.000000Z",
            "2026-11-16T06:10:00.000000Z");
  /* The clock goes on while the platform is asked. */
  add_wait (ticket, REDRESS_STATE_WAITING_PLATFORM, "2026-11-16T07:00:00.000000Z",
            "2026-11-16T08:00:00.000000Z");
  add_wait (ticket, REDRESS_STATE_WAITING_CUSTOMER, "2026-11-17T06:00:00.000000Z", NULL);
  peak->from = redress_made_time ("2026-11-16T00:00:00.000000Z");
  peak->until = redress_made_time ("2026-11-17T00:00:00.000000Z");
  peak->actor_name = g_strdup ("Zhou");
  peak->note = g_strdup ("game launch");
  g_ptr_array_add (ticket->peaks, peak);
  text = explain (ticket, policy);
  g_assert_cmpstr (text, ==,
                   "24 hours from 16 Nov 10:00\n"
                   "+ 3 h 10 min: waited for the customer, 16 Nov 11:00 – 16 Nov 14:10\n"
                   "The clock stands still since today 14:00. That time will be added.\n"
                   "The customer can answer until 20 Nov 14:00\n"
                   "+ 12 hours: peak declared by Zhou, 16 Nov 08:00 – today 08:00 (game launch)\n"
                   "Due 18 Nov 01:10");
}

/* A window has two ends, and says which of them is past. */
static void
test_refund (void)
{
  g_autoptr (RedressPolicy) policy = redress_made_policy ("kameng-virtual");
  g_autoptr (RedressTicket) ticket =
      make_ticket ("kameng-virtual", REDRESS_KIND_REVIEW, "2026-11-10T02:00:00.000000Z");
  g_autofree char *text = NULL;

  redress_made_event (ticket, "2026-11-11T02:00:00.000000Z", REDRESS_LANE_MONEY, "refund_sent", "",
                      FALSE);
  text = explain (ticket, policy);
  g_assert_nonnull (strstr (text, "\n\nWallet refund, 1–3 working days\n"
                                  "1 to 3 working days from 11 Nov 10:00\n"
                                  "Counted: Thu 12 Nov, Fri 13 Nov, Mon 16 Nov\n"
                                  "Not counted:\n"
                                  "  Sat 14 Nov – Sun 15 Nov: weekend\n"
                                  "Not before 12 Nov 10:00\n"
                                  "Overdue since 16 Nov 10:00"));
}

static void
test_asked (void)
{
  g_autoptr (RedressPolicy) policy = redress_made_policy ("kameng-virtual");
  g_autoptr (RedressTicket) ticket =
      make_ticket ("kameng-virtual", REDRESS_KIND_REVIEW, "2026-11-17T02:00:00.000000Z");
  g_autofree char *text = NULL;

  add_wait (ticket, REDRESS_STATE_WAITING_PLATFORM, "2026-11-17T04:00:00.000000Z", NULL);
  text = explain (ticket, policy);
  g_assert_nonnull (strstr (text, "\n\nPlatform log, 4 h\n"
                                  "4 hours from today 12:00\n"
                                  "Due today 16:00"));
}

static void
test_facts (void)
{
  g_autoptr (RedressPolicy) policy = redress_made_policy ("rail12306-redemption");
  g_autoptr (RedressTicket) ticket =
      make_ticket ("rail12306-redemption", REDRESS_KIND_RECHECK, "2026-11-17T02:00:00.000000Z");
  RedressValue value = { 0 };
  g_autofree char *text = NULL;

  redress_value_set_time (&value, redress_made_time ("2026-10-01T02:00:00.000000Z"));
  redress_made_fact (ticket, "beneficiary.submitted_at", "platform", REDRESS_MADE_REQUESTED,
                     &value);
  text = explain (ticket, policy);
  g_assert_nonnull (strstr (text, "\n\nBeneficiary valid, 60 days\n"
                                  "60 days from 1 Oct 10:00\n"
                                  "Ends 30 Nov 10:00"));
  g_assert_null (strstr (text, "Backfill"));
}

/* A mail is answered by a question or a decision, in time or late. */
static void
test_mail (void)
{
  static const struct
  {
    const char *mail;
    const char *asked;
    const char *says;
  } cases[] = {
    { "2026-11-17T01:00:00.000000Z", NULL, "Due 18 Nov 09:00" },
    { "2026-11-15T01:00:00.000000Z", NULL, "Overdue since 16 Nov 09:00" },
    { "2026-11-15T01:00:00.000000Z", "2026-11-16T00:30:00.000000Z", "Answered 16 Nov 08:30" },
    { "2026-11-15T01:00:00.000000Z", "2026-11-16T01:30:00.000000Z", "Answered late, 16 Nov 09:30" },
  };
  g_autoptr (RedressPolicy) policy = redress_made_policy ("btepai-order");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RedressTicket) ticket =
          make_ticket ("btepai-order", REDRESS_KIND_REVIEW, "2026-11-17T02:00:00.000000Z");
      RedressValue value = { 0 };
      g_autofree char *text = NULL;

      redress_value_set_time (&value, redress_made_time (cases[i].mail));
      redress_made_fact (ticket, "intake.mail_at", "platform", REDRESS_MADE_REQUESTED, &value);
      if (cases[i].asked != NULL)
        add_wait (ticket, REDRESS_STATE_WAITING_CUSTOMER, cases[i].asked, cases[i].asked);
      text = explain (ticket, policy);
      g_assert_nonnull (strstr (text, "\n\nMail answered, 24 h\n24 hours from "));
      g_assert_nonnull (strstr (text, cases[i].says));
    }
}

/* Before the details are here the window says what it knows. */
static void
test_without_details (void)
{
  g_autoptr (RedressPolicy) policy = redress_made_policy ("kameng-virtual");
  g_autoptr (RedressTicket) ticket =
      make_ticket ("kameng-virtual", REDRESS_KIND_REVIEW, "2026-11-17T02:00:00.000000Z");
  RedressTime now = redress_made_time (REDRESS_MADE_NOW);
  g_autofree char *bare = NULL, *stretched = NULL, *unknown = NULL;

  unknown = redress_due_explain (ticket->summary, NULL, NULL, now);
  g_assert_cmpstr (unknown, ==, "");
  ticket->summary->due_at = ticket->summary->opened_at + REDRESS_DAY;
  bare = redress_due_explain (ticket->summary, NULL, policy, now);
  g_assert_cmpstr (bare, ==, "24 hours from today 10:00\nDue 18 Nov 10:00");
  ticket->summary->due_at += REDRESS_DAY;
  stretched = redress_due_explain (ticket->summary, NULL, policy, now);
  g_assert_nonnull (strstr (stretched, "The server counted more than is known here."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/due-words/holidays", test_holidays);
  g_test_add_func ("/due-words/provisional", test_provisional);
  g_test_add_func ("/due-words/pauses-and-peaks", test_pauses_and_peaks);
  g_test_add_func ("/due-words/refund", test_refund);
  g_test_add_func ("/due-words/asked", test_asked);
  g_test_add_func ("/due-words/facts", test_facts);
  g_test_add_func ("/due-words/mail", test_mail);
  g_test_add_func ("/due-words/without-details", test_without_details);
  return g_test_run ();
}
