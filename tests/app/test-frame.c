/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/keys.h"
#include "app/late-menu.h"
#include "app/panes.h"
#include "app/error-words.h"
#include "app/labels.h"
#include "app/queue-titles.h"
#include "app/preferences.h"
#include "app/queue-badges.h"
#include "app/queue-filter.h"
#include "app/queue-row.h"
#include "app/resources.h"
#include "app/sidebar-row.h"
#include "app/sidebar.h"
#include "app/sign-in-page.h"
#include "app/skeleton.h"
#include "app/sync-light.h"
#include "core/error.h"
#include "support/folder.h"
#include "support/spin.h"

#include <adwaita.h>

#define NOW (G_GINT64_CONSTANT (1795000000) * REDRESS_SECOND)

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
create_panes (void)
{
  static const char ui[] = "<interface><object class='RedressPanes' id='panes'>"
                           "<child><object class='GtkButton' id='sidebar'/></child>"
                           "<child><object class='GtkButton' id='queue'/></child>"
                           "<child><object class='GtkButton' id='case'/></child>"
                           "<child><object class='GtkButton' id='cover'/></child>"
                           "</object></interface>";
  g_autoptr (GtkBuilder) builder = NULL;

  g_type_ensure (REDRESS_TYPE_PANES);
  builder = gtk_builder_new_from_string (ui, -1);
  return g_object_ref_sink (GTK_WIDGET (gtk_builder_get_object (builder, "panes")));
}

static void
test_panes_fold (void)
{
  static const struct
  {
    int width;
    guint n_shown;
  } rows[] = { { 1280, 3 }, { 1200, 3 }, { 1199, 2 }, { 760, 2 }, { 759, 1 }, { 400, 1 } };
  GtkWidget *widget = create_panes ();
  RedressPanes *panes = REDRESS_PANES (widget);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_widget_allocate (widget, rows[i].width, 700, -1, NULL);
      g_assert_cmpuint (redress_panes_get_n_shown (panes), ==, rows[i].n_shown);
    }
  gtk_widget_allocate (widget, 500, 700, -1, NULL);
  GtkWidget *queue = gtk_widget_get_first_child (widget);
  GtkWidget *open = gtk_widget_get_next_sibling (queue);
  g_assert_true (gtk_widget_get_child_visible (queue));
  g_assert_false (gtk_widget_get_child_visible (open));
  redress_panes_set_show_case (panes, TRUE);
  gtk_widget_allocate (widget, 500, 701, -1, NULL);
  g_assert_false (gtk_widget_get_child_visible (queue));
  g_assert_true (gtk_widget_get_child_visible (open));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (widget);
}

static void
test_panes_cover_hides_what_is_under_it (void)
{
  GtkWidget *widget = create_panes ();
  GtkWidget *queue = gtk_widget_get_first_child (widget);

  redress_panes_set_cover_shown (REDRESS_PANES (widget), TRUE);
  gtk_widget_allocate (widget, 1280, 700, -1, NULL);
  g_assert_false (gtk_widget_get_child_visible (queue));
  redress_panes_set_cover_shown (REDRESS_PANES (widget), FALSE);
  gtk_widget_allocate (widget, 1280, 701, -1, NULL);
  g_assert_true (gtk_widget_get_child_visible (queue));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (widget);
}

static void
test_panes_keep_the_divider_in_its_limits (void)
{
  GtkWidget *widget = create_panes ();
  int width;

  g_object_set (widget, "queue-width", 10, NULL);
  g_object_get (widget, "queue-width", &width, NULL);
  g_assert_cmpint (width, ==, 290);
  g_object_set (widget, "queue-width", 4000, NULL);
  g_object_get (widget, "queue-width", &width, NULL);
  g_assert_cmpint (width, ==, 420);
  g_assert_finalize_object (widget);
}

static RedressQueueItem *
create_item (void)
{
  RedressQueueItem *item = g_object_new (REDRESS_TYPE_QUEUE_ITEM, NULL);

  item->summary = redress_summary_new ();
  item->summary->id = 7;
  item->summary->platform = g_strdup ("kameng");
  item->summary->flow = g_strdup ("kameng-virtual");
  item->summary->title = g_strdup ("游戏点券卡 300 面额");
  item->summary->customer_name = g_strdup ("客户 8321");
  item->summary->amount = (RedressAmount){ 32800, REDRESS_UNIT_FEN };
  item->summary->due_at = NOW + 134 * REDRESS_MINUTE;
  return item;
}

