/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/decision-check.h"
#include "app/effect-words.h"
#include "app/decision-form.h"
#include "app/decision-standing.h"
#include "app/made-case.h"
#include "app/resources.h"

#include <gtk/gtk.h>

typedef struct
{
  RedressOpenCase *open;
  RedressCase *data;
  RedressDraft *draft;
} Fixture;

static void
set_up (Fixture *f, gconstpointer role)
{
  f->data = redress_made_review (FALSE);
  f->open = redress_made_open (f->data, GPOINTER_TO_UINT (role));
  f->draft = redress_draft_new (f->data->summary->id);
}

static void
tear_down (Fixture *f, gconstpointer role)
{
  redress_draft_free (f->draft);
  g_assert_finalize_object (f->open);
}

static void
set_reason (Fixture *f, const char *code)
{
  g_free (f->draft->reason_code);
  f->draft->reason_code = g_strdup (code);
}

static void
test_lists_verdicts (Fixture *f, gconstpointer role)
{
  RedressVerdict verdicts[REDRESS_N_VERDICTS];
  guint n = redress_decision_list_verdicts (f->data->evaluation, verdicts);
  RedressVerdictSet seen = 0;

  g_assert_cmpuint (n, >, 1);
  g_assert_cmpint (verdicts[0], ==, f->data->evaluation->recommended);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (seen & REDRESS_VERDICT_BIT (verdicts[i]), ==, 0);
      seen |= REDRESS_VERDICT_BIT (verdicts[i]);
    }
  g_assert_cmpuint (seen, ==, f->data->evaluation->allowed);
}

/* Before it is submitted, for the verdict that was chosen and not only for the recommended one. */
static void
test_says_what_it_sets_off (Fixture *f, gconstpointer role)
{
  const struct
  {
    RedressVerdict verdict;
    const char *words;
  } rows[] = {
    { REDRESS_VERDICT_NONE, NULL },
    { REDRESS_VERDICT_APPROVE,
      "Sets off: revoke the code, cancel the order, refund to the source · ¥328.00" },
    { REDRESS_VERDICT_REJECT, "Sets off nothing; the customer is told" },
    { REDRESS_VERDICT_NEED_INFO, "The ticket waits until the answer is there or its time is over" },
    { REDRESS_VERDICT_ESCALATE, "Only a supervisor can decide it then" },
  };
  g_autofree char *second = NULL;

  f->data->evaluation->four_eyes = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = NULL;

      f->draft->verdict = rows[i].verdict;
      words = redress_effects_describe (f->open, f->draft);
      g_assert_cmpstr (words, ==, rows[i].words);
    }
  f->draft->verdict = REDRESS_VERDICT_APPROVE;
  f->data->evaluation->four_eyes = TRUE;
  second = redress_effects_describe (f->open, f->draft);
  g_assert_true (g_str_has_suffix (second, "after a second approval"));
}

/* An amount that cannot be taken is said where the amount would stand, and promised to nobody. */
static void
test_says_what_is_wrong_with_the_amount (Fixture *f, gconstpointer role)
{
  const struct
  {
    const char *text;
    const char *words;
    const char *promise; /* part of the message */
  } rows[] = {
    { "", "The amount is missing, or is not an amount.", NULL },
    { "much", "The amount is missing, or is not an amount.", NULL },
    { "328.01", "The amount is more than was paid.", "¥328.01" },
    { "12", "Sets off: revoke the code, cancel the order, refund to the source · ¥12.00",
      "¥12.00" },
  };

  f->data->evaluation->four_eyes = FALSE;
  f->draft->verdict = REDRESS_VERDICT_APPROVE;
  set_reason (f, "not_credited_unused");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = NULL, *message = NULL;

      g_free (f->draft->amount_text);
      f->draft->amount_text = g_strdup (rows[i].text);
      words = redress_effects_describe (f->open, f->draft);
      message = redress_decision_write_message (f->open, f->draft);
      g_assert_cmpstr (words, ==, rows[i].words);
      if (rows[i].promise == NULL)
        g_assert_cmpstr (message, ==, "");
      else
        g_assert_nonnull (strstr (message, rows[i].promise));
    }
}

