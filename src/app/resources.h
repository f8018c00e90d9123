/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes templates and styles findable. A static library would else lose them, since nothing
 * refers to them by name. */
void redress_app_register_resources (void);

G_END_DECLS
