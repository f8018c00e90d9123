/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "wire/messages.h"

G_BEGIN_DECLS

/**
 * RedressHttp:
 *
 * Requests to one server, from the sync thread. Follows no redirect, keeps no cookie, takes
 * no answer larger than it was told.
 */
typedef struct _RedressHttp RedressHttp;

/**
 * RedressReply:
 * @status: HTTP status
 * @body: whole, within the limit
 * @problem: (nullable): the problem body of an error
 * @retry_after: microseconds, 0 = none
 * @grants_version: 0 = none was given
 */
typedef struct
{
  guint status;
  GBytes *body;
  RedressProblem *problem;
  gint64 retry_after;
  gint64 grants_version;
} RedressReply;

/* @body: (transfer full) */
RedressReply *redress_reply_new (guint status, GBytes *body);
void redress_reply_free (RedressReply *self);

/* INVALID: not an http or https address, or http to another computer. What follows the host stays
 * before the path of each call. */
RedressHttp *redress_http_new (const char *server, GError **error);
void redress_http_free (RedressHttp *self);
const char *redress_http_get_server (RedressHttp *self);
/* @token: (nullable): access token for the requests that follow. */
void redress_http_set_token (RedressHttp *self, const char *token);

typedef struct
{
  const char *method;
  const char *path;          /* with query */
  GBytes *body;              /* (nullable): JSON */
  const char *if_none_match; /* (nullable): without quotes */
  gsize max_bytes;           /* 0: 8 MiB */
  guint timeout;             /* seconds; 0: 30 */
} RedressCall;

/* Errors are of the transport: UNAVAILABLE with words for people, TOO_LARGE, INVALID for TLS
 * trouble. An HTTP error status is a reply. */
void redress_http_send_async (RedressHttp *self,
                              const RedressCall *call,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
RedressReply *redress_http_send_finish (GAsyncResult *result, GError **error);
/* What a status that is no success means to somebody who asked for a thing. */
GError *redress_http_error_from_status (guint status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressReply, redress_reply_free)

G_END_DECLS
