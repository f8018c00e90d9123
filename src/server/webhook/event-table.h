/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressWebhookEvent:
 * @name: what the platform knows it by
 * @ticket: 0: a test
 * @external_id: (nullable): number of the ticket, once read
 * @leaves_at: it is not sent before
 * @next_at: of the next try; %REDRESS_TIME_UNKNOWN: sent, dead, or nowhere to send it
 * @status: of the last answer; 0: there was none
 * @words: (nullable): what it said, or why there was none
 *
 * What a platform is told, and how far that came.
 */
typedef struct
{
  gint64 id;
  char *name;
  char *platform;
  gint64 ticket;
  char *external_id;
  char *type;
  char *body;
  RedressTime made_at;
  RedressTime leaves_at;
  RedressTime next_at;
  gint64 attempts;
  RedressTime sent_at;
  RedressTime dead_at;
  RedressTime tried_at;
  gint64 status;
  char *silence;
  char *words;
} RedressWebhookEvent;

void redress_webhook_event_free (RedressWebhookEvent *self);

gboolean redress_webhook_event_table_insert (RedressSqlConnection *connection,
                                             const RedressWebhookEvent *event,
                                             GError **error);
GPtrArray *redress_webhook_event_table_take (RedressSqlConnection *connection,
                                             const char *platform,
                                             RedressTime now,
                                             RedressTime lease,
                                             guint most,
                                             GError **error);
gboolean redress_webhook_event_table_update (RedressSqlConnection *connection,
                                             const RedressWebhookEvent *event,
                                             GError **error);
gboolean redress_webhook_event_table_find (RedressSqlConnection *connection,
                                           gint64 id,
                                           RedressWebhookEvent **event,
                                           GError **error);
GPtrArray *redress_webhook_event_table_list (RedressSqlConnection *connection,
                                             const char *platform,
                                             gboolean dead,
                                             guint most,
                                             GError **error);
gboolean redress_webhook_event_table_park (RedressSqlConnection *connection,
                                           const char *platform,
                                           GError **error);
gboolean redress_webhook_event_table_unpark (RedressSqlConnection *connection,
                                             const char *platform,
                                             GError **error);
gboolean redress_webhook_event_table_revive (RedressSqlConnection *connection,
                                             const char *platform,
                                             RedressTime now,
                                             gint64 *n,
                                             GError **error);
gboolean redress_webhook_event_table_forget (RedressSqlConnection *connection,
                                             RedressTime before,
                                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressWebhookEvent, redress_webhook_event_free)

G_END_DECLS
