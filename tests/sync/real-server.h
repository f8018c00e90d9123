/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RedressRealServer:
 *
 * The real redress-server on a data folder of a test's own, with accounts and sample tickets.
 * It can be stopped, killed and started again on the same port.
 */
typedef struct _RedressRealServer RedressRealServer;

#define REDRESS_TEST_PASSWORD "correct-horse-42"

RedressRealServer *redress_real_server_new (const char *folder);
void redress_real_server_free (RedressRealServer *self);
void redress_real_server_start (RedressRealServer *self);
/* From the next start on desks of today are too old for it, or not. */
void redress_real_server_want_newer_desks (RedressRealServer *self, gboolean newer);
/* From the next start on its logs are signed. */
void redress_real_server_set_signer (RedressRealServer *self, const char *socket_path);
void redress_real_server_stop (RedressRealServer *self);
void redress_real_server_kill (RedressRealServer *self);
const char *redress_real_server_get_url (RedressRealServer *self);
void redress_real_server_add_user (RedressRealServer *self, const char *name, const char *role);
/* Connector keys for all platforms, then @n tickets from @seed. @colleague: (nullable): an account
 * that decides the tickets which appeals are about. */
void redress_real_server_add_tickets (RedressRealServer *self,
                                      guint n,
                                      guint seed,
                                      const char *colleague);
/* Decisions, audit rows and feed rows of the data folder agree. */
void redress_real_server_assert_consistent (RedressRealServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressRealServer, redress_real_server_free)

G_END_DECLS
