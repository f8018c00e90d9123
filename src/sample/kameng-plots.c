/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/kameng.h"

#define LARGE_AMOUNT 208000

static const RedressKamengItem items[] = {
  { "游戏点券卡 300 面额", "Game points card, 300", "game_card", 30000, 32800, FALSE },
  { "游戏点券卡 500 面额", "Game points card, 500", "game_card", 50000, 51200, FALSE },
  { "游戏点券卡 60 面额", "Game points card, 60", "game_card", 6000, 6800, FALSE },
  { "游戏月卡 30 天", "Game pass, 30 days", "game_card", 3000, 2980, FALSE },
  { "战令礼包 80 级", "Battle pass bundle, level 80", "game_card", 12900, 12900, FALSE },
  { "话费充值 100 元", "Phone top-up ¥100", "phone_topup", 10000, 9950, TRUE },
  { "话费充值 50 元", "Phone top-up ¥50", "phone_topup", 5000, 4990, TRUE },
  { "视频会员 1 个月", "Video pass, 1 month", "virtual_service", 2500, 1990, FALSE },
  { "音乐会员 12 个月", "Music pass, 12 months", "virtual_service", 18800, 16800, FALSE },
};

static const RedressKamengItem large_item = {
  "游戏点券卡 2000 面额", "Game points card, 2,000", "game_card", 200000, LARGE_AMOUNT, FALSE
};

