/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/redemption.h"

#define FAILED "payment_failed"

static const RedressRedemptionPlot plots[] = {
  { { "redemption-unexplained", 5, REDRESS_KIND_RECHECK, REDRESS_VERDICT_ESCALATE, FAILED,
      "payment_failing", "payment_failing", NULL,
      "积分支付连续三次失败，条件都符合。|密码没错，就是付不了。",
      "Three failures in a row, all conditions are met." },
    REDRESS_REDEMPTION_PLAIN },
  { { "redemption-few", 3, REDRESS_KIND_RECHECK, REDRESS_VERDICT_NEED_INFO, FAILED,
      "payment_failing", "payment_failing", NULL, "积分支付失败，请帮忙看看。",
      "The payment by points failed, please look." },
    REDRESS_REDEMPTION_FEW_FAILURES },
  { { "redemption-not-member", 2, REDRESS_KIND_RECHECK, REDRESS_VERDICT_REJECT, FAILED,
      "payment_failing", "payment_failing", NULL, "会员早就开通了，还是不能付。",
      "I have been a member for long, it still fails." },
    REDRESS_REDEMPTION_NOT_MEMBER },
  { { "redemption-total-low", 2, REDRESS_KIND_RECHECK, REDRESS_VERDICT_REJECT, FAILED,
      "payment_failing", "payment_failing", NULL, "积分够了，为什么不能兑换？",
      "I have enough points, why not?" },
    REDRESS_REDEMPTION_TOTAL_LOW },
  { { "redemption-short", 4, REDRESS_KIND_RECHECK, REDRESS_VERDICT_REJECT, FAILED,
      "payment_failing", "payment_failing", NULL,
      "明明有积分，提示不足。|昨天到账的积分怎么不能用？|提示积分不足，请核实。|"
      "差一点能不能补现金？",
      "I do have points, it says too few.|Why can my new points not be used?" },
    REDRESS_REDEMPTION_POINTS_SHORT },
  { { "redemption-no-mark", 2, REDRESS_KIND_RECHECK, REDRESS_VERDICT_REJECT, FAILED,
      "payment_failing", "payment_failing", NULL, "昨天还有“兑”字，今天付不了。",
      "The redeem mark was there yesterday." },
    REDRESS_REDEMPTION_NO_MARK },
  { { "redemption-round-trip", 2, REDRESS_KIND_RECHECK, REDRESS_VERDICT_REJECT, FAILED,
      "payment_failing", "payment_failing", NULL, "往返票用积分付不了。",
      "A return trip cannot be paid." },
    REDRESS_REDEMPTION_ROUND_TRIP },
  { { "redemption-cash", 1, REDRESS_KIND_RECHECK, REDRESS_VERDICT_ESCALATE, FAILED,
      "payment_failing", "not_fulfilled", NULL, "积分付了一半，又扣了现金。",
      "Half by points, and money was taken too." },
    REDRESS_REDEMPTION_CASH },
  { { "redemption-incident", 2, REDRESS_KIND_RECHECK, REDRESS_VERDICT_HOLD, FAILED,
      "payment_failing", "payment_failing", NULL, "一直提示系统繁忙。",
      "It keeps saying that the system is busy." },
    REDRESS_REDEMPTION_INCIDENT },
  { { "redemption-points-gone", 4, REDRESS_KIND_RECHECK, REDRESS_VERDICT_ESCALATE, "points_gone",
      "not_fulfilled", "not_fulfilled", NULL, "积分扣了，没出票。|扣了积分，订单却没有车票。",
      "The points are gone, there is no ticket." },
    REDRESS_REDEMPTION_POINTS_GONE },
  { { "redemption-ticket-exists", 1, REDRESS_KIND_RECHECK, REDRESS_VERDICT_REJECT, "points_gone",
      "not_fulfilled", "fulfilled", NULL, "积分扣了，没收到票。",
      "Points taken, I got no ticket." },
    REDRESS_REDEMPTION_TICKET_EXISTS },
  { { "redemption-beneficiary", 3, REDRESS_KIND_RECHECK, REDRESS_VERDICT_REJECT, "beneficiary",
      "payment_failing", "payment_failing", NULL,
      "受让人提交了很久，还是选不了。|给爸妈换票，受让人不可用。",
      "My beneficiary cannot be chosen yet." },
    REDRESS_REDEMPTION_TOO_NEW },
  { { "redemption-backfill", 5, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "backfill",
      "delivered", "delivered", NULL, "乘车后没有积分，申请补登。|窗口买的票，积分漏了。",
      "I travelled and got no points." },
    REDRESS_REDEMPTION_BACKFILL },
  { { "redemption-backfill-late", 2, REDRESS_KIND_REVIEW, REDRESS_VERDICT_REJECT, "backfill",
      "delivered", "delivered", NULL, "暑假坐的车，积分没到，请补。",
      "I travelled in summer, the points are missing." },
    REDRESS_REDEMPTION_BACKFILL_LATE },
  { { "redemption-not-travelled", 1, REDRESS_KIND_REVIEW, REDRESS_VERDICT_NEED_INFO, "backfill",
      "delivered", "delivered", "travel_proof", "积分没到账，请补登。",
      "Points are missing, please add them." },
    REDRESS_REDEMPTION_NOT_TRAVELLED },
};

