/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressSendPlan:
 * @server: such as "http://127.0.0.1:8377"
 * @keys: (element-type utf8 utf8): connector key of each platform
 * @first: number of the first ticket
 * @count: how many
 * @with_evidence: how many of them, from the first on, bring their evidence
 * @with_originals: the requests behind the appeals are there
 * @rate: tickets a second at most, 0 for as fast as the server takes them
 * @jobs: how many are on their way at once
 */
typedef struct
{
  const char *server;
  GHashTable *keys;
  guint64 seed;
  guint64 first;
  guint64 count;
  guint64 with_evidence;
  gboolean with_originals;
  guint rate;
  guint jobs;
  RedressTime now;
} RedressSendPlan;

/**
 * RedressSendTally:
 * @known: tickets the server had already
 * @refused: tickets or files the server would not have
 * @first_problem: (nullable): what it said about the first of them
 */
typedef struct
{
  guint64 tickets;
  guint64 known;
  guint64 files;
  guint64 refused;
  char *first_problem;
} RedressSendTally;

typedef void (*RedressSendProgress) (const RedressSendTally *tally, gpointer user_data);

/* @plan must live until the end. @progress (nullable) is called after each ticket. */
void redress_sample_send_async (const RedressSendPlan *plan,
                                RedressSendProgress progress,
                                gpointer progress_data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
RedressSendTally *redress_sample_send_finish (GAsyncResult *result, GError **error);
void redress_send_tally_free (RedressSendTally *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSendTally, redress_send_tally_free)

G_END_DECLS