static void
test_warns_of_a_message_with_another_amount (Fixture *f, gconstpointer role)
{
  g_autofree char *before = NULL, *after = NULL;

  f->data->evaluation->four_eyes = FALSE;
  f->draft->verdict = REDRESS_VERDICT_APPROVE;
  f->draft->amount_text = g_strdup ("12");
  f->draft->message = g_strdup ("We are sorry. You get ¥12.00 back.");
  before = redress_effects_describe (f->open, f->draft);
  g_assert_null (strstr (before, "does not name"));
  g_free (f->draft->amount_text);
  f->draft->amount_text = g_strdup ("13");
  after = redress_effects_describe (f->open, f->draft);
  g_assert_true (g_str_has_suffix (after, "the message does not name this amount"));
}

static void
test_names_what_a_final_verdict_lacks (Fixture *f, gconstpointer role)
{
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, REDRESS_MISSING_VERDICT);
  f->draft->verdict = REDRESS_VERDICT_REISSUE;
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, REDRESS_MISSING_ALLOWED);
  f->draft->verdict = REDRESS_VERDICT_APPROVE;
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, REDRESS_MISSING_REASON);
  set_reason (f, "credited");
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, REDRESS_MISSING_REASON);
  set_reason (f, "not_credited_unused");
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, 0);
}

static void
test_asks_for_what_is_missing (Fixture *f, gconstpointer role)
{
  GtkWidget *form = g_object_new (REDRESS_TYPE_DECISION_FORM, NULL);
  RedressVerdict verdicts[REDRESS_N_VERDICTS];
  guint n = redress_decision_list_verdicts (f->data->evaluation, verdicts), at = 0;
  const char *wanted = redress_decision_propose_asked (f->data);
  const RedressDraft *draft;

  g_object_ref_sink (form);
  while (at < n && verdicts[at] != REDRESS_VERDICT_NEED_INFO)
    at++;
  g_assert_cmpuint (at, <, n);
  redress_decision_form_show (REDRESS_DECISION_FORM (form), f->open, f->draft);
  redress_decision_form_press_verdict (REDRESS_DECISION_FORM (form), at + 1);
  draft = redress_decision_form_get_draft (REDRESS_DECISION_FORM (form));
  g_assert_cmpint (draft->verdict, ==, REDRESS_VERDICT_NEED_INFO);
  g_assert_nonnull (wanted);
  g_assert_cmpstr (draft->asked[0], ==, wanted);
  g_assert_null (draft->asked[1]);
  g_object_unref (form);
}

static void
test_reads_the_amount (Fixture *f, gconstpointer role)
{
  static const struct
  {
    const char *text;
    guint missing;
    gint64 value;
  } rows[] = {
    { "328.00", 0, 32800 },
    { "¥1", 0, 100 },
    { "", REDRESS_MISSING_AMOUNT, 0 },
    { "much", REDRESS_MISSING_AMOUNT, 0 },
    { "328.001", REDRESS_MISSING_AMOUNT, 0 },
    { "-1", REDRESS_MISSING_AMOUNT, 0 },
    { "328.01", REDRESS_MISSING_LESS, 32801 },
    { "99999999999999999999", REDRESS_MISSING_AMOUNT, 0 },
  };
  RedressAmount amount;

  f->draft->verdict = REDRESS_VERDICT_APPROVE;
  set_reason (f, "not_credited_unused");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].text);
      g_free (f->draft->amount_text);
      f->draft->amount_text = g_strdup (rows[i].text);
      g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, rows[i].missing);
      if (rows[i].missing == 0 && redress_decision_parse_amount (f->open, f->draft, &amount))
        g_assert_cmpint (amount.value, ==, rows[i].value);
    }
}

static void
test_asks_why_against_the_rules (Fixture *f, gconstpointer role)
{
  f->data->evaluation->allowed |= REDRESS_VERDICT_BIT (REDRESS_VERDICT_REJECT);
  f->draft->verdict = REDRESS_VERDICT_REJECT;
  set_reason (f, "credited");
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==,
                    REDRESS_MISSING_OVERRIDE);
  f->draft->override_reason = g_strdup (" \t\n");
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==,
                    REDRESS_MISSING_OVERRIDE);
  g_free (f->draft->override_reason);
  f->draft->override_reason = g_strdup ("the screen was forged");
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, 0);
}

