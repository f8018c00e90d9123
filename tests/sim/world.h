/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim/oracle.h"

G_BEGIN_DECLS

#define SIM_DESKS 3
#define SIM_TICKETS 12

/**
 * SimFigures:
 *
 * What happened in one world, to see that it was not idle.
 */
typedef struct
{
  guint n_recorded;
  guint n_applied;
  guint n_refused;
  guint n_withdrawn;
  guint n_crashes; /* of desks and of the server */
  gint64 n_decisions;
  guint n_happenings;
  RedressTime ended_at;
} SimFigures;

/**
 * SimWorld:
 * @mood: how bad a day it is; 0: nothing goes wrong
 *
 * Three desks of two agents, a platform, a server, lines, disks and clocks, and
 * what goes wrong with them.
 */
typedef struct
{
  char *folder;
  char *key; /* of the platform */
  SimServer server;
  SimDesk desks[SIM_DESKS];
  SimLine platform_line;
  SimLedger ledger;
  SimOracle oracle;
  guint n_tickets;   /* that the platform wants to hand in */
  guint n_handed_in; /* of which the server said so */
  guint n_changes;
  guint mood;
  gboolean is_healed;
} SimWorld;

/* @folder: a new one; @template: data of a server with the accounts 1 to SIM_DESKS. */
void sim_world_begin (SimWorld *self, const char *folder, const char *template, const char *key);
void sim_world_end (SimWorld *self);
/* Lets it go on for so long. */
void sim_world_run (SimWorld *self, gint64 microseconds);
/* Nothing goes wrong any more; waits until nothing is under way, and judges. */
void sim_world_settle (SimWorld *self);
SimFigures sim_world_get_figures (SimWorld *self);

/* agent.c: what the agent of a desk does, again and again. */
void sim_agent_begin (SimWorld *self, SimDesk *desk);
/* platform.c: tickets and facts come. */
void sim_platform_begin (SimWorld *self);
/* trouble.c: what goes wrong. */
void sim_trouble_begin (SimWorld *self);
void sim_trouble_end (SimWorld *self);

G_END_DECLS
