/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/admin.h"
#include "server/loop.h"
#include "server/webhook-receiver.h"
#include "server/webhook/event-table.h"

G_BEGIN_DECLS

/**
 * RedressWebhookLoop:
 * @supervisor: token of a-3
 *
 * A loop whose platform listens.
 */
typedef struct
{
  RedressLoop loop;
  RedressWebhookReceiver *receiver;
  char *supervisor;
} RedressWebhookLoop;

/* (transfer full): what `redress-server webhook @verb` says. */
char *redress_webhook_loop_admin (RedressWebhookLoop *f,
                                  RedressExit expected,
                                  const char *verb,
                                  const char *platform,
                                  const char *url);
/* (transfer full): the secret. */
char *redress_webhook_loop_set_address (RedressWebhookLoop *f);
void redress_webhook_loop_set_up (RedressWebhookLoop *f, gconstpointer data);
void redress_webhook_loop_tear_down (RedressWebhookLoop *f, gconstpointer data);
/* Signs in again: tokens live for ten minutes. */
void redress_webhook_loop_advance (RedressWebhookLoop *f, gint64 by);
/* Approves the ticket, and lets the time of grace pass. */
void redress_webhook_loop_decide (RedressWebhookLoop *f);
/* Closes the ticket. */
void redress_webhook_loop_report_effects (RedressWebhookLoop *f);
/* Waits until @func says so of the event @id. */
void redress_webhook_loop_wait (RedressWebhookLoop *f,
                                gint64 id,
                                gboolean (*func) (const RedressWebhookEvent *event));
gboolean redress_webhook_event_is_sent (const RedressWebhookEvent *event);
gboolean redress_webhook_event_is_dead (const RedressWebhookEvent *event);
gboolean redress_webhook_event_is_parked (const RedressWebhookEvent *event);
void redress_webhook_loop_wait_attempts (RedressWebhookLoop *f, gint64 id, gint64 attempts);
/* POSTs, and expects a status. */
void redress_webhook_loop_change (
    RedressWebhookLoop *f, const char *token, const char *path, const char *body, guint status);
/* What the supervisor is told; it belongs to @answer. */
JsonObject *redress_webhook_loop_list (RedressWebhookLoop *f, RedressTestAnswer **answer);
/* Until the events 1 to @last are given up, of a receiver that refuses them. */
void redress_webhook_loop_fail (RedressWebhookLoop *f, gint64 last);

G_END_DECLS
