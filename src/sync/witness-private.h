/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/log-memory.h"
#include "sync/own-entries.h"
#include "sync/witness-answers.h"
#include "sync/witness.h"

G_BEGIN_DECLS

/* The signer needs two seconds for what was decided just now. If it is away, looks become rarer. */
#define REDRESS_WITNESS_OWN_LOOK_SECONDS 3

/* An answer can be cut once; three times is no accident. */
#define REDRESS_WITNESS_FAILURES_ALLOWED 2

/**
 * RedressKnownLog:
 * @proof: what is said of it
 * @root: that it is proved by
 * @n_ungrown: how often, one after the other, it could not be proved that it only grew
 */
typedef struct
{
  RedressLogProof *proof;
  RedressHash root;
  guint n_ungrown;
} RedressKnownLog;

struct _RedressWitness
{
  RedressHttp *http; /* (unowned) */
  GCancellable *cancellable;
  char *folder;
  RedressClock *clock;
  RedressWitnessFunc func;
  gpointer owner;

  gboolean is_online;
  gboolean has_looked;
  guint wait;        /* seconds to the next look for what was decided here */
  GSource *timer;    /* (nullable) */
  GHashTable *known; /* (element-type utf8 RedressKnownLog) */
  RedressOwnEntries *own;

  /* Of a look that is under way. */
  gboolean is_looking;
  GPtrArray *heads; /* (nullable) (element-type RedressWitnessHead) */
  guint next_head;
  RedressLogMemory *memory; /* (nullable): of the log whose growth is asked for */
  GPtrArray
      *wanted; /* (nullable) (element-type RedressOwnEntry) (unowned): still to be asked for */
  char *leaf;  /* (nullable): of the entry whose proof is asked for */
};

RedressKnownLog *redress_witness_get_known (RedressWitness *self, const char *log);
/* Says that something cannot be proved from @entry on, and nothing worse. */
void redress_witness_note_unproved (RedressKnownLog *known, gint64 entry, RedressTime since);
void redress_witness_ask (RedressWitness *self, const char *path, GAsyncReadyCallback callback);
/* @reply: (out) (nullable): %NULL where there was none. FALSE: there is no witness any more. */
gboolean redress_witness_receive (GAsyncResult *result, RedressReply **reply);
/* Whether a server that was well and knew who asked said so. */
gboolean redress_witness_is_answer (const RedressReply *reply);
void redress_witness_end_look (RedressWitness *self);
/* witness-own.c: what was decided here; the last part of a look. */
void redress_witness_look_for_own (RedressWitness *self);

G_END_DECLS
