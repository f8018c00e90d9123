/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/decision-bar.h"
#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressCaseView:
 *
 * The page of one case: head, everything that proves the decision, and the bar to decide it.
 * Head and bar stay when the rest scrolls. Takes plain data; knows no network.
 *
 * Signal "seen": somebody has looked at what redress_case_view_set_changes() shows.
 */
#define REDRESS_TYPE_CASE_VIEW (redress_case_view_get_type ())
G_DECLARE_FINAL_TYPE (RedressCaseView, redress_case_view, REDRESS, CASE_VIEW, AdwBin)

/* @draft: (nullable): NULL keeps what is written, for a reload of the same ticket.
 * @reopened: a conflict is decided again. */
void redress_case_view_show (RedressCaseView *self,
                             RedressOpenCase *open,
                             const RedressDraft *draft,
                             gboolean reopened);
/* @changes: (element-type RedressCaseChange): what changed while somebody was writing; submits have
 * to wait until it was seen. */
void redress_case_view_set_changes (RedressCaseView *self, GPtrArray *changes);
/* @store: (nullable): where the small pictures of evidence are. */
void redress_case_view_set_store (RedressCaseView *self, RedressStore *store);
void redress_case_view_set_compact (RedressCaseView *self, gboolean compact);
/* (transfer none) */
RedressDecisionBar *redress_case_view_get_bar (RedressCaseView *self);
/* Time has passed. */
void redress_case_view_tick (RedressCaseView *self);
/* A masked value is shown now, or not any more. */
void redress_case_view_show_values (RedressCaseView *self);

G_END_DECLS
