#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What customers read is in their language, whatever the language of the desk."""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import points  # noqa: E402
from backend import wait_for  # noqa: E402
from connector import Connector  # noqa: E402
from rule_tickets import RuleTickets  # noqa: E402
from world import World  # noqa: E402

folder = tempfile.TemporaryDirectory(prefix="redress-e2e.")
world = None
desk = None
FORM, BAR = "RedressDecisionForm", "RedressDecisionBar"
FLOW = "kameng-virtual"
CREDITED = "secret.redeemed=true channel_log.credited=true channel_log.amount=32800"
# What the policy says of it: the beginnings.
ENGLISH, CHINESE = "The platform's log shows", "平台日志显示"


def tree():
    return desk.app.dump() if desk and desk.is_open() else ""


def send(number, language):
    connector, tickets = Connector(world.backend, "kameng"), RuleTickets(FLOW)
    ticket, slots = tickets.make(number, CREDITED)
    ticket["customer"]["language"] = language
    connector.create(ticket)
    for slot in slots:
        connector.hand_in(number, slot, slot + ".txt", f"{slot} of {number}".encode())


def open_and_reject(number):
    desk.open(number)
    wait_for(lambda: desk.recommends("Reject"), "Reject to be recommended")
    desk.choose("Reject")


def reads(beginning, within=FORM):
    return any(beginning in words for words in desk.app.texts(within))


def is_chosen(name):
    return any(button.is_pressed() for button in desk.app.all("push button", desk.words.say(name), FORM))


def expect_told(number, beginning, language):
    decision = world.observer.await_decision(number, "reject")
    assert decision["message"].startswith(beginning), decision
    assert decision["message_language"] == language, decision
    leaves = world.leaves(number)
    assert [leaf["message_language"] for leaf in leaves] == [language], leaves


def test_english_customer_of_a_chinese_desk():
    global world, desk
    world = World(folder.name, tickets=3)
    send("KM-20261123-1", "en-GB")
    send("KM-20261123-2", "en")
    send("KM-20261123-3", "zh-CN")
    desk = world.open_desk("agent", "one", language="zh_CN", settings={"undo-seconds": "uint32 0"})
    open_and_reject("KM-20261123-1")
    wait_for(lambda: reads(ENGLISH), "the message in English")
    assert is_chosen("Message in English") and not is_chosen("Message in Chinese")
    desk.submit()
    expect_told("KM-20261123-1", ENGLISH, "en")
    # As it was sent, with the name of its language.
    desk.wait("Customer was told, in %s: “%s”", within=BAR)
    assert reads(desk.words.say("English", "language"), BAR) and reads(ENGLISH, BAR)


def test_the_other_language():
    """One press of a button that the keyboard reaches, too."""
    number = "KM-20261123-2"
    open_and_reject(number)
    wait_for(lambda: reads(ENGLISH), "the message in English")
    desk.press("Message in Chinese", within=FORM)
    wait_for(lambda: reads(CHINESE) and not reads(ENGLISH), "the message in Chinese")
    desk.wait("Not the customer's language", within=FORM)
    desk.press("Message in English", within=FORM)
    wait_for(lambda: reads(ENGLISH), "the message in English again")
    desk.press("Message in Chinese", within=FORM)
    wait_for(lambda: reads(CHINESE), "the message in Chinese again")
    desk.submit()
    expect_told(number, CHINESE, "zh-CN")


def test_chinese_customer():
    number = "KM-20261123-3"
    open_and_reject(number)
    wait_for(lambda: reads(CHINESE), "the message in Chinese")
    desk.submit()
    expect_told(number, CHINESE, "zh-CN")


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
