/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "app/log-view.h"
#include "app/made-case.h"
#include "app/place-button.h"
#include "app/resources.h"
#include "app/stop-bar.h"
#include "app/transcript-legend.h"
#include "app/transcript-view.h"
#include "app/use-chip.h"
#include "support/spin.h"

/* Logs and chats: what rules used is lit and can be stepped through, pauses are said, and everybody
 * in a chat has a mark. */

#define AT G_GINT64_CONSTANT (1794896280000000)

typedef struct
{
  RedressOpenCase *open;
  const char *digest; /* of the channel's log */
  GPtrArray *uses;
  GtkWidget *window;
  GtkWidget *scroller;
  RedressStopBar *bar;
} Fixture;

/* The fact was read from these entries. */
static void
point (RedressTicket *ticket, const char *digest, const char *name)
{
  static const guint entries[] = { 2, 5, 99, 0 };
  RedressFact *fact = (RedressFact *)redress_ticket_find_fact (ticket, name);

  g_assert_nonnull (fact);
  fact->evidence = g_strdup (digest);
  fact->entries = g_memdup2 (entries, sizeof entries);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  RedressCase *made = redress_made_review (FALSE);

  for (guint i = 0; i < made->ticket->evidence->len; i++)
    {
      const RedressEvidence *piece = g_ptr_array_index (made->ticket->evidence, i);

      if (g_str_equal (piece->slot, "channel_log"))
        f->digest = piece->sha256;
    }
  point (made->ticket, f->digest, "channel_log.credited");
  redress_made_evaluate (made);
  f->open = redress_made_open (made, REDRESS_ROLE_AGENT);
  f->uses = redress_evaluation_list_uses (made->evaluation, made->policy, made->ticket, f->digest);
  f->window = gtk_window_new ();
  f->scroller = gtk_scrolled_window_new ();
  f->bar = g_object_ref_sink (g_object_new (REDRESS_TYPE_STOP_BAR, NULL));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 600, 300);
  gtk_window_set_child (GTK_WINDOW (f->window), f->scroller);
}

static void
show (Fixture *f, GtkWidget *view)
{
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (f->scroller), view);
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_test_widget_wait_for_draw (f->window);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gpointer watched = f->window;

  redress_stop_bar_show (f->bar, NULL, REDRESS_STOP_USE);
  g_object_add_weak_pointer (G_OBJECT (f->window), &watched);
  gtk_window_destroy (GTK_WINDOW (f->window));
  redress_test_spin_until_null (&watched, "the window's end");
  g_ptr_array_unref (f->uses);
  g_assert_finalize_object (f->bar);
  g_assert_finalize_object (f->open);
}

/* How many widgets below have a class. */
static guint
count_class (GtkWidget *widget, const char *name)
{
  guint count = gtk_widget_has_css_class (widget, name) && gtk_widget_get_mapped (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_class (child, name);
  return count;
}

/* (nullable): the first label or line below that says @text. */
static GtkWidget *
find (GtkWidget *widget, const char *text)
{
  const char *said = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget))
                     : GTK_IS_INSCRIPTION (widget)
                         ? gtk_inscription_get_text (GTK_INSCRIPTION (widget))
                         : NULL;

  if (said != NULL && strstr (said, text) != NULL)
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
is_marked (GtkWidget *view, const char *text, const char *name)
{
  return gtk_widget_has_css_class (gtk_widget_get_parent (find (view, text)), name);
}

/* Eight entries a minute apart; after the fourth a pause of two hours. */
static GtkWidget *
make_log (void)
{
  g_autoptr (RedressLog) log = redress_log_new ();

  for (guint i = 1; i <= 8; i++)
    {
      RedressLogEntry *entry = redress_log_entry_new ();

      entry->at = AT + i * REDRESS_MINUTE + (i > 4 ? 2 * REDRESS_HOUR : 0);
      entry->key = g_strdup ("channel");
      entry->value = g_strdup_printf ("value-%u", i);
      g_ptr_array_add (log->entries, entry);
    }
  return redress_log_view_new (log);
}

