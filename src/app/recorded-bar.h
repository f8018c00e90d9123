/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressRecordedBar:
 *
 * What became of a decision: for some seconds it can be taken back, then it waits, is sent, and
 * is applied or refused. Its buttons are actions of the case pane.
 */
#define REDRESS_TYPE_RECORDED_BAR (redress_recorded_bar_get_type ())
G_DECLARE_FINAL_TYPE (RedressRecordedBar, redress_recorded_bar, REDRESS, RECORDED_BAR, AdwBin)

/* The case must have an outbox entry. */
void redress_recorded_bar_show (RedressRecordedBar *self, RedressOpenCase *open, gboolean online);
/* Time has passed. */
void redress_recorded_bar_tick (RedressRecordedBar *self);

/* (transfer full): "approve, ¥328.00": what a command does, for a sentence. */
char *redress_recorded_describe (const RedressCommand *command, RedressKind kind);

G_END_DECLS
