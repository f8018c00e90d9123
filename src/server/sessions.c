/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/sessions.h"

#include "core/error.h"
#include "server/account-table.h"
#include "server/hand-in.h"
#include "server/authenticate.h"
#include "server/oidc/sign-in.h"
#include "server/password.h"
#include "server/server.h"
#include "server/session-trail.h"
#include "server/sign-in-table.h"
#include "wire/json.h"

#include <string.h>

#define MAX_NAME 64
#define MAX_CODE 64
#define MAX_TOKEN 200
/* Each password hash takes 64 MiB and a tenth of a second. */
#define MAX_WAITING_HASHES 32

/* A password on its way to the computing thread and back. */
typedef struct
{
  RedressSignInAttempt attempt;
  char *name;
  char *password;
  char *hash;     /* (nullable) */
  gint64 account; /* 0: there is no such account */
  gboolean is_right;
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *self = data;

  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self->name);
  g_free (self->hash);
  g_free (self);
}

static void
verify (gpointer data)
{
  SignIn *self = data;

  self->is_right = redress_password_verify (self->hash, self->password);
}

static void
answer_session (RedressRequest *request,
                RedressResponse *response,
                guint status,
                gint64 account,
                const RedressTokenPair *pair)
{
  g_autoptr (RedressSession) session = NULL;
  g_autoptr (RedressAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;

  if (!redress_account_table_get (redress_server_get_connection (request->server), account, &row,
                                  &error))
    {
      redress_response_error (response, error);
      return;
    }
  if (row == NULL || row->disabled)
    {
      redress_response_problem (response, 401, "sign_in_required", "Sign in again", NULL);
      return;
    }
  session = redress_session_new ();
  session->access_token = g_strdup (pair->access);
  session->access_until = pair->access_until;
  session->refresh_token = g_strdup (pair->refresh);
  session->refresh_until = pair->refresh_until;
  session->account = g_steal_pointer (&row->account);
  session->account->hand_in_key = redress_hand_in_dup_key (request->server);
  session->server_time = request->now;
  redress_response_json (response, status, redress_session_to_json (session));
}

/**
 * redress_sessions_begin:
 * @request: a request of somebody who is who they say
 * @response: where the answer goes
 * @account: number of their account
 * @via: how they proved it
 *
 * Answers with a new session.
 */
void
redress_sessions_begin (RedressRequest *request,
                        RedressResponse *response,
                        gint64 account,
                        const char *via)
{
  g_auto (RedressTokenPair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  if (redress_session_trail_begin (redress_server_get_connection (request->server), account, via,
                                   request->now, &pair, &error))
    answer_session (request, response, 201, account, &pair);
  else
    redress_response_error (response, error);
}

/**
 * redress_sessions_count_failure:
 * @request: a request to sign in that was refused
 */
void
redress_sessions_count_failure (RedressRequest *request)
{
  redress_metrics_add (redress_server_get_metrics (request->server),
                       "redress_sign_in_failures_total", NULL, 1);
}

static void
refuse_sign_in (RedressRequest *request, RedressResponse *response)
{
  redress_sessions_count_failure (request);
  redress_response_problem (response, 401, "sign_in_failed", "The name or the password is wrong",
                            NULL);
}

/* TRUE: the name has to wait, or the database failed; the response says so. */
static gboolean
is_blocked (RedressRequest *request, RedressResponse *response, const char *name)
{
  RedressTime until = 0;
  g_autofree char *seconds = NULL;
  g_autoptr (GError) error = NULL;

  if (!redress_failure_table_get_block (redress_server_get_connection (request->server), name,
                                        request->now, &until, &error))
    {
      redress_response_error (response, error);
      return TRUE;
    }
  if (until == 0)
    return FALSE;
  seconds = g_strdup_printf ("%" G_GINT64_FORMAT,
                             (until - request->now + REDRESS_SECOND - 1) / REDRESS_SECOND);
  redress_response_problem (response, 429, "locked_out",
                            "Too many failed tries; this name has to wait", NULL);
  redress_response_set_header (response, "Retry-After", seconds);
  return TRUE;
}

/* Second run: the password was compared. */
static void
conclude_sign_in (RedressRequest *request, RedressResponse *response, gconstpointer attempt)
{
  const SignIn *self = attempt;
  RedressSqlConnection *connection = redress_server_get_connection (request->server);
  g_autoptr (GError) error = NULL;

  /* Tries that ran side by side all count before the first of them gets in. */
  if (is_blocked (request, response, self->name))
    return;
  if (self->is_right)
    {
      if (redress_failure_table_forget (connection, self->name, &error))
        redress_sessions_begin (request, response, self->account, "password");
      else
        redress_response_error (response, error);
      return;
    }
  if (redress_session_trail_refuse (connection, self->name, self->account, request->now, &error))
    refuse_sign_in (request, response);
  else
    redress_response_error (response, error);
}

/* First run: finds the account and has the password compared elsewhere. */
static void
begin_sign_in (RedressRequest *request,
               RedressResponse *response,
               const char *name,
               const char *password)
{
  g_autoptr (RedressAccountRow) row = NULL;
  g_autoptr (GError) error = NULL;
  SignIn *self;

  if (is_blocked (request, response, name))
    return;
  if (redress_server_count_compute (request->server) >= MAX_WAITING_HASHES)
    {
      redress_response_problem (response, 503, "busy", "Too many people sign in just now", NULL);
      return;
    }
  if (!redress_account_table_find (redress_server_get_connection (request->server), name, &row,
                                   &error))
    {
      redress_response_error (response, error);
      return;
    }
  self = g_new0 (SignIn, 1);
  self->attempt.conclude = conclude_sign_in;
  self->name = g_strdup (name);
  self->password = g_strdup (password);
  if (row != NULL)
    self->account = row->id;
  if (row != NULL && !row->disabled)
    self->hash = g_strdup (row->password);
  response->compute = verify;
  response->compute_data = self;
  response->compute_free = sign_in_free;
}

static void
sign_in_by_code (RedressRequest *request, RedressResponse *response, const char *code)
{
  gint64 account = 0;
  g_autoptr (GError) error = NULL;

  if (!request->is_local)
    redress_response_problem (response, 403, "loopback_only",
                              "A code is good only on the machine of the server", NULL);
  else if (!redress_code_table_take (redress_server_get_connection (request->server), code,
                                     request->now, &account, &error))
    redress_response_error (response, error);
  else if (account == 0)
    refuse_sign_in (request, response);
  else
    redress_sessions_begin (request, response, account, "code");
}

static void
sign_in_by_password (RedressRequest *request,
                     RedressResponse *response,
                     const char *name,
                     const char *password)
{
  g_autofree char *lower = g_utf8_strdown (name, -1);

  if (redress_oidc_allows_passwords (request->server))
    begin_sign_in (request, response, lower, password);
  else
    redress_response_problem (response, 403, "no_passwords",
                              "This server takes no passwords; sign in with your organisation",
                              NULL);
}

typedef struct
{
  char *name;
  char *password;
  char *code;
  JsonObject *oidc;
} SignInBody;

static void
sign_in_body_clear (SignInBody *self)
{
  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->name);
  g_free (self->password);
  g_free (self->code);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SignInBody, sign_in_body_clear)

static gboolean
read_body (JsonObject *object, SignInBody *body, GError **error)
{
  return redress_json_read_string (object, "name", FALSE, MAX_NAME, &body->name, error) &&
         redress_json_read_string (object, "password", FALSE, REDRESS_PASSWORD_MAX, &body->password,
                                   error) &&
         redress_json_read_string (object, "code", FALSE, MAX_CODE, &body->code, error) &&
         redress_json_read_object (object, "oidc", FALSE, &body->oidc, error);
}

/**
 * redress_handle_sign_in:
 * @request: a request with `{"name", "password"}`, `{"code"}` or `{"oidc"}`
 * @response: where the answer goes
 *
 * Signs somebody in.
 */
void
redress_handle_sign_in (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (JsonNode) node = NULL;
  g_auto (SignInBody) body = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean by_password, by_code, by_oidc;

  if (request->computed != NULL)
    {
      ((const RedressSignInAttempt *)request->computed)
          ->conclude (request, response, request->computed);
      return;
    }
  node = redress_request_parse_body (request, &error);
  if (node == NULL || !read_body (json_node_get_object (node), &body, &error))
    {
      redress_response_error (response, error);
      return;
    }
  by_password = body.name != NULL && body.password != NULL;
  by_code = body.code != NULL;
  by_oidc = body.oidc != NULL;
  if ((body.name != NULL) != (body.password != NULL) || by_password + by_code + by_oidc != 1)
    redress_response_problem (response, 400, "invalid", "The request is not valid",
                              "either name and password, or code, or oidc");
  else if (by_code)
    sign_in_by_code (request, response, body.code);
  else if (by_oidc)
    redress_oidc_sign_in (request, response, body.oidc);
  else
    sign_in_by_password (request, response, body.name, body.password);
}

/**
 * redress_handle_refresh:
 * @request: a request with `{"refresh_token"}`
 * @response: where the answer goes
 *
 * Exchanges a refresh token for a new pair.
 */
void
redress_handle_refresh (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *token = NULL;
  g_auto (RedressTokenPair) pair = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 account = 0;

  node = redress_request_parse_body (request, &error);
  if (node == NULL || !redress_json_read_string (json_node_get_object (node), "refresh_token", TRUE,
                                                 MAX_TOKEN, &token, &error))
    {
      redress_response_error (response, error);
      return;
    }
  switch (redress_session_table_refresh (redress_server_get_connection (request->server), token,
                                         request->now, &pair, &account, &error))
    {
    case REDRESS_REFRESH_DONE:
      answer_session (request, response, 200, account, &pair);
      break;
    case REDRESS_REFRESH_UNKNOWN:
      redress_response_problem (response, 401, "sign_in_required", "Sign in again", NULL);
      break;
    case REDRESS_REFRESH_REUSED:
      redress_metrics_add (redress_server_get_metrics (request->server),
                           "redress_refresh_reused_total", NULL, 1);
      redress_response_problem (response, 401, "refresh_reused",
                                "The refresh token was used before; the session has ended", NULL);
      break;
    case REDRESS_REFRESH_FAILED:
    default:
      redress_response_error (response, error);
      break;
    }
}

/**
 * redress_handle_sign_out:
 * @request: a request
 * @response: where the answer goes
 *
 * Ends the session of the request.
 */
void
redress_handle_sign_out (RedressRequest *request, RedressResponse *response)
{
  const char *token = redress_bearer_token (redress_request_get_header (request, "authorization"));
  g_autoptr (GError) error = NULL;

  if (redress_session_trail_end (redress_server_get_connection (request->server), token,
                                 request->now, &error))
    redress_response_empty (response, 204);
  else
    redress_response_error (response, error);
}

/**
 * redress_handle_me:
 * @request: a request
 * @response: where the answer goes
 *
 * Answers with the account that asks.
 */
void
redress_handle_me (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (RedressAccount) account = redress_account_copy (request->account);

  account->hand_in_key = redress_hand_in_dup_key (request->server);
  redress_response_json (response, 200, redress_account_to_json (account));
}
