#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shift ends: all tickets go to a colleague at once, and a supervisor takes one away again."""
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
numbers = []
WINDOW = "Hand over my tickets"
COLLEAGUE, NOTE = 0, 1


def tree():
    return desk.app.dump() if desk and desk.is_open() else ""


def holder(number):
    claim = world.observer.ticket(number).get("claim")
    return claim["holder_name"] if claim else None


def notes(number):
    return [note["text"] for note in world.observer.ticket(number)["notes"]]


def type_into(index, text):
    desk.app.type_into(wait_for(lambda: desk.app.all("text", within=WINDOW), "the entries")[index], text)


def test_what_is_held():
    global world, desk
    world = World(folder.name, tickets=12)
    desk = world.open_desk("agent", "one")
    desk.run("win.hand-over-shift")
    desk.wait("You hold no ticket.", within=WINDOW)
    desk.key("Escape")
    wait_for(lambda: not desk.app.has("frame", desk.words.say(WINDOW)), "the end of the window")
    numbers.append(desk.take_next())
    numbers.append(desk.take_next())
    desk.choose("Hold")
    desk.write_note("half of a thought")
    desk.run("win.hand-over-shift")
    desk.wait("has a draft, which stays on this computer", within=WINDOW)
    assert all(any(number in text for text in desk.app.texts(WINDOW)) for number in numbers)


def test_nobody_of_that_name():
    type_into(COLLEAGUE, "agnet2")
    desk.app.click("push button", "Hand over 2 tickets", WINDOW)
    desk.wait("Nobody with this user name works on this platform.", within=WINDOW)
    assert [holder(number) for number in numbers] == ["agent", "agent"]


def test_who_else_is_there():
    desk.key("Escape")
    number = numbers[1]
    wait_for(lambda: world.observer.look_at(number).get("agent") == "writing", "the agent at the ticket")
    desk.wait("%s looks at it, too", 60, within="RedressCaseTitleBar")
    wait_for(lambda: world.observer.look_at(number, "writing") and desk.reads("%s writes here, too"), "both to write", 60)
    desk.run("win.hand-over-shift")
    desk.wait("has a draft, which stays on this computer", within=WINDOW)


def test_to_a_colleague():
    type_into(COLLEAGUE, "agent2")
    type_into(NOTE, "The shop calls back at nine")
    desk.app.click("push button", "Hand over 2 tickets", WINDOW)
    wait_for(lambda: not desk.app.has("frame", desk.words.say(WINDOW)), "the end of the window")
    assert [holder(number) for number in numbers] == ["agent2", "agent2"]
    assert all("The shop calls back at nine" in notes(number) for number in numbers)


def test_a_supervisor_takes_one_away():
    global desk
    desk.wait("agent2", within="RedressCaseTitleBar")
    assert desk.app.find_action("case.copy-link") and not desk.app.find_action("case.revoke")
    desk.close()
    desk = world.open_desk("supervisor", "two")
    desk.open(numbers[0])
    desk.wait("agent2", within="RedressCaseTitleBar")
    desk.run("case.revoke")
    desk.wait("Take the ticket away from %s?")
    desk.app.find("check box", desk.words.say("Its holder is away"))
    desk.key("space")
    desk.press("_Take away")
    wait_for(lambda: holder(numbers[0]) is None, "the ticket in the queue")
    assert desk.words.say("Its holder is away") in notes(numbers[0])
    assert holder(numbers[1]) == "agent2"


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
