/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"

G_BEGIN_DECLS

/* cache.db, search.db and the evidence beside them as a whole. */

gboolean redress_cache_open (RedressDisk *disk, GError **error);
void redress_cache_close (RedressDisk *disk);
gboolean redress_cache_rebuild (RedressDisk *disk, gboolean is_damaged, GError **error);
gboolean redress_cache_reset_feed (RedressDisk *disk, GError **error);
gboolean redress_cache_mend (RedressDisk *disk, GError **error);

/* search-index.c */
gboolean redress_search_index_open (RedressDisk *disk, GError **error);
gboolean redress_search_index_begin_anew (RedressDisk *disk, GError **error);
gboolean
redress_search_index_fill (RedressDisk *disk, guint max, gboolean *is_done, GError **error);

G_END_DECLS
