# SPDX-License-Identifier: GPL-3.0-or-later
"""One server with sample tickets, and the desks of the people who work with it."""
import contextlib
import json
import os
import sqlite3
import subprocess

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

    def sql(self, words):
        """The first column of what a statement gives, run in whichever database the server has."""
        place = os.environ.get("REDRESS_DATABASE")
        if place:
            done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", words, place],
                                  stdout=subprocess.PIPE, check=True)
            return done.stdout.decode().splitlines()
        with contextlib.closing(sqlite3.connect(os.path.join(self.backend.data, "redress.db"))) as database, database:
            return [row[0] for row in database.execute(words)]

    def leaves(self, number):
        """What the audit log says of the decisions on a ticket."""
        ticket = self.observer.ticket(number)["id"]
        text = "convert_from (leaf, 'UTF8')" if os.environ.get("REDRESS_DATABASE") else "leaf"
        rows = self.sql(f"select {text} from audit_leaf where action = 'decide'")
        return [leaf for leaf in map(json.loads, rows) if leaf["ticket"] == ticket]

    def close_desks(self):
        for desk in self.desks:
            if desk.is_open():
                desk.close()

    def close(self):
        self.close_desks()
        self.backend.stop()
