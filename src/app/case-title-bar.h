/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressCaseTitleBar:
 *
 * The header bar of the case: previous and next, number, kind and platform, whose ticket it is,
 * and the menu of what can be done with the claim.
 *
 * Properties: "show-back", "compact".
 */
#define REDRESS_TYPE_CASE_TITLE_BAR (redress_case_title_bar_get_type ())
G_DECLARE_FINAL_TYPE (RedressCaseTitleBar, redress_case_title_bar, REDRESS, CASE_TITLE_BAR, AdwBin)

/* @open: (nullable) */
void redress_case_title_bar_show (RedressCaseTitleBar *self, RedressOpenCase *open);
/* @words: (nullable): who else is at the ticket */
void redress_case_title_bar_set_onlookers (RedressCaseTitleBar *self, const char *words);
/* Time has passed: the claim has fewer minutes. */
void redress_case_title_bar_tick (RedressCaseTitleBar *self);

G_END_DECLS
