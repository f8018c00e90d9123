/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/account-table.h"
#include "server/authenticate.h"
#include "server/connector-table.h"
#include "server/password.h"
#include "server/session-table.h"
#include "server/sign-in-table.h"
#include "server/token.h"

#include "server/engine-under-test.h"

#include <string.h>

/* The tables of accounts, in a database in memory. */

#define NOW (1000 * REDRESS_DAY)

static gint64
add_account (RedressSqlConnection *connection, const char *name)
{
  g_autoptr (RedressAccount) account = redress_account_new ();
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  account->name = g_strdup (name);
  account->display_name = g_strdup ("陈");
  account->role = REDRESS_ROLE_AGENT;
  g_clear_pointer (&account->scopes, g_strfreev);
  account->scopes = g_strsplit ("kameng cainiao", " ", -1);
  g_assert_true (redress_account_table_add (connection, account, "hash", NOW, &id, &error));
  g_assert_no_error (error);
  return id;
}

static gint64
find_account (RedressSqlConnection *connection, const char *token, RedressTime now)
{
  g_autoptr (GError) error = NULL;
  gint64 account = -1;

  g_assert_true (redress_session_table_find (connection, token, now, &account, &error));
  g_assert_no_error (error);
  return account;
}

static RedressRefreshOutcome
refresh (RedressSqlConnection *connection,
         const char *token,
         RedressTime now,
         RedressTokenPair *pair)
{
  g_autoptr (GError) error = NULL;
  gint64 account = 0;
  RedressRefreshOutcome outcome =
      redress_session_table_refresh (connection, token, now, pair, &account, &error);

  g_assert_no_error (error);
  return outcome;
}

