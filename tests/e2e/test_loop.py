#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent's loop through the real window against the real server: nothing lost, nothing twice."""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import points  # noqa: E402
from backend import wait_for  # noqa: E402
from world import SECOND, World  # noqa: E402

folder = tempfile.TemporaryDirectory(prefix="redress-e2e.")
world = None
desk = None
colleague = None


def tree():
    return "\n".join(each.app.dump() for each in (desk, colleague) if each and each.is_open())


def can_work_offline():
    """A ticket that may be decided without a network."""
    ticket = world.observer.ticket(desk.number)
    offline = world.observer.policy(ticket["flow"], ticket["policy_version"])["offline"]
    return (desk.recommends("Approve") and offline["class"] == "allowed" and
            ticket["amount"]["value"] <= offline["max_amount"] and
            not {"online_only", "four_eyes"} & set(ticket["badges"]))


def await_applied(number, verdict):
    """The server has the decision once, and its audit log says so once."""
    decision = world.observer.await_decision(number, verdict)
    leaves = world.leaves(number)
    assert len(leaves) == 1, leaves
    return decision, leaves[0]


def test_sign_in():
    global world, desk
    world = World(folder.name)
    desk = world.open_desk(None, "one")
    desk.sign_in("agent", world.passwords["agent"])
    desk.wait("All decisions recorded")


def test_approve_after_the_evidence():
    number = desk.take_until(lambda: desk.recommends("Approve"))
    count = desk.view_evidence()
    for index in range(1, count + 1):
        desk.wait_file(index)
        if index == 1:
            desk.key("space")
        desk.key("Right")
    desk.close_viewer()
    desk.choose("Approve")
    desk.write_note("seen on the log")
    desk.submit()
    desk.wait_recorded()
    assert not world.observer.decisions(number)
    decision, leaf = await_applied(number, "approve")
    evidence = world.observer.ticket(number)["evidence"]
    assert decision["note"] == "seen on the log", decision
    assert decision["reason_code"], decision
    assert decision["cited"] == [evidence[0]["sha256"]], decision
    assert len(leaf["opened"]) == count == len(evidence), leaf
    desk.wait("Decided", within="RedressDecisionBar")


def test_reject():
    number = desk.take_until(lambda: desk.recommends("Reject"))
    desk.choose("Reject")
    desk.submit()
    desk.wait_recorded()
    desk.send_now()
    await_applied(number, "reject")


def test_ask_for_information():
    number = desk.take_until(lambda: desk.recommends("Need info"))
    desk.key("a")
    desk.submit()
    desk.wait_recorded()
    desk.send_now()
    world.observer.await_state(number, "waiting_")
    assert not world.observer.decisions(number)


def test_undo():
    number = desk.take_until(lambda: desk.recommends("Approve"))
    before = world.observer.ticket(number)
    desk.choose("Approve")
    desk.write_note("too early")
    desk.submit()
    desk.wait_recorded()
    desk.undo()
    desk.wait("All decisions recorded")
    # What was written is a draft again, and the server never heard of it.
    assert desk.app.all("text", "too early", "RedressDecisionForm")
    after = world.observer.ticket(number)
    assert after["version"] == before["version"] and not after.get("decisions"), after


def test_second_desk_conflicts():
    """A ticket that was given back is decided by a colleague before the first decision leaves."""
    global colleague
    number = desk.number
    desk.submit()
    desk.wait_recorded()
    desk.run("case.release")
    wait_for(lambda: not world.observer.ticket(number).get("claim"), "the ticket to be free")
    colleague = world.open_desk("agent2", "two", options=(SECOND,))
    colleague.open(number)
    colleague.choose("Approve")
    colleague.submit()
    colleague.wait_recorded()
    colleague.send_now()
    await_applied(number, "approve")
    desk.send_now()
    desk.wait("Your decision was not recorded. No money has moved.", within="RedressConflictPage")
    mine, theirs = (desk.reads(words, "RedressConflictPage") for words in ("too early", "agent2"))
    assert mine and theirs
    assert len(world.leaves(number)) == 1


def test_offline():
    """Three checked-out tickets are decided while the server is dead; all three arrive once."""
    numbers = []
    while len(numbers) < 3:
        numbers.append(desk.take_until(can_work_offline))
        desk.run("case.check-out")
        desk.wait("Checked out, %s", within="RedressCaseTitleBar")
    world.backend.kill()
    desk.wait("Offline since %s")
    for number in numbers:
        desk.open(number)
        desk.choose("Approve")
        desk.submit()
        desk.wait_recorded()
    desk.send_now()
    desk.wait("It is sent when the server can be reached. Nothing is lost.", within="RedressDecisionBar")
    desk.wait("3 decisions wait on this computer")
    world.restart_backend()
    desk.press("Retry", within="RedressPanes")
    for number in numbers:
        await_applied(number, "approve")
    desk.wait_gone("3 decisions wait on this computer")


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
