/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"

#include "server/identity-provider.h"
#include "server/oidc/fetch.h"
#include "server/oidc/provider.h"

#include <string.h>

/* Signing in with an identity provider, over HTTP on both sides, at a time that the test moves. */

#define RSA_HEADER "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"r\"}"
#define GROUPS                                                                                     \
  "\"roles\":{\"agents\":\"agent\",\"leads\":\"supervisor\"},"                                     \
  "\"platforms\":{\"cards\":[\"kameng\"],\"every\":[\"all\"]}"

typedef struct
{
  Fixture *fixture;
  RedressTestFolder *folder;
  RedressIdentityProvider *identity;
  RedressOidcProvider *provider;
} Case;

static RedressOidcProvider *
make_provider (Case *self, const char *more)
{
  g_autofree char *text =
      g_strdup_printf ("{\"issuer\":\"%s\",\"client_id\":\"desk\"," GROUPS "%s}",
                       redress_identity_provider_get_issuer (self->identity), more);
  g_autofree char *path = redress_test_folder_write (self->folder, "oidc.json", text, -1);
  g_autoptr (GError) error = NULL;
  RedressOidcSettings *settings = redress_oidc_settings_read (path, &error);

  g_assert_no_error (error);
  return redress_oidc_provider_new (settings, redress_oidc_fetch_keys);
}

/* @data: (nullable): more members of the settings */
static void
set_up (Case *self, gconstpointer data)
{
  self->folder = redress_test_folder_new ();
  self->identity = redress_identity_provider_new ();
  self->provider = make_provider (self, data != NULL ? data : "");
  fixture_set_identity_provider (self->provider);
  self->fixture = fixture_new (NULL, NULL);
}

static void
tear_down (Case *self, gconstpointer data)
{
  fixture_free (self->fixture);
  fixture_set_identity_provider (NULL);
  redress_oidc_provider_free (self->provider);
  redress_identity_provider_free (self->identity);
  redress_test_folder_free (self->folder);
}

/* @who: subject, name and groups as members */
static char *
make_token (Case *self, const char *who)
{
  gint64 now = redress_clock_now (self->fixture->clock) / REDRESS_SECOND;
  g_autofree char *claims =
      g_strdup_printf ("{\"iss\":\"%s\",\"aud\":\"desk\",\"nonce\":\"n\",\"iat\":%" G_GINT64_FORMAT
                       ",\"exp\":%" G_GINT64_FORMAT ",%s}",
                       redress_identity_provider_get_issuer (self->identity), now, now + 300, who);

  return redress_token_maker_sign (redress_identity_provider_get_maker (self->identity), 'r',
                                   RSA_HEADER, claims);
}

static Reply *
show (Case *self, const char *token)
{
  g_autofree char *body = g_strdup_printf ("{\"oidc\":{\"token\":\"%s\",\"nonce\":\"n\"}}", token);

  return fixture_call (self->fixture, "POST", "/v1/sessions", NULL, NULL, body);
}

static Reply *
sign_in (Case *self, const char *who)
{
  g_autofree char *token = make_token (self, who);

  return show (self, token);
}

#define CHEN(groups)                                                                               \
  "\"sub\":\"u-7\",\"preferred_username\":\"Chen.Li@example.com\",\"name\":\"Chen 晨\","          \
  "\"groups\":[" groups "]"

/* The account of a session that just began. */
static JsonObject *
get_account (Reply *reply)
{
  g_autoptr (JsonObject) session = NULL;

  g_assert_cmpuint (reply->status, ==, 201);
  session = reply_get_object (reply);
  return json_object_ref (json_object_get_object_member (session, "account"));
}

static void
expect_account (Reply *reply, const char *id, const char *role, guint n_scopes, int grants)
{
  g_autoptr (JsonObject) account = get_account (reply);

  g_assert_cmpstr (json_object_get_string_member (account, "id"), ==, id);
  g_assert_cmpstr (json_object_get_string_member (account, "role"), ==, role);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (account, "scopes")), ==,
                    n_scopes);
  g_assert_cmpint (json_object_get_int_member (account, "grants_version"), ==, grants);
}

