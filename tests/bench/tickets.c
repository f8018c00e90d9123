/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/tickets.h"

#include "store/store-fixture.h"

#define WORDS_OF_REASON 9
#define WORDS_OF_TITLE 4
#define ONE_IN_RARE 100000

const char *const redress_bench_words[] = {
  "充值", "到账", "退款", "取消", "订单", "卡密", "区服", "错误", "重复", "购买", "客服", "商家",
  "快递", "包裹", "签收", "退货", "地址", "联系", "电话", "车票", "改签", "积分", "兑换", "失败",
  "支付", "扣款", "余额", "会员", "续费", "自动", "提醒", "未读", "截图", "凭证", "聊天", "记录",
  "时间", "超时", "发货", "仓库", "打包", "标签", "运费", "差价", "补偿", "投诉", "平台", "审核",
  "账号", "密码", "游戏", "点券", "面额", "手机", "号码", "实名", "乘客", "日期", "高铁", "座位",
  "候补", "学生", "优惠", "红包", "发票", "抬头", "税号", "破损", "少件", "错发", "颜色", "尺寸",
  "质量", "描述", "不符", "保修", "维修", "换货", "验收", "拒收", NULL,
};
#define N_WORDS (G_N_ELEMENTS (redress_bench_words) - 1)

/* The n-th word is about as frequent as 1/n, as in any language. */
static const char *
choose_word (GRand *chance)
{
  gint32 reach = g_rand_int_range (chance, 1, N_WORDS + 1);

  return redress_bench_words[g_rand_int_range (chance, 0, reach)];
}

static char *
write_text (GRand *chance, guint n, const char *between)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0 && i % 3 == 0)
        g_string_append (text, between);
      g_string_append (text, choose_word (chance));
    }
  return g_string_free (text, FALSE);
}

/**
 * redress_bench_summary_new:
 * @id: a ticket
 * @now: the time
 *
 * Returns: (transfer full): a ticket with a text of its own, due within a month; a few are late
 */
RedressSummary *
redress_bench_summary_new (gint64 id, RedressTime now)
{
  RedressSummary *self = redress_test_summary_new (id);
  GRand *chance = g_rand_new_with_seed ((guint32)id);

  g_free (self->reason_text);
  g_free (self->title);
  g_free (self->customer_name);
  self->reason_text = write_text (chance, WORDS_OF_REASON, "，");
  if (g_rand_int_range (chance, 0, ONE_IN_RARE) == 0)
    {
      g_free (self->reason_text);
      self->reason_text = g_strconcat (choose_word (chance), REDRESS_BENCH_RARE_WORD, NULL);
    }
  self->title = write_text (chance, WORDS_OF_TITLE, " ");
  self->customer_name = g_strdup_printf ("客户 %05d", g_rand_int_range (chance, 0, 100000));
  self->opened_at = now - REDRESS_DAY;
  self->due_at = now + (gint64)g_rand_int_range (chance, -7200, 30 * 86400) * REDRESS_SECOND;
  if (self->closed_at != REDRESS_TIME_UNKNOWN)
    self->closed_at = now - (gint64)g_rand_int_range (chance, 0, 86400) * REDRESS_SECOND;
  g_rand_free (chance);
  return self;
}
