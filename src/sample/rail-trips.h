/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/story.h"

G_BEGIN_DECLS

/**
 * RedressTrip:
 * @fare: fen, which is as many points
 * @minutes: how long it takes
 */
typedef struct
{
  const char *train;
  const char *from_zh;
  const char *to_zh;
  const char *from_en;
  const char *to_en;
  const char *seat; /* code of the policy */
  gint64 fare;
  guint minutes;
} RedressTrip;

#define REDRESS_RAIL_BLUE 0x1f6fd6

const RedressTrip *redress_trip_choose (RedressChance *chance);
/* (transfer full): "北京南 → 上海虹桥" */
char *redress_trip_get_route (const RedressTrip *self, RedressStory *story);
/* (transfer full): "G1024 北京南 → 上海虹桥 二等座" */
char *redress_trip_get_title (const RedressTrip *self, RedressStory *story);
const char *redress_trip_get_seat (const RedressTrip *self, RedressStory *story);
/* (transfer full): "55,300 积分" */
char *redress_sample_points (RedressStory *story, gint64 points);

G_END_DECLS
