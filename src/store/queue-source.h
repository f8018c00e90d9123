/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/id-list.h"
#include "store/reader.h"

G_BEGIN_DECLS

/* A search shows at most so many tickets. */
#define REDRESS_SEARCH_MAX 1000

/**
 * RedressQuestion:
 * @query: what a queue shows
 * @account: (nullable): whose work MY_WORK is
 * @now: the time
 * @midnight: the end of the day
 * @overlay: what lies over the cache
 *
 * A query at one moment.
 */
typedef struct
{
  RedressQuery *query;
  char *account;
  RedressTime now;
  RedressTime midnight;
  RedressOverlay *overlay;
} RedressQuestion;

RedressQuestion *redress_question_new (const RedressQuery *query,
                                       const char *account,
                                       RedressOverlay *overlay,
                                       RedressTime now);
void redress_question_free (RedressQuestion *self);

RedressIdList *redress_question_list_first (const RedressQuestion *self,
                                            RedressSqlConnection *cache,
                                            guint max,
                                            GError **error);
RedressIdList *redress_question_list_all (const RedressQuestion *self,
                                          RedressReader *reader,
                                          GCancellable *cancellable,
                                          GError **error);
gboolean redress_question_count_late (const RedressQuestion *self,
                                      RedressSqlConnection *cache,
                                      RedressIdList *found,
                                      guint *n_late,
                                      RedressTime *next_late,
                                      GError **error);

gboolean redress_question_has_text (const RedressQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressQuestion, redress_question_free)

G_END_DECLS
