/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/opinion.h"

#include "core/language.h"
#include "wire/codec.h"

#define HOLD_TIME (3 * REDRESS_DAY)
#define MAX_CITED 2

/* Somebody has to end what the rules would hand on, so a supervisor's case is decided too. */
static RedressVerdict
choose_verdict (const RedressEvaluation *evaluation, gboolean refuse)
{
  static const RedressVerdict finals[] = { REDRESS_VERDICT_REJECT, REDRESS_VERDICT_APPROVE,
                                           REDRESS_VERDICT_CONVERT_TO_RETURN };

  if (!refuse && evaluation->recommended != REDRESS_VERDICT_ESCALATE)
    return evaluation->recommended;
  for (guint i = 0; i < G_N_ELEMENTS (finals); i++)
    if ((evaluation->allowed & REDRESS_VERDICT_BIT (finals[i])) != 0)
      return finals[i];
  return evaluation->recommended;
}

/* The reason of the rule that permits the verdict, else the policy's first that fits. */
static const char *
choose_reason (RedressPolicy *policy, const RedressEvaluation *evaluation, RedressVerdict verdict)
{
  const RedressRule *rule = redress_evaluation_get_rule (evaluation, verdict);
  GPtrArray *reasons = redress_policy_get_reasons (policy);
  const char *first = NULL;

  for (guint i = 0; i < reasons->len; i++)
    {
      const RedressReason *reason = g_ptr_array_index (reasons, i);

      if ((reason->verdicts & REDRESS_VERDICT_BIT (verdict)) == 0)
        continue;
      if (rule != NULL && g_strcmp0 (reason->code, rule->reason) == 0)
        return reason->code;
      if (first == NULL)
        first = reason->code;
    }
  return first;
}

static RedressCommandType
get_type (RedressVerdict verdict)
{
  if (verdict == REDRESS_VERDICT_NEED_INFO)
    return REDRESS_COMMAND_NEED_INFO;
  if (verdict == REDRESS_VERDICT_HOLD)
    return REDRESS_COMMAND_HOLD;
  return verdict == REDRESS_VERDICT_ESCALATE ? REDRESS_COMMAND_ESCALATE : REDRESS_COMMAND_DECIDE;
}

static void
cite (RedressCommand *command, RedressTicket *ticket)
{
  g_autoptr (GStrvBuilder) cited = g_strv_builder_new ();

  for (guint i = 0; i < ticket->evidence->len && i < MAX_CITED; i++)
    g_strv_builder_add (cited,
                        ((RedressEvidence *)g_ptr_array_index (ticket->evidence, i))->sha256);
  command->cited = g_strv_builder_end (cited);
}

static void
fill_decision (RedressCommand *command,
               RedressTicket *ticket,
               RedressPolicy *policy,
               const RedressEvaluation *evaluation,
               RedressVerdict verdict,
               const char *language)
{
  gboolean other = verdict != evaluation->recommended;

  command->verdict = verdict;
  command->seen_digest = redress_seen_digest (ticket, policy, evaluation);
  if (verdict == REDRESS_VERDICT_APPROVE || verdict == REDRESS_VERDICT_PARTIAL)
    command->has_amount =
        redress_evaluation_get_amount (evaluation, policy, ticket, verdict, &command->amount);
  command->message =
      redress_policy_write_message (policy, ticket, verdict, command->reason_code,
                                    command->has_amount ? &command->amount : NULL, NULL, language);
  command->message_language = g_strdup (language);
  if (other)
    command->override_reason =
        g_strdup (g_str_equal (language, REDRESS_LANGUAGE_ENGLISH) ? "The log shows delivery."
                                                                   : "日志显示商品已交付。");
  cite (command, ticket);
}

/* Asks for what is missing; for the first proof of all where the rules name nothing. */
static void
fill_question (RedressCommand *command, RedressPolicy *policy, const RedressEvaluation *evaluation)
{
  GPtrArray *slots = redress_policy_get_slots (policy);
  const RedressSlot *first = g_ptr_array_index (slots, 0);
  const char *const otherwise[] = { first->id, NULL };
  gboolean facts = evaluation->ask != NULL && evaluation->ask[0] != NULL;
  gboolean missing = evaluation->missing_slots != NULL && evaluation->missing_slots[0] != NULL;

  command->ask = g_strdup (facts ? "platform" : "customer");
  if (facts)
    command->fact_names = g_strdupv (evaluation->ask);
  else
    command->slots = g_strdupv (missing ? evaluation->missing_slots : (char **)otherwise);
}

RedressCommand *
redress_opinion_form (RedressTicket *ticket,
                      RedressPolicy *policy,
                      gboolean refuse,
                      RedressTime now)
{
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (policy, ticket, now);
  RedressVerdict verdict = choose_verdict (evaluation, refuse);
  RedressCommand *command = redress_command_new (get_type (verdict), ticket->summary->id);
  const char *language = redress_ticket_get_language (ticket);

  command->command_id = redress_command_id_new (now);
  command->base_version = ticket->summary->version;
  command->policy_version = ticket->policy_version;
  command->made_at = now;
  command->reason_code = g_strdup (choose_reason (policy, evaluation, verdict));
  command->note =
      g_strdup (g_str_equal (language, REDRESS_LANGUAGE_ENGLISH) ? "Checked against the log."
                                                                 : "已核对日志与截图。");
  if (command->type == REDRESS_COMMAND_DECIDE)
    fill_decision (command, ticket, policy, evaluation, verdict, language);
  else if (command->type == REDRESS_COMMAND_NEED_INFO)
    fill_question (command, policy, evaluation);
  else if (command->type == REDRESS_COMMAND_HOLD)
    command->until = now + HOLD_TIME;
  return command;
}
