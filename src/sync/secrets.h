/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Secrets of an account in the Secret Service. Where there is none, lookups find nothing and
 * storing fails quietly with UNAVAILABLE: the session then lives in memory only, and no secret
 * is ever written to a plain file. */

typedef enum
{
  REDRESS_SECRET_REFRESH_TOKEN,
  REDRESS_SECRET_SEAL_KEY,
} RedressSecret;

void redress_secrets_lookup_async (RedressSecret which,
                                   const char *key,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* (transfer full) (nullable): NULL and no error: there is none. */
char *redress_secrets_lookup_finish (GAsyncResult *result, GError **error);
/* @value: (nullable): NULL forgets it. */
void redress_secrets_store_async (RedressSecret which,
                                  const char *key,
                                  const char *value,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean redress_secrets_store_finish (GAsyncResult *result, GError **error);

G_END_DECLS
