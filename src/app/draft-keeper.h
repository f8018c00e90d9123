/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/**
 * RedressDraftKeeper:
 *
 * Saves drafts at every change. While one save is on its way only the last value of each ticket
 * waits, so typing fast costs no more than typing slowly.
 *
 * Signal "failed" (GError*): the disk would not take a draft. It is kept and tried again until it
 * is saved; said once until saving works again.
 */
#define REDRESS_TYPE_DRAFT_KEEPER (redress_draft_keeper_get_type ())
G_DECLARE_FINAL_TYPE (RedressDraftKeeper, redress_draft_keeper, REDRESS, DRAFT_KEEPER, GObject)

RedressDraftKeeper *redress_draft_keeper_new (void);
/* @store: (nullable). What waits goes to the old one first. */
void redress_draft_keeper_set_store (RedressDraftKeeper *self, RedressStore *store);
void redress_draft_keeper_put (RedressDraftKeeper *self, const RedressDraft *draft);
/* A draft that became a command must not be saved after it. */
void redress_draft_keeper_forget (RedressDraftKeeper *self, gint64 ticket);
/* Hands everything to the store at once: before the ticket or the window closes. */
void redress_draft_keeper_flush (RedressDraftKeeper *self);

G_END_DECLS
