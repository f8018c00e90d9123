/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressStateStrip:
 *
 * The state of the order when the customer asked, beside the state now and how old that reading
 * is. Lit when they differ.
 */
#define REDRESS_TYPE_STATE_STRIP (redress_state_strip_get_type ())
G_DECLARE_FINAL_TYPE (RedressStateStrip, redress_state_strip, REDRESS, STATE_STRIP, GtkBox)

/* Hides itself where the details are not here. */
void redress_state_strip_show (RedressStateStrip *self, RedressOpenCase *open);
void redress_state_strip_set_compact (RedressStateStrip *self, gboolean compact);
/* Time has passed. */
void redress_state_strip_tick (RedressStateStrip *self);

G_END_DECLS
