/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/story.h"

G_BEGIN_DECLS

typedef struct
{
  const char *zh;
  const char *en;
  const char *category;
  gint64 face;  /* fen */
  gint64 price; /* fen */
  gboolean instant;
} RedressKamengItem;

typedef enum
{
  REDRESS_KAMENG_PLAIN,
  REDRESS_KAMENG_CONTRADICTED, /* the customer says the opposite of the log */
  REDRESS_KAMENG_WRONG_SERVER, /* ordered for another server than wanted */
  REDRESS_KAMENG_INSTANT,      /* topped up by itself at any second */
  REDRESS_KAMENG_FLASH,
  REDRESS_KAMENG_LARGE,
  REDRESS_KAMENG_ABUSE,
  REDRESS_KAMENG_SHORT,        /* credited less than ordered */
  REDRESS_KAMENG_OTHER_SERVER, /* credited to another server than ordered */
  REDRESS_KAMENG_INVALID,      /* the code did not work */
  REDRESS_KAMENG_RENEWED,      /* renewed by itself, which nobody had said */
  REDRESS_KAMENG_REFUND_LATE,
  REDRESS_KAMENG_REFUND_ARRIVED,
  REDRESS_KAMENG_REFUND_IN_TIME,
} RedressKamengTwist;

/**
 * RedressKamengPlot:
 * @lead: seconds from the request to the dispatch; negative: dispatched before; 0: never
 * @credited: what the channel's log says
 * @redeemed: what the code's log says
 * @twist: what else is special
 */
typedef struct
{
  RedressPlot plot;
  int lead;
  RedressAnswered credited;
  RedressAnswered redeemed;
  RedressKamengTwist twist;
} RedressKamengPlot;

/**
 * RedressKameng:
 *
 * What a plot became: the names, numbers and times that facts and evidence share.
 */
typedef struct
{
  RedressStory *story;
  const RedressKamengPlot *plot;
  const RedressKamengItem *item;
  gint64 amount;
  char *order_no;
  char *account;
  char *ordered_server; /* (nullable): goods without servers */
  char *wanted_server;  /* (nullable) */
  const char *error;
  const char *payment;
  RedressTime placed;
  RedressTime generated;
  RedressTime shipped; /* REDRESS_TIME_UNKNOWN: not yet */
} RedressKameng;

const RedressPlot *redress_kameng_choose (RedressChance *chance);
const RedressKamengItem *redress_kameng_choose_item (RedressChance *chance,
                                                     const RedressKamengPlot *plot);
void redress_kameng_tell (RedressStory *story, const RedressPlot *plot);
/* Evidence of a plot: screens of the customer, logs of the platform, the chat. */
void redress_kameng_add_proof (RedressKameng *self);

G_END_DECLS
