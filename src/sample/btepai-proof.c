/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/btepai.h"
#include "sample/chat.h"

#define BTEPAI_RED 0xc0392b

static const RedressChatLine chat_lines[] = {
  { -240, "customer", NULL, NULL },
  { -200, "service", "您好，请提供订单号和下单账号。",
    "Hello, please give the order number and the account." },
  { -150, "customer", "订单号在截图里。", "The number is in the screenshot." },
  { 20, "service", "已为您提交人工审核，会联系仓库核实。",
    "We passed it on; the warehouse will be asked." },
  { 65, "customer", "请尽快，谢谢！", "Please hurry, thank you!" },
};

static const RedressChat chat = {
  .slot = "chat",
  .ids = { "service", NULL },
  .names_zh = { "B特派客服" },
  .names_en = { "B-Tepai service" },
  .lines = chat_lines,
  .n_lines = G_N_ELEMENTS (chat_lines),
};

static const char *
name_label (const RedressBtepai *self)
{
  RedressStory *story = self->story;

  if (g_str_equal (self->label, "shipped"))
    return redress_story_say (story, "已发货", "Shipped");
  if (g_str_equal (self->label, "packed"))
    return redress_story_say (story, "已打包", "Packed");
  return redress_story_say (story, "未打包", "Unpacked");
}

static const char *
name_payment (const RedressBtepai *self)
{
  if (g_str_equal (self->payment, "wechat"))
    return redress_story_say (self->story, "微信支付", "WeChat Pay");
  if (g_str_equal (self->payment, "alipay"))
    return redress_story_say (self->story, "支付宝", "Alipay");
  return redress_story_say (self->story, "银行卡（尾号 0086）", "Bank card (0086)");
}

static RedressSheet *
begin_order (const RedressBtepai *self, RedressSheetLook look)
{
  RedressStory *story = self->story;
  RedressSheet *sheet =
      redress_sheet_new (look, story->chinese, redress_story_say (story, "订单详情", "Order"));
  g_autofree char *placed = redress_sample_local_time (self->placed, "%Y-%m-%d %H:%M:%S");
  g_autofree char *sum = redress_sample_yuan (self->paid);

  sheet->accent = BTEPAI_RED;
  sheet->item = g_strdup (self->item);
  sheet->headline = g_strconcat ("¥", sum, NULL);
  sheet->detail = g_strdup (name_label (self));
  redress_sheet_add (sheet, redress_story_say (story, "订单编号", "Order no."), self->order_no);
  redress_sheet_add (sheet, redress_story_say (story, "下单时间", "Ordered"), placed);
  redress_sheet_add (sheet, redress_story_say (story, "支付方式", "Payment"), name_payment (self));
  redress_sheet_add (sheet, redress_story_say (story, "收货人", "Consignee"),
                     story->ticket->customer.display_name);
  redress_sheet_add (
      sheet, redress_story_say (story, "收货地址", "Address"),
      redress_story_say (story, "示例市样板区示例路 8 号", "8 Sample Road, Model City"));
  redress_sheet_add_strong (sheet, redress_story_say (story, "实付", "Paid"), sheet->headline);
  return sheet;
}

static void
add_screens (RedressBtepai *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet;

  redress_story_show (story, "order_screen", "customer", REDRESS_SENSITIVITY_LOW,
                      "Screenshot_order", story->asked + REDRESS_MINUTE,
                      begin_order (self, REDRESS_SHEET_ORDER));
  if (self->attempted == REDRESS_TIME_UNKNOWN)
    return;
  sheet = begin_order (self, REDRESS_SHEET_DIALOG);
  g_free (sheet->detail);
  sheet->detail = g_strdup (redress_story_say (story, "未打包", "Unpacked"));
  sheet->notice = g_strdup (
      self->plot->twist == REDRESS_BTEPAI_LABEL_LAGS
          ? redress_story_say (
                story, "无法取消\n订单处理中，请联系客服。\n代码 4091",
                "Cannot cancel\nThe order is being processed. Please contact us.\nCode 4091")
          : redress_story_say (
                story, "取消失败\n系统繁忙，请稍后再试。\n代码 5030",
                "Not cancelled\nThe system is busy, please try again later.\nCode 5030"));
  redress_story_show (story, "attempt_screen", "customer", REDRESS_SENSITIVITY_LOW,
                      "Screenshot_attempt", self->attempted + 2 * REDRESS_SECOND, sheet);
}

static void
add_payment (RedressBtepai *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet =
      redress_sheet_new (REDRESS_SHEET_RECORD, story->chinese,
                         redress_story_say (story, "支付凭证", "Record of payment"));
  g_autofree char *paid =
      redress_sample_local_time (self->placed + 7 * REDRESS_SECOND, "%Y-%m-%d %H:%M:%S");
  g_autofree char *sum = redress_sample_yuan (self->paid);
  g_autofree char *amount = g_strconcat ("¥", sum, NULL);

  sheet->headline = g_strdup (self->order_no);
  sheet->detail =
      g_strdup (redress_story_say (story, "B特派（示例）结算中心", "B-Tepai (sample) accounts"));
  redress_sheet_add (sheet, redress_story_say (story, "支付时间", "Paid at"), paid);
  redress_sheet_add (sheet, redress_story_say (story, "支付方式", "Method"), name_payment (self));
  redress_sheet_add (sheet, redress_story_say (story, "商品", "Goods"), self->item);
  redress_sheet_add_strong (sheet, redress_story_say (story, "金额", "Amount"), amount);
  redress_story_show (story, "payment_record", "platform", REDRESS_SENSITIVITY_ACCOUNT, "payment",
                      story->read, sheet);
}

