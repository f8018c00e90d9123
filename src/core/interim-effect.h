/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "core/verdict.h"

G_BEGIN_DECLS

/**
 * RedressInterimEffect:
 * @round: of the ticket
 * @verdict: the interim verdict that asked for it: need_info, hold or escalate
 * @name: such as "intercept_parcel"
 * @state: "pending", "done" or "failed"
 * @actor: account that asked
 * @actor_name: who that is
 * @asked_at: when
 * @reported_at: when the platform said what became of it; %REDRESS_TIME_UNKNOWN: not yet
 *
 * Something that the platform is to carry out although nothing is decided yet, such as stopping a
 * parcel while the ticket is on hold (T3).
 */
typedef struct
{
  gint64 round;
  RedressVerdict verdict;
  char *name;
  char *state;
  char *actor;
  char *actor_name;
  RedressTime asked_at;
  RedressTime reported_at;
} RedressInterimEffect;

RedressInterimEffect *redress_interim_effect_new (void);
void redress_interim_effect_free (RedressInterimEffect *self);
gboolean redress_interim_effect_is_pending (const RedressInterimEffect *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressInterimEffect, redress_interim_effect_free)

G_END_DECLS
