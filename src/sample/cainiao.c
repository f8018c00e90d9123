/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/cainiao.h"

static const RedressCainiaoItem items[] = {
  { "陶瓷马克杯 白色", "Ceramic mug, white", 7650, 2, 0xe8e6e0, "杯身有裂纹", "cracked" },
  { "纯棉短袖 L 码", "Cotton T-shirt, L", 9900, 1, 0x4a6fa5, "缝线开裂", "seam open" },
  { "蓝牙音箱", "Bluetooth speaker", 25900, 1, 0x333a45, "右侧无声", "one side silent" },
  { "台灯 暖光", "Desk lamp, warm light", 4590, 1, 0xd9a441, "灯臂断裂", "arm broken" },
  { "运动跑鞋 42 码", "Running shoes, 42", 42900, 1, 0x9c4a4a, "鞋底脱胶", "sole came off" },
  { "不锈钢保温壶", "Steel flask", 12800, 1, 0x7f8c8d, "盖子漏水", "lid leaks" },
};

static const RedressCainiaoPlot plots[] = {
  { { "cainiao-refund-only", 6, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "not_arrived",
      "not_fulfilled", "not_fulfilled", NULL, "一直没收到货，卖家同意退款。|物流丢件，卖家已同意。",
      "Never arrived, the seller agreed to refund." },
    TRUE,
    FALSE,
    REDRESS_PARCEL_NONE,
    REDRESS_CAINIAO_PLAIN },
  { { "cainiao-returned", 9, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "unsatisfied",
      "delivered", "delivered", NULL, "包裹已寄回，还没退款。|已交驿站并寄出，请退款。",
      "Sent back, please refund.|The parcel is on its way back." },
    FALSE,
    FALSE,
    REDRESS_PARCEL_SENT,
    REDRESS_CAINIAO_PLAIN },
  { { "cainiao-waiting", 4, REDRESS_KIND_REVIEW, REDRESS_VERDICT_HOLD, "unsatisfied",
      "dispatched_undelivered", "dispatched_undelivered", NULL, "今天刚交到驿站，什么时候退？",
      "Handed in today, when is the refund?" },
    FALSE,
    FALSE,
    REDRESS_PARCEL_HANDED_IN,
    REDRESS_CAINIAO_PLAIN },
  { { "cainiao-no-consent", 5, REDRESS_KIND_REVIEW, REDRESS_VERDICT_NEED_INFO, "quality",
      "not_fulfilled", "not_fulfilled", "seller_chat", "东西有问题，卖家不回消息。",
      "It is broken and the seller does not answer." },
    FALSE,
    TRUE,
    REDRESS_PARCEL_NONE,
    REDRESS_CAINIAO_NO_ANSWER },
  { { "cainiao-over", 3, REDRESS_KIND_REVIEW, REDRESS_VERDICT_NEED_INFO, "quality", "delivered",
      "delivered", NULL, "要求退一赔一。|除了货款还要运费。", "I want more than the price back." },
    FALSE,
    TRUE,
    REDRESS_PARCEL_SENT,
    REDRESS_CAINIAO_OVER },
  { { "cainiao-no-proof", 5, REDRESS_KIND_REVIEW, REDRESS_VERDICT_NEED_INFO, "wrong_item",
      "delivered", "delivered", "purchase_proof", "发错颜色了，已退回。",
      "Wrong colour, sent back." },
    FALSE,
    FALSE,
    REDRESS_PARCEL_SENT,
    REDRESS_CAINIAO_PLAIN },
  { { "cainiao-form-differs", 4, REDRESS_KIND_REVIEW, REDRESS_VERDICT_ESCALATE, "unsatisfied",
      "delivered", "delivered", NULL, "卖家已同意，退货单不一致。|单子是驿站填错的。",
      "The station filled in the wrong number." },
    FALSE,
    FALSE,
    REDRESS_PARCEL_SENT,
    REDRESS_CAINIAO_FORM_DIFFERS },
  { { "cainiao-part", 3, REDRESS_KIND_REVIEW, REDRESS_VERDICT_ESCALATE, "incomplete", "delivered",
      "delivered", NULL, "两件只退一件，退一半的钱。", "Two bought, one sent back." },
    FALSE,
    FALSE,
    REDRESS_PARCEL_SENT,
    REDRESS_CAINIAO_PART },
  { { "cainiao-stuck", 4, REDRESS_KIND_REVIEW, REDRESS_VERDICT_ESCALATE, "unsatisfied",
      "dispatched_undelivered", "dispatched_undelivered", NULL,
      "包裹在驿站放了好几天没寄走。|交件四天了，物流没动。|驿站一直没发件。",
      "The parcel has lain at the station for days.|Handed in days ago, it does not move." },
    FALSE,
    FALSE,
    REDRESS_PARCEL_STUCK,
    REDRESS_CAINIAO_PLAIN },
  { { "cainiao-refused", 3, REDRESS_KIND_REVIEW, REDRESS_VERDICT_REJECT, "unsatisfied",
      "not_fulfilled", "not_fulfilled", NULL, "不喜欢，卖家不让退。",
      "I do not like it, the seller refuses." },
    FALSE,
    FALSE,
    REDRESS_PARCEL_NONE,
    REDRESS_CAINIAO_REFUSED },
  { { "cainiao-quality-appeal", 4, REDRESS_KIND_APPEAL, REDRESS_VERDICT_ESCALATE, "quality",
      "not_fulfilled", "not_fulfilled", NULL, "卖家拒绝，我有质量证明。",
      "The seller refuses, but I have proof of the defect." },
    FALSE,
    TRUE,
    REDRESS_PARCEL_NONE,
    REDRESS_CAINIAO_REFUSED },
  { { "cainiao-refund-late", 3, REDRESS_KIND_REFUND_CHASE, REDRESS_VERDICT_APPROVE, "refund_late",
      "delivered", "refund_pending", NULL,
      "包裹已交站，未退款。|退款过期限了还没到。|卖家收到货了，钱没退。",
      "The seller has the goods, I have no money." },
    FALSE,
    FALSE,
    REDRESS_PARCEL_SENT,
    REDRESS_CAINIAO_REFUND_LATE },
  { { "cainiao-refund-arrived", 1, REDRESS_KIND_REFUND_CHASE, REDRESS_VERDICT_REJECT, "refund_late",
      "delivered", "refunded", NULL, "退款去哪了？", "Where did the refund go?" },
    FALSE,
    FALSE,
    REDRESS_PARCEL_SENT,
    REDRESS_CAINIAO_REFUND_ARRIVED },
};