static void
test_first_and_again (Case *self, gconstpointer data)
{
  g_autoptr (Reply) first = sign_in (self, CHEN ("\"agents\",\"cards\"")), second = NULL,
                    third = NULL, me = NULL;
  g_autoptr (JsonObject) session = NULL, account = get_account (first);
  g_autofree char *list = NULL;

  expect_account (first, "a-1", "agent", 1, 1);
  g_assert_cmpstr (json_object_get_string_member (account, "name"), ==, "chen.li-example.com");
  g_assert_cmpstr (json_object_get_string_member (account, "display_name"), ==, "Chen 晨");
  session = reply_get_object (first);
  /* The same groups change nothing, others do, whatever the name is by then. */
  redress_clock_advance (self->fixture->clock, REDRESS_SECOND);
  second = sign_in (self, CHEN ("\"cards\",\"agents\""));
  expect_account (second, "a-1", "agent", 1, 1);
  redress_clock_advance (self->fixture->clock, REDRESS_SECOND);
  third = sign_in (self, "\"sub\":\"u-7\",\"preferred_username\":\"zhang\",\"name\":\"Zhang\","
                         "\"groups\":[\"leads\",\"cards\"]");
  expect_account (third, "a-1", "supervisor", 1, 2);
  /* The session of before goes on, and learns of it. */
  me = fixture_call (self->fixture, "GET", "/v1/me",
                     json_object_get_string_member (session, "access_token"), NULL, NULL);
  g_assert_cmpuint (me->status, ==, 200);
  g_assert_cmpstr (reply_get (me, "redress-grants-version"), ==, "2");
  list = fixture_admin (self->fixture, NULL, REDRESS_EXIT_GOOD, "user", "list", NULL);
  g_assert_cmpstr (list, ==, "a-1\tchen.li-example.com\tsupervisor\tkameng\tenabled\tZhang\n");
}

static void
test_all_platforms (Case *self, gconstpointer data)
{
  g_autoptr (Reply) reply = sign_in (self, CHEN ("\"agents\",\"every\""));
  g_autoptr (JsonObject) account = get_account (reply);

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (account, "scopes")), >, 3);
}

static void
test_roles (Case *self, gconstpointer data)
{
  g_autoptr (Reply) none = sign_in (self, CHEN ("\"cards\""));
  g_autoptr (Reply) both = sign_in (self, CHEN ("\"agents\",\"leads\""));
  g_autofree char *list =
      fixture_admin (self->fixture, NULL, REDRESS_EXIT_GOOD, "user", "list", NULL);

  reply_assert_problem (none, 403, "no_single_role");
  reply_assert_problem (both, 403, "no_single_role");
  g_assert_nonnull (strstr (both->body->str, "two roles"));
  g_assert_cmpstr (list, ==, "");
}

/* A name here is nobody's who happens to have it there. */
static void
test_name_taken (Case *self, gconstpointer data)
{
  g_autofree char *id = fixture_admin (self->fixture, NULL, REDRESS_EXIT_GOOD, "user", "add",
                                       "chen.li-example.com", "--role", "admin", NULL);
  g_autoptr (Reply) reply = sign_in (self, CHEN ("\"agents\""));

  reply_assert_problem (reply, 409, "account_not_linked");
  g_assert_nonnull (strstr (reply->body->str, "u-7"));
}

/* A token is good once; the answer may be lost, for a minute. */
static void
test_once (Case *self, gconstpointer data)
{
  g_autofree char *token = make_token (self, CHEN ("\"agents\""));
  g_autoptr (Reply) first = show (self, token), second = NULL, third = NULL;

  g_assert_cmpuint (first->status, ==, 201);
  redress_clock_advance (self->fixture->clock, 59 * REDRESS_SECOND);
  second = show (self, token);
  g_assert_cmpuint (second->status, ==, 201);
  redress_clock_advance (self->fixture->clock, 2 * REDRESS_SECOND);
  third = show (self, token);
  reply_assert_problem (third, 401, "identity_refused");
  g_assert_nonnull (strstr (third->body->str, "used before"));
}

