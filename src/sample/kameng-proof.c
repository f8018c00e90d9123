/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "sample/chat.h"
#include "sample/kameng.h"

#define KAMENG_BLUE 0x2f54a0
#define WECHAT_GREEN 0x07b053
#define ALIPAY_BLUE 0x1677ff
#define BANK_RED 0xb8323a

/* "******41" */
static char *
mask_account (const RedressKameng *self)
{
  return g_strconcat ("******", self->account + strlen (self->account) - 2, NULL);
}

static char *
format_yuan (gint64 fen)
{
  g_autofree char *sum = redress_sample_yuan (fen);

  return g_strconcat ("¥", sum, NULL);
}

static const char *
name_state (const RedressKameng *self)
{
  RedressStory *story = self->story;
  const char *state = self->plot->plot.at_request;

  if (g_str_equal (state, "not_fulfilled"))
    return redress_story_say (story, "待发货", "Waiting to be sent");
  if (g_str_equal (state, "fulfilling"))
    return redress_story_say (story, "发货中", "Being sent");
  if (g_str_equal (state, "delivered"))
    return redress_story_say (story, "已充值完成", "Topped up");
  if (g_str_equal (state, "cancelled"))
    return redress_story_say (story, "已取消", "Cancelled");
  return redress_story_say (story, "已发货未充值", "Sent, not topped up");
}

static const char *
name_payment (const RedressKameng *self)
{
  if (g_str_equal (self->payment, "wechat"))
    return redress_story_say (self->story, "微信支付", "WeChat Pay");
  if (g_str_equal (self->payment, "alipay"))
    return redress_story_say (self->story, "支付宝", "Alipay");
  return redress_story_say (self->story, "储蓄卡（尾号 0041）", "Debit card (0041)");
}

static void
add_order_lines (const RedressKameng *self, RedressSheet *sheet)
{
  RedressStory *story = self->story;
  g_autofree char *placed = redress_sample_local_time (self->placed, "%Y-%m-%d %H:%M:%S");
  g_autofree char *account = mask_account (self);
  g_autofree char *sum = format_yuan (self->amount);

  redress_sheet_add (sheet, redress_story_say (story, "订单编号", "Order no."), self->order_no);
  redress_sheet_add (sheet, redress_story_say (story, "下单时间", "Ordered"), placed);
  redress_sheet_add (sheet, redress_story_say (story, "支付方式", "Payment"), name_payment (self));
  if (self->ordered_server != NULL)
    redress_sheet_add (sheet, redress_story_say (story, "充值区服", "Server"),
                       self->ordered_server);
  redress_sheet_add (sheet, redress_story_say (story, "充值账号", "Account"), account);
  redress_sheet_add_strong (sheet, redress_story_say (story, "实付", "Paid"), sum);
}

static void
add_order_screen (const RedressKameng *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = redress_sheet_new (REDRESS_SHEET_ORDER, story->chinese,
                                           redress_story_say (story, "订单详情", "Order"));

  sheet->accent = KAMENG_BLUE;
  sheet->item = g_strdup (story->ticket->order.title);
  sheet->headline = format_yuan (self->amount);
  sheet->detail = g_strdup (name_state (self));
  add_order_lines (self, sheet);
  redress_story_show (story, "order_screen", "customer", REDRESS_SENSITIVITY_LOW,
                      "Screenshot_order", story->asked + 2 * REDRESS_MINUTE, sheet);
}