const RedressPlot *
redress_cainiao_choose (RedressChance *chance)
{
  return redress_plot_choose (chance, plots, G_N_ELEMENTS (plots), sizeof plots[0]);
}

/* Bought, received, talked about with the seller; the parcel went back before the request,
 * days before it where a refund is late. */
static void
set_times (RedressCainiao *self)
{
  RedressChance *chance = &self->story->chance;
  gboolean chase = self->plot->twist >= REDRESS_CAINIAO_REFUND_LATE;
  RedressTime back = self->story->asked - (chase ? 14 * REDRESS_DAY : 0) -
                     redress_chance_between (chance, 2, 8) * REDRESS_HOUR;

  if (self->plot->parcel == REDRESS_PARCEL_STUCK)
    back -= 6 * REDRESS_DAY;
  self->sent = back;
  self->confirmed = back - redress_chance_between (chance, 30, 120) * REDRESS_MINUTE;
  self->handed_in = self->confirmed - redress_chance_between (chance, 4, 15) * REDRESS_MINUTE;
  self->answered = self->handed_in - redress_chance_between (chance, 20, 40) * REDRESS_HOUR;
  self->received = self->answered - redress_chance_between (chance, 10, 30) * REDRESS_HOUR;
  self->placed = self->received - redress_chance_between (chance, 2, 4) * REDRESS_DAY;
}

static void
choose_names (RedressCainiao *self)
{
  RedressStory *story = self->story;
  RedressChance *chance = &story->chance;
  g_autofree char *order = redress_chance_digits (chance, 15);
  g_autofree char *tracking = redress_chance_digits (chance, 13);

  self->item = &items[self->plot->twist == REDRESS_CAINIAO_PART
                          ? 0
                          : redress_chance_between (chance, 0, G_N_ELEMENTS (items) - 1)];
  self->paid = self->item->price;
  self->asked_for = self->plot->twist == REDRESS_CAINIAO_OVER   ? self->paid * 2
                    : self->plot->twist == REDRESS_CAINIAO_PART ? self->paid / 2
                                                                : self->paid;
  self->order_no = g_strconcat ("4021", order, NULL);
  self->tracking_no = g_strconcat ("YT", tracking, NULL);
  self->form_tracking_no = g_strdup (self->tracking_no);
  self->station = redress_chance_one_in (chance, 2)
                      ? redress_story_say (story, "示例路 8 号驿站", "Station Sample Road 8")
                      : redress_story_say (story, "样板小区北门驿站", "Station Model Estate North");
  self->form_item = redress_story_say (story, self->item->zh, self->item->en);
  self->form_quantity = self->plot->twist == REDRESS_CAINIAO_PART ? 1 : self->item->quantity;
  if (self->plot->twist != REDRESS_CAINIAO_FORM_DIFFERS)
    return;
  if (redress_chance_one_in (chance, 2))
    self->form_tracking_no[5] = self->form_tracking_no[5] == '9' ? '0' : '9';
  else
    self->form_item = redress_story_say (story, "玻璃花瓶", "Glass vase");
}

