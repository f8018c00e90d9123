# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who asks the server by HTTP what is true."""
import datetime
import json
import secrets
import time
import urllib.request

from backend import wait_for


def make_command_id():
    """A UUID of version 7: the time, and what chance says."""
    digits = f"{time.time_ns() // 1000000:012x}{secrets.token_hex(10)}"
    return f"{digits[:8]}-{digits[8:12]}-7{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


def timestamp():
    """Now, as the API writes it."""
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Observer:
    def __init__(self, backend, account, password):
        self.backend = backend
        self.token = None
        self.token = self._post("/v1/sessions", {"name": account, "password": password})["access_token"]

    def _post(self, path, body):
        return self._ask("POST", path, json.dumps(body).encode())

    def _ask(self, method, path, body=None):
        request = urllib.request.Request(self.backend.url + path, data=body, method=method)
        request.add_header("Redress-Protocol", "1")
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def find(self, number):
        """(nullable): the id of a ticket."""
        hits = self._ask("GET", "/v1/search?q=" + number)["results"]
        return next((hit["id"] for hit in hits if hit["external_id"] == number), None)

    def ticket(self, number):
        found = self.find(number)
        assert found, number
        return self._ask("GET", f"/v1/tickets/T-{found}")

    def find_open(self, kind, flow=None):
        """Number of the ticket of a kind, perhaps of a flow, that is due first; of a flow, one that is not late."""
        changes = self._ask("GET", "/v1/changes")["changes"]
        latest = {change["id"]: change["summary"] for change in changes if "summary" in change}
        found = [row for row in latest.values() if row["kind"] == kind and row["state"] == "open"
                 and flow in (None, row["flow"]) and (flow is None or row["due_at"] > timestamp())]
        return min(found, key=lambda row: row["due_at"])["external_id"]

    def look_at(self, number, mode="viewing"):
        """Is at a ticket. Returns who else is there."""
        path = f"/v1/tickets/T-{self.find(number)}/presence"
        others = self._ask("PUT", path, json.dumps({"mode": mode}).encode())["others"]
        return {other["actor_name"]: other["mode"] for other in others}

    def command(self, kind, number, **body):
        """Does what an agent does, without a desk."""
        ticket = self.ticket(number)
        claim = ticket.get("claim") or {"token": 0}
        command = {"command_id": make_command_id(), "type": kind, "ticket": ticket["id"],
                   "base_version": ticket["version"], "claim_token": claim["token"]}
        if body:
            command["body"] = body
        answer = self._post("/v1/commands", {"commands": [command]})["answers"][0]
        assert answer["status"] == 200, answer

    def policy(self, flow, version):
        return self._ask("GET", f"/v1/policies/{flow}/{version}")

    def decisions(self, number):
        return self.ticket(number).get("decisions", [])

    def await_decision(self, number, verdict, count=1):
        """Waits until there is a decision, and makes sure that it is the only one."""
        decisions = wait_for(lambda: self.decisions(number), f"the decision on {number}")
        assert len(decisions) == count, decisions
        assert decisions[-1]["verdict"] == verdict, decisions
        return decisions[-1]

    def await_state(self, number, start):
        return wait_for(lambda: self.ticket(number)["state"].startswith(start) and self.ticket(number),
                        f"{number} to be {start}")
