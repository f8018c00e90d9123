/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account.h"
#include "core/ticket.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* The log of what belongs to no platform: accounts, and who signed in. No platform has this name.
 */
#define REDRESS_LOG_OF_ACCOUNTS "accounts"

/**
 * RedressAuditLeaf:
 *
 * One entry of a platform's log while it is put together. What it says of a customer goes in as
 * commitments alone.
 */
typedef struct _RedressAuditLeaf RedressAuditLeaf;

RedressAuditLeaf *redress_audit_leaf_new (const char *platform,
                                          const char *action,
                                          const RedressAccount *actor,
                                          RedressTime now);
void redress_audit_leaf_free (RedressAuditLeaf *self);
gboolean redress_audit_leaf_set_ticket (RedressAuditLeaf *self,
                                        RedressSqlConnection *connection,
                                        const RedressSummary *summary,
                                        gint64 version_before,
                                        GError **error);
/* Nothing is added where the value is NULL, 0 or empty. */
void redress_audit_leaf_add_string (RedressAuditLeaf *self, const char *name, const char *value);
void redress_audit_leaf_add_int (RedressAuditLeaf *self, const char *name, gint64 value);
void redress_audit_leaf_add_time (RedressAuditLeaf *self, const char *name, RedressTime value);
void redress_audit_leaf_add_flag (RedressAuditLeaf *self, const char *name, gboolean value);
void redress_audit_leaf_add_strv (RedressAuditLeaf *self, const char *name, char *const *value);
void redress_audit_leaf_add_amount (RedressAuditLeaf *self, const char *name, RedressAmount amount);
/* After redress_audit_leaf_set_ticket(). */
void
redress_audit_leaf_add_commitment (RedressAuditLeaf *self, const char *name, const char *value);
gboolean redress_audit_leaf_write (RedressAuditLeaf *self,
                                   RedressSqlConnection *connection,
                                   gint64 *index,
                                   GError **error);

gboolean redress_audit_mark_overturned (RedressSqlConnection *connection,
                                        const RedressTicket *ticket,
                                        RedressVerdict verdict,
                                        GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressAuditLeaf, redress_audit_leaf_free)

G_END_DECLS
