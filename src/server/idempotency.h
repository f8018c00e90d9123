/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "sql/connection.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_SEEN_ERROR,
  REDRESS_SEEN_NEVER,
  REDRESS_SEEN_SAME,  /* same key, same content: the stored answer is the answer */
  REDRESS_SEEN_OTHER, /* same key, other content */
} RedressSeen;

/* The answers to commands, by account and command id. */
RedressSeen redress_idempotency_find (RedressSqlConnection *connection,
                                      const char *account,
                                      const char *command_id,
                                      const char *fingerprint,
                                      guint *status,
                                      char **answer,
                                      GError **error);
gboolean redress_idempotency_store (RedressSqlConnection *connection,
                                    const char *account,
                                    const char *command_id,
                                    const char *fingerprint,
                                    guint status,
                                    const char *answer,
                                    RedressTime now,
                                    GError **error);

/* The answers to requests of a platform, by its Idempotency-Key. */
RedressSeen redress_intake_key_find (RedressSqlConnection *connection,
                                     const char *platform,
                                     const char *key,
                                     const char *fingerprint,
                                     guint *status,
                                     char **answer,
                                     GError **error);
gboolean redress_intake_key_store (RedressSqlConnection *connection,
                                   const char *platform,
                                   const char *key,
                                   const char *fingerprint,
                                   guint status,
                                   const char *answer,
                                   RedressTime now,
                                   GError **error);

gboolean
redress_idempotency_forget (RedressSqlConnection *connection, RedressTime before, GError **error);

G_END_DECLS
