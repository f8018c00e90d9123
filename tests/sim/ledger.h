/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/command.h"

G_BEGIN_DECLS

/**
 * SimEntry:
 * @desk: on which it was recorded
 * @is_promised: the desk said that it is recorded
 * @is_withdrawn: the agent took it back, and was told so
 * @is_doubtful: the agent took it back while the disk failed, and was told that nobody knows
 * @status: of the final answer; 0: none yet
 *
 * A command that an agent gave.
 */
typedef struct
{
  char *command_id;
  gint64 ticket;
  guint desk;
  gboolean is_decision;
  gboolean is_promised;
  gboolean is_withdrawn;
  gboolean is_doubtful;
  guint status;
} SimEntry;

/**
 * SimLedger:
 * @mistakes: what must not be, in words
 *
 * What was promised, and what was broken.
 */
typedef struct
{
  GHashTable *entries; /* (element-type utf8 SimEntry) */
  GPtrArray *mistakes; /* (element-type utf8) */
} SimLedger;

void sim_ledger_begin (SimLedger *self);
void sim_ledger_end (SimLedger *self);
void sim_ledger_complain (SimLedger *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* @command: with its id; nothing is promised yet. */
SimEntry *sim_ledger_add (SimLedger *self, guint desk, const RedressCommand *command);
SimEntry *sim_ledger_find (SimLedger *self, const char *command_id);
/* A desk said how the server answered. */
void sim_ledger_settle (SimLedger *self, const char *command_id, guint status);

G_END_DECLS
