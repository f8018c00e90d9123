/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/trail-entry.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressTrailSearch:
 * @log: name of the log
 * @size: look at no later entries; negative: at all there are
 * @ticket: id of a ticket, or 0
 * @order: (nullable): number of a ticket or of an order
 * @actor: (nullable): id or name of who did it
 * @only_actor: (nullable): id of the one whose entries may be seen
 * @role: (nullable): that it was done in
 * @action: (nullable): what was done
 * @rule: (nullable): id of a rule that matched
 * @since: from then on
 * @until: before then
 * @amount_min: at least so much was decided, or -1
 * @amount_max: at most so much was decided, or -1
 * @offline: decided without a network
 * @overturned: decided otherwise on appeal
 * @only_office: what is about keys, policies and addresses
 * @offset: leave out so many, the newest first
 * @limit: at most so many
 */
typedef struct
{
  const char *log;
  gint64 size;
  gint64 ticket;
  const char *order;
  const char *actor;
  const char *only_actor;
  const char *role;
  const char *action;
  const char *rule;
  RedressTime since;
  RedressTime until;
  gint64 amount_min;
  gint64 amount_max;
  gboolean offline;
  gboolean overturned;
  gboolean only_office;
  gint64 offset;
  gint64 limit;
} RedressTrailSearch;

RedressTrailPage *redress_trail_search_run (RedressSqlConnection *connection,
                                            const RedressTrailSearch *search,
                                            GError **error);

G_END_DECLS
