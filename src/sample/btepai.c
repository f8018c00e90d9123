/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/btepai.h"

static const struct
{
  const char *zh;
  const char *en;
  gint64 price;
} items[] = {
  { "机械键盘 87 键", "Mechanical keyboard, 87 keys", 39900 },
  { "儿童书包 蓝色", "School bag, blue", 16900 },
  { "空气炸锅 4.5L", "Air fryer, 4.5 l", 29900 },
  { "双人蚕丝被", "Silk quilt, double", 129900 },
  { "咖啡豆 500g", "Coffee beans, 500 g", 8800 },
  { "登山杖 一对", "Trekking poles, pair", 21800 },
};

static const RedressBtepaiPlot plots[] = {
  { { "btepai-unpacked", 6, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "not_needed",
      "not_fulfilled", "not_fulfilled", NULL, "不需要了，还没打包。|未打包，自己取消不了。",
      "Not needed any more, it is not packed." },
    REDRESS_BTEPAI_UNPACKED },
  { { "btepai-label-lags", 5, REDRESS_KIND_REVIEW, REDRESS_VERDICT_HOLD, "wrong_order",
      "not_fulfilled", "fulfilling", NULL,
      "标签未打包，说已经开始打包。|显示未打包，为什么不让取消？",
      "The label says unpacked, why can I not cancel?" },
    REDRESS_BTEPAI_LABEL_LAGS },
  { { "btepai-tried-in-time", 5, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "wrong_order",
      "not_fulfilled", "dispatched_undelivered", NULL,
      "我在打包前就点了取消，系统报错。|取消时一直转圈，后来就发货了。",
      "I cancelled before packing, the system failed." },
    REDRESS_BTEPAI_TRIED_IN_TIME },
  { { "btepai-packed", 6, REDRESS_KIND_REVIEW, REDRESS_VERDICT_CONVERT_TO_RETURN, "wrong_address",
      "dispatched_undelivered", "dispatched_undelivered", NULL,
      "地址写错了，已发货，请拦截。|刚发货，能拦回来吗？",
      "Wrong address, please stop the parcel." },
    REDRESS_BTEPAI_PACKED },
  { { "btepai-stopped", 4, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "wrong_address",
      "dispatched_undelivered", "dispatched_undelivered", NULL, "地址错了，听说已拦截，请退款。",
      "The parcel was stopped, please refund." },
    REDRESS_BTEPAI_STOPPED },
  { { "btepai-too-late", 3, REDRESS_KIND_REVIEW, REDRESS_VERDICT_REJECT, "too_slow",
      "dispatched_undelivered", "delivered", NULL, "等太久，不想要了。",
      "It took too long, I do not want it." },
    REDRESS_BTEPAI_TOO_LATE },
  { { "btepai-no-identity", 3, REDRESS_KIND_REVIEW, REDRESS_VERDICT_NEED_INFO, "not_needed",
      "not_fulfilled", "not_fulfilled", NULL, "邮件里说过了，取消我的订单。",
      "As I wrote in my mail: cancel my order." },
    REDRESS_BTEPAI_NO_IDENTITY },
  { { "btepai-other-method", 3, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "method_change",
      "not_fulfilled", "not_fulfilled", NULL, "原卡注销了，退到另一张卡。",
      "My card is closed, refund to another one." },
    REDRESS_BTEPAI_OTHER_METHOD },
  { { "btepai-appeal", 3, REDRESS_KIND_APPEAL, REDRESS_VERDICT_APPROVE, "refused_before",
      "not_fulfilled", "dispatched_undelivered", NULL, "我取消在先，不该驳回。",
      "I cancelled first, the refusal is wrong." },
    REDRESS_BTEPAI_TRIED_IN_TIME },
  { { "btepai-refund-late", 4, REDRESS_KIND_REFUND_CHASE, REDRESS_VERDICT_APPROVE, "refund_late",
      "cancelled", "refund_pending", NULL, "银行卡退款未到账。|取消三周了没退款。",
      "Cancelled three weeks ago, no refund." },
    REDRESS_BTEPAI_REFUND_LATE },
  { { "btepai-refund-arrived", 1, REDRESS_KIND_REFUND_CHASE, REDRESS_VERDICT_REJECT, "refund_late",
      "cancelled", "refunded", NULL, "没收到退款通知。", "I got no notice of a refund." },
    REDRESS_BTEPAI_REFUND_ARRIVED },
};

