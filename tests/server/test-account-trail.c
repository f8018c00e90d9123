/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"

#include "server/session-table.h"

/* What happens to accounts stands in their log: each thing once, and nothing that did not happen.
 */

#define WRONG "{\"name\":\"chen\",\"password\":\"wrong wrong\"}"
#define RIGHT "{\"name\":\"chen\",\"password\":\"" FIXTURE_PASSWORD "\"}"
#define NOBODY "{\"name\":\"nobody\",\"password\":\"wrong wrong\"}"
#define LOG "/v1/audit/accounts/entries"

/* (transfer full): "action:actor:account" of all entries, the oldest first. */
static char *
list (Fixture *fixture, const char *token, const char *path)
{
  g_autoptr (Reply) reply = fixture_call (fixture, "GET", path, token, NULL, NULL);
  g_autoptr (JsonObject) page = NULL;
  g_autoptr (GString) said = g_string_new (NULL);
  JsonArray *entries;

  g_assert_cmpuint (reply->status, ==, 200);
  page = reply_get_object (reply);
  entries = json_object_get_array_member (page, "entries");
  for (guint i = json_array_get_length (entries); i > 0; i--)
    {
      JsonObject *entry = json_array_get_object_element (entries, i - 1);
      g_autoptr (JsonNode) leaf =
          json_from_string (json_object_get_string_member (entry, "leaf"), NULL);

      g_string_append_printf (
          said, "%s%s:%s:%s", said->len > 0 ? " " : "",
          json_object_get_string_member (entry, "action"),
          json_object_get_string_member (entry, "actor"),
          json_object_get_string_member_with_default (json_node_get_object (leaf), "account", "-"));
    }
  return g_string_free (g_steal_pointer (&said), FALSE);
}

static void
sign_in (Fixture *fixture, const char *body, guint status)
{
  g_autoptr (Reply) reply = fixture_call (fixture, "POST", "/v1/sessions", NULL, NULL, body);

  g_assert_cmpuint (reply->status, ==, status);
}

static void
change (Fixture *fixture, RedressExit expected, const char *verb, const char *name)
{
  g_autofree char *output =
      fixture_admin (fixture, FIXTURE_PASSWORD "\n", expected, "user", verb, name, NULL);
}

static void
test_accounts (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *auditor = fixture_sign_in (fixture, "auditor", REDRESS_ROLE_AUDITOR);
  g_autofree char *id =
      fixture_admin (fixture, FIXTURE_PASSWORD "\n", REDRESS_EXIT_GOOD, "user", "add", "chen",
                     "--role", "agent", "--scopes", "kameng", "--password-stdin", NULL);
  g_autofree char *twin =
      fixture_admin (fixture, FIXTURE_PASSWORD "\n", REDRESS_EXIT_BAD, "user", "add", "chen",
                     "--role", "agent", "--password-stdin", NULL);
  g_autofree char *granted = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "user", "grant",
                                            "chen", "--role", "supervisor", NULL);
  g_autofree char *ceiling = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "user", "ceiling",
                                            "chen", "--fen", "500000", NULL);
  g_autofree char *wrong = fixture_admin (fixture, NULL, REDRESS_EXIT_USAGE, "user", "ceiling",
                                          "chen", "--fen", "-1", NULL);
  g_autofree char *lifted = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "user", "ceiling",
                                           "chen", "--fen", "none", NULL);
  g_autofree char *said = NULL;

  change (fixture, REDRESS_EXIT_GOOD, "passwd", "chen");
  change (fixture, REDRESS_EXIT_GOOD, "disable", "chen");
  change (fixture, REDRESS_EXIT_BAD, "code", "chen");
  change (fixture, REDRESS_EXIT_GOOD, "enable", "chen");
  change (fixture, REDRESS_EXIT_GOOD, "code", "chen");
  change (fixture, REDRESS_EXIT_BAD, "grant", "nobody");
  said = list (fixture, auditor, LOG "?actor=server");
  g_assert_cmpstr (said, ==,
                   "account_added:server:a-1 account_added:server:a-2 "
                   "account_grants_changed:server:a-2 account_ceiling_set:server:a-2 "
                   "account_ceiling_set:server:a-2 account_password_changed:server:a-2 "
                   "account_disabled:server:a-2 account_enabled:server:a-2 "
                   "account_code_made:server:a-2");
}

