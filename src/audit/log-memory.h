/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/checkpoint.h"

G_BEGIN_DECLS

/**
 * RedressLogMemory:
 * @path: its file
 * @since: when the log was first seen
 * @note: (nullable): the last that was good; %NULL: none was seen yet
 * @checkpoint: (nullable): what it says
 * @conflict: (nullable): a note that cannot be true if the last one is; nothing is taken over any
 *   more
 * @conflict_since: when that was seen
 *
 * What somebody remembers of a log between two looks: a desk, a witness, or the signer of what it
 * has signed. Whoever remembers cannot be shown another past.
 */
typedef struct
{
  char *path;
  RedressTime since;
  RedressSignedNote *note;
  RedressCheckpoint *checkpoint;
  RedressSignedNote *conflict;
  RedressTime conflict_since;
} RedressLogMemory;

RedressLogMemory *redress_log_memory_open (const char *path, GError **error);
void redress_log_memory_free (RedressLogMemory *self);
guint64 redress_log_memory_get_size (const RedressLogMemory *self);
gboolean redress_log_memory_check (const RedressLogMemory *self,
                                   const RedressCheckpoint *checkpoint,
                                   const GArray *proof,
                                   GError **error);
gboolean redress_log_memory_advance (RedressLogMemory *self,
                                     const char *origin,
                                     const RedressNoteKey *key,
                                     RedressSignedNote *note,
                                     const GArray *proof,
                                     RedressTime now,
                                     GError **error);
char *redress_log_memory_build_path (const char *folder, const char *origin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressLogMemory, redress_log_memory_free)

G_END_DECLS