static void
test_disabled (Case *self, gconstpointer data)
{
  g_autoptr (Reply) first = sign_in (self, CHEN ("\"agents\"")), second = NULL;
  g_autofree char *out = NULL;

  g_assert_cmpuint (first->status, ==, 201);
  out = fixture_admin (self->fixture, NULL, REDRESS_EXIT_GOOD, "user", "disable",
                       "chen.li-example.com", NULL);
  redress_clock_advance (self->fixture->clock, REDRESS_SECOND);
  second = sign_in (self, CHEN ("\"agents\""));
  reply_assert_problem (second, 401, "identity_refused");
}

static void
test_bad (Case *self, gconstpointer data)
{
  static const struct
  {
    const char *body;
    guint status;
    const char *code;
  } cases[] = {
    { "{\"oidc\":{}}", 400, "invalid" },
    { "{\"oidc\":\"x\"}", 400, "invalid" },
    { "{\"oidc\":{\"token\":\"x\"}}", 400, "invalid" },
    { "{\"oidc\":{\"nonce\":\"x\"}}", 400, "invalid" },
    { "{\"oidc\":{\"token\":\"x\",\"nonce\":\"y\"},\"code\":\"z\"}", 400, "invalid" },
    { "{\"oidc\":{\"token\":\"x\",\"nonce\":\"y\"},\"name\":\"z\"}", 400, "invalid" },
    { "{\"oidc\":{\"token\":\"x\",\"nonce\":\"y\"}}", 401, "identity_refused" },
    { "{\"oidc\":{\"token\":\"...\",\"nonce\":\"y\"}}", 401, "identity_refused" },
    { "{\"oidc\":{\"token\":\"a.b.c\",\"nonce\":\"y\"}}", 401, "identity_refused" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Reply) reply =
          fixture_call (self->fixture, "POST", "/v1/sessions", NULL, NULL, cases[i].body);

      g_test_message ("%s", cases[i].body);
      reply_assert_problem (reply, cases[i].status, cases[i].code);
    }
}

static char *
sign_in_with_password (Case *self)
{
  g_autoptr (Reply) reply =
      fixture_call (self->fixture, "POST", "/v1/sessions", NULL, NULL,
                    "{\"name\":\"wang\",\"password\":\"" FIXTURE_PASSWORD "\"}");
  g_autoptr (JsonObject) session = NULL;

  if (reply->status != 201)
    return NULL;
  session = reply_get_object (reply);
  return g_strdup (json_object_get_string_member (session, "access_token"));
}

static gpointer
sign_in_in_thread (gpointer data)
{
  return sign_in (data, CHEN ("\"agents\""));
}

/* While the identity provider keeps the server waiting, everybody else goes on. */
static void
test_hangs (Case *self, gconstpointer data)
{
  g_autofree char *id =
      fixture_admin (self->fixture, FIXTURE_PASSWORD "\n", REDRESS_EXIT_GOOD, "user", "add", "wang",
                     "--role", "agent", "--password-stdin", NULL);
  g_autofree char *token = NULL;
  g_autoptr (Reply) me = NULL, reply = NULL;
  GThread *threads[4];

  redress_identity_provider_set_mood (self->identity, REDRESS_IDENTITY_HANGS);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("sign-in", sign_in_in_thread, self);
  redress_identity_provider_await_question (self->identity);
  token = sign_in_with_password (self);
  g_assert_nonnull (token);
  me = fixture_call (self->fixture, "GET", "/v1/me", token, NULL, NULL);
  g_assert_cmpuint (me->status, ==, 200);
  redress_identity_provider_set_mood (self->identity, REDRESS_IDENTITY_ANSWERS);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (Reply) answer = g_thread_join (threads[i]);

      g_assert_cmpuint (answer->status, ==, 201);
    }
}

static void
test_down (Case *self, gconstpointer data)
{
  static const RedressIdentityMood moods[] = {
    REDRESS_IDENTITY_FAILS,     REDRESS_IDENTITY_BABBLES, REDRESS_IDENTITY_LIES,
    REDRESS_IDENTITY_REDIRECTS, REDRESS_IDENTITY_FLOODS,
  };
  g_autoptr (Reply) closed = NULL, back = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (moods); i++)
    {
      g_autoptr (Reply) reply = NULL;

      redress_identity_provider_set_mood (self->identity, moods[i]);
      reply = sign_in (self, CHEN ("\"agents\""));
      reply_assert_problem (reply, 503, "identity_provider_unavailable");
      redress_clock_advance (self->fixture->clock, REDRESS_OIDC_TRY_AGAIN);
    }
  redress_identity_provider_set_mood (self->identity, REDRESS_IDENTITY_ANSWERS);
  back = sign_in (self, CHEN ("\"agents\""));
  g_assert_cmpuint (back->status, ==, 201);
  redress_identity_provider_close (self->identity);
  redress_clock_advance (self->fixture->clock, REDRESS_OIDC_KEYS_LIFE);
  closed = sign_in (self, CHEN ("\"agents\""));
  reply_assert_problem (closed, 503, "identity_provider_unavailable");
}

