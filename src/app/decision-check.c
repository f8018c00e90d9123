/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/decision-check.h"

#include "config.h"

#include "app/format.h"
#include "core/appeal.h"
#include "core/command.h"

#include <glib/gi18n.h>

#define BIT(verdict) REDRESS_VERDICT_BIT (verdict)

static gboolean
is_blank (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

gboolean
redress_decision_has_amount (RedressVerdict verdict)
{
  return verdict == REDRESS_VERDICT_APPROVE || verdict == REDRESS_VERDICT_PARTIAL;
}

gboolean
redress_decision_needs_override (RedressOpenCase *open, RedressVerdict verdict)
{
  return redress_verdict_is_final (verdict) && verdict != open->data->evaluation->recommended;
}

static void
add_verdict (const RedressEvaluation *evaluation,
             RedressVerdict verdict,
             RedressVerdict *verdicts,
             guint *n)
{
  if (verdict == REDRESS_VERDICT_NONE || (evaluation->allowed & BIT (verdict)) == 0)
    return;
  for (guint i = 0; i < *n; i++)
    if (verdicts[i] == verdict)
      return;
  verdicts[(*n)++] = verdict;
}

guint
redress_decision_list_verdicts (const RedressEvaluation *evaluation,
                                RedressVerdict verdicts[REDRESS_N_VERDICTS])
{
  static const RedressVerdict rest[] = {
    REDRESS_VERDICT_APPROVE,
    REDRESS_VERDICT_REJECT,
    REDRESS_VERDICT_PARTIAL,
    REDRESS_VERDICT_REISSUE,
    REDRESS_VERDICT_CONVERT_TO_RETURN,
    REDRESS_VERDICT_NEED_INFO,
    REDRESS_VERDICT_HOLD,
    REDRESS_VERDICT_ESCALATE,
  };
  guint n = 0;

  add_verdict (evaluation, evaluation->recommended, verdicts, &n);
  if (evaluation->deciding != NULL)
    for (guint i = 0; evaluation->deciding->order[i] != REDRESS_VERDICT_NONE; i++)
      add_verdict (evaluation, evaluation->deciding->order[i], verdicts, &n);
  for (guint i = 0; i < G_N_ELEMENTS (rest); i++)
    add_verdict (evaluation, rest[i], verdicts, &n);
  return n;
}

const char *
redress_decision_propose_reason (RedressOpenCase *open, RedressVerdict verdict)
{
  const RedressRule *rule = redress_evaluation_get_rule (open->data->evaluation, verdict);
  const RedressReason *reason;

  if (rule == NULL || rule->reason == NULL)
    return NULL;
  reason = redress_policy_find_reason (open->data->policy, rule->reason);
  return reason != NULL && (reason->verdicts & BIT (verdict)) != 0 ? rule->reason : NULL;
}

const char *
redress_decision_propose_asked (RedressCase *data)
{
  const RedressEvaluation *evaluation = data->evaluation;

  for (guint i = 0; evaluation->ask[i] != NULL; i++)
    if (redress_policy_find_fact (data->policy, evaluation->ask[i]) != NULL)
      return evaluation->ask[i];
  if (evaluation->missing_slots[0] != NULL)
    return evaluation->missing_slots[0];
  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);

      if (finding->missing != NULL && finding->missing[0] != NULL &&
          redress_policy_find_fact (data->policy, finding->missing[0]) != NULL)
        return finding->missing[0];
    }
  return NULL;
}

char *
redress_decision_propose_amount (RedressOpenCase *open, RedressVerdict verdict)
{
  const RedressAmount *asked = &open->data->summary->amount;
  RedressAmount amount = *asked;

  if (open->data->evaluation != NULL &&
      !redress_evaluation_get_amount (open->data->evaluation, open->data->policy,
                                      open->data->ticket, verdict, &amount))
    return g_strdup ("");
  /* Part of what was paid is a part even where all that is asked for is granted. */
  if (verdict == REDRESS_VERDICT_APPROVE ||
      (verdict == REDRESS_VERDICT_PARTIAL && amount.value < open->data->ticket->order.paid.value))
    return redress_format_amount_plain (&amount);
  return g_strdup ("");
}

gboolean
redress_decision_parse_amount (RedressOpenCase *open,
                               const RedressDraft *draft,
                               RedressAmount *amount)
{
  g_autofree char *proposed = redress_decision_propose_amount (open, draft->verdict);

  amount->unit = open->data->summary->amount.unit;
  return redress_parse_amount (draft->amount_text != NULL ? draft->amount_text : proposed,
                               amount->unit, &amount->value);
}

static guint
check_amount (RedressOpenCase *open, const RedressDraft *draft)
{
  RedressAmount amount, most;

  if (!redress_decision_parse_amount (open, draft, &amount) ||
      !redress_evaluation_get_most (open->data->evaluation, open->data->policy, open->data->ticket,
                                    draft->verdict, &most) ||
      (draft->verdict == REDRESS_VERDICT_PARTIAL && amount.value == 0))
    return REDRESS_MISSING_AMOUNT;
  return amount.value > most.value ? REDRESS_MISSING_LESS : 0;
}

static guint
check_final (RedressOpenCase *open, const RedressDraft *draft)
{
  const RedressReason *reason =
      draft->reason_code != NULL
          ? redress_policy_find_reason (open->data->policy, draft->reason_code)
          : NULL;
  guint missing = 0;

  if (reason == NULL || (reason->verdicts & BIT (draft->verdict)) == 0)
    missing |= REDRESS_MISSING_REASON;
  if (redress_decision_has_amount (draft->verdict))
    missing |= check_amount (open, draft);
  if (redress_decision_needs_override (open, draft->verdict) && is_blank (draft->override_reason))
    missing |= REDRESS_MISSING_OVERRIDE;
  return missing;
}

