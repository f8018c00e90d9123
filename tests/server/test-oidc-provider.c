/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "server/oidc/provider.h"
#include "server/token-maker.h"

#include <string.h>

/* When an identity provider is asked for its keys, and what happens while it does not answer. */

#define START (G_GINT64_CONSTANT (1790559000) * REDRESS_SECOND)

static char *answer; /* (nullable): it is down */
static guint n_asked;
static RedressTokenMaker *maker;

static char *
fetch (const char *issuer, GError **error)
{
  g_assert_cmpstr (issuer, ==, "https://id.example");
  n_asked++;
  if (answer == NULL)
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "it is down");
  return g_strdup (answer);
}

static RedressOidcProvider *
make_provider (void)
{
  RedressOidcSettings *settings = g_new0 (RedressOidcSettings, 1);

  settings->issuer = g_strdup ("https://id.example");
  settings->client_id = g_strdup ("desk");
  settings->groups_claim = g_strdup ("groups");
  settings->algorithms = g_strsplit ("RS256", " ", -1);
  n_asked = 0;
  g_free (answer);
  answer = redress_token_maker_get_keys (maker, NULL);
  return redress_oidc_provider_new (settings, fetch);
}

static GError *
identify (RedressOidcProvider *provider, const char *key, RedressTime now)
{
  g_autofree char *header = g_strdup_printf ("{\"alg\":\"RS256\",\"kid\":\"%s\"}", key);
  g_autofree char *claims = g_strdup_printf (
      "{\"iss\":\"https://id.example\",\"aud\":\"desk\",\"nonce\":\"n\",\"sub\":\"u\","
      "\"iat\":%" G_GINT64_FORMAT ",\"exp\":%" G_GINT64_FORMAT "}",
      now / REDRESS_SECOND, now / REDRESS_SECOND + 60);
  g_autofree char *token = redress_token_maker_sign (maker, 'r', header, claims);
  GError *error = NULL;
  g_autoptr (RedressOidcIdentity) identity =
      redress_oidc_provider_identify (provider, token, "n", now, &error);

  g_assert_true ((identity == NULL) == (error != NULL));
  return error;
}

static void
expect (RedressOidcProvider *provider, const char *key, RedressTime now, int code, guint asked)
{
  g_autoptr (GError) error = identify (provider, key, now);

  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, REDRESS_ERROR, code);
  g_assert_cmpuint (n_asked, ==, asked);
}

static void
test_kept (void)
{
  g_autoptr (RedressOidcProvider) provider = make_provider ();

  expect (provider, "r", START, -1, 1);
  expect (provider, "r", START + 59 * REDRESS_MINUTE, -1, 1);
  expect (provider, "r", START + REDRESS_HOUR, -1, 2);
}

/* The keys were changed: one question finds that out, and strangers cannot make it many. */
static void
test_changed (void)
{
  g_autoptr (RedressOidcProvider) provider = make_provider ();

  expect (provider, "r", START, -1, 1);
  expect (provider, "new", START + REDRESS_SECOND, REDRESS_ERROR_SIGN_IN, 1);
  g_free (answer);
  answer = redress_token_maker_get_keys (maker, "new");
  expect (provider, "new", START + REDRESS_OIDC_ASK_AGAIN, -1, 2);
  for (guint i = 1; i < 20; i++)
    expect (provider, "madeup", START + REDRESS_OIDC_ASK_AGAIN + i * REDRESS_SECOND,
            REDRESS_ERROR_SIGN_IN, 2);
  expect (provider, "madeup", START + 2 * REDRESS_OIDC_ASK_AGAIN, REDRESS_ERROR_SIGN_IN, 3);
  /* The key before is not taken any more. */
  expect (provider, "r", START + 2 * REDRESS_OIDC_ASK_AGAIN, REDRESS_ERROR_SIGN_IN, 3);
}

static void
test_down (void)
{
  g_autoptr (RedressOidcProvider) provider = make_provider ();
  g_autofree char *keys = g_steal_pointer (&answer);

  expect (provider, "r", START, REDRESS_ERROR_UNAVAILABLE, 1);
  expect (provider, "r", START + REDRESS_SECOND, REDRESS_ERROR_UNAVAILABLE, 1);
  expect (provider, "r", START + REDRESS_OIDC_TRY_AGAIN, REDRESS_ERROR_UNAVAILABLE, 2);
  answer = g_steal_pointer (&keys);
  expect (provider, "r", START + 2 * REDRESS_OIDC_TRY_AGAIN, -1, 3);
}

/* It went down later: the keys of before are good for a day. */
static void
test_went_down (void)
{
  g_autoptr (RedressOidcProvider) provider = make_provider ();

  expect (provider, "r", START, -1, 1);
  g_clear_pointer (&answer, g_free);
  expect (provider, "r", START + REDRESS_HOUR, -1, 2);
  expect (provider, "r", START + REDRESS_HOUR + 1, -1, 2);
  /* Whether a key of that name is new cannot be known now. */
  expect (provider, "new", START + 2 * REDRESS_HOUR, REDRESS_ERROR_UNAVAILABLE, 3);
  expect (provider, "r", START + REDRESS_DAY - 1, -1, 4);
  expect (provider, "r", START + REDRESS_DAY, REDRESS_ERROR_UNAVAILABLE, 4);
}

/* A clock that was set back does not keep keys for ever. */
static void
test_clock_set_back (void)
{
  g_autoptr (RedressOidcProvider) provider = make_provider ();

  expect (provider, "r", START, -1, 1);
  expect (provider, "r", START - REDRESS_DAY, -1, 2);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  maker = redress_token_maker_new ();
  g_test_add_func ("/server/oidc-provider/kept", test_kept);
  g_test_add_func ("/server/oidc-provider/changed", test_changed);
  g_test_add_func ("/server/oidc-provider/down", test_down);
  g_test_add_func ("/server/oidc-provider/went-down", test_went_down);
  g_test_add_func ("/server/oidc-provider/clock-set-back", test_clock_set_back);
  status = g_test_run ();
  redress_token_maker_free (maker);
  g_free (answer);
  return status;
}
