/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/format.h"

G_BEGIN_DECLS

/**
 * RedressRowWords:
 * @time: how long is left
 * @reason: what it is about
 * @who: kind and customer; of a race how old it is
 *
 * The words of a row of the queue.
 */
typedef struct
{
  char *time;
  char *reason;
  char *who;
  RedressDueStage stage;
} RedressRowWords;

/* @race: as the race radar shows it. */
void redress_row_words_init (RedressRowWords *self,
                             RedressSummary *summary,
                             gboolean race,
                             RedressTime now);
void redress_row_words_clear (RedressRowWords *self);
/* (transfer full): why somebody asks, then what it is about. */
char *redress_row_format_reason (RedressSummary *summary);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressRowWords, redress_row_words_clear)

G_END_DECLS
