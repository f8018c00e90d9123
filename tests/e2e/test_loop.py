#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent's loop through the real window against the real server."""
import os
import re
import sys
import tempfile
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
from backend import Backend, wait_for  # noqa: E402
from desk import Desk, Observer  # noqa: E402

SECOND = "--gapplication-app-id=org.redress.Desk.Second"


class World:
    """One server with sample tickets for all tests of the run."""

    def __init__(self, folder):
        self.folder = folder
        self.backend = Backend(os.path.join(folder, "backend"))
        self.backend.start()
        accounts = self.backend.add_accounts()
        self.backend.add_keys()
        self.backend.send_samples(60, seed=20)
        self.observer = Observer(self.backend, "supervisor", accounts["supervisor"][0])
        self.desks = []

    def desk(self, account, name, **more):
        desk = Desk(self.backend, account, os.path.join(self.folder, name), **more)
        self.desks.append(desk)
        return desk

    def close_desks(self):
        for desk in self.desks:
            if desk.process.poll() is None:
                desk.close()
        self.desks = []


def submit(desk):
    desk.key("ctrl+shift+Return")
    desk.wait_text("Recorded on this computer")


def await_decision(world, number, verdict):
    def look():
        decisions = world.observer.decisions(number)
        return decisions if decisions else None
    decisions = wait_for(look, f"the decision on {number}")
    assert len(decisions) == 1, decisions
    assert decisions[0]["verdict"] == verdict, decisions[0]


def read_place(desk):
    """Which file of how many the viewer shows."""
    for words in desk.app.texts():
        match = re.match(r"(\d+) of (\d+) · ", words)
        if match:
            return int(match[1]), int(match[2])
    return None


def look_at_evidence(desk):
    """Opens the viewer and goes through every file."""
    desk.key("e")
    _, count = wait_for(lambda: read_place(desk), "the viewer")
    for index in range(1, count + 1):
        wait_for(lambda i=index: (read_place(desk) or (0,))[0] == i, f"file {index}")
        desk.wait_no_text("still preparing")
        assert not desk.app.has("label", "The file cannot be shown")
        if index == 1:
            desk.key("space")
            desk.shot("viewer")
        desk.key("Right")
    desk.key("Escape")


def test_approve_with_evidence(world):
    desk = world.desk("agent", "one", undo_seconds=2)
    number = desk.take_until("Approve")
    look_at_evidence(desk)
    desk.app.click("push button", "Approve")
    desk.key("ctrl+t")
    desk.type("seen on the log")
    desk.shot("ready")
    submit(desk)
    desk.shot("recorded")
    await_decision(world, number, "approve")
    desk.wait_text("Decided")
    decision = world.observer.decisions(number)[0]
    assert decision["note"] == "seen on the log", decision
    assert decision["cited"], decision


def test_reject(world):
    desk = world.desk("agent", "one", undo_seconds=0)
    number = desk.take_until("Reject")
    desk.app.click("push button", "Reject")
    desk.key("ctrl+shift+Return")
    await_decision(world, number, "reject")


def test_ask_for_information(world):
    desk = world.desk("agent", "one", undo_seconds=0)
    number = desk.take_until("Need info")
    desk.key("a")
    wait_for(lambda: desk.app.has("push button", "Ask for"), "what to ask for")
    desk.key("ctrl+shift+Return")
    wait_for(lambda: world.observer.ticket(number)["state"].startswith("waiting"), "the waiting ticket")
    assert not world.observer.decisions(number)


def test_undo(world):
    desk = world.desk("agent", "one", undo_seconds=30)
    number = desk.take_until("Approve")
    desk.app.click("push button", "Approve")
    submit(desk)
    desk.key("ctrl+z")
    desk.wait_no_text("Recorded on this computer")
    assert not world.observer.decisions(number)
    # The text is a draft again and can be sent after all.
    submit(desk)
    desk.app.click("push button", "Send now")
    await_decision(world, number, "approve")


def test_offline(world):
    """Three checked-out tickets are decided while the server is dead; all three arrive once."""
    desk = world.desk("agent", "one", undo_seconds=0)
    numbers = []
    tries = 0
    while len(numbers) < 3 and tries < 25:
        tries += 1
        number = desk.take_until("Approve")
        ticket = world.observer.ticket(number)
        if {"online_only", "four_eyes"} & set(ticket.get("badges", [])):
            continue
        desk.run("case.check-out")
        wait_for(lambda n=number: world.observer.ticket(n)["claim"]["mode"] == "offline", "the check-out")
        numbers.append(number)
    world.backend.kill()
    desk.wait_text("Offline since")
    desk.shot("offline")
    sent = []
    for number in numbers:
        desk.key("ctrl+k")
        desk.type(number)
        desk.key("Return")
        wait_for(lambda n=number: desk._read_number() == n, "the ticket")
        if "Approve" not in desk.verdicts():
            continue
        desk.app.click("push button", "Approve")
        desk.key("ctrl+shift+Return")
        sent.append(number)
    assert len(sent) == 3, (numbers, sent)
    desk.wait_text("3 decisions wait on this computer")
    world.backend.start("--port", world.backend.url.rsplit(":", 1)[1])
    desk.key("F5")
    for number in sent:
        await_decision(world, number, "approve")
    desk.wait_text("All decisions recorded")


def test_conflict(world):
    """Two desks decide one ticket: the second is told, and nothing is decided twice."""
    first = world.desk("agent", "one", undo_seconds=60)
    number = first.take_until("Approve")
    first.app.click("push button", "Approve")
    submit(first)
    second = world.desk("agent", "two", undo_seconds=0, options=(SECOND,))
    second.key("ctrl+k")
    second.type(number)
    second.key("Return")
    wait_for(lambda: second._read_number() == number, "the ticket on the second desk")
    second.app.click("push button", "Approve")
    second.key("ctrl+shift+Return")
    await_decision(world, number, "approve")
    first.app.click("push button", "Send now")
    first.wait_text("Your decision was not recorded")
    first.shot("conflict")
    assert len(world.observer.decisions(number)) == 1


TESTS = [test_approve_with_evidence, test_reject, test_ask_for_information, test_undo, test_conflict,
         test_offline]


def main():
    wanted = sys.argv[1:]
    tests = [test for test in TESTS if not wanted or test.__name__ in wanted]
    print(f"1..{len(tests)}", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="redress-e2e.") as folder:
        world = World(folder)
        try:
            for index, test in enumerate(tests, 1):
                try:
                    test(world)
                    print(f"ok {index} {test.__name__}", flush=True)
                except Exception:  # noqa: BLE001: every failure is a failed test
                    failed += 1
                    for line in traceback.format_exc().splitlines():
                        print("# " + line)
                    for desk in world.desks:
                        for line in desk.app.dump().splitlines():
                            if "(hidden)" not in line:
                                print("# " + line[:150])
                    if world.desks:
                        world.desks[-1].shot("failed-" + test.__name__)
                    print(f"not ok {index} {test.__name__}", flush=True)
                world.close_desks()
        finally:
            world.close_desks()
            world.backend.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
