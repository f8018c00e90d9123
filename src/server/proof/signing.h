/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/jobs.h"
#include "server/server.h"

G_BEGIN_DECLS

/**
 * RedressSigning:
 *
 * Keeps the trees of all logs, and has them signed by redress-signer as they grow. One process of
 * those that share a database does so.
 */
typedef struct _RedressSigning RedressSigning;

/**
 * RedressSigningState:
 * @REDRESS_SIGNING_UNKNOWN: the signer was not asked yet
 * @REDRESS_SIGNING_GOOD: it signs
 * @REDRESS_SIGNING_AWAY: it does not answer
 * @REDRESS_SIGNING_CONTRADICTED: it has signed another past than the database has
 */
typedef enum
{
  REDRESS_SIGNING_UNKNOWN,
  REDRESS_SIGNING_GOOD,
  REDRESS_SIGNING_AWAY,
  REDRESS_SIGNING_CONTRADICTED,
} RedressSigningState;

RedressSigning *
redress_signing_start (RedressServer *server, RedressJobs *jobs, const char *socket_path);
/* While the database thread still runs. */
void redress_signing_stop (RedressSigning *self);
/* Any thread. */
RedressSigningState redress_signing_get_state (RedressSigning *self);

G_END_DECLS
