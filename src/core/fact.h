/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/value.h"

G_BEGIN_DECLS

/**
 * RedressFact:
 * @name: such as "channel_log.credited"; declared in the policy of the flow
 * @value: may be unknown
 * @unit: (nullable): "fen", "points", "count", "days"; NULL where it counts nothing
 * @source: who said so: "customer", "platform", "agent", "system"
 * @as_of: when the source said so
 * @evidence: (nullable): digest of the piece the source read it from, which may come later
 * @entries: (nullable) (array zero-terminated=1): where in the piece: numbers of the entries of
 *   a log, the messages of a chat or the lines of a text, from 1; %NULL: the piece as a whole
 *
 * One named, typed value about a ticket. The state at the request and the state now are two
 * facts, never one.
 */
typedef struct
{
  char *name;
  RedressValue value;
  char *unit;
  char *source;
  RedressTime as_of;
  char *evidence;
  guint *entries;
} RedressFact;

RedressFact *redress_fact_new (const char *name, const char *source, RedressTime as_of);
RedressFact *redress_fact_copy (const RedressFact *self);
guint redress_fact_count_entries (const RedressFact *self);
void redress_fact_free (RedressFact *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressFact, redress_fact_free)

G_END_DECLS