static void
test_badges_in_order_of_need (void)
{
  g_autoptr (RedressQueueItem) item = create_item ();
  RedressRowBadge badges[REDRESS_MAX_ROW_BADGES];
  guint n;

  item->summary->badges = REDRESS_BADGE_FOUR_EYES | REDRESS_BADGE_RACE | REDRESS_BADGE_COMPLAINT;
  item->ready_offline = TRUE;
  item->has_outbox = TRUE;
  item->outbox_state = REDRESS_OUTBOX_CONFLICT;
  n = redress_queue_item_list_badges (item, "a-1", FALSE, NOW, badges, G_N_ELEMENTS (badges));
  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpstr (badges[0].text, ==, "Conflict");
  g_assert_cmpstr (badges[1].text, ==, "12315");
  redress_row_badges_clear (badges, G_N_ELEMENTS (badges));
}

static void
test_badge_of_a_claim (void)
{
  g_autoptr (RedressQueueItem) item = create_item ();
  RedressRowBadge badge = { 0 };

  item->summary->claim = redress_claim_new ();
  item->summary->claim->holder = g_strdup ("a-2");
  item->summary->claim->holder_name = g_strdup ("Agent 07");
  item->summary->claim->lease_until = NOW + REDRESS_MINUTE;
  redress_queue_item_list_badges (item, "a-1", FALSE, NOW, &badge, 1);
  g_assert_cmpstr (badge.text, ==, "Agent 07");
  redress_row_badges_clear (&badge, 1);
  redress_queue_item_list_badges (item, "a-2", FALSE, NOW, &badge, 1);
  g_assert_cmpstr (badge.text, ==, "Mine");
  redress_row_badges_clear (&badge, 1);
  /* A lapsed lease holds nobody off. */
  g_assert_cmpuint (
      redress_queue_item_list_badges (item, "a-1", FALSE, NOW + REDRESS_HOUR, &badge, 1), ==, 0);
}

static void
test_queue_row (void)
{
  g_autoptr (RedressClock) clock = redress_clock_new_manual (NOW);
  g_autoptr (RedressQueueItem) item = create_item ();
  GtkWidget *row = redress_queue_row_new (clock);
  GtkWindow *window = present (row, 312, 76);
  int minimum;

  redress_queue_row_set_item (REDRESS_QUEUE_ROW (row), item, "a-1");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, ==, 76);
  redress_clock_advance (clock, REDRESS_HOUR);
  redress_queue_row_tick (REDRESS_QUEUE_ROW (row));
  gtk_widget_set_direction (row, GTK_TEXT_DIR_RTL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  redress_queue_row_set_item (REDRESS_QUEUE_ROW (row), NULL, NULL);
  leave (window, row);
  g_assert_finalize_object (g_steal_pointer (&item));
}

static void
test_sidebar_counts (void)
{
  GtkWidget *sidebar = g_object_new (REDRESS_TYPE_SIDEBAR, NULL);
  GtkWindow *window = present (sidebar, 220, 700);
  const char *platforms[] = { "kameng", "rail12306", NULL };
  RedressCounts counts = { .leaving_at = REDRESS_TIME_UNKNOWN };

  counts.platforms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, NULL);
  counts.total[REDRESS_VIEW_NEXT_DUE] = 128;
  counts.late[REDRESS_VIEW_NEXT_DUE] = 3;
  redress_sidebar_set_platforms (REDRESS_SIDEBAR (sidebar), platforms);
  redress_sidebar_set_counts (REDRESS_SIDEBAR (sidebar), &counts);
  redress_sidebar_select (REDRESS_SIDEBAR (sidebar), REDRESS_VIEW_APPEALS, NULL);
  redress_sidebar_select (REDRESS_SIDEBAR (sidebar), REDRESS_VIEW_NEXT_DUE, "kameng");
  g_hash_table_unref (counts.platforms);
  leave (window, sidebar);
}

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

/* Nobody is told that all is well while a decision was refused. */
static void
test_sync_light (void)
{
  RedressTestFolder *folder = redress_test_folder_new ();
  g_autofree char *home = redress_test_folder_build (folder, "desk");
  g_autoptr (RedressSync) sync = redress_sync_new (redress_clock_get_system (), home, home);
  GtkWidget *light = g_object_ref_sink (g_object_new (REDRESS_TYPE_SYNC_LIGHT, NULL));
  GtkActionable *button = GTK_ACTIONABLE (light);

  redress_sync_light_set_sync (REDRESS_SYNC_LIGHT (light), sync, redress_clock_get_system ());
  g_assert_nonnull (find_label (light, "All decisions recorded"));
  redress_sync_light_set_waiting (REDRESS_SYNC_LIGHT (light), 2, REDRESS_TIME_UNKNOWN, 1);
  g_assert_true (gtk_widget_get_visible (find_label (light, "1 decision needs you")));
  g_assert_true (gtk_widget_get_visible (find_label (light, "2 decisions wait on this computer")));
  redress_sync_light_set_waiting (REDRESS_SYNC_LIGHT (light), 0, REDRESS_TIME_UNKNOWN, 1);
  g_assert_false (gtk_widget_get_visible (find_label (light, "All decisions recorded")));
  g_assert_cmpstr (gtk_actionable_get_action_name (button), ==, "win.show-trouble");
  redress_sync_light_set_waiting (REDRESS_SYNC_LIGHT (light), 2, REDRESS_TIME_UNKNOWN, 0);
  g_assert_nonnull (find_label (light, "2 decisions wait on this computer"));
  g_assert_cmpstr (gtk_actionable_get_action_name (button), ==, "win.show-mine");
  g_assert_finalize_object (light);
  redress_sync_shutdown (sync);
  redress_test_folder_free (folder);
}