/* @slot: the same bill proves the payment and, later, that a refund is due. */
static void
add_bill (const RedressKameng *self, const char *slot)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = redress_sheet_new (REDRESS_SHEET_BILL, story->chinese,
                                           redress_story_say (story, "账单详情", "Bill"));
  g_autofree char *sum = redress_sample_yuan (self->amount);
  g_autofree char *paid =
      redress_sample_local_time (self->placed + 2 * REDRESS_SECOND, "%Y-%m-%d %H:%M:%S");
  g_autofree char *digits = redress_chance_digits (&story->chance, 14);
  g_autofree char *number = g_strconcat ("42000024182026", digits, NULL);

  sheet->accent = g_str_equal (self->payment, "wechat")   ? WECHAT_GREEN
                  : g_str_equal (self->payment, "alipay") ? ALIPAY_BLUE
                                                          : BANK_RED;
  sheet->item =
      g_strdup (redress_story_say (story, "卡盟数字商品（示例）", "Kameng digital goods (sample)"));
  sheet->headline = g_strconcat ("-", sum, NULL);
  sheet->detail = g_strdup (redress_story_say (story, "支付成功", "Paid"));
  redress_sheet_add (sheet, redress_story_say (story, "支付时间", "Paid at"), paid);
  redress_sheet_add (sheet, redress_story_say (story, "商品", "Goods"), story->ticket->order.title);
  redress_sheet_add (
      sheet, redress_story_say (story, "商户全称", "Merchant"),
      redress_story_say (story, "卡盟网络科技（示例）有限公司", "Kameng Network (Sample) Ltd"));
  redress_sheet_add (sheet, redress_story_say (story, "支付方式", "Method"), name_payment (self));
  redress_sheet_add (sheet, redress_story_say (story, "交易单号", "Transaction"), number);
  redress_sheet_add (sheet, redress_story_say (story, "商户单号", "Merchant no."), self->order_no);
  redress_story_show (story, slot, "customer", REDRESS_SENSITIVITY_ACCOUNT, "payment",
                      story->asked + 3 * REDRESS_MINUTE, sheet);
}

/* Points are sold at 100 fen each. */
static gint64
count_credited_points (const RedressKameng *self)
{
  if (self->plot->credited != REDRESS_YES || self->plot->twist == REDRESS_KAMENG_OTHER_SERVER)
    return 0;
  return self->item->face / 100 * (self->plot->twist == REDRESS_KAMENG_SHORT ? 3 : 5) / 5;
}

/* The same account shows the same past on every picture. */
static void
add_account_lines (const RedressKameng *self, RedressSheet *sheet, const char *plus)
{
  RedressStory *story = self->story;
  RedressChance past = redress_chance_new (g_str_hash (self->account), 0, "top-ups");

  redress_sheet_add_heading (sheet, redress_story_say (story, "充值记录", "Top-ups"));
  if (plus != NULL)
    {
      g_autofree char *when =
          redress_sample_local_time (self->shipped + 4 * REDRESS_SECOND, "%m-%d %H:%M");

      redress_sheet_add_strong (sheet, when, plus);
    }
  for (guint i = 1; i <= 3; i++)
    {
      RedressTime at = self->placed - i * 17 * REDRESS_DAY -
                       redress_chance_between (&past, 0, 36000) * REDRESS_SECOND;
      g_autofree char *when = redress_sample_local_time (at, "%m-%d %H:%M");

      redress_sheet_add (sheet, when, redress_chance_one_in (&past, 2) ? "+100" : "+60");
    }
  if (plus == NULL)
    {
      g_autofree char *day = redress_sample_local_time (self->placed, "%m-%d");

      redress_sheet_add_strong (sheet, day, redress_story_say (story, "无新增记录", "nothing new"));
    }
}

