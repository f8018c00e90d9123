/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/clock.h"

G_BEGIN_DECLS

/**
 * RedressLogState:
 * @REDRESS_LOG_UNCHANGED: it is what it was, or has grown
 * @REDRESS_LOG_CHANGED: what was signed of it now cannot be true if what was signed before is
 * @REDRESS_LOG_OTHER_KEY: another key signs it than the first time
 * @REDRESS_LOG_UNPROVED: that it only grew, or that a decision of this desk stands where the server
 *   said, was not proved three times in a row
 * @REDRESS_LOG_FORGOTTEN: what was remembered of it cannot be read
 */
typedef enum
{
  REDRESS_LOG_UNCHANGED,
  REDRESS_LOG_CHANGED,
  REDRESS_LOG_OTHER_KEY,
  REDRESS_LOG_UNPROVED,
  REDRESS_LOG_FORGOTTEN,
} RedressLogState;

/**
 * RedressLogProof:
 * @log: name of the log
 * @size: how many entries are known to be what they were
 * @since: when it was seen first
 * @entry: of %REDRESS_LOG_UNPROVED: the first entry that is not proved
 * @bad_since: when the trouble was seen; unknown where there is none
 * @note_path: (nullable): the file with what was signed before
 * @conflict_path: (nullable): the file with what contradicts it
 *
 * What this desk knows of an audit log of the server by its own looking.
 */
typedef struct
{
  char *log;
  RedressLogState state;
  guint64 size;
  RedressTime since;
  gint64 entry;
  RedressTime bad_since;
  char *note_path;
  char *conflict_path;
} RedressLogProof;

RedressLogProof *redress_log_proof_new (const char *log);
RedressLogProof *redress_log_proof_copy (const RedressLogProof *self);
void redress_log_proof_free (RedressLogProof *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressLogProof, redress_log_proof_free)

G_END_DECLS
