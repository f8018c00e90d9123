/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/merkle.h"
#include "audit/signed-note.h"

G_BEGIN_DECLS

/**
 * RedressCheckpoint:
 * @origin: name of the log
 * @size: how many leaves it has
 * @root: root of its tree
 *
 * What a log says of itself at one size (C2SP, tlog-checkpoint).
 */
typedef struct
{
  char *origin;
  guint64 size;
  RedressHash root;
} RedressCheckpoint;

RedressCheckpoint *
redress_checkpoint_new (const char *origin, guint64 size, const RedressHash *root);
/* @text: of a note whose signature was checked */
RedressCheckpoint *redress_checkpoint_parse (const char *text, GError **error);
void redress_checkpoint_free (RedressCheckpoint *self);
char *redress_checkpoint_format (const RedressCheckpoint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressCheckpoint, redress_checkpoint_free)

G_END_DECLS
