/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/encode.h"
#include "sample/redemption.h"

static void
add_attempt_log (RedressRedemption *self)
{
  RedressStory *story = self->story;
  RedressRecord *log = redress_record_new_log ("rail.points.payment");

  redress_record_add (
      log, self->placed, "order", "created train=%s fare=%" G_GINT64_FORMAT " type=%s",
      self->trip->train, self->trip->fare,
      self->plot->twist == REDRESS_REDEMPTION_ROUND_TRIP ? "round_trip" : "one_way");
  redress_record_prove (log, "fare.amount|trip.type|trip.train");
  for (guint i = 1; i <= self->failures; i++)
    {
      RedressTime at = redress_redemption_get_attempt (self, i);

      redress_record_add (log, at - 2 * REDRESS_SECOND, "pay", "attempt=%u device=%s app=5.9.6", i,
                          self->device);
      redress_record_prove (log, "attempts.device|attempts.app_version");
      redress_record_add (log, at - 900 * 1000, "pay", "attempt=%u password=ok", i);
      redress_record_prove (log, "password.ok");
      redress_record_add (log, at, "pay", "attempt=%u FAILED %s class=%s", i, self->error,
                          self->error_class);
      redress_record_prove (log, i == self->failures
                                     ? "attempts.in_row|attempts.last_code|attempts.class"
                                     : "attempts.in_row");
    }
  if (self->plot->twist == REDRESS_REDEMPTION_POINTS_GONE)
    {
      redress_record_add (
          log, redress_redemption_get_attempt (self, self->failures) + 2 * REDRESS_SECOND, "points",
          "deducted=%" G_GINT64_FORMAT, self->trip->fare);
      redress_record_prove (log, "points.deducted");
    }
  if (self->work_order != NULL)
    {
      redress_record_add (log, story->asked - 66 * REDRESS_SECOND, "service", "work_order=%s",
                          self->work_order);
      redress_record_prove (log, "work_order.number");
    }
  redress_record_add (log, story->read, "ticket", "query order=%s issued=%s", self->order_no,
                      self->plot->twist == REDRESS_REDEMPTION_TICKET_EXISTS ? "true" : "false");
  redress_record_prove (log, "eticket.issued");
  redress_story_keep (story, "attempt_log", "platform", REDRESS_SENSITIVITY_LOW, "payment.json",
                      REDRESS_MEDIA_LOG, story->read, log);
}

static void
add_points_record (RedressRedemption *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = redress_sheet_new (REDRESS_SHEET_RECORD, story->chinese,
                                           redress_story_say (story, "积分账户", "Points account"));
  g_autofree char *usable = redress_sample_points (story, self->usable);
  g_autofree char *frozen = redress_sample_points (story, 0);
  g_autofree char *expiring = redress_sample_points (
      story, self->plot->twist == REDRESS_REDEMPTION_POINTS_SHORT ? 2400 : 0);
  g_autofree char *customer = redress_story_get_customer (story);

  sheet->headline = g_strdup (customer);
  sheet->detail =
      g_strdup (redress_story_say (story, "铁路会员中心（示例）", "Rail club (sample)"));
  redress_sheet_add_strong (sheet, redress_story_say (story, "可用积分", "Usable"), usable);
  redress_sheet_add (sheet, redress_story_say (story, "即将过期", "Expiring"), expiring);
  redress_sheet_add (sheet, redress_story_say (story, "冻结积分", "Frozen"), frozen);
  redress_sheet_add_heading (sheet, redress_story_say (story, "最近到账", "Last credits"));
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *day =
          redress_sample_local_time (story->asked - (19 + i * 23) * REDRESS_DAY, "%Y-%m-%d");
      g_autofree char *points = redress_sample_points (story, 2765 - i * 480);

      redress_sheet_add_marked (sheet, day, redress_story_say (story, "乘车积分", "Travel"),
                                points);
    }
  redress_story_show (story, "points_record", "platform", REDRESS_SENSITIVITY_ACCOUNT, "points",
                      story->read, sheet);
}

static void
add_error_screen (RedressRedemption *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = redress_sheet_new (REDRESS_SHEET_DIALOG, story->chinese,
                                           redress_story_say (story, "积分支付", "Pay by points"));

  sheet->accent = REDRESS_RAIL_BLUE;
  sheet->item = g_strdup (story->ticket->order.title);
  sheet->headline = redress_sample_points (story, self->trip->fare);
  sheet->detail = g_strdup (redress_story_say (story, "等待支付", "Waiting for payment"));
  sheet->notice =
      g_strdup_printf ("%s\n%s\n%s", redress_story_say (story, "支付失败", "Payment failed"),
                       redress_story_say (story, "积分支付未成功，请稍后再试。",
                                          "It did not work. Please try again later."),
                       self->error);
  redress_sheet_add (sheet, redress_story_say (story, "订单号", "Order"), self->order_no);
  redress_sheet_add (sheet, redress_story_say (story, "席别", "Seat"),
                     redress_trip_get_seat (self->trip, story));
  redress_story_show (
      story, "error_screen", "customer", REDRESS_SENSITIVITY_LOW, "Screenshot_error",
      redress_redemption_get_attempt (self, self->failures) + 3 * REDRESS_SECOND, sheet);
}

