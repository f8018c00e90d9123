/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evaluation.h"
#include "wire/codec.h"
#include "wire/json.h"

G_BEGIN_DECLS

/* 16 Nov 2026 16:00 in Shanghai: second 0 of the tickets below. */
#define REDRESS_TEST_ZERO (G_GINT64_CONSTANT (1794816000) * REDRESS_SECOND)

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
 *   first=-86400 (when the decision before an appeal was made)
 *   +slot (evidence) -slot (none)
 *   amount_unit=points paid_unit=fen (other units than those of the flow)
 *   any.fact=value any.fact=? (unknown) any.fact=one|two (two answers of the same time, which
 *   contradict each other); times of facts are such seconds too */
RedressTicket *redress_test_ticket (RedressPolicy *policy, const char *base, const char *changes);

/**
 * RedressTestRules:
 * @policy: of the flow
 * @root: tests/policies/rules/<flow>.json
 *
 * The tables of the rules of one flow: a "base" ticket, "sets" of words that stand for $NAME,
 * "rules" with one ticket a row, and "tickets" with what they come to.
 */
typedef struct
{
  RedressPolicy *policy;
  JsonNode *root;
} RedressTestRules;

RedressTestRules *redress_test_rules_load (const char *flow);
void redress_test_rules_free (RedressTestRules *self);
/* (transfer full): the base with changes. */
RedressTicket *redress_test_rules_ticket (RedressTestRules *self, const char *changes);
/* What a ticket comes to: "R-KM-4 approve", with " (R-KM-5)" for what would hold otherwise.
 * @effects: (nullable): words apart by spaces */
void redress_test_rules_expect (RedressTestRules *self,
                                const char *changes,
                                const char *expected,
                                const char *effects);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTestRules, redress_test_rules_free)

G_END_DECLS
