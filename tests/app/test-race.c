/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/queue-badges.h"
#include "app/queue-row.h"
#include "app/race-words.h"
#include "app/resources.h"

#include <adwaita.h>

#define NOW (G_GINT64_CONSTANT (1795000000) * REDRESS_SECOND)

static RedressQueueItem *
create_item (void)
{
  RedressQueueItem *item = g_object_new (REDRESS_TYPE_QUEUE_ITEM, NULL);

  item->summary = redress_summary_new ();
  item->summary->id = 7;
  item->summary->due_at = NOW + 134 * REDRESS_MINUTE;
  item->summary->title = g_strdup ("Headphones");
  item->summary->race = redress_race_new ();
  item->summary->race->ships_at = NOW + REDRESS_MINUTE;
  return item;
}

static void
test_race_words (void)
{
  g_autoptr (RedressRace) race = redress_race_new ();
  g_autofree char *any = redress_race_format_time (race, NOW);
  g_autofree char *never = redress_race_format_ages (race, NOW);
  g_autofree char *states = redress_race_format_states (race, "no-such-flow");

  g_assert_cmpstr (any, ==, "May ship at any moment");
  g_assert_cmpstr (never, ==, "Never read");
  g_assert_cmpstr (states, ==, "Truly: unknown · shown: unknown");
  g_assert_cmpint (redress_race_get_stage (race, NOW), ==, REDRESS_DUE_STAGE_SOON);

  race->since = NOW - 74 * REDRESS_SECOND;
  race->as_of = NOW - 12 * REDRESS_SECOND;
  race->ships_at = NOW + 130 * REDRESS_SECOND;
  race->label = g_strdup ("unpacked");
  race->state = g_strdup ("fulfilling");
  g_autofree char *soon = redress_race_format_time (race, NOW);
  g_autofree char *past = redress_race_format_time (race, NOW + 170 * REDRESS_SECOND);
  g_autofree char *ages = redress_race_format_ages (race, NOW);
  g_autofree char *codes = redress_race_format_states (race, "no-such-flow");

  g_assert_cmpstr (soon, ==, "May ship in 2 min 10 s");
  g_assert_cmpstr (past, ==, "May have shipped 40 s ago");
  g_assert_cmpstr (ages, ==, "Asked 1 min 14 s ago · read 12 s ago");
  g_assert_cmpstr (codes, ==, "Truly: fulfilling · shown: unpacked");
  g_assert_cmpint (redress_race_get_stage (race, NOW), ==, REDRESS_DUE_STAGE_SOON);
  g_assert_cmpint (redress_race_get_stage (race, NOW + REDRESS_HOUR), ==, REDRESS_DUE_STAGE_LATE);
  g_assert_cmpint (redress_race_get_stage (race, NOW - REDRESS_HOUR), ==, REDRESS_DUE_STAGE_CALM);
}

static void
test_badges_of_a_race (void)
{
  g_autoptr (RedressQueueItem) item = create_item ();
  RedressRowBadge badges[REDRESS_MAX_ROW_BADGES] = { { 0 } };

  item->summary->badges = REDRESS_BADGE_RACE | REDRESS_BADGE_COMPLAINT;
  item->summary->claim = redress_claim_new ();
  item->summary->claim->holder_name = g_strdup ("Agent 07");
  item->summary->claim->lease_until = NOW + REDRESS_MINUTE;
  g_assert_cmpuint (
      redress_queue_item_list_badges (item, "a-1", TRUE, NOW, badges, G_N_ELEMENTS (badges)), ==,
      2);
  g_assert_cmpstr (badges[0].text, ==, "Agent 07");
  g_assert_cmpstr (badges[1].text, ==, "12315");
  redress_row_badges_clear (badges, G_N_ELEMENTS (badges));
}

static char *
dup_spoken (GtkWidget *row)
{
  return gtk_test_accessible_check_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                             "");
}

/* The same ticket: in the radar its race, elsewhere its due time. */
static void
test_row (void)
{
  g_autoptr (RedressQueueItem) item = create_item ();
  g_autoptr (RedressClock) clock = redress_clock_new_manual (NOW);
  GtkWidget *row = g_object_ref_sink (redress_queue_row_new (clock));

  redress_queue_row_set_item (REDRESS_QUEUE_ROW (row), item, "a-1");
  g_autofree char *plain = dup_spoken (row);
  g_assert_nonnull (strstr (plain, "2 h 14 min left"));
  redress_queue_row_set_races (REDRESS_QUEUE_ROW (row), TRUE);
  g_autofree char *race = dup_spoken (row);
  g_assert_nonnull (strstr (race, "May ship in 1 min 00 s"));
  g_assert_null (strstr (race, "Headphones"));
  g_object_unref (row);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  g_test_add_func ("/app/race/words", test_race_words);
  g_test_add_func ("/app/race/badges", test_badges_of_a_race);
  g_test_add_func ("/app/race/row", test_row);
  return g_test_run ();
}
