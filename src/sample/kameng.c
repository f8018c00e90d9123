/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/kameng.h"

static gint64
choose_amount (RedressKameng *self)
{
  if (self->story->oddity == REDRESS_ODDITY_NOTHING_PAID)
    return 0;
  if (self->story->oddity == REDRESS_ODDITY_HUGE_AMOUNT)
    return G_GINT64_CONSTANT (1000000000000);
  return self->item->price;
}

/* The order in which a shop does it: paid, code made, code sent, channel opened. */
static void
set_times (RedressKameng *self)
{
  RedressChance *chance = &self->story->chance;
  RedressTime asked = self->story->asked;
  int lead = self->plot->lead;
  gint64 wait = self->item->instant ? redress_chance_between (chance, 2, 6)
                                    : redress_chance_between (chance, 45, 160);

  self->generated = REDRESS_TIME_UNKNOWN;
  self->shipped = REDRESS_TIME_UNKNOWN;
  if (lead == 0)
    {
      self->placed = asked - redress_chance_between (chance, 240, 5400) * REDRESS_SECOND;
      if (self->plot->twist >= REDRESS_KAMENG_REFUND_LATE)
        self->placed -= 12 * REDRESS_DAY;
      return;
    }
  self->shipped = asked + lead * REDRESS_SECOND;
  if (lead < -3600)
    self->shipped -= redress_chance_between (chance, 0, 36000) * REDRESS_SECOND;
  else if (lead < 0)
    self->shipped -= redress_chance_between (chance, 0, 400) * REDRESS_SECOND;
  self->placed = MIN (self->shipped - wait * REDRESS_SECOND, asked - 2 * REDRESS_SECOND);
  self->generated = self->placed + 3 * REDRESS_SECOND + 120 * 1000;
}

static char *
name_server (RedressStory *story, gint64 number)
{
  return story->chinese ? g_strdup_printf ("%d 区", (int)number)
                        : g_strdup_printf ("Server %d", (int)number);
}

static void
choose_names (RedressKameng *self)
{
  static const char *const payments[] = {
    "wechat", "wechat", "alipay", "alipay", "bank_card", NULL
  };
  RedressStory *story = self->story;
  RedressChance *chance = &story->chance;
  g_autofree char *digits = redress_chance_digits (chance, 4);
  g_autofree char *stamp = redress_sample_local_time (self->placed, "%Y%m%d%H%M%S");
  gint64 server = redress_chance_between (chance, 1, 8);
  gint64 wanted = server;
  if (self->plot->twist == REDRESS_KAMENG_WRONG_SERVER)
    wanted = server % 8 + 1;
  self->order_no = g_strconcat ("K", stamp, digits, NULL);
  self->account =
      g_strdup_printf ("player%d", (int)redress_chance_between (chance, 10000000, 99999999));
  if (g_str_equal (self->item->category, "game_card"))
    {
      self->ordered_server = name_server (story, server);
      self->wanted_server = name_server (story, wanted);
    }
  self->payment = redress_chance_pick (chance, payments);
  self->error = self->plot->credited == REDRESS_YES                ? NULL
                : self->plot->twist == REDRESS_KAMENG_WRONG_SERVER ? "E42"
                : redress_chance_one_in (chance, 2)                ? "E60"
                                                                   : "E17";
}

static gboolean
is_dispatched (const RedressKameng *self)
{
  return self->shipped != REDRESS_TIME_UNKNOWN;
}

static void
add_claims (RedressKameng *self)
{
  RedressStory *story = self->story;
  const RedressKamengPlot *plot = self->plot;
  RedressAnswered credited = plot->credited == REDRESS_UNKNOWN ? REDRESS_NO : plot->credited;
  RedressAnswered used = plot->redeemed == REDRESS_UNKNOWN ? REDRESS_NO : plot->redeemed;

  if (plot->twist == REDRESS_KAMENG_CONTRADICTED || plot->twist == REDRESS_KAMENG_INVALID)
    credited = used = REDRESS_NO;
  redress_story_add_bool (story, "claim.credited", "customer", credited);
  redress_story_add_bool (story, "claim.code_used", "customer", used);
  if (self->wanted_server != NULL)
    redress_story_add_text (story, "claim.server", "customer", self->wanted_server);
  redress_story_add_int (story, "claim.amount", "customer", "fen", self->amount);
  /* People read the time off their phones, to the minute. */
  redress_story_add_time (story, "claim.requested_at", "customer",
                          story->asked / REDRESS_MINUTE * REDRESS_MINUTE);
  if (is_dispatched (self))
    redress_story_add_time (story, "claim.sent_at", "customer",
                            self->shipped / REDRESS_MINUTE * REDRESS_MINUTE);
  redress_story_add_text (story, "claim.account", "customer", self->account);
  redress_story_add_bool (story, "complaint.announced", "customer",
                          redress_chance_one_in (&story->chance, 16) ? REDRESS_YES : REDRESS_NO);
}

