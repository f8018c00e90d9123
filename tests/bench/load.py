#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the server under load against the same statements without HTTP, JSON and rights.

Both in one run, one after the other; see dev.d/bench.sh.
"""
import argparse
import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), "hostile"), os.path.join(os.path.dirname(HERE), "support")]
from backend import BUILD, Failure  # noqa: E402
from place import POLICIES, Place, canonical, clock, command_id, digest, new_ticket  # noqa: E402
from table import print_table  # noqa: E402

DESKS = (1, 16, 64)
# An account has at most 20 requests under way.
DESKS_PER_ACCOUNT = 16
BATCH = 50
TICK = os.sysconf("SC_CLK_TCK")
LEAST_RATIO, MOST_TAIL = 0.6, 4
# Of tests/support/with-postgres.
DATABASE = os.environ.get("REDRESS_DATABASE")


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def run(program, *arguments):
    """Runs a program of this folder. Returns its figures."""
    path = os.path.join(BUILD, "tests", "bench", f"bench-{program}")
    done = subprocess.run([path, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        raise Failure(f"{program} failed: {done.stderr[-2000:]}")
    return {name: int(value) for name, value in (line.split() for line in done.stdout.splitlines())}


class Load:
    def __init__(self, folder, desks=max(DESKS)):
        self.folder = folder
        self.place = Place(os.path.join(folder, "server"))
        self.names = [f"desk-{number}" for number in range(desks // DESKS_PER_ACCOUNT)]
        self.tokens = [self.place.add(name, "agent", "all") for name in self.names]
        policies = self.place.expect(200, "GET", "/v1/policies", self.tokens[0])["policies"]
        self.sha256 = next(policy["sha256"] for policy in policies if policy["flow"] == "kameng-virtual")

    def renew_tokens(self):
        """They are good for ten minutes."""
        self.tokens = [self.place.sign_in(name) for name in self.names]

    def make_tickets(self, number):
        headers = {"Idempotency-Key": ""}
        for _ in range(number):
            self.place.numbers += 1
            headers["Idempotency-Key"] = name = f"load-{self.place.numbers}"
            yield self.place.expect(201, "POST", "/v1/platforms/kameng/tickets", self.place.keys["kameng"],
                                    body=new_ticket("kameng", name), headers=headers)["id"]

    def claim(self, token, tickets):
        for first in range(0, len(tickets), BATCH):
            commands = [{"command_id": command_id(), "type": "claim", "ticket": ticket, "base_version": 1}
                        for ticket in tickets[first:first + BATCH]]
            answers = self.place.expect(200, "POST", "/v1/commands", token, body={"commands": commands})["answers"]
            refused = [answer for answer in answers if answer["status"] != 200]
            if refused:
                raise Failure(f"claim: {refused[0]}")

    def decision(self, token, ticket):
        """What a desk that shows the ticket would send."""
        now = self.place.expect(200, "GET", f"/v1/tickets/T-{ticket}", token)
        seen = {
            "v": 1, "ticket": ticket, "version": now["version"], "round": now["round"], "policy_sha256": self.sha256,
            "facts": sorted([fact["name"], fact["value"], fact.get("as_of")] for fact in now["facts"]), "evidence": [],
            "findings": [["T-1", "match"], ["T-2", "no_match"], ["T-3", "no_match"], ["T-4", "match"]],
        }
        return {"command_id": command_id(), "type": "decide", "ticket": ticket, "base_version": now["version"],
                "claim_token": now["claim"]["token"], "policy_version": now["policy_version"],
                "seen_digest": digest(canonical(seen)), "body": {
                    "verdict": "approve", "reason_code": "not_credited", "note": "logs looked at",
                    "amount": {"value": 32800, "unit": "fen"}, "message": "Refunded.", "made_at": clock()}}

    def prepare(self, number, desks):
        """Writes one request for each of so many claimed tickets. Returns the path of the file."""
        self.renew_tokens()
        tickets = list(self.make_tickets(number))
        accounts = max(1, desks // DESKS_PER_ACCOUNT)
        lines = [None] * number
        for account in range(accounts):
            token = self.tokens[account]
            # The desk at place n sends the lines n, n + desks and so on.
            own = [at for at in range(number) if at % desks % accounts == account]
            self.claim(token, [tickets[at] for at in own])
            for at in own:
                body = json.dumps({"commands": [self.decision(token, tickets[at])]}, ensure_ascii=False)
                lines[at] = f"{token} {body}"
        path = os.path.join(self.folder, f"requests-{desks}")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
        return path

    def copy_data(self, name):
        """What the server has, while it stands still."""
        target = os.path.join(self.folder, name)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.place.server.data, target,
                        ignore=shutil.ignore_patterns("*.sock", "control", "lock", "url"))
        return target

    def copy_database(self, name):
        """The rows, where they are not in the data folder. Returns what load-floor is told of them."""
        if DATABASE is None:
            return []
        for words in (f"drop database if exists {name}", f"create database {name} template postgres"):
            subprocess.run(["psql", "--quiet", "--no-psqlrc", "--dbname", DATABASE.replace("/postgres?", "/template1?"),
                            "--command", words], check=True, stderr=subprocess.DEVNULL)
        return [DATABASE.replace("/postgres?", f"/{name}?")]

    def restart(self):
        self.place.line.close()
        self.place.server.start("--port", str(self.place.port))

    def cpu(self):
        """Seconds of the server so far."""
        with open(f"/proc/{self.place.server.process.pid}/stat", encoding="utf-8") as stream:
            fields = stream.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def groups(self):
        """How many groups of commands the server has committed."""
        text = self.place.ask("GET", "/metrics").body.decode()
        return next((int(line.split()[1]) for line in text.splitlines()
                     if line.startswith("redress_command_groups_total ")), 0)

    def measure(self, desks, number):
        path = self.prepare(number, desks)
        self.place.server.stop()
        record, replay = self.copy_data("record"), self.copy_data("replay")
        databases = self.copy_database("record") + self.copy_database("replay")
        self.restart()
        groups, cpu = self.groups(), self.cpu()
        took = run("load-send", str(self.place.port), str(desks), path)
        if took["refused"]:
            raise Failure(f"{took['refused']} of {took['requests']} decisions were refused")
        took["cpu"] = (self.cpu() - cpu) * 1e9
        group = max(1, round(number / (self.groups() - groups)))
        return took, run("load-floor", record, replay, POLICIES, path, str(group), *databases), group


def rate(round_):
    took, floor, _ = round_
    return floor["wall"] / took["wall"]


def describe(desks, number, rounds):
    """Of the round whose ratio is the median; others on the machine disturb a single one by half."""
    rounds.sort(key=rate)
    took, floor, group = rounds[len(rounds) // 2]
    ratio, tail = floor["wall"] / took["wall"], took["p99"] / took["p50"]
    missed = [name for name, bad in (("rate", ratio < LEAST_RATIO), ("tail", tail > MOST_TAIL)) if bad]
    return [
        str(desks), f"{number / took['wall'] * 1e9:.0f}/s", f"{number / floor['wall'] * 1e9:.0f}/s", f"{ratio:.2f}",
        f"{rate(rounds[0]):.2f}-{rate(rounds[-1]):.2f}",
        str(group), f"{took['cpu'] / number / 1e3:.0f} us", f"{floor['cpu'] / number / 1e3:.0f} us",
        f"{took['p50'] / 1e6:.1f} ms", f"{took['p99'] / 1e6:.1f} ms", f"{tail:.1f}",
        "missed: " + ", ".join(missed) if missed else "ok",
    ]


def read_options():
    parser = argparse.ArgumentParser(prog="./dev bench load", description="The server under load.")
    parser.add_argument("--decisions", type=int, default=1600, metavar="N", help="for each number of desks (1600)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="the median of so many is told (3)")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds takes a number from 1")
    if options.decisions < max(DESKS):
        parser.error(f"--decisions takes a number from {max(DESKS)}")
    return options


def main():
    options = read_options()
    before = os.getloadavg()[0]
    lines = [["desks", "decisions", "floor", "ratio", "of all rounds", "group", "CPU of one", "of the floor",
              "p50", "p99", "p99/p50", ""]]
    with tempfile.TemporaryDirectory(prefix="redress-load.") as folder:
        load = Load(folder)
        try:
            for desks in DESKS:
                say(f"{desks} desks")
                rounds = [load.measure(desks, options.decisions) for _ in range(options.rounds)]
                lines.append(describe(desks, options.decisions, rounds))
        finally:
            load.place.close()
    print_table(lines)
    print(f"\n{datetime.date.today()}, {'PostgreSQL' if DATABASE else 'SQLite'}, {options.rounds} rounds of {options.decisions} decisions, "
          f"{os.cpu_count()} processors, load {before:.1f} before and {os.getloadavg()[0]:.1f} after, Linux {platform.release()}; targets: ratio >= "
          f"{LEAST_RATIO}, p99/p50 <= {MOST_TAIL}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
