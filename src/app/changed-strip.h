/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressChangedStrip:
 *
 * Says what changed on a ticket while somebody was writing, until they have seen it.
 *
 * Signal "seen".
 */
#define REDRESS_TYPE_CHANGED_STRIP (redress_changed_strip_get_type ())
G_DECLARE_FINAL_TYPE (RedressChangedStrip, redress_changed_strip, REDRESS, CHANGED_STRIP, AdwBin)

/* @changes: (element-type RedressCaseChange): none hides it. */
void redress_changed_strip_show (RedressChangedStrip *self, GPtrArray *changes);

G_END_DECLS