static void
add_warehouse_log (RedressBtepai *self)
{
  RedressStory *story = self->story;
  RedressRecord *log = redress_record_new_log ("btepai.warehouse.3");

  redress_record_add (log, self->placed + 12 * REDRESS_SECOND, "order",
                      "received order=%s label=unpacked", self->order_no);
  if (self->pack_started != REDRESS_TIME_UNKNOWN)
    {
      redress_record_add (log, self->pack_started, "pack", "started station=14 picker=27");
      redress_record_prove (log, "warehouse.processing|warehouse.pack_started_at");
      redress_record_add (log, self->pack_started + 41 * REDRESS_SECOND, "pack", "scanned 1 of 1");
      redress_record_prove (log, "warehouse.packed");
    }
  if (self->attempted != REDRESS_TIME_UNKNOWN)
    {
      redress_record_add (log, self->attempted + 600 * 1000, "cancel", "self-service REFUSED %s",
                          self->plot->twist == REDRESS_BTEPAI_LABEL_LAGS ? "4091 processing"
                                                                         : "5030 upstream timeout");
      redress_record_prove (log, "attempt.at|attempt.result");
    }
  if (self->shipped != REDRESS_TIME_UNKNOWN)
    {
      redress_record_add (log, self->shipped, "ship", "handed to carrier");
      redress_record_prove (log, "warehouse.shipped|warehouse.shipped_at");
    }
  redress_record_add (log, story->asked + 900 * 1000, "service", "manual review requested");
  redress_record_add (log, story->read, "order", "query label=%s processing=%s", self->label,
                      self->pack_started != REDRESS_TIME_UNKNOWN ? "true" : "false");
  redress_record_prove (log, "label.state|warehouse.processing|warehouse.shipped");
  redress_story_keep (story, "warehouse_log", "platform", REDRESS_SENSITIVITY_LOW, "warehouse.json",
                      REDRESS_MEDIA_LOG, story->read, log);
}

static void
add_intercept_answer (RedressBtepai *self)
{
  RedressStory *story = self->story;
  gboolean stopped = self->plot->twist == REDRESS_BTEPAI_STOPPED;
  g_autofree char *when = redress_sample_local_time (story->read, "%Y-%m-%d %H:%M:%S");
  g_autofree char *text =
      g_strdup_printf ("%s\n%s\n%s\n", when, self->order_no,
                       stopped ? redress_story_say (story, "拦截成功，包裹已退回仓库。",
                                                    "Stopped. The parcel is on its way back.")
                               : redress_story_say (story, "拦截失败，包裹已离开中转站。",
                                                    "Not stopped. The parcel has left the hub."));

  redress_story_note (story, "intercept_answer", "platform", REDRESS_SENSITIVITY_LOW,
                      "intercept.txt", story->read, text);
}

static void
add_refund_trace (RedressBtepai *self)
{
  RedressStory *story = self->story;
  RedressTime sent = story->asked - 19 * REDRESS_DAY;
  RedressRecord *log = redress_record_new_log ("btepai.refunds");

  if (self->plot->twist == REDRESS_BTEPAI_OTHER_METHOD)
    redress_record_add (log, story->read - REDRESS_MINUTE, "refund", "waits reason=card_closed");
  else
    {
      redress_record_add (log, sent, "refund", "sent amount=%" G_GINT64_FORMAT " method=%s",
                          self->paid, self->payment);
      redress_record_prove (log, "refund.sent_at");
      redress_record_add (log, sent + 2 * REDRESS_HOUR, "bank", "accepted");
    }
  redress_record_add_masked (log, story->read - 1000, "card", "6222020000000086");
  redress_record_add (log, story->read, "refund", "query credited=%s",
                      self->plot->twist == REDRESS_BTEPAI_REFUND_ARRIVED ? "true" : "false");
  redress_record_prove (log, "refund.credited");
  redress_story_keep (story, "refund_trace", "platform", REDRESS_SENSITIVITY_ACCOUNT, "refund.json",
                      REDRESS_MEDIA_LOG, story->read, log);
}

/**
 * redress_btepai_add_proof:
 *
 * Adds what customer, warehouse and accounts would send.
 */
void
redress_btepai_add_proof (RedressBtepai *self)
{
  RedressBtepaiTwist twist = self->plot->twist;

  add_screens (self);
  add_payment (self);
  if (twist >= REDRESS_BTEPAI_OTHER_METHOD)
    add_refund_trace (self);
  else
    add_warehouse_log (self);
  if (twist == REDRESS_BTEPAI_STOPPED || twist == REDRESS_BTEPAI_PACKED)
    add_intercept_answer (self);
  if (redress_chance_one_in (&self->story->chance, 2))
    redress_story_add_chat (self->story, &chat, self->story->asked);
}
