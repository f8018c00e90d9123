/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/cainiao.h"
#include "sample/chat.h"

static const RedressChatLine agreed_lines[] = {
  { -31100, "customer", "你好，收到的东西不满意，想退。",
    "Hello, I am not happy with it and want to return it." },
  { -30900, "seller", "您好，请拍张照片。", "Hello, please send a photo." },
  { -500, "customer", "[照片]", "[Photo]" },
  { 0, "seller", "同意退货退款，请交到附近的菜鸟驿站。",
    "We agree to return and refund. Please hand it in at a station.",
    "seller.consent|seller.answered_at|claim.consent" },
  { 100, "customer", "好的。", "All right." },
  { 700, "customer", NULL, NULL },
};

static const RedressChatLine refused_lines[] = {
  { -1100, "customer", "你好，这个我要退。", "Hello, I want to return this." },
  { -800, "seller", "亲，拆封不退哦。", "Opened goods are not taken back." },
  { -700, "customer", "可是有问题啊！", "But something is wrong with it!" },
  { 0, "seller", "我们发货前都检查过，不支持退款。", "We checked it before sending. No refund.",
    "seller.consent|seller.answered_at|claim.consent" },
  { 700, "customer", NULL, NULL },
};

static RedressSheet *
begin_sheet (RedressCainiao *self, RedressSheetLook look, const char *zh, const char *en)
{
  return redress_sheet_new (look, self->story->chinese, redress_story_say (self->story, zh, en));
}

static void
add_seller_chat (RedressCainiao *self)
{
  gboolean refused = self->plot->twist == REDRESS_CAINIAO_REFUSED;
  const RedressChat chat = {
    .slot = "seller_chat",
    .ids = { "seller", NULL },
    .names_zh = { "示例旗舰店" },
    .names_en = { "Sample flagship store" },
    .lines = refused ? refused_lines : agreed_lines,
    .n_lines = refused ? G_N_ELEMENTS (refused_lines) : G_N_ELEMENTS (agreed_lines),
  };

  redress_story_add_chat (self->story, &chat, self->answered);
}

/* The label of the return parcel, alone or on its box. */
static void
add_tracking_slip (RedressCainiao *self)
{
  RedressStory *story = self->story;
  gboolean box = redress_chance_one_in (&story->chance, 2);
  RedressSheet *sheet = begin_sheet (self, box ? REDRESS_SHEET_PARCEL : REDRESS_SHEET_WAYBILL,
                                     "示例速递", "Sample Express");
  g_autofree char *customer = redress_story_get_customer (story);
  g_autofree char *sender = g_strconcat (customer, "  138****0000", NULL);

  sheet->headline = g_strdup (self->tracking_no);
  redress_sheet_add (sheet, redress_story_say (story, "寄", "From"), sender);
  redress_sheet_add (sheet, redress_story_say (story, "收", "To"),
                     redress_story_say (story, "退货组 杭州市余杭区示例路 8 号",
                                        "Returns, 8 Sample Road, Hangzhou"));
  redress_sheet_add (sheet, redress_story_say (story, "物品", "Goods"),
                     redress_story_say (story, self->item->zh, self->item->en));
  /* A chat sends pictures on as WebP. */
  redress_story_send_as (redress_story_show (story, "tracking_slip", "customer",
                                             REDRESS_SENSITIVITY_PERSONAL, "IMG_3301",
                                             self->handed_in + 5 * REDRESS_MINUTE, sheet),
                         "image/webp", ".webp");
}

/* Telephones keep photographs as HEIC, and some customers film. */
static void
add_goods_photo (RedressCainiao *self, const char *slot, gboolean defect, RedressTime at)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = begin_sheet (self, REDRESS_SHEET_GOODS, "", "");
  RedressPiece *piece;

  sheet->accent = self->item->color;
  sheet->item = g_strdup (redress_story_say (story, self->item->zh, self->item->en));
  if (defect)
    sheet->detail =
        g_strdup (redress_story_say (story, self->item->defect_zh, self->item->defect_en));
  piece =
      redress_story_show (story, slot, "customer", REDRESS_SENSITIVITY_LOW, "IMG_3290", at, sheet);
  if (story->number % 2 == 0)
    redress_story_send_as (piece, "video/mp4", ".mp4");
  else
    redress_story_send_as (piece, "image/heic", ".HEIC");
}

static void
add_invoice (RedressCainiao *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet =
      begin_sheet (self, REDRESS_SHEET_INVOICE, "电子发票（普通发票）", "Electronic invoice");
  g_autofree char *customer = redress_story_get_customer (story);
  g_autofree char *sum = redress_sample_yuan (self->paid);
  g_autofree char *amount = g_strconcat ("¥", sum, NULL);
  g_autofree char *pieces = g_strdup_printf ("× %d", (int)self->item->quantity);

  sheet->headline =
      g_strdup_printf ("No. 2633 2000 %.4s %.4s", self->order_no + 6, self->order_no + 11);
  sheet->detail = g_strdup (redress_story_say (story, "示例家居旗舰店", "Sample Home Store"));
  redress_sheet_add (sheet, redress_story_say (story, "购买方", "Buyer"), customer);
  redress_sheet_add (
      sheet, redress_story_say (story, "销售方", "Seller"),
      redress_story_say (story, "示例家居用品（杭州）有限公司", "Sample Home (Hangzhou) Ltd"));
  redress_sheet_add (sheet, redress_story_say (story, "订单编号", "Order"), self->order_no);
  redress_sheet_add_heading (sheet, redress_story_say (story, "商品明细", "Goods"));
  redress_sheet_add_marked (sheet, redress_story_say (story, self->item->zh, self->item->en),
                            pieces, amount);
  redress_sheet_add_marked (sheet, redress_story_say (story, "价税合计", "Total"), "", amount);
  redress_story_show (story, "purchase_proof", "customer", REDRESS_SENSITIVITY_PERSONAL, "invoice",
                      self->placed + REDRESS_DAY, sheet);
}