/* What points behind the end of the log is not counted. */
static void
test_log (Fixture *f, gconstpointer data)
{
  GtkWidget *view = make_log ();

  show (f, view);
  g_assert_cmpuint (f->uses->len, ==, 3);
  g_assert_cmpuint (count_class (view, "used"), ==, 0);
  redress_searchable_set_uses (REDRESS_SEARCHABLE (view), f->open, f->uses);
  g_assert_cmpuint (redress_searchable_count_stops (REDRESS_SEARCHABLE (view), REDRESS_STOP_USE),
                    ==, 2);
  g_assert_cmpuint (redress_searchable_count_stops (REDRESS_SEARCHABLE (view), REDRESS_STOP_PAUSE),
                    ==, 1);
  g_assert_cmpuint (count_class (view, "used"), ==, 2);
  g_assert_cmpuint (count_class (view, "use-chip"), ==, 2);
  g_assert_true (is_marked (view, "value-2", "used"));
  g_assert_true (is_marked (view, "value-5", "used"));
  g_assert_true (is_marked (view, "2 h 01 min later", "pause"));
}

static void
test_stops (Fixture *f, gconstpointer data)
{
  GtkWidget *view = make_log ();
  RedressSearchable *text = REDRESS_SEARCHABLE (view);

  show (f, view);
  redress_stop_bar_show (f->bar, text, REDRESS_STOP_USE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->bar)));
  g_assert_false (redress_stop_bar_step (f->bar, 1));
  redress_searchable_set_uses (text, f->open, f->uses);
  redress_stop_bar_update (f->bar, G_MAXUINT);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (f->bar)));
  g_assert_nonnull (find (GTK_WIDGET (f->bar), "Used by rules: 2"));
  g_assert_true (redress_stop_bar_step (f->bar, 1));
  g_assert_nonnull (find (GTK_WIDGET (f->bar), "Used by rules: 1 of 2"));
  g_assert_true (is_marked (view, "value-2", "looked"));
  redress_stop_bar_step (f->bar, 1);
  g_assert_true (is_marked (view, "value-5", "looked"));
  g_assert_false (is_marked (view, "value-2", "looked"));
  redress_stop_bar_step (f->bar, 1);
  g_assert_nonnull (find (GTK_WIDGET (f->bar), "Used by rules: 1 of 2"));
  redress_stop_bar_step (f->bar, -1);
  g_assert_cmpuint (redress_stop_bar_get_at (f->bar), ==, 1);
  redress_stop_bar_show (f->bar, text, REDRESS_STOP_PAUSE);
  redress_stop_bar_step (f->bar, -1);
  g_assert_nonnull (find (GTK_WIDGET (f->bar), "Pauses: 1 of 1"));
  g_assert_cmpuint (count_class (view, "looked"), ==, 1);
  g_assert_true (is_marked (view, "later", "looked"));
}

static void
test_entry (Fixture *f, gconstpointer data)
{
  GtkWidget *view = make_log ();
  RedressSearchable *text = REDRESS_SEARCHABLE (view);

  show (f, view);
  redress_searchable_set_uses (text, f->open, f->uses);
  g_assert_cmpuint (redress_searchable_show_entry (text, 5), ==, 1);
  g_assert_true (is_marked (view, "value-5", "looked"));
  g_assert_cmpuint (redress_searchable_show_entry (text, 8), ==, G_MAXUINT);
  g_assert_true (is_marked (view, "value-8", "looked"));
  g_assert_cmpuint (redress_searchable_show_entry (text, 9), ==, G_MAXUINT);
  g_assert_cmpuint (redress_searchable_show_entry (text, 0), ==, G_MAXUINT);
  g_assert_true (is_marked (view, "value-8", "looked"));
}

/* Searching and stepping do not take each other's marks away, and chips stay what they are. */
static void
test_search (Fixture *f, gconstpointer data)
{
  GtkWidget *view = make_log ();
  RedressSearchable *text = REDRESS_SEARCHABLE (view);
  GtkWidget *chip;

  show (f, view);
  redress_searchable_set_uses (text, f->open, f->uses);
  chip = gtk_widget_get_next_sibling (find (view, "value-5"));
  g_assert_cmpuint (redress_searchable_search (text, "VALUE-5"), ==, 1);
  redress_searchable_show_hit (text, 0);
  g_assert_true (is_marked (view, "value-5", "hit"));
  g_assert_true (is_marked (view, "value-5", "used"));
  g_assert_true (chip == gtk_widget_get_next_sibling (find (view, "value-5")));
  g_assert_cmpuint (redress_searchable_search (text, ""), ==, 0);
  g_assert_false (is_marked (view, "value-5", "hit"));
}

