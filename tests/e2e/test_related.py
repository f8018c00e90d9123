#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One order that came twice, and one proof for two orders: seen, merged, undone."""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import points  # noqa: E402
from backend import wait_for  # noqa: E402
from connector import Connector  # noqa: E402
from world import World  # noqa: E402

folder = tempfile.TemporaryDirectory(prefix="redress-e2e.")
world = None
desk = None
kameng = None
CARD = "Related tickets"
AGAIN = "KM-20260928-AGAIN"


def tree():
    return desk.app.dump() if desk and desk.is_open() else ""



def test_second_request_is_told():
    global world, desk, kameng
    world = World(folder.name, tickets=20)
    kameng = Connector(world.backend, "kameng")
    desk = world.open_desk("agent", "one", settings={"undo-seconds": "uint32 4"})
    number = desk.take_until(lambda: desk.number.startswith("KM-") and desk.reads("Review · Kameng"))
    ticket = world.observer.ticket(number)
    kameng.create_again(ticket, AGAIN)
    kameng.hand_in(AGAIN, "payment_record", "voucher.txt", b"a voucher of the second request")
    desk.wait("The same request came a second time", within=CARD)


def test_merge_can_be_undone():
    number = desk.number
    desk.press("Merge here", context="button", within=CARD)
    desk.wait("Recorded on this computer: %s", within="RedressDecisionBar")
    desk.undo()
    assert world.observer.ticket(AGAIN)["state"] == "open"
    assert not any(event["code"] == "merged" for event in world.observer.ticket(number)["events"])


def test_merge():
    number = desk.number
    before = len(world.observer.ticket(number)["evidence"])
    desk.press("Merge here", context="button", within=CARD)
    world.observer.await_state(AGAIN, "closed")
    ticket = world.observer.ticket(number)
    assert len(ticket["evidence"]) == before + 1, ticket["evidence"]
    assert ticket["state"] == "open"
    wait_for(lambda: desk.app.all(within="RedressDecisionForm"), "the form")
    desk.wait_gone("The same request came a second time", within=CARD)
    desk.wait("Another ticket of this order", within=CARD)


def test_same_file_for_another_order():
    number = desk.number
    other = dict(world.observer.ticket(number), order_no="88-OTHER")
    kameng.create_again(other, "KM-20260928-OTHER")
    voucher = b"a voucher of the second request"
    kameng.hand_in("KM-20260928-OTHER", "payment_record", "voucher.txt", voucher)
    desk.wait("The same file for another order: %s", within=CARD)
    assert "reused_file" in world.observer.ticket(number)["badges"]


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
