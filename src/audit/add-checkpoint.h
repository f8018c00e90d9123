/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/merkle.h"

G_BEGIN_DECLS

/**
 * RedressAddCheckpoint:
 * @old_size: what the signer or witness is thought to have seen last
 * @proof: (owned) (element-type RedressHash): that it stands unchanged in what comes
 * @note: (owned): the checkpoint; for the signer without signatures
 *
 * What is asked of a signer or a witness (C2SP, tlog-witness, "add-checkpoint").
 */
typedef struct
{
  guint64 old_size;
  GArray *proof;
  char *note;
} RedressAddCheckpoint;

char *redress_add_checkpoint_format (guint64 old_size, const GArray *proof, const char *note);
RedressAddCheckpoint *redress_add_checkpoint_parse (const char *text, GError **error);
void redress_add_checkpoint_free (RedressAddCheckpoint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressAddCheckpoint, redress_add_checkpoint_free)

G_END_DECLS
