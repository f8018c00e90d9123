/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/decision-check.h"
#include "app/decision-form.h"
#include "app/decision-standing.h"
#include "app/format.h"
#include "app/made-case.h"
#include "app/message-box.h"
#include "app/message-words.h"
#include "app/resources.h"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

/* What the customer reads, in the customer's language. Run in an English and in a Chinese desk. */

#define ENGLISH_WORDS "The order is cancelled and ¥328.00 goes back to your WeChat Pay account."

typedef struct
{
  RedressCase *data;
  RedressOpenCase *open;
  RedressDraft *draft;
  RedressDecisionForm *form;
  GtkWidget *window;
  guint n_changes;
} Fixture;

static void
count_cb (Fixture *f)
{
  f->n_changes++;
}

static void
show (Fixture *f)
{
  redress_decision_form_show (f->form, f->open, f->draft);
}

static void
set_up (Fixture *f, gconstpointer customers)
{
  f->data = redress_made_review (FALSE);
  f->open = redress_made_open (f->data, REDRESS_ROLE_AGENT);
  f->data->ticket->customer.language = g_strdup (customers);
  f->draft = redress_draft_new (f->data->summary->id);
  f->draft->verdict = REDRESS_VERDICT_APPROVE;
  f->draft->reason_code = g_strdup ("not_credited_unused");
  f->form = g_object_new (REDRESS_TYPE_DECISION_FORM, NULL);
  g_signal_connect_swapped (f->form, "changed", G_CALLBACK (count_cb), f);
  f->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->form));
  show (f);
}

static void
tear_down (Fixture *f, gconstpointer customers)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  redress_draft_free (f->draft);
  g_assert_finalize_object (f->open);
}

static GtkWidget *
find (GtkWidget *widget, const char *id)
{
  GtkWidget *found = NULL;

  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, id);
  return found;
}

static const char *
read_label (Fixture *f, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (find (GTK_WIDGET (f->form), id)));
}

static gboolean
is_chosen (Fixture *f, const char *id)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find (GTK_WIDGET (f->form), id)));
}

/* As a press of the mouse or of the space bar does. */
static void
press (Fixture *f, const char *id)
{
  g_signal_emit_by_name (find (GTK_WIDGET (f->form), id), "clicked");
}

static void
test_in_customers_language (Fixture *f, gconstpointer customers)
{
  gboolean english = g_str_equal (customers, "en");
  g_autoptr (RedressCommand) command = redress_decision_make_command (f->open, f->draft, FALSE);

  g_assert_cmpint (is_chosen (f, "english"), ==, english);
  g_assert_cmpint (is_chosen (f, "chinese"), ==, !english);
  g_assert_cmpint (strstr (read_label (f, "preview"), "WeChat Pay") != NULL, ==, english);
  g_assert_cmpint (strstr (read_label (f, "preview"), "微信支付") != NULL, ==, !english);
  g_assert_nonnull (strstr (read_label (f, "preview"), "¥328.00"));
  g_assert_cmpstr (read_label (f, "caption"), ==, _ ("Customer will read"));
  g_assert_cmpstr (command->message_language, ==, customers);
  g_assert_nonnull (strstr (read_label (f, "preview"), command->message));
}

static void
test_other_language (Fixture *f, gconstpointer customers)
{
  gboolean english = g_str_equal (customers, "en");
  const char *other = english ? "zh-CN" : "en";
  const RedressDraft *draft = redress_decision_form_get_draft (f->form);
  g_autoptr (RedressCommand) command = NULL;
  g_autoptr (RedressDraft) again = NULL;

  press (f, english ? "chinese" : "english");
  g_assert_cmpuint (f->n_changes, ==, 1);
  g_assert_cmpstr (draft->message_language, ==, other);
  g_assert_null (draft->message);
  g_assert_nonnull (strstr (read_label (f, "preview"), english ? "微信支付" : "WeChat Pay"));
  g_assert_nonnull (strstr (read_label (f, "preview"), "¥328.00"));
  g_assert_cmpstr (read_label (f, "caption"), ==, _ ("Not the customer's language"));
  command = redress_decision_make_command (f->open, draft, FALSE);
  g_assert_cmpstr (command->message_language, ==, other);

  /* Taken back, it is still the policy's words, in the language that was chosen. */
  again = redress_decision_draft_from_command (command);
  redress_decision_form_show (f->form, f->open, again);
  draft = redress_decision_form_get_draft (f->form);
  g_assert_null (draft->message);
  g_assert_true (is_chosen (f, english ? "chinese" : "english"));

  press (f, english ? "english" : "chinese");
  g_assert_null (draft->message_language);
  g_assert_nonnull (strstr (read_label (f, "preview"), english ? "WeChat Pay" : "微信支付"));
  g_assert_cmpstr (read_label (f, "caption"), ==, _ ("Customer will read"));
}

