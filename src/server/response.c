/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/request.h"

#include "core/error.h"
#include "wire/json.h"

#include <string.h>

/**
 * redress_response_init:
 * @self: memory of a response
 *
 * Makes it an answer that says nothing yet.
 */
void
redress_response_init (RedressResponse *self)
{
  memset (self, 0, sizeof *self);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * redress_response_clear:
 * @self: a response
 *
 * Frees what it holds.
 */
void
redress_response_clear (RedressResponse *self)
{
  g_clear_pointer (&self->media_type, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->body_path, g_free);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->cause, g_free);
  if (self->compute_free != NULL && self->compute_data != NULL)
    self->compute_free (self->compute_data);
  self->compute_data = NULL;
}

/**
 * redress_response_set_header:
 * @self: a response
 * @name: name of a header, such as "Retry-After"
 * @value: its value
 */
void
redress_response_set_header (RedressResponse *self, const char *name, const char *value)
{
  g_hash_table_insert (self->headers, g_strdup (name), g_strdup (value));
}

/**
 * redress_response_set_etag:
 * @self: a response
 * @tag: what tells this answer from other ones of the same operation, without quotes
 *
 * The edge answers 304 where If-None-Match names it.
 */
void
redress_response_set_etag (RedressResponse *self, const char *tag)
{
  g_hash_table_insert (self->headers, g_strdup ("ETag"), g_strdup_printf ("\"%s\"", tag));
}

static void
set_node (RedressResponse *self, guint status, const char *media_type, JsonNode *node)
{
  char *text = redress_json_to_string (node);

  redress_response_bytes (self, status, media_type, g_bytes_new_take (text, strlen (text)));
  json_node_unref (node);
}

/**
 * redress_response_json:
 * @self: a response
 * @status: status
 * @node: (transfer full): the body
 */
void
redress_response_json (RedressResponse *self, guint status, JsonNode *node)
{
  set_node (self, status, "application/json", node);
}

/**
 * redress_response_bytes:
 * @self: a response
 * @status: status
 * @media_type: what @body is
 * @body: (transfer full): the body
 */
void
redress_response_bytes (RedressResponse *self, guint status, const char *media_type, GBytes *body)
{
  self->status = status;
  g_free (self->media_type);
  self->media_type = g_strdup (media_type);
  g_clear_pointer (&self->body_path, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
}

/**
 * redress_response_file:
 * @self: a response
 * @status: status
 * @media_type: what the file is
 * @path: (transfer full): a file that does not change
 *
 * Answers with a file; the edge sends ranges of it where they are asked for.
 */
void
redress_response_file (RedressResponse *self, guint status, const char *media_type, char *path)
{
  redress_response_bytes (self, status, media_type, NULL);
  self->body_path = path;
}

/**
 * redress_response_empty:
 * @self: a response
 * @status: 204 and the like
 */
void
redress_response_empty (RedressResponse *self, guint status)
{
  redress_response_bytes (self, status, NULL, NULL);
}

/**
 * redress_response_problem:
 * @self: a response
 * @status: 400 or above
 * @code: stable code, such as "version_changed"
 * @title: the same in words, the same each time
 * @detail: (nullable): what is special about this time
 *
 * Answers with a problem body (RFC 9457).
 */
void
redress_response_problem (
    RedressResponse *self, guint status, const char *code, const char *title, const char *detail)
{
  g_autoptr (RedressProblem) problem = redress_problem_new (status, code, title, detail);

  set_node (self, status, "application/problem+json", redress_problem_to_json (problem));
  if (status == 429 || status == 503)
    redress_response_set_header (self, "Retry-After", "1");
  if (status == 401)
    redress_response_set_header (self, "WWW-Authenticate", "Bearer");
}

typedef struct
{
  guint status;
  const char *code;
  const char *title;
} ErrorAnswer;

static const ErrorAnswer error_answers[] = {
  [REDRESS_ERROR_INVALID] = { 400, "invalid", "The request is not valid" },
  [REDRESS_ERROR_TOO_LARGE] = { 413, "too_large", "The request is over a limit" },
  [REDRESS_ERROR_NOT_FOUND] = { 404, "not_found", "There is no such thing" },
  [REDRESS_ERROR_FORBIDDEN] = { 403, "forbidden", "This account may not do that" },
  [REDRESS_ERROR_CONFLICT] = { 409, "conflict", "It changed meanwhile" },
  [REDRESS_ERROR_RETRY] = { 503, "try_again", "It may work later" },
  [REDRESS_ERROR_CORRUPT] = { 500, "stored_data_damaged", "Stored data is damaged" },
  [REDRESS_ERROR_TOO_NEW] = { 500, "stored_data_too_new", "Stored data is of a newer version" },
  [REDRESS_ERROR_UNAVAILABLE] = { 503, "unavailable", "Something that is needed is missing" },
  [REDRESS_ERROR_SIGN_IN] = { 401, "sign_in_required", "Sign in again" },
  [REDRESS_ERROR_OVERFLOW] = { 400, "out_of_range", "A number is out of range" },
  [REDRESS_ERROR_NO_SPACE] = { 507, "no_space", "The server cannot write" },
};

/**
 * redress_response_error:
 * @self: a response
 * @error: what went wrong
 *
 * Chooses status and code by the code of @error. What is the server's own trouble goes to its
 * log and not into the answer.
 */
void
redress_response_error (RedressResponse *self, const GError *error)
{
  const ErrorAnswer internal = { 500, "internal", "Something went wrong in the server" };
  const ErrorAnswer *answer = &internal;

  if (error->domain == REDRESS_ERROR && error->code >= 0 &&
      error->code < (int)G_N_ELEMENTS (error_answers))
    answer = &error_answers[error->code];
  redress_response_problem (self, answer->status, answer->code, answer->title,
                            answer->status < 500 ? error->message : NULL);
  if (answer->status >= 500)
    {
      g_free (self->cause);
      self->cause = g_strdup (error->message);
    }
}
