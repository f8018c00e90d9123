/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"
#include "server/ticket-change.h"

G_BEGIN_DECLS

/**
 * RedressCommandRun:
 * @client: (nullable): what the desk says it is, for the log
 * @fingerprint: SHA-256 of the command's canonical bytes
 * @blocked: an earlier command of the same ticket in the same request was refused
 * @change: the ticket, once it was found and may be worked on
 * @policy: (owned): the version that judges the ticket
 * @leaf: (owned): what the log will say; handlers add to it
 * @answer: (owned): what will be answered; handlers add to it
 *
 * One command in its own transaction.
 */
typedef struct
{
  RedressServer *server;
  const RedressAccount *account;
  const char *client;
  const RedressCommand *command;
  const char *fingerprint;
  gboolean blocked;
  RedressTime now;

  RedressSqlConnection *connection;
  RedressTicketChange change;
  RedressPolicy *policy;
  RedressAuditLeaf *leaf;
  RedressAnswer *answer;
} RedressCommandRun;

/* TRUE: the effect is made in memory and in the tables. FALSE: refused with
 * redress_command_refuse() before anything was written, or an error of the database. */
typedef gboolean (*RedressCommandFunc) (RedressCommandRun *run, GError **error);

/* Always FALSE. */
gboolean redress_command_refuse (
    RedressCommandRun *run, guint status, const char *code, const char *title, const char *member);

/**
 * RedressCommandResult:
 * @status: of the answer
 * @answer: (owned) (nullable): the answer, byte for byte; %NULL if the database failed
 * @platform: (owned) (nullable): whose feed moved
 */
typedef struct
{
  guint status;
  char *answer;
  char *platform;
} RedressCommandResult;

void redress_command_run (RedressCommandRun *run, RedressCommandResult *result, GError **error);
void redress_command_run_clear (RedressCommandRun *run);
void redress_command_result_clear (RedressCommandResult *result);

/* The effects, each in the file of its noun. */
gboolean redress_command_claim (RedressCommandRun *run, GError **error);
gboolean redress_command_renew (RedressCommandRun *run, GError **error);
gboolean redress_command_release (RedressCommandRun *run, GError **error);
gboolean redress_command_check_out (RedressCommandRun *run, GError **error);
gboolean redress_command_hand_over (RedressCommandRun *run, GError **error);
gboolean redress_command_decide (RedressCommandRun *run, GError **error);
gboolean redress_command_need_info (RedressCommandRun *run, GError **error);
gboolean redress_command_hold (RedressCommandRun *run, GError **error);
gboolean redress_command_resume (RedressCommandRun *run, GError **error);
gboolean redress_command_escalate (RedressCommandRun *run, GError **error);
gboolean redress_command_note (RedressCommandRun *run, GError **error);
gboolean redress_command_merge (RedressCommandRun *run, GError **error);
gboolean redress_command_redact (RedressCommandRun *run, GError **error);
gboolean redress_command_blur (RedressCommandRun *run, GError **error);
gboolean redress_command_approve_second (RedressCommandRun *run, GError **error);
gboolean redress_command_refuse_second (RedressCommandRun *run, GError **error);
gboolean redress_command_revoke (RedressCommandRun *run, GError **error);
gboolean redress_command_keep_note (RedressCommandRun *run, GError **error);

G_END_DECLS
