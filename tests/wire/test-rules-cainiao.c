/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/rule-case.h"

/* A return that the station confirmed and sent: R-CN-6 approves. */
#define BASE                                                                                       \
  "kind=review reason=quality text=words number=C1 state=delivered at=delivered paid=4590 "        \
  "amount=4590 method=alipay opened=0 placed=-900000 requested=0 request.type=return_refund "      \
  "request.approved_at=-300000 seller.consent=true seller.answered_at=-400000 "                    \
  "quality.problem=true item.name=lamp item.quantity=1 form.item=lamp form.quantity=1 "            \
  "form.tracking_no=YT1 parcel.tracking_no=YT1 parcel.handed_in_at=-200000 parcel.confirmed=true " \
  "parcel.confirmed_at=-190000 parcel.sent=true parcel.sent_at=-100000 parcel.checked_at=0 "       \
  "complaint.announced=false refund.credited=false refund.due_at=-100 +seller_chat "               \
  "+tracking_slip +goods_photo +purchase_proof +return_form"

#define WAITS "parcel.sent=false parcel.confirmed=? parcel.sent_at=? "

static const RedressRuleCase cases[] = {
  { "R-CN-1b", "-seller_chat answer.seller_chat=not_provided", "-seller_chat", NULL, "escalate" },
  { "R-CN-2", "amount=4591", "", NULL, "need_info" },
  { "R-CN-2", "reason=?", "", NULL, "need_info" },
  { "R-CN-1", "seller.consent=?", "", NULL, "need_info" },
  { "R-CN-1", "-seller_chat", "", NULL, "need_info" },
  { "R-CN-4b", "-goods_photo answer.goods_photo=not_provided", "-goods_photo",
    "-goods_photo answer.goods_photo=not_provided request.type=?", "reject" },
  { "R-CN-4", "-tracking_slip", "", "-tracking_slip request.type=?", "need_info" },
  { "R-CN-10", "state=refunded", "", "state=?", "reject" },
  { "R-CN-8", "seller.consent=false +quality_proof", "+quality_proof",
    "seller.consent=false quality.problem=? +quality_proof", "escalate" },
  { "R-CN-8b", "seller.consent=false", "", "seller.consent=false quality.problem=? +quality_proof",
    "reject" },
  { "R-CN-3", "request.type=refund_only", "", "request.type=?", "approve" },
  { "R-CN-5", "form.quantity=2", "", "form.item=?", "escalate" },
  { "R-CN-5", "form.tracking_no=YT2", "", "form.tracking_no=?", "escalate" },
  { "R-CN-6", "", WAITS, "parcel.confirmed=?", "approve" },
  { "R-CN-7", WAITS "parcel.handed_in_at=-350000", WAITS,
    WAITS "parcel.handed_in_at=-350000 parcel.checked_at=?", "escalate" },
  { "R-CN-9", WAITS, "", "parcel.sent=?", "hold" },
  { "R-ALL", "kind=refund_chase", "kind=refund_chase refund.due_at=100",
    "kind=refund_chase refund.due_at=?", "approve" },
  { "R-ALL-2", "kind=refund_chase refund.credited=true", "kind=refund_chase",
    "kind=refund_chase refund.credited=?", "reject" },
  { "R-ALL-3", "kind=refund_chase refund.due_at=0", "kind=refund_chase",
    "kind=refund_chase refund.due_at=?", "hold" },
  { "R-CN-11", "request.approved_at=-100000", "", NULL, NULL },
  { "R-ALL-4", "amount=200000 paid=200000", "", NULL, NULL },
  { "R-ALL-5", "complaint.announced=true", "", NULL, NULL },
  { "R-ALL-6", "at=dispatched_undelivered", "", "at=?", NULL },
};

static const RedressVerdictCase verdicts[] = {
  { "", "R-CN-6 approve", "refund_source" },
  /* A refund without a return needs neither form nor parcel. */
  { "request.type=refund_only form.item=? parcel.sent=? -tracking_slip", "R-CN-3 approve",
    "refund_source" },
  { "form.item=vase level=supervisor", "R-CN-5 approve", "refund_source" },
  { "form.item=?", "R-CN-5 need_info (R-CN-6)", "refund_source" },
  { "seller.consent=false +quality_proof", "R-CN-8 escalate", "open_dispute" },
  { WAITS "parcel.handed_in_at=-350000", "R-CN-7 escalate", "chase_carrier" },
  /* Not handed in yet: wait, and do not ask for a form that cannot exist. */
  { WAITS
    "parcel.handed_in_at=? parcel.checked_at=? form.item=? form.quantity=? form.tracking_no=?",
    "R-CN-9 hold", "" },
};

static void
test_rules (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("cainiao-return");

  redress_test_rule_cases (policy, BASE, cases, G_N_ELEMENTS (cases));
  redress_test_all_rules_covered (policy, cases, G_N_ELEMENTS (cases));
  redress_test_verdict_cases (policy, BASE, verdicts, G_N_ELEMENTS (verdicts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/cainiao", test_rules);
  return g_test_run ();
}
