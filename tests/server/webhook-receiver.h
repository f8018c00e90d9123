/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/backend.h"

G_BEGIN_DECLS

/**
 * RedressWebhookReceiver:
 *
 * The platform's end: an HTTP server that keeps what it is told and answers as it is bidden, but
 * for what is told to `deaf`, which it never answers.
 */
typedef struct _RedressWebhookReceiver RedressWebhookReceiver;

/**
 * RedressToldEvent:
 *
 * One request as it came.
 */
typedef struct
{
  char *name;
  char *timestamp;
  char *signature;
  char *body;
  JsonNode *json;
} RedressToldEvent;

RedressWebhookReceiver *redress_webhook_receiver_new (void);
void redress_webhook_receiver_free (RedressWebhookReceiver *self);
const char *redress_webhook_receiver_get_url (RedressWebhookReceiver *self);
/* What it answers from now on. */
void redress_webhook_receiver_set_status (RedressWebhookReceiver *self, guint status);
/* (transfer none): the request number @n, from 0; waits until it came. */
const RedressToldEvent *redress_webhook_receiver_wait (RedressWebhookReceiver *self, guint n);
guint redress_webhook_receiver_count (RedressWebhookReceiver *self);
const char *redress_told_event_get_type (const RedressToldEvent *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressWebhookReceiver, redress_webhook_receiver_free)

G_END_DECLS
