/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/account.h"
#include "core/ticket.h"

static void
add_fact (RedressTicket *ticket, const char *name)
{
  g_ptr_array_add (ticket->facts, redress_fact_new (name, "platform", 0));
}

static void
add_event (RedressTicket *ticket, RedressTime at, const char *code)
{
  RedressEvent *event = redress_event_new ();

  event->at = at;
  event->code = g_strdup (code);
  g_ptr_array_add (ticket->events, event);
}

static void
test_seal_and_find (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  const char *wanted[] = { "d", "b", "c", "a" };

  add_fact (ticket, "order.state_now");
  add_fact (ticket, "channel_log.credited");
  add_fact (ticket, "order.state_at_request");
  add_event (ticket, 20, "b");
  add_event (ticket, 30, "a");
  add_event (ticket, 20, "c");
  add_event (ticket, 10, "d");
  redress_ticket_seal (ticket);

  g_assert_cmpstr (((RedressFact *)ticket->facts->pdata[0])->name, ==, "channel_log.credited");
  g_assert_cmpstr (((RedressFact *)ticket->facts->pdata[2])->name, ==, "order.state_now");
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpstr (((RedressEvent *)ticket->events->pdata[i])->code, ==, wanted[i]);

  g_assert_true (redress_ticket_find_fact (ticket, "order.state_now") == ticket->facts->pdata[2]);
  g_assert_null (redress_ticket_find_fact (ticket, "order.state"));
}

static void
add_rendition (RedressEvidence *evidence, RedressRenditionUse use, guint page)
{
  RedressRendition *rendition = redress_rendition_new ();

  rendition->use = use;
  rendition->page = page;
  g_ptr_array_add (evidence->renditions, rendition);
}

static void
test_evidence (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  RedressEvidence *evidence = redress_evidence_new ();

  g_assert_cmpint (evidence->captured_at, ==, REDRESS_TIME_UNKNOWN);
  g_assert_null (redress_evidence_find (evidence, REDRESS_USE_VIEW, 0));
  evidence->sha256 = g_strdup ("abc");
  g_ptr_array_add (ticket->evidence, redress_evidence_new ());
  g_ptr_array_add (ticket->evidence, evidence);
  add_rendition (evidence, REDRESS_USE_THUMB, 0);
  add_rendition (evidence, REDRESS_USE_PAGE, 1);
  add_rendition (evidence, REDRESS_USE_PAGE, 2);

  g_assert_true (redress_ticket_find_evidence (ticket, "abc") == evidence);
  g_assert_null (redress_ticket_find_evidence (ticket, "abd"));
  g_assert_cmpuint (redress_evidence_count_pages (evidence), ==, 2);
  g_assert_cmpuint (redress_evidence_find (evidence, REDRESS_USE_PAGE, 0)->page, ==, 1);
  g_assert_cmpuint (redress_evidence_find (evidence, REDRESS_USE_PAGE, 2)->page, ==, 2);
  g_assert_null (redress_evidence_find (evidence, REDRESS_USE_PAGE, 3));
  g_assert_nonnull (redress_evidence_find (evidence, REDRESS_USE_THUMB, 0));
}

static void
test_id (void)
{
  static const char *const refused[] = {
    "",      "T-",   "T-0",   "T-042", "t-42",  "42",    "T42",
    "T--42", "T-+4", "T- 42", "T-42 ", "T-4.2", "T-4２", "T-9007199254740992",
  };
  g_autofree char *text = redress_ticket_format_id (42);
  g_autofree char *largest = redress_ticket_format_id (REDRESS_INTEGER_MAX);
  gint64 id = -1;

  g_assert_cmpstr (text, ==, "T-42");
  g_assert_true (redress_ticket_parse_id (text, &id));
  g_assert_cmpint (id, ==, 42);
  g_assert_true (redress_ticket_parse_id (largest, &id));
  g_assert_cmpint (id, ==, REDRESS_INTEGER_MAX);

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (redress_ticket_parse_id (refused[i], &id));
  g_assert_cmpint (id, ==, REDRESS_INTEGER_MAX);
}