static void
test_accounts (void)
{
  g_autoptr (RedressSqlConnection) connection = redress_test_database_open (":memory:");
  gint64 id = add_account (connection, "chen"), an;
  g_autoptr (RedressAccountRow) row = NULL, none = NULL, again = NULL;
  g_autoptr (RedressAccount) twin = redress_account_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  const char *scopes[] = { "kameng", NULL };
  const char *no_scopes[] = { NULL };

  g_assert_true (redress_account_table_find (connection, "chen", &row, &error));
  g_assert_cmpint (row->id, ==, id);
  g_assert_cmpstr (row->account->id, ==, "a-1");
  g_assert_cmpstr (row->account->display_name, ==, "陈");
  g_assert_cmpstr (row->password, ==, "hash");
  g_assert_cmpint (row->account->grants_version, ==, 1);
  g_assert_true (redress_account_has_scope (row->account, "cainiao"));
  g_assert_false (row->disabled);
  g_assert_true (redress_account_table_find (connection, "nobody", &none, &error));
  g_assert_null (none);
  g_assert_true (redress_account_table_get (connection, 99, &none, &error));
  g_assert_null (none);

  twin->name = g_strdup ("chen");
  twin->display_name = g_strdup ("x");
  g_assert_false (redress_account_table_add (connection, twin, NULL, NOW, &id, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_clear_error (&error);

  g_assert_true (redress_account_table_set_grants (connection, 1, REDRESS_ROLE_SUPERVISOR,
                                                   (char *const *)scopes, &error));
  g_assert_true (redress_account_table_set_password (connection, 1, "other", &error));
  g_assert_true (redress_account_table_set_disabled (connection, 1, TRUE, &error));
  g_assert_true (redress_account_table_get (connection, 1, &again, &error));
  g_assert_cmpint (again->account->grants_version, ==, 2);
  g_assert_cmpint (again->account->role, ==, REDRESS_ROLE_SUPERVISOR);
  g_assert_false (redress_account_has_scope (again->account, "cainiao"));
  g_assert_cmpstr (again->password, ==, "other");
  g_assert_true (again->disabled);

  /* What failed may have taken a number. */
  an = add_account (connection, "an");
  g_assert_true (redress_account_table_set_grants (connection, an, REDRESS_ROLE_ADMIN,
                                                   (char *const *)no_scopes, &error));
  rows = redress_account_table_list (connection, &error);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (((RedressAccountRow *)rows->pdata[0])->account->name, ==, "an");
  g_assert_cmpuint (g_strv_length (((RedressAccountRow *)rows->pdata[0])->account->scopes), ==, 0);
}

static void
test_sessions (void)
{
  g_autoptr (RedressSqlConnection) connection = redress_test_database_open (":memory:");
  gint64 id = add_account (connection, "chen");
  g_auto (RedressTokenPair) pair = { 0 }, other = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_session_table_begin (connection, id, NOW, &pair, &error));
  g_assert_cmpint (pair.access_until, ==, NOW + REDRESS_ACCESS_LIFE);
  g_assert_cmpint (pair.refresh_until, ==, NOW + REDRESS_REFRESH_LIFE);
  g_assert_cmpint (find_account (connection, pair.access, NOW), ==, id);
  g_assert_cmpint (find_account (connection, pair.access, pair.access_until - 1), ==, id);
  g_assert_cmpint (find_account (connection, pair.access, pair.access_until), ==, 0);
  /* A refresh token opens nothing, an access token refreshes nothing. */
  g_assert_cmpint (find_account (connection, pair.refresh, NOW), ==, 0);
  g_assert_cmpint (refresh (connection, pair.access, NOW, &other), ==, REDRESS_REFRESH_UNKNOWN);
  g_assert_cmpint (refresh (connection, "rr_none", NOW, &other), ==, REDRESS_REFRESH_UNKNOWN);

  g_assert_true (redress_session_table_begin (connection, id, NOW, &other, &error));
  g_assert_true (redress_session_table_end (connection, pair.access, &error));
  g_assert_cmpint (find_account (connection, pair.access, NOW), ==, 0);
  g_assert_cmpint (find_account (connection, other.access, NOW), ==, id);
  g_assert_true (redress_session_table_end_all (connection, id, &error));
  g_assert_cmpint (find_account (connection, other.access, NOW), ==, 0);
}

/* A lost answer costs nobody the session; a copied token costs everybody theirs. */
static void
test_refresh (void)
{
  g_autoptr (RedressSqlConnection) connection = redress_test_database_open (":memory:");
  gint64 id = add_account (connection, "chen");
  g_auto (RedressTokenPair) first = { 0 }, second = { 0 }, third = { 0 }, fourth = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_session_table_begin (connection, id, NOW, &first, &error));
  g_assert_cmpint (refresh (connection, first.refresh, NOW, &second), ==, REDRESS_REFRESH_DONE);
  g_assert_cmpint (find_account (connection, second.access, NOW), ==, id);
  g_assert_cmpint (refresh (connection, first.refresh, NOW + REDRESS_REFRESH_GRACE, &third), ==,
                   REDRESS_REFRESH_DONE);
  g_assert_cmpint (refresh (connection, second.refresh, NOW + REDRESS_MINUTE, &fourth), ==,
                   REDRESS_REFRESH_DONE);
  g_assert_cmpint (refresh (connection, first.refresh, NOW + REDRESS_REFRESH_GRACE + 1, &third), ==,
                   REDRESS_REFRESH_REUSED);
  g_assert_cmpint (find_account (connection, fourth.access, NOW), ==, 0);
  g_assert_cmpint (refresh (connection, fourth.refresh, NOW + REDRESS_HOUR, &third), ==,
                   REDRESS_REFRESH_UNKNOWN);
}

