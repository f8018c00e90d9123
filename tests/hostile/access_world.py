# SPDX-License-Identifier: GPL-3.0-or-later
"""A place with somebody of every role in every scope."""
import os
import sqlite3

from backend import wait_for
from place import Place
from signer import Signer

ROLES = ("agent", "supervisor", "auditor", "admin")
# Of accounts: the platforms they have. Of those that lose one, these are what they keep.
SCOPES = {"own": "kameng", "all": "all", "other": "cainiao", "none": "", "lost": "cainiao"}
INSIDE = ("own", "all")


class World(Place):
    def __init__(self, folder):
        self.signer = Signer(folder)
        super().__init__(folder, *self.signer.start())

    def _begin(self):
        super()._begin()
        # With PostgreSQL it is not looked at what a refusal changed.
        path = ":memory:" if "REDRESS_DATABASE" in os.environ else f"file:{self.server.data}/redress.db?mode=ro"
        self.database = sqlite3.connect(path, uri=True)
        self.cursors = {}
        self.tokens = {(role, scope): self.add(f"{role}-{scope}", role, "all" if scope == "lost" else SCOPES[scope])
                       for role in ROLES for scope in SCOPES}
        # Somebody to hand tickets to.
        self.add("colleague", "agent", "all")
        self.strangers = [None, "ra_" + "0" * 40, self._end(self.add("left", "supervisor", "all")),
                          self._disable("gone")]

    def close(self):
        self.database.close()
        super().close()
        self.signer.stop()

    def await_signature(self, log):
        wait_for(lambda: self.ask("GET", f"/v1/audit/{log}/checkpoint", self.boss).status == 200, f"a signature of {log}")

    def _end(self, token):
        self.expect(204, "DELETE", "/v1/sessions/current", token)
        return token

    def _disable(self, name):
        token = self.add(name, "supervisor", "all")
        self.server.command("user", "disable", name)
        return token

    def take_scopes_away(self):
        """Everybody has seen the feed before; nothing is in it yet."""
        for token in self.tokens.values():
            page = self.ask("GET", "/v1/changes", token)
            self.cursors[token] = page.json["next"] if page.status == 200 else "none"
        for role in ROLES:
            self.server.command("user", "grant", f"{role}-lost", "--scopes", SCOPES["lost"])

    def read_state(self):
        """What a request can change of what is kept, in short."""
        if "REDRESS_DATABASE" in os.environ:
            return None
        return self.database.execute(
            "select (select sum(size) from audit_log), (select sum(version) from ticket), "
            "(select count(*) from evidence), (select count(*) from event), (select count(*) from webhook_event), "
            "(select count(*) from decision), (select total(cancelled_at) + total(until_at) from peak)").fetchone()
