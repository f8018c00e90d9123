/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"
#include "wire/messages.h"

G_BEGIN_DECLS

/* One gapless stream of changes for each platform. */

/* The last statements of every writing transaction: seq order is commit order. */
gboolean redress_feed_append (RedressSqlConnection *connection,
                              const RedressSummary *summary,
                              RedressTime now,
                              gint64 *seq,
                              GError **error);
/* @head and @minimum are 0 for a platform that never had a change. */
gboolean redress_feed_get_range (RedressSqlConnection *connection,
                                 const char *platform,
                                 gint64 *head,
                                 gint64 *minimum,
                                 GError **error);
/* (nullable) (transfer full) */
char *redress_feed_get_epoch (RedressSqlConnection *connection, GError **error);
gboolean redress_feed_read (RedressSqlConnection *connection,
                            const char *platform,
                            gint64 after,
                            guint limit,
                            GPtrArray *changes,
                            GError **error);

/**
 * RedressFeedMark:
 * @closed_at: of the row read last
 * @id: of the row read last
 *
 * How far the first copy of a platform has come. It goes from the unfinished tickets, newest
 * first, back to those that ended long ago.
 */
typedef struct
{
  gint64 closed_at;
  gint64 id;
} RedressFeedMark;

#define REDRESS_FEED_MARK_START                                                                    \
  {                                                                                                \
    G_MAXINT64, G_MAXINT64                                                                         \
  }

gboolean redress_feed_read_copy (RedressSqlConnection *connection,
                                 const char *platform,
                                 RedressTime ended_after,
                                 guint limit,
                                 RedressFeedMark *mark,
                                 GPtrArray *changes,
                                 GError **error);
gboolean redress_feed_forget (RedressSqlConnection *connection, RedressTime before, GError **error);

G_END_DECLS
