/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * RedressSkeleton:
 *
 * Grey rows in the shape of the queue's rows while the first tickets are on their way.
 */
#define REDRESS_TYPE_SKELETON (redress_skeleton_get_type ())
G_DECLARE_FINAL_TYPE (RedressSkeleton, redress_skeleton, REDRESS, SKELETON, GtkWidget)

G_END_DECLS
