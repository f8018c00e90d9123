/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "store/damage-report.h"

G_BEGIN_DECLS

/**
 * RedressDamageBar:
 *
 * Says along the foot of the window that the file of the recorded decisions was damaged, what was
 * saved and where the damaged file lies. It stays until somebody closes it.
 *
 * Signal "read": somebody closed it.
 */
#define REDRESS_TYPE_DAMAGE_BAR (redress_damage_bar_get_type ())
G_DECLARE_FINAL_TYPE (RedressDamageBar, redress_damage_bar, REDRESS, DAMAGE_BAR, AdwBin)

GtkWidget *redress_damage_bar_new (const RedressDamageReport *report);

G_END_DECLS
