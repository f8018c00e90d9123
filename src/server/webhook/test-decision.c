/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook/test-decision.h"

#define ONE_UNIT 100
#define TEST_EFFECT "test_effect"

/**
 * redress_test_decision_make_ticket:
 * @policy: of the ticket's flow
 * @now: the time
 *
 * Returns: (transfer full): a decided ticket with the number 0, which no ticket has
 */
RedressSummary *
redress_test_decision_make_ticket (RedressPolicy *policy, RedressTime now)
{
  RedressSummary *summary = redress_summary_new ();

  summary->platform = g_strdup (redress_policy_get_platform (policy));
  summary->external_id = g_strdup ("REDRESS-TEST");
  summary->flow = g_strdup (redress_policy_get_flow (policy));
  summary->kind = REDRESS_KIND_REVIEW;
  summary->order_no = g_strdup ("REDRESS-TEST");
  summary->state = REDRESS_STATE_DECIDED;
  summary->round = 1;
  summary->opened_at = now;
  return summary;
}

/**
 * redress_test_decision_make:
 * @policy: of the ticket's flow
 * @now: the time
 *
 * Returns: (transfer full): an approval with an effect that no platform has, so that a receiver
 * which takes it for a real one has nothing to carry out
 */
RedressDecision *
redress_test_decision_make (RedressPolicy *policy, RedressTime now)
{
  RedressDecision *decision = redress_decision_new ();

  decision->round = 1;
  decision->verdict = decision->recommended = REDRESS_VERDICT_APPROVE;
  decision->command_id = g_uuid_string_random ();
  decision->amount = (RedressAmount){ ONE_UNIT, redress_policy_get_unit (policy) };
  decision->message = g_strdup ("Redress test. 测试。");
  decision->message_language = g_strdup ("en");
  decision->effects = g_strsplit (TEST_EFFECT, " ", -1);
  decision->decided_at = decision->recorded_at = decision->effect_at = now;
  return decision;
}
