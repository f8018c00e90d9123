# SPDX-License-Identifier: GPL-3.0-or-later
"""A platform that hands in tickets, facts and files by HTTP."""
import hashlib
import json
import urllib.error
import urllib.parse
import urllib.request
import uuid

from backend import Failure, read_rows


class Connector:
    def __init__(self, backend, platform):
        self.backend = backend
        self.path = f"/v1/platforms/{platform}/tickets"
        self.token = next(key for name, key in read_rows(backend.keys) if name == platform)

    def _send(self, method, path, body, headers):
        request = urllib.request.Request(self.backend.url + path, data=body, method=method)
        for name, value in {"Authorization": "Bearer " + self.token, "Idempotency-Key": str(uuid.uuid4()),
                            "Redress-Protocol": "1",
                            "Content-Type": "application/json", **headers}.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Failure(f"{method} {path}: {error.code} {error.read().decode()}") from error

    def create(self, ticket):
        return self._send("POST", self.path, json.dumps(ticket).encode(), {})

    def create_again(self, ticket, external_id):
        """The same request as `ticket`, as the API tells of it, by another way."""
        customer, order = ticket["customer"], ticket["order"]
        return self.create({
            "flow": ticket["flow"], "kind": ticket["kind"], "external_id": external_id,
            "order_no": ticket["order_no"], "opened_at": ticket["opened_at"], "title": ticket["title"],
            "amount": ticket["amount"], "reason": {"code": ticket["reason_code"], "text": "asked again"},
            "customer": {"ref": customer["ref"], "display_name": customer["display_name"]},
            "order": {name: order[name] for name in ("number", "title", "paid", "payment_method", "state",
                                                     "state_at_request") if name in order},
        })

    def tell(self, external_id, name, value, **more):
        """What has become known since the ticket was handed in."""
        fact = {"name": name, "value": value, "source": "customer", **more}
        place = f"{self.path}/{urllib.parse.quote(external_id, safe='')}/facts"
        return self._send("PATCH", place, json.dumps({"facts": [fact]}).encode(), {})

    def report(self, external_id, effects, state, at):
        """What became of effects, in the first round."""
        place = f"{self.path}/{urllib.parse.quote(external_id, safe='')}/effects"
        moment = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        body = {"round": 1, "effects": [{"name": name, "state": state, "at": moment} for name in effects]}
        return self._send("POST", place, json.dumps(body).encode(), {})

    def hand_in(self, external_id, slot, name, content, holder="customer"):
        place = f"{self.path}/{urllib.parse.quote(external_id, safe='')}/evidence"
        return self._send("POST", place, content, {
            "Content-Type": "text/plain", "Redress-Slot": slot, "Redress-Holder": holder,
            "Redress-Sensitivity": "low", "Redress-Name": name, "Redress-Captured-At": "2026-09-28T01:29:30Z",
            "Redress-Sha256": hashlib.sha256(content).hexdigest()})