const RedressPlot *
redress_btepai_choose (RedressChance *chance)
{
  return redress_plot_choose (chance, plots, G_N_ELEMENTS (plots), sizeof plots[0]);
}

static gboolean
is_shipped (const RedressBtepai *self)
{
  return self->plot->twist == REDRESS_BTEPAI_PACKED ||
         self->plot->twist == REDRESS_BTEPAI_STOPPED ||
         self->plot->twist == REDRESS_BTEPAI_TOO_LATE;
}

/* Races are won and lost by seconds: the attempt, the packing, the label. */
static void
set_times (RedressBtepai *self)
{
  RedressChance *chance = &self->story->chance;
  RedressTime asked = self->story->asked;

  /* An appeal is about what happened before the first decision. */
  if (self->plot->plot.kind == REDRESS_KIND_APPEAL)
    asked -= 2 * REDRESS_DAY;
  self->attempted = REDRESS_TIME_UNKNOWN;
  self->pack_started = REDRESS_TIME_UNKNOWN;
  self->shipped = REDRESS_TIME_UNKNOWN;
  self->placed = asked - redress_chance_between (chance, 3, 20) * REDRESS_HOUR;
  self->label = "unpacked";
  if (self->plot->twist >= REDRESS_BTEPAI_REFUND_LATE)
    self->placed -= 25 * REDRESS_DAY;
  if (self->plot->twist == REDRESS_BTEPAI_LABEL_LAGS)
    {
      self->attempted = asked - redress_chance_between (chance, 4, 9) * REDRESS_MINUTE;
      self->pack_started =
          self->attempted - redress_chance_between (chance, 8, 75) * REDRESS_SECOND;
    }
  if (self->plot->twist == REDRESS_BTEPAI_TRIED_IN_TIME)
    {
      self->attempted = asked - redress_chance_between (chance, 15, 40) * REDRESS_MINUTE;
      self->pack_started =
          self->attempted + redress_chance_between (chance, 5, 70) * REDRESS_SECOND;
      self->label = "packed";
    }
  if (is_shipped (self))
    {
      self->placed -= 2 * REDRESS_DAY;
      self->pack_started = asked - redress_chance_between (chance, 5, 9) * REDRESS_HOUR;
      self->shipped =
          self->pack_started + redress_chance_between (chance, 50, 140) * REDRESS_MINUTE;
      self->label = "shipped";
    }
}

static const char *
name_attempt (const RedressBtepai *self)
{
  if (self->plot->twist == REDRESS_BTEPAI_LABEL_LAGS)
    return "processing";
  if (self->plot->twist == REDRESS_BTEPAI_TRIED_IN_TIME)
    return self->attempted / REDRESS_SECOND % 2 == 0 ? "delay" : "fault";
  return "none";
}

static const char *
name_intercept (const RedressBtepai *self)
{
  if (self->plot->twist == REDRESS_BTEPAI_PACKED)
    return "failed";
  if (self->plot->twist == REDRESS_BTEPAI_STOPPED)
    return "stopped";
  return self->plot->twist == REDRESS_BTEPAI_LABEL_LAGS ? "pending" : "not_asked";
}

static void
add_claims (RedressBtepai *self)
{
  RedressStory *story = self->story;
  gboolean known = self->plot->twist != REDRESS_BTEPAI_NO_IDENTITY;

  redress_story_add_text (story, "claim.state", "customer",
                          self->plot->twist == REDRESS_BTEPAI_TRIED_IN_TIME ? "unpacked"
                                                                            : self->label);
  if (self->attempted != REDRESS_TIME_UNKNOWN)
    redress_story_add_time (story, "claim.attempt_at", "customer",
                            self->attempted / REDRESS_MINUTE * REDRESS_MINUTE);
  redress_story_add_int (story, "claim.amount", "customer", "fen", self->paid);
  redress_story_add_bool (story, "claim.received", "customer", REDRESS_NO);
  redress_story_add_text (story, "identity.account", "customer", known ? self->account : NULL);
  redress_story_add_bool (story, "complaint.announced", "customer",
                          redress_chance_one_in (&story->chance, 14) ? REDRESS_YES : REDRESS_NO);
}