static void
add_item_facts (RedressKameng *self)
{
  RedressStory *story = self->story;
  const RedressKamengPlot *plot = self->plot;
  gboolean renewed = plot->twist == REDRESS_KAMENG_RENEWED;

  redress_story_add_text (story, "label.shown", "platform",
                          !is_dispatched (self)           ? "waiting_code"
                          : plot->credited == REDRESS_YES ? "completed"
                                                          : "code_sent");
  redress_story_add_text (story, "item.category", "platform", self->item->category);
  if (self->ordered_server != NULL)
    redress_story_add_text (story, "item.server", "platform", self->ordered_server);
  redress_story_add_int (story, "item.face_value", "platform", "fen", self->item->face);
  redress_story_add_bool (story, "item.instant_topup", "platform",
                          self->item->instant ? REDRESS_YES : REDRESS_NO);
  redress_story_add_bool (story, "item.flash_sale", "platform",
                          plot->twist == REDRESS_KAMENG_FLASH ? REDRESS_YES : REDRESS_NO);
  redress_story_add_int (story, "item.cancels_used", "platform", "count",
                         plot->twist == REDRESS_KAMENG_FLASH ? 1 : 0);
  redress_story_add_bool (story, "item.auto_renew", "platform", renewed ? REDRESS_YES : REDRESS_NO);
  if (renewed)
    redress_story_add_bool (story, "item.auto_renew_disclosed", "platform", REDRESS_NO);
}

static void
add_code_facts (RedressKameng *self)
{
  RedressStory *story = self->story;
  const RedressKamengPlot *plot = self->plot;
  gboolean invalid = plot->twist == REDRESS_KAMENG_INVALID;

  redress_story_add_time (story, "secret.generated_at", "platform", self->generated);
  redress_story_add_time (story, "secret.shipped_at", "platform", self->shipped);
  if (!is_dispatched (self))
    return;
  redress_story_add_bool (story, "secret.redeemed", "platform", plot->redeemed);
  redress_story_add_bool (story, "secret.revoked", "platform",
                          invalid ? REDRESS_NO : REDRESS_UNKNOWN);
  redress_story_add_bool (story, "secret.valid", "platform", invalid ? REDRESS_NO : REDRESS_YES);
}

static void
add_channel_facts (RedressKameng *self)
{
  RedressStory *story = self->story;
  const RedressKamengPlot *plot = self->plot;
  gint64 value = plot->credited != REDRESS_YES         ? 0
                 : plot->twist == REDRESS_KAMENG_SHORT ? self->item->face * 3 / 5
                                                       : self->item->face;

  redress_story_add_bool (story, "channel_log.credited", "platform",
                          is_dispatched (self) ? plot->credited : REDRESS_NO);
  if (!is_dispatched (self) || plot->credited == REDRESS_UNKNOWN)
    return;
  if (self->error != NULL)
    redress_story_add_text (story, "channel_log.error", "platform", self->error);
  redress_story_add_int (story, "channel_log.amount", "platform", "fen", value);
  if (plot->credited == REDRESS_YES)
    redress_story_add_text (story, "channel_log.server", "platform",
                            plot->twist == REDRESS_KAMENG_OTHER_SERVER
                                ? redress_story_say (story, "9 区", "Server 9")
                                : self->ordered_server);
  redress_story_add_text (story, "channel_log.account", "platform", self->account);
  redress_story_add_time (story, "channel_log.read_at", "platform", story->read);
}

static void
add_refund_facts (RedressKameng *self)
{
  RedressStory *story = self->story;
  RedressTime sent = story->asked - 11 * REDRESS_DAY;
  RedressTime due = sent + 7 * REDRESS_DAY;
  gboolean arrived = self->plot->twist == REDRESS_KAMENG_REFUND_ARRIVED;

  if (self->plot->twist < REDRESS_KAMENG_REFUND_LATE)
    return;
  if (self->plot->twist == REDRESS_KAMENG_REFUND_IN_TIME)
    {
      sent = story->asked - REDRESS_DAY;
      due = story->now + 4 * REDRESS_DAY;
    }
  redress_story_add_time (story, "refund.sent_at", "platform", sent);
  redress_story_add_time (story, "refund.due_at", "system", due);
  redress_story_add_bool (story, "refund.credited", "platform", arrived ? REDRESS_YES : REDRESS_NO);
  if (self->plot->twist == REDRESS_KAMENG_REFUND_LATE)
    redress_story_add_text (story, "refund.cause", "platform",
                            redress_chance_one_in (&story->chance, 2) ? "bank" : "finance");
  redress_story_add_event (story, sent, REDRESS_LANE_MONEY, "refund_sent", "发出退款",
                           "Refund sent");
  if (arrived)
    redress_story_add_event (story, sent + 2 * REDRESS_DAY, REDRESS_LANE_MONEY, "refund_credited",
                             "退款到账", "Refund credited");
  else
    redress_story_add_trouble (story, story->read, REDRESS_LANE_MONEY, "no_refund", "尚未到账",
                               "Not credited yet");
}

