/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evidence-content.h"
#include "sync/sync.h"

G_BEGIN_DECLS

/* Evidence for a window: from the disk, else from the server; verified, and taken apart on a
 * worker thread. CORRUPT: the digest of what came differs. CONFLICT: that of
 * the copy on the disk does, which is thrown away. Nothing is shown either way. */
void redress_sync_load_evidence_async (RedressSync *self,
                                       gint64 ticket,
                                       const char *sha256,
                                       const char *media_type,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* The same of what was revealed: from the server alone, kept nowhere. */
void redress_sync_load_revealed_async (RedressSync *self,
                                       gint64 ticket,
                                       const char *sha256,
                                       const char *media_type,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
RedressEvidenceContent *
redress_sync_load_evidence_finish (RedressSync *self, GAsyncResult *result, GError **error);

G_END_DECLS