const RedressPlot *
redress_redemption_choose (RedressChance *chance)
{
  return redress_plot_choose (chance, plots, G_N_ELEMENTS (plots), sizeof plots[0]);
}

gboolean
redress_redemption_is_backfill (const RedressRedemption *self)
{
  return self->plot->twist >= REDRESS_REDEMPTION_BACKFILL;
}

RedressTime
redress_redemption_get_attempt (const RedressRedemption *self, guint number)
{
  return self->placed + 30 * REDRESS_SECOND + number * 47 * REDRESS_SECOND;
}

static void
set_times (RedressRedemption *self)
{
  RedressChance *chance = &self->story->chance;
  RedressTime asked = self->story->asked;
  RedressTime day = self->story->now + redress_chance_between (chance, 3, 12) * REDRESS_DAY;

  self->placed = asked - redress_chance_between (chance, 9, 50) * REDRESS_MINUTE;
  if (self->plot->twist == REDRESS_REDEMPTION_BACKFILL_LATE)
    day = asked - redress_chance_between (chance, 95, 130) * REDRESS_DAY;
  else if (redress_redemption_is_backfill (self))
    day = asked - redress_chance_between (chance, 6, 70) * REDRESS_DAY;
  self->departs = day / REDRESS_DAY * REDRESS_DAY +
                  redress_chance_between (chance, 0, 140) * 5 * REDRESS_MINUTE;
  if (redress_redemption_is_backfill (self))
    self->placed = self->departs - 4 * REDRESS_DAY;
}

static void
choose_failure (RedressRedemption *self)
{
  static const char *const devices[] = { "iPhone 15 Pro · iOS 18", "HUAWEI Mate 60 · HarmonyOS 4",
                                         "Xiaomi 14 · Android 15", "OPPO Reno 12 · Android 14",
                                         NULL };
  RedressChance *chance = &self->story->chance;

  self->device = redress_chance_pick (chance, devices);
  self->failures = self->plot->twist == REDRESS_REDEMPTION_FEW_FAILURES
                       ? 1 + (guint)redress_chance_between (chance, 0, 1)
                       : 3 + (guint)redress_chance_between (chance, 0, 2);
  self->error = "P0500";
  self->error_class = "transient";
  if (self->plot->twist == REDRESS_REDEMPTION_POINTS_SHORT)
    {
      self->error = "P0412";
      self->error_class = "points_validity";
    }
  else if (self->plot->twist == REDRESS_REDEMPTION_NOT_MEMBER ||
           self->plot->twist == REDRESS_REDEMPTION_TOTAL_LOW)
    {
      self->error = "P0403";
      self->error_class = "account";
    }
  self->usable = self->trip->fare + redress_chance_between (chance, 1200, 30000);
  if (self->plot->twist == REDRESS_REDEMPTION_POINTS_SHORT)
    self->usable = self->trip->fare - redress_chance_between (chance, 100, 2000);
}

/* As platforms send names: masked. One in 31 customers confirmed somebody else. */
static const char *
name_traveller (RedressRedemption *self, guint shift)
{
  static const char *const names[] = { "王**", "李*", "陈**", "赵*", "林**", "周*" };

  return names[(self->story->number + shift) % G_N_ELEMENTS (names)];
}

static void
add_claims (RedressRedemption *self)
{
  RedressStory *story = self->story;
  gboolean gone = self->plot->twist == REDRESS_REDEMPTION_POINTS_GONE ||
                  self->plot->twist == REDRESS_REDEMPTION_TICKET_EXISTS;

  if (!redress_redemption_is_backfill (self))
    {
      redress_story_add_int (story, "claim.failures", "customer", "count", MAX (self->failures, 3));
      redress_story_add_int (story, "claim.balance", "customer", "points",
                             MAX (self->usable, self->trip->fare));
      redress_story_add_bool (story, "claim.deducted", "customer", gone ? REDRESS_YES : REDRESS_NO);
      redress_story_add_bool (story, "claim.ticket_received", "customer", REDRESS_NO);
    }
  redress_story_add_time (story, "claim.departs_at", "customer", self->departs);
  redress_story_add_text (story, "claim.seat", "customer", self->trip->seat);
  redress_story_add_text (story, "claim.beneficiary", "customer", name_traveller (self, 0));
  redress_story_add_bool (story, "complaint.announced", "customer",
                          redress_chance_one_in (&story->chance, 25) ? REDRESS_YES : REDRESS_NO);
}

