/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"

G_BEGIN_DECLS

/**
 * RedressWebhookSender:
 *
 * Tells platforms what happened: at least once, each ticket's events in their order, for days
 * where a platform does not answer.
 */
typedef struct _RedressWebhookSender RedressWebhookSender;

/* @context: runs as long as the server serves */
RedressWebhookSender *
redress_webhook_sender_new (RedressServer *server, GBytes *key, GMainContext *context);
/* While the context and the database thread still run. */
void redress_webhook_sender_stop (RedressWebhookSender *self);
void redress_webhook_sender_free (RedressWebhookSender *self);

/* How long after so many failures the next try follows; 0: no more. */
gint64 redress_webhook_get_delay (gint64 failures);

G_END_DECLS
