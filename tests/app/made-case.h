/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/open-case.h"

G_BEGIN_DECLS

/* Made up cases with the real policies. */

/* Tue 17 Nov 2026, 14:18 in Shanghai. */
#define REDRESS_MADE_NOW "2026-11-17T06:18:00.000000Z"

#define REDRESS_MADE_REQUESTED "2026-11-16T08:32:40.000000Z"

RedressTime redress_made_time (const char *text);
RedressPolicy *redress_made_policy (const char *flow);
/* Who looks at the cases: "a-3", an agent, or another role. */
RedressAccount *redress_made_account (RedressRole role);

/* A ticket of any flow, claimed by a-3, with a value for each fact the policy declares. */
RedressCase *redress_made_case (const char *flow, RedressKind kind);
/* A virtual goods order that was dispatched and never topped up, in all its detail: two
 * rounds of proof, a server that differs, a code log that was not sent. */
RedressCase *redress_made_review (gboolean chinese);
/* An appeal against a decision that overlooked the amount. */
RedressCase *redress_made_appeal (gboolean chinese);
/* The decision on @self has been recorded @ago seconds ago. */
void redress_made_record (RedressCase *self, RedressOutboxState state, int ago);
/* Somebody else decided @self first. */
void redress_made_conflict (RedressCase *self, gboolean chinese);
/* Evaluates again after a test has changed the ticket. */
void redress_made_evaluate (RedressCase *self);

/* A ticket with nothing but an order, and the facts that a test gives it. */
RedressCase *redress_made_case_empty (const char *flow, RedressKind kind);
/* All small pictures are on this computer. */
void redress_made_present (RedressCase *self);
void redress_made_fact (RedressTicket *ticket,
                        const char *name,
                        const char *source,
                        const char *as_of,
                        const RedressValue *value);
void redress_made_event (RedressTicket *ticket,
                         const char *at,
                         RedressLane lane,
                         const char *code,
                         const char *text,
                         gboolean trouble);
void
redress_made_evidence (RedressTicket *ticket, const char *slot, const char *holder, const char *at);

/* (transfer full) */
RedressOpenCase *redress_made_open (RedressCase *data, RedressRole role);

G_END_DECLS
