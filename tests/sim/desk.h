/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim/ledger.h"
#include "sim/network.h"
#include "store/feed-store.h"
#include "sync/engine.h"

G_BEGIN_DECLS

/**
 * SimDesk:
 * @account: the number behind "a-"
 * @skew: how wrong its clock is, in microseconds
 * @engine, @store: (nullable): NULL while it is off
 *
 * The real desk's code below its window: engine, machine and store, on a disk of its own.
 */
typedef struct
{
  guint number;
  gint64 account;
  char *folder;
  SimDisk *disk;
  SimLine line;
  SimLedger *ledger;
  RedressClock *clock;
  gint64 skew;
  RedressEngine *engine;
  RedressStore *store;
  GCancellable *cancellable; /* (nullable): of what was asked for since it is on */
  RedressSession *session; /* (nullable): newest that the desk was given; as the keyring keeps it */
  RedressSyncStatus status;
  char *trouble; /* (nullable): what its banner says */
  guint sign_in_id;
  guint open_id; /* it tries again to open its disk */
  guint n_crashes;
} SimDesk;

void sim_desk_begin (SimDesk *self, const char *folder, SimServer *server, SimLedger *ledger);
void sim_desk_end (SimDesk *self);
/* Tries until it is open. */
void sim_desk_open (SimDesk *self);
/* The power goes. */
void sim_desk_crash (SimDesk *self);
/* Each desk has the time of the world, as wrong as its clock is. */
void sim_desk_set_clock (SimDesk *self);
/* (nullable): what the window would show. */
RedressCase *sim_desk_load (SimDesk *self, gint64 ticket);
/* The row of the outbox, or NULL where the disk did not take it; then nothing was promised. */
RedressOutboxEntry *
sim_desk_record (SimDesk *self, const RedressCommand *command, guint undo_seconds);
gboolean sim_desk_take_back (SimDesk *self, const char *command_id);
gboolean sim_desk_acknowledge (SimDesk *self, const char *command_id);
/* (transfer full) (nullable) (element-type RedressOutboxEntry) */
GPtrArray *sim_desk_list_outbox (SimDesk *self);
void sim_desk_claim (SimDesk *self, RedressCommandType type, gint64 ticket);

G_END_DECLS
