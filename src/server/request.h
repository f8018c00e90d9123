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
  const char *method;
  const char *path;
  char **captures;     /* what {…} of the route matched, in order */
  GHashTable *query;   /* (element-type utf8 utf8) decoded */
  GHashTable *headers; /* (element-type utf8 utf8) lower-case names */
  const char *body;    /* (nullable) small bodies: whole, at most 256 KiB */
  gsize body_length;
  const char *body_file;   /* (nullable) evidence uploads: a finished temporary file */
  char *body_sha256;       /* (nullable) of @body_file */
  RedressAccount *account; /* (nullable): who asks; for a connector scopes = its platform */
  RedressTime now;
} RedressRequest;

/**
 * RedressResponse:
 */
typedef struct
{
  guint status;
  char *media_type;
  GBytes *body;        /* (nullable) */
  char *body_path;     /* (nullable): stream this file instead; the edge does Range */
  GHashTable *headers; /* extra headers */
  gboolean park;       /* long poll: run the handler again when a feed moved or at park_until */
  RedressTime park_until;
} RedressResponse;

typedef void (*RedressHandler) (RedressRequest *request, RedressResponse *response);

/* (transfer none) @node is freed by the callee. */
void redress_response_json (RedressResponse *self, guint status, JsonNode *node);
void redress_response_problem (
    RedressResponse *self, guint status, const char *code, const char *title, const char *detail);
/* Chooses status and code from REDRESS_ERROR. */
void redress_response_error (RedressResponse *self, const GError *error);

G_END_DECLS
