/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/decision-standing.h"

G_BEGIN_DECLS

/**
 * RedressNoticeBar:
 *
 * A sentence in place of the decision form, with at most one thing to do about it.
 */
#define REDRESS_TYPE_NOTICE_BAR (redress_notice_bar_get_type ())
G_DECLARE_FINAL_TYPE (RedressNoticeBar, redress_notice_bar, REDRESS, NOTICE_BAR, AdwBin)

void redress_notice_bar_show (RedressNoticeBar *self, const RedressNotice *notice);

G_END_DECLS