static void
test_names_what_an_interim_verdict_lacks (Fixture *f, gconstpointer role)
{
  static const char *const asked[] = { "secret_log", NULL };
  RedressTime now = redress_open_case_get_now (f->open);

  f->draft->verdict = REDRESS_VERDICT_NEED_INFO;
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, REDRESS_MISSING_ASKED);
  f->draft->asked = g_strdupv ((char **)asked);
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, 0);
  f->draft->verdict = REDRESS_VERDICT_ESCALATE;
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, REDRESS_MISSING_NOTE);
  f->draft->verdict = REDRESS_VERDICT_HOLD;
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==,
                    REDRESS_MISSING_UNTIL | REDRESS_MISSING_REASON);
  f->draft->note = g_strdup ("waits");
  f->draft->until = now;
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, REDRESS_MISSING_UNTIL);
  f->draft->until = now + REDRESS_MAX_HOLD + 1;
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, REDRESS_MISSING_UNTIL);
  f->draft->until = now + REDRESS_MAX_HOLD;
  g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, 0);
}

/* What is too long, and by how many characters; a text that just fits is none. */
static void
test_says_what_is_too_long (Fixture *f, gconstpointer role)
{
  char **const texts[] = { &f->draft->message, &f->draft->note, &f->draft->override_reason };
  static const char *const sentences[] = { "The message is 2 ", "The note is 2 ", "rules is 2 " };

  f->draft->verdict = REDRESS_VERDICT_APPROVE;
  set_reason (f, "not_credited_unused");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *sentence = NULL;

      while (text->len < REDRESS_COMMAND_TEXT_MAX)
        g_string_append (text, "字");
      *texts[i] = g_strdup (text->str);
      g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==, 0);
      g_free (*texts[i]);
      g_string_append (text, "多一");
      *texts[i] = g_strdup (text->str);
      g_assert_cmpuint (redress_decision_find_missing (f->open, f->draft), ==,
                        REDRESS_MISSING_SHORTER);
      sentence = redress_decision_describe_missing (REDRESS_MISSING_SHORTER, f->draft);
      g_assert_nonnull (strstr (sentence, sentences[i]));
      g_clear_pointer (texts[i], g_free);
    }
}

static void
test_says_the_first_thing (void)
{
  for (guint bit = 1; bit <= REDRESS_MISSING_ALLOWED; bit <<= 1)
    {
      g_autofree char *sentence = redress_decision_describe_missing (bit, NULL);

      g_assert_nonnull (sentence);
    }
  g_assert_null (redress_decision_describe_missing (0, NULL));
}

static void
test_makes_a_decision (Fixture *f, gconstpointer role)
{
  g_autoptr (RedressCommand) command = NULL;
  g_autoptr (RedressDraft) again = NULL;

  f->draft->verdict = REDRESS_VERDICT_APPROVE;
  set_reason (f, "not_credited_unused");
  f->draft->note = g_strdup ("  checked twice ");
  f->draft->cited = g_strsplit ("a b", " ", -1);
  f->draft->override_reason = g_strdup ("left from another verdict");
  command = redress_decision_make_command (f->open, f->draft, FALSE);
  g_assert_cmpint (command->type, ==, REDRESS_COMMAND_DECIDE);
  g_assert_cmpint (command->verdict, ==, REDRESS_VERDICT_APPROVE);
  g_assert_cmpint (command->base_version, ==, 4);
  g_assert_cmpint (command->claim_token, ==, 7);
  g_assert_true (command->has_amount);
  g_assert_cmpint (command->amount.value, ==, 32800);
  g_assert_cmpstr (command->note, ==, "checked twice");
  g_assert_null (command->override_reason);
  g_assert_cmpuint (g_strv_length (command->cited), ==, 2);
  g_assert_nonnull (strstr (command->message, "¥328.00"));
  g_assert_false (command->offline);

  again = redress_decision_draft_from_command (command);
  g_assert_cmpint (again->verdict, ==, REDRESS_VERDICT_APPROVE);
  g_assert_cmpstr (again->amount_text, ==, "328.00");
  g_assert_cmpstr (again->note, ==, "checked twice");
}

