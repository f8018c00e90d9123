/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/rail-order.h"

static const RedressRailPlot plots[] = {
  { { "rail-unused", 14, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "plan_changed",
      "not_fulfilled", "not_fulfilled", NULL,
      "行程变了，车票没用，申请退回积分。|会议取消，不出行了。|家里有事走不了，请退积分。",
      "My plans changed, the ticket is unused.|The meeting was called off. Points back, please." },
    REDRESS_RAIL_PLAIN },
  { { "rail-wrong-date", 8, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "wrong_date",
      "not_fulfilled", "not_fulfilled", NULL, "日期选错了，要的是周五。|车次选错，请退订。",
      "I picked the wrong date.|Wrong train, please cancel." },
    REDRESS_RAIL_PLAIN },
  { { "rail-duplicate", 5, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "duplicate",
      "not_fulfilled", "not_fulfilled", NULL,
      "网络卡了，同一趟车兑了两张。|付款没反应，又下了一单。",
      "The app froze and I redeemed twice." },
    REDRESS_RAIL_HIDDEN },
  { { "rail-not-owner", 4, REDRESS_KIND_REVIEW, REDRESS_VERDICT_NEED_INFO, "wrong_order",
      "not_fulfilled", "not_fulfilled", NULL, "我帮家人退，账号不是我的。",
      "I ask for my mother, it is her account." },
    REDRESS_RAIL_NOT_OWNER },
  { { "rail-points-differ", 3, REDRESS_KIND_REVIEW, REDRESS_VERDICT_HOLD, "plan_changed",
      "not_fulfilled", "not_fulfilled", NULL, "退回的积分比支付的少。",
      "Fewer points would come back than I paid." },
    REDRESS_RAIL_POINTS_DIFFER },
  { { "rail-used", 5, REDRESS_KIND_REVIEW, REDRESS_VERDICT_REJECT, "plan_changed", "delivered",
      "delivered", NULL, "没有乘车，请退积分。|当天没走成，积分请退回。",
      "I did not take the train. Points back." },
    REDRESS_RAIL_USED },
  { { "rail-expired", 3, REDRESS_KIND_REVIEW, REDRESS_VERDICT_ESCALATE, "plan_changed",
      "not_fulfilled", "not_fulfilled", NULL, "退订后积分会不会过期？",
      "Will the points still be valid after this?" },
    REDRESS_RAIL_EXPIRED },
  { { "rail-gate-unknown", 4, REDRESS_KIND_REVIEW, REDRESS_VERDICT_NEED_INFO, "wrong_order",
      "not_fulfilled", "not_fulfilled", "gate_log",
      "误操作下单，没有进站。|点错了，票没用过。|孩子误触下的单。",
      "Ordered by mistake, I never entered the station." },
    REDRESS_RAIL_GATE_UNKNOWN },
  { { "rail-appeal-used", 4, REDRESS_KIND_APPEAL, REDRESS_VERDICT_REJECT, "refused_before",
      "delivered", "delivered", NULL, "我没有乘车，是别人刷的证件。",
      "I did not travel, somebody else used my card." },
    REDRESS_RAIL_USED },
  { { "rail-appeal-unused", 3, REDRESS_KIND_APPEAL, REDRESS_VERDICT_APPROVE, "refused_before",
      "not_fulfilled", "not_fulfilled", NULL, "驳回理由不对，车票没用过。",
      "The refusal is wrong, the ticket is unused." },
    REDRESS_RAIL_PLAIN },
  { { "rail-return-late", 4, REDRESS_KIND_REFUND_CHASE, REDRESS_VERDICT_APPROVE, "points_missing",
      "cancelled", "refund_pending", NULL, "退订成功一周了，积分还没回来。|积分未返还。",
      "Approved a week ago, no points yet." },
    REDRESS_RAIL_RETURN_LATE },
  { { "rail-return-arrived", 2, REDRESS_KIND_REFUND_CHASE, REDRESS_VERDICT_REJECT, "points_missing",
      "cancelled", "refunded", NULL, "积分没看到，请查一下。",
      "I do not see my points, please check." },
    REDRESS_RAIL_RETURN_ARRIVED },
};

const RedressPlot *
redress_rail_order_choose (RedressChance *chance)
{
  return redress_plot_choose (chance, plots, G_N_ELEMENTS (plots), sizeof plots[0]);
}

