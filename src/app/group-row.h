/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/group.h"

G_BEGIN_DECLS

/* (transfer floating): the line of a member as it stands. */
GtkWidget *redress_group_row_new (RedressGroup *group, RedressGroupMember *member);

G_END_DECLS
