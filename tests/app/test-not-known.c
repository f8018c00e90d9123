/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What nobody said or read is not shown as if it agreed, or as if it had changed. */
#include "app/compare-card.h"
#include "app/made-case.h"
#include "app/resources.h"
#include "app/since-card.h"
#include "app/state-strip.h"

#include <adwaita.h>

static gboolean
says (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static void
assert_compared (RedressCase *data, const char *words)
{
  g_autoptr (RedressOpenCase) open = redress_made_open (data, REDRESS_ROLE_AGENT);
  GtkWidget *card = g_object_ref_sink (g_object_new (REDRESS_TYPE_COMPARE_CARD, NULL));

  redress_compare_card_show (REDRESS_COMPARE_CARD (card), open);
  g_assert_true (says (card, words));
  g_assert_finalize_object (card);
}

static RedressCase *
make_compared (gboolean claimed)
{
  RedressCase *data = redress_made_case_empty ("kameng-virtual", REDRESS_KIND_REVIEW);
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_boolean (&value, FALSE);
  redress_made_fact (data->ticket, "channel_log.credited", "platform", REDRESS_MADE_REQUESTED,
                     &value);
  if (claimed)
    redress_made_fact (data->ticket, "claim.credited", "customer", REDRESS_MADE_REQUESTED, &value);
  redress_ticket_seal (data->ticket);
  redress_made_evaluate (data);
  return data;
}

static void
test_nothing_claimed (void)
{
  assert_compared (make_compared (FALSE), "nothing claimed");
  assert_compared (make_compared (TRUE), "all agree");
}

static void
test_states (void)
{
  static const struct
  {
    const char *then;
    const char *now;
    const char *words; /* NULL: there is nothing to show */
  } rows[] = {
    { "not_fulfilled", "not_fulfilled", "same" }, { "not_fulfilled", "delivered", "changed" },
    { NULL, "delivered", "not known" },           { "", "delivered", "not known" },
    { "not_fulfilled", NULL, "not known" },       { NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RedressCase *data = redress_made_case_empty ("kameng-virtual", REDRESS_KIND_REVIEW);
      RedressOrder *order = &data->ticket->order;
      g_autoptr (RedressOpenCase) open = NULL;
      GtkWidget *strip = g_object_ref_sink (g_object_new (REDRESS_TYPE_STATE_STRIP, NULL));

      g_free (order->state_at_request);
      g_free (order->state);
      order->state_at_request = g_strdup (rows[i].then);
      order->state = g_strdup (rows[i].now);
      redress_ticket_seal (data->ticket);
      redress_made_evaluate (data);
      open = redress_made_open (data, REDRESS_ROLE_AGENT);
      redress_state_strip_show (REDRESS_STATE_STRIP (strip), open);
      g_assert_cmpint (gtk_widget_get_visible (strip), ==, rows[i].words != NULL);
      if (rows[i].words != NULL)
        g_assert_true (says (strip, rows[i].words));
      g_assert_cmpint (gtk_widget_has_css_class (strip, "changed"), ==,
                       g_strcmp0 (rows[i].words, "changed") == 0);
      g_assert_finalize_object (strip);
    }
}

static void
test_new_since (void)
{
  static const char unknown[] = "What was there at the first decision is not known.";

  for (guint i = 0; i < 2; i++)
    {
      RedressCase *data = redress_made_appeal (FALSE);
      g_autoptr (RedressOpenCase) open = NULL;
      GtkWidget *card = g_object_ref_sink (g_object_new (REDRESS_TYPE_SINCE_CARD, NULL));
      g_autoptr (RedressThumbs) thumbs = redress_thumbs_new ();

      redress_since_card_set_thumbs (REDRESS_SINCE_CARD (card), thumbs);
      g_assert_nonnull (data->previous);
      if (i == 1)
        g_clear_object (&data->previous);
      open = redress_made_open (data, REDRESS_ROLE_AGENT);
      redress_since_card_show (REDRESS_SINCE_CARD (card), open);
      g_assert_cmpint (says (card, "New evidence"), ==, i == 0);
      g_assert_cmpint (says (card, unknown), ==, i == 1);
      g_assert_finalize_object (card);
    }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();

  g_test_add_func ("/app/not-known/nothing-claimed", test_nothing_claimed);
  g_test_add_func ("/app/not-known/states", test_states);
  g_test_add_func ("/app/not-known/new-since", test_new_since);
  return g_test_run ();
}
