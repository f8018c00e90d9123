/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "server/oidc/provider.h"
#include "server/token-maker.h"
#include "support/folder.h"

#include <string.h>

/* What an identity provider signs, what others would like it to have signed, and what it says. */

#define NOW (G_GINT64_CONSTANT (1790559000) * REDRESS_SECOND)
#define ISSUER "https://id.example/realm"

#define SETTINGS                                                                                   \
  "{\"issuer\":\"" ISSUER "\",\"client_id\":\"desk\",\"algorithms\":[\"RS256\",\"ES256\","         \
  "\"EdDSA\"],\"roles\":{\"agents\":\"agent\",\"clerks\":\"agent\",\"leads\":\"supervisor\"},"     \
  "\"platforms\":{\"cards\":[\"kameng\",\"rail\"],\"rails\":[\"rail\"]}}"

#define CLAIM_TIMES "\"iat\":1790558990,\"exp\":1790559300"
#define CLAIM_REST "\"nonce\":\"n-1\",\"sub\":\"u7\",\"preferred_username\":\"chen\""
#define CLAIMS "{\"iss\":\"" ISSUER "\",\"aud\":\"desk\"," CLAIM_TIMES "," CLAIM_REST "}"
#define RSA_HEADER "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"r\"}"

typedef struct
{
  RedressTestFolder *folder;
  RedressTokenMaker *maker;
  RedressOidcSettings *settings;
  char *keys;
} Case;

static RedressOidcSettings *
read_settings (RedressTestFolder *folder, const char *text, GError **error)
{
  g_autofree char *path = redress_test_folder_write (folder, "oidc.json", text, -1);

  return redress_oidc_settings_read (path, error);
}

static void
set_up (Case *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = redress_test_folder_new ();
  self->maker = redress_token_maker_new ();
  self->keys = redress_token_maker_get_keys (self->maker, NULL);
  self->settings = read_settings (self->folder, SETTINGS, &error);
  g_assert_no_error (error);
}

static void
tear_down (Case *self, gconstpointer data)
{
  redress_oidc_settings_free (self->settings);
  redress_token_maker_free (self->maker);
  redress_test_folder_free (self->folder);
  g_free (self->keys);
}

/* (transfer full) (nullable): why it was refused. */
static char *
refuse (Case *self, const char *token, RedressTime now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressOidcIdentity) identity =
      redress_oidc_token_check (self->settings, self->keys, token, "n-1", now, &error);

  g_assert_true ((identity == NULL) == (error != NULL));
  if (error == NULL)
    return NULL;
  g_assert_true (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_SIGN_IN) ||
                 g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND));
  return g_strdup (error->message);
}

static void
expect (Case *self, char key, const char *header, const char *claims, const char *words)
{
  g_autofree char *token = redress_token_maker_sign (self->maker, key, header, claims);
  g_autofree char *why = refuse (self, token, NOW);

  g_test_message ("%s . %s: %s", header, claims, why != NULL ? why : "taken");
  if (words == NULL)
    g_assert_null (why);
  else
    g_assert_nonnull (strstr (why != NULL ? why : "taken", words));
}

