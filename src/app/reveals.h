/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressReveals:
 *
 * Values that were revealed, for as long as they may be shown. They lie here and nowhere else.
 *
 * Signal "changed": another value is shown, or one is not any more.
 */
#define REDRESS_TYPE_REVEALS (redress_reveals_get_type ())
G_DECLARE_FINAL_TYPE (RedressReveals, redress_reveals, REDRESS, REVEALS, GObject)

RedressReveals *redress_reveals_new (void);
/* @revealed: with its fact */
void redress_reveals_add (RedressReveals *self, const RedressRevealed *revealed);
/* (nullable): the value, while it may be shown. */
const RedressFact *redress_reveals_get (RedressReveals *self, const char *name);
void redress_reveals_hide (RedressReveals *self, const char *name);
/* Forgets all of them, and says so to nobody: another ticket is shown. */
void redress_reveals_clear (RedressReveals *self);

G_END_DECLS