static void
test_plain_text (Fixture *f, gconstpointer data)
{
  GtkWidget *view = redress_log_view_new_for_text ("one\ntwo\nthree");

  show (f, view);
  redress_searchable_set_uses (REDRESS_SEARCHABLE (view), f->open, f->uses);
  g_assert_true (is_marked (view, "two", "used"));
  g_assert_cmpuint (count_class (view, "used"), ==, 1);
}

static void
test_chip (Fixture *f, gconstpointer data)
{
  const RedressUse *use = g_ptr_array_index (f->uses, 0);
  const RedressFinding *first = g_ptr_array_index (use->findings, 0);
  GtkWidget *chip = redress_use_chip_new (f->open, f->uses, use);
  g_autofree char *label = redress_use_name_rules (use);

  g_assert_true (g_str_has_prefix (label, first->rule->id));
  g_assert_nonnull (find (chip, label));
  g_assert_true (redress_use_chip_get_use (chip) == use);
  show (f, chip);
  gtk_menu_button_popup (GTK_MENU_BUTTON (chip));
  g_assert_nonnull (find (chip, "Credited: no"));
  for (guint i = 0; i < use->findings->len; i++)
    g_assert_nonnull (
        find (chip, ((const RedressFinding *)g_ptr_array_index (use->findings, i))->rule->id));
}

static const struct
{
  int seconds;
  const char *from;
  const char *text;
} said[] = {
  { 0, "Customer 1", "first" },   { 60, "Shop", "second" },    { 700, "Customer 1", "third" },
  { 30000, "Visitor", "fourth" }, { 120000, "Shop", "fifth" },
};

static RedressTranscript *
make_transcript (void)
{
  static const char *const names[] = { "Customer 1", "Shop", "Robot", NULL };
  static const char *const roles[] = { "customer", "seller", "parrot", NULL };
  RedressTranscript *transcript = redress_transcript_new ();

  transcript->participants = g_strdupv ((char **)names);
  transcript->roles = g_strdupv ((char **)roles);
  for (gsize i = 0; i < G_N_ELEMENTS (said); i++)
    {
      RedressMessage *message = redress_message_new ();

      message->at = AT + said[i].seconds * REDRESS_SECOND;
      message->from = g_strdup (said[i].from);
      message->text = g_strdup (said[i].text);
      g_ptr_array_add (transcript->messages, message);
    }
  return transcript;
}

/* AT is 14:18 in Shanghai. */
static void
test_pauses (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressTranscript) transcript = make_transcript ();
  GtkWidget *view = redress_transcript_view_new (transcript, AT);
  RedressSearchable *text = REDRESS_SEARCHABLE (view);

  show (f, view);
  g_assert_nonnull (find (view, "17 Nov"));
  g_assert_nonnull (find (view, "10 min later"));
  g_assert_nonnull (find (view, "8 h 08 min later"));
  g_assert_nonnull (find (view, "25 h 00 min later, 18 Nov"));
  g_assert_cmpuint (redress_searchable_count_stops (text, REDRESS_STOP_PAUSE), ==, 3);
  redress_searchable_show_stop (text, REDRESS_STOP_PAUSE, 2);
  g_assert_true (gtk_widget_has_css_class (find (view, "18 Nov"), "looked"));
  redress_searchable_show_stop (text, REDRESS_STOP_PAUSE, 0);
  g_assert_false (gtk_widget_has_css_class (find (view, "18 Nov"), "looked"));
  g_assert_true (gtk_widget_has_css_class (find (view, "10 min later"), "looked"));
}

