/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "server/asked-clock.h"
#include "server/badges.h"
#include "server/cursor.h"
#include "server/fact-check.h"
#include "server/key-file.h"
#include "server/masking.h"
#include "server/presence.h"
#include "support/folder.h"
#include "wire/codec.h"

/* What needs no database: cursors, keys, and what is made of a ticket and its policy. */

#define NOW G_GINT64_CONSTANT (1795316400000000)

static RedressPolicy *
load_policy_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), folder, name, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  RedressPolicy *policy;
  char *text;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, &error));
  bytes = g_bytes_new_take (text, length);
  policy = redress_policy_from_bytes (bytes, &error);
  g_assert_no_error (error);
  return policy;
}

static RedressPolicy *
load_policy (const char *name)
{
  return load_policy_file ("tests/server/data/policies", name);
}

static void
test_cursor (void)
{
  static const guint8 bytes[32] = { 1 };
  g_autoptr (GBytes) key = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr (GBytes) other_key = g_bytes_new_static ("another key of thirty-two bytes!", 32);
  g_autoptr (RedressCursor) cursor = redress_cursor_new ("epoch", 7);
  g_autoptr (RedressCursor) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  RedressCursorPlace *place;

  redress_cursor_add (cursor, "kameng", 41);
  place = redress_cursor_add (cursor, "cainiao", 0);
  place->is_copying = TRUE;
  place->mark = (RedressFeedMark){ G_MAXINT64, 12 };
  text = redress_cursor_to_text (cursor, key, "a-1");
  g_assert_cmpuint (strlen (text), <=, 2048);
  read = redress_cursor_from_text (text, key, "a-1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->epoch, ==, "epoch");
  g_assert_cmpint (read->grants_version, ==, 7);
  g_assert_cmpint (redress_cursor_find (read, "kameng")->seq, ==, 41);
  g_assert_false (redress_cursor_find (read, "kameng")->is_copying);
  g_assert_cmpint (redress_cursor_find (read, "cainiao")->mark.closed_at, ==, G_MAXINT64);
  g_assert_null (redress_cursor_find (read, "btepai"));
  g_assert_null (redress_cursor_from_text (text, other_key, "a-1", &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_null (redress_cursor_from_text (text, key, "a-2", NULL));
}

static void
test_key_file (void)
{
  RedressTestFolder *test_folder = redress_test_folder_new ();
  const char *folder = redress_test_folder_get_path (test_folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = redress_key_file_load (folder, "cursor", &error);
  g_autoptr (GBytes) again = redress_key_file_load (folder, "cursor", &error);
  g_autofree char *path = g_build_filename (folder, "keys", "cursor", NULL);
  GStatBuf info;

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (key, again));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_set_contents (path, "short", -1, NULL));
  g_assert_null (redress_key_file_load (folder, "cursor", &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
  redress_test_folder_free (test_folder);
}

static void
add_text (RedressTicket *ticket, const char *name, const char *text)
{
  RedressFact *fact = redress_fact_new (name, "customer", NOW);

  if (text != NULL)
    redress_value_set_text (&fact->value, text);
  g_ptr_array_add (ticket->facts, fact);
}

static void
expect_hint (RedressPolicy *policy, const char *text, const char *hint)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  const RedressFact *fact;

  add_text (ticket, "claim.account", text);
  g_assert_cmpint (redress_masking_apply (ticket, policy), ==, text != NULL);
  fact = g_ptr_array_index (ticket->facts, 0);
  if (text == NULL)
    g_assert_cmpint (fact->value.type, ==, REDRESS_VALUE_UNKNOWN);
  else
    {
      g_assert_cmpint (fact->value.type, ==, REDRESS_VALUE_MASKED);
      g_assert_cmpstr (fact->value.text, ==, hint);
    }
}

static void
test_masking (void)
{
  g_autoptr (RedressPolicy) policy = load_policy ("kameng-virtual.json");
  g_autoptr (RedressTicket) open = redress_ticket_new ();

  expect_hint (policy, "13800004821", "**** 4821");
  expect_hint (policy, "玩家一二三四五六", "**** 三四五六");
  expect_hint (policy, "1234567", "****");
  expect_hint (policy, "", "****");
  expect_hint (policy, NULL, NULL);
  add_text (open, "item.category", "game_card");
  g_assert_false (redress_masking_apply (open, policy));
  /* Where nobody knows what is sensitive, everything is. */
  g_assert_true (redress_masking_apply (open, NULL));
}

static void
test_fact_check (void)
{
  g_autoptr (RedressPolicy) policy = load_policy ("kameng-virtual.json");
  g_autoptr (RedressFact) fact = redress_fact_new ("claim.amount", "customer", NOW);
  g_autoptr (GError) error = NULL;

  fact->unit = g_strdup ("fen");
  g_assert_true (redress_fact_check (policy, fact, &error));
  redress_value_set_integer (&fact->value, 5);
  g_assert_true (redress_fact_check (policy, fact, &error));
  redress_value_set_text (&fact->value, "5");
  g_assert_false (redress_fact_check (policy, fact, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "claim.amount"));
}

static void
expect_race (const char *at_request, const char *now, gboolean is_race)
{
  g_autoptr (RedressPolicy) policy = load_policy ("kameng-virtual.json");
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();

  ticket->order.state_at_request = g_strdup (at_request);
  ticket->order.state = g_strdup (now);
  ticket->summary->badges = REDRESS_BADGE_SUPERVISOR;
  redress_badges_update (ticket, policy, NOW);
  g_assert_cmpuint (ticket->summary->badges, ==,
                    REDRESS_BADGE_SUPERVISOR | (is_race ? REDRESS_BADGE_RACE : 0));
}

static RedressFact *
make_fact (const char *name, RedressValueType type)
{
  RedressFact *fact = redress_fact_new (name, "platform", NOW);

  if (type == REDRESS_VALUE_BOOLEAN)
    redress_value_set_boolean (&fact->value, TRUE);
  else if (type == REDRESS_VALUE_TIME)
    redress_value_set_time (&fact->value, NOW - REDRESS_MINUTE);
  else
    redress_value_set_text (&fact->value, "unpacked");
  return fact;
}

static void
test_race (void)
{
  g_autoptr (RedressPolicy) policy = load_policy_file ("data/policies", "btepai-order.json");
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  RedressFact *shipped = make_fact ("warehouse.shipped", REDRESS_VALUE_BOOLEAN);

  ticket->order.state = g_strdup ("fulfilling");
  ticket->order.state_at_request = g_strdup ("fulfilling");
  ticket->order.requested_at = NOW - 74 * REDRESS_SECOND;
  shipped->value.boolean = FALSE;
  g_ptr_array_add (ticket->facts, make_fact ("label.state", REDRESS_VALUE_TEXT));
  g_ptr_array_add (ticket->facts, make_fact ("warehouse.processing", REDRESS_VALUE_BOOLEAN));
  g_ptr_array_add (ticket->facts, shipped);
  redress_ticket_seal (ticket);
  redress_badges_update (ticket, policy, NOW);
  g_assert_true (ticket->summary->badges & REDRESS_BADGE_RACE);
  g_assert_cmpstr (ticket->summary->race->label, ==, "unpacked");
  g_assert_cmpstr (ticket->summary->race->state, ==, "fulfilling");
  g_assert_cmpint (ticket->summary->race->since, ==, NOW - 74 * REDRESS_SECOND);
  g_assert_cmpint (ticket->summary->race->ships_at, ==, REDRESS_TIME_UNKNOWN);
  g_assert_cmpint (redress_race_get_urgency (ticket->summary->race), ==, NOW - 74 * REDRESS_SECOND);

  /* The second way to know it, then the first. */
  g_ptr_array_add (ticket->facts, make_fact ("warehouse.pack_started_at", REDRESS_VALUE_TIME));
  redress_ticket_seal (ticket);
  redress_badges_update (ticket, policy, NOW);
  g_assert_cmpint (ticket->summary->race->ships_at, ==, NOW + 44 * REDRESS_MINUTE);
  g_ptr_array_add (ticket->facts, make_fact ("warehouse.collect_at", REDRESS_VALUE_TIME));
  redress_ticket_seal (ticket);
  redress_badges_update (ticket, policy, NOW);
  g_assert_cmpint (ticket->summary->race->ships_at, ==, NOW - REDRESS_MINUTE);

  shipped->value.boolean = TRUE;
  redress_badges_update (ticket, policy, NOW);
  g_assert_null (ticket->summary->race);
  g_assert_false (ticket->summary->badges & REDRESS_BADGE_RACE);
}

static void
test_badges (void)
{
  g_autoptr (RedressPolicy) forbidden = load_policy ("cainiao-return.json");
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();

  expect_race ("not_fulfilled", "delivered", TRUE);
  expect_race ("fulfilling", "dispatched_undelivered", TRUE);
  expect_race ("delivered", "delivered", FALSE);
  expect_race ("not_fulfilled", NULL, FALSE);
  expect_race (NULL, "delivered", FALSE);
  redress_badges_update (ticket, forbidden, NOW);
  g_assert_cmpuint (ticket->summary->badges & REDRESS_BADGE_ONLINE_ONLY, !=, 0);
}

static void
test_asked_clock (void)
{
  g_autoptr (RedressPolicy) policy = load_policy ("kameng-virtual.json");

  g_assert_cmpint (redress_asked_clock_get_end (policy, REDRESS_KIND_REVIEW, FALSE, NOW, NULL) -
                       NOW,
                   ==, 4 * REDRESS_HOUR);
  g_assert_cmpint (redress_asked_clock_get_end (policy, REDRESS_KIND_APPEAL, FALSE, NOW, NULL) -
                       NOW,
                   ==, 24 * REDRESS_HOUR);
  g_assert_cmpint (redress_asked_clock_get_end (policy, REDRESS_KIND_REVIEW, TRUE, NOW, NULL) - NOW,
                   ==, 48 * REDRESS_HOUR);
}

static void
test_presence (void)
{
  g_autoptr (RedressPresence) presence = redress_presence_new ();
  g_autoptr (RedressAccount) one = redress_account_new ();
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (GPtrArray) elsewhere = NULL;
  g_autoptr (GPtrArray) later = NULL;

  one->id = g_strdup ("a-1");
  one->display_name = g_strdup ("王");
  redress_presence_set (presence, 1, one, FALSE, NOW);
  redress_presence_set (presence, 1, one, TRUE, NOW + 1);
  others = redress_presence_list_others (presence, 1, "a-2", NOW + 1);
  g_assert_cmpuint (others->len, ==, 1);
  g_assert_true (((RedressPresent *)g_ptr_array_index (others, 0))->is_writing);
  elsewhere = redress_presence_list_others (presence, 2, "a-2", NOW + 1);
  g_assert_cmpuint (elsewhere->len, ==, 0);
  later = redress_presence_list_others (presence, 1, "a-2", NOW + 1 + REDRESS_MINUTE);
  g_assert_cmpuint (later->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/parts/cursor", test_cursor);
  g_test_add_func ("/server/parts/key-file", test_key_file);
  g_test_add_func ("/server/parts/masking", test_masking);
  g_test_add_func ("/server/parts/fact-check", test_fact_check);
  g_test_add_func ("/server/parts/badges", test_badges);
  g_test_add_func ("/server/parts/race", test_race);
  g_test_add_func ("/server/parts/asked-clock", test_asked_clock);
  g_test_add_func ("/server/parts/presence", test_presence);
  return g_test_run ();
}
