/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-head.h"
#include "app/case-states.h"
#include "app/case-title-bar.h"
#include "app/case-view.h"
#include "app/conflict-cards.h"
#include "app/conflict-page.h"
#include "app/made-case.h"
#include "app/message-box.h"
#include "app/resources.h"
#include "app/ticket-diff.h"
#include "app/verdict-box.h"
#include "core/error.h"
#include "support/spin.h"

#include <adwaita.h>

/* A window of its own around a widget; leaving it proves that nothing keeps the widget. */
static GtkWindow *
present (GtkWidget *widget, int width, int height)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, widget);
  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  return window;
}

static void
leave (GtkWindow *window, GtkWidget *widget)
{
  gpointer watched = widget;

  g_object_add_weak_pointer (G_OBJECT (widget), &watched);
  gtk_window_destroy (window);
  redress_test_spin_until_null (&watched, "the widget's end");
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static guint
count_pressed (GtkWidget *widget)
{
  guint pressed =
      GTK_IS_TOGGLE_BUTTON (widget) && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    pressed += count_pressed (child);
  return pressed;
}

static GtkWidget *
create_view (RedressCase *data, RedressRole role, const RedressDraft *draft)
{
  GtkWidget *view = g_object_new (REDRESS_TYPE_CASE_VIEW, NULL);
  g_autoptr (RedressOpenCase) open = redress_made_open (data, role);
  g_autoptr (RedressDraft) empty = redress_draft_new (data->summary->id);

  redress_case_view_show (REDRESS_CASE_VIEW (view), open, draft != NULL ? draft : empty, FALSE);
  redress_decision_bar_set_status (redress_case_view_get_bar (REDRESS_CASE_VIEW (view)),
                                   REDRESS_SYNC_ONLINE);
  return view;
}

static void
test_every_flow (void)
{
  static const char *const flows[] = { "btepai-order", "cainiao-return", "kameng-virtual",
                                       "rail12306-order", "rail12306-redemption" };

  /* Every kind of one flow, and a review of each. */
  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    for (RedressKind kind = REDRESS_KIND_REVIEW; kind < (i == 2 ? REDRESS_N_KINDS : 1); kind++)
      {
        GtkWidget *view, *verdicts;
        GtkWindow *window;

        g_test_message ("%s %s", flows[i], redress_kind_to_string (kind));
        view = create_view (redress_made_case (flows[i], kind), REDRESS_ROLE_AGENT, NULL);
        window = present (view, 746, 800);
        verdicts = find (view, REDRESS_TYPE_VERDICT_BOX);
        g_assert_cmpuint (count_pressed (verdicts), ==, 0);
        g_assert_false (redress_decision_bar_is_submittable (
            redress_case_view_get_bar (REDRESS_CASE_VIEW (view))));
        redress_case_view_set_compact (REDRESS_CASE_VIEW (view), TRUE);
        gtk_test_widget_wait_for_draw (view);
        redress_case_view_set_compact (REDRESS_CASE_VIEW (view), FALSE);
        redress_case_view_tick (REDRESS_CASE_VIEW (view));
        gtk_test_widget_wait_for_draw (view);
        g_assert_cmpuint (count_pressed (verdicts), ==, 0);
        leave (window, view);
      }
}

static void
test_fits_without_scrolling (void)
{
  GtkWidget *view = create_view (redress_made_review (FALSE), REDRESS_ROLE_AGENT, NULL);
  GtkWindow *window = present (view, 746, 754);
  GtkWidget *scroll = find (view, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroll));

  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), <=,
                     gtk_adjustment_get_page_size (adjustment));
  leave (window, view);
}

static void
test_shows_appeals (void)
{
  GtkWidget *view = create_view (redress_made_appeal (TRUE), REDRESS_ROLE_AGENT, NULL);
  GtkWindow *window = present (view, 746, 800);

  leave (window, view);
}

