/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define REDRESS_TYPE_PREFERENCES (redress_preferences_get_type ())
G_DECLARE_FINAL_TYPE (RedressPreferences, redress_preferences, REDRESS, PREFERENCES, AdwWindow)

/* Every choice is in force at once; keys that an administrator locked are insensitive. */
void redress_preferences_present (GtkWindow *parent, GSettings *settings);

G_END_DECLS
