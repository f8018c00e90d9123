/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/queue-source.h"

G_BEGIN_DECLS

/**
 * RedressQueueSql:
 * @REDRESS_QUEUE_SQL_PAGE: ids in order; by due time only those whose clock runs
 * @REDRESS_QUEUE_SQL_PAUSED: ids in order of those whose clock stands still
 * @REDRESS_QUEUE_SQL_KEYS: ids and what they are sorted by, in no order
 * @REDRESS_QUEUE_SQL_COUNT_LATE: how many are late
 * @REDRESS_QUEUE_SQL_NEXT_LATE: due times of those that are not late, soonest first
 *
 * What is asked of the cache for a queue.
 */
typedef enum
{
  REDRESS_QUEUE_SQL_PAGE,
  REDRESS_QUEUE_SQL_PAUSED,
  REDRESS_QUEUE_SQL_KEYS,
  REDRESS_QUEUE_SQL_COUNT_LATE,
  REDRESS_QUEUE_SQL_NEXT_LATE,
} RedressQueueSql;

RedressSqlStatement *redress_queue_sql_prepare (const RedressQuestion *question,
                                                RedressSqlConnection *cache,
                                                RedressQueueSql what,
                                                const char *ids,
                                                gint64 max,
                                                GError **error);
RedressSqlStep
redress_queue_sql_has_ticket (RedressSqlConnection *cache, gint64 ticket, GError **error);

/**
 * RedressSearch:
 *
 * The tickets that a typed text fits, some at a time: first those with such a number, then those
 * with such words, the newest first.
 */
typedef struct _RedressSearch RedressSearch;

RedressSearch *redress_search_new (RedressSqlConnection *cache,
                                   RedressSqlConnection *words,
                                   const char *text,
                                   GError **error);
void redress_search_free (RedressSearch *self);
gboolean redress_search_next (RedressSearch *self, guint max, GArray *hits, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSearch, redress_search_free)

G_END_DECLS