static void
test_keeps_what_is_written (void)
{
  RedressCase *data = redress_made_review (FALSE);
  g_autoptr (RedressDraft) draft = redress_draft_new (data->summary->id);
  GtkWidget *view, *box;
  GtkWindow *window;
  RedressDecisionForm *form;
  g_autoptr (RedressOpenCase) reload = NULL;
  g_autofree char *written = NULL;

  draft->verdict = REDRESS_VERDICT_APPROVE;
  draft->reason_code = g_strdup ("not_credited_unused");
  draft->message = g_strdup ("My own words.");
  draft->note = g_strdup ("half a sen");
  view = create_view (data, REDRESS_ROLE_AGENT, draft);
  window = present (view, 746, 800);
  form = redress_decision_bar_get_form (redress_case_view_get_bar (REDRESS_CASE_VIEW (view)));
  redress_decision_form_focus_note (form);
  gtk_editable_set_position (GTK_EDITABLE (gtk_window_get_focus (window)), 4);

  reload = redress_made_open (redress_made_review (FALSE), REDRESS_ROLE_AGENT);
  reload->data->summary->rev++;
  reload->data->summary->version++;
  redress_case_view_show (REDRESS_CASE_VIEW (view), reload, NULL, FALSE);
  g_assert_cmpstr (redress_decision_form_get_draft (form)->note, ==, "half a sen");
  g_assert_cmpint (redress_decision_form_get_draft (form)->verdict, ==, REDRESS_VERDICT_APPROVE);
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (gtk_window_get_focus (window))), ==, 4);
  box = find (view, REDRESS_TYPE_MESSAGE_BOX);
  written = redress_message_box_dup_written (REDRESS_MESSAGE_BOX (box));
  g_assert_cmpstr (written, ==, "My own words.");
  leave (window, view);
}

static void
test_drafts_come_back (void)
{
  RedressCase *data = redress_made_review (FALSE);
  g_autoptr (RedressDraft) draft = redress_draft_new (data->summary->id);
  const RedressDraft *shown;
  GtkWidget *view;

  draft->verdict = REDRESS_VERDICT_NEED_INFO;
  draft->asked = g_strsplit ("secret_log", " ", -1);
  draft->note = g_strdup ("笔记 🙂");
  draft->message = g_strdup ("");
  draft->cited = g_strsplit ("a", " ", -1);
  view = g_object_ref_sink (create_view (data, REDRESS_ROLE_AGENT, draft));
  shown = redress_decision_form_get_draft (
      redress_decision_bar_get_form (redress_case_view_get_bar (REDRESS_CASE_VIEW (view))));
  g_assert_cmpint (shown->verdict, ==, draft->verdict);
  g_assert_cmpstr (shown->asked[0], ==, "secret_log");
  g_assert_cmpstr (shown->note, ==, draft->note);
  g_assert_cmpstr (shown->message, ==, "");
  g_assert_cmpstr (shown->cited[0], ==, "a");
  g_assert_finalize_object (view);
}

static void
test_asks_one_side_at_a_time (void)
{
  GtkWidget *view =
      g_object_ref_sink (create_view (redress_made_review (FALSE), REDRESS_ROLE_AGENT, NULL));
  RedressDecisionForm *form =
      redress_decision_bar_get_form (redress_case_view_get_bar (REDRESS_CASE_VIEW (view)));
  const RedressDraft *draft = redress_decision_form_get_draft (form);

  redress_decision_form_ask_for (form, "secret_log");
  redress_decision_form_ask_for (form, "channel_log");
  g_assert_cmpuint (g_strv_length (draft->asked), ==, 2);
  redress_decision_form_ask_for (form, "order_screen");
  g_assert_cmpuint (g_strv_length (draft->asked), ==, 1);
  g_assert_cmpstr (draft->asked[0], ==, "order_screen");
  g_assert_cmpint (draft->verdict, ==, REDRESS_VERDICT_NEED_INFO);
  g_assert_finalize_object (view);
}

