/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/text-hits.h"

G_BEGIN_DECLS

/**
 * RedressStopBar:
 *
 * Says how many stops of a kind a text has and which of them is looked at, and steps through them.
 * Hides itself where there is none.
 */
#define REDRESS_TYPE_STOP_BAR (redress_stop_bar_get_type ())
G_DECLARE_FINAL_TYPE (RedressStopBar, redress_stop_bar, REDRESS, STOP_BAR, GtkBox)

/* @searchable: (nullable): the text, of whose stops none is looked at yet */
void redress_stop_bar_show (RedressStopBar *self, RedressSearchable *searchable, RedressStop kind);
/* The stops of the text are others now. @at: which of them is looked at, G_MAXUINT: none */
void redress_stop_bar_update (RedressStopBar *self, guint at);
/* Which stop is looked at, G_MAXUINT: none */
guint redress_stop_bar_get_at (RedressStopBar *self);
/* One stop on or back. FALSE: there is none. */
gboolean redress_stop_bar_step (RedressStopBar *self, int by);

G_END_DECLS
