/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressCaseHead:
 *
 * Who wants what, why, how much and by when: the first thing the eye meets.
 */
#define REDRESS_TYPE_CASE_HEAD (redress_case_head_get_type ())
G_DECLARE_FINAL_TYPE (RedressCaseHead, redress_case_head, REDRESS, CASE_HEAD, AdwBin)

void redress_case_head_show (RedressCaseHead *self, RedressOpenCase *open);
void redress_case_head_set_compact (RedressCaseHead *self, gboolean compact);
/* Time has passed. */
void redress_case_head_tick (RedressCaseHead *self);

G_END_DECLS
