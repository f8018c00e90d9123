/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-view.h"
#include "app/fact-words.h"
#include "app/facts-card.h"
#include "app/made-case.h"
#include "app/resources.h"

typedef struct
{
  RedressCase *data; /* (unowned): the open case has it */
  RedressOpenCase *open;
  GtkWidget *card;
} Fixture;

/* A ticket with four facts, of which a line of claim and log shows one. */
static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;
  RedressTicket *ticket;

  fixture->data = redress_made_case_empty ("kameng-virtual", REDRESS_KIND_REVIEW);
  ticket = fixture->data->ticket;
  redress_made_fact (ticket, "label.shown", "platform", REDRESS_MADE_REQUESTED, &value);
  redress_value_set_boolean (&value, FALSE);
  redress_made_fact (ticket, "channel_log.credited", "platform", REDRESS_MADE_REQUESTED, &value);
  redress_value_set_boolean (&value, TRUE);
  redress_made_fact (ticket, "claim.seven_days", "customer", REDRESS_MADE_REQUESTED, &value);
  redress_value_set_time (&value, redress_made_time (REDRESS_MADE_REQUESTED));
  redress_made_fact (ticket, "refund.due_at", "system", REDRESS_MADE_NOW, &value);
  redress_ticket_seal (ticket);
  redress_made_evaluate (fixture->data);
  fixture->open = redress_made_open (fixture->data, REDRESS_ROLE_AGENT);
  fixture->card = g_object_ref_sink (g_object_new (REDRESS_TYPE_FACTS_CARD, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_assert_finalize_object (fixture->card);
  g_object_unref (fixture->open);
}

static GtkWidget *
find_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_text (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
assert_says (Fixture *fixture, const char *text)
{
  if (find_text (fixture->card, text) == NULL)
    g_error ("the card does not say '%s'", text);
}

static GtkToggleButton *
get_fold (Fixture *fixture)
{
  return GTK_TOGGLE_BUTTON (redress_facts_card_get_fold (REDRESS_FACTS_CARD (fixture->card)));
}

static void
show (Fixture *fixture, gboolean folded)
{
  redress_facts_card_show (REDRESS_FACTS_CARD (fixture->card), fixture->open, folded);
}

static void
set_value (Fixture *fixture, const char *name, const RedressValue *value)
{
  RedressFact *fact = (RedressFact *)redress_ticket_find_fact (fixture->data->ticket, name);

  g_assert_nonnull (fact);
  redress_value_clear (&fact->value);
  redress_value_copy (value, &fact->value);
}

/* Nothing is built before somebody asks for it, and folding takes it away again. */
static void
test_is_built_when_unfolded (Fixture *fixture, gconstpointer user_data)
{
  show (fixture, TRUE);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (get_fold (fixture))), ==, "All facts, 3");
  g_assert_false (gtk_widget_get_visible (fixture->card));
  g_assert_null (gtk_widget_get_first_child (fixture->card));
  gtk_toggle_button_set_active (get_fold (fixture), TRUE);
  g_assert_true (gtk_widget_get_visible (fixture->card));
  g_assert_nonnull (gtk_widget_get_first_child (fixture->card));
  /* The same ticket again stays unfolded, another begins folded. */
  show (fixture, TRUE);
  g_assert_true (gtk_widget_get_visible (fixture->card));
  g_object_unref (fixture->open);
  fixture->data = redress_made_case ("btepai-order", REDRESS_KIND_REVIEW);
  fixture->data->summary->id++;
  fixture->open = redress_made_open (fixture->data, REDRESS_ROLE_AGENT);
  show (fixture, TRUE);
  g_assert_null (gtk_widget_get_first_child (fixture->card));
  g_assert_false (gtk_toggle_button_get_active (get_fold (fixture)));
}

static void
test_shows_what_no_line_compares (Fixture *fixture, gconstpointer user_data)
{
  GtkWidget *label;

  show (fixture, FALSE);
  assert_says (fixture, "Source: customer");
  assert_says (fixture, "Source: platform");
  assert_says (fixture, "Source: system");
  assert_says (fixture, "Refund expected by");
  assert_says (fixture, "16:32:40");
  assert_says (fixture, "17 Nov 14:18:00");
  label = find_text (fixture->card, "Customer sees");
  g_assert_nonnull (label);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (label), ==,
                   "The text that the customer sees on the order.");
  assert_says (fixture, "not known");
  g_assert_null (find_text (fixture->card, "Credited"));
}

static void
test_masked (Fixture *fixture, gconstpointer user_data)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_masked (&value, "**** 4821");
  set_value (fixture, "label.shown", &value);
  show (fixture, FALSE);
  assert_says (fixture, "**** 4821");
  g_assert_null (find_text (fixture->card, "not known"));
}

/* The law stands beside the claim of who quotes it, and beside no other. */
static void
test_legal (Fixture *fixture, gconstpointer user_data)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  show (fixture, FALSE);
  assert_says (fixture, "Customer quotes seven days");
  assert_says (fixture, "Quoted by the customer, not a rule: Return within seven days (Legal "
                        "counsel). Customers quote a right to return goods");
  redress_value_set_boolean (&value, FALSE);
  set_value (fixture, "claim.seven_days", &value);
  show (fixture, FALSE);
  assert_says (fixture, "Customer quotes seven days");
  g_assert_null (find_text (fixture->card, "Return within seven days"));
}