/* What the goods fill: points of a game, the balance of a phone, a membership. */
static RedressSheet *
begin_account_screen (const RedressKameng *self, gint64 points)
{
  RedressStory *story = self->story;
  RedressSheet *sheet;

  if (g_str_equal (self->item->category, "phone_topup"))
    {
      g_autofree char *sum = redress_sample_yuan (1260 + points * 100);

      sheet = redress_sheet_new (REDRESS_SHEET_LIST, story->chinese,
                                 redress_story_say (story, "话费余额", "Phone balance"));
      sheet->headline = g_strconcat ("¥", sum, NULL);
      sheet->detail = g_strdup (redress_story_say (story, "可用余额", "Usable balance"));
      return sheet;
    }
  if (g_str_equal (self->item->category, "virtual_service"))
    {
      sheet = redress_sheet_new (REDRESS_SHEET_LIST, story->chinese,
                                 redress_story_say (story, "会员中心", "Membership"));
      sheet->headline = g_strdup (points > 0 ? redress_story_say (story, "已开通", "Active")
                                             : redress_story_say (story, "未开通", "Not active"));
      return sheet;
    }
  sheet = redress_sheet_new (REDRESS_SHEET_LIST, story->chinese,
                             redress_story_say (story, "我的点券", "My points"));
  sheet->headline = g_strdup_printf ("%d", (int)points);
  sheet->detail = g_strdup (redress_story_say (story, "当前点券", "Points now"));
  return sheet;
}

static void
add_account_screen (const RedressKameng *self, const char *slot, RedressTime at)
{
  RedressStory *story = self->story;
  gint64 points = count_credited_points (self);
  RedressSheet *sheet = begin_account_screen (self, points);
  g_autofree char *account = mask_account (self);
  g_autofree char *plus = points > 0 ? g_strdup_printf ("+%d", (int)points) : NULL;

  sheet->accent = KAMENG_BLUE;
  if (self->wanted_server != NULL)
    redress_sheet_add (sheet, redress_story_say (story, "区服", "Server"), self->wanted_server);
  redress_sheet_add (sheet, redress_story_say (story, "账号", "Account"), account);
  add_account_lines (self, sheet, plus);
  redress_story_show (story, slot, "customer", REDRESS_SENSITIVITY_ACCOUNT, "Screenshot_account",
                      at, sheet);
}

static void
add_invalid_screen (const RedressKameng *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = redress_sheet_new (REDRESS_SHEET_DIALOG, story->chinese,
                                           redress_story_say (story, "兑换中心", "Redeem"));

  sheet->accent = KAMENG_BLUE;
  sheet->item = g_strdup (story->ticket->order.title);
  sheet->detail = g_strdup (redress_story_say (story, "兑换卡密", "Redeem a code"));
  sheet->notice = g_strdup (
      redress_story_say (story, "兑换失败\n卡密无效或已失效，请联系购买渠道。\n代码 C1102",
                         "Not redeemed\nThe code is invalid or has lapsed.\nCode C1102"));
  add_order_lines (self, sheet);
  redress_story_show (story, "invalid_proof", "customer", REDRESS_SENSITIVITY_LOW,
                      "Screenshot_invalid", story->asked - 20 * REDRESS_MINUTE, sheet);
}

static void
add_renewal_notice (const RedressKameng *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = redress_sheet_new (
      REDRESS_SHEET_RECORD, story->chinese,
      redress_story_say (story, "自动续费告知记录", "Record of renewal notices"));
  g_autofree char *account = mask_account (self);

  sheet->headline = g_strdup (self->order_no);
  sheet->detail =
      g_strdup (redress_story_say (story, "卡盟（示例）客服中心", "Kameng (sample) service"));
  redress_sheet_add (sheet, redress_story_say (story, "账号", "Account"), account);
  redress_sheet_add (sheet, redress_story_say (story, "商品", "Goods"), story->ticket->order.title);
  redress_sheet_add (sheet, redress_story_say (story, "付款页提示", "Shown on the payment page"),
                     redress_story_say (story, "无记录", "no record"));
  redress_sheet_add (sheet, redress_story_say (story, "短信提示", "Text message"),
                     redress_story_say (story, "无记录", "no record"));
  redress_story_show (story, "renewal_notice", "platform", REDRESS_SENSITIVITY_LOW,
                      "renewal-notice", story->read, sheet);
}

