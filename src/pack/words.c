/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack/words.h"

#define TEXT(en, zh)                                                                               \
  {                                                                                                \
    (char *)en, (char *)zh                                                                         \
  }

static const RedressText words[REDRESS_N_PACK_WORDS] = {
#define WORD(id, english, chinese) [REDRESS_PACK_##id] = TEXT (english, chinese),
#include "pack/words.def"
#undef WORD
};

static const RedressText kinds[REDRESS_N_KINDS] = {
  [REDRESS_KIND_REVIEW] = TEXT ("Review", "审核"),
  [REDRESS_KIND_APPEAL] = TEXT ("Appeal", "申诉"),
  [REDRESS_KIND_RECHECK] = TEXT ("Re-check", "复核"),
  [REDRESS_KIND_REFUND_CHASE] = TEXT ("Refund chase", "退款追踪"),
};

static const RedressText states[REDRESS_N_STATES] = {
  [REDRESS_STATE_OPEN] = TEXT ("Open", "待处理"),
  [REDRESS_STATE_WAITING_CUSTOMER] = TEXT ("Waits for the customer", "等待客户"),
  [REDRESS_STATE_WAITING_PLATFORM] = TEXT ("Waits for the platform", "等待平台"),
  [REDRESS_STATE_HELD] = TEXT ("On hold", "暂缓"),
  [REDRESS_STATE_SECOND_APPROVAL] = TEXT ("Second approval", "待复核"),
  [REDRESS_STATE_DECIDED] = TEXT ("Decided", "已决定"),
  [REDRESS_STATE_EFFECTED] = TEXT ("Carried out", "已执行"),
  [REDRESS_STATE_CLOSED] = TEXT ("Closed", "已关闭"),
};

static const RedressText verdicts[REDRESS_N_VERDICTS] = {
  [REDRESS_VERDICT_NONE] = TEXT ("None", "无"),
  [REDRESS_VERDICT_APPROVE] = TEXT ("Approved", "同意"),
  [REDRESS_VERDICT_REJECT] = TEXT ("Rejected", "驳回"),
  [REDRESS_VERDICT_PARTIAL] = TEXT ("Approved in part", "部分同意"),
  [REDRESS_VERDICT_REISSUE] = TEXT ("Reissued", "补发"),
  [REDRESS_VERDICT_CONVERT_TO_RETURN] = TEXT ("Converted to a return", "转为退货"),
  [REDRESS_VERDICT_NEED_INFO] = TEXT ("More was asked for", "要求补充材料"),
  [REDRESS_VERDICT_ESCALATE] = TEXT ("Escalated", "已上报"),
  [REDRESS_VERDICT_HOLD] = TEXT ("Put on hold", "暂缓"),
};

static const RedressText upheld = TEXT ("First decision upheld", "维持原决定");

static const struct
{
  const char *code;
  RedressText words;
} sources[] = {
  { "customer", TEXT ("Customer", "客户") }, { "platform", TEXT ("Platform", "平台") },
  { "agent", TEXT ("Agent", "客服") },       { "system", TEXT ("System", "系统") },
  { "seller", TEXT ("Seller", "商家") },     { "station", TEXT ("Station", "驿站") },
};

const char *
redress_pack_word (RedressPackWord word, const char *language)
{
  return redress_text_get (&words[word], language);
}

const char *
redress_pack_kind_word (RedressKind kind, const char *language)
{
  return redress_text_get (&kinds[kind], language);
}

const char *
redress_pack_state_word (RedressState state, const char *language)
{
  return redress_text_get (&states[state], language);
}

const char *
redress_pack_verdict_word (RedressVerdict verdict, RedressKind kind, const char *language)
{
  gboolean is_upheld = verdict == REDRESS_VERDICT_REJECT && kind == REDRESS_KIND_APPEAL;

  return redress_text_get (is_upheld ? &upheld : &verdicts[verdict], language);
}

const char *
redress_pack_source_word (const char *source, const char *language)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (g_strcmp0 (sources[i].code, source) == 0)
      return redress_text_get (&sources[i].words, language);
  return source != NULL ? source : "";
}

const char *
redress_pack_why_not_word (const char *code, const char *language)
{
  RedressPackWord word = g_strcmp0 (code, "masked") == 0      ? REDRESS_PACK_WHY_MASKED
                         : g_strcmp0 (code, "too_large") == 0 ? REDRESS_PACK_WHY_TOO_LARGE
                                                              : REDRESS_PACK_WHY_NOT_SHOWN;

  return redress_pack_word (word, language);
}
