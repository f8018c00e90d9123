/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressGivenUpButton:
 *
 * Tells a supervisor how many events platforms were not told, because they did not take them for
 * days, and leads to them. Hides itself where there are none, and from everybody else.
 */
#define REDRESS_TYPE_GIVEN_UP_BUTTON (redress_given_up_button_get_type ())
G_DECLARE_FINAL_TYPE (
    RedressGivenUpButton, redress_given_up_button, REDRESS, GIVEN_UP_BUTTON, AdwBin)

/* Before it is shown. */
void redress_given_up_button_set_sync (RedressGivenUpButton *self, RedressSync *sync);

G_END_DECLS