/* The list of trains as it stood at order time: does the train have its mark? */
static void
add_redeem_mark (RedressRedemption *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = redress_sheet_new (REDRESS_SHEET_TRAINS, story->chinese,
                                           redress_story_say (story, "车票预订", "Trains"));
  g_autofree char *route = redress_trip_get_route (self->trip, story);
  g_autofree char *day = redress_sample_local_time (self->departs, "%m-%d");
  const char *seat = redress_trip_get_seat (self->trip, story);

  sheet->accent = REDRESS_RAIL_BLUE;
  sheet->headline = g_strdup_printf ("%s  %s", route, day);
  for (int i = -1; i <= 2; i++)
    {
      RedressTime departs = self->departs + i * 55 * REDRESS_MINUTE;
      g_autofree char *from = redress_sample_local_time (departs, "%H:%M");
      g_autofree char *to =
          redress_sample_local_time (departs + self->trip->minutes * REDRESS_MINUTE, "%H:%M");
      g_autofree char *other = g_strdup_printf ("G%d", 1400 + i * 6);
      gboolean marked = i == 0 ? self->plot->twist != REDRESS_REDEMPTION_NO_MARK : i == 2;
      g_autofree char *mark =
          g_strdup_printf ("%s|%s %s%s", i == 0 ? self->trip->train : other, seat,
                           redress_story_say (story, "有", "free"), marked ? "|兑" : "");

      redress_sheet_add_marked (sheet, from, to, mark);
    }
  redress_story_show (story, "redeem_mark", "platform", REDRESS_SENSITIVITY_LOW, "trains",
                      self->placed, sheet);
}

static void
add_travel_proof (RedressRedemption *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = redress_sheet_new (REDRESS_SHEET_TICKET, story->chinese, "T088412");
  g_autofree char *departs = redress_sample_local_time (self->departs, "%Y-%m-%d %H:%M");
  g_autofree char *sum = redress_sample_yuan (self->trip->fare);
  g_autofree char *fare = g_strconcat ("¥", sum, NULL);
  g_autofree char *customer = redress_story_get_customer (story);

  sheet->item = g_strdup_printf ("%s → %s", self->trip->from_zh, self->trip->to_zh);
  sheet->headline = g_strdup (self->trip->train);
  redress_sheet_add (sheet, departs, "05车12F号");
  redress_sheet_add (sheet, fare, redress_trip_get_seat (self->trip, story));
  redress_sheet_add (sheet, customer, "**************0000");
  redress_story_show (story, "travel_proof", "customer", REDRESS_SENSITIVITY_PERSONAL, "IMG_2041",
                      story->asked - 4 * REDRESS_MINUTE, sheet);
}

static void
add_id_photo (RedressRedemption *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = redress_sheet_new (REDRESS_SHEET_ID_CARD, story->chinese, "");
  g_autofree char *name = g_strdup_printf (
      "%s %u", redress_story_say (story, "受让人", "Beneficiary"), story->number + 1);

  redress_sheet_add (sheet, redress_story_say (story, "姓名", "Name"), name);
  redress_sheet_add (sheet, redress_story_say (story, "出生", "Born"), "1961-03-02");
  redress_sheet_add (sheet, redress_story_say (story, "证号", "Number"), "**************0000");
  redress_story_show (story, "id_photos", "customer", REDRESS_SENSITIVITY_SECRET, "IMG_1187",
                      story->asked - 6 * REDRESS_MINUTE, sheet);
}

/* A drawn head, as on the card: nobody's face. */
static void
add_face_video (RedressRedemption *self)
{
  RedressStory *story = self->story;
  RedressSheet *sheet = redress_sheet_new (REDRESS_SHEET_ID_CARD, story->chinese, "");
  RedressPiece *piece;

  if (!redress_encode_can ("video/mp4"))
    {
      redress_sheet_free (sheet);
      return;
    }
  piece = redress_story_show (story, "face_video", "customer", REDRESS_SENSITIVITY_BIOMETRIC,
                              "VID_1190", story->asked - 5 * REDRESS_MINUTE, sheet);
  redress_story_send_as (piece, "video/mp4", ".mp4");
}

/**
 * redress_redemption_add_proof:
 *
 * Adds what each side would send.
 */
void
redress_redemption_add_proof (RedressRedemption *self)
{
  add_points_record (self);
  if (redress_redemption_is_backfill (self))
    {
      add_travel_proof (self);
      return;
    }
  if (self->plot->twist == REDRESS_REDEMPTION_TOO_NEW)
    {
      add_id_photo (self);
      add_face_video (self);
      return;
    }
  add_attempt_log (self);
  add_error_screen (self);
  add_redeem_mark (self);
}