static void
test_sidebar_row (void)
{
  GtkWidget *row = redress_sidebar_row_new_view (REDRESS_VIEW_REVIEWS);
  GtkWidget *list = gtk_list_box_new ();
  GtkWindow *window;

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  window = present (list, 200, 32);
  redress_sidebar_row_set_counts (REDRESS_SIDEBAR_ROW (row), 84, 2);
  g_assert_cmpint (redress_sidebar_row_get_view (REDRESS_SIDEBAR_ROW (row)), ==,
                   REDRESS_VIEW_REVIEWS);
  g_assert_null (redress_sidebar_row_get_platform (REDRESS_SIDEBAR_ROW (row)));
  leave (window, row);
}

static void
test_filter (void)
{
  GtkWidget *filter = g_object_ref_sink (g_object_new (REDRESS_TYPE_QUEUE_FILTER, NULL));
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);

  g_assert_false (redress_queue_filter_is_active (REDRESS_QUEUE_FILTER (filter)));
  redress_queue_filter_apply (REDRESS_QUEUE_FILTER (filter), query);
  g_assert_cmpuint (query->kinds, ==, 0);
  g_assert_cmpint (query->sort, ==, REDRESS_SORT_DUE);
  g_assert_finalize_object (filter);
}

static GtkWidget *
find_drop_down (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_DROP_DOWN (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_drop_down (child);
  return found;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* Its content comes when it is opened. */
static void
test_filter_opened (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  RedressQueueFilter *filter = g_object_new (REDRESS_TYPE_QUEUE_FILTER, NULL);
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  GtkWindow *window;
  guint n_changes = 0;

  g_signal_connect_swapped (filter, "changed", G_CALLBACK (count_cb), &n_changes);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), GTK_WIDGET (filter));
  window = present (button, 300, 200);
  redress_queue_filter_reset (filter);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_null (find_drop_down (GTK_WIDGET (filter)));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_drop_down (GTK_WIDGET (filter))), 1);
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_true (redress_queue_filter_is_active (filter));
  redress_queue_filter_apply (filter, query);
  g_assert_cmpint (query->sort, ==, REDRESS_SORT_NEWEST);
  redress_queue_filter_reset (filter);
  g_assert_cmpuint (n_changes, ==, 3);
  g_assert_false (redress_queue_filter_is_active (filter));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  leave (window, button);
}

static void
test_late_menu (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWindow *window;

  g_menu_append (menu, "Quit", "app.quit");
  redress_late_menu_set (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  window = present (button, 300, 200);
  g_assert_null (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  for (guint i = 0; i < 2; i++)
    {
      gtk_menu_button_popup (GTK_MENU_BUTTON (button));
      g_assert_true (gtk_widget_get_visible (
          GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)))));
      gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
    }
  leave (window, button);
}

static void
test_skeleton (void)
{
  GtkWidget *skeleton = g_object_new (REDRESS_TYPE_SKELETON, NULL);

  leave (present (skeleton, 312, 600), skeleton);
}

static void
test_sign_in_page (void)
{
  GtkWidget *page = g_object_new (REDRESS_TYPE_SIGN_IN_PAGE, NULL);
  GtkWindow *window = present (page, 800, 600);
  g_autoptr (GError) error =
      g_error_new (REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN, "Check both and try again.");

  redress_sign_in_page_set_server (REDRESS_SIGN_IN_PAGE (page), "https://desk.example.com", TRUE);
  g_assert_cmpstr (redress_sign_in_page_get_server (REDRESS_SIGN_IN_PAGE (page)), ==,
                   "https://desk.example.com");
  redress_sign_in_page_show_error (REDRESS_SIGN_IN_PAGE (page), error);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  leave (window, page);
}

