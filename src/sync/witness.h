/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/http.h"
#include "sync/log-proof.h"

G_BEGIN_DECLS

/**
 * RedressWitness:
 *
 * Remembers what was signed of the server's audit logs, holds what is signed now against it, and
 * asks for the proof that what this desk decided stands in them. On the sync thread.
 */
typedef struct _RedressWitness RedressWitness;

/**
 * RedressWitnessFunc:
 * @proofs: (element-type RedressLogProof): of each log
 * @owner: what was given along
 */
typedef void (*RedressWitnessFunc) (GPtrArray *proofs, gpointer owner);

/* @http stays the caller's, as long as the witness is there. */
RedressWitness *redress_witness_new (RedressHttp *http,
                                     const char *folder,
                                     RedressClock *clock,
                                     RedressWitnessFunc func,
                                     gpointer owner);
void redress_witness_free (RedressWitness *self);
/* Looks at once, and again and again while it is so. */
void redress_witness_set_online (RedressWitness *self, gboolean online);
/* Before the answer is written down: what was applied is looked for from then on. */
void
redress_witness_note_answer (RedressWitness *self, GBytes *command, const RedressAnswer *answer);

G_END_DECLS
