# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desk said held against what the server has."""
import collections
import json
import os
import sqlite3
import subprocess

from backend import Failure

FEED = """select count(*) from decision d join ticket t on t.id = d.ticket
          join change_log c on c.platform = t.platform and c.ticket = d.ticket and c.rev = d.rev"""
LEAVES = "select leaf from audit_leaf"
AUDIT = "select leaf from audit_leaf where action = 'decide'"
ANSWER = """select count(*) from decision d join idempotency i
            on i.account = d.actor and i.command_id = d.command_id and i.status = 200"""


class Verdict:
    def __init__(self):
        self.lost, self.doubled, self.mistakes, self.notes = [], [], [], []
        self.recorded = self.decisions = self.kept = self.committed = 0
        self.stopped = None  # why the run did not come to its end
        self.rows = {}
        self.kills = {}
        self.is_consistent = True

    def is_good(self):
        return all(good for good, _ in self.points())

    def points(self):
        same = set(self.rows.values()) == {self.decisions}
        return [
            (not self.stopped, "the run comes to its end"),
            (not self.lost, f"of {self.recorded} recorded decisions {len(self.lost)} are lost"),
            (not self.doubled, f"{len(self.doubled)} are doubled"),
            (same, f"decisions {self.decisions}, " + ", ".join(f"{k} {n}" for k, n in self.rows.items())),
            (not self.mistakes, f"{len(self.mistakes)} answers differ from what the server has"),
            (self.is_consistent, "the server's own check of its data"),
        ]

    def add_mistakes(self, mistakes):
        self.mistakes += mistakes
        self.notes += mistakes

    def summary(self):
        idle, submit, recorded = (self.kills[step] for step in ("idle", "submit", "recorded"))
        return (f"{submit} before recorded, {recorded} before the answer "
                f"({self.committed} of them with the decision at the server), {idle} else; "
                f"{self.recorded} decisions recorded, {len(self.lost)} lost, {len(self.doubled)} doubled, "
                f"{self.kept} shown as conflict or refused; decisions {self.decisions} = "
                + " = ".join(f"{name} {n}" for name, n in self.rows.items())
                + ("" if self.is_good() else " BAD"))


class Sqlite:
    def __init__(self, data):
        path = os.path.join(data, "redress.db")
        self.database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def ask(self, sql):
        return self.database.execute(sql).fetchall()

    def close(self):
        self.database.close()


class Postgres:
    def __init__(self, location):
        self.location = location

    def ask(self, sql):
        sql = sql.replace("select leaf", "select convert_from (leaf, 'UTF8')")
        run = subprocess.run(["psql", "-X", "-A", "-t", "-F", "\t", "-c", sql, self.location],
                             capture_output=True, text=True, timeout=60)
        if run.returncode != 0:
            raise Failure(f"psql: {run.stderr.strip()}")
        rows = [line.split("\t") for line in run.stdout.splitlines()]
        return [tuple(int(word) if word.isdigit() else word for word in row) for row in rows]

    def close(self):
        pass


def read_server(backend, verdict):
    """Returns [(ticket, command id, time)], and fills in the counts of what must go with each."""
    location = os.environ.get("REDRESS_DATABASE")
    database = Postgres(location) if location else Sqlite(backend.data)
    try:
        decisions = database.ask("select ticket, command_id, recorded_at from decision")
        verdict.decisions = len(decisions)
        leaves = [json.loads(leaf)["command_id"] for (leaf,) in database.ask(AUDIT)]
        if sorted(leaves) != sorted(command for _, command, _ in decisions):
            verdict.mistakes.append("the audit log names other commands than the decisions")
        verdict.rows = {
            "audit": len(leaves),
            "feed": database.ask(FEED)[0][0],
            "answers": database.ask(ANSWER)[0][0],
        }
    finally:
        database.close()
    return decisions


def compare(ledger, decisions, verdict):
    by_command = collections.Counter(command for _, command, _ in decisions)
    by_ticket = collections.Counter(ticket for ticket, _, _ in decisions)
    pairs = {(command, ticket) for ticket, command, _ in decisions}
    for command, ticket in ledger.recorded.items():
        if (command, ticket) not in pairs and command not in ledger.kept:
            verdict.lost.append(f"{command} for ticket {ticket}")
        if (command, ticket) in pairs and command in ledger.kept:
            verdict.mistakes.append(f"{command} was applied, but the desk shows it as not")
    times = {ticket: at / 1e6 for ticket, _, at in decisions}
    verdict.committed = sum(times.get(ticket, killed_at) < killed_at for ticket, killed_at in ledger.unanswered)
    verdict.doubled += [f"command {command}" for command, n in by_command.items() if n > 1]
    verdict.doubled += [f"ticket {ticket}" for ticket, n in by_ticket.items() if n > 1]
    verdict.mistakes += [f"ticket {ticket} was never submitted" for ticket in set(by_ticket) - set(ledger.submitted)]
    verdict.mistakes += [f"{command} was said to be applied" for command, answer in ledger.answered.items()
                         if answer == "applied" and command not in by_command]


def judge_commands(backend, desks, verdict):
    """Each command has one answer, and an entry in the log if that is that it was applied, else none."""
    database = Sqlite(backend.data)
    try:
        leaves = collections.Counter(json.loads(leaf).get("command_id") for (leaf,) in database.ask(LEAVES))
    finally:
        database.close()
    for desk in desks:
        for command, order in desk.recorded.items():
            answers = desk.answers.get(command, [])
            wanted = 1 if answers == ["applied"] else 0
            if len(answers) != 1 or leaves[command] != wanted:
                verdict.add_mistakes([f"{order} {command}: {answers}, {leaves[command]} entries in the log"])


def judge(backend, ledger, stopped):
    """The server has ended."""
    verdict = Verdict()
    verdict.stopped = stopped
    verdict.recorded, verdict.kept, verdict.kills = len(ledger.recorded), len(ledger.kept), ledger.kills
    compare(ledger, read_server(backend, verdict), verdict)
    try:
        backend.command("check")
    except Failure as failure:
        verdict.is_consistent = False
        verdict.notes.append(str(failure))
    verdict.notes += [stopped] if stopped else []
    verdict.notes += [f"lost: {what}" for what in verdict.lost] + [f"doubled: {what}" for what in verdict.doubled]
    verdict.notes += verdict.mistakes
    return verdict
