/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/webhook/endpoint-table.h"
#include "server/webhook/event-table.h"

G_BEGIN_DECLS

/**
 * RedressWebhookAnswer:
 * @status: 0: there was no answer
 * @retry_after: microseconds that the platform asked for; 0: it did not
 * @silence: (nullable): why there was no answer, a word of data/api/openapi.yaml
 * @words: (owned) (nullable): the beginning of what it said, or why there was no answer
 */
typedef struct
{
  guint status;
  gint64 retry_after;
  const char *silence;
  char *words;
} RedressWebhookAnswer;

/* @answer: (transfer none) */
typedef void (*RedressWebhookAnswered) (const RedressWebhookAnswer *answer, gpointer data);

/* One try. @answered is called once, in the context of the caller, also when it is cancelled. */
void redress_webhook_deliver (SoupSession *session,
                              const RedressWebhookEndpoint *endpoint,
                              const RedressWebhookEvent *event,
                              GBytes *key,
                              RedressTime now,
                              GCancellable *cancellable,
                              RedressWebhookAnswered answered,
                              gpointer data);

G_END_DECLS
