/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressAskChoice:
 *
 * What to ask for, and whom: either the customer or the platform, for a ticket can wait for one
 * of them only. Evidence that is missing and facts that would decide stand first.
 *
 * Signal "chosen": by a person.
 */
#define REDRESS_TYPE_ASK_CHOICE (redress_ask_choice_get_type ())
G_DECLARE_FINAL_TYPE (RedressAskChoice, redress_ask_choice, REDRESS, ASK_CHOICE, AdwBin)

/* @asked: (nullable): names of slots and facts that are asked for. */
void redress_ask_choice_set (RedressAskChoice *self, RedressOpenCase *open, char *const *asked);
/* (transfer full) */
char **redress_ask_choice_dup_asked (RedressAskChoice *self);

G_END_DECLS
