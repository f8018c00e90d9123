/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/calendars.h"
#include "server/edge.h"
#include "server/environment.h"
#include "server/jobs.h"
#include "server/operations.h"
#include "server/policy-store.h"
#include "server/server.h"

G_BEGIN_DECLS

/**
 * RedressServerOptions:
 * @data_dir: where everything is kept; made if it is not there
 * @database: (nullable): the location of a PostgreSQL database for what is kept in rows; a file in
 *   @data_dir where %NULL
 * @shared_dir: (nullable): the folder of evidence, keys and calendars, where several servers share
 *   a database
 * @policies_dir: (nullable): policies of the installation where %NULL; calendars lie beside it
 * @clock: (nullable): the system's where %NULL
 * @identity_provider: (unowned) (nullable): who vouches for people, as long as the server is open
 */
typedef struct
{
  const char *data_dir;
  const char *database;
  const char *shared_dir;
  const char *policies_dir;
  RedressClock *clock;
  RedressOidcProvider *identity_provider;
} RedressServerOptions;

/* The thread that opens it owns the database. Readers have connections of their own, and use what
 * never changes: the keys, and what the policy store hands out. Only what stands under the lock is
 * touched by others. */
struct _RedressServer
{
  char *data_dir;
  int lock_fd;
  RedressClock *clock;
  char *location; /* of the database */
  RedressSqlConnection *connection;
  RedressPolicyStore *policies;
  gint64 n_unread;     /* database thread: looks for policies that failed, one after the other */
  char *calendars_dir; /* of the installation */
  RedressCalendars *calendars;
  RedressMetrics *metrics;
  RedressOperations *operations;
  RedressOidcProvider *identity_provider; /* (unowned) (nullable) */
  GPtrArray *checks; /* (nullable) (element-type RedressCheck): what works on this machine */

  GMutex lock;
  RedressJobs *jobs; /* (unowned) (nullable): while it serves */
  RedressEdge *edge; /* (unowned) (nullable): while it serves */
};

/* CONFLICT where another process has it open. */
RedressServer *redress_server_open (const RedressServerOptions *options, GError **error);
void redress_server_close (RedressServer *self);
/* While it serves, and NULL afterwards. */
void redress_server_set_service (RedressServer *self, RedressJobs *jobs, RedressEdge *edge);
RedressPolicyStore *redress_server_get_policy_store (RedressServer *self);
const char *redress_server_get_location (RedressServer *self);
RedressCalendars *redress_server_get_calendars (RedressServer *self);
/* Database thread: reads the calendar files, again. */
gboolean redress_server_load_calendars (RedressServer *self, GError **error);
/* Database thread: policies that other servers of the database brought. */
void redress_server_renew_policies (RedressServer *self);
/* (transfer full): where policies or calendars lie, by option, environment or installation. */
char *redress_server_find_data (const char *policies_dir, const char *what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressServer, redress_server_close)

G_END_DECLS
