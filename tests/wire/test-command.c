/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/sample.h"

#define ID "01998e2a-7b3c-7def-8123-456789abcdef"
#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
check_bytes (const RedressCommand *command, const char *wanted)
{
  g_autoptr (GBytes) bytes = redress_command_to_bytes (command);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *quoted = g_strdelimit (g_strdup (wanted), "'", '"');

  g_assert_cmpstr (text, ==, quoted);
}

/* What is NULL, 0 or empty takes no place. */
static void
test_least (void)
{
  g_autoptr (RedressCommand) command = redress_command_new (REDRESS_COMMAND_CLAIM, 42);

  command->command_id = g_strdup (ID);
  command->slots = g_new0 (char *, 1);
  check_bytes (command, "{'command_id':'" ID "','ticket':42,'type':'claim'}");
}

/* These bytes are the identity of a command for 180 days: they must never change. */
static void
test_decide (void)
{
  const char *const cited[] = { DIGEST, NULL };
  g_autoptr (RedressCommand) command = redress_command_new (REDRESS_COMMAND_DECIDE, 42);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *digest = NULL;

  command->command_id = g_strdup (ID);
  command->base_version = 4;
  command->claim_token = 7;
  command->policy_version = 3;
  command->seen_digest = g_strdup (DIGEST);
  command->verdict = REDRESS_VERDICT_PARTIAL;
  command->reason_code = g_strdup ("not_credited");
  command->has_amount = TRUE;
  command->amount.unit = REDRESS_UNIT_POINTS;
  command->note = g_strdup ("记录\n");
  command->cited = g_strdupv ((char **)cited);
  command->made_at = 1;
  command->offline = TRUE;
  check_bytes (command,
               "{'base_version':4,'body':{'amount':{'unit':'points','value':0},'cited':['" DIGEST
               "'],'made_at':'1970-01-01T00:00:00.000001Z','note':'记录\\n','offline':true,"
               "'reason_code':'not_credited','verdict':'partial'},'claim_token':7,"
               "'command_id':'" ID "','policy_version':3,'seen_digest':'" DIGEST
               "','ticket':42,'type':'decide'}");

  bytes = redress_command_to_bytes (command);
  digest = redress_sha256_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (digest, ==, "4d9114e9d863c5167c9ef6e0e1d9da3f99cde3fc4436815ef940d92ca58ee522");
}

/* Says it of what goes to the customer, and nothing where nobody said it. */
static void
test_message_language (void)
{
  g_autoptr (RedressCommand) command = redress_command_new (REDRESS_COMMAND_NEED_INFO, 42);
  g_autoptr (RedressCommand) copy = NULL;

  command->command_id = g_strdup (ID);
  command->message = g_strdup ("请补充");
  command->message_language = g_strdup ("zh-CN");
  copy = redress_command_copy (command);
  check_bytes (copy, "{'body':{'message':'请补充','message_language':'zh-CN'},'command_id':'" ID
                     "','ticket':42,'type':'need_info'}");
}

static RedressCommand *
read_command (const char *id, const char *rest, GError **error)
{
  g_autofree char *text =
      g_strdup_printf ("{'command_id':'%s','type':'decide','ticket':42%s}", id, rest);
  g_autoptr (JsonNode) node = redress_test_json (text);

  return redress_command_from_json (json_node_get_object (node), error);
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressCommand) bare = read_command (ID, "", &error);
  g_autoptr (RedressCommand) full =
      read_command (ID,
                    ",'body':{'amount':{'value':0,'unit':'fen'},'ask':'platform',"
                    "'message_language':'en'}",
                    &error);

  g_assert_no_error (error);
  g_assert_false (bare->has_amount);
  g_assert_null (bare->note);
  g_assert_cmpint (bare->until, ==, REDRESS_TIME_UNKNOWN);
  g_assert_true (full->has_amount);
  g_assert_cmpstr (full->ask, ==, "platform");
  g_assert_cmpstr (full->message_language, ==, "en");
}

static void
test_bad_ids (void)
{
  static const char *const ids[] = {
    "",
    "01998e2a-7b3c-7def-8123-456789abcde",
    "01998e2a-7b3c-7def-8123-456789abcdef0",
    "01998E2A-7B3C-7DEF-8123-456789ABCDEF",
    "01998e2a-7b3c-4def-8123-456789abcdef",
    "01998e2a-7b3c-7def-c123-456789abcdef",
    "01998e2a-7b3c-7def-0123-456789abcdef",
    "01998e2a07b3c-7def-8123-456789abcdef",
    "01998e2g-7b3c-7def-8123-456789abcdef",
    "01998e2a-7b3c-7def-8123-45678９bcdef",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_command (ids[i], "", &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "command_id: "));
    }
}

static void
test_bad_members (void)
{
  static const char *const pairs[][2] = {
    { "seen_digest", ",'seen_digest':'ABCDEF'" },
    { "seen_digest", ",'seen_digest':''" },
    { "base_version", ",'base_version':-1" },
    { "body", ",'body':[]" },
    { "body.cited", ",'body':{'cited':['abc']}" },
    { "body.opened", ",'body':{'opened':['" DIGEST "','']}" },
    { "body.ask", ",'body':{'ask':'seller'}" },
    { "body.message_language", ",'body':{'message_language':1}" },
    { "body.verdict", ",'body':{'verdict':'maybe'}" },
    { "body.amount", ",'body':{'amount':{'value':1,'unit':'yuan'}}" },
    { "body.amount.value", ",'body':{'amount':{'unit':'fen'}}" },
    { "body.until", ",'body':{'until':'2026-09-31T00:00:00Z'}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *prefix = g_strconcat (pairs[i][0], ": ", NULL);

      g_assert_null (read_command (ID, pairs[i][1], &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, prefix));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command/least", test_least);
  g_test_add_func ("/command/decide", test_decide);
  g_test_add_func ("/command/message-language", test_message_language);
  g_test_add_func ("/command/read", test_read);
  g_test_add_func ("/command/bad-ids", test_bad_ids);
  g_test_add_func ("/command/bad-members", test_bad_members);
  return g_test_run ();
}