static void
add_log_answer (const RedressKameng *self, RedressRecord *log)
{
  RedressTime tried = self->shipped + 3 * REDRESS_SECOND + 60 * 1000;

  redress_record_add (log, self->shipped + 463 * 1000, "channel", "open route=B2 account=******%s",
                      self->account + strlen (self->account) - 2);
  if (self->plot->credited == REDRESS_YES)
    {
      redress_record_add (log, tried, "channel", "attempt=1 request sent");
      redress_record_add (log, tried + 358 * 1000, "channel", "attempt=1 OK value=%d credited=true",
                          (int)count_credited_points (self));
      redress_record_prove (log, "channel_log.credited|channel_log.amount|channel_log.server");
      redress_record_add (log, tried + 361 * 1000, "channel", "close route=B2 credited=true");
      return;
    }
  for (guint attempt = 1; attempt <= 3; attempt++)
    {
      RedressTime at = tried + (attempt - 1) * 30 * REDRESS_SECOND;

      redress_record_add (log, at, "channel", "attempt=%u request sent", attempt);
      redress_record_add (log, at + 358 * 1000, "channel", "attempt=%u REJECTED %s %s", attempt,
                          self->error,
                          g_str_equal (self->error, "E42")   ? "server mismatch"
                          : g_str_equal (self->error, "E60") ? "timeout at the operator"
                                                             : "no such account");
      redress_record_prove (log, "channel_log.error");
      redress_record_add (log, at + 360 * 1000, "channel", "attempt=%u credited=false", attempt);
      redress_record_prove (log, "channel_log.credited|channel_log.amount");
    }
  redress_record_add (log, tried + 61 * REDRESS_SECOND, "channel", "close route=B2 credited=false");
}

static void
add_channel_log (const RedressKameng *self)
{
  RedressStory *story = self->story;
  RedressRecord *log = redress_record_new_log ("kameng.channel.B2");

  redress_record_add (log, self->placed + 310 * 1000, "order",
                      "created face=%d server=%s amount=%" G_GINT64_FORMAT,
                      (int)(self->item->face / 100),
                      self->ordered_server != NULL ? self->ordered_server : "-", self->amount);
  redress_record_prove (log, "item.face_value|item.server");
  redress_record_add (log, self->placed + 2 * REDRESS_SECOND + 988 * 1000, "pay",
                      "captured method=%s amount=%" G_GINT64_FORMAT, self->payment, self->amount);
  redress_record_prove (log, "platform.amount");
  if (self->shipped != REDRESS_TIME_UNKNOWN)
    add_log_answer (self, log);
  redress_record_add (log, story->asked + 118 * 1000, "order", "cancel requested by customer");
  redress_record_prove (log, "platform.requested_at");
  redress_record_add (log, story->asked + 131 * 1000, "order", "held reason=manual_review");
  redress_record_add (log, story->read, "channel", "query credited=%s",
                      self->plot->credited == REDRESS_YES ? "true" : "false");
  redress_record_prove (log, "channel_log.credited|channel_log.read_at");
  redress_story_keep (story, "channel_log", "platform", REDRESS_SENSITIVITY_ACCOUNT,
                      "channel-B2.json", REDRESS_MEDIA_LOG, story->read, log);
}

/* What happened to the code after it was sent, or, where it is bad, before. */
static void
add_code_use (const RedressKameng *self, RedressRecord *log)
{
  gboolean invalid = self->plot->twist == REDRESS_KAMENG_INVALID;
  gboolean redeemed = self->plot->redeemed == REDRESS_YES;

  if (invalid && redeemed)
    redress_record_add (log, self->generated + REDRESS_SECOND, "secret",
                        "redeemed=true by another account");
  redress_record_add (log, self->shipped, "secret", "issued face=%d",
                      (int)(self->item->face / 100));
  redress_record_prove (log, "secret.shipped_at");
  if (invalid)
    redress_record_add (log, self->story->asked - 20 * REDRESS_MINUTE, "secret",
                        "redeem REFUSED C1102 %s", redeemed ? "used before" : "lapsed batch");
  else if (redeemed)
    redress_record_add (log, self->shipped + 3 * REDRESS_SECOND + 300 * 1000, "secret",
                        "redeemed=true");
  if (invalid || redeemed)
    redress_record_prove (log, invalid ? "secret.valid" : "secret.redeemed");
  redress_record_add (log, self->story->read - 1000, "secret", "query redeemed=%s revoked=false",
                      redeemed ? "true" : "false");
  redress_record_prove (log, "secret.redeemed|secret.revoked");
}