static void
add_consent_facts (RedressCainiao *self)
{
  RedressStory *story = self->story;
  RedressAnswered consent = self->plot->twist == REDRESS_CAINIAO_NO_ANSWER ? REDRESS_UNKNOWN
                            : self->plot->twist == REDRESS_CAINIAO_REFUSED ? REDRESS_NO
                                                                           : REDRESS_YES;
  gboolean agreed = consent == REDRESS_YES;

  redress_story_add_bool (story, "claim.consent", "customer", agreed ? REDRESS_YES : REDRESS_NO);
  redress_story_add_bool (story, "seller.consent", "platform", consent);
  redress_story_add_time (story, "seller.answered_at", "platform",
                          consent == REDRESS_UNKNOWN ? REDRESS_TIME_UNKNOWN : self->answered);
  if (agreed && !self->plot->refund_only)
    redress_story_add_time (story, "request.approved_at", "platform",
                            self->answered + 6 * REDRESS_MINUTE);
}

static void
add_parcel_facts (RedressCainiao *self)
{
  RedressStory *story = self->story;
  gboolean confirmed = self->plot->parcel >= REDRESS_PARCEL_STUCK;
  gboolean sent = self->plot->parcel == REDRESS_PARCEL_SENT;

  if (self->plot->parcel == REDRESS_PARCEL_NONE)
    {
      redress_story_add_bool (story, "parcel.sent", "platform", REDRESS_NO);
      redress_story_add_bool (story, "parcel.confirmed", "platform", REDRESS_NO);
      return;
    }
  redress_story_add_time (story, "claim.handed_in_at", "customer",
                          self->handed_in / REDRESS_MINUTE * REDRESS_MINUTE);
  redress_story_add_text (story, "parcel.tracking_no", "platform", self->tracking_no);
  redress_story_add_time (story, "parcel.handed_in_at", "platform", self->handed_in);
  redress_story_add_bool (story, "parcel.confirmed", "platform",
                          confirmed ? REDRESS_YES : REDRESS_NO);
  if (confirmed)
    redress_story_add_time (story, "parcel.confirmed_at", "platform", self->confirmed);
  redress_story_add_bool (story, "parcel.sent", "platform", sent ? REDRESS_YES : REDRESS_NO);
  if (sent)
    redress_story_add_time (story, "parcel.sent_at", "platform", self->sent);
  redress_story_add_time (story, "parcel.checked_at", "platform", story->read);
  redress_story_add_text (story, "form.item", "station", self->form_item);
  redress_story_add_int (story, "form.quantity", "station", "count", self->form_quantity);
  redress_story_add_text (story, "form.tracking_no", "station", self->form_tracking_no);
  redress_story_add_text (story, "station.name", "station", self->station);
}

static void
add_refund_facts (RedressCainiao *self)
{
  RedressStory *story = self->story;
  gboolean arrived = self->plot->twist == REDRESS_CAINIAO_REFUND_ARRIVED;
  RedressTime sent = self->sent + REDRESS_DAY;

  if (self->plot->twist < REDRESS_CAINIAO_REFUND_LATE)
    return;
  redress_story_add_time (story, "refund.sent_at", "platform", sent);
  redress_story_add_time (story, "refund.due_at", "system", sent + 9 * REDRESS_DAY);
  redress_story_add_bool (story, "refund.credited", "platform", arrived ? REDRESS_YES : REDRESS_NO);
  redress_story_add_event (story, sent, REDRESS_LANE_MONEY, "refund_sent", "发出退款",
                           "Refund sent");
  if (arrived)
    redress_story_add_event (story, sent + 3 * REDRESS_DAY, REDRESS_LANE_MONEY, "refund_credited",
                             "退款到账", "Refund credited");
  else
    redress_story_add_trouble (story, story->read, REDRESS_LANE_MONEY, "no_refund", "尚未到账",
                               "Not credited yet");
}

