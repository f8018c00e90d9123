/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * RedressApplication:
 *
 * The desk as a program: options, one window, what is left to do at the end.
 */
#define REDRESS_TYPE_APPLICATION (redress_application_get_type ())
G_DECLARE_FINAL_TYPE (RedressApplication, redress_application, REDRESS, APPLICATION, AdwApplication)

RedressApplication *redress_application_new (void);

G_END_DECLS
