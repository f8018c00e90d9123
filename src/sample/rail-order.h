/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/rail-trips.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_RAIL_PLAIN,
  REDRESS_RAIL_NOT_OWNER,
  REDRESS_RAIL_POINTS_DIFFER, /* less would be returned than was paid */
  REDRESS_RAIL_USED,
  REDRESS_RAIL_EXPIRED,
  REDRESS_RAIL_HIDDEN,
  REDRESS_RAIL_GATE_UNKNOWN,
  REDRESS_RAIL_RETURN_LATE,
  REDRESS_RAIL_RETURN_ARRIVED,
} RedressRailTwist;

typedef struct
{
  RedressPlot plot;
  RedressRailTwist twist;
} RedressRailPlot;

typedef struct
{
  RedressStory *story;
  const RedressRailPlot *plot;
  const RedressTrip *trip;
  gint64 points;
  char *order_no;
  RedressTime placed;
  RedressTime departs;
} RedressRailOrder;

const RedressPlot *redress_rail_order_choose (RedressChance *chance);
void redress_rail_order_tell (RedressStory *story, const RedressPlot *plot);
void redress_rail_order_add_proof (RedressRailOrder *self);

G_END_DECLS
