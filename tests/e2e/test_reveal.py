#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is masked, revealed with a reason and kept nowhere; what is painted over, and blurred."""
import glob
import os
import sqlite3
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
WHY = "Compare it with the log"


def tree():
    return desk.app.dump() if desk and desk.is_open() else ""


def ask_why(answer):
    """Chooses a reason in the dialog."""
    desk.app.find("check box", desk.words.say(WHY))
    desk.key("space")
    desk.press(answer)
    wait_for(lambda: not desk.app.has("check box", desk.words.say(WHY)), "the end of the dialog")


def query(sql):
    path = os.path.join(world.backend.data, "redress.db")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return database.execute(sql).fetchall()


def find_secret():
    return query("select f.text from fact f join ticket t on t.id = f.ticket "
                 f"where t.external_id = '{desk.number}' and f.name = 'claim.account'")[0][0]


def holds(root, secret):
    """Files below a folder that hold the bytes of the secret."""
    found = []
    for path in glob.glob(os.path.join(root, "**"), recursive=True):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                if secret.encode() in file.read():
                    found.append(path)
    return found


def test_value():
    global world, desk
    world = World(folder.name, tickets=20)
    desk = world.open_desk("agent", "one", settings={"undo-seconds": "uint32 1"})
    desk.take_until(lambda: desk.number.startswith("KM-") and desk.reads("Review · Kameng"))
    secret = find_secret()
    assert not desk.reads(secret)
    name = next(node.name for node in desk.app.all("push button")
                if node.name.startswith(desk.words.part("Reveal “%s”…")))
    desk.app.click("push button", name)
    ask_why("_Reveal")
    wait_for(lambda: desk.reads(secret), "the value")
    desk.wait("revealed, recorded", context="value")
    events = world.observer.ticket(desk.number)["events"]
    told = [event["text"] for event in events if event["code"] == "revealed"]
    assert len(told) == 1 and WHY in told[0] and secret not in told[0], told


def test_nothing_keeps_the_value():
    secret = find_secret()
    assert not holds(os.path.join(folder.name, "one"), secret)
    leaves = query("select leaf from audit_leaf where action = 'reveal'")
    assert len(leaves) == 1 and secret.encode() not in leaves[0][0], leaves
    assert not query(f"select 1 from idempotency where instr(answer, '{secret}') > 0")
    with open(os.path.join(world.backend.data, os.pardir, "server.log"), "rb") as log:
        assert secret.encode() not in log.read()


def test_file():
    number = desk.number
    count = desk.view_evidence()
    pieces = world.observer.ticket(number)["evidence"]
    at = next(i for i, piece in enumerate(pieces) if piece.get("masked") and piece["media_type"].startswith("image/"))
    assert count == len(pieces) and not pieces[at]["renditions"], pieces
    for index in range(1, at + 2):
        desk.wait_file(index)
        if index <= at:
            desk.key("Right")
    desk.wait("Masked: %s", within="RedressEvidenceView")
    desk.press("Reveal…")
    ask_why("_Reveal")
    desk.wait("Revealed, recorded · masked again in %d s", within="RedressEvidenceView")
    desk.press("Hide")
    desk.wait("Masked: %s", within="RedressEvidenceView")
    assert len(query("select 1 from audit_leaf where action = 'reveal'")) == 2
    desk.close_viewer()


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