static void
test_session_ends (void)
{
  g_autoptr (RedressSqlConnection) connection = redress_test_database_open (":memory:");
  gint64 id = add_account (connection, "chen"), left = -1;
  g_auto (RedressTokenPair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  RedressTime now = NOW;

  g_assert_true (redress_session_table_begin (connection, id, now, &pair, &error));
  while (pair.refresh_until < NOW + REDRESS_SESSION_LIFE)
    {
      g_autofree char *token = g_steal_pointer (&pair.refresh);

      now += REDRESS_REFRESH_LIFE - 1;
      g_assert_cmpint (refresh (connection, token, now, &pair), ==, REDRESS_REFRESH_DONE);
    }
  /* However often it is refreshed, a session ends. */
  g_assert_cmpint (pair.refresh_until, ==, NOW + REDRESS_SESSION_LIFE);
  g_assert_cmpint (refresh (connection, pair.refresh, NOW + REDRESS_SESSION_LIFE, &pair), ==,
                   REDRESS_REFRESH_UNKNOWN);
  g_assert_true (redress_sql_connection_get_int64 (connection, "select count(*) from session_token",
                                                   &left, &error));
  g_assert_cmpint (left, ==, 0);
}

static RedressTime
get_block (RedressSqlConnection *connection, const char *name, RedressTime now)
{
  g_autoptr (GError) error = NULL;
  RedressTime until = -1;

  g_assert_true (redress_failure_table_get_block (connection, name, now, &until, &error));
  return until;
}

static void
test_failures (void)
{
  g_autoptr (RedressSqlConnection) connection = redress_test_database_open (":memory:");
  static const gint64 waits[] = { 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900 };
  g_autoptr (GError) error = NULL;
  RedressTime now = NOW;

  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      RedressTime expected = waits[i] > 0 ? now + waits[i] * REDRESS_SECOND : 0;

      g_assert_true (redress_failure_table_add (connection, "chen", now, &error));
      g_assert_cmpint (get_block (connection, "chen", now), ==, expected);
      g_assert_cmpint (get_block (connection, "wang", now), ==, 0);
      now = MAX (now, expected);
      g_assert_cmpint (get_block (connection, "chen", now), ==, 0);
    }
  g_assert_true (redress_failure_table_add (connection, "chen", now, &error));
  g_assert_true (redress_failure_table_forget (connection, "chen", &error));
  g_assert_cmpint (get_block (connection, "chen", now), ==, 0);
  g_assert_true (redress_failure_table_add (connection, "chen", now, &error));
  g_assert_cmpint (get_block (connection, "chen", now), ==, 0);
}

/* Failures of long ago do not count. */
static void
test_failures_fade (void)
{
  g_autoptr (RedressSqlConnection) connection = redress_test_database_open (":memory:");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < REDRESS_FREE_FAILURES; i++)
    g_assert_true (redress_failure_table_add (connection, "chen", NOW, &error));
  g_assert_true (
      redress_failure_table_add (connection, "chen", NOW + REDRESS_FAILURE_LIFE, &error));
  g_assert_cmpint (get_block (connection, "chen", NOW + REDRESS_FAILURE_LIFE), ==, 0);
}

static gint64
take_code (RedressSqlConnection *connection, const char *code, RedressTime now)
{
  g_autoptr (GError) error = NULL;
  gint64 account = -1;

  g_assert_true (redress_code_table_take (connection, code, now, &account, &error));
  g_assert_no_error (error);
  return account;
}

static void
test_codes (void)
{
  g_autoptr (RedressSqlConnection) connection = redress_test_database_open (":memory:");
  gint64 id = add_account (connection, "chen");
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_code_table_add (connection, id, "first", NOW, &error));
  g_assert_true (redress_code_table_add (connection, id, "second", NOW, &error));
  g_assert_cmpint (take_code (connection, "none", NOW), ==, 0);
  g_assert_cmpint (take_code (connection, "first", NOW + REDRESS_CODE_LIFE - 1), ==, id);
  g_assert_cmpint (take_code (connection, "first", NOW), ==, 0);
  g_assert_cmpint (take_code (connection, "second", NOW + REDRESS_CODE_LIFE), ==, 0);
  g_assert_cmpint (take_code (connection, "second", NOW), ==, 0);
}

