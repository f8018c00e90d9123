/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressPackWindow:
 *
 * Where a supervisor says why a case leaves the house, in which language, and where it goes.
 * Signal "saved" (char *path, uint missing): the file is there; so many pieces of evidence are not
 * in it.
 */
#define REDRESS_TYPE_PACK_WINDOW (redress_pack_window_get_type ())
G_DECLARE_FINAL_TYPE (RedressPackWindow, redress_pack_window, REDRESS, PACK_WINDOW, AdwWindow)

/* @open: with a ticket and a sync. */
RedressPackWindow *redress_pack_window_new (GtkWindow *parent, RedressOpenCase *open);
/* What the file chooser does once a place was chosen. */
void redress_pack_window_save (RedressPackWindow *self, const char *path);

G_END_DECLS