/* A fact that the policy does not know, and no fact at all. */
static void
test_odd_tickets (Fixture *fixture, gconstpointer user_data)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_text (&value, "نص طويل 很长 <b>");
  redress_made_fact (fixture->data->ticket, "no.such", "agent", REDRESS_MADE_NOW, &value);
  ((RedressFact *)g_ptr_array_index (fixture->data->ticket->facts, 0))->as_of =
      REDRESS_TIME_UNKNOWN;
  redress_ticket_seal (fixture->data->ticket);
  show (fixture, FALSE);
  assert_says (fixture, "no.such");
  assert_says (fixture, "نص طويل 很长 <b>");
  assert_says (fixture, "Source: agent");
  g_ptr_array_set_size (fixture->data->ticket->facts, 0);
  show (fixture, FALSE);
  g_assert_false (gtk_widget_get_visible (fixture->card));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_fold (fixture))));
  g_assert_null (gtk_widget_get_first_child (fixture->card));
}

static int
count_columns (Fixture *fixture)
{
  GtkWidget *grid = gtk_widget_get_first_child (fixture->card);
  int columns = 0;

  for (GtkWidget *cell = gtk_widget_get_first_child (grid); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      int column, width;

      gtk_grid_query_child (GTK_GRID (grid), cell, &column, NULL, &width, NULL);
      columns = MAX (columns, column + width);
    }
  return columns;
}

static void
test_width (Fixture *fixture, gconstpointer user_data)
{
  show (fixture, FALSE);
  g_assert_cmpint (count_columns (fixture), ==, 6);
  redress_facts_card_set_compact (REDRESS_FACTS_CARD (fixture->card), TRUE);
  g_assert_cmpint (count_columns (fixture), ==, 3);
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

static void
assert_shows_all (GtkWidget *card, RedressPolicy *policy)
{
  GPtrArray *specs = redress_policy_get_facts (policy);
  GPtrArray *comparisons = redress_policy_get_comparisons (policy);

  for (guint i = 0; i < specs->len; i++)
    {
      const RedressFactSpec *spec = g_ptr_array_index (specs, i);
      gboolean compared = FALSE;

      for (guint j = 0; j < comparisons->len; j++)
        {
          const RedressComparison *comparison = g_ptr_array_index (comparisons, j);

          compared |= g_str_equal (comparison->claim, spec->name);
          compared |= g_str_equal (comparison->log, spec->name);
        }
      if (!compared && find_text (card, redress_text_get (&spec->label, "en")) == NULL)
        g_error ("the card does not show %s", spec->name);
    }
}

/* Every flow, folded at first, on the page and in both widths. */
static void
test_on_the_page (void)
{
  static const char *const flows[] = { "btepai-order", "cainiao-return", "kameng-virtual",
                                       "rail12306-order", "rail12306-redemption" };

  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autoptr (RedressOpenCase) open =
          redress_made_open (redress_made_case (flows[i], REDRESS_KIND_REVIEW), REDRESS_ROLE_AGENT);
      g_autoptr (RedressDraft) draft = redress_draft_new (open->data->summary->id);
      GtkWidget *view = g_object_new (REDRESS_TYPE_CASE_VIEW, NULL);
      GtkWindow *window = GTK_WINDOW (gtk_window_new ());
      GtkWidget *card = find_type (view, REDRESS_TYPE_FACTS_CARD);
      GtkWidget *fold = redress_facts_card_get_fold (REDRESS_FACTS_CARD (card));

      gtk_window_set_default_size (window, 746, 754);
      gtk_window_set_child (window, view);
      redress_case_view_show (REDRESS_CASE_VIEW (view), open, draft, FALSE);
      gtk_window_present (window);
      gtk_test_widget_wait_for_draw (view);
      g_assert_true (gtk_widget_get_mapped (fold));
      g_assert_false (gtk_widget_get_mapped (card));
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (fold), TRUE);
      gtk_test_widget_wait_for_draw (view);
      g_assert_true (gtk_widget_get_mapped (card));
      assert_shows_all (card, open->data->policy);
      redress_case_view_set_compact (REDRESS_CASE_VIEW (view), TRUE);
      gtk_test_widget_wait_for_draw (view);
      g_assert_true (gtk_widget_get_mapped (fold));
      g_assert_true (gtk_widget_get_mapped (card));
      g_assert_cmpint (gtk_widget_get_width (view), <=, 746);
      gtk_window_destroy (window);
    }
}

static void
test_names_of_sources (Fixture *fixture, gconstpointer user_data)
{
  g_assert_cmpstr (redress_fact_get_source_label (fixture->open, "customer"), ==, "customer");
  g_assert_cmpstr (redress_fact_get_source_label (fixture->open, "system"), ==, "system");
  g_assert_cmpstr (redress_fact_get_source_label (fixture->open, NULL), ==, "");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/app/facts-card/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  ADD ("is-built-when-unfolded", test_is_built_when_unfolded);
  ADD ("shows-what-no-line-compares", test_shows_what_no_line_compares);
  ADD ("masked", test_masked);
  ADD ("legal", test_legal);
  ADD ("odd-tickets", test_odd_tickets);
  ADD ("width", test_width);
  ADD ("names-of-sources", test_names_of_sources);
  g_test_add_func ("/app/facts-card/on-the-page", test_on_the_page);
  return g_test_run ();
}