static const RedressKamengPlot plots[] = {
  { { "kameng-not-credited", 20, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "not_received",
      "dispatched_undelivered", "dispatched_undelivered", NULL,
      "卡密已发，账号一直没到账。|付款后一直没充上，请取消订单。|账号里查不到这笔充值。|"
      "显示已发货，实际没有到账。|等了半天没到账，不想要了。",
      "The code was sent but nothing arrived.|Paid, and my account is still empty.|Never credited. "
      "Please cancel it." },
    -95,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_PLAIN },
  { { "kameng-wrong-server", 10, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "wrong_details",
      "dispatched_undelivered", "dispatched_undelivered", NULL,
      "选错区服了，卡密已发送，但账号一直没有到账。|下单选错区了，还没到账，请帮我取消。",
      "I chose the wrong server, and nothing arrived.|Wrong server picked, not credited. Please "
      "cancel." },
    -91,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_WRONG_SERVER },
  { { "kameng-credited", 10, REDRESS_KIND_REVIEW, REDRESS_VERDICT_REJECT, "not_received",
      "dispatched_undelivered", "dispatched_undelivered", NULL,
      "没收到充值，要求退款。|等到现在也没有，退钱。|充值没到账，请退款。|"
      "显示发货了，我这里什么都没有。",
      "I never got it. Refund, please.|Nothing came, I want my money back.|It says sent, but I "
      "have nothing." },
    -140,
    REDRESS_YES,
    REDRESS_YES,
    REDRESS_KAMENG_CONTRADICTED },
  { { "kameng-not-dispatched", 9, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "wrong_order",
      "not_fulfilled", "not_fulfilled", NULL,
      "拍错了，还没发货，请取消。|重复下单了，这单不要。|拍错面额，想重新买。",
      "Ordered by mistake, not sent yet.|Ordered twice, please cancel this one." },
    0,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_PLAIN },
  { { "kameng-instant-waiting", 4, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "wrong_order",
      "not_fulfilled", "not_fulfilled", NULL,
      "充错号码了，还没到账，快取消。|号码填错了，请马上取消。",
      "Wrong phone number, please stop it at once.|Not topped up yet, cancel it now." },
    0,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_INSTANT },
  { { "kameng-race-open", 8, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "not_needed",
      "fulfilling", "dispatched_undelivered", NULL,
      "我先点的取消，它还是自动发货了。|刚下单就取消，几秒后发货了。",
      "I cancelled first, it shipped anyway.|Cancelled at once, it was sent seconds later." },
    3,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_PLAIN },
  { { "kameng-race-credited", 5, REDRESS_KIND_REVIEW, REDRESS_VERDICT_ESCALATE, "not_needed",
      "fulfilling", "delivered", NULL, "申请取消后还是充进去了，我不认。|取消申请在前，充值在后。",
      "It was topped up after I had cancelled.|I asked first, then it was credited." },
    2,
    REDRESS_YES,
    REDRESS_YES,
    REDRESS_KAMENG_PLAIN },
  { { "kameng-no-log", 7, REDRESS_KIND_REVIEW, REDRESS_VERDICT_NEED_INFO, "not_received",
      "dispatched_undelivered", "dispatched_undelivered", "channel_log",
      "平台说已发，我没收到，请给日志。|没到账，客服也说不清。",
      "They say it was sent. Show me the log.|Not credited, and nobody can tell me why." },
    -75,
    REDRESS_UNKNOWN,
    REDRESS_NO,
    REDRESS_KAMENG_PLAIN },
  { { "kameng-no-proof", 7, REDRESS_KIND_REVIEW, REDRESS_VERDICT_NEED_INFO, "not_received",
      "dispatched_undelivered", "dispatched_undelivered", "account_screen", "没到账。|一直没充上。",
      "Nothing arrived.|Still not topped up." },
    -200,
    REDRESS_NO,
    REDRESS_UNKNOWN,
    REDRESS_KAMENG_PLAIN },
  { { "kameng-flash", 4, REDRESS_KIND_REVIEW, REDRESS_VERDICT_REJECT, "not_needed",
      "dispatched_undelivered", "dispatched_undelivered", NULL,
      "秒杀买多了，退一单。|特价拍多了，不需要这张。", "Bought one too many in the flash sale." },
    -300,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_FLASH },
  { { "kameng-large", 4, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "not_received",
      "dispatched_undelivered", "dispatched_undelivered", NULL,
      "大额订单没到账，卡密没用过。|两千面额一直没到，请尽快退款。",
      "A large order never arrived, the code is unused." },
    -120,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_LARGE },
  { { "kameng-abuse", 4, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "wrong_order",
      "dispatched_undelivered", "dispatched_undelivered", NULL, "又拍错了，麻烦取消。",
      "Ordered the wrong one again, please cancel." },
    -60,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_ABUSE },
  { { "kameng-value-short", 5, REDRESS_KIND_APPEAL, REDRESS_VERDICT_PARTIAL, "value_mismatch",
      "delivered", "delivered", NULL, "我买的是足额面值，只到账一部分，余额页面可以证明。",
      "I paid for the full value, only a part arrived." },
    -180000,
    REDRESS_YES,
    REDRESS_YES,
    REDRESS_KAMENG_SHORT },
  { { "kameng-other-server", 3, REDRESS_KIND_APPEAL, REDRESS_VERDICT_REISSUE, "server_mismatch",
      "delivered", "delivered", NULL, "区服没选错，是平台充错了区。",
      "I chose the right server, you filled another one." },
    -200000,
    REDRESS_YES,
    REDRESS_YES,
    REDRESS_KAMENG_OTHER_SERVER },
  { { "kameng-invalid", 4, REDRESS_KIND_APPEAL, REDRESS_VERDICT_REISSUE, "code_invalid",
      "delivered", "delivered", NULL, "卡密无法使用，提示已失效。|兑换时提示卡密无效。",
      "The code does not work, it says invalid." },
    -150000,
    REDRESS_NO,
    REDRESS_YES,
    REDRESS_KAMENG_INVALID },
  { { "kameng-invalid-unclear", 2, REDRESS_KIND_APPEAL, REDRESS_VERDICT_ESCALATE, "code_invalid",
      "delivered", "delivered", NULL, "卡密输入后提示批次过期。",
      "It says that the batch has lapsed." },
    -150000,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_INVALID },
  { { "kameng-renewed", 3, REDRESS_KIND_APPEAL, REDRESS_VERDICT_ESCALATE, "renewal_undisclosed",
      "delivered", "delivered", NULL, "从没告诉我会自动续费，请退款。",
      "Nobody told me that it renews by itself." },
    -190000,
    REDRESS_YES,
    REDRESS_YES,
    REDRESS_KAMENG_RENEWED },
  { { "kameng-no-ground", 3, REDRESS_KIND_APPEAL, REDRESS_VERDICT_REJECT, "not_needed", "delivered",
      "delivered", NULL, "已经充了但我不想要了，七天无理由。",
      "Topped up, but I do not want it any more." },
    -260000,
    REDRESS_YES,
    REDRESS_YES,
    REDRESS_KAMENG_PLAIN },
  { { "kameng-refund-late", 5, REDRESS_KIND_REFUND_CHASE, REDRESS_VERDICT_APPROVE, "refund_late",
      "cancelled", "refund_pending", NULL, "退款一直没到账。|说好原路退回，一直没收到。",
      "My refund has not arrived.|Refund promised, nothing came." },
    0,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_REFUND_LATE },
  { { "kameng-refund-arrived", 2, REDRESS_KIND_REFUND_CHASE, REDRESS_VERDICT_REJECT, "refund_late",
      "cancelled", "refunded", NULL, "退款还没收到，请催一下。", "Where is my refund?" },
    0,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_REFUND_ARRIVED },
  { { "kameng-refund-in-time", 2, REDRESS_KIND_REFUND_CHASE, REDRESS_VERDICT_HOLD, "refund_late",
      "cancelled", "refund_pending", NULL, "昨天取消的，钱还没退。",
      "Cancelled yesterday, no money yet." },
    0,
    REDRESS_NO,
    REDRESS_NO,
    REDRESS_KAMENG_REFUND_IN_TIME },
};

const RedressPlot *
redress_kameng_choose (RedressChance *chance)
{
  return redress_plot_choose (chance, plots, G_N_ELEMENTS (plots), sizeof plots[0]);
}

/* What fits the plot: only some goods are instant, only some renew. */
const RedressKamengItem *
redress_kameng_choose_item (RedressChance *chance, const RedressKamengPlot *plot)
{
  if (plot->twist == REDRESS_KAMENG_LARGE)
    return &large_item;
  if (plot->twist == REDRESS_KAMENG_RENEWED)
    return &items[redress_chance_between (chance, 7, 8)];
  if (plot->lead > 0 || plot->twist == REDRESS_KAMENG_INSTANT)
    return &items[redress_chance_between (chance, 5, 6)];
  if (plot->lead == 0 || plot->twist == REDRESS_KAMENG_INVALID)
    return &items[redress_chance_between (chance, 0, 4)];
  if (plot->twist == REDRESS_KAMENG_WRONG_SERVER || plot->twist == REDRESS_KAMENG_OTHER_SERVER ||
      plot->twist == REDRESS_KAMENG_SHORT)
    return &items[redress_chance_between (chance, 0, 2)];
  return &items[redress_chance_between (chance, 0, 6)];
}