static void
test_methods (Case *self, gconstpointer data)
{
  g_autoptr (Reply) reply =
      fixture_call (self->fixture, "GET", "/v1/sign-in-methods", NULL, NULL, NULL);
  g_autoptr (JsonObject) object = reply_get_object (reply);
  JsonObject *oidc = json_object_get_object_member (object, "oidc");

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_true (json_object_get_boolean_member (object, "password"));
  g_assert_cmpstr (json_object_get_string_member (oidc, "issuer"), ==,
                   redress_identity_provider_get_issuer (self->identity));
  g_assert_cmpstr (json_object_get_string_member (oidc, "client_id"), ==, "desk");
  g_assert_cmpstr (json_object_get_string_member (oidc, "scope"), ==, "openid profile");
  /* What groups may do here is nobody's business. */
  g_assert_null (strstr (reply->body->str, "leads"));
}

static void
test_no_passwords (Case *self, gconstpointer data)
{
  g_autofree char *id =
      fixture_admin (self->fixture, FIXTURE_PASSWORD "\n", REDRESS_EXIT_GOOD, "user", "add", "wang",
                     "--role", "agent", "--password-stdin", NULL);
  g_autofree char *code =
      fixture_admin (self->fixture, NULL, REDRESS_EXIT_GOOD, "user", "code", "wang", NULL);
  g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\"}", g_strstrip (code));
  g_autoptr (Reply) methods =
      fixture_call (self->fixture, "GET", "/v1/sign-in-methods", NULL, NULL, NULL);
  g_autoptr (Reply) refused =
      fixture_call (self->fixture, "POST", "/v1/sessions", NULL, NULL,
                    "{\"name\":\"wang\",\"password\":\"" FIXTURE_PASSWORD "\"}");
  g_autoptr (Reply) by_code =
      fixture_call (self->fixture, "POST", "/v1/sessions", NULL, NULL, body);
  g_autoptr (JsonObject) object = reply_get_object (methods);

  g_assert_false (json_object_get_boolean_member (object, "password"));
  reply_assert_problem (refused, 403, "no_passwords");
  /* The way in for whoever runs the server stays. */
  g_assert_cmpuint (by_code->status, ==, 201);
}

static void
test_none (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autoptr (Reply) methods =
      fixture_call (fixture, "GET", "/v1/sign-in-methods", NULL, NULL, NULL);
  g_autoptr (Reply) reply = fixture_call (fixture, "POST", "/v1/sessions", NULL, NULL,
                                          "{\"oidc\":{\"token\":\"x\",\"nonce\":\"y\"}}");

  g_assert_cmpstr (methods->body->str, ==, "{\"password\":true}");
  reply_assert_problem (reply, 403, "no_identity_provider");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, more, func)                                                                      \
  g_test_add ("/server/oidc-sign-in/" name, Case, more, set_up, func, tear_down)
  ADD ("first-and-again", NULL, test_first_and_again);
  ADD ("all-platforms", NULL, test_all_platforms);
  ADD ("roles", NULL, test_roles);
  ADD ("name-taken", NULL, test_name_taken);
  ADD ("once", NULL, test_once);
  ADD ("disabled", NULL, test_disabled);
  ADD ("bad", NULL, test_bad);
  ADD ("hangs", NULL, test_hangs);
  ADD ("down", NULL, test_down);
  ADD ("methods", NULL, test_methods);
  ADD ("no-passwords", ",\"passwords\":false", test_no_passwords);
  g_test_add_func ("/server/oidc-sign-in/none", test_none);
  return g_test_run ();
}