static gboolean
is_chase (const RedressRailOrder *self)
{
  return self->plot->plot.kind == REDRESS_KIND_REFUND_CHASE;
}

/* A used ticket left before anybody asked; an unused one still has days to go. */
static void
set_times (RedressRailOrder *self)
{
  RedressChance *chance = &self->story->chance;
  RedressTime asked = self->story->asked;
  RedressTime day;

  if (self->plot->twist == REDRESS_RAIL_USED)
    day = asked - redress_chance_between (chance, 2, 5) * REDRESS_DAY;
  else if (is_chase (self))
    day = asked - redress_chance_between (chance, 3, 6) * REDRESS_DAY;
  else
    day = self->story->now + redress_chance_between (chance, 2, 11) * REDRESS_DAY;
  /* Trains leave at full minutes between seven and eight in the evening. */
  self->departs = day / REDRESS_DAY * REDRESS_DAY - REDRESS_HOUR +
                  redress_chance_between (chance, 0, 155) * 5 * REDRESS_MINUTE;
  self->placed = MIN (asked, self->departs) - redress_chance_between (chance, 8, 14) * REDRESS_DAY -
                 redress_chance_between (chance, 0, 40000) * REDRESS_SECOND;
}

static void
add_claims (RedressRailOrder *self)
{
  RedressStory *story = self->story;

  redress_story_add_time (story, "claim.requested_at", "customer",
                          story->asked / REDRESS_MINUTE * REDRESS_MINUTE);
  redress_story_add_int (story, "claim.points", "customer", "points", self->points);
  redress_story_add_bool (story, "claim.used", "customer", REDRESS_NO);
  redress_story_add_time (story, "claim.departs_at", "customer", self->departs);
  redress_story_add_bool (story, "complaint.announced", "customer",
                          redress_chance_one_in (&story->chance, 20) ? REDRESS_YES : REDRESS_NO);
}

static void
add_points_facts (RedressRailOrder *self)
{
  RedressStory *story = self->story;
  gint64 back = self->points;
  RedressTime sent = story->asked - 9 * REDRESS_DAY;

  if (self->plot->twist == REDRESS_RAIL_POINTS_DIFFER)
    back -= back / 10;
  redress_story_add_int (story, "points.paid", "platform", "points", self->points);
  redress_story_add_int (story, "points.to_return", "platform", "points", back);
  redress_story_add_bool (story, "points.expired", "platform",
                          self->plot->twist == REDRESS_RAIL_EXPIRED ? REDRESS_YES : REDRESS_NO);
  if (!is_chase (self))
    return;
  redress_story_add_time (story, "refund.sent_at", "platform", sent);
  redress_story_add_time (story, "refund.due_at", "system", sent + 5 * REDRESS_DAY);
  redress_story_add_bool (story, "refund.credited", "platform",
                          self->plot->twist == REDRESS_RAIL_RETURN_ARRIVED ? REDRESS_YES
                                                                           : REDRESS_NO);
  if (self->plot->twist == REDRESS_RAIL_RETURN_ARRIVED)
    redress_story_add_time (story, "points.returned_at", "platform", sent + 2 * REDRESS_DAY);
  redress_story_add_event (story, sent, REDRESS_LANE_MONEY, "refund_sent", "发起积分返还",
                           "Return sent");
}

static void
add_platform_facts (RedressRailOrder *self)
{
  RedressStory *story = self->story;
  RedressAnswered used = self->plot->twist == REDRESS_RAIL_USED           ? REDRESS_YES
                         : self->plot->twist == REDRESS_RAIL_GATE_UNKNOWN ? REDRESS_UNKNOWN
                                                                          : REDRESS_NO;

  redress_story_add_bool (story, "owner.matches", "platform",
                          self->plot->twist == REDRESS_RAIL_NOT_OWNER ? REDRESS_NO : REDRESS_YES);
  redress_story_add_time (story, "request.opened_at", "platform",
                          story->asked - 95 * REDRESS_SECOND);
  redress_story_add_time (story, "request.confirmed_at", "platform", story->asked);
  redress_story_add_bool (story, "trip.used", "platform", used);
  redress_story_add_time (story, "trip.departs_at", "platform", self->departs);
  redress_story_add_text (story, "trip.train", "platform", self->trip->train);
  redress_story_add_bool (story, "record.hidden", "platform",
                          self->plot->twist == REDRESS_RAIL_HIDDEN ? REDRESS_YES : REDRESS_NO);
  redress_story_add_time (story, "record.kept_until", "platform", self->placed + 180 * REDRESS_DAY);
  redress_story_add_text (story, "review.by", "platform",
                          redress_chance_one_in (&story->chance, 3) ? "person" : "system");
  add_points_facts (self);
}

