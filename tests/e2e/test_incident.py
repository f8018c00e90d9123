#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One fault, twenty victims: seen as one incident, decided together, each by a decision of its own."""
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
btepai = None
FAULT, OTHER = "INC-2204", "INC-9999"
VICTIMS = [f"BT-20261123-V{n:02}" for n in range(20)]
STRANGERS = [f"BT-20261123-S{n:02}" for n in range(2)]
TAKEN, CHANGED = VICTIMS[3], VICTIMS[7]
# The others wrote in English, and nobody said more.
CHINESE = VICTIMS[5]
TOGETHER = [number for number in VICTIMS if number not in (TAKEN, CHANGED)]
WINDOW = "Decide together"


def tree():
    return desk.app.dump() if desk and desk.is_open() else ""


def stamp(ago):
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=ago)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def create(number, fault):
    facts = {"label.state": "unpacked", "warehouse.processing": False, "warehouse.packed": False,
             "warehouse.shipped": False, "attempt.result": "fault",
             "intercept.result": "not_asked", "identity.checked": True, "identity.account": "shopper",
             "refund.method_changed": False, "parcel.received": False, "complaint.announced": False,
             "incident.open": True, "incident.number": fault}
    paid = {"value": 12900 + len(number), "unit": "fen"}
    btepai.create({
        "flow": "btepai-order", "kind": "review", "external_id": number, "order_no": "88" + number[3:],
        "opened_at": stamp(600), "title": "Kettle", "amount": paid,
        "reason": {"code": "not_needed", "text": "the page failed", "language": "en"},
        "customer": {"ref": "c-" + number[-3:], "display_name": "Customer " + number[-3:],
                     **({"language": "zh-CN"} if number == CHINESE else {})},
        "order": {"number": "88" + number[3:], "title": "Kettle", "paid": paid, "payment_method": "wechat",
                  "state": "not_fulfilled", "state_at_request": "not_fulfilled", "placed_at": stamp(9000),
                  "requested_at": stamp(700)},
        "facts": [{"name": name, "value": value, "source": "platform", "as_of": stamp(650)}
                  for name, value in facts.items()]})
    for slot in ("order_screen", "payment_record", "warehouse_log"):
        btepai.hand_in(number, slot, slot + ".txt", f"{slot} of {number}".encode(), holder="platform")


def list_decided():
    return [number for number in VICTIMS + STRANGERS if world.observer.decisions(number)]


def count_lines(text):
    return len([words for words in desk.app.texts(WINDOW) if words == desk.words.say(text)])


def choose_approve():
    desk.key("space")
    wait_for(lambda: desk.app.all("list item", within="Verdict for all"), "the list of verdicts")
    desk.key("Down", "Return")
    desk.wait("%u go together, %u stay out", within=WINDOW)


def submit():
    wait_for(lambda: any(node.is_sensitive() for node in desk.app.all("push button", desk.words.say("Submit"), WINDOW)),
             "Submit to work")
    desk.key("ctrl+shift+Return")


def test_one_incident_of_twenty():
    global world, desk, btepai
    world = World(folder.name, tickets=6)
    btepai = Connector(world.backend, "btepai")
    for number in STRANGERS:
        create(number, OTHER)
    for number in VICTIMS:
        create(number, FAULT)
    incident = world.observer.ticket(VICTIMS[0])["incident"]
    assert incident["name"] == "fault" and incident["values"] == [FAULT], incident
    assert all(world.observer.ticket(number)["incident"]["id"] == incident["id"] for number in VICTIMS)
    assert not any("incident" in world.observer.ticket(number) for number in STRANGERS)
    desk = world.open_desk("supervisor", "one", settings={"undo-seconds": "uint32 12"})
    wait_for(lambda: desk.app.all("list item", desk.words.say("Incidents") + " 1", "Views"), "one incident")
    show_incidents()
    desk.wait("%d incident")