static void
test_changes_wait_to_be_seen (void)
{
  RedressCase *data = redress_made_review (FALSE);
  g_autoptr (RedressDraft) draft = redress_draft_new (data->summary->id);
  RedressCase *before = redress_made_review (FALSE);
  g_autoptr (RedressOpenCase) old = redress_made_open (before, REDRESS_ROLE_AGENT);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  RedressDecisionBar *bar;
  GtkWidget *view;
  g_autofree char *words = NULL;

  redress_value_set_boolean (
      &((RedressFact *)redress_ticket_find_fact (before->ticket, "channel_log.credited"))->value,
      TRUE);
  draft->verdict = REDRESS_VERDICT_APPROVE;
  draft->reason_code = g_strdup ("not_credited_unused");
  view = g_object_ref_sink (create_view (data, REDRESS_ROLE_AGENT, draft));
  bar = redress_case_view_get_bar (REDRESS_CASE_VIEW (view));
  g_assert_true (redress_decision_bar_is_submittable (bar));
  g_autoptr (RedressOpenCase) now = redress_made_open (redress_made_review (FALSE), 0);
  changes = redress_ticket_diff (before->ticket, now);
  g_assert_cmpuint (changes->len, ==, 1);
  words = redress_case_change_describe (g_ptr_array_index (changes, 0));
  g_assert_cmpstr (words, ==, "Credited: yes → no");
  redress_case_view_set_changes (REDRESS_CASE_VIEW (view), changes);
  g_assert_false (redress_decision_bar_is_submittable (bar));
  redress_case_view_set_changes (REDRESS_CASE_VIEW (view), none);
  g_assert_true (redress_decision_bar_is_submittable (bar));
  g_assert_finalize_object (view);
}

static void
test_unclaimed_is_not_submitted (void)
{
  RedressCase *data = redress_made_review (FALSE);
  g_autoptr (RedressDraft) draft = redress_draft_new (data->summary->id);
  GtkWidget *view;

  g_clear_pointer (&data->summary->claim, redress_claim_free);
  draft->verdict = REDRESS_VERDICT_APPROVE;
  draft->reason_code = g_strdup ("not_credited_unused");
  view = g_object_ref_sink (create_view (data, REDRESS_ROLE_AGENT, draft));
  g_assert_false (
      redress_decision_bar_is_submittable (redress_case_view_get_bar (REDRESS_CASE_VIEW (view))));
  g_assert_finalize_object (view);
}

static void
test_outbox_states (void)
{
  for (RedressOutboxState state = REDRESS_OUTBOX_RECORDED; state <= REDRESS_OUTBOX_UNREADABLE;
       state++)
    {
      RedressCase *data = redress_made_review (FALSE);
      GtkWidget *view;
      GtkWindow *window;

      redress_made_record (data, state, 1);
      view = create_view (data, REDRESS_ROLE_AGENT, NULL);
      window = present (view, 746, 800);
      redress_case_view_tick (REDRESS_CASE_VIEW (view));
      leave (window, view);
    }
}

static void
test_auditors_have_no_bar (void)
{
  GtkWidget *view =
      g_object_ref_sink (create_view (redress_made_review (FALSE), REDRESS_ROLE_AUDITOR, NULL));

  g_assert_false (
      gtk_widget_get_visible (GTK_WIDGET (redress_case_view_get_bar (REDRESS_CASE_VIEW (view)))));
  g_assert_finalize_object (view);
}