static void
test_signatures (Case *self, gconstpointer data)
{
  static const struct
  {
    char key;
    const char *header;
    const char *words;
  } cases[] = {
    { 'r', RSA_HEADER, NULL },
    { 'e', "{\"alg\":\"ES256\",\"kid\":\"e\"}", NULL },
    { 'd', "{\"alg\":\"EdDSA\",\"kid\":\"d\"}", NULL },
    /* The only key of its kind needs no name. */
    { 'e', "{\"alg\":\"ES256\"}", NULL },
    { 0, "{\"alg\":\"none\"}", "kind of signature" },
    { 0, "{\"alg\":\"None\",\"kid\":\"r\"}", "kind of signature" },
    { 0, RSA_HEADER, "signature" },
    { 'h', "{\"alg\":\"HS256\",\"kid\":\"r\"}", "kind of signature" },
    { 'h', RSA_HEADER, "signature is not" },
    { 'r', "{\"alg\":\"PS256\",\"kid\":\"r\"}", "kind of signature" },
    { 'r', "{\"alg\":\"RS512\",\"kid\":\"r\"}", "kind of signature" },
    /* The name of a key of another kind, and one that is too short for today. */
    { 'r', "{\"alg\":\"RS256\",\"kid\":\"e\"}", "not one of the identity provider" },
    { 'e', "{\"alg\":\"ES256\",\"kid\":\"r\"}", "not one of the identity provider" },
    { 's', "{\"alg\":\"RS256\",\"kid\":\"s\"}", "not one of the identity provider" },
    { 's', RSA_HEADER, "signature is not" },
    { 'r', "{\"alg\":\"RS256\",\"kid\":\"other\"}", "not one of the identity provider" },
    { 'r', "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r\"}", "no identity token" },
    { 'r', "{\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[\"x\"]}", "demands" },
    { 'r', "{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\"r\"}", "no signed token" },
    { 'r', "[]", "no signed token" },
    { 'r', "", "no signed token" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    expect (self, cases[i].key, cases[i].header, CLAIMS, cases[i].words);
}

/* A key of the attacker, brought along. */
static void
test_own_key (Case *self, gconstpointer data)
{
  g_autoptr (RedressTokenMaker) other = redress_token_maker_new ();
  g_autofree char *keys = redress_token_maker_get_keys (other, NULL);
  const char *begin = strchr (keys, '[') + 1;
  g_autofree char *jwk = g_strndup (begin, (gsize)(strchr (begin, '}') + 1 - begin));
  g_autofree char *header = g_strdup_printf (
      "{\"alg\":\"RS256\",\"kid\":\"r\",\"jwk\":%s,\"jku\":\"http://127.0.0.1:9/\"}", jwk);
  g_autofree char *token = redress_token_maker_sign (other, 'r', header, CLAIMS);
  g_autofree char *why = refuse (self, token, NOW);

  g_assert_nonnull (strstr (why, "signature is not"));
}

/* Whatever single character is another, it is refused. */
static void
test_changed (Case *self, gconstpointer data)
{
  g_autofree char *token = redress_token_maker_sign (self->maker, 'r', RSA_HEADER, CLAIMS);
  gsize length = strlen (token);

  /* The last character has bits that stand for nothing. */
  for (gsize i = 0; i + 1 < length; i++)
    {
      char kept = token[i];
      g_autofree char *why = NULL;

      token[i] = kept == 'A' ? 'B' : 'A';
      why = refuse (self, token, NOW);
      g_assert_nonnull (why);
      token[i] = kept;
    }
  for (gsize i = 0; i < length; i += 7)
    {
      g_autofree char *cut = g_strndup (token, i), *why = refuse (self, cut, NOW);

      g_assert_nonnull (why);
    }
}

static void
test_claims (Case *self, gconstpointer data)
{
#define WITH(iss, aud, times, rest) "{" iss aud times "," rest "}"
#define ISS "\"iss\":\"" ISSUER "\","
#define AUD "\"aud\":\"desk\","
  static const struct
  {
    const char *claims;
    const char *words;
  } cases[] = {
    { WITH (ISS, "\"aud\":[\"desk\"],", CLAIM_TIMES, CLAIM_REST), NULL },
    { WITH (ISS, "\"aud\":[\"desk\",\"mail\"],\"azp\":\"desk\",", CLAIM_TIMES, CLAIM_REST), NULL },
    { WITH ("\"iss\":\"https://id.example/realm/\",", AUD, CLAIM_TIMES, CLAIM_REST),
      "another ide" },
    { WITH ("", AUD, CLAIM_TIMES, CLAIM_REST), "another identity provider" },
    { WITH (ISS, "\"aud\":\"mail\",", CLAIM_TIMES, CLAIM_REST), "another program" },
    { WITH (ISS, "\"aud\":[\"mail\"],", CLAIM_TIMES, CLAIM_REST), "another program" },
    { WITH (ISS, "\"aud\":7,", CLAIM_TIMES, CLAIM_REST), "another program" },
    { WITH (ISS, "", CLAIM_TIMES, CLAIM_REST), "another program" },
    { WITH (ISS, "\"aud\":[\"desk\",\"mail\"],", CLAIM_TIMES, CLAIM_REST), "another program, too" },
    { WITH (ISS, AUD "\"azp\":\"mail\",", CLAIM_TIMES, CLAIM_REST), "another program, too" },
    { WITH (ISS, AUD, "\"iat\":1790558990", CLAIM_REST), "does not say when" },
    { WITH (ISS, AUD, "\"exp\":1790559300", CLAIM_REST), "does not say when" },
    { WITH (ISS, AUD, "\"iat\":\"1790558990\",\"exp\":1790559300", CLAIM_REST),
      "does not say when" },
    { WITH (ISS, AUD, "\"iat\":1790558000,\"exp\":1790558900", CLAIM_REST), "expired" },
    { WITH (ISS, AUD, "\"iat\":1790558000,\"exp\":1790659300", CLAIM_REST), "too long ago" },
    { WITH (ISS, AUD, "\"iat\":1790559061,\"exp\":1790559300", CLAIM_REST), "not valid yet" },
    { WITH (ISS, AUD, CLAIM_TIMES ",\"nbf\":1790559061", CLAIM_REST), "not valid yet" },
    { WITH (ISS, AUD, CLAIM_TIMES, "\"sub\":\"u7\""), "another attempt" },
    { WITH (ISS, AUD, CLAIM_TIMES, "\"sub\":\"u7\",\"nonce\":\"n-2\""), "another attempt" },
    { WITH (ISS, AUD, CLAIM_TIMES, "\"nonce\":\"n-1\""), "who it is about" },
    { WITH (ISS, AUD, CLAIM_TIMES, "\"nonce\":\"n-1\",\"sub\":\"\""), "who it is about" },
    { WITH (ISS, AUD, CLAIM_TIMES, CLAIM_REST ",\"sub\":\"u8\""), "no signed token" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    expect (self, 'r', RSA_HEADER, cases[i].claims, cases[i].words);
}

/* The clocks may differ by a minute, in both directions. */
static void
test_skew (Case *self, gconstpointer data)
{
  g_autofree char *token = redress_token_maker_sign (self->maker, 'r', RSA_HEADER, CLAIMS);
  RedressTime issued = G_GINT64_CONSTANT (1790558990) * REDRESS_SECOND;
  RedressTime expires = G_GINT64_CONSTANT (1790559300) * REDRESS_SECOND;
  g_autofree char *just = refuse (self, token, issued - 60 * REDRESS_SECOND);
  g_autofree char *early = refuse (self, token, issued - 60 * REDRESS_SECOND - 1);
  g_autofree char *last = refuse (self, token, expires + 60 * REDRESS_SECOND - 1);
  g_autofree char *late = refuse (self, token, expires + 60 * REDRESS_SECOND);

  g_assert_null (just);
  g_assert_nonnull (strstr (early, "not valid yet"));
  g_assert_null (last);
  g_assert_nonnull (strstr (late, "expired"));
}

static void
test_groups (Case *self, gconstpointer data)
{
  static const struct
  {
    const char *groups;
    const char *role;
    const char *scopes; /* or the words */
  } cases[] = {
    { "agents,cards", "agent", "kameng,rail" },
    { "agents,cards,rails", "agent", "kameng,rail" },
    { "rails,agents", "agent", "rail" },
    { "agents,clerks", "agent", "" },
    { "leads", "supervisor", "" },
    { "agents,leads,cards", NULL, "two roles" },
    { "cards", NULL, "no group" },
    { "", NULL, "no group" },
    { "Agents", NULL, "no group" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) groups = g_strsplit (cases[i].groups, ",", -1), scopes = NULL;
      g_autofree char *joined = NULL;
      g_autoptr (GError) error = NULL;
      RedressRole role;

      if (!redress_oidc_settings_map (self->settings, groups, &role, &scopes, &error))
        {
          g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN);
          g_assert_null (cases[i].role);
          g_assert_nonnull (strstr (error->message, cases[i].scopes));
          continue;
        }
      joined = g_strjoinv (",", scopes);
      g_assert_cmpstr (redress_role_to_string (role), ==, cases[i].role);
      g_assert_cmpstr (joined, ==, cases[i].scopes);
    }
}

static void
test_settings (Case *self, gconstpointer data)
{
#define REST ",\"client_id\":\"desk\",\"roles\":{\"a\":\"agent\"}"
  static const struct
  {
    const char *text;
    const char *words;
  } cases[] = {
    { "{\"issuer\":\"https://id.example\"" REST "}", NULL },
    { "{\"issuer\":\"http://127.0.0.1:8\"" REST "}", NULL },
    { "{\"issuer\":\"http://id.example\"" REST "}", "https" },
    { "{\"issuer\":\"http://localhost:8\"" REST "}", "https" },
    { "{\"issuer\":\"https://me:secret@id.example\"" REST "}", "https" },
    { "{\"issuer\":\"https://id.example\"" REST ",\"algorithms\":[\"HS256\"]}", "HS256" },
    { "{\"issuer\":\"https://id.example\"" REST ",\"algorithms\":[\"none\"]}", "none" },
    { "{\"issuer\":\"https://id.example\",\"client_id\":\"desk\",\"roles\":{}}", "no group" },
    { "{\"issuer\":\"https://id.example\",\"client_id\":\"d\",\"roles\":{\"a\":\"connector\"}}",
      "connector" },
    { "{\"issuer\":\"https://id.example\",\"client_id\":\"d\",\"roles\":{\"a\":\"king\"}}",
      "king" },
    { "{\"issuer\":\"https://id.example\",\"roles\":{\"a\":\"agent\"}}", "client_id" },
    { "[]", "object" },
    { "{", "oidc.json" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedressOidcSettings) settings =
          read_settings (self->folder, cases[i].text, &error);

      if (cases[i].words == NULL)
        g_assert_no_error (error);
      else
        {
          g_assert_null (settings);
          g_assert_nonnull (strstr (error->message, cases[i].words));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/server/oidc-token/" name, Case, NULL, set_up, func, tear_down)
  ADD ("signatures", test_signatures);
  ADD ("own-key", test_own_key);
  ADD ("changed", test_changed);
  ADD ("claims", test_claims);
  ADD ("skew", test_skew);
  ADD ("groups", test_groups);
  ADD ("settings", test_settings);
  return g_test_run ();
}