static void
test_keys (void)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    const char *action;
  } rows[] = {
    { GDK_KEY_j, 0, "win.step" },
    { GDK_KEY_n, 0, "win.take-next" },
    { GDK_KEY_n, GDK_CONTROL_MASK, NULL },
    { GDK_KEY_Return, GDK_CONTROL_MASK, "case.try-submit-next" },
    { GDK_KEY_Return, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "case.try-submit" },
    { GDK_KEY_Return, 0, NULL },
    { GDK_KEY_1, 0, "case.verdict" },
    { GDK_KEY_1, GDK_ALT_MASK, "case.verdict" },
    { GDK_KEY_9, 0, NULL },
    { GDK_KEY_z, GDK_CONTROL_MASK | GDK_LOCK_MASK, "case.undo" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const RedressKey *key = redress_keys_find (rows[i].key, rows[i].state);

      g_assert_cmpstr (key != NULL ? key->action : NULL, ==, rows[i].action);
    }
  g_assert_cmpint (redress_keys_find (GDK_KEY_k, 0)->parameter, ==, -1);
  g_assert_false (redress_keys_find (GDK_KEY_1, 0)->repeats);
}

static void
test_views_have_names (void)
{
  RedressView view = REDRESS_VIEW_DONE;

  for (guint i = 0; i <= REDRESS_VIEW_DONE; i++)
    {
      g_assert_true (redress_view_from_name (redress_view_get_name ((RedressView)i), &view));
      g_assert_cmpint (view, ==, i);
    }
  /* What an older or a newer program wrote changes nothing. */
  g_assert_false (redress_view_from_name ("Next due", &view));
  g_assert_false (redress_view_from_name ("", &view));
  g_assert_cmpint (view, ==, REDRESS_VIEW_DONE);
}

static void
test_titles_of_the_queue (void)
{
  GtkWidget *title = g_object_ref_sink (gtk_label_new (NULL));
  GtkWidget *subtitle = g_object_ref_sink (gtk_label_new (NULL));

  redress_queue_titles_show_view (GTK_LABEL (title), GTK_LABEL (subtitle), REDRESS_VIEW_REVIEWS,
                                  "Reviews", 128, 3, FALSE);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (title)), ==, "Reviews");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (subtitle)), ==, "128 tickets · 3 late");
  redress_queue_titles_show_view (GTK_LABEL (title), GTK_LABEL (subtitle), REDRESS_VIEW_REVIEWS,
                                  "Reviews", 128, 3, TRUE);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (subtitle)), ==, "128 · 3 late");
  redress_queue_titles_show_view (GTK_LABEL (title), GTK_LABEL (subtitle), REDRESS_VIEW_REVIEWS,
                                  "Reviews", 1, 0, TRUE);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (subtitle)), ==, "1 ticket");
  redress_queue_titles_show_found (GTK_LABEL (title), GTK_LABEL (subtitle), 7);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (title)), ==, "All tickets");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (subtitle)), ==, "7 found");
  g_assert_finalize_object (title);
  g_assert_finalize_object (subtitle);
}

/* A file name or a row number in a message is nothing for the person. */
static void
test_words_of_errors (void)
{
  for (int code = 0; code <= REDRESS_ERROR_NO_SPACE; code++)
    {
      g_autoptr (GError) error = g_error_new (REDRESS_ERROR, code, "row 7 of /var/lib/x.db");

      g_assert_null (strstr (redress_error_get_words (error), "x.db"));
      g_assert_cmpuint (strlen (redress_error_get_words (error)), >, 10);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  g_test_add_func ("/app/panes/fold", test_panes_fold);
  g_test_add_func ("/app/panes/cover", test_panes_cover_hides_what_is_under_it);
  g_test_add_func ("/app/panes/divider", test_panes_keep_the_divider_in_its_limits);
  g_test_add_func ("/app/badges/order", test_badges_in_order_of_need);
  g_test_add_func ("/app/badges/claim", test_badge_of_a_claim);
  g_test_add_func ("/app/queue-row", test_queue_row);
  g_test_add_func ("/app/views/names", test_views_have_names);
  g_test_add_func ("/app/queue-titles", test_titles_of_the_queue);
  g_test_add_func ("/app/error-words", test_words_of_errors);
  g_test_add_func ("/app/sidebar/counts", test_sidebar_counts);
  g_test_add_func ("/app/sidebar/row", test_sidebar_row);
  g_test_add_func ("/app/sync-light/needs-you", test_sync_light);
  g_test_add_func ("/app/queue-filter", test_filter);
  g_test_add_func ("/app/queue-filter/opened", test_filter_opened);
  g_test_add_func ("/app/late-menu", test_late_menu);
  g_test_add_func ("/app/skeleton", test_skeleton);
  g_test_add_func ("/app/sign-in-page", test_sign_in_page);
  g_test_add_func ("/app/keys", test_keys);
  return g_test_run ();
}
