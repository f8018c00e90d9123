/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * RedressChip:
 *
 * A small word with an icon on a tint: "1 differs", "same". The icon's shape says the same as
 * the colour.
 */
#define REDRESS_TYPE_CHIP (redress_chip_get_type ())
G_DECLARE_FINAL_TYPE (RedressChip, redress_chip, REDRESS, CHIP, GtkBox)

/* @icon: (nullable). @style: "", "ok", "warn", "bad" or "acc". */
GtkWidget *redress_chip_new (const char *text, const char *icon, const char *style);
void redress_chip_set (RedressChip *self, const char *text, const char *icon, const char *style);

G_END_DECLS
