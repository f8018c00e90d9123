/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"
#include "server/webhook/endpoint-table.h"
#include "server/webhook/event-table.h"

G_BEGIN_DECLS

/* What supervisors do about the way to the platforms. On the database thread; each is written
 * into the platform's log. */

/**
 * RedressWebhookCall:
 * @actor: the account that asks
 * @platform: (nullable): which platform it is about
 * @event: which event it is about, or 0
 * @why: (nullable): for people
 * @status: 0, or why it was refused: 403, 404, 409 or 422
 * @code: stable code of the refusal
 * @title: the refusal, for people
 */
typedef struct
{
  RedressServer *server;
  const RedressAccount *actor;
  RedressTime now;
  const char *platform;
  gint64 event;
  const char *why;
  guint status;
  const char *code;
  const char *title;
} RedressWebhookCall;

/* FALSE: refused, or an error of the database. */
gboolean redress_webhook_stop (RedressWebhookCall *call, GError **error);
gboolean redress_webhook_start (RedressWebhookCall *call, GError **error);
gboolean redress_webhook_test (RedressWebhookCall *call, GError **error);
gboolean redress_webhook_resend (RedressWebhookCall *call, GError **error);
gboolean redress_webhook_resend_all (RedressWebhookCall *call, GError **error);

G_END_DECLS
