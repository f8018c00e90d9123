/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/calendar.h"
#include "core/policy.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressPolicyVersion:
 * @policy: (nullable): %NULL where this version of Redress cannot read it any more
 */
typedef struct
{
  char *flow;
  char *platform;
  gint64 version;
  char *sha256;
  RedressTime in_force_from;
  RedressPolicy *policy;
} RedressPolicyVersion;

/**
 * RedressPolicyStore:
 *
 * Every version of every policy that was ever in force. Files are taken over at the start; what
 * was taken over stays in the database for ever. Any thread may ask; what it gets stays good as
 * long as the store does.
 */
typedef struct _RedressPolicyStore RedressPolicyStore;

RedressPolicyStore *redress_policy_store_load (RedressSqlConnection *connection,
                                               const char *policies_dir,
                                               RedressTime now,
                                               GError **error);
gboolean redress_policy_store_renew (RedressPolicyStore *self,
                                     RedressSqlConnection *connection,
                                     GError **error);
void redress_policy_store_free (RedressPolicyStore *self);
/* (element-type RedressPolicyVersion): by flow, newest first. */
GPtrArray *redress_policy_store_get_versions (RedressPolicyStore *self);
/* (element-type RedressPolicy): the newest of each flow. */
GPtrArray *redress_policy_store_get_newest (RedressPolicyStore *self);
RedressPolicy *
redress_policy_store_find (RedressPolicyStore *self, const char *flow, gint64 version);
RedressPolicy *
redress_policy_store_find_at (RedressPolicyStore *self, const char *flow, RedressTime opened_at);
gboolean redress_policy_store_has_platform (RedressPolicyStore *self, const char *platform);
/* (transfer full): every platform that a policy is about, once. */
char **redress_policy_store_list_platforms (RedressPolicyStore *self);
/* Database thread: gives every policy its working days. */
void redress_policy_store_set_calendar (RedressPolicyStore *self, RedressCalendar *calendar);
/* *bytes is NULL where there is no such version. */
gboolean redress_policy_table_get_bytes (RedressSqlConnection *connection,
                                         const char *flow,
                                         gint64 version,
                                         char **sha256,
                                         GBytes **bytes,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressPolicyStore, redress_policy_store_free)

G_END_DECLS
