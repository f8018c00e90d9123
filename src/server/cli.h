/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/admin.h"

G_BEGIN_DECLS

/**
 * RedressCliOptions:
 *
 * Options that every command takes. %NULL where they were not given.
 */
typedef struct
{
  char *data_dir;
  char *database;
  char *shared_dir;
  char *policies_dir;
} RedressCliOptions;

void redress_cli_options_clear (RedressCliOptions *self);
/* What `redress-server` does. @argv as main has it. */
int redress_cli_main (int argc, char **argv);

/* cli-serve.c, cli-check.c: @words are the command and what follows. */
RedressExit redress_cli_serve (const RedressCliOptions *options, char **words);
RedressExit redress_cli_migrate (char **words);
RedressExit redress_cli_check (const RedressCliOptions *options);
RedressExit redress_cli_lint (char *const *files);
RedressExit redress_cli_lint_calendars (char *const *files);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressCliOptions, redress_cli_options_clear)

G_END_DECLS