static void
add_facts (RedressCainiao *self)
{
  RedressStory *story = self->story;

  redress_story_add_text (story, "request.type", "customer",
                          self->plot->refund_only ? "refund_only" : "return_refund");
  redress_story_add_int (story, "claim.amount", "customer", "fen", self->asked_for);
  redress_story_add_int (story, "platform.amount", "platform", "fen", self->paid);
  redress_story_add_bool (story, "quality.problem", "customer",
                          self->plot->defect ? REDRESS_YES : REDRESS_NO);
  redress_story_add_text (story, "item.name", "platform",
                          redress_story_say (story, self->item->zh, self->item->en));
  redress_story_add_int (story, "item.quantity", "platform", "count", self->item->quantity);
  redress_story_add_bool (story, "complaint.announced", "customer",
                          redress_chance_one_in (&story->chance, 12) ? REDRESS_YES : REDRESS_NO);
  add_consent_facts (self);
  add_parcel_facts (self);
  add_refund_facts (self);
}

static void
add_parcel_events (RedressCainiao *self)
{
  RedressStory *story = self->story;

  if (self->plot->parcel == REDRESS_PARCEL_NONE)
    return;
  redress_story_add_event (story, self->handed_in, REDRESS_LANE_CUSTOMER, "handed_in", "到站交件",
                           "Handed in");
  redress_story_add_event (story, self->handed_in + 3 * REDRESS_MINUTE, REDRESS_LANE_CUSTOMER,
                           "form_filled", "填写退货单", "Return form");
  if (self->plot->twist == REDRESS_CAINIAO_FORM_DIFFERS)
    redress_story_add_trouble (story, self->confirmed - 20 * REDRESS_SECOND, REDRESS_LANE_SYSTEM,
                               "mismatch", "单据不符", "Form differs");
  if (self->plot->parcel >= REDRESS_PARCEL_STUCK)
    redress_story_add_event (story, self->confirmed, REDRESS_LANE_SYSTEM, "confirmed", "驿站确认",
                             "Station confirms");
  if (self->plot->parcel == REDRESS_PARCEL_SENT)
    redress_story_add_event (story, self->sent, REDRESS_LANE_SYSTEM, "sent", "寄出", "Sent back");
}

static void
add_events (RedressCainiao *self)
{
  RedressStory *story = self->story;
  gboolean appeal = self->plot->plot.kind == REDRESS_KIND_APPEAL;

  redress_story_add_event (story, self->placed, REDRESS_LANE_CUSTOMER, "ordered", "下单", "Orders");
  redress_story_add_event (story, self->placed + 9 * REDRESS_SECOND, REDRESS_LANE_MONEY, "paid",
                           "付款", "Paid");
  if (!self->plot->refund_only)
    redress_story_add_event (story, self->received, REDRESS_LANE_CUSTOMER, "received", "签收商品",
                             "Goods received");
  redress_story_add_event (story, self->answered - 40 * REDRESS_MINUTE, REDRESS_LANE_CUSTOMER,
                           "seller_asked", "联系卖家", "Asks the seller");
  if (self->plot->twist == REDRESS_CAINIAO_REFUSED)
    redress_story_add_trouble (story, self->answered, REDRESS_LANE_SYSTEM, "seller_refused",
                               "卖家拒绝", "Seller refuses");
  else if (self->plot->twist != REDRESS_CAINIAO_NO_ANSWER)
    redress_story_add_event (story, self->answered, REDRESS_LANE_SYSTEM, "seller_agreed",
                             "卖家同意", "Seller agrees");
  add_parcel_events (self);
  if (appeal)
    redress_story_add_event (story, story->asked - 90 * REDRESS_MINUTE, REDRESS_LANE_SYSTEM,
                             "decided", "原决定：驳回", "First decision: reject");
  redress_story_add_event (story, story->asked, REDRESS_LANE_CUSTOMER,
                           appeal ? "appealed" : "requested", appeal ? "提出申诉" : "申请退款",
                           appeal ? "Appeals" : "Asks for a refund");
}

/**
 * redress_cainiao_tell:
 * @plot: one of redress_cainiao_choose()
 *
 * Fills the story's ticket.
 */
void
redress_cainiao_tell (RedressStory *story, const RedressPlot *plot)
{
  static const char *const payments[] = { "alipay", "alipay", "wechat", "bank_card", NULL };
  RedressCainiao self = { .story = story, .plot = (const RedressCainiaoPlot *)plot };

  set_times (&self);
  choose_names (&self);
  redress_story_set_order (
      story, self.order_no, redress_story_say (story, self.item->zh, self.item->en), self.paid,
      REDRESS_UNIT_FEN, redress_chance_pick (&story->chance, payments), self.placed);
  story->ticket->summary->amount.value = self.asked_for;
  redress_story_set_plot (story, plot);
  add_facts (&self);
  add_events (&self);
  redress_cainiao_add_proof (&self);
  g_free (self.order_no);
  g_free (self.tracking_no);
  g_free (self.form_tracking_no);
}
