/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/calendar.h"
#include "core/policy.h"
#include "server/metrics.h"
#include "server/request.h"
#include "sql/connection.h"

G_BEGIN_DECLS

typedef struct _RedressOperations RedressOperations;
typedef struct _RedressOidcProvider RedressOidcProvider;

/**
 * RedressServer:
 *
 * What all handlers share: the database connection of their thread, the clock, the
 * data folder, the loaded policies and calendars, the feed's wake-up.
 */
RedressSqlConnection *redress_server_get_connection (RedressServer *self);
RedressClock *redress_server_get_clock (RedressServer *self);
const char *redress_server_get_data_dir (RedressServer *self);
RedressMetrics *redress_server_get_metrics (RedressServer *self);
/* (nullable): the version of a flow's policy; 0 = the newest in force. */
RedressPolicy *redress_server_get_policy (RedressServer *self, const char *flow, gint64 version);
/* (nullable): the version of a flow's policy that judges a ticket opened then. */
RedressPolicy *
redress_server_get_policy_at (RedressServer *self, const char *flow, RedressTime opened_at);
/* (element-type RedressPolicy): the newest of each flow. */
GPtrArray *redress_server_get_policies (RedressServer *self);
RedressCalendar *redress_server_get_calendar (RedressServer *self);
/* What the handlers of tickets, feeds and evidence share. */
RedressOperations *redress_server_get_operations (RedressServer *self);
/* After a commit that moved a feed: wakes the long polls that wait for it. */
void redress_server_feed_moved (RedressServer *self, const char *platform);

/* (nullable) (transfer none): who vouches for people. */
RedressOidcProvider *redress_server_get_identity_provider (RedressServer *self);

/* How many jobs wait for a computing thread. */
guint redress_server_count_compute (RedressServer *self);
/* How many wait for a thread that may wait for another machine. */
guint redress_server_count_outside (RedressServer *self);

typedef void (*RedressServerFunc) (RedressServer *self, gpointer data);

/* Any thread: runs @func on the database thread, soon. @data_free runs there afterwards. */
void redress_server_run_later (RedressServer *self,
                               RedressServerFunc func,
                               gpointer data,
                               GDestroyNotify data_free);

G_END_DECLS