static void
test_connectors (void)
{
  g_autoptr (RedressSqlConnection) connection = redress_test_database_open (":memory:");
  g_autoptr (RedressAccount) account = NULL, none = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *platform = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  g_assert_true (redress_connector_table_add (connection, "kameng", "rk_a", NOW, &id, &error));
  g_assert_true (redress_connector_table_find (connection, "rk_a", &account, &error));
  g_assert_cmpstr (account->id, ==, "k-1");
  g_assert_cmpint (account->role, ==, REDRESS_ROLE_CONNECTOR);
  g_assert_true (redress_account_has_scope (account, "kameng"));
  g_assert_false (redress_account_has_scope (account, "cainiao"));
  g_assert_true (redress_connector_table_find (connection, "rk_b", &none, &error));
  g_assert_null (none);

  g_assert_true (redress_connector_table_revoke (connection, id, NOW, &platform, &error));
  g_assert_cmpstr (platform, ==, "kameng");
  g_assert_true (redress_connector_table_find (connection, "rk_a", &none, &error));
  g_assert_null (none);
  g_assert_false (redress_connector_table_revoke (connection, id, NOW, &platform, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  rows = redress_connector_table_list (connection, &error);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpint (((RedressConnectorRow *)rows->pdata[0])->revoked_at, ==, NOW);
}

static void
test_passwords (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = redress_password_hash ("correct horse", &error);
  g_autofree char *again = redress_password_hash ("correct horse", &error);
  g_autofree char *long_one = g_strnfill (REDRESS_PASSWORD_MAX + 1, 'x');

  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (redress_password_verify (hash, "correct horse"));
  g_assert_false (redress_password_verify (hash, "correct horse "));
  g_assert_false (redress_password_verify (hash, ""));
  g_assert_false (redress_password_verify (NULL, "correct horse"));
  g_assert_false (redress_password_verify ("no hash", "correct horse"));
  g_assert_true (redress_password_check ("12345678", &error));
  g_assert_false (redress_password_check ("1234567", NULL));
  g_assert_false (redress_password_check (long_one, NULL));
  g_assert_false (redress_password_check ("1234567\xff", &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static void
test_tokens (void)
{
  g_autofree char *one = redress_token_new ("ra"), *two = redress_token_new ("ra");
  g_autofree char *code = redress_token_new_code ();
  g_autofree char *hash = redress_token_hash ("abc");

  g_assert_true (g_str_has_prefix (one, "ra_"));
  g_assert_cmpuint (strlen (one), ==, 3 + 43);
  g_assert_cmpstr (one, !=, two);
  g_assert_cmpuint (strlen (code), ==, 10);
  g_assert_cmpuint (strspn (code, "abcdefghjkmnpqrstuvwxyz23456789"), ==, 10);
  g_assert_cmpstr (hash, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
test_bearer (void)
{
  g_autofree char *long_token = g_strnfill (300, 'x');
  g_autofree char *long_header = g_strconcat ("Bearer ", long_token, NULL);

  g_assert_cmpstr (redress_bearer_token ("Bearer abc"), ==, "abc");
  g_assert_cmpstr (redress_bearer_token ("bearer abc"), ==, "abc");
  g_assert_null (redress_bearer_token (NULL));
  g_assert_null (redress_bearer_token (""));
  g_assert_null (redress_bearer_token ("Bearer"));
  g_assert_null (redress_bearer_token ("Bearer "));
  g_assert_null (redress_bearer_token ("Basic abc"));
  g_assert_null (redress_bearer_token ("Bearer a, Bearer b"));
  g_assert_null (redress_bearer_token (long_header));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/accounts/table", test_accounts);
  g_test_add_func ("/accounts/sessions", test_sessions);
  g_test_add_func ("/accounts/refresh", test_refresh);
  g_test_add_func ("/accounts/session-ends", test_session_ends);
  g_test_add_func ("/accounts/failures", test_failures);
  g_test_add_func ("/accounts/failures-fade", test_failures_fade);
  g_test_add_func ("/accounts/codes", test_codes);
  g_test_add_func ("/accounts/connectors", test_connectors);
  g_test_add_func ("/accounts/passwords", test_passwords);
  g_test_add_func ("/accounts/tokens", test_tokens);
  g_test_add_func ("/accounts/bearer", test_bearer);
  return g_test_run ();
}
