/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * RedressCaseStates:
 *
 * What the case pane says when it has no case to show.
 */
#define REDRESS_TYPE_CASE_STATES (redress_case_states_get_type ())
G_DECLARE_FINAL_TYPE (RedressCaseStates, redress_case_states, REDRESS, CASE_STATES, AdwBin)

void redress_case_states_show_nothing (RedressCaseStates *self);
void redress_case_states_show_loading (RedressCaseStates *self);
/* Only a line of the queue is on this computer. @online: the rest is on its way, unless @error
 * (nullable) says why it does not come. */
void
redress_case_states_show_not_cached (RedressCaseStates *self, gboolean online, const GError *error);
void redress_case_states_show_error (RedressCaseStates *self, gint64 ticket, const GError *error);

G_END_DECLS
