#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One ticket of every flow, from the platform to the desk and back, with what may come after it."""
import datetime
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import points  # noqa: E402
from backend import wait_for  # noqa: E402
from connector import Connector  # noqa: E402
from rule_tickets import RuleTickets  # noqa: E402
from world import SECOND, World  # noqa: E402

folder = tempfile.TemporaryDirectory(prefix="redress-e2e.")
world = None
desk = None
BAR = "RedressDecisionBar"
THIRD = SECOND.replace("Second", "Third")
DAY = datetime.timedelta(days=1)


class Flow:
    def __init__(self, platform, flow):
        self.connector = Connector(world.backend, platform)
        self.tickets = RuleTickets(flow)

    def send(self, number, changes="", previous=None):
        return self.tickets.send(self.connector, number, changes, previous)

    def tell(self, number, name, text):
        self.tickets.tell(self.connector, number, name, text)

    def report(self, number, *effects, state="done", ago=datetime.timedelta()):
        at = datetime.datetime.now(datetime.timezone.utc) - ago
        return self.connector.report(number, effects, state, at)


def tree():
    return desk.app.dump() if desk and desk.is_open() else ""


def open_as_recommended(number, verdict):
    # Rows show the title, which a ticket that chases a refund has from its order.
    desk.wait(number.removesuffix("-refund"), within="RedressQueueList")
    desk.open(number)
    wait_for(lambda: desk.recommends(verdict), f"{verdict} to be recommended")


def decide(number, button, verdict):
    """Submits at once: the time to undo is switched off. Returns the decision."""
    desk.choose(button)
    desk.submit()
    return world.observer.await_decision(number, verdict)


def test_points_order():
    """Approved; the points are sent and do not arrive: a ticket of its own chases them."""
    global world, desk, rail
    world = World(folder.name, tickets=5)
    rail = Flow("rail12306", "rail12306-order")
    number = rail.send("RO-20261123-1")
    desk = world.open_desk("agent", "one", settings={"undo-seconds": "uint32 0"})
    open_as_recommended(number, "Approve")
    decision = decide(number, "Approve", "approve")
    assert decision["effects"] == ["cancel_order", "credit_points"], decision
    assert decision["amount"] == {"value": 55300, "unit": "points"}, decision
    rail.report(number, "cancel_order", "credit_points", ago=10 * DAY)
    assert world.observer.ticket(number)["state"] == "effected"


def test_points_are_chased():
    chase = "RO-20261123-1-refund"
    wait_for(lambda: world.observer.find(chase), "the ticket that chases the points")
    ticket = world.observer.ticket(chase)
    assert ticket["kind"] == "refund_chase" and ticket["reason_code"] == "points_missing", ticket
    rail.tell(chase, "refund.credited", "false")
    open_as_recommended(chase, "Approve")
    assert decide(chase, "Approve", "approve")["effects"] == ["chase_refund"]
    rail.report("RO-20261123-1", "refund_settled")
    assert world.observer.ticket("RO-20261123-1")["state"] == "closed"


def test_failed_payments():
    """Two failures: the customer gets steps to try. The third comes: it goes to a supervisor."""
    flow = Flow("rail12306", "rail12306-redemption")
    number = flow.send("RP-20261123-1", "attempts.in_row=2")
    open_as_recommended(number, "Need info")
    desk.choose("Need info")
    desk.wait("Sets off", within="RedressDecisionForm")
    desk.submit()
    ticket = world.observer.await_state(number, "waiting_customer")
    assert [(effect["name"], effect["state"]) for effect in ticket["interim_effects"]] == [("send_steps", "pending")]
    desk.wait("asked for, no answer yet", within=BAR)
    flow.report(number, "send_steps")
    desk.wait_gone("asked for, no answer yet", within=BAR)
    flow.tell(number, "attempts.in_row", "3")
    flow.connector.hand_in(number, "error_screen", "error.txt", b"P17 again")
    wait_for(lambda: desk.recommends("Escalate"), "Escalate to be recommended")
    desk.choose("Escalate")
    desk.write_note("three failures, all is well with the points")
    desk.submit()
    desk.wait("A supervisor decides this ticket", within=BAR)


def test_btepai_hold_stops_the_parcel():
    flow = Flow("btepai", "btepai-order")
    number = flow.send("BT-20261123-1", "$PACKING")
    open_as_recommended(number, "Hold")
    desk.choose("Hold")
    desk.app.act(desk.app.all("push button", "Until when", "RedressDecisionForm")[-1], "click")
    desk.press("In 4 hours", within="RedressDecisionForm")
    desk.submit()
    ticket = world.observer.await_state(number, "held")
    assert [effect["name"] for effect in ticket["interim_effects"]] == ["intercept_parcel"], ticket
    desk.wait("asked for, no answer yet", within=BAR)
    flow.tell(number, "intercept.result", "stopped")
    flow.report(number, "intercept_parcel")
    wait_for(lambda: desk.recommends("Approve"), "Approve to be recommended")
    decision = decide(number, "Approve", "approve")
    assert decision["effects"] == ["cancel_order", "refund_source"], decision


