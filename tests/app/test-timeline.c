/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/timeline-columns.h"
#include "app/timeline-words.h"

static void
add_event (GPtrArray *events, gint64 seconds, RedressLane lane)
{
  RedressEvent *event = redress_event_new ();

  event->at = seconds * REDRESS_SECOND;
  event->lane = lane;
  g_ptr_array_add (events, event);
}

static void
test_timeline_columns (void)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_event_free);
  g_autoptr (RedressTimelineColumns) columns = NULL;
  static const int least[] = { 50, 50, 50, 50, 50 };
  static const int needed[] = { 120, 60, 60, 60, 200 };
  int x[6];

  add_event (events, 1000, REDRESS_LANE_CUSTOMER);
  add_event (events, 1000, REDRESS_LANE_MONEY);
  add_event (events, 1000, REDRESS_LANE_CUSTOMER);
  add_event (events, 1007, REDRESS_LANE_SYSTEM);
  add_event (events, 9000, REDRESS_LANE_SYSTEM);
  columns = redress_timeline_columns_new (events, 1030 * REDRESS_SECOND);
  g_assert_cmpuint (columns->columns->len, ==, 5);
  g_assert_cmpuint (g_array_index (columns->places, guint, 1), ==, 0);
  g_assert_cmpuint (g_array_index (columns->places, guint, 2), ==, 1);
  g_assert_true (g_array_index (columns->columns, RedressTimelineColumn, 3).is_request);
  g_assert_true (g_array_index (columns->columns, RedressTimelineColumn, 4).after_gap);
  g_assert_cmpuint (redress_timeline_columns_find_end (columns, events, 0), ==, 1);
  g_assert_cmpuint (redress_timeline_columns_find_end (columns, events, 1), ==, 5);
  redress_timeline_columns_place (columns, events, least, needed, 700, x);
  g_assert_cmpint (x[0], ==, 0);
  g_assert_cmpint (x[1], >=, 120);
  g_assert_cmpint (x[5], ==, 700);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (x[i + 1] - x[i], >=, 50);
}

static void
test_timeline_of_nothing (void)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  g_autoptr (RedressTimelineColumns) columns =
      redress_timeline_columns_new (events, REDRESS_TIME_UNKNOWN);
  int x[1];

  g_assert_cmpuint (columns->columns->len, ==, 0);
  redress_timeline_columns_place (columns, events, NULL, NULL, 700, x);
  g_assert_cmpint (x[0], ==, 0);
}

static void
test_timeline_says_exactly (void)
{
  static const struct
  {
    gint64 seconds;
    const char *words;
  } rows[] = { { 0, "0 s" },
               { 59, "59 s" },
               { 88, "1 min 28 s" },
               { 77854, "21 h 37 min 34 s" },
               { 90061, "1 d 1 h 1 min 1 s" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = redress_timeline_format_exact (rows[i].seconds * REDRESS_SECOND);

      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/timeline/columns", test_timeline_columns);
  g_test_add_func ("/app/timeline/of-nothing", test_timeline_of_nothing);
  g_test_add_func ("/app/timeline/says-exactly", test_timeline_says_exactly);
  return g_test_run ();
}