static void
add_code_log (const RedressKameng *self)
{
  RedressStory *story = self->story;
  RedressRecord *log = redress_record_new_log ("kameng.secrets");
  g_autofree char *a = redress_chance_digits (&story->chance, 4);
  g_autofree char *b = redress_chance_digits (&story->chance, 4);
  g_autofree char *secret = g_strdup_printf ("SAMPLE-%s-%s", a, b);

  if (self->shipped == REDRESS_TIME_UNKNOWN)
    redress_record_add (log, story->read - 1000, "secret", "query order=%s none", self->order_no);
  else
    {
      redress_record_add (log, self->generated, "secret", "generate requested order=%s",
                          self->order_no);
      redress_record_prove (log, "secret.generated_at");
      redress_record_add_masked (log, self->generated + 524 * 1000, "secret", secret);
      add_code_use (self, log);
    }
  redress_story_keep (story, "secret_log", "platform", REDRESS_SENSITIVITY_SECRET, "secret.json",
                      REDRESS_MEDIA_LOG, story->read, log);
}

static const RedressChatLine chat_lines[] = {
  { -28, "customer", NULL, NULL },
  { -27, "robot", "如需取消，请打开订单并点击“申请取消”。",
    "For a cancellation, open the order and choose Cancel." },
  { 60, "customer", "点了，说要人工审核。", "Done. It says a person must look at it." },
  { 202, "service", "已收到，请补一张账户余额截图。",
    "We saw it. Please send a picture of the account balance." },
  { 1960, "customer", "[账户截图]", "[Account screenshot]" },
  { 2020, "customer", "麻烦快一点，谢谢。", "Please be quick, thank you." },
};

static const RedressChat chat = {
  .slot = "chat",
  .ids = { "robot", "service", NULL },
  .names_zh = { "店铺机器人", "店铺客服" },
  .names_en = { "Shop robot", "Shop service" },
  .lines = chat_lines,
  .n_lines = G_N_ELEMENTS (chat_lines),
};

/**
 * redress_kameng_add_proof:
 *
 * Adds what each side would send. What nobody sent is taken out again by the plot's `without`.
 */
void
redress_kameng_add_proof (RedressKameng *self)
{
  RedressKamengTwist twist = self->plot->twist;

  add_order_screen (self);
  add_bill (self, twist >= REDRESS_KAMENG_REFUND_LATE ? "refund_voucher" : "payment_record");
  if (twist >= REDRESS_KAMENG_REFUND_LATE)
    {
      add_bill (self, "payment_record");
      add_channel_log (self);
      add_code_log (self);
      return;
    }
  if (twist == REDRESS_KAMENG_INVALID)
    add_invalid_screen (self);
  else if (twist == REDRESS_KAMENG_RENEWED)
    add_renewal_notice (self);
  else
    add_account_screen (self, "account_screen", self->story->asked + 6 * REDRESS_MINUTE);
  if (twist == REDRESS_KAMENG_SHORT || twist == REDRESS_KAMENG_OTHER_SERVER)
    add_account_screen (self, "balance_screen", self->story->asked + 9 * REDRESS_MINUTE);
  add_channel_log (self);
  add_code_log (self);
  if (self->story->oddity != REDRESS_ODDITY_NONE || redress_chance_one_in (&self->story->chance, 2))
    redress_story_add_chat (self->story, &chat, self->story->asked);
}