static void
test_chat_uses (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressTranscript) transcript = make_transcript ();
  GtkWidget *view = redress_transcript_view_new (transcript, AT);
  RedressSearchable *text = REDRESS_SEARCHABLE (view);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  show (f, view);
  redress_searchable_set_uses (text, f->open, f->uses);
  g_assert_cmpuint (redress_searchable_count_stops (text, REDRESS_STOP_USE), ==, 2);
  g_assert_true (gtk_widget_has_css_class (find (view, "second"), "used"));
  g_assert_true (gtk_widget_has_css_class (find (view, "fifth"), "used"));
  g_assert_cmpuint (count_class (view, "use-chip"), ==, 2);
  g_assert_cmpuint (redress_searchable_show_entry (text, 5), ==, 1);
  g_assert_true (gtk_widget_has_css_class (find (view, "fifth"), "looked"));
  redress_searchable_set_uses (text, f->open, none);
  g_assert_cmpuint (count_class (view, "used") + count_class (view, "use-chip"), ==, 0);
}

/* Who is not in the list but writes has a mark too; a role nobody knows is shown as it came. */
static void
test_legend (Fixture *f, gconstpointer data)
{
  static const char *const wanted[] = { "Customer 1", "customer", "Shop",    "seller",
                                        "Robot",      "parrot",   "Visitor", NULL };
  g_autoptr (RedressTranscript) transcript = make_transcript ();
  g_auto (GStrv) names = redress_transcript_list_speakers (transcript);
  GtkWidget *legend = redress_transcript_legend_new (transcript);

  g_assert_cmpuint (g_strv_length (names), ==, 4);
  g_assert_cmpstr (names[3], ==, "Visitor");
  show (f, legend);
  for (guint i = 0; wanted[i] != NULL; i++)
    g_assert_nonnull (find (legend, wanted[i]));
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (count_class (legend, redress_speaker_get_style (i)), ==, 1);
}

/* A platform that says no roles has a customer all the same. */
static void
test_legend_without_roles (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressTranscript) transcript = make_transcript ();
  GtkWidget *legend;

  g_clear_pointer (&transcript->roles, g_strfreev);
  legend = redress_transcript_legend_new (transcript);
  show (f, legend);
  g_assert_nonnull (find (legend, "customer"));
  g_assert_null (find (legend, "seller"));
}

static void
assert_target (GtkWidget *button, const char *digest, guint entry)
{
  GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button));
  const char *sha256;
  guint wanted;

  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "case.view-entry");
  g_variant_get (target, "(&su)", &sha256, &wanted);
  g_assert_cmpstr (sha256, ==, digest);
  g_assert_cmpuint (wanted, ==, entry);
}

/* From a fact to the last of its entries; nowhere where nobody said where, or the file is gone. */
static void
test_place_button (Fixture *f, gconstpointer data)
{
  RedressTicket *ticket = f->open->data->ticket;
  RedressFact *fact = (RedressFact *)redress_ticket_find_fact (ticket, "channel_log.credited");
  g_autoptr (GtkWidget) button = g_object_ref_sink (redress_place_button_new (f->open, fact));
  g_autoptr (GtkWidget) named = g_object_ref_sink (redress_place_button_new_named (f->open, fact));
  g_autoptr (GtkWidget) whole = NULL;

  assert_target (button, f->digest, 99);
  assert_target (named, f->digest, 99);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (named)), ==, "Channel log, entry 99");
  g_clear_pointer (&fact->entries, g_free);
  whole = g_object_ref_sink (redress_place_button_new_named (f->open, fact));
  assert_target (whole, f->digest, 0);
  fact->evidence[0] = 'x';
  g_assert_null (redress_place_button_new (f->open, fact));
  g_clear_pointer (&fact->evidence, g_free);
  g_assert_null (redress_place_button_new (f->open, fact));
  g_assert_null (redress_place_button_new_named (f->open, NULL));
}

#define ADD(path, function)                                                                        \
  g_test_add ("/app/text-views/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  ADD ("log", test_log);
  ADD ("stops", test_stops);
  ADD ("entry", test_entry);
  ADD ("search", test_search);
  ADD ("plain-text", test_plain_text);
  ADD ("chip", test_chip);
  ADD ("pauses", test_pauses);
  ADD ("chat-uses", test_chat_uses);
  ADD ("legend", test_legend);
  ADD ("legend-without-roles", test_legend_without_roles);
  ADD ("place-button", test_place_button);
  return g_test_run ();
}
