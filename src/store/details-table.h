/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"

G_BEGIN_DECLS

/* The details of tickets in cache.db, and which evidence they show. */

gboolean
redress_details_table_put (RedressDisk *disk, RedressTicket *ticket, GBytes *json, GError **error);
RedressSqlStep redress_details_table_get (
    RedressDisk *disk, gint64 id, RedressTicket **ticket, RedressTime *fetched_at, GError **error);
gboolean redress_details_table_get_rev (RedressDisk *disk, gint64 id, gint64 *rev, GError **error);
gboolean redress_details_table_touch (RedressDisk *disk, gint64 id, GError **error);
gboolean redress_details_table_delete (RedressDisk *disk, gint64 id, GError **error);
gboolean
redress_details_table_get_ready (RedressDisk *disk, gint64 id, gboolean *ready, GError **error);
GArray *redress_details_table_list_ready (RedressDisk *disk, GError **error);
gboolean redress_details_table_count_pieces (RedressDisk *disk, gint64 id, GError **error);
GArray *redress_details_table_list_by_piece (RedressDisk *disk, const char *sha256, GError **error);
char **redress_details_table_list_present (RedressDisk *disk, gint64 id, GError **error);
char **redress_details_table_list_missing (RedressDisk *disk, gint64 id, GError **error);

G_END_DECLS
