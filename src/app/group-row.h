/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/group.h"

G_BEGIN_DECLS

#define REDRESS_TYPE_GROUP_ROW redress_group_row_get_type ()
G_DECLARE_FINAL_TYPE (RedressGroupRow, redress_group_row, REDRESS, GROUP_ROW, GtkBox)

/* (transfer floating): the line of a member as it stands; @group outlives it. */
GtkWidget *redress_group_row_new (RedressGroup *group, RedressGroupMember *member);
/* What has changed since; who has the keyboard keeps it. */
void redress_group_row_refresh (RedressGroupRow *self);
/* Takes the member out of the group, or back. */
void redress_group_row_toggle (RedressGroupRow *self);

G_END_DECLS
