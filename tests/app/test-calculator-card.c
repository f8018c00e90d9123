/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/calculator-card.h"
#include "app/made-case.h"
#include "app/resources.h"

#include <adwaita.h>

static GtkWidget *
find_entry (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_ENTRY (child) ? child : find_entry (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
assert_says (GtkWidget *card, const char *wanted)
{
  g_autofree char *text = redress_calculator_card_dup_text (REDRESS_CALCULATOR_CARD (card));

  if (strstr (text, wanted) == NULL)
    g_error ("no \"%s\" in:\n%s", wanted, text);
}

static void
test_what_if (void)
{
  g_autofree char *mistake = NULL;
  RedressCase *data = redress_made_case_empty ("rail12306-redemption", REDRESS_KIND_RECHECK);
  g_autoptr (RedressOpenCase) open = NULL;
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;
  GtkWidget *card = g_object_ref_sink (g_object_new (REDRESS_TYPE_CALCULATOR_CARD, NULL));
  GtkWidget *fare;

  redress_value_set_integer (&value, 55300);
  redress_made_fact (data->ticket, "fare.amount", "platform", REDRESS_MADE_REQUESTED, &value);
  ((RedressFact *)g_ptr_array_index (data->ticket->facts, 0))->unit = g_strdup ("fen");
  open = redress_made_open (data, REDRESS_ROLE_AGENT);
  redress_calculator_card_show (REDRESS_CALCULATOR_CARD (card), open);
  assert_says (card, "Needed: 55,300 points (¥553.00 × 100");
  assert_says (card, "Earned, senior: 8,295 points");
  assert_says (card, "Usable: unknown (ask the platform for");

  fare = find_entry (card);
  gtk_editable_set_text (GTK_EDITABLE (fare), "100");
  assert_says (card, "Try-out, not of the ticket");
  assert_says (card, "Needed: 10,000 points");
  gtk_editable_set_text (GTK_EDITABLE (fare), "x");
  g_assert_true (gtk_widget_has_css_class (fare, "error"));
  assert_says (card, "Needed: 55,300 points");
  mistake = gtk_entry_get_icon_tooltip_text (GTK_ENTRY (fare), GTK_ENTRY_ICON_SECONDARY);
  g_assert_nonnull (mistake);

  gtk_editable_set_text (GTK_EDITABLE (fare), "200");
  g_assert_null (gtk_entry_get_icon_name (GTK_ENTRY (fare), GTK_ENTRY_ICON_SECONDARY));
  redress_calculator_card_show (REDRESS_CALCULATOR_CARD (card), open);
  g_assert_true (find_entry (card) == fare);
  assert_says (card, "Needed: 20,000 points");
  g_object_unref (card);
}

/* What a window of 800 pixels leaves for a case. */
static void
test_narrow (void)
{
  g_autoptr (RedressOpenCase) open = redress_made_open (
      redress_made_case_empty ("rail12306-redemption", REDRESS_KIND_RECHECK), REDRESS_ROLE_AGENT);
  GtkWidget *card = g_object_ref_sink (g_object_new (REDRESS_TYPE_CALCULATOR_CARD, NULL));
  int least = 0;

  redress_calculator_card_show (REDRESS_CALCULATOR_CARD (card), open);
  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, 420);
  g_object_unref (card);
}

static void
test_without (void)
{
  g_autoptr (RedressOpenCase) open = redress_made_open (
      redress_made_case_empty ("kameng-virtual", REDRESS_KIND_REVIEW), REDRESS_ROLE_AGENT);
  GtkWidget *card = g_object_ref_sink (g_object_new (REDRESS_TYPE_CALCULATOR_CARD, NULL));

  redress_calculator_card_show (REDRESS_CALCULATOR_CARD (card), open);
  g_assert_false (gtk_widget_get_visible (card));
  g_object_unref (card);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  g_test_add_func ("/app/calculator/what-if", test_what_if);
  g_test_add_func ("/app/calculator/narrow", test_narrow);
  g_test_add_func ("/app/calculator/without", test_without);
  return g_test_run ();
}
