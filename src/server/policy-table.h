/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/policy-store.h"

G_BEGIN_DECLS

void redress_policy_version_free (RedressPolicyVersion *self);
/* Adds a version that is not there; the first of a flow is in force from the beginning of time.
 * INVALID where the same version is there with other bytes. */
gboolean redress_policy_table_put (RedressSqlConnection *connection,
                                   RedressPolicy *policy,
                                   GBytes *bytes,
                                   RedressTime now,
                                   GError **error);
/* (transfer full) (nullable) (element-type RedressPolicyVersion): by flow, newest first. */
GPtrArray *redress_policy_table_list (RedressSqlConnection *connection, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressPolicyVersion, redress_policy_version_free)

G_END_DECLS
