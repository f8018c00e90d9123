/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evaluation.h"
#include "wire/codec.h"
#include "wire/json.h"

G_BEGIN_DECLS

/* (transfer full): data/policies/@flow.json; the test fails if it cannot be read. */
RedressPolicy *redress_test_load_policy (const char *flow);
/* (transfer full): the bytes of a file below data/ of the project. */
GBytes *redress_test_load_data (const char *folder, const char *name);

/* (transfer full): a JSON file below tests/ of the project. */
JsonNode *redress_test_load_json (const char *path);

/* (transfer full): a ticket from words apart by spaces; later words overwrite earlier ones:
 *   kind=appeal level=supervisor reason=not_received text=words number=K1 state=delivered
 *   at=delivered (state at the request) paid=32800 amount=32800 method=wechat cancels=6
 *   opened=0 placed=-60 requested=0 (seconds after 16 Nov 2026 16:00 in Shanghai)
 *   +slot (evidence) -slot (none)
 *   any.fact=value any.fact=? (unknown); times of facts are such seconds too */
RedressTicket *redress_test_ticket (RedressPolicy *policy, const char *base, const char *changes);

/* One rule in its three states, each as changes of a common base. The verdict and the deciding
 * rule are those of the match. Where @unknown is NULL the rule cannot be unknown. */
typedef struct
{
  const char *rule;
  const char *match;
  const char *no_match;
  const char *unknown;
  const char *verdict; /* NULL for overlays */
} RedressRuleCase;

void redress_test_rule_cases (RedressPolicy *policy,
                              const char *base,
                              const RedressRuleCase *cases,
                              guint n_cases);
/* The test fails unless each rule of the policy is in @cases. */
void
redress_test_all_rules_covered (RedressPolicy *policy, const RedressRuleCase *cases, guint n_cases);

/* What a ticket comes to: "R-KM-4 approve", with " (R-KM-5)" for what would hold otherwise. */
typedef struct
{
  const char *changes;
  const char *expected;
  const char *effects; /* (nullable): words apart by spaces */
} RedressVerdictCase;

void redress_test_verdict_cases (RedressPolicy *policy,
                                 const char *base,
                                 const RedressVerdictCase *cases,
                                 guint n_cases);

G_END_DECLS