static void
add_member_facts (RedressRedemption *self)
{
  RedressStory *story = self->story;
  gboolean verified = self->plot->twist != REDRESS_REDEMPTION_NOT_MEMBER;
  gint64 total = self->plot->twist == REDRESS_REDEMPTION_TOTAL_LOW
                     ? redress_chance_between (&story->chance, 6000, 9900)
                     : redress_chance_between (&story->chance, 10000, 260000);

  redress_story_add_bool (story, "member.real_name", "platform", REDRESS_YES);
  redress_story_add_bool (story, "member.face_checked", "platform",
                          verified ? REDRESS_YES : REDRESS_NO);
  redress_story_add_bool (story, "member.review_passed", "platform",
                          verified ? REDRESS_YES : REDRESS_NO);
  redress_story_add_int (story, "member.first_total", "platform", "points", total);
  redress_story_add_int (story, "member.age_at_travel", "platform", "years",
                         redress_chance_between (&story->chance, 22, 71));
  redress_story_add_int (story, "balance.usable", "platform", "points", self->usable);
  redress_story_add_int (story, "balance.expiring", "platform", "points",
                         self->plot->twist == REDRESS_REDEMPTION_POINTS_SHORT ? 2400 : 0);
  redress_story_add_int (story, "balance.frozen", "platform", "points", 0);
  redress_story_add_int (story, "balance.expired", "platform", "points", 0);
  redress_story_add_time (story, "balance.last_credit_at", "platform",
                          story->asked - 19 * REDRESS_DAY);
}

static void
add_trip_facts (RedressRedemption *self)
{
  RedressStory *story = self->story;
  RedressRedemptionTwist twist = self->plot->twist;

  redress_story_add_int (story, "fare.amount", "platform", "fen", self->trip->fare);
  redress_story_add_int (story, "fare.cash_part", "platform", "fen",
                         twist == REDRESS_REDEMPTION_CASH ? self->trip->fare / 2 : 0);
  redress_story_add_bool (story, "trip.redeemable", "platform",
                          twist == REDRESS_REDEMPTION_NO_MARK ? REDRESS_NO : REDRESS_YES);
  redress_story_add_text (story, "trip.type", "platform",
                          twist == REDRESS_REDEMPTION_ROUND_TRIP ? "round_trip" : "one_way");
  redress_story_add_text (story, "trip.train", "platform", self->trip->train);
  redress_story_add_text (story, "trip.seat", "platform", self->trip->seat);
  redress_story_add_time (story, "trip.departs_at", "platform", self->departs);
  redress_story_add_bool (story, "trip.travelled", "platform",
                          redress_redemption_is_backfill (self) &&
                                  twist != REDRESS_REDEMPTION_NOT_TRAVELLED
                              ? REDRESS_YES
                              : REDRESS_NO);
}

static void
add_payment_facts (RedressRedemption *self)
{
  RedressStory *story = self->story;
  RedressRedemptionTwist twist = self->plot->twist;
  gboolean gone =
      twist == REDRESS_REDEMPTION_POINTS_GONE || twist == REDRESS_REDEMPTION_TICKET_EXISTS;

  if (redress_redemption_is_backfill (self))
    return;
  redress_story_add_int (story, "attempts.in_row", "platform", "count", self->failures);
  redress_story_add_text (story, "attempts.last_code", "platform", self->error);
  redress_story_add_text (story, "attempts.class", "platform", self->error_class);
  redress_story_add_text (story, "attempts.device", "platform", self->device);
  redress_story_add_text (story, "attempts.app_version", "platform", "5.9.6");
  redress_story_add_text (story, "work_order.number", "platform", self->work_order);
  redress_story_add_bool (story, "steps.given", "platform",
                          twist == REDRESS_REDEMPTION_FEW_FAILURES ? REDRESS_NO : REDRESS_YES);
  redress_story_add_bool (story, "incident.open", "platform",
                          twist == REDRESS_REDEMPTION_INCIDENT ? REDRESS_YES : REDRESS_NO);
  redress_story_add_bool (story, "password.ok", "platform", REDRESS_YES);
  redress_story_add_bool (story, "points.deducted", "platform", gone ? REDRESS_YES : REDRESS_NO);
  redress_story_add_bool (story, "eticket.issued", "platform",
                          twist == REDRESS_REDEMPTION_TICKET_EXISTS ? REDRESS_YES : REDRESS_NO);
  redress_story_add_bool (story, "push.sent", "platform",
                          twist == REDRESS_REDEMPTION_TICKET_EXISTS ? REDRESS_YES : REDRESS_NO);
  redress_story_add_text (story, "beneficiary.name", "platform",
                          name_traveller (self, story->number % 31 == 0 ? 1 : 0));
  redress_story_add_bool (story, "beneficiary.is_self", "platform",
                          twist == REDRESS_REDEMPTION_TOO_NEW ? REDRESS_NO : REDRESS_YES);
  if (twist == REDRESS_REDEMPTION_TOO_NEW)
    {
      redress_story_add_time (story, "beneficiary.submitted_at", "platform",
                              story->asked -
                                  redress_chance_between (&story->chance, 8, 55) * REDRESS_DAY);
      redress_story_add_bool (story, "beneficiary.verified", "platform", REDRESS_YES);
    }
}