static void
add_request_events (RedressRailOrder *self)
{
  RedressStory *story = self->story;
  gboolean appeal = self->plot->plot.kind == REDRESS_KIND_APPEAL;

  if (appeal)
    redress_story_add_event (story, story->asked - 20 * REDRESS_HOUR, REDRESS_LANE_SYSTEM,
                             "decided", "原决定：驳回", "First decision: reject");
  if (self->plot->twist == REDRESS_RAIL_HIDDEN)
    redress_story_add_event (story, story->asked - 6 * REDRESS_HOUR, REDRESS_LANE_CUSTOMER,
                             "hidden", "隐藏订单", "Hides the order");
  redress_story_add_event (story, story->asked - 95 * REDRESS_SECOND, REDRESS_LANE_CUSTOMER,
                           "request_opened", "打开退订申请", "Opens the request");
  redress_story_add_event (story, story->asked, REDRESS_LANE_CUSTOMER,
                           appeal ? "appealed" : "requested", appeal ? "提出申诉" : "确认退订申请",
                           appeal ? "Appeals" : "Asks to cancel");
  redress_story_add_event (story, story->asked + 4 * REDRESS_SECOND, REDRESS_LANE_SYSTEM,
                           "system_reviewed", "系统初审：转人工", "System review: to a person");
}

static void
add_trip_events (RedressRailOrder *self)
{
  RedressStory *story = self->story;
  g_autofree char *points = redress_sample_points (story, self->points);

  redress_story_add_event (story, self->placed, REDRESS_LANE_CUSTOMER, "ordered", "下单", "Orders");
  redress_story_add_event (story, self->placed + 41 * REDRESS_SECOND, REDRESS_LANE_MONEY,
                           "points_paid", points, points);
  redress_story_add_event (story, self->placed + 44 * REDRESS_SECOND, REDRESS_LANE_SYSTEM,
                           "ticket_issued", "出票", "E-ticket issued");
  if (self->departs < story->asked)
    redress_story_add_event (story, self->departs, REDRESS_LANE_SYSTEM, "departed", "列车发车",
                             "Train left");
  if (self->plot->twist == REDRESS_RAIL_USED)
    redress_story_add_trouble (story, self->departs - 17 * REDRESS_MINUTE, REDRESS_LANE_SYSTEM,
                               "used", "检票进站", "Gate passed");
  if (self->plot->twist == REDRESS_RAIL_EXPIRED)
    redress_story_add_trouble (story, story->read, REDRESS_LANE_MONEY, "points_expired", "积分过期",
                               "Points expired");
  if (self->plot->twist == REDRESS_RAIL_RETURN_LATE)
    redress_story_add_trouble (story, story->read, REDRESS_LANE_MONEY, "no_refund", "积分尚未返还",
                               "No points back yet");
}

/**
 * redress_rail_order_tell:
 * @plot: one of redress_rail_order_choose()
 *
 * Fills the story's ticket.
 */
void
redress_rail_order_tell (RedressStory *story, const RedressPlot *plot)
{
  RedressRailOrder self = { .story = story, .plot = (const RedressRailPlot *)plot };
  g_autofree char *digits = redress_chance_digits (&story->chance, 9);
  g_autofree char *title = NULL;

  self.trip = redress_trip_choose (&story->chance);
  self.points = self.trip->fare;
  self.order_no = g_strconcat ("E", digits, NULL);
  title = redress_trip_get_title (self.trip, story);
  set_times (&self);
  redress_story_set_order (story, self.order_no, title, self.points, REDRESS_UNIT_POINTS, "points",
                           self.placed);
  redress_story_set_plot (story, plot);
  add_claims (&self);
  add_platform_facts (&self);
  add_trip_events (&self);
  add_request_events (&self);
  redress_rail_order_add_proof (&self);
  g_free (self.order_no);
}
