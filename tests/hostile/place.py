# SPDX-License-Identifier: GPL-3.0-or-later
"""A server with two platforms, and those who do the work on their tickets."""
import hashlib
import http.client
import json
import os
import secrets
import sys
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), "support")]
from backend import SOURCE, Backend, Failure, wait_for  # noqa: E402

POLICIES = os.path.join(SOURCE, "tests", "server", "data", "policies")
# Stands in every text of a platform that others must not see.
SECRET = {"kameng": "zirkon", "cainiao": "topas"}
FLOW = {"kameng": "kameng-virtual", "cainiao": "cainiao-return"}
PROTOCOL = {"Redress-Protocol": "1"}
DEAR = 200000


class TestBackend(Backend):
    """With the small policies that the tests of the server use."""

    def _places(self):
        return ["--data", self.data, "--policies", POLICIES]


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body) if "json" in self.headers.get("content-type", "") else None


def digest(data):
    return hashlib.sha256(data).hexdigest()


def command_id():
    """A UUID of version 7."""
    number = (time.time_ns() // 10**6) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))


def clock(hours=0):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + hours * 3600))


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def new_ticket(platform, external_id, order=None, amount=32800):
    word = SECRET[platform]
    order = order or f"{word}-order-{external_id}"
    return {
        "flow": FLOW[platform], "kind": "review", "external_id": external_id, "order_no": order,
        "opened_at": clock(-1), "title": f"{word} card", "amount": {"value": amount, "unit": "fen"},
        "customer": {"ref": f"{word}-customer", "display_name": word, "tier": "gold", "cancels_90d": 1},
        "reason": {"code": "not_received", "text": f"{word} did not arrive", "language": "en"},
        "order": {
            "number": order, "title": word, "paid": {"value": amount, "unit": "fen"}, "payment_method": "wechat",
            "state": "dispatched_undelivered", "state_at_request": "not_fulfilled",
        },
        "facts": [
            {"name": "channel_log.credited", "value": False, "source": "platform", "as_of": clock(-1)},
            {"name": "claim.account", "value": f"{word}-4711-0815", "source": "customer", "as_of": clock(-1)},
            {"name": "item.category", "value": "game_card", "source": "platform", "as_of": clock(-1)},
        ],
        "events": [{"at": clock(-1), "lane": "customer", "code": "requested", "text": word, "source": "customer"}],
    }


def log_file(platform, number):
    """A piece of evidence; its view is the file itself."""
    entries = [{"at": clock(-1), "key": SECRET[platform], "value": f"n {number}"}]
    return json.dumps({"source": SECRET[platform], "entries": entries}).encode()


def upload_headers(data, slot):
    return {"Content-Type": "application/vnd.redress.log+json", "Redress-Slot": slot, "Redress-Holder": "platform",
            "Redress-Sensitivity": "low", "Redress-Captured-At": clock(-1), "Redress-Name": "log",
            "Redress-Sha256": digest(data)}


class Place:
    def __init__(self, folder, *options):
        self.server = TestBackend(folder)
        self.server.start("--port", "0", *options)
        try:
            self._begin()
        except BaseException:
            self.server.kill()
            raise

    def _begin(self):
        self.port = int(self.server.url.rsplit(":", 1)[1])
        self.keys = {platform: self.server.command("key", "add", platform) for platform in SECRET}
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.numbers = 0
        self.worker = self.add("worker", "agent", "all")
        self.boss = self.add("boss", "supervisor", "all")

    def close(self):
        self.line.close()
        self.server.stop()

    def add(self, name, role, scopes):
        """Makes an account and returns a token of it."""
        self.server.command("user", "add", name, "--role", role, "--scopes", scopes)
        return self.sign_in(name)

    def sign_in(self, name):
        code = self.server.sign_in_code(name)
        return self.expect(201, "POST", "/v1/sessions", body={"code": code})["access_token"]

    def ask(self, method, path, token=None, body=None, headers=None):
        all_headers = {**PROTOCOL, **(headers or {})}
        if token:
            all_headers["Authorization"] = f"Bearer {token}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
            all_headers["Content-Type"] = "application/json"
        self.line.request(method, path, body, all_headers)
        return Answer(self.line.getresponse())

    def expect(self, status, *request, **more):
        answer = self.ask(*request, **more)
        if answer.status != status:
            raise Failure(f"{request[:2]}: {answer.status} instead of {status}: {answer.body[:500]!r}")
        return answer.json

    def command(self, token, kind, ticket, **members):
        """One command, as a desk that knows the ticket sends it. Returns its answer."""
        sent = self.make_command(kind, ticket, **members)
        answer = self.expect(200, "POST", "/v1/commands", token, body={"commands": [sent]})["answers"][0]
        if answer["status"] != 200:
            raise Failure(f"{kind}: {answer}")
        return answer

    def make_command(self, kind, ticket, **members):
        now = self.fetch(ticket) if ticket["id"] else {}
        command = {"command_id": command_id(), "type": kind, "ticket": ticket["id"], "base_version": now.get("version", 1)}
        if now.get("claim"):
            command["claim_token"] = now["claim"]["token"]
        return {**command, **members}

    def fetch(self, ticket):
        return self.expect(200, "GET", f"/v1/tickets/T-{ticket['id']}", self.boss)

    def create(self, platform="kameng", **more):
        self.numbers += 1
        external_id = f"{SECRET[platform]}-{self.numbers}"
        path = f"/v1/platforms/{platform}/tickets"
        headers = {"Idempotency-Key": external_id}
        body = new_ticket(platform, external_id, **more)
        return self.expect(201, "POST", path, self.keys[platform], body=body, headers=headers)

    def add_file(self, ticket, slot, token=None):
        self.numbers += 1
        data = log_file(ticket["platform"], self.numbers)
        path = f"/v1/platforms/{ticket['platform']}/tickets/{ticket['external_id']}/evidence"
        self.expect(201, "POST", path, self.keys[ticket["platform"]], body=data, headers=upload_headers(data, slot))
        return digest(data)

    def wait_until_rendered(self, ticket):
        wait_for(lambda: all(piece["rendition_state"] == "ready" for piece in self.fetch(ticket)["evidence"]), "renditions")

    def seen(self, ticket):
        """What a desk shows of it, as a digest; the findings are those of the policy of the tests."""
        now = self.fetch(ticket)
        policies = self.expect(200, "GET", "/v1/policies", self.boss)["policies"]
        sha256 = next(policy["sha256"] for policy in policies if policy["flow"] == now["flow"])
        dear = now["order"]["paid"]["value"] >= DEAR
        findings = [["T-1", "match"], ["T-2", "no_match"], ["T-3", "match" if dear else "no_match"], ["T-4", "match"]]
        return {"policy_version": now["policy_version"], "seen_digest": digest(canonical({
            "v": 1, "ticket": now["id"], "version": now["version"], "round": now["round"], "policy_sha256": sha256,
            "facts": sorted([fact["name"], fact["value"], fact.get("as_of")] for fact in now["facts"]),
            "evidence": sorted([piece["slot"], piece["sha256"]] for piece in now.get("evidence", [])),
            "findings": findings}))}

    def decision(self, ticket, amount=32800):
        return {**self.seen(ticket), "body": {
            "verdict": "approve", "reason_code": "not_credited", "amount": {"value": amount, "unit": "fen"},
            "note": SECRET[ticket["platform"]], "message": "Refunded.", "made_at": clock()}}

    def decide(self, ticket, amount=32800):
        self.command(self.worker, "claim", ticket)
        return self.command(self.worker, "decide", ticket, **self.decision(ticket, amount))