static void
add_return_form (RedressCainiao *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = begin_sheet (self, REDRESS_SHEET_FORM, "退货登记单", "Return form");
  g_autofree char *customer = redress_story_get_customer (story);
  g_autofree char *pieces = g_strdup_printf ("%d", (int)self->form_quantity);
  g_autofree char *day = redress_sample_local_time (self->handed_in, "%Y%m%d");

  sheet->headline = g_strdup_printf ("TH-%s-0041", day);
  sheet->detail = g_strdup (self->station);
  redress_sheet_add (sheet, redress_story_say (story, "订单编号", "Order"), self->order_no);
  redress_sheet_add (sheet, redress_story_say (story, "商品", "Goods"), self->form_item);
  redress_sheet_add (sheet, redress_story_say (story, "数量", "Quantity"), pieces);
  redress_sheet_add (sheet, redress_story_say (story, "运单号", "Tracking number"),
                     self->form_tracking_no);
  redress_sheet_add (sheet, redress_story_say (story, "退货原因", "Reason"),
                     self->plot->defect
                         ? redress_story_say (story, self->item->defect_zh, self->item->defect_en)
                         : redress_story_say (story, "不满意", "not satisfied"));
  redress_sheet_add (sheet, redress_story_say (story, "寄件人", "Sender"), customer);
  redress_story_show (story, "return_form", "station", REDRESS_SENSITIVITY_PERSONAL, "return-form",
                      self->handed_in + 4 * REDRESS_MINUTE, sheet);
}

static void
add_carrier_log (RedressCainiao *self)
{
  RedressStory *story = self->story;
  RedressRecord *log = redress_record_new_log ("cainiao.stations");

  redress_record_add (log, self->handed_in, "station", "scan in tracking=%s", self->tracking_no);
  redress_record_prove (log, "parcel.handed_in_at|parcel.tracking_no");
  redress_record_add (log, self->handed_in + 3 * REDRESS_MINUTE, "station",
                      "form goods=%s quantity=%d tracking=%s", self->form_item,
                      (int)self->form_quantity, self->form_tracking_no);
  redress_record_prove (log, "form.item|form.quantity|form.tracking_no");
  if (self->plot->twist == REDRESS_CAINIAO_FORM_DIFFERS)
    redress_record_add (log, self->confirmed - 20 * REDRESS_SECOND, "station",
                        "check MISMATCH form and order");
  if (self->plot->parcel >= REDRESS_PARCEL_STUCK)
    {
      redress_record_add (log, self->confirmed, "station", "confirmed by clerk 17");
      redress_record_prove (log, "parcel.confirmed|parcel.confirmed_at");
    }
  if (self->plot->parcel == REDRESS_PARCEL_SENT)
    {
      redress_record_add (log, self->sent, "carrier", "picked up tracking=%s", self->tracking_no);
      redress_record_prove (log, "parcel.sent|parcel.sent_at");
      redress_record_add (log,
                          self->sent + 5 * REDRESS_HOUR < story->now ? self->sent + 5 * REDRESS_HOUR
                                                                     : self->sent,
                          "carrier", "in transit hub=Sample-1");
    }
  redress_record_add (log, story->read, "carrier", "query tracking=%s state=%s", self->tracking_no,
                      self->plot->parcel == REDRESS_PARCEL_SENT ? "in_transit" : "at_station");
  redress_record_prove (log, "parcel.sent|parcel.checked_at");
  redress_story_keep (story, "carrier_log", "platform", REDRESS_SENSITIVITY_PERSONAL,
                      "carrier.json", REDRESS_MEDIA_LOG, story->read, log);
}

static void
add_call_record (RedressCainiao *self)
{
  RedressStory *story = self->story;
  g_autofree char *customer = redress_story_get_customer (story);
  g_autofree char *when =
      redress_sample_local_time (self->answered - 2 * REDRESS_HOUR, "%Y-%m-%d %H:%M");
  g_autofree char *text = g_strdup_printf (
      "%s\n%s · 4 min 12 s\n\n%s\n", when, customer,
      redress_story_say (
          story, "客户致电卖家，卖家表示两小时内答复。通话由客户手机记录，文字为客户整理。",
          "The customer called the seller, who promised an answer within two hours.\n"
          "Recorded on the customer's phone; the text is the customer's own."));

  redress_story_note (story, "call_record", "customer", REDRESS_SENSITIVITY_PERSONAL, "call.txt",
                      self->answered - REDRESS_HOUR, text);
}

/**
 * redress_cainiao_add_proof:
 *
 * Adds what customer, seller and station would send.
 */
void
redress_cainiao_add_proof (RedressCainiao *self)
{
  add_seller_chat (self);
  if (self->plot->defect)
    add_goods_photo (self, "quality_proof", TRUE, self->received + 20 * REDRESS_MINUTE);
  if (redress_chance_one_in (&self->story->chance, 5))
    add_call_record (self);
  if (self->plot->refund_only || self->plot->parcel == REDRESS_PARCEL_NONE)
    {
      add_invoice (self);
      return;
    }
  add_tracking_slip (self);
  add_goods_photo (self, "goods_photo", FALSE, self->handed_in - 30 * REDRESS_MINUTE);
  add_invoice (self);
  add_return_form (self);
  add_carrier_log (self);
}
