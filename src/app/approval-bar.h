/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressApprovalBar:
 *
 * A decision of somebody else that waits for a second person: what it is, for how much, why, and
 * what the customer would read, with the buttons to approve or to refuse it.
 */
#define REDRESS_TYPE_APPROVAL_BAR (redress_approval_bar_get_type ())
G_DECLARE_FINAL_TYPE (RedressApprovalBar, redress_approval_bar, REDRESS, APPROVAL_BAR, AdwBin)

void redress_approval_bar_show (RedressApprovalBar *self, RedressOpenCase *open);

G_END_DECLS