static void
test_makes_a_question (Fixture *f, gconstpointer role)
{
  static const char *const asked[] = { "secret_log", "secret.revoked", NULL };
  g_autoptr (RedressCommand) command = NULL;
  g_autoptr (RedressDraft) again = NULL;

  f->draft->verdict = REDRESS_VERDICT_NEED_INFO;
  f->draft->asked = g_strdupv ((char **)asked);
  command = redress_decision_make_command (f->open, f->draft, TRUE);
  g_assert_cmpint (command->type, ==, REDRESS_COMMAND_NEED_INFO);
  g_assert_cmpstr (command->ask, ==, "platform");
  g_assert_cmpstr (command->slots[0], ==, "secret_log");
  g_assert_cmpstr (command->fact_names[0], ==, "secret.revoked");
  g_assert_true (command->offline);
  again = redress_decision_draft_from_command (command);
  g_assert_cmpint (again->verdict, ==, REDRESS_VERDICT_NEED_INFO);
  g_assert_cmpuint (g_strv_length (again->asked), ==, 2);
}

static void
test_makes_a_hold (Fixture *f, gconstpointer role)
{
  g_autoptr (RedressCommand) command = NULL;

  f->draft->verdict = REDRESS_VERDICT_HOLD;
  f->draft->until = redress_open_case_get_now (f->open) + REDRESS_HOUR;
  f->draft->note = g_strdup ("waits");
  command = redress_decision_make_command (f->open, f->draft, FALSE);
  g_assert_cmpint (command->type, ==, REDRESS_COMMAND_HOLD);
  g_assert_cmpint (command->until, ==, f->draft->until);
  g_assert_null (command->message);
  g_assert_false (command->has_amount);
}

static RedressStanding
judge (Fixture *f, gboolean reopened)
{
  g_auto (RedressNotice) notice = { NULL };
  RedressStanding standing = redress_standing_judge (f->open, reopened, &notice);

  g_assert_true ((notice.title != NULL) == (standing == REDRESS_STANDING_NOTICE));
  return standing;
}

static void
test_judges_states (Fixture *f, gconstpointer role)
{
  g_assert_cmpint (judge (f, FALSE), ==, REDRESS_STANDING_DECIDE);
  for (RedressState state = REDRESS_STATE_WAITING_CUSTOMER; state < REDRESS_N_STATES; state++)
    {
      f->data->summary->state = state;
      g_assert_cmpint (judge (f, FALSE), ==, REDRESS_STANDING_NOTICE);
    }
}

static void
test_judges_persons (Fixture *f, gconstpointer role)
{
  g_free (f->data->summary->claim->holder);
  f->data->summary->claim->holder = g_strdup ("a-8");
  g_assert_cmpint (judge (f, FALSE), ==, REDRESS_STANDING_NOTICE);
  f->data->summary->claim->lease_until = redress_open_case_get_now (f->open);
  g_assert_cmpint (judge (f, FALSE), ==, REDRESS_STANDING_DECIDE);
  f->data->summary->badges |= REDRESS_BADGE_SUPERVISOR;
  g_assert_cmpint (judge (f, FALSE), ==, REDRESS_STANDING_NOTICE);
}

static void
test_lets_supervisors_decide (Fixture *f, gconstpointer role)
{
  f->data->summary->badges |= REDRESS_BADGE_SUPERVISOR;
  g_assert_cmpint (judge (f, FALSE), ==, REDRESS_STANDING_DECIDE);
}

static void
test_shows_nothing_to_auditors (Fixture *f, gconstpointer role)
{
  g_assert_cmpint (judge (f, FALSE), ==, REDRESS_STANDING_NOTHING);
}

static void
test_judges_the_outbox (Fixture *f, gconstpointer role)
{
  redress_made_record (f->data, REDRESS_OUTBOX_RECORDED, 1);
  g_assert_cmpint (judge (f, FALSE), ==, REDRESS_STANDING_RECORDED);
  g_assert_cmpint (judge (f, TRUE), ==, REDRESS_STANDING_DECIDE);
  f->data->outbox_entry->command->type = REDRESS_COMMAND_NOTE;
  g_assert_cmpint (judge (f, FALSE), ==, REDRESS_STANDING_DECIDE);
  f->data->outbox_entry->state = REDRESS_OUTBOX_UNREADABLE;
  g_assert_cmpint (judge (f, FALSE), ==, REDRESS_STANDING_RECORDED);
  f->data->outbox_entry->state = REDRESS_OUTBOX_REFUSED;
  g_assert_cmpint (judge (f, FALSE), ==, REDRESS_STANDING_RECORDED);
}