def test_the_case_tells_of_it():
    desk.open(VICTIMS[0])
    wait_for(lambda: desk.reads("Incident: 20 tickets", "Related tickets"), "the incident on the case page")
    desk.press("Show all", within="Related tickets")
    wait_for(lambda: desk.app.all("push button", desk.words.say("Decide together…")), "the tickets of the incident")
    assert desk.reads("20 open")
    desk.app.find("label", "Technical fault: " + FAULT)


def test_who_cannot_go_stays_out():
    colleague = Observer(world.backend, "agent", world.passwords["agent"])
    colleague.command("claim", TAKEN)
    btepai.tell(CHANGED, "warehouse.processing", True, source="platform", as_of=stamp(0))
    desk.press("Decide together…")
    wait_for(lambda: count_lines("Stays out") == 2, "two to stay out", 120)
    wait_for(lambda: desk.reads("Choose a verdict first.", WINDOW), "the rest to be ready", 120)
    assert desk.reads("%s works on it", WINDOW)
    assert desk.reads("The rules recommend: %s", WINDOW)
    assert not world.observer.ticket(TAKEN).get("decisions")


def test_undo_takes_all_back():
    choose_approve()
    assert desk.reads("18 go together, 2 stay out", WINDOW)
    assert desk.reads("Message 1 of 18", WINDOW)
    submit()
    wait_for(lambda: desk.reads("18 decisions recorded", WINDOW), "18 records")
    desk.press("Undo all", within=WINDOW)
    wait_for(lambda: desk.reads("18 go together, 2 stay out", WINDOW), "all to be taken back")
    assert list_decided() == []
    wait_for(lambda: not desk.app.all("label", desk.words.say("Draft"), "RedressQueueList"), "no drafts to be left")


def test_keys_take_one_out_and_put_it_back():
    desk.key("Tab", "Tab", "Tab", "Down", "space")
    wait_for(lambda: desk.reads("17 go together, 3 stay out", WINDOW), "one to be taken out")
    desk.key("space")
    wait_for(lambda: desk.reads("18 go together, 2 stay out", WINDOW), "the same to be put back")


def test_eighteen_decisions():
    submit()
    wait_for(lambda: desk.reads("18 applied", WINDOW), "18 answers", 90)
    assert list_decided() == TOGETHER
    decisions = [world.observer.decisions(number)[0] for number in TOGETHER]
    assert len({decision["group"] for decision in decisions}) == 1
    assert {decision["verdict"] for decision in decisions} == {"approve"}
    for number, decision in zip(TOGETHER, decisions):
        assert decision["message_language"] == ("zh-CN" if number == CHINESE else "en"), decision
        assert ("您" in decision["message"]) == (number == CHINESE), decision
    leaves = [leaf for number in VICTIMS for leaf in world.leaves(number)]
    assert len(leaves) == 18, len(leaves)
    assert len({leaf["seen_digest"] for leaf in leaves}) == 18
    assert {leaf["group"] for leaf in leaves} == {decisions[0]["group"]}
    assert {leaf["incident"] for leaf in leaves} == {world.observer.ticket(TAKEN)["incident"]["id"]}
    assert all(world.observer.ticket(number)["state"] == "open" for number in (TAKEN, CHANGED))
    desk.wait("in one go with others of the incident")


def test_without_the_server():
    desk.key("Escape")
    wait_for(lambda: not desk.app.has("frame", WINDOW), "the end of the window")
    world.backend.stop()
    show_incidents()
    desk.wait("%d incident")
    desk.open(CHANGED)
    wait_for(lambda: desk.reads("Incident: 20 tickets", "Related tickets"), "the incident on the case page")
    desk.press("Show all", within="Related tickets")
    wait_for(lambda: desk.reads("2 open"), "the incident without a server")


def show_incidents():
    label = desk.words.say("Incidents")
    rows = wait_for(lambda: [node for node in desk.app.all("list item", within="Views")], "the views")
    index = next(i for i, row in enumerate(rows) if row.name.startswith(label))
    desk.app.select(desk.app.find("list", "Views"), index)


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
