/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * RedressVeil:
 *
 * Draws what it holds as a blur: while it is told to, and, if it is a guard, while nobody works
 * in its window.
 */
#define REDRESS_TYPE_VEIL (redress_veil_get_type ())
G_DECLARE_FINAL_TYPE (RedressVeil, redress_veil, REDRESS, VEIL, AdwBin)

/* @child: (nullable) */
GtkWidget *redress_veil_new (GtkWidget *child);
void redress_veil_set_veiled (RedressVeil *self, gboolean veiled);
void redress_veil_set_guard (RedressVeil *self, gboolean guard);
/* How far a point spreads, in pixels. */
void redress_veil_set_radius (RedressVeil *self, double radius);
/* Whether it is a blur now. */
gboolean redress_veil_is_down (RedressVeil *self);

G_END_DECLS
