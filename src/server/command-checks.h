/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/command-run.h"

G_BEGIN_DECLS

/* What is asked of the ticket before a command has its effect, in this order. */
typedef enum
{
  REDRESS_CHECK_VERSION = 1 << 0,    /* the agent saw the ticket as it is, undecided */
  REDRESS_CHECK_CLAIM = 1 << 1,      /* the agent holds the ticket by the current token */
  REDRESS_CHECK_NOT_OTHERS = 1 << 2, /* nobody else holds it */
  REDRESS_CHECK_REVIEWER = 1 << 3,   /* of an appeal: somebody else decided first */
} RedressCommandChecks;

gboolean redress_command_check (RedressCommandRun *run, guint checks, GError **error);
/* The language of the message: as the command says, else the customer's. */
const char *redress_command_get_language (const RedressCommandRun *run);
/* FALSE: refused, since policies have no words in it. */
gboolean redress_command_check_language (RedressCommandRun *run);
/* FALSE: refused, since the note does not say why. */
gboolean redress_command_check_why (RedressCommandRun *run);
gboolean redress_command_is_held_by_other (const RedressCommandRun *run);

G_END_DECLS