static void
add_attempt_events (RedressRedemption *self)
{
  RedressStory *story = self->story;
  g_autofree char *text = g_strdup_printf (
      "%s %s", redress_story_say (story, "支付失败", "Payment failed"), self->error);

  for (guint i = 1; i <= self->failures; i++)
    redress_story_add_trouble (story, redress_redemption_get_attempt (self, i), REDRESS_LANE_MONEY,
                               "payment_failed", text, text);
  if (self->work_order != NULL)
    {
      redress_story_add_event (story, story->asked - 70 * REDRESS_SECOND, REDRESS_LANE_CUSTOMER,
                               "keyword_sent", "发送“积分支付异常”", "Sends the keyword");
      redress_story_add_event (story, story->asked - 66 * REDRESS_SECOND, REDRESS_LANE_SYSTEM,
                               "work_order", self->work_order, self->work_order);
    }
  if (self->plot->twist == REDRESS_REDEMPTION_POINTS_GONE)
    {
      redress_story_add_event (
          story, redress_redemption_get_attempt (self, self->failures) + 2 * REDRESS_SECOND,
          REDRESS_LANE_MONEY, "points_deducted", "扣减积分", "Points taken");
      redress_story_add_trouble (story, story->read, REDRESS_LANE_SYSTEM, "no_ticket", "未出票",
                                 "No ticket");
    }
  if (self->plot->twist == REDRESS_REDEMPTION_INCIDENT)
    redress_story_add_trouble (story, self->placed + 5 * REDRESS_SECOND, REDRESS_LANE_SYSTEM,
                               "incident_opened", "支付系统故障", "Incident in payments");
}

static void
add_events (RedressRedemption *self)
{
  RedressStory *story = self->story;

  redress_story_add_event (story, self->placed, REDRESS_LANE_CUSTOMER, "ordered", "下单", "Orders");
  if (redress_redemption_is_backfill (self))
    {
      if (self->plot->twist != REDRESS_REDEMPTION_NOT_TRAVELLED)
        redress_story_add_event (story, self->departs, REDRESS_LANE_CUSTOMER, "travelled", "乘车",
                                 "Travels");
    }
  else
    add_attempt_events (self);
  redress_story_add_event (story, story->asked, REDRESS_LANE_CUSTOMER, "requested", "申请复核",
                           "Asks for a re-check");
}

/**
 * redress_redemption_tell:
 * @plot: one of redress_redemption_choose()
 *
 * Fills the story's ticket.
 */
void
redress_redemption_tell (RedressStory *story, const RedressPlot *plot)
{
  RedressRedemption self = { .story = story, .plot = (const RedressRedemptionPlot *)plot };
  g_autofree char *digits = redress_chance_digits (&story->chance, 9);
  g_autofree char *number = redress_chance_digits (&story->chance, 8);
  g_autofree char *title = NULL;

  self.trip = redress_trip_choose (&story->chance);
  set_times (&self);
  choose_failure (&self);
  self.order_no = g_strconcat ("E", digits, NULL);
  if (self.failures >= 3 && !redress_redemption_is_backfill (&self))
    self.work_order = g_strconcat ("WO", number, NULL);
  title = redress_trip_get_title (self.trip, story);
  redress_story_set_order (story, self.order_no, title, self.trip->fare, REDRESS_UNIT_POINTS,
                           "points", self.placed);
  redress_story_set_plot (story, plot);
  add_claims (&self);
  add_member_facts (&self);
  add_trip_facts (&self);
  add_payment_facts (&self);
  add_events (&self);
  redress_redemption_add_proof (&self);
  g_free (self.order_no);
  g_free (self.work_order);
}