static guint
count_checked (GtkWidget *widget)
{
  guint checked =
      GTK_IS_CHECK_BUTTON (widget) && gtk_check_button_get_active (GTK_CHECK_BUTTON (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    checked += count_checked (child);
  return checked;
}

static gboolean
has_text (GtkWidget *widget, const char *text)
{
  gboolean has =
      GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !has;
       child = gtk_widget_get_next_sibling (child))
    has = has_text (child, text);
  return has;
}

static void
test_conflict (void)
{
  RedressCase *data = redress_made_review (FALSE);
  g_autoptr (RedressOpenCase) open = redress_made_open (data, REDRESS_ROLE_AGENT);
  GtkWidget *page = g_object_new (REDRESS_TYPE_CONFLICT_PAGE, NULL);
  g_autoptr (GPtrArray) rows = NULL;
  RedressVerdict verdict;
  GtkWindow *window;
  GtkWidget *radio;

  redress_made_conflict (data, FALSE);
  rows = redress_conflict_list_rows (open);
  g_assert_cmpstr (((RedressConflictRow *)g_ptr_array_index (rows, 0))->mine, ==, "Approve");
  g_assert_cmpstr (((RedressConflictRow *)g_ptr_array_index (rows, 0))->theirs, ==, "Reject");
  g_assert_true (((RedressConflictRow *)g_ptr_array_index (rows, 0))->differs);
  redress_conflict_page_show (REDRESS_CONFLICT_PAGE (page), open);
  window = present (page, 746, 800);
  g_assert_cmpuint (count_checked (page), ==, 0);
  g_assert_true (has_text (page, "Nothing of it was carried out."));
  g_assert_false (has_text (page, "money"));
  g_assert_true (has_text (page, "decided: Reject. That stands."));
  data->outbox_entry->theirs->verdict = REDRESS_VERDICT_APPROVE;
  data->outbox_entry->theirs->amount = (RedressAmount){ 32800, REDRESS_UNIT_FEN };
  redress_conflict_page_show (REDRESS_CONFLICT_PAGE (page), open);
  g_assert_true (has_text (page, "decided: Approve, ¥328.00. That stands."));
  g_assert_cmpint (redress_conflict_page_get_choice (REDRESS_CONFLICT_PAGE (page), &verdict), ==,
                   REDRESS_CONFLICT_UNDECIDED);
  radio = find (page, GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (radio), TRUE);
  g_assert_cmpint (redress_conflict_page_get_choice (REDRESS_CONFLICT_PAGE (page), &verdict), ==,
                   REDRESS_CONFLICT_KEEP);
  redress_conflict_page_show (REDRESS_CONFLICT_PAGE (page), open);
  g_assert_cmpuint (count_checked (page), ==, 1);
  redress_conflict_page_set_compact (REDRESS_CONFLICT_PAGE (page), TRUE);
  redress_conflict_page_tick (REDRESS_CONFLICT_PAGE (page));
  leave (window, page);
}

static void
test_conflict_without_a_decision (void)
{
  RedressCase *data = redress_made_review (FALSE);
  g_autoptr (RedressOpenCase) open = redress_made_open (data, REDRESS_ROLE_AGENT);
  GtkWidget *page = g_object_ref_sink (g_object_new (REDRESS_TYPE_CONFLICT_PAGE, NULL));

  redress_made_conflict (data, FALSE);
  g_clear_pointer (&data->outbox_entry->theirs, redress_decision_free);
  data->summary->state = REDRESS_STATE_OPEN;
  redress_conflict_page_show (REDRESS_CONFLICT_PAGE (page), open);
  g_assert_cmpuint (count_checked (page), ==, 0);
  g_assert_nonnull (find (page, GTK_TYPE_CHECK_BUTTON));
  g_assert_finalize_object (page);
}

static void
test_title_bar (void)
{
  GtkWidget *bar = g_object_new (REDRESS_TYPE_CASE_TITLE_BAR, "show-back", TRUE, NULL);
  g_autoptr (RedressOpenCase) open =
      redress_made_open (redress_made_review (FALSE), REDRESS_ROLE_AGENT);
  GtkWindow *window = present (bar, 746, 60);

  redress_case_title_bar_show (REDRESS_CASE_TITLE_BAR (bar), open);
  g_object_set (bar, "compact", TRUE, NULL);
  redress_case_title_bar_tick (REDRESS_CASE_TITLE_BAR (bar));
  g_clear_pointer (&open->data->summary->claim, redress_claim_free);
  redress_case_title_bar_tick (REDRESS_CASE_TITLE_BAR (bar));
  redress_case_title_bar_show (REDRESS_CASE_TITLE_BAR (bar), NULL);
  leave (window, bar);
}

static void
test_states (void)
{
  GtkWidget *states = g_object_new (REDRESS_TYPE_CASE_STATES, NULL);
  GtkWindow *window = present (states, 746, 600);

  redress_case_states_show_loading (REDRESS_CASE_STATES (states));
  redress_case_states_show_not_cached (REDRESS_CASE_STATES (states), TRUE, NULL);
  redress_case_states_show_not_cached (REDRESS_CASE_STATES (states), FALSE, NULL);
  for (RedressError code = REDRESS_ERROR_INVALID; code <= REDRESS_ERROR_NO_SPACE; code++)
    {
      g_autoptr (GError) error = g_error_new (REDRESS_ERROR, code, "why");

      redress_case_states_show_error (REDRESS_CASE_STATES (states), 7, error);
    }
  leave (window, states);
}

static void
test_many_of_everything (void)
{
  RedressCase *data = redress_made_review (FALSE);
  GtkWidget *view;
  GtkWindow *window;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *slot = g_strdup_printf ("piece-%u", i);

      redress_made_event (data->ticket, "2026-11-16T08:33:00.000000Z", i % 3, "answered",
                          "A long text that has no room 很长的文字没有地方 نص طويل", i % 7 == 0);
      if (i < 40)
        redress_made_evidence (data->ticket, slot, "customer", REDRESS_MADE_REQUESTED);
    }
  redress_ticket_seal (data->ticket);
  g_free (data->ticket->reason_full);
  data->ticket->reason_full = g_strnfill (20000, 'x');
  data->summary->amount.value = G_GINT64_CONSTANT (1000000000000);
  view = create_view (data, REDRESS_ROLE_AGENT, NULL);
  window = present (view, 746, 800);
  g_assert_cmpint (gtk_widget_get_width (view), <=, 900);
  leave (window, view);
}

