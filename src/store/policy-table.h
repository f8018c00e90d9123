/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"

G_BEGIN_DECLS

/* Policies and calendars in cache.db. A version never changes, so it is read once. */

gboolean redress_policy_table_keep (RedressDisk *disk, GBytes *bytes, GError **error);
RedressSqlStep redress_policy_table_get (
    RedressDisk *disk, const char *flow, gint64 version, RedressPolicy **policy, GError **error);
gboolean redress_policy_table_has (
    RedressDisk *disk, const char *flow, gint64 version, gboolean *has, GError **error);
GPtrArray *redress_policy_table_list_newest (RedressDisk *disk, GError **error);
gboolean redress_policy_table_put_calendars (RedressDisk *disk, GPtrArray *files, GError **error);

G_END_DECLS
