/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compare-words.h"
#include "app/made-case.h"
#include "app/resources.h"
#include "app/viewer-panel.h"

typedef struct
{
  RedressOpenCase *open;
  RedressViewerPanel *panel;
  int n_cited;   /* how often somebody pressed the button to cite */
  int n_decides; /* and the one back to the case */
} Fixture;

static void
cite_cb (Fixture *f, gboolean cited)
{
  f->n_cited += cited ? 1 : -1;
}

static void
decide_cb (Fixture *f)
{
  f->n_decides++;
}

static const RedressEvidence *
get_file (Fixture *f, guint at)
{
  return g_ptr_array_index (f->open->data->ticket->evidence, at);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->open = redress_made_open (redress_made_review (FALSE), REDRESS_ROLE_AGENT);
  f->panel = g_object_ref_sink (g_object_new (REDRESS_TYPE_VIEWER_PANEL, NULL));
  g_signal_connect_swapped (f->panel, "cite", G_CALLBACK (cite_cb), f);
  g_signal_connect_swapped (f->panel, "decide", G_CALLBACK (decide_cb), f);
  redress_viewer_panel_show (f->panel, f->open, get_file (f, 0), "Order screen");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->panel);
  g_assert_finalize_object (f->open);
}

/* The first label or button below @widget that says @text. */
static GtkWidget *
find (GtkWidget *widget, const char *text)
{
  if (gtk_widget_get_visible (widget) && GTK_IS_LABEL (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
says (Fixture *f, const char *text)
{
  return find (GTK_WIDGET (f->panel), text) != NULL;
}

static void
press (Fixture *f, const char *text)
{
  GtkWidget *label = find (GTK_WIDGET (f->panel), text);

  g_assert_nonnull (label);
  g_signal_emit_by_name (gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON), "clicked");
}

static void
test_says_what_is_compared (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) comparisons = redress_compare_list (f->open);

  g_assert_cmpuint (comparisons->len, >, 0);
  for (guint i = 0; i < comparisons->len; i++)
    {
      const RedressComparison *comparison = g_ptr_array_index (comparisons, i);

      g_assert_true (says (f, redress_text_get (&comparison->label, "en")));
    }
  g_assert_true (says (f, "Server · differs"));
}

static void
test_says_verified_only_when_it_is (Fixture *f, gconstpointer data)
{
  g_assert_true (says (f, "not opened yet"));
  redress_viewer_panel_set_verified (f->panel);
  g_assert_true (says (f, "verified when opened"));
  /* The next file has not been seen. */
  redress_viewer_panel_show (f->panel, f->open, get_file (f, 1), "Payment");
  g_assert_true (says (f, "not opened yet"));
  g_assert_false (says (f, "verified"));
}

static void
test_shows_the_draft (Fixture *f, gconstpointer data)
{
  RedressCase *made = f->open->data;

  g_clear_pointer (&made->draft, redress_draft_free);
  redress_viewer_panel_show (f->panel, f->open, get_file (f, 0), "Order screen");
  g_assert_true (says (f, "No verdict yet"));
  made->draft = redress_draft_new (made->summary->id);
  made->draft->verdict = REDRESS_VERDICT_APPROVE;
  redress_viewer_panel_show (f->panel, f->open, get_file (f, 0), "Order screen");
  g_assert_true (says (f, "Approve · ¥328.00"));
}

static void
test_cites_when_pressed (Fixture *f, gconstpointer data)
{
  /* What the viewer says is no press. */
  redress_viewer_panel_set_cited (f->panel, TRUE);
  g_assert_cmpint (f->n_cited, ==, 0);
  press (f, "Cited");
  g_assert_cmpint (f->n_cited, ==, -1);
  press (f, "Cite in the decision");
  g_assert_cmpint (f->n_cited, ==, 0);
  press (f, "Decide");
  g_assert_cmpint (f->n_decides, ==, 1);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/app/viewer-panel/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  ADD ("says-what-is-compared", test_says_what_is_compared);
  ADD ("says-verified-only-when-it-is", test_says_verified_only_when_it_is);
  ADD ("shows-the-draft", test_shows_the_draft);
  ADD ("cites-when-pressed", test_cites_when_pressed);
  return g_test_run ();
}
