/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressWebhookEndpoint:
 * @generation: of the secret that signs, from 1
 * @rotated_at: since when; the generation before signs beside it for a day
 * @stopped_at: since when nothing is sent, %REDRESS_TIME_UNKNOWN: it is
 * @n_waiting: how many events wait, also those behind a dead one
 * @n_dead: how many were given up
 *
 * Where a platform wants to be told.
 */
typedef struct
{
  char *platform;
  char *url;
  gint64 generation;
  RedressTime rotated_at;
  RedressTime stopped_at;
  char *stopped_by;
  char *stopped_why;
  gint64 n_waiting;
  gint64 n_dead;
} RedressWebhookEndpoint;

void redress_webhook_endpoint_free (RedressWebhookEndpoint *self);

GPtrArray *redress_webhook_endpoint_table_list (RedressSqlConnection *connection, GError **error);
GPtrArray *redress_webhook_endpoint_table_list_running (RedressSqlConnection *connection,
                                                        GError **error);
gboolean redress_webhook_endpoint_table_find (RedressSqlConnection *connection,
                                              const char *platform,
                                              RedressWebhookEndpoint **endpoint,
                                              GError **error);
gboolean redress_webhook_endpoint_table_put (RedressSqlConnection *connection,
                                             const RedressWebhookEndpoint *endpoint,
                                             RedressTime now,
                                             GError **error);
gboolean redress_webhook_endpoint_table_remove (RedressSqlConnection *connection,
                                                const char *platform,
                                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressWebhookEndpoint, redress_webhook_endpoint_free)

G_END_DECLS