static guint
check_hold (RedressOpenCase *open, const RedressDraft *draft)
{
  RedressTime now = redress_open_case_get_now (open);
  guint missing = 0;

  if (draft->until == REDRESS_TIME_UNKNOWN || draft->until <= now ||
      draft->until > now + REDRESS_MAX_HOLD)
    missing |= REDRESS_MISSING_UNTIL;
  if (draft->reason_code == NULL && is_blank (draft->note))
    missing |= REDRESS_MISSING_REASON;
  return missing;
}

static guint
check_verdict (RedressOpenCase *open, const RedressDraft *draft)
{
  switch (draft->verdict)
    {
    case REDRESS_VERDICT_NEED_INFO:
      return draft->asked != NULL && draft->asked[0] != NULL ? 0 : REDRESS_MISSING_ASKED;
    case REDRESS_VERDICT_HOLD:
      return check_hold (open, draft);
    case REDRESS_VERDICT_ESCALATE:
      return is_blank (draft->note) ? REDRESS_MISSING_NOTE : 0;
    case REDRESS_VERDICT_NONE:
    case REDRESS_VERDICT_APPROVE:
    case REDRESS_VERDICT_REJECT:
    case REDRESS_VERDICT_PARTIAL:
    case REDRESS_VERDICT_REISSUE:
    case REDRESS_VERDICT_CONVERT_TO_RETURN:
    default:
      return check_final (open, draft);
    }
}

static guint
check_texts (const RedressDraft *draft)
{
  return redress_command_text_excess (draft->message) > 0 ||
                 redress_command_text_excess (draft->note) > 0 ||
                 redress_command_text_excess (draft->override_reason) > 0
             ? REDRESS_MISSING_SHORTER
             : 0;
}

guint
redress_decision_find_missing (RedressOpenCase *open, const RedressDraft *draft)
{
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), REDRESS_MISSING_VERDICT);
  g_return_val_if_fail (draft != NULL, REDRESS_MISSING_VERDICT);

  if (draft->verdict == REDRESS_VERDICT_NONE || open->data->evaluation == NULL)
    return REDRESS_MISSING_VERDICT;
  if ((open->data->evaluation->allowed & BIT (draft->verdict)) == 0)
    return REDRESS_MISSING_ALLOWED;
  return check_texts (draft) | check_verdict (open, draft);
}

/* Which text, and by how much. */
static char *
describe_excess (const RedressDraft *draft)
{
  guint excess = redress_command_text_excess (draft->message);

  if (excess > 0)
    return g_strdup_printf (ngettext ("The message is %u character too long.",
                                      "The message is %u characters too long.", excess),
                            excess);
  excess = redress_command_text_excess (draft->note);
  if (excess > 0)
    return g_strdup_printf (ngettext ("The note is %u character too long.",
                                      "The note is %u characters too long.", excess),
                            excess);
  excess = redress_command_text_excess (draft->override_reason);
  return g_strdup_printf (ngettext ("What you say about the rules is %u character too long.",
                                    "What you say about the rules is %u characters too long.",
                                    excess),
                          excess);
}

char *
redress_decision_describe_missing (guint missing, const RedressDraft *draft)
{
  static const struct
  {
    guint bit;
    const char *sentence;
  } sentences[] = {
    { REDRESS_MISSING_VERDICT, N_ ("Choose a verdict first.") },
    { REDRESS_MISSING_ALLOWED, N_ ("No rule allows this verdict any more. Choose another one.") },
    { REDRESS_MISSING_REASON, N_ ("A reason is missing.") },
    { REDRESS_MISSING_AMOUNT, N_ ("The amount is missing, or is not an amount.") },
    { REDRESS_MISSING_LESS, N_ ("The amount is more than was paid.") },
    { REDRESS_MISSING_OVERRIDE, N_ ("Say why you decide other than the rules recommend.") },
    { REDRESS_MISSING_ASKED, N_ ("Choose what to ask for.") },
    { REDRESS_MISSING_UNTIL, N_ ("Choose until when to hold it, at most 30 days.") },
    { REDRESS_MISSING_NOTE, N_ ("Write a note, so that the supervisor knows why.") },
  };

  if (missing & REDRESS_MISSING_SHORTER)
    return describe_excess (draft);
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (missing & sentences[i].bit)
      return g_strdup (_ (sentences[i].sentence));
  return NULL;
}

const char *
redress_decision_get_language (RedressOpenCase *open, const RedressDraft *draft)
{
  return draft->message_language != NULL ? draft->message_language
                                         : redress_ticket_get_language (open->data->ticket);
}

char *
redress_decision_write_message (RedressOpenCase *open, const RedressDraft *draft)
{
  RedressAmount amount;
  gboolean has_amount = redress_decision_has_amount (draft->verdict);

  /* Without an amount the policy's words would promise all that was asked for. */
  if (draft->verdict == REDRESS_VERDICT_NONE ||
      (has_amount && !redress_decision_parse_amount (open, draft, &amount)))
    return g_strdup ("");
  return redress_policy_write_message (open->data->policy, open->data->ticket, draft->verdict,
                                       draft->reason_code, has_amount ? &amount : NULL,
                                       draft->asked, redress_decision_get_language (open, draft));
}

const char *
redress_decision_get_asked_side (RedressPolicy *policy, const char *name)
{
  const RedressSlot *slot = redress_policy_find_slot (policy, name);
  const RedressFactSpec *fact = slot == NULL ? redress_policy_find_fact (policy, name) : NULL;
  const char *holder = slot != NULL ? slot->holder : fact != NULL ? fact->source : NULL;

  return g_strcmp0 (holder, "customer") == 0 ? "customer" : "platform";
}