static void
test_sign_in (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *auditor = fixture_sign_in (fixture, "auditor", REDRESS_ROLE_AUDITOR);
  g_autofree char *chen = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autoptr (Reply) out = NULL;
  g_autofree char *own = NULL, *said = NULL;

  sign_in (fixture, WRONG, 401);
  sign_in (fixture, RIGHT, 201);
  own = list (fixture, chen, LOG);
  out = fixture_call (fixture, "DELETE", "/v1/sessions/current", chen, NULL, NULL);
  g_assert_cmpuint (out->status, ==, 204);
  said = list (fixture, auditor, LOG "?size=100");
  g_assert_cmpstr (said, ==,
                   "account_added:server:a-1 sign_in:a-1:a-1 account_added:server:a-2 "
                   "sign_in:a-2:a-2 sign_in_failed:server:a-2 sign_in:a-2:a-2 sign_out:a-2:a-2");
  /* Of others an agent sees nothing. */
  g_assert_cmpstr (own, ==, "sign_in:a-2:a-2 sign_in:a-2:a-2");
}

/* A stranger cannot fill the log. */
static void
test_unknown_names (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *auditor = fixture_sign_in (fixture, "auditor", REDRESS_ROLE_AUDITOR);
  g_autofree char *first = NULL, *second = NULL;

  sign_in (fixture, NOBODY, 401);
  sign_in (fixture, NOBODY, 401);
  first = list (fixture, auditor, LOG "?action=sign_in_unknown");
  g_assert_cmpstr (first, ==, "sign_in_unknown:server:-");
  redress_clock_advance (fixture->clock, REDRESS_MINUTE);
  sign_in (fixture, NOBODY, 401);
  second = list (fixture, auditor, LOG "?action=sign_in_unknown");
  g_assert_cmpstr (second, ==, "sign_in_unknown:server:- sign_in_unknown:server:-");
}

static void
test_copied_token (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *auditor = NULL, *said = NULL, *body = NULL;
  g_autoptr (Reply) reply = NULL, good = NULL, copied = NULL;
  g_autoptr (JsonObject) session = NULL;

  g_free (fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT));
  reply = fixture_call (fixture, "POST", "/v1/sessions", NULL, NULL, RIGHT);
  session = reply_get_object (reply);
  body = g_strdup_printf ("{\"refresh_token\":\"%s\"}",
                          json_object_get_string_member (session, "refresh_token"));
  good = fixture_call (fixture, "POST", "/v1/sessions/refresh", NULL, NULL, body);
  g_assert_cmpuint (good->status, ==, 200);
  redress_clock_advance (fixture->clock, 2 * REDRESS_MINUTE);
  copied = fixture_call (fixture, "POST", "/v1/sessions/refresh", NULL, NULL, body);
  reply_assert_problem (copied, 401, "refresh_reused");
  auditor = fixture_sign_in (fixture, "auditor", REDRESS_ROLE_AUDITOR);
  said = list (fixture, auditor, LOG "?action=session_reused");
  g_assert_cmpstr (said, ==, "session_reused:server:a-1");
}

/* What is of a platform stands in its log: there an administrator sees this alone. */
static void
test_office (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *admin = fixture_sign_in (fixture, "admin", REDRESS_ROLE_ADMIN);
  g_autofree char *key =
      fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "key", "add", "kameng", NULL);
  g_autofree char *revoked =
      fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "key", "revoke", "k-1", NULL);
  g_autofree char *again =
      fixture_admin (fixture, NULL, REDRESS_EXIT_BAD, "key", "revoke", "k-1", NULL);
  g_autofree char *address = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "webhook", "set",
                                            "kameng", "https://platform.example/told", NULL);
  g_autofree char *removed =
      fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "webhook", "remove", "kameng", NULL);
  g_autofree char *said = list (fixture, admin, "/v1/audit/kameng/entries");

  g_assert_cmpstr (said, ==,
                   "policy_add:server:- key_add:server:- key_revoke:server:- webhook_set:server:- "
                   "webhook_remove:server:-");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/account-trail/accounts", test_accounts);
  g_test_add_func ("/server/account-trail/sign-in", test_sign_in);
  g_test_add_func ("/server/account-trail/unknown-names", test_unknown_names);
  g_test_add_func ("/server/account-trail/copied-token", test_copied_token);
  g_test_add_func ("/server/account-trail/office", test_office);
  return g_test_run ();
}
