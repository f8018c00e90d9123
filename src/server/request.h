/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/account.h"
#include "core/clock.h"
#include "wire/messages.h"

G_BEGIN_DECLS

typedef struct _RedressServer RedressServer;

/**
 * RedressRequest:
 *
 * One request after the edge has checked its framing, its size and its sender. A handler
 * runs on the server's database thread, answers by the functions below exactly once and
 * keeps no pointer to the request.
 */
typedef struct
{
  RedressServer *server;
  const char *id; /* of the request, for logs */
  const char *method;
  const char *path;
  char **captures;     /* what {…} of the route matched, in order, percent-decoded */
  GHashTable *query;   /* (element-type utf8 utf8) decoded */
  GHashTable *headers; /* (element-type utf8 utf8) lower-case names */
  const char *body;    /* (nullable) small bodies: whole, at most 256 KiB, with a NUL behind */
  gsize body_length;
  const char *body_file;   /* (nullable) evidence uploads: a finished, synced temporary file in
                            * the data folder; rename it to keep it, otherwise it is removed */
  char *body_sha256;       /* (nullable) of @body_file */
  gint64 body_file_size;   /* of @body_file */
  RedressAccount *account; /* (nullable): who asks; for a connector scopes = its platform */
  gboolean is_local;       /* the peer is on this machine, not behind a proxy */
  RedressTime now;         /* of this run of the handler */
  RedressTime received_at; /* of the first run: a parked request runs again */
  gboolean may_park;       /* FALSE: the waiting time is over, answer now */
  gpointer computed;       /* (nullable): what compute of the run before was given */
} RedressRequest;

/**
 * RedressComputeFunc:
 *
 * Long work without the database, such as a password hash. Runs on another thread.
 */
typedef void (*RedressComputeFunc) (gpointer data);

/**
 * RedressResponse:
 *
 * Where @compute is set, nothing is answered yet: it runs on another thread, then the handler
 * runs again with @compute_data in computed of the request.
 */
typedef struct
{
  guint status;
  char *media_type;
  GBytes *body;        /* (nullable) */
  char *body_path;     /* (nullable): stream this file instead; the edge does Range */
  GHashTable *headers; /* (element-type utf8 utf8) extra headers; the edge compares ETag */
  gboolean park;       /* long poll: run the handler again when a feed moved or at park_until */
  RedressTime park_until;
  gboolean may_rest; /* an answer to a long poll that just came: if others were woken for the same
                      * feeds just now, it waits for their next wake-up, until park_until at most */
  RedressComputeFunc compute;
  gboolean compute_waits; /* for another machine: it gets a thread where that holds nobody up */
  gpointer compute_data;
  GDestroyNotify compute_free;
  char *cause; /* (nullable): why it is 5xx, for the log */
} RedressResponse;

typedef void (*RedressHandler) (RedressRequest *request, RedressResponse *response);

/* (nullable): a header by its lower-case name, a query member, a capture by position. */
const char *redress_request_get_header (const RedressRequest *self, const char *name);
const char *redress_request_get_query (const RedressRequest *self, const char *name);
const char *redress_request_get_capture (const RedressRequest *self, guint index);
/* FALSE with an error if the query member is there and no integer from @min to @max. */
gboolean redress_request_read_query_int (const RedressRequest *self,
                                         const char *name,
                                         gint64 min,
                                         gint64 max,
                                         gint64 *out,
                                         GError **error);
/* (nullable) (transfer full): the body, which has to be one JSON object. */
JsonNode *redress_request_parse_body (const RedressRequest *self, GError **error);

void redress_response_init (RedressResponse *self);
void redress_response_clear (RedressResponse *self);
void redress_response_set_header (RedressResponse *self, const char *name, const char *value);
/* Quotes @tag. The edge answers 304 where If-None-Match names it. */
void redress_response_set_etag (RedressResponse *self, const char *tag);
/* (transfer none) @node is freed by the callee. */
void redress_response_json (RedressResponse *self, guint status, JsonNode *node);
void
redress_response_bytes (RedressResponse *self, guint status, const char *media_type, GBytes *body);
void
redress_response_file (RedressResponse *self, guint status, const char *media_type, char *path);
void redress_response_empty (RedressResponse *self, guint status);
void redress_response_problem (
    RedressResponse *self, guint status, const char *code, const char *title, const char *detail);
/* Chooses status and code from REDRESS_ERROR. */
void redress_response_error (RedressResponse *self, const GError *error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressResponse, redress_response_clear)

G_END_DECLS
