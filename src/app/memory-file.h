/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RedressMemoryFile:
 *
 * A file that lies in memory alone, for what opens nothing but files. It is gone with the last
 * one who has it open.
 */
typedef struct _RedressMemoryFile RedressMemoryFile;

/* Copies @bytes on a worker thread. */
void redress_memory_file_new_async (GObject *source,
                                    GBytes *bytes,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback);
RedressMemoryFile *redress_memory_file_new_finish (GAsyncResult *result, GError **error);
void redress_memory_file_free (RedressMemoryFile *self);
/* (transfer full): a name by which this process opens it. */
GFile *redress_memory_file_get_place (RedressMemoryFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressMemoryFile, redress_memory_file_free)

G_END_DECLS
