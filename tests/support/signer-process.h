/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/folder.h"

G_BEGIN_DECLS

/**
 * RedressSignerProcess:
 * @socket_path: where it listens
 *
 * The real redress-signer, with a key and a memory in a folder.
 */
typedef struct
{
  char *socket_path;
  char *key_path;
  char *state;
  GSubprocess *process; /* (nullable): while it runs */
} RedressSignerProcess;

RedressSignerProcess *redress_signer_process_new (RedressTestFolder *folder);
void redress_signer_process_start (RedressSignerProcess *self);
void redress_signer_process_stop (RedressSignerProcess *self);
void redress_signer_process_free (RedressSignerProcess *self);

G_END_DECLS