static void
add_warehouse_facts (RedressBtepai *self)
{
  RedressStory *story = self->story;
  gboolean packing = self->pack_started != REDRESS_TIME_UNKNOWN;
  gboolean packed = is_shipped (self) || self->plot->twist == REDRESS_BTEPAI_TRIED_IN_TIME;

  redress_story_add_text (story, "label.state", "platform", self->label);
  redress_story_add_bool (story, "warehouse.processing", "platform",
                          packing ? REDRESS_YES : REDRESS_NO);
  redress_story_add_time (story, "warehouse.pack_started_at", "platform", self->pack_started);
  redress_story_add_bool (story, "warehouse.packed", "platform", packed ? REDRESS_YES : REDRESS_NO);
  redress_story_add_bool (story, "warehouse.shipped", "platform",
                          is_shipped (self) ? REDRESS_YES : REDRESS_NO);
  if (is_shipped (self))
    redress_story_add_time (story, "warehouse.shipped_at", "platform", self->shipped);
  else if (packing)
    redress_story_add_time (story, "warehouse.collect_at", "platform",
                            story->now + redress_chance_between (&story->chance, -300, 1500) *
                                             REDRESS_SECOND);
  redress_story_add_time (story, "attempt.at", "platform", self->attempted);
  redress_story_add_text (story, "attempt.result", "platform", name_attempt (self));
  redress_story_add_text (story, "intercept.result", "platform", name_intercept (self));
  redress_story_add_bool (story, "parcel.received", "platform",
                          self->plot->twist == REDRESS_BTEPAI_TOO_LATE ? REDRESS_YES : REDRESS_NO);
}

static void
add_refund_facts (RedressBtepai *self)
{
  RedressStory *story = self->story;
  gboolean arrived = self->plot->twist == REDRESS_BTEPAI_REFUND_ARRIVED;
  RedressTime sent = story->asked - 19 * REDRESS_DAY;

  redress_story_add_bool (story, "refund.method_changed", "platform",
                          self->plot->twist == REDRESS_BTEPAI_OTHER_METHOD ? REDRESS_YES
                                                                           : REDRESS_NO);
  if (self->plot->twist < REDRESS_BTEPAI_REFUND_LATE)
    return;
  redress_story_add_time (story, "refund.sent_at", "platform", sent);
  redress_story_add_time (story, "refund.due_at", "system", sent + 14 * REDRESS_DAY);
  redress_story_add_bool (story, "refund.credited", "platform", arrived ? REDRESS_YES : REDRESS_NO);
  redress_story_add_bool (story, "notice.delivered", "platform", REDRESS_NO);
  redress_story_add_event (story, sent, REDRESS_LANE_MONEY, "refund_sent", "发出退款",
                           "Refund sent");
  if (arrived)
    redress_story_add_event (story, sent + 6 * REDRESS_DAY, REDRESS_LANE_MONEY, "refund_credited",
                             "退款到账", "Refund credited");
  else
    redress_story_add_trouble (story, story->read, REDRESS_LANE_MONEY, "no_refund", "尚未到账",
                               "Not credited yet");
}

static void
add_platform_facts (RedressBtepai *self)
{
  static const char *const channels[] = { "chat", "chat", "phone", "mail", NULL };
  const char *channel;
  RedressStory *story = self->story;
  gboolean known = self->plot->twist != REDRESS_BTEPAI_NO_IDENTITY;
  gboolean fault = g_str_equal (name_attempt (self), "fault");
  RedressTime deadline = self->placed + (is_shipped (self) ? 96 : 24) * REDRESS_HOUR;

  if (self->plot->twist == REDRESS_BTEPAI_TOO_LATE)
    deadline = self->placed + 24 * REDRESS_HOUR;
  if (self->plot->plot.kind == REDRESS_KIND_APPEAL)
    deadline = self->attempted + 20 * REDRESS_MINUTE;
  add_warehouse_facts (self);
  redress_story_add_bool (story, "incident.open", "platform", fault ? REDRESS_YES : REDRESS_NO);
  if (fault)
    redress_story_add_text (story, "incident.number", "platform", "INC-2204");
  redress_story_add_time (story, "cancel.deadline", "platform", deadline);
  redress_story_add_time (story, "return.until", "platform", self->placed + 10 * REDRESS_DAY);
  redress_story_add_bool (story, "identity.checked", "platform", known ? REDRESS_YES : REDRESS_NO);
  redress_story_add_text (story, "owner.account", "platform", self->account);
  redress_story_add_int (story, "platform.amount", "platform", "fen", self->paid);
  channel = known ? redress_chance_pick (&story->chance, channels) : "mail";
  redress_story_add_text (story, "intake.channel", "platform", channel);
  if (g_str_equal (channel, "mail"))
    redress_story_add_time (story, "intake.mail_at", "platform",
                            story->asked - 25 * REDRESS_MINUTE);
  add_refund_facts (self);
}

