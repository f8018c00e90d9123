/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server-private.h"

G_BEGIN_DECLS

/**
 * RedressServiceOptions:
 * @server: what to open
 * @edge: where to listen
 * @readers: how many connections only read; 0 for %REDRESS_READERS_DEFAULT
 * @signer: (nullable): where redress-signer listens
 * @skip_checks: do not look at the sandbox and the tools (tests)
 */
typedef struct
{
  RedressServerOptions server;
  RedressEdgeOptions edge;
  guint readers;
  const char *signer;
  gboolean skip_checks;
} RedressServiceOptions;

/**
 * RedressService:
 *
 * A server with its threads, its edge and its control socket: what `redress-server serve` runs.
 */
typedef struct _RedressService RedressService;

RedressService *redress_service_start (const RedressServiceOptions *options, GError **error);
/* Drains, then ends everything. */
void redress_service_stop (RedressService *self);
const char *redress_service_get_url (RedressService *self);
RedressServer *redress_service_get_server (RedressService *self);
RedressJobs *redress_service_get_jobs (RedressService *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressService, redress_service_stop)

G_END_DECLS
