/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store-fixture.h"

#include <string.h>

G_BEGIN_DECLS

/* Approves @ticket, which is put first if it is not there, with ten seconds to take it back. */
RedressOutboxEntry *redress_test_outbox_record (RedressTestStore *self, gint64 ticket);
/* Takes what may leave; fails if that is not @n rows. Returns the first id, or NULL. */
char *redress_test_outbox_take_one (RedressTestStore *self);
void redress_test_outbox_take (RedressTestStore *self, guint n);
/* An answer with this status; 0 for none. */
void redress_test_outbox_settle (RedressTestStore *self, const char *command_id, guint status);
void redress_test_outbox_settle_applied (
    RedressTestStore *self, const char *command_id, const char *platform, gint64 seq, gint64 rev);
RedressOutboxState redress_test_outbox_get_state (RedressTestStore *self, const char *command_id);

RedressDraft *
redress_test_outbox_take_back (RedressTestStore *self, const char *command_id, GError **error);
gboolean
redress_test_outbox_send_now (RedressTestStore *self, const char *command_id, GError **error);
gboolean redress_test_outbox_acknowledge (RedressTestStore *self,
                                          const char *command_id,
                                          gboolean keep_as_draft,
                                          GError **error);

G_END_DECLS
