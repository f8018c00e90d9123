#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What rules used in a log is lit and stepped through, and a fact leads to where it was read, behind a mask too."""
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import points  # noqa: E402
from backend import wait_for  # noqa: E402
from observer import Observer  # noqa: E402
from world import World  # noqa: E402

folder = tempfile.TemporaryDirectory(prefix="redress-e2e.")
world = None
desk = None
WHY = "Compare it with the log"


def tree():
    return desk.app.dump() if desk and desk.is_open() else ""


def find_ticket(slot):
    """A ticket with facts that were read from a piece in a slot; the piece; its place."""
    for change in world.observer._ask("GET", "/v1/changes")["changes"]:
        number = change.get("summary", {}).get("external_id")
        ticket = world.observer.ticket(number) if number else {"evidence": []}
        for place, piece in enumerate(ticket["evidence"]):
            told = [fact for fact in ticket["facts"] if fact.get("evidence") == piece["sha256"]]
            if piece["slot"] == slot and piece["rendition_state"] == "ready" and told:
                return ticket, piece, place
    return None


def open_piece(slot):
    ticket, piece, place = wait_for(lambda: find_ticket(slot), f"a {slot}", 60)
    desk.open(ticket["external_id"])
    desk.wait("verified", within="RedressEvidenceStrip")
    desk.view_evidence()
    return ticket, piece, place


def read_stop(text):
    """(nullable): which of how many, as a bar says it."""
    for words in desk.app.texts("RedressEvidenceView"):
        if words.startswith(desk.words.part(text)):
            return [int(number) for number in re.findall(r"\d+", words)]
    return None


def wait_stop(text, *numbers):
    wait_for(lambda: read_stop(text) == list(numbers), f"{text} {numbers}")


def read_chips():
    start = desk.words.part("Used by %s: say why")
    return [node.name for node in desk.app.all("push button", start, "RedressLogView") if "R-" in node.name]


def test_lines_that_rules_used():
    global world, desk
    world = World(folder.name, tickets=40)
    desk = world.open_desk("agent", "one")
    ticket, piece, place = open_piece("carrier_log")
    for index in range(1, place + 2):
        desk.wait_file(index)
        if index <= place:
            desk.key("Right")
    told = {entry for fact in ticket["facts"] if fact.get("evidence") == piece["sha256"] for entry in fact["entries"]}
    count = wait_for(lambda: read_stop("Used by rules: %u"), "the lit lines")
    assert len(count) == 1 and 0 < count[0] <= len(told), (count, told)
    assert read_chips()
    desk.key("j")
    wait_stop("Used by rules: %u", 1, count[0])
    desk.key("k")
    wait_stop("Used by rules: %u", count[0], count[0])


def test_pauses():
    pauses = read_stop("Pauses: %u")
    assert len(pauses) == 1 and pauses[0] > 0, pauses
    desk.key("shift+j")
    wait_stop("Pauses: %u", 1, pauses[0])


def test_letters_do_not_reach_the_case_below():
    mine = desk.number
    desk.key("n", "7", "j")
    assert desk.read_place()
    desk.key("Escape")
    wait_for(lambda: not desk.read_place(), "the end of the viewer")
    assert mine in desk.app.texts("RedressCaseTitleBar")


def test_fact_leads_behind_a_mask():
    ticket, piece, place = wait_for(lambda: find_ticket("channel_log"), "a log", 60)
    Observer(world.backend, "agent", world.passwords["agent"]).command("claim", ticket["external_id"])
    desk.open(ticket["external_id"])
    desk.wait("masked", within="RedressEvidenceStrip", context="evidence")
    desk.view_evidence()
    fact = next(each for each in ticket["facts"] if each["name"] == "channel_log.credited" and each.get("entries"))
    button = next(node for node in desk.app.all("push button", within="RedressViewerPanel")
                  if str(fact["entries"][-1]) in node.name and node.name.startswith("Credited"))
    desk.app.act(button, "click")
    wait_for(lambda: desk.read_place() == (place + 1, len(ticket["evidence"])), "the log")
    desk.wait("Masked: %s", within="RedressEvidenceView")
    desk.press("Reveal…")
    desk.app.find("check box", desk.words.say(WHY))
    desk.key("space")
    desk.press("_Reveal")
    stop = wait_for(lambda: (lambda found: found if found and len(found) == 2 else None)(
        read_stop("Used by rules: %u")), "the entry")
    assert 0 < stop[0] <= stop[1], stop


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