static void
test_account (void)
{
  const char *const scopes[] = { "kameng", "btepai", NULL };
  g_autoptr (RedressAccount) account = redress_account_new ();
  g_autoptr (RedressAccount) copy = NULL;

  g_assert_false (redress_account_has_scope (account, "kameng"));
  account->id = g_strdup ("a-3");
  account->role = REDRESS_ROLE_AUDITOR;
  g_strfreev (account->scopes);
  account->scopes = g_strdupv ((char **)scopes);
  copy = redress_account_copy (account);
  g_assert_cmpstr (copy->id, ==, "a-3");
  g_assert_cmpint (copy->role, ==, REDRESS_ROLE_AUDITOR);
  g_assert_true (redress_account_has_scope (copy, "kameng"));
  g_assert_true (redress_account_has_scope (copy, "btepai"));
  g_assert_false (redress_account_has_scope (copy, "kamen"));
  g_assert_false (redress_account_has_scope (copy, ""));
  g_assert_null (redress_account_copy (NULL));
  redress_account_free (NULL);
}

static void
test_claim (void)
{
  g_autoptr (RedressClaim) claim = redress_claim_new ();
  g_autoptr (RedressClaim) copy = NULL;

  g_assert_cmpint (claim->lease_until, ==, REDRESS_TIME_UNKNOWN);
  claim->holder = g_strdup ("a-3");
  claim->token = 9;
  copy = redress_claim_copy (claim);
  g_assert_cmpstr (copy->holder, ==, "a-3");
  g_assert_cmpint (copy->token, ==, 9);
  g_assert_null (redress_claim_copy (NULL));
  redress_claim_free (NULL);
}

/* What is new is empty: no time is known, no array is missing. */
static void
test_empty (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  g_autoptr (RedressSummary) summary = redress_summary_new ();
  g_autoptr (RedressDecision) decision = redress_decision_new ();
  g_autoptr (RedressHistoryItem) item = redress_history_item_new ();
  g_autoptr (RedressNote) note = redress_note_new ();
  g_autoptr (RedressOrderLine) line = redress_order_line_new ();
  g_auto (RedressOrder) order = { 0 };
  g_auto (RedressCustomer) customer = { 0 };

  g_assert_cmpint (summary->closed_at, ==, REDRESS_TIME_UNKNOWN);
  g_assert_cmpint (ticket->hold_until, ==, REDRESS_TIME_UNKNOWN);
  g_assert_cmpuint (ticket->notes->len + ticket->decisions->len, ==, 0);
  g_assert_cmpint (decision->decided_at, ==, REDRESS_TIME_UNKNOWN);
  g_assert_cmpint (item->opened_at, ==, REDRESS_TIME_UNKNOWN);
  g_assert_cmpint (note->at, ==, REDRESS_TIME_UNKNOWN);
  g_assert_cmpint (line->quantity, ==, 0);

  redress_order_clear (&order);
  redress_order_init (&order);
  g_assert_cmpuint (order.lines->len, ==, 0);
  g_assert_cmpint (order.placed_at, ==, REDRESS_TIME_UNKNOWN);
  redress_customer_clear (&customer);
  redress_customer_init (&customer);
  g_assert_cmpuint (customer.history->len, ==, 0);

  redress_decision_free (NULL);
  redress_event_free (NULL);
  redress_evidence_free (NULL);
  redress_rendition_free (NULL);
  redress_history_item_free (NULL);
  redress_note_free (NULL);
  redress_order_line_free (NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ticket/seal-and-find", test_seal_and_find);
  g_test_add_func ("/ticket/evidence", test_evidence);
  g_test_add_func ("/ticket/id", test_id);
  g_test_add_func ("/ticket/account", test_account);
  g_test_add_func ("/ticket/claim", test_claim);
  g_test_add_func ("/ticket/empty", test_empty);
  return g_test_run ();
}
