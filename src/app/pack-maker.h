/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"
#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressPackOrder:
 * @policy: (nullable): of the ticket
 * @reason: why the case leaves the house
 * @language: of the document: "en" or "zh_CN"
 * @path: where it goes: the document alone if it ends in ".pdf", else the archive
 */
typedef struct
{
  gint64 ticket;
  RedressPolicy *policy;
  const char *reason;
  const char *language;
  const char *path;
} RedressPackOrder;

/* @total: 0 while nobody knows it. */
typedef void (*RedressPackProgress) (guint done, guint total, gpointer data);

/* Asks the server, fetches what is missing, and writes the file: whole, or not at all, and what
 * was there before stays until then. Errors of REDRESS_ERROR are in words for people. */
void redress_pack_maker_run_async (RedressSync *sync,
                                   const RedressPackOrder *order,
                                   RedressPackProgress progress,
                                   gpointer progress_data,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* @missing: (out): files of evidence that could not be fetched; the pack lists them. */
gboolean redress_pack_maker_run_finish (GAsyncResult *result, guint *missing, GError **error);

G_END_DECLS
