/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"

G_BEGIN_DECLS

/**
 * RedressReader:
 *
 * Connections that only read and never checkpoint, for one thread beside the writing worker. They
 * notice by themselves when the cache was begun anew.
 */
typedef struct _RedressReader RedressReader;

RedressReader *redress_reader_new (RedressDisk *disk);
void redress_reader_free (RedressReader *self);
RedressSqlConnection *redress_reader_get_cache (RedressReader *self, GError **error);
RedressSqlConnection *redress_reader_get_search (RedressReader *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressReader, redress_reader_free)

G_END_DECLS
