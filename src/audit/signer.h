/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/note-key.h"
#include "core/clock.h"

G_BEGIN_DECLS

/* Longer than the longest proof with the longest origin. */
#define REDRESS_SIGNER_MAX_REQUEST (16 * 1024)

/**
 * RedressSigner:
 *
 * Signs what a log says of itself, if that agrees with all it has signed before. It trusts nobody
 * for that: not the server, and not whoever can write to its database.
 */
typedef struct _RedressSigner RedressSigner;

RedressSigner *redress_signer_new (RedressNoteKey *key, const char *state_dir, RedressClock *clock);
void redress_signer_free (RedressSigner *self);
char *redress_signer_answer (RedressSigner *self, const char *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSigner, redress_signer_free)

G_END_DECLS
