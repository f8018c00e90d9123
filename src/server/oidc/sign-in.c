/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/oidc/sign-in.h"

#include "core/error.h"
#include "server/log.h"
#include "server/oidc/admit.h"
#include "server/oidc/provider.h"
#include "server/server-private.h"
#include "server/session-trail.h"
#include "server/sessions.h"
#include "wire/json.h"

#include <string.h>

#define MAX_NONCE 200
#define MAX_WAITING 64

/* A token on its way to a thread that may ask the identity provider, and back. */
typedef struct
{
  RedressSignInAttempt attempt;
  RedressOidcProvider *provider;
  char *token;
  char *nonce;
  RedressTime now;
  RedressOidcIdentity *identity; /* (nullable): refused, for @error */
  GError *error;
} OidcAttempt;

static void
oidc_attempt_free (gpointer data)
{
  OidcAttempt *self = data;

  explicit_bzero (self->token, strlen (self->token));
  g_free (self->token);
  g_free (self->nonce);
  redress_oidc_identity_free (self->identity);
  g_clear_error (&self->error);
  g_free (self);
}

static void
identify (gpointer data)
{
  OidcAttempt *self = data;

  self->identity = redress_oidc_provider_identify (self->provider, self->token, self->nonce,
                                                   self->now, &self->error);
}

/* @account: 0 where it is not known */
static void
refuse (RedressRequest *request, RedressResponse *response, gint64 account, const GError *error)
{
  g_autoptr (GError) failure = NULL;

  if (!redress_session_trail_refuse_identity (redress_server_get_connection (request->server),
                                              account, request->now, &failure))
    {
      redress_response_error (response, failure);
      return;
    }
  redress_sessions_count_failure (request);
  redress_log (redress_server_get_clock (request->server), "identity-refused",
               REDRESS_LOG_TEXT ("reason", error->message));
  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN))
    redress_response_problem (response, 403, "no_single_role",
                              "The groups of this person do not give exactly one role",
                              error->message);
  else if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT))
    redress_response_problem (response, 409, "account_not_linked",
                              "An account of that name is here already", error->message);
  else
    redress_response_problem (response, 401, "identity_refused",
                              "What the identity provider said is not accepted", error->message);
}

static void
answer_unavailable (RedressRequest *request, RedressResponse *response, const GError *error)
{
  redress_log (redress_server_get_clock (request->server), "identity-provider-silent",
               REDRESS_LOG_TEXT ("error", error->message));
  redress_response_problem (response, 503, "identity_provider_unavailable",
                            "The identity provider does not answer the server", NULL);
  redress_response_set_header (response, "Retry-After", "5");
}

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_SIGN_IN) ||
         g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN) ||
         g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
}

/* Second run: it is known who it is. */
static void
conclude (RedressRequest *request, RedressResponse *response, gconstpointer attempt)
{
  const OidcAttempt *self = attempt;
  g_autoptr (GError) error = NULL;
  gint64 account = 0;

  if (self->identity == NULL)
    {
      if (g_error_matches (self->error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE))
        answer_unavailable (request, response, self->error);
      else
        refuse (request, response, 0, self->error);
      return;
    }
  if (redress_oidc_admit (request->server, redress_oidc_provider_get_settings (self->provider),
                          self->identity, self->token, request->now, &account, &error))
    redress_sessions_begin (request, response, account, "oidc");
  else if (is_refusal (error))
    refuse (request, response, account, error);
  else
    redress_response_error (response, error);
}

/**
 * redress_oidc_sign_in:
 * @request: a request
 * @response: where the answer goes
 * @object: `{"token", "nonce"}`
 *
 * First run: has the token looked at elsewhere, where the identity provider may be asked for its
 * keys.
 */
void
redress_oidc_sign_in (RedressRequest *request, RedressResponse *response, JsonObject *object)
{
  RedressOidcProvider *provider = redress_server_get_identity_provider (request->server);
  g_autofree char *token = NULL, *nonce = NULL;
  g_autoptr (GError) error = NULL;
  OidcAttempt *self;

  if (!redress_json_read_string (object, "token", TRUE, REDRESS_OIDC_TOKEN_MAX, &token, &error) ||
      !redress_json_read_string (object, "nonce", TRUE, MAX_NONCE, &nonce, &error))
    {
      redress_response_error (response, error);
      return;
    }
  if (provider == NULL)
    {
      redress_response_problem (response, 403, "no_identity_provider",
                                "This server has no identity provider", NULL);
      return;
    }
  if (redress_server_count_outside (request->server) >= MAX_WAITING)
    {
      redress_response_problem (response, 503, "busy", "Too many people sign in just now", NULL);
      return;
    }
  self = g_new0 (OidcAttempt, 1);
  self->attempt.conclude = conclude;
  self->provider = provider;
  self->token = g_steal_pointer (&token);
  self->nonce = g_steal_pointer (&nonce);
  self->now = request->now;
  response->compute = identify;
  response->compute_waits = TRUE;
  response->compute_data = self;
  response->compute_free = oidc_attempt_free;
}

/**
 * redress_oidc_allows_passwords:
 * @server: a server
 *
 * Returns: whether people may sign in with a password
 */
gboolean
redress_oidc_allows_passwords (RedressServer *server)
{
  RedressOidcProvider *provider = redress_server_get_identity_provider (server);

  return provider == NULL || redress_oidc_provider_get_settings (provider)->passwords;
}

static JsonObject *
describe (const RedressOidcSettings *settings)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "issuer", settings->issuer);
  json_object_set_string_member (object, "client_id", settings->client_id);
  json_object_set_string_member (object, "scope", settings->scope);
  redress_json_set_string (object, "title", settings->title);
  return object;
}

/**
 * redress_handle_sign_in_methods:
 * @request: a request
 * @response: where the answer goes
 *
 * Answers with the ways in which people sign in here.
 */
void
redress_handle_sign_in_methods (RedressRequest *request, RedressResponse *response)
{
  RedressOidcProvider *provider = redress_server_get_identity_provider (request->server);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "password",
                                  redress_oidc_allows_passwords (request->server));
  if (provider != NULL)
    json_object_set_object_member (object, "oidc",
                                   describe (redress_oidc_provider_get_settings (provider)));
  json_node_take_object (node, object);
  redress_response_json (response, 200, node);
}
