/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/chat.h"
#include "sample/rail-order.h"

static const RedressChatLine chat_lines[] = {
  { -60, "customer", NULL, NULL },
  { -55, "robot", "请在“我的订单”中点击“申请退订”并填写原因。",
    "Open My Orders, choose Request unsubscription and say why." },
  { 90, "customer", "已提交，多久能审完？", "Sent. How long does it take?" },
  { 150, "service", "已转人工审核，请耐心等待。", "A person will review it. Please wait." },
  { 200, "customer", "好的，谢谢。", "All right, thank you." },
};

static const RedressChat chat = {
  .slot = "chat",
  .ids = { "robot", "service", NULL },
  .names_zh = { "智能客服", "人工客服" },
  .names_en = { "Robot", "Service" },
  .lines = chat_lines,
  .n_lines = G_N_ELEMENTS (chat_lines),
};

static void
add_order_detail (RedressRailOrder *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = redress_sheet_new (REDRESS_SHEET_ORDER, story->chinese,
                                           redress_story_say (story, "订单详情", "Order"));
  g_autofree char *customer = redress_story_get_customer (story);
  g_autofree char *departs = redress_sample_local_time (self->departs, "%Y-%m-%d %H:%M");
  g_autofree char *placed = redress_sample_local_time (self->placed, "%Y-%m-%d %H:%M:%S");

  sheet->accent = REDRESS_RAIL_BLUE;
  sheet->item = g_strdup (story->ticket->order.title);
  sheet->headline = redress_sample_points (story, self->points);
  sheet->detail =
      g_strdup (self->departs < story->asked
                    ? redress_story_say (story, "已发车", "Departed")
                    : redress_story_say (story, "已支付 · 未出行", "Paid · not travelled"));
  redress_sheet_add (sheet, redress_story_say (story, "订单号", "Order"), self->order_no);
  redress_sheet_add (sheet, redress_story_say (story, "乘车人", "Passenger"), customer);
  redress_sheet_add (sheet, redress_story_say (story, "发车时间", "Departs"), departs);
  redress_sheet_add (sheet, redress_story_say (story, "席别", "Seat"),
                     redress_trip_get_seat (self->trip, story));
  redress_sheet_add (sheet, redress_story_say (story, "下单时间", "Ordered"), placed);
  redress_sheet_add_strong (sheet, redress_story_say (story, "支付积分", "Points paid"),
                            sheet->headline);
  redress_story_show (story, "order_detail", "customer", REDRESS_SENSITIVITY_LOW,
                      "Screenshot_12306", story->asked + 3 * REDRESS_MINUTE, sheet);
}

static void
add_record_line (
    RedressStory *story, RedressSheet *sheet, RedressTime at, const char *what, gint64 points)
{
  g_autofree char *day = redress_sample_local_time (at, "%Y-%m-%d %H:%M");
  g_autofree char *number = redress_sample_points (story, ABS (points));
  g_autofree char *signed_number = g_strconcat (points < 0 ? "−" : "+", number, NULL);

  redress_sheet_add_marked (sheet, day, what, signed_number);
}

static void
add_points_record (RedressRailOrder *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet =
      redress_sheet_new (REDRESS_SHEET_RECORD, story->chinese,
                         redress_story_say (story, "积分明细", "Points statement"));
  RedressChance past = redress_chance_new (story->number, 0, "points");
  g_autofree char *customer = redress_story_get_customer (story);

  sheet->headline = g_strdup (customer);
  sheet->detail =
      g_strdup (redress_story_say (story, "铁路会员中心（示例）", "Rail club (sample)"));
  for (guint i = 6; i > 0; i--)
    add_record_line (story, sheet, self->placed - i * 13 * REDRESS_DAY,
                     redress_story_say (story, "乘车积分", "Travel"),
                     redress_chance_between (&past, 300, 9000));
  add_record_line (story, sheet, self->placed + 41 * REDRESS_SECOND, story->ticket->order.title,
                   -self->points);
  if (self->plot->twist == REDRESS_RAIL_RETURN_ARRIVED)
    add_record_line (story, sheet, story->asked - 7 * REDRESS_DAY,
                     redress_story_say (story, "退订返还", "Returned"), self->points);
  if (self->plot->twist == REDRESS_RAIL_EXPIRED)
    add_record_line (story, sheet, story->read - REDRESS_HOUR,
                     redress_story_say (story, "积分过期", "Expired"), -self->points / 2);
  redress_story_show (story, "points_record", "platform", REDRESS_SENSITIVITY_ACCOUNT, "points",
                      story->read, sheet);
}

static void
add_gate_log (RedressRailOrder *self)
{
  RedressStory *story = self->story;
  RedressRecord *log = redress_record_new_log ("rail.gates");

  redress_record_add (log, self->placed + 44 * REDRESS_SECOND, "ticket", "issued order=%s train=%s",
                      self->order_no, self->trip->train);
  redress_record_prove (log, "trip.train");
  if (self->plot->twist == REDRESS_RAIL_USED)
    {
      redress_record_add (log, self->departs - 17 * REDRESS_MINUTE, "gate",
                          "in station=%s gate=B12 result=passed", self->trip->from_en);
      redress_record_prove (log, "trip.used");
      redress_record_add (log,
                          self->departs + self->trip->minutes * REDRESS_MINUTE + 6 * REDRESS_MINUTE,
                          "gate", "out station=%s gate=A03 result=passed", self->trip->to_en);
      redress_record_prove (log, "trip.used");
    }
  redress_record_add (log, story->asked, "order", "unsubscription requested");
  redress_record_prove (log, "request.confirmed_at");
  redress_record_add (log, story->read, "gate", "query order=%s passes=%d", self->order_no,
                      self->plot->twist == REDRESS_RAIL_USED ? 2 : 0);
  redress_record_prove (log, "trip.used");
  redress_story_keep (story, "gate_log", "platform", REDRESS_SENSITIVITY_PERSONAL, "gates.json",
                      REDRESS_MEDIA_LOG, story->read, log);
}

/**
 * redress_rail_order_add_proof:
 *
 * Adds what each side would send.
 */
void
redress_rail_order_add_proof (RedressRailOrder *self)
{
  add_order_detail (self);
  add_points_record (self);
  add_gate_log (self);
  if (redress_chance_one_in (&self->story->chance, 3))
    redress_story_add_chat (self->story, &chat, self->story->asked);
}
