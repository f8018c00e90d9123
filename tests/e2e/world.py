# SPDX-License-Identifier: GPL-3.0-or-later
"""One server with sample tickets, and the desks of the people who work with it."""
import json
import os
import sqlite3

from backend import Backend
from desk import Desk
from observer import Observer

# So that two desks do not become one program on one bus.
SECOND = "--gapplication-app-id=org.redress.Desk.Second"


class World:
    def __init__(self, folder, tickets=40, seed=41, **samples):
        self.folder = folder
        self.desks = []
        self.backend = Backend(os.path.join(folder, "backend"))
        self.backend.start("--port", "0")
        accounts = self.backend.add_accounts()
        self.passwords = {name: password for name, (password, _) in accounts.items()}
        self.backend.add_keys()
        self.backend.send_samples(tickets, seed=seed, **samples)
        self.observer = Observer(self.backend, "supervisor", self.passwords["supervisor"])

    def home(self, name):
        return os.path.join(self.folder, name)

    def open_desk(self, account, home, **more):
        desk = Desk(self.backend, account, self.home(home), **more)
        self.desks.append(desk)
        return desk

    def restart_backend(self):
        """At the same address, for the desks know no other."""
        self.backend.start("--port", self.backend.url.rsplit(":", 1)[1].strip("/"))

    def may_approve_offline(self, desk):
        """Whether the rules recommend it for the open ticket and the policy asks for no connection."""
        ticket = self.observer.ticket(desk.number)
        offline = self.observer.policy(ticket["flow"], ticket["policy_version"])["offline"]
        return (desk.recommends("Approve") and offline["class"] == "allowed" and
                ticket["amount"]["value"] <= offline["max_amount"] and
                not {"online_only", "four_eyes"} & set(ticket["badges"]))

    def leaves(self, number):
        """What the audit log says of the decisions on a ticket."""
        ticket = self.observer.ticket(number)["id"]
        path = os.path.join(self.backend.data, "redress.db")
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            rows = database.execute("select leaf from audit_leaf where action = 'decide'").fetchall()
        finally:
            database.close()
        return [leaf for leaf in (json.loads(row[0]) for row in rows) if leaf["ticket"] == ticket]

    def close_desks(self):
        for desk in self.desks:
            if desk.is_open():
                desk.close()

    def close(self):
        self.close_desks()
        self.backend.stop()
