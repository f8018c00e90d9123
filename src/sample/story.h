/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/case.h"
#include "sample/chance.h"
#include "sample/record.h"

G_BEGIN_DECLS

/**
 * RedressOddity:
 *
 * What makes some tickets awkward to show, whatever they are about.
 */
typedef enum
{
  REDRESS_ODDITY_NONE,
  REDRESS_ODDITY_LONG_TEXT,
  REDRESS_ODDITY_EMOJI,
  REDRESS_ODDITY_RIGHT_TO_LEFT,
  REDRESS_ODDITY_NOTHING_PAID,
  REDRESS_ODDITY_HUGE_AMOUNT,
  REDRESS_ODDITY_NO_REASON,
  REDRESS_ODDITY_CUT_FILE,
  REDRESS_ODDITY_SCRAMBLED_FILE,
  REDRESS_ODDITY_RECEIPT_LENT,
  REDRESS_ODDITY_RECEIPT_USED_AGAIN,
} RedressOddity;

/* A yes or no that may also be unknown. */
typedef enum
{
  REDRESS_NO,
  REDRESS_YES,
  REDRESS_UNKNOWN,
} RedressAnswered;

/**
 * RedressPlot:
 * @name: for statistics and tests
 * @weight: how often it happens, compared with the others of its flow
 * @verdict: what the first version of the policy recommends
 * @ground: why the customer asks, a code of the policy
 * @without: (nullable): slot whose evidence nobody sent
 * @zh: the customer's words, choices between bars
 * @en: the same in English
 *
 * What happened, as far as the rules care. Facts, timeline and evidence follow from it, so
 * they agree with each other except where the plot wants it otherwise. Each flow's own plots
 * begin with this.
 */
typedef struct
{
  const char *name;
  guint weight;
  RedressKind kind;
  RedressVerdict verdict;
  const char *ground;
  const char *at_request;
  const char *now;
  const char *without;
  const char *zh;
  const char *en;
} RedressPlot;

/**
 * RedressStory:
 * @chinese: the customer writes Chinese
 * @asked: when the customer asked; the ticket opens then
 * @now: when the tickets are sent
 * @read: when the platform's records were last read, between the two
 * @number: of the customer, as in 客户 4821
 *
 * One ticket while it is made up.
 */
typedef struct
{
  RedressCase *made;
  RedressTicket *ticket;
  RedressChance chance;
  RedressOddity oddity;
  gboolean chinese;
  RedressTime asked;
  RedressTime now;
  RedressTime read;
  guint number;
} RedressStory;

/* One of two texts; a choice of several is written "one|two|three". */
const char *redress_story_say (RedressStory *self, const char *zh, const char *en);
char *redress_story_choose (RedressStory *self, const char *zh, const char *en);
char *redress_story_get_customer (RedressStory *self);

/* What the customer says is as of the request, what the platform says as of its reading. */
void redress_story_add_bool (RedressStory *self,
                             const char *name,
                             const char *source,
                             RedressAnswered value);
void redress_story_add_int (
    RedressStory *self, const char *name, const char *source, const char *unit, gint64 value);
void redress_story_add_time (RedressStory *self,
                             const char *name,
                             const char *source,
                             RedressTime value);
/* @value: (nullable): unknown */
void redress_story_add_text (RedressStory *self,
                             const char *name,
                             const char *source,
                             const char *value);
void redress_story_add_event (RedressStory *self,
                              RedressTime at,
                              RedressLane lane,
                              const char *code,
                              const char *zh,
                              const char *en);
void redress_story_add_trouble (RedressStory *self,
                                RedressTime at,
                                RedressLane lane,
                                const char *code,
                                const char *zh,
                                const char *en);

/* @sheet, @record: (transfer full). The media type follows from the look of the sheet; screens
 * come as PNG or JPEG, as phones will have it. */
RedressPiece *redress_story_show (RedressStory *self,
                                  const char *slot,
                                  const char *holder,
                                  RedressSensitivity sensitivity,
                                  const char *name,
                                  RedressTime at,
                                  RedressSheet *sheet);
/* As @media_type, whose files end in @ending, where this machine can make it. */
void redress_story_send_as (RedressPiece *piece, const char *media_type, const char *ending);
RedressPiece *redress_story_keep (RedressStory *self,
                                  const char *slot,
                                  const char *holder,
                                  RedressSensitivity sensitivity,
                                  const char *name,
                                  const char *media_type,
                                  RedressTime at,
                                  RedressRecord *record);
RedressPiece *redress_story_note (RedressStory *self,
                                  const char *slot,
                                  const char *holder,
                                  RedressSensitivity sensitivity,
                                  const char *name,
                                  RedressTime at,
                                  const char *text);

/* Sets the parts that all flows have. */
void redress_story_set_order (RedressStory *self,
                              const char *number,
                              const char *title,
                              gint64 amount,
                              RedressUnit unit,
                              const char *payment_method,
                              RedressTime placed_at);
void redress_story_set_plot (RedressStory *self, const RedressPlot *plot);
/* @plots: (array length=n_plots): of elements of @size bytes that begin with a RedressPlot */
gconstpointer
redress_plot_choose (RedressChance *chance, gconstpointer plots, guint n_plots, gsize size);

G_END_DECLS