def test_btepai_becomes_a_return():
    flow = Flow("btepai", "btepai-order")
    number = flow.send("BT-20261123-2", "$PACKING label.state=shipped intercept.result=failed +intercept_answer")
    open_as_recommended(number, "Convert to return")
    assert decide(number, "Convert to return", "convert_to_return")["effects"] == ["open_return"]


def test_parcel():
    flow = Flow("cainiao", "cainiao-return")
    number = flow.send("CN-20261123-1")
    open_as_recommended(number, "Approve")
    assert decide(number, "Approve", "approve")["effects"] == ["refund_source"]


def test_virtual_goods_rejected():
    """The log shows a credit: rejected, and two appeals will follow."""
    global kameng
    kameng = Flow("kameng", "kameng-virtual")
    for number in ("KM-20261123-1", "KM-20261123-2"):
        kameng.send(number, "secret.redeemed=true channel_log.credited=true channel_log.amount=32800")
        open_as_recommended(number, "Reject")
        assert "effects" not in decide(number, "Reject", "reject")


def test_first_decider_gets_no_appeal():
    kameng.send("KM-20261123-3", "$DELIVERED kind=appeal reason=value_mismatch channel_log.amount=18000 "
                "+balance_screen", previous="KM-20261123-1")
    kameng.send("KM-20261123-4", "$DELIVERED kind=appeal reason=not_received", previous="KM-20261123-2")
    desk.open("KM-20261123-3")
    desk.wait("An appeal is decided by somebody else.", within=BAR)


def test_appeal_overturned_in_part():
    global desk
    desk.close()
    desk = world.open_desk("agent2", "two", options=(SECOND,), settings={"undo-seconds": "uint32 0"})
    open_as_recommended("KM-20261123-3", "Partial")
    # What the first decider saw is fetched with the appeal.
    desk.wait("Evidence seen then")
    desk.wait_gone("not here yet", within="RedressFirstDecisionCard")
    decision = decide("KM-20261123-3", "Partial", "partial")
    # 180 of 300 were credited, and 328 paid.
    assert decision["amount"] == {"value": 13120, "unit": "fen"}, decision
    assert decision["effects"] == ["refund_part"], decision


def test_appeal_upheld():
    open_as_recommended("KM-20261123-4", "Uphold")
    decision = decide("KM-20261123-4", "Uphold", "reject")
    assert "12315" in decision["message"], decision


def test_reissue():
    number = kameng.send("KM-20261123-5", "$DELIVERED kind=appeal reason=server_mismatch channel_log.server=9 "
                         "+balance_screen")
    open_as_recommended(number, "Reissue")
    decision = decide(number, "Reissue", "reissue")
    assert decision["effects"] == ["reissue_secret"] and decision["amount"]["value"] == 0, decision


def test_other_account_needs_a_second_person():
    flow = Flow("btepai", "btepai-order")
    for number in ("BT-20261123-3", "BT-20261123-4"):
        flow.send(number, "reason=method_change")
        open_as_recommended(number, "Approve")
        desk.choose("Approve")
        desk.wait("after a second approval", within="RedressDecisionForm")
        desk.submit()
        world.observer.await_state(number, "second_approval")
        desk.wait("Waits for a second approval", within=BAR)
        assert not desk.app.all("push button", "Approve decision", BAR)


def test_supervisor_releases_the_payment():
    global desk
    desk.close()
    desk = world.open_desk("supervisor", "three", options=(THIRD,), settings={"undo-seconds": "uint32 0"})
    open_as_recommended("RP-20261123-1", "Approve")
    decision = decide("RP-20261123-1", "Approve", "approve")
    assert decision["effects"] == ["release_payment"] and decision["actor_name"] == "supervisor", decision


def test_second_person_refuses():
    number = "BT-20261123-3"
    desk.open(number)
    desk.wait("by %s, %s", within=BAR)
    desk.press("Refuse…", within=BAR)
    desk.app.type_into(desk.app.find("text", "Why; your colleague reads it"), "the account is somebody else's")
    desk.press("Refuse", within="Refuse the decision")
    ticket = world.observer.await_state(number, "open")
    assert ticket["round"] == 2 and ticket["decisions"][0]["is_void"], ticket
    assert ticket["notes"][-1]["text"] == "the account is somebody else's", ticket


def test_second_person_approves():
    number = "BT-20261123-4"
    desk.open(number)
    desk.wait("waits for your approval", within=BAR)
    desk.press("Approve decision", within=BAR)
    ticket = world.observer.await_state(number, "decided")
    decision = ticket["decisions"][0]
    assert decision["actor_name"] == "agent2" and decision["approved_by"] == "a-3", decision
    assert decision["effects"] == ["refund_other"], decision
    desk.wait("approved by supervisor")
    assert len(world.leaves(number)) == 1


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
