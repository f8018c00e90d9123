#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A decision that finds no way to the server leaves in a sealed file and arrives from another computer."""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import points  # noqa: E402
from backend import wait_for  # noqa: E402
from world import World  # noqa: E402

folder = tempfile.TemporaryDirectory(prefix="redress-e2e.")
world = None
desk = None
number = None
WINDOW = "Hand in a file of decisions"
FILE = os.path.join(folder.name, "unsent.redress-decisions")


def tree():
    return desk.app.dump() if desk and desk.is_open() else ""


def is_ready():
    """Its row says that all of it is on this computer."""
    amount = world.observer.ticket(number)["amount"]
    words = f"{amount['value']:,} pts" if amount["unit"] == "points" else f"¥{amount['value'] / 100:,.2f}"
    return any(words in text and desk.words.say("Ready", "badge") in text
               for text in desk.app.texts("RedressQueueList"))


def test_recorded_without_a_server():
    global world, desk, number
    world = World(folder.name, tickets=40)
    desk = world.open_desk("agent", "one", settings={"undo-seconds": "uint32 0"})
    number = desk.take_until(lambda: world.may_approve_offline(desk))
    desk.run("case.check-out")
    desk.wait("Checked out, %s", within="RedressCaseTitleBar")
    wait_for(is_ready, "the evidence of the ticket")
    world.backend.kill()
    desk.wait("Offline since %s")
    desk.choose("Approve")
    desk.submit()
    desk.wait("1 decision waits on this computer")


def test_saved():
    desk.run("win.save-unsent")
    desk.app.find("text", "unsent.redress-decisions")
    desk.key("ctrl+a")
    desk.type(FILE)
    wait_for(lambda: desk.app.all("text", FILE), "the name")
    desk.key("Return")
    desk.wait("%d decision is in the file.")
    with open(FILE, encoding="ascii") as file:
        lines = file.read().splitlines()
    assert len(lines) == 2 and "approve" not in lines[1], lines
    assert os.stat(FILE).st_mode & 0o077 == 0, oct(os.stat(FILE).st_mode)
    desk.press("_Close")
    desk.close()


def test_handed_in_elsewhere():
    global desk
    world.restart_backend()
    desk = world.open_desk("agent", "two")
    desk.run("win.hand-in")
    desk.wait_window(WINDOW)
    desk.app.find("label", "Home")
    desk.key("ctrl+l")
    # The toolkit does not say of this entry that it is shown.
    desk.app.type_into(desk.app.find("text", showing=False), FILE)
    desk.key("Return")
    desk.wait("%u of %u decision is applied")
    desk.press("_Close")
    decision = world.observer.await_decision(number, "approve")
    assert decision["actor_name"] == "agent" and decision["offline"], decision


def test_the_first_computer_is_told():
    """It sends the same once more, and hears what the server said before."""
    global desk
    desk.close()
    desk = world.open_desk("agent", "one")
    desk.wait("All decisions recorded")
    assert len(world.leaves(number)) == 1
    assert not desk.reads("1 decision waits on this computer")


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
