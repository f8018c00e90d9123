#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A due time that a peak stretches and a question stops, as the desk explains it."""
import datetime
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import points  # noqa: E402
from backend import wait_for  # noqa: E402
from connector import Connector  # noqa: E402
from observer import Observer  # noqa: E402
from world import World  # noqa: E402

folder = tempfile.TemporaryDirectory(prefix="redress-e2e.")
world = None
desk = None
number = None
before = None
HEAD = "RedressCaseHead"
HOUR = datetime.timedelta(hours=1)


def tree():
    return desk.app.dump() if desk and desk.is_open() else ""


def read_due():
    return datetime.datetime.fromisoformat(world.observer.ticket(number)["due_at"].replace("Z", "+00:00"))


def test_agent_declares_no_peak():
    global world, desk
    world = World(folder.name, tickets=30)
    desk = world.open_desk("agent", "zero")
    desk.wait_tickets()
    assert desk.app.find_action("win.sync-now") and not desk.app.find_action("win.peaks")
    desk.close()


def test_supervisor_declares_a_peak():
    global desk, number, before
    number = world.observer.find_open("review", "kameng-virtual")
    before = read_due()
    desk = world.open_desk("supervisor", "two")
    desk.run("win.peaks")
    desk.wait("No peak was declared yet.")
    desk.app.act(desk.app.all("push button", "Until when", "Peaks")[-1], "click")
    desk.press("In 4 hours", within="Peaks")
    desk.wait_gone("Until when…", within="Peaks")
    note = desk.app.all("text", within="Peaks")[-1]
    desk.app.type_into(note, "a game was launched")
    desk.press("Declare", within="Peaks")
    desk.wait("a game was launched", within="Peaks")
    desk.press("Take back", context="peak", within="Peaks")
    desk.wait(" · taken back")
    desk.press("Declare", within="Peaks")
    wait_for(lambda: desk.app.all("label", "Take back"), "the second peak")
    desk.press("Declare", within="Peaks")
    desk.wait("Another peak was declared for part of this time.")
    desk.close()


def test_peak_stretches_and_marks():
    global desk
    desk = world.open_desk("agent", "one")
    wait_for(lambda: "peak" in world.observer.ticket(number)["badges"], "the peak's mark")
    assert read_due() == before + 12 * HOUR
    desk.open(number)
    desk.wait("Peak", within=HEAD)


def test_desk_says_why():
    # The button that is pressed stands in the one that is read.
    due = wait_for(lambda: desk.app.all("push button", " left", HEAD), "the due time")
    desk.app.act(due[-1], "click")
    desk.wait("+ 12 hours: peak declared by supervisor")
    desk.wait("(a game was launched)")
    desk.key("Escape")


def test_question_stops_the_clock():
    colleague = Observer(world.backend, "agent2", world.passwords["agent2"])
    colleague.command("claim", number)
    colleague.command("need_info", number, ask="customer", fact_names=["claim.amount"])
    assert "paused" in world.observer.ticket(number)["badges"]
    desk.wait("Paused · waits for customer", within=HEAD)


def test_answer_lets_it_run_on():
    before = read_due()
    Connector(world.backend, "kameng").tell(number, "claim.amount", 4711, unit="fen")
    desk.wait_gone("Paused · waits for customer", within=HEAD)
    wait = world.observer.ticket(number)["waits"][0]
    length = [datetime.datetime.fromisoformat(wait[end].replace("Z", "+00:00")) for end in ("from", "until")]
    assert read_due() == before + (length[1] - length[0])
    assert "paused" not in world.observer.ticket(number)["badges"]


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