static void
add_warehouse_events (RedressBtepai *self)
{
  RedressStory *story = self->story;

  if (self->attempted != REDRESS_TIME_UNKNOWN)
    {
      redress_story_add_event (story, self->attempted, REDRESS_LANE_CUSTOMER, "attempted",
                               "自助取消", "Tries to cancel");
      redress_story_add_trouble (story, self->attempted + REDRESS_SECOND, REDRESS_LANE_SYSTEM,
                                 "attempt_failed", "取消失败", "Attempt failed");
    }
  if (self->pack_started != REDRESS_TIME_UNKNOWN)
    redress_story_add_event (story, self->pack_started, REDRESS_LANE_SYSTEM, "pack_started",
                             "开始打包", "Packing began");
  if (self->plot->twist == REDRESS_BTEPAI_TRIED_IN_TIME)
    redress_story_add_event (story, self->pack_started + 6 * REDRESS_MINUTE, REDRESS_LANE_SYSTEM,
                             "packed", "已打包", "Packed");
  if (!is_shipped (self))
    return;
  redress_story_add_event (story, self->shipped, REDRESS_LANE_SYSTEM, "shipped", "已发货",
                           "Shipped");
  if (self->plot->twist == REDRESS_BTEPAI_TOO_LATE)
    redress_story_add_event (story, story->asked - REDRESS_HOUR, REDRESS_LANE_CUSTOMER, "received",
                             "签收", "Received");
  else if (self->plot->twist == REDRESS_BTEPAI_STOPPED)
    redress_story_add_event (story, story->read, REDRESS_LANE_SYSTEM, "intercept_stopped",
                             "拦截成功", "Parcel stopped");
  else
    redress_story_add_trouble (story, story->read, REDRESS_LANE_SYSTEM, "intercept_failed",
                               "拦截失败", "Stop failed");
}

static void
add_events (RedressBtepai *self)
{
  RedressStory *story = self->story;
  gboolean appeal = self->plot->plot.kind == REDRESS_KIND_APPEAL;
  g_autofree char *sum = redress_sample_yuan (self->paid);
  g_autofree char *zh = g_strdup_printf ("付款 ¥%s", sum);
  g_autofree char *en = g_strdup_printf ("Paid ¥%s", sum);

  redress_story_add_event (story, self->placed, REDRESS_LANE_CUSTOMER, "ordered", "下单", "Orders");
  redress_story_add_event (story, self->placed + 7 * REDRESS_SECOND, REDRESS_LANE_MONEY, "paid", zh,
                           en);
  add_warehouse_events (self);
  if (appeal)
    redress_story_add_event (story, story->asked - 20 * REDRESS_HOUR, REDRESS_LANE_SYSTEM,
                             "decided", "原决定：驳回", "First decision: reject");
  redress_story_add_event (story, story->asked, REDRESS_LANE_CUSTOMER,
                           appeal ? "appealed" : "requested", appeal ? "提出申诉" : "申请取消",
                           appeal ? "Appeals" : "Asks to cancel");
}

/**
 * redress_btepai_tell:
 * @plot: one of redress_btepai_choose()
 *
 * Fills the story's ticket.
 */
void
redress_btepai_tell (RedressStory *story, const RedressPlot *plot)
{
  static const char *const payments[] = { "wechat", "alipay", "bank_card", NULL };
  RedressBtepai self = { .story = story, .plot = (const RedressBtepaiPlot *)plot };
  guint item = (guint)redress_chance_between (&story->chance, 0, G_N_ELEMENTS (items) - 1);
  g_autofree char *digits = redress_chance_digits (&story->chance, 6);
  g_autofree char *day = NULL;

  set_times (&self);
  day = redress_sample_local_time (self.placed, "%Y%m%d");
  self.item = redress_story_say (story, items[item].zh, items[item].en);
  self.paid = items[item].price;
  self.order_no = g_strconcat ("BT", day, digits, NULL);
  self.account = g_strdup_printf ("buyer%u@sample.invalid", story->number);
  self.payment = redress_chance_pick (&story->chance, payments);
  redress_story_set_order (story, self.order_no, self.item, self.paid, REDRESS_UNIT_FEN,
                           self.payment, self.placed);
  redress_story_set_plot (story, plot);
  add_claims (&self);
  add_platform_facts (&self);
  add_events (&self);
  redress_btepai_add_proof (&self);
  g_free (self.order_no);
  g_free (self.account);
}
