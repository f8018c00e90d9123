/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/rail-trips.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_REDEMPTION_PLAIN, /* everything is as it should be, and still it fails */
  REDRESS_REDEMPTION_FEW_FAILURES,
  REDRESS_REDEMPTION_NOT_MEMBER,
  REDRESS_REDEMPTION_TOTAL_LOW,
  REDRESS_REDEMPTION_POINTS_SHORT,
  REDRESS_REDEMPTION_NO_MARK,
  REDRESS_REDEMPTION_ROUND_TRIP,
  REDRESS_REDEMPTION_CASH,
  REDRESS_REDEMPTION_INCIDENT,
  REDRESS_REDEMPTION_POINTS_GONE,
  REDRESS_REDEMPTION_TICKET_EXISTS,
  REDRESS_REDEMPTION_TOO_NEW, /* the beneficiary has to wait */
  REDRESS_REDEMPTION_BACKFILL,
  REDRESS_REDEMPTION_BACKFILL_LATE,
  REDRESS_REDEMPTION_NOT_TRAVELLED,
} RedressRedemptionTwist;

typedef struct
{
  RedressPlot plot;
  RedressRedemptionTwist twist;
} RedressRedemptionPlot;

typedef struct
{
  RedressStory *story;
  const RedressRedemptionPlot *plot;
  const RedressTrip *trip;
  guint failures;
  gint64 usable;
  const char *error;
  const char *error_class;
  const char *device;
  char *order_no;
  char *work_order; /* (nullable) */
  RedressTime placed;
  RedressTime departs;
} RedressRedemption;

const RedressPlot *redress_redemption_choose (RedressChance *chance);
void redress_redemption_tell (RedressStory *story, const RedressPlot *plot);
void redress_redemption_add_proof (RedressRedemption *self);
gboolean redress_redemption_is_backfill (const RedressRedemption *self);
/* When attempt @number (from 1) failed. */
RedressTime redress_redemption_get_attempt (const RedressRedemption *self, guint number);

G_END_DECLS