static void
test_keeps_the_first_decider_out (void)
{
  RedressCase *data = redress_made_appeal (FALSE);
  g_autoptr (RedressOpenCase) open = redress_made_open (data, REDRESS_ROLE_AGENT);
  RedressDecision *first = g_ptr_array_index (data->previous->decisions, 0);
  g_auto (RedressNotice) notice = { NULL };

  g_auto (RedressNotice) again = { NULL };

  g_assert_cmpint (redress_standing_judge (open, FALSE, &notice), ==, REDRESS_STANDING_DECIDE);
  g_assert_false (redress_standing_is_first_decider (open));
  g_free (first->actor);
  first->actor = g_strdup ("a-3");
  g_assert_true (redress_standing_is_first_decider (open));
  g_assert_cmpint (redress_standing_judge (open, FALSE, &notice), ==, REDRESS_STANDING_NOTICE);
  g_assert_cmpstr (notice.action, ==, "case.hand-over");
  /* Only what somebody holds can be handed over. */
  g_clear_pointer (&data->summary->claim, redress_claim_free);
  g_assert_cmpint (redress_standing_judge (open, FALSE, &again), ==, REDRESS_STANDING_NOTICE);
  g_assert_null (again.action);
}

static void
test_says_why_not_offline (Fixture *f, gconstpointer role)
{
  g_assert_null (redress_standing_get_hindrance (f->open, REDRESS_SYNC_ONLINE, NULL));
  g_assert_nonnull (redress_standing_get_hindrance (f->open, REDRESS_SYNC_OFFLINE, NULL));
  g_assert_nonnull (redress_standing_get_hindrance (f->open, REDRESS_SYNC_TOO_OLD, NULL));
  f->data->ticket->customer.cancels_90d = 0;
  redress_made_evaluate (f->data);
  f->data->summary->claim->mode = REDRESS_CLAIM_OFFLINE;
  f->data->ready_offline = TRUE;
  g_assert_null (redress_standing_get_hindrance (f->open, REDRESS_SYNC_OFFLINE, NULL));
}

#define ADD(path, func)                                                                            \
  g_test_add ("/app/decision/" path, Fixture, GUINT_TO_POINTER (REDRESS_ROLE_AGENT), set_up, func, \
              tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  ADD ("lists-verdicts", test_lists_verdicts);
  ADD ("asks-for-what-is-missing", test_asks_for_what_is_missing);
  ADD ("says-what-it-sets-off", test_says_what_it_sets_off);
  ADD ("says-what-is-wrong-with-the-amount", test_says_what_is_wrong_with_the_amount);
  ADD ("warns-of-a-message-with-another-amount", test_warns_of_a_message_with_another_amount);
  ADD ("names-what-a-final-verdict-lacks", test_names_what_a_final_verdict_lacks);
  ADD ("reads-the-amount", test_reads_the_amount);
  ADD ("asks-why-against-the-rules", test_asks_why_against_the_rules);
  ADD ("names-what-an-interim-verdict-lacks", test_names_what_an_interim_verdict_lacks);
  ADD ("says-what-is-too-long", test_says_what_is_too_long);
  ADD ("makes-a-decision", test_makes_a_decision);
  ADD ("makes-a-question", test_makes_a_question);
  ADD ("makes-a-hold", test_makes_a_hold);
  ADD ("judges-states", test_judges_states);
  ADD ("judges-persons", test_judges_persons);
  ADD ("judges-the-outbox", test_judges_the_outbox);
  ADD ("says-why-not-offline", test_says_why_not_offline);
  g_test_add ("/app/decision/lets-supervisors-decide", Fixture,
              GUINT_TO_POINTER (REDRESS_ROLE_SUPERVISOR), set_up, test_lets_supervisors_decide,
              tear_down);
  g_test_add ("/app/decision/shows-nothing-to-auditors", Fixture,
              GUINT_TO_POINTER (REDRESS_ROLE_AUDITOR), set_up, test_shows_nothing_to_auditors,
              tear_down);
  g_test_add_func ("/app/decision/says-the-first-thing", test_says_the_first_thing);
  g_test_add_func ("/app/decision/keeps-the-first-decider-out", test_keeps_the_first_decider_out);
  return g_test_run ();
}