/* However many paragraphs the customer writes, the decision is not pushed out of the window. */
static void
test_many_paragraphs (void)
{
  RedressCase *data = redress_made_review (FALSE);
  GString *words = g_string_new (NULL);
  GtkWidget *view, *head;
  GtkWindow *window;

  for (guint i = 0; i < 60; i++)
    g_string_append (words, i % 2 == 0 ? "Once more.\n" : "And again.\342\200\251");
  g_free (data->ticket->reason_full);
  data->ticket->reason_full = g_string_free (words, FALSE);
  view = create_view (data, REDRESS_ROLE_AGENT, NULL);
  window = present (view, 746, 800);
  g_assert_cmpint (gtk_widget_get_height (view), <=, 800);
  head = find (view, REDRESS_TYPE_CASE_HEAD);
  g_assert_cmpint (gtk_widget_get_height (head), <, 200);
  /* Unfolded, and folded again. */
  g_signal_emit_by_name (find (head, GTK_TYPE_BUTTON), "clicked");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_assert_cmpint (gtk_widget_get_height (head), >, 200);
  g_assert_cmpint (gtk_widget_get_height (view), <=, 800);
  g_signal_emit_by_name (find (head, GTK_TYPE_BUTTON), "clicked");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_assert_cmpint (gtk_widget_get_height (head), <, 200);
  leave (window, view);
}

/* An AdwApplication would do so by itself. */
static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/redress/Desk/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  load_style ();
  g_test_add_func ("/app/case-view/every-flow", test_every_flow);
  g_test_add_func ("/app/case-view/fits-without-scrolling", test_fits_without_scrolling);
  g_test_add_func ("/app/case-view/shows-appeals", test_shows_appeals);
  g_test_add_func ("/app/case-view/keeps-what-is-written", test_keeps_what_is_written);
  g_test_add_func ("/app/case-view/drafts-come-back", test_drafts_come_back);
  g_test_add_func ("/app/case-view/asks-one-side-at-a-time", test_asks_one_side_at_a_time);
  g_test_add_func ("/app/case-view/changes-wait-to-be-seen", test_changes_wait_to_be_seen);
  g_test_add_func ("/app/case-view/unclaimed-is-not-submitted", test_unclaimed_is_not_submitted);
  g_test_add_func ("/app/case-view/outbox-states", test_outbox_states);
  g_test_add_func ("/app/case-view/auditors-have-no-bar", test_auditors_have_no_bar);
  g_test_add_func ("/app/case-view/many-of-everything", test_many_of_everything);
  g_test_add_func ("/app/case-view/many-paragraphs", test_many_paragraphs);
  g_test_add_func ("/app/conflict-page/rows-and-choices", test_conflict);
  g_test_add_func ("/app/conflict-page/without-a-decision", test_conflict_without_a_decision);
  g_test_add_func ("/app/case-title-bar/claims", test_title_bar);
  g_test_add_func ("/app/case-states/all", test_states);
  return g_test_run ();
}
