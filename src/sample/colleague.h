/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressColleaguePlan:
 * @keys: (element-type utf8 utf8): connector key of each platform
 * @name: account of the colleague
 * @first: number of the first ticket of today
 * @count: tickets of today, whose appeals need their originals
 * @past: tickets of the past beside those
 *
 * What somebody decided before today's agent came: a desk without any history is no desk.
 */
typedef struct
{
  const char *server;
  GHashTable *keys;
  const char *name;
  const char *password;
  guint64 seed;
  guint64 first;
  guint64 count;
  guint64 past;
  RedressTime now;
} RedressColleaguePlan;

/* Both hand in tickets and decide them as the account, by the rules. @done: (out): how many */
/* The requests behind today's appeals, which have to be there before the appeals. */
gboolean redress_colleague_decide_originals_sync (const RedressColleaguePlan *plan,
                                                  guint *done,
                                                  GError **error);
gboolean
redress_colleague_decide_past_sync (const RedressColleaguePlan *plan, guint *done, GError **error);

G_END_DECLS
