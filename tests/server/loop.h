/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/backend.h"

G_BEGIN_DECLS

/**
 * RedressLoop:
 * @agent: token of a-1
 * @rival: token of a-2, who may do the same
 * @ticket: an open ticket that the rules want approved
 *
 * A server with two agents and a ticket.
 */
typedef struct
{
  RedressTestBackend *backend;
  char *agent;
  char *rival;
  gint64 ticket;
} RedressLoop;

void redress_loop_set_up (RedressLoop *self, gconstpointer data);
/* Holds decisions, log, feed and answers against each other first. */
void redress_loop_tear_down (RedressLoop *self, gconstpointer data);
void redress_loop_sign_in_again (RedressLoop *self);
void redress_loop_claim (RedressLoop *self);

/* The hours from opening to due time of a ticket, after what was marked was worked out. The test
 * fails unless a desk, with what the server serves, comes to the same time.
 * @ticket: (out) (optional) (transfer full) */
gint64 redress_loop_get_due_hours (RedressLoop *self, gint64 id, RedressTicket **ticket);

/* (transfer full): the types of what the platform was or will be told of a ticket, oldest first. */
char *redress_loop_list_told (RedressLoop *self, gint64 ticket);

RedressCommand *redress_loop_command (RedressLoop *self, RedressCommandType type);
/* A decision of the agent, as its desk would send it. */
RedressCommand *redress_loop_decision (RedressLoop *self, RedressVerdict verdict);
/* Makes another command of it. */
void redress_loop_renew_id (RedressLoop *self, RedressCommand *command);
RedressAnswer *
redress_loop_send (RedressLoop *self, const char *token, const RedressCommand *command);
void
redress_loop_expect_applied (RedressLoop *self, const char *token, const RedressCommand *command);
/* Sent by the agent. */
void redress_loop_expect_refused (RedressLoop *self,
                                  const RedressCommand *command,
                                  guint status,
                                  const char *code);

G_END_DECLS
