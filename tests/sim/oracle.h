/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim/desk.h"

G_BEGIN_DECLS

/**
 * SimOracle:
 *
 * Knows what has to be so at every moment, by looking into the server's database.
 */
typedef struct
{
  SimServer *server;
  SimLedger *ledger;
  GPtrArray *held; /* (element-type Held): decisions of the request under way */
} SimOracle;

void sim_oracle_begin (SimOracle *self, SimServer *server, SimLedger *ledger);
void sim_oracle_end (SimOracle *self);
/* When all is quiet and every desk is caught up. */
void sim_oracle_judge (SimOracle *self, SimDesk *desks, guint n_desks);
/* How many decisions stand. */
gint64 sim_oracle_count_decisions (SimOracle *self);

G_END_DECLS
