/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/command.h"

#include "core/error.h"

#include <string.h>

#define NOW (1790559000 * REDRESS_SECOND)

static void
check_form (const char *id)
{
  g_assert_cmpuint (strlen (id), ==, 36);
  g_assert_true (g_uuid_string_is_valid (id));
  g_assert_cmpint (id[14], ==, '7');
  g_assert_nonnull (strchr ("89ab", id[19]));
  for (const char *at = id; *at != '\0'; at++)
    g_assert_true (*at == '-' || g_ascii_isdigit (*at) || (*at >= 'a' && *at <= 'f'));
}

static void
test_id_form (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 10000; i++)
    {
      char *id = redress_command_id_new (NOW);

      check_form (id);
      g_assert_true (g_hash_table_add (seen, id));
    }
}

/* The example of RFC 9562, appendix A.6: 2022-02-22T19:22:22Z. */
static void
test_id_time (void)
{
  g_autofree char *id = redress_command_id_new (G_GINT64_CONSTANT (1645557742000) * 1000);
  g_autofree char *first = redress_command_id_new (0);
  g_autofree char *last = redress_command_id_new (G_GINT64_CONSTANT (253402300799999999));

  g_assert_true (g_str_has_prefix (id, "017f22e2-79b0-7000-"));
  g_assert_true (g_str_has_prefix (first, "00000000-0000-7000-"));
  check_form (last);
  g_assert_true (g_str_has_prefix (last, "e677d21f-dbff-7ffb-"));
}

static void
test_id_order (void)
{
  g_autofree char *before = redress_command_id_new (NOW);

  for (gint64 i = 1; i <= 3000; i++)
    {
      char *id = redress_command_id_new (NOW + i);

      g_assert_cmpstr (before, <, id);
      g_free (before);
      before = id;
    }
}

static void
test_durable (void)
{
  static const gboolean durable[REDRESS_N_COMMAND_TYPES] = {
    [REDRESS_COMMAND_DECIDE] = TRUE,         [REDRESS_COMMAND_NEED_INFO] = TRUE,
    [REDRESS_COMMAND_HOLD] = TRUE,           [REDRESS_COMMAND_RESUME] = TRUE,
    [REDRESS_COMMAND_ESCALATE] = TRUE,       [REDRESS_COMMAND_NOTE] = TRUE,
    [REDRESS_COMMAND_HAND_OVER] = TRUE,      [REDRESS_COMMAND_MERGE] = TRUE,
    [REDRESS_COMMAND_REDACT] = TRUE,         [REDRESS_COMMAND_BLUR] = TRUE,
    [REDRESS_COMMAND_APPROVE_SECOND] = TRUE, [REDRESS_COMMAND_REFUSE_SECOND] = TRUE,
  };

  for (guint i = 0; i < REDRESS_N_COMMAND_TYPES; i++)
    g_assert_true (redress_command_type_is_durable ((RedressCommandType)i) == durable[i]);
}

static void
test_copy (void)
{
  const char *const words[] = { "one", "two", NULL };
  g_autoptr (RedressCommand) command = redress_command_new (REDRESS_COMMAND_NEED_INFO, 42);
  g_autoptr (RedressCommand) copy = NULL;

  g_assert_cmpint (command->until, ==, REDRESS_TIME_UNKNOWN);
  g_assert_cmpint (command->made_at, ==, REDRESS_TIME_UNKNOWN);
  command->command_id = redress_command_id_new (NOW);
  command->seen_digest = g_strdup ("seen");
  command->reason_code = g_strdup ("reason");
  command->note = g_strdup ("note");
  command->message = g_strdup ("message");
  command->override_reason = g_strdup ("override");
  command->cited = g_strdupv ((char **)words);
  command->opened = g_strdupv ((char **)words);
  command->ask = g_strdup ("customer");
  command->slots = g_strdupv ((char **)words);
  command->fact_names = g_strdupv ((char **)words);
  command->hand_to = g_strdup ("a-4");
  command->amount.value = 100;
  command->has_amount = TRUE;

  copy = redress_command_copy (command);
  g_assert_cmpint (copy->type, ==, REDRESS_COMMAND_NEED_INFO);
  g_assert_cmpint (copy->ticket, ==, 42);
  g_assert_cmpint (copy->amount.value, ==, 100);
  g_assert_true (copy->has_amount);
  g_assert_cmpstr (copy->command_id, ==, command->command_id);
  g_assert_cmpstr (copy->seen_digest, ==, "seen");
  g_assert_cmpstr (copy->reason_code, ==, "reason");
  g_assert_cmpstr (copy->note, ==, "note");
  g_assert_cmpstr (copy->message, ==, "message");
  g_assert_cmpstr (copy->override_reason, ==, "override");
  g_assert_cmpstr (copy->ask, ==, "customer");
  g_assert_cmpstr (copy->hand_to, ==, "a-4");
  g_assert_cmpstrv (copy->cited, words);
  g_assert_cmpstrv (copy->opened, words);
  g_assert_cmpstrv (copy->slots, words);
  g_assert_cmpstrv (copy->fact_names, words);
  g_assert_null (redress_command_copy (NULL));
  redress_command_free (NULL);
}

static void
test_texts (void)
{
  g_autoptr (RedressCommand) command = redress_command_new (REDRESS_COMMAND_NOTE, 1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (redress_command_text_excess (NULL), ==, 0);
  g_assert_true (redress_command_check_texts (command, &error));
  command->message = g_strnfill (REDRESS_COMMAND_TEXT_MAX, 'x');
  g_assert_true (redress_command_check_texts (command, &error));
  g_assert_no_error (error);
  command->override_reason = g_strnfill (REDRESS_COMMAND_TEXT_MAX + 7, 'x');
  g_assert_false (redress_command_check_texts (command, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "override_reason is 7 characters too long");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command/id-form", test_id_form);
  g_test_add_func ("/command/id-time", test_id_time);
  g_test_add_func ("/command/id-order", test_id_order);
  g_test_add_func ("/command/durable", test_durable);
  g_test_add_func ("/command/copy", test_copy);
  g_test_add_func ("/command/texts", test_texts);
  return g_test_run ();
}
