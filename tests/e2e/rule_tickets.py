# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets as tests/policies/rules writes them, handed in as a platform does.

tests/wire/rule-case.h explains the words. Second 0 is an hour ago.
"""
import datetime
import json
import os

SOURCE = os.environ["REDRESS_SOURCE_DIR"]
ORDER = {"state": "state", "at": "state_at_request", "method": "payment_method"}
TIMES = {"placed": "placed_at", "requested": "requested_at"}


def load(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as stream:
        return json.load(stream)


def collect(words):
    """Later words overwrite earlier ones; -slot takes +slot away."""
    found = {}
    for word in words.split():
        name, _, value = word.partition("=")
        if name.startswith("-"):
            found.pop("+" + name[1:], None)
        else:
            found[name] = value
    return {name: value for name, value in found.items() if value != "?"}


class RuleTickets:
    def __init__(self, flow):
        self.flow = flow
        self.policy = load("data", "policies", flow + ".json")
        self.rules = load("tests", "policies", "rules", flow + ".json")
        self.facts = {fact["name"]: fact for fact in self.policy["facts"]}
        self.unit = self.policy.get("unit", "fen")
        self.zero = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)

    def time(self, seconds):
        moment = self.zero + datetime.timedelta(seconds=int(seconds))
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def _value(self, kind, text):
        if kind == "boolean":
            return text == "true"
        if kind == "integer":
            return int(text)
        return self.time(text) if kind == "time" else text

    def fact(self, name, text):
        spec = self.facts[name]
        fact = {"name": name, "value": self._value(spec["type"], text), "source": spec["source"],
                "as_of": self.time(0)}
        if spec["type"] == "time" or "unit" in spec:
            fact["unit"] = spec.get("unit", "time")
        return fact

    def _order(self, number, words):
        order = {"number": "88-" + number, "title": number,
                 "paid": {"value": int(words.pop("paid")), "unit": words.pop("paid_unit", self.unit)}}
        order.update({member: words.pop(word) for word, member in ORDER.items() if word in words})
        order.update({member: self.time(words.pop(word)) for word, member in TIMES.items() if word in words})
        return order

    def make(self, number, changes="", previous=None):
        """The body of the request, and the slots that get a file."""
        for name, text in self.rules["sets"].items():
            changes = changes.replace("$" + name, text)
        words = collect(self.rules["base"] + " " + changes)
        words.pop("number")
        slots = [word[1:] for word in list(words) if word.startswith("+") and words.pop(word) == ""]
        ticket = {
            "flow": self.flow, "external_id": number, "order_no": "88-" + number, "title": number,
            "kind": words.pop("kind"), "opened_at": self.time(words.pop("opened")),
            "amount": {"value": int(words.pop("amount")), "unit": words.pop("amount_unit", self.unit)},
            "reason": {"code": words.pop("reason"), "text": words.pop("text")},
            "customer": {"ref": "c-" + number, "display_name": number, "cancels_90d": int(words.pop("cancels", 0))},
            "order": self._order(number, words),
        }
        ticket["facts"] = [self.fact(name, text) for name, text in words.items()]
        if previous:
            ticket["previous_external_id"] = previous
        return ticket, slots

    def send(self, connector, number, changes="", previous=None):
        """Hands the ticket in, with a file in each slot. Returns its number."""
        ticket, slots = self.make(number, changes, previous)
        connector.create(ticket)
        for slot in slots:
            connector.hand_in(number, slot, slot + ".txt", f"{slot} of {number}".encode())
        return number

    def tell(self, connector, number, name, text):
        fact = self.fact(name, text)
        return connector.tell(number, fact.pop("name"), fact.pop("value"), **{**fact, "as_of": self.time(3600)})
