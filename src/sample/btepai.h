/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/story.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_BTEPAI_UNPACKED,
  REDRESS_BTEPAI_LABEL_LAGS,    /* packing began, the label does not say so */
  REDRESS_BTEPAI_TRIED_IN_TIME, /* the own attempt came before the packing and failed */
  REDRESS_BTEPAI_PACKED,
  REDRESS_BTEPAI_STOPPED,
  REDRESS_BTEPAI_TOO_LATE,
  REDRESS_BTEPAI_NO_IDENTITY,
  REDRESS_BTEPAI_OTHER_METHOD,
  REDRESS_BTEPAI_REFUND_LATE,
  REDRESS_BTEPAI_REFUND_ARRIVED,
} RedressBtepaiTwist;

typedef struct
{
  RedressPlot plot;
  RedressBtepaiTwist twist;
} RedressBtepaiPlot;

typedef struct
{
  RedressStory *story;
  const RedressBtepaiPlot *plot;
  const char *item;
  gint64 paid;
  char *order_no;
  char *account;
  const char *payment;
  const char *label;
  RedressTime placed;
  RedressTime attempted;    /* REDRESS_TIME_UNKNOWN: never tried */
  RedressTime pack_started; /* REDRESS_TIME_UNKNOWN: not yet */
  RedressTime shipped;      /* REDRESS_TIME_UNKNOWN: not yet */
} RedressBtepai;

const RedressPlot *redress_btepai_choose (RedressChance *chance);
void redress_btepai_tell (RedressStory *story, const RedressPlot *plot);
void redress_btepai_add_proof (RedressBtepai *self);

G_END_DECLS