/* Nothing that was typed is lost by a press; the policy's words change behind it. */
static void
test_own_words_stay (Fixture *f, gconstpointer customers)
{
  const RedressDraft *draft = redress_decision_form_get_draft (f->form);
  GtkTextBuffer *buffer =
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (GTK_WIDGET (f->form), "editor")));
  g_autoptr (RedressCommand) command = NULL;

  gtk_text_buffer_set_text (buffer, "Dear customer", -1);
  press (f, g_str_equal (customers, "en") ? "chinese" : "english");
  g_assert_cmpstr (draft->message, ==, "Dear customer");
  command = redress_decision_make_command (f->open, draft, FALSE);
  g_assert_cmpstr (command->message, ==, "Dear customer");
  g_assert_cmpstr (command->message_language, !=, customers);
  press (f, "reset");
  g_assert_null (draft->message);
  g_assert_nonnull (strstr (read_label (f, "preview"),
                            g_str_equal (customers, "en") ? "微信支付" : "WeChat Pay"));
}

/* The other language can be had without a mouse, and is named. */
static void
test_reachable (Fixture *f, gconstpointer customers)
{
  static const char *const ids[] = { "chinese", "english" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      GtkWidget *button = find (GTK_WIDGET (f->form), ids[i]);

      g_assert_true (gtk_widget_get_focusable (button));
      g_assert_nonnull (gtk_widget_get_tooltip_text (button));
    }
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (GTK_WIDGET (f->form), "chinese")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Message in Chinese"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (GTK_WIDGET (f->form), "english")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Message in English"));
}

static void
test_questions_too (Fixture *f, gconstpointer customers)
{
  g_autoptr (RedressCommand) command = NULL;
  const char *names[] = { redress_decision_propose_asked (f->data), NULL };

  f->draft->verdict = REDRESS_VERDICT_NEED_INFO;
  f->draft->asked = g_strdupv ((char **)names);
  command = redress_decision_make_command (f->open, f->draft, FALSE);
  g_assert_cmpint (command->type, ==, REDRESS_COMMAND_NEED_INFO);
  g_assert_cmpstr (command->message_language, ==, customers);
}

/* As it was sent, whatever the customer's language is now. */
static void
test_as_it_was_sent (Fixture *f, gconstpointer customers)
{
  RedressDecision *decision = redress_decision_new ();
  g_auto (RedressNotice) notice = { NULL };
  g_autofree char *english = NULL;
  g_autofree char *old = NULL;
  g_autofree char *quote = NULL;
  g_autofree char *nothing = redress_message_describe (decision, TRUE);

  g_assert_null (nothing);
  decision->verdict = REDRESS_VERDICT_APPROVE;
  decision->message = g_strdup (ENGLISH_WORDS);
  old = redress_message_describe (decision, TRUE);
  g_assert_null (strstr (old, C_ ("language", "English")));
  g_assert_nonnull (strstr (old, ENGLISH_WORDS));
  decision->message_language = g_strdup ("en");
  english = redress_message_describe (decision, FALSE);
  g_assert_nonnull (strstr (english, C_ ("language", "English")));
  quote = redress_message_quote (decision);
  g_assert_nonnull (strstr (quote, C_ ("language", "English")));

  g_ptr_array_add (f->data->ticket->decisions, decision);
  f->data->summary->state = REDRESS_STATE_DECIDED;
  g_assert_cmpint (redress_standing_judge (f->open, FALSE, &notice), ==, REDRESS_STANDING_NOTICE);
  g_assert_nonnull (strstr (notice.message, ENGLISH_WORDS));
  g_assert_nonnull (strstr (notice.message, C_ ("language", "English")));
}

int
main (int argc, char **argv)
{
  g_autofree char *locales = NULL;

  gtk_test_init (&argc, &argv, NULL);
  /* It sets one of its own. */
  setlocale (LC_ALL, "");
  locales = g_build_filename (g_getenv ("REDRESS_BUILD_DIR"), "po", NULL);
  bindtextdomain (GETTEXT_PACKAGE, locales);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  adw_init ();
  redress_app_register_resources ();
  g_test_message ("desk: %s", _ ("Customer will read"));
  g_assert_cmpint (g_str_equal (redress_language (), "zh_CN"), ==,
                   !g_str_equal (_ ("Customer will read"), "Customer will read"));
#define TEST(name, func)                                                                           \
  g_test_add ("/app/message/" name "/en", Fixture, "en", set_up, func, tear_down);                 \
  g_test_add ("/app/message/" name "/zh", Fixture, "zh-CN", set_up, func, tear_down)
  TEST ("in-customers-language", test_in_customers_language);
  TEST ("other-language", test_other_language);
  TEST ("own-words-stay", test_own_words_stay);
  TEST ("reachable", test_reachable);
  TEST ("questions-too", test_questions_too);
  TEST ("as-it-was-sent", test_as_it_was_sent);
#undef TEST
  return g_test_run ();
}
