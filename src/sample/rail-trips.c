/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/rail-trips.h"

#include <string.h>

static const RedressTrip trips[] = {
  { "G1024", "北京南", "上海虹桥", "Beijing South", "Shanghai Hongqiao", "second", 55300, 338 },
  { "G7512", "杭州东", "南京南", "Hangzhou East", "Nanjing South", "second", 11750, 77 },
  { "G6203", "广州南", "深圳北", "Guangzhou South", "Shenzhen North", "second", 7450, 36 },
  { "G8502", "成都东", "重庆北", "Chengdu East", "Chongqing North", "first", 24600, 92 },
  { "G1912", "西安北", "郑州东", "Xi'an North", "Zhengzhou East", "second", 22900, 131 },
  { "G1003", "武汉", "长沙南", "Wuhan", "Changsha South", "second", 16450, 82 },
  { "G7088", "上海虹桥", "合肥南", "Shanghai Hongqiao", "Hefei South", "first", 33600, 148 },
  { "Z282", "包头", "杭州", "Baotou", "Hangzhou", "hard_sleeper", 41450, 1590 },
  { "G3", "北京南", "上海", "Beijing South", "Shanghai", "business", 193300, 280 },
};

const RedressTrip *
redress_trip_choose (RedressChance *chance)
{
  return &trips[redress_chance_between (chance, 0, G_N_ELEMENTS (trips) - 1)];
}

char *
redress_trip_get_route (const RedressTrip *self, RedressStory *story)
{
  return g_strdup_printf ("%s → %s", redress_story_say (story, self->from_zh, self->from_en),
                          redress_story_say (story, self->to_zh, self->to_en));
}

const char *
redress_trip_get_seat (const RedressTrip *self, RedressStory *story)
{
  if (g_str_equal (self->seat, "first"))
    return redress_story_say (story, "一等座", "First class");
  if (g_str_equal (self->seat, "business"))
    return redress_story_say (story, "商务座", "Business class");
  if (g_str_equal (self->seat, "hard_sleeper"))
    return redress_story_say (story, "硬卧", "Hard sleeper");
  return redress_story_say (story, "二等座", "Second class");
}

char *
redress_trip_get_title (const RedressTrip *self, RedressStory *story)
{
  g_autofree char *route = redress_trip_get_route (self, story);

  return g_strdup_printf ("%s %s", self->train, route);
}

/**
 * redress_sample_points:
 *
 * Returns: (transfer full): points as platforms print them
 */
char *
redress_sample_points (RedressStory *story, gint64 points)
{
  g_autofree char *number = redress_sample_yuan (points * 100);

  number[strlen (number) - strlen (".00")] = '\0';
  return g_strdup_printf ("%s %s", number, redress_story_say (story, "积分", "points"));
}
