/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/rule-case.h"

/* An order that nobody has touched: R-BT-1 approves. */
#define BASE                                                                                       \
  "kind=review reason=not_needed text=words number=B1 state=not_fulfilled at=not_fulfilled "       \
  "paid=129900 amount=129900 method=wechat opened=0 placed=-3600 requested=0 "                     \
  "label.state=unpacked "                                                                          \
  "warehouse.processing=false warehouse.packed=false warehouse.shipped=false "                     \
  "attempt.result=none intercept.result=not_asked cancel.deadline=3600 identity.checked=true "     \
  "identity.account=shopper refund.method_changed=false parcel.received=false "                    \
  "complaint.announced=false refund.credited=false refund.due_at=-100 +order_screen "              \
  "+payment_record +warehouse_log"

#define PACKING                                                                                    \
  "state=fulfilling at=fulfilling warehouse.processing=true warehouse.pack_started_at=-60 "

static const RedressRuleCase cases[] = {
  { "R-BT-6b", "identity.account=? answer.identity.account=not_provided", "identity.account=?",
    NULL, "reject" },
  { "R-BT-6", "identity.account=?", "", NULL, "need_info" },
  { "R-BT-6", "identity.checked=false", "", "identity.checked=?", "need_info" },
  { "R-BT-5", "cancel.deadline=-1", "cancel.deadline=?", "cancel.deadline=-1 reason=?", "reject" },
  { "R-BT-5", "cancel.deadline=-10", "cancel.deadline=-10 attempt.at=-20 attempt.result=fault",
    "cancel.deadline=-10 attempt.at=-20 attempt.result=?", "reject" },
  { "R-BT-9", "state=cancelled", "", "state=?", "reject" },
  { "R-BT-10", "reason=method_change", "", "reason=method_change identity.checked=?", "approve" },
  { "R-BT-8", "parcel.received=true", "parcel.received=?", NULL, "convert_to_return" },
  { "R-BT-2b", "intercept.result=stopped", "", "intercept.result=?", "approve" },
  { "R-BT-1", "", PACKING, "warehouse.processing=?", "approve" },
  { "R-BT-3", PACKING "attempt.at=-90 attempt.result=delay",
    PACKING "attempt.at=-30 attempt.result=delay", PACKING "attempt.at=-90 attempt.result=?",
    "approve" },
  { "R-BT-4", PACKING "intercept.result=failed", "intercept.result=failed",
    PACKING "intercept.result=?", "convert_to_return" },
  { "R-BT-2", PACKING, "", PACKING "label.state=?", "hold" },
  { "R-BT-4b", PACKING "label.state=packed", "", PACKING "label.state=packed intercept.result=?",
    "hold" },
  { "R-ALL", "kind=refund_chase", "kind=refund_chase refund.due_at=100",
    "kind=refund_chase refund.due_at=?", "approve" },
  { "R-ALL-2", "kind=refund_chase refund.credited=true", "kind=refund_chase",
    "kind=refund_chase refund.credited=?", "reject" },
  { "R-ALL-3", "kind=refund_chase refund.due_at=0", "kind=refund_chase",
    "kind=refund_chase refund.due_at=?", "hold" },
  { "R-BT-7", "refund.method_changed=true", "refund.method_changed=?", NULL, NULL },
  { "R-BT-7", "reason=method_change", "", NULL, NULL },
  { "R-BT-11", "label.state=shipped", "", "label.state=?", NULL },
  { "R-ALL-4", "amount=200000", "", NULL, NULL },
  { "R-ALL-5", "complaint.announced=true", "", NULL, NULL },
  { "R-ALL-6", "state=fulfilling", "", "at=?", NULL },
};

static const RedressVerdictCase verdicts[] = {
  { "", "R-BT-1 approve", "cancel_order refund_source" },
  /* The label still says unpacked, the warehouse knows better. */
  { PACKING, "R-BT-2 hold", "intercept_parcel" },
  { PACKING "attempt.at=-90 attempt.result=fault", "R-BT-3 approve",
    "cancel_order refund_source intercept_parcel" },
  { PACKING "label.state=shipped intercept.result=failed", "R-BT-4 convert_to_return",
    "open_return urgent" },
  { "warehouse.processing=?", "R-BT-1 need_info", NULL },
  /* Money that goes elsewhere needs a second person. */
  { "reason=method_change", "R-BT-10 approve four_eyes", "refund_other" },
  { "cancel.deadline=-1", "R-BT-5 reject", "" },
};

static void
test_rules (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("btepai-order");

  redress_test_rule_cases (policy, BASE, cases, G_N_ELEMENTS (cases));
  redress_test_all_rules_covered (policy, cases, G_N_ELEMENTS (cases));
  redress_test_verdict_cases (policy, BASE, verdicts, G_N_ELEMENTS (verdicts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/btepai", test_rules);
  return g_test_run ();
}
