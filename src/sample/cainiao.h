/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/story.h"

G_BEGIN_DECLS

typedef struct
{
  const char *zh;
  const char *en;
  gint64 price; /* fen, for all pieces */
  gint64 quantity;
  guint32 color;
  const char *defect_zh;
  const char *defect_en;
} RedressCainiaoItem;

typedef enum
{
  REDRESS_CAINIAO_PLAIN,
  REDRESS_CAINIAO_NO_ANSWER,    /* the seller has not said anything */
  REDRESS_CAINIAO_REFUSED,      /* the seller said no */
  REDRESS_CAINIAO_OVER,         /* more is asked for than was paid */
  REDRESS_CAINIAO_FORM_DIFFERS, /* another item or number on the form */
  REDRESS_CAINIAO_PART,         /* fewer pieces came back */
  REDRESS_CAINIAO_REFUND_LATE,
  REDRESS_CAINIAO_REFUND_ARRIVED,
} RedressCainiaoTwist;

/* How far the parcel has come. */
typedef enum
{
  REDRESS_PARCEL_NONE,
  REDRESS_PARCEL_HANDED_IN,
  REDRESS_PARCEL_STUCK, /* confirmed days ago, still at the station */
  REDRESS_PARCEL_SENT,
} RedressParcel;

typedef struct
{
  RedressPlot plot;
  gboolean refund_only;
  gboolean defect;
  RedressParcel parcel;
  RedressCainiaoTwist twist;
} RedressCainiaoPlot;

typedef struct
{
  RedressStory *story;
  const RedressCainiaoPlot *plot;
  const RedressCainiaoItem *item;
  gint64 paid;
  gint64 asked_for;
  char *order_no;
  char *tracking_no;
  char *form_tracking_no;
  const char *station;
  const char *form_item;
  gint64 form_quantity;
  RedressTime placed;
  RedressTime received;
  RedressTime answered; /* by the seller */
  RedressTime handed_in;
  RedressTime confirmed;
  RedressTime sent;
} RedressCainiao;

const RedressPlot *redress_cainiao_choose (RedressChance *chance);
void redress_cainiao_tell (RedressStory *story, const RedressPlot *plot);
void redress_cainiao_add_proof (RedressCainiao *self);

G_END_DECLS
