#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A lost appeal leaves the house as a complaint pack that somebody else can check."""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

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
FIRST = "KM-20261123-1"
APPEAL = "KM-20261123-2"
REASON = "12315 asks for the case"
PACK = os.path.join(folder.name, "pack.zip")
OUT = os.path.join(folder.name, "out")


def tree():
    return desk.app.dump() if desk and desk.is_open() else ""


def exports():
    database = sqlite3.connect(f"file:{os.path.join(world.backend.data, 'redress.db')}?mode=ro", uri=True)
    try:
        return [json.loads(row[0]) for row in
                database.execute("select leaf from audit_leaf where action = 'export'").fetchall()]
    finally:
        database.close()


def test_agent_has_no_such_action():
    global world, desk
    world = World(folder.name, tickets=5)
    kameng = Connector(world.backend, "kameng")
    tickets = RuleTickets("kameng-virtual")
    settings = {"undo-seconds": "uint32 0"}
    tickets.send(kameng, FIRST, "$DELIVERED reason=not_received")
    desk = world.open_desk("agent", "one", settings=settings)
    desk.wait(FIRST, within="RedressQueueList")
    desk.open(FIRST)
    desk.choose("Reject")
    desk.submit()
    world.observer.await_decision(FIRST, "reject")
    assert not desk.app.find_action("case.complaint-pack"), "an agent may not export"
    desk.close()
    tickets.send(kameng, APPEAL, "$DELIVERED kind=appeal reason=not_received", FIRST)


def test_supervisor_loses_the_appeal_for_the_customer():
    global desk
    desk = world.open_desk("supervisor", "two", options=(SECOND,), settings={"undo-seconds": "uint32 0"})
    desk.wait(APPEAL, within="RedressQueueList")
    desk.open(APPEAL)
    desk.choose("Uphold")
    desk.submit()
    decision = world.observer.await_decision(APPEAL, "reject")
    assert "12315" in decision["message"], decision


def test_pack_is_saved():
    desk.run("case.complaint-pack")
    desk.wait("Language of the document")
    assert not exports()
    desk.type(REASON)
    desk.key("Return")
    desk.wait("Everything (ZIP)")
    desk.key("ctrl+a")
    desk.type(PACK)
    desk.key("Return")
    wait_for(lambda: os.path.exists(PACK), "the pack")
    desk.wait("The complaint pack is saved.")


def test_pack_can_be_checked():
    with zipfile.ZipFile(PACK) as pack:
        assert pack.testzip() is None
        pack.extractall(OUT)
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=OUT, check=True)
    text = subprocess.run(["pdftotext", os.path.join(OUT, "case.pdf"), "-"], check=True,
                          capture_output=True, text=True).stdout
    assert APPEAL in text and "12315" in text and REASON in text
    with open(os.path.join(OUT, "case.json"), encoding="utf-8") as file:
        case = json.load(file)
    assert case["reason"] == REASON and case["ticket"]["previous_decision"]["verdict"] == "reject"
    left = [name for name in os.listdir(folder.name) if name.startswith("pack.zip.")]
    assert not left, left


def test_log_has_one_entry():
    found = exports()
    assert len(found) == 1 and found[0]["ticket"] == world.observer.find(APPEAL), found
    assert REASON not in json.dumps(found)
    with open(os.path.join(OUT, "audit.jsonl"), encoding="utf-8") as file:
        assert json.loads(file.readlines()[-1]) == found[0]


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
