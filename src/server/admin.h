/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"

G_BEGIN_DECLS

/**
 * RedressExit:
 *
 * Exit statuses of the programs.
 */
typedef enum
{
  REDRESS_EXIT_GOOD = 0,
  REDRESS_EXIT_BAD = 1,
  REDRESS_EXIT_USAGE = 2,
  REDRESS_EXIT_ENVIRONMENT = 3,
} RedressExit;

/**
 * RedressAdminCall:
 * @arguments: words of the command, such as "user", "add", "chen"
 * @input: (nullable): what came on standard input
 * @output: for standard output
 * @complaint: for standard error
 */
typedef struct
{
  RedressServer *server;
  const char *const *arguments;
  const char *input;
  GString *output;
  GString *complaint;
} RedressAdminCall;

/* Runs a command in the thread that owns the database. */
RedressExit redress_admin_run (RedressAdminCall *call);
/* Whether the command reads standard input. */
gboolean redress_admin_wants_input (const char *const *arguments);

/* Says what went wrong and chooses the status. */
RedressExit redress_admin_fail (RedressAdminCall *call, const GError *error);
RedressExit redress_admin_misuse (RedressAdminCall *call, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* Each in the file of its noun: admin-user.c and so on. */
RedressExit redress_admin_user (RedressAdminCall *call);
RedressExit redress_admin_key (RedressAdminCall *call);
RedressExit redress_admin_policy (RedressAdminCall *call);
RedressExit redress_admin_calendar (RedressAdminCall *call);
RedressExit redress_admin_peak (RedressAdminCall *call);
RedressExit redress_admin_webhook (RedressAdminCall *call);

G_END_DECLS
