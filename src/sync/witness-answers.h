/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/merkle.h"
#include "sync/http.h"
#include "sync/own-entries.h"

G_BEGIN_DECLS

/**
 * RedressWitnessHead:
 * @log: name of a log
 * @note: what was signed of it
 * @key: the key that signed
 *
 * What the server says of one log.
 */
typedef struct
{
  char *log;
  guint64 size;
  char *note;
  char *key;
} RedressWitnessHead;

/* (transfer full) (nullable) (element-type RedressWitnessHead) */
GPtrArray *redress_witness_read_heads (const RedressReply *reply);
/* (transfer full) (nullable) (element-type RedressHash) */
GArray *redress_witness_read_proof (const RedressReply *reply);
/* (nullable): the entry's bytes, where it stands there and says what was sent */
char *redress_witness_read_entry (const RedressReply *reply, const RedressOwnEntry *own);
/* (transfer full) (nullable): what has to stand in the log after @answer to @command; %NULL:
 * nothing */
RedressOwnEntry *redress_witness_expect (GBytes *command, const RedressAnswer *answer);

G_END_DECLS