static void
add_platform_facts (RedressKameng *self)
{
  static const char *const channels[] = {
    "in_app", "in_app", "ticket_form", "wechat", "weibo", NULL
  };
  RedressStory *story = self->story;

  redress_story_add_int (story, "platform.amount", "platform", "fen", self->amount);
  redress_story_add_time (story, "platform.requested_at", "platform", story->asked);
  redress_story_add_bool (story, "account.abuse_flag", "platform",
                          self->plot->twist == REDRESS_KAMENG_ABUSE ? REDRESS_YES : REDRESS_NO);
  redress_story_add_text (story, "intake.channel", "platform",
                          redress_chance_pick (&story->chance, channels));
  add_item_facts (self);
  add_code_facts (self);
  add_channel_facts (self);
  add_refund_facts (self);
}

static void
add_channel_events (RedressKameng *self)
{
  RedressStory *story = self->story;
  RedressTime tried = self->shipped + 3 * REDRESS_SECOND + 60 * 1000;

  if (self->plot->credited == REDRESS_YES)
    redress_story_add_event (story, tried, REDRESS_LANE_SYSTEM, "topped_up", "充值成功",
                             "Topped up");
  else if (self->plot->credited == REDRESS_NO)
    {
      g_autofree char *zh = g_strconcat ("充值被拒 ", self->error, NULL);
      g_autofree char *en = g_strconcat ("Top-up rejected ", self->error, NULL);

      redress_story_add_trouble (story, tried, REDRESS_LANE_SYSTEM, "topup_rejected", zh, en);
    }
  if (self->plot->credited == REDRESS_YES)
    redress_story_add_event (story, story->read, REDRESS_LANE_SYSTEM, "credited", "日志：已到账",
                             "Log: credited");
  else if (self->plot->credited == REDRESS_NO)
    redress_story_add_event (story, story->read, REDRESS_LANE_SYSTEM, "not_credited",
                             "日志：未到账", "Log: not credited");
  else
    redress_story_add_trouble (story, story->read, REDRESS_LANE_SYSTEM, "log_asked",
                               "索取日志，尚无答复", "Log asked for, no answer");
}

static void
add_events (RedressKameng *self)
{
  RedressStory *story = self->story;
  gboolean appeal = self->plot->plot.kind == REDRESS_KIND_APPEAL;
  g_autofree char *sum = redress_sample_yuan (self->amount);
  g_autofree char *zh = g_strdup_printf ("付款 ¥%s", sum);
  g_autofree char *en = g_strdup_printf ("Paid ¥%s", sum);

  redress_story_add_event (story, self->placed, REDRESS_LANE_CUSTOMER, "ordered", "下单", "Orders");
  redress_story_add_event (story, self->placed + 2 * REDRESS_SECOND, REDRESS_LANE_MONEY, "paid", zh,
                           en);
  if (is_dispatched (self))
    {
      redress_story_add_event (story, self->generated, REDRESS_LANE_SYSTEM, "secret_generated",
                               "生成卡密", "Code made");
      redress_story_add_event (story, self->shipped, REDRESS_LANE_SYSTEM, "secret_sent", "发货",
                               "Sent");
      add_channel_events (self);
    }
  if (appeal)
    redress_story_add_event (story, story->asked - 30 * REDRESS_HOUR, REDRESS_LANE_SYSTEM,
                             "decided", "原决定：驳回", "First decision: reject");
  redress_story_add_event (story, story->asked, REDRESS_LANE_CUSTOMER,
                           appeal ? "appealed" : "requested", appeal ? "提出申诉" : "申请取消",
                           appeal ? "Appeals" : "Asks to cancel");
}

static void
clear (RedressKameng *self)
{
  g_free (self->order_no);
  g_free (self->account);
  g_free (self->ordered_server);
  g_free (self->wanted_server);
}

/**
 * redress_kameng_tell:
 * @plot: one of redress_kameng_choose()
 *
 * Fills the story's ticket.
 */
void
redress_kameng_tell (RedressStory *story, const RedressPlot *plot)
{
  RedressKameng self = { .story = story, .plot = (const RedressKamengPlot *)plot };

  self.item = redress_kameng_choose_item (&story->chance, self.plot);
  self.amount = choose_amount (&self);
  set_times (&self);
  choose_names (&self);
  redress_story_set_order (story, self.order_no,
                           redress_story_say (story, self.item->zh, self.item->en), self.amount,
                           REDRESS_UNIT_FEN, self.payment, self.placed);
  redress_story_set_plot (story, plot);
  if (self.plot->twist == REDRESS_KAMENG_ABUSE)
    story->ticket->customer.cancels_90d = redress_chance_between (&story->chance, 6, 11);
  add_claims (&self);
  add_platform_facts (&self);
  add_events (&self);
  redress_kameng_add_proof (&self);
  clear (&self);
}
