/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/log-proof.h"

/**
 * redress_log_proof_new:
 * @log: name of a log
 *
 * Returns: (transfer full): one of which nothing is known
 */
RedressLogProof *
redress_log_proof_new (const char *log)
{
  RedressLogProof *self = g_new0 (RedressLogProof, 1);

  self->log = g_strdup (log);
  self->since = self->bad_since = REDRESS_TIME_UNKNOWN;
  self->entry = -1;
  return self;
}

/**
 * redress_log_proof_copy:
 * @self: what is known of a log
 *
 * Returns: (transfer full): the same
 */
RedressLogProof *
redress_log_proof_copy (const RedressLogProof *self)
{
  RedressLogProof *copy = g_memdup2 (self, sizeof *self);

  copy->log = g_strdup (self->log);
  copy->note_path = g_strdup (self->note_path);
  copy->conflict_path = g_strdup (self->conflict_path);
  return copy;
}

/**
 * redress_log_proof_free:
 * @self: (transfer full) (nullable): what is known of a log
 */
void
redress_log_proof_free (RedressLogProof *self)
{
  if (self == NULL)
    return;

  g_free (self->log);
  g_free (self->note_path);
  g_free (self->conflict_path);
  g_free (self);
}
