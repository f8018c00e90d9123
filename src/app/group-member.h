/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/group.h"

G_BEGIN_DECLS

RedressGroupMember *redress_group_member_new (gint64 ticket);
void redress_group_member_free (RedressGroupMember *self);
/* (transfer full) (nullable): why it cannot go with others, whatever they get. */
char *redress_group_member_find_obstacle (const RedressGroupMember *self, gboolean has_claim);
/* (transfer full) (nullable): why it does not go with others that get @verdict. */
char *redress_group_member_find_difference (const RedressGroupMember *self, RedressVerdict verdict);
/* (nullable): the reason that its rule proposes, once it is ready. */
const char *redress_group_member_get_reason (const RedressGroupMember *self);
/* (transfer full): what one would have typed. */
RedressDraft *redress_group_member_make_draft (const RedressGroupMember *self,
                                               RedressVerdict verdict,
                                               const char *reason_code,
                                               const char *note);

G_END_DECLS
