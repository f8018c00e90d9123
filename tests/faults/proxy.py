#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Spoils the answers of the server on their way to the desk, at each of their bytes, and counts what became of it.

An answer is cut off at a byte, the connection is reset there or says nothing more, the rest comes
byte by byte, is missing although the answer says that it is whole, or some bytes come twice.
"""
import argparse
import itertools
import os
import random
import shutil
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
from answers import list_answers  # noqa: E402
from backend import Backend, Failure, wait_for  # noqa: E402
from ledger import Ledger  # noqa: E402
from line import CUT, DOUBLED, FAULTS, SILENT, SLOW, TRUNCATED, Fault, Line  # noqa: E402
from told import ToldDesk  # noqa: E402
from verdict import judge, judge_commands  # noqa: E402

ACCOUNTS = {"agent": "agent", "agent2": "agent", "supervisor": "supervisor"}
TICKETS = {"small": 8, "large": 400}
# A silence takes as long as the desk's patience.
SILENCES = 5
SINGLES = 60
# Of long answers each byte is cut at, and others are chosen by chance for what else goes wrong.
MANY = 1000


class World:
    """A server, a line to it, a desk at its other end, and a colleague with a line of her own."""

    def __init__(self, folder, size, role, dice):
        self.folder, self.size, self.dice = folder, size, dice
        self.account = role
        self.tickets = TICKETS[size]
        self.ledger = Ledger()
        self.backend = Backend(folder)
        self.line = self.desk = self.colleague = None
        self.last = 0

    def open(self, tickets):
        self.tickets = tickets or self.tickets
        self.backend.start()
        passwords = self.backend.add_accounts(ACCOUNTS)
        self.backend.add_keys()
        self.backend.send_samples(self.tickets, seed=self.dice.randrange(1, 10**6))
        port = int(self.backend.url.rsplit(":", 1)[1].strip("/"))
        self.line = Line(port)
        self.desk = self._open_desk("desk", f"http://127.0.0.1:{self.line.port}", self.account, passwords)
        self.colleague = self._open_desk("colleague", self.backend.url, "agent2", passwords)
        self.passwords = passwords
        if self.size == "small":
            self.shown = wait_for(lambda: self._find(self.desk, "evidence"), "a file that can be shown")
            _, self.piece, self.flow = self.desk.tell("evidence", self.shown)[0]
            self.others = self._demand(self.colleague, "claim", besides=self.shown)
        else:
            self.masked = self._demand(self.desk, "claim", "reveal")
            self.last = self.masked
            self.fixed = self.next_ticket()

    def _open_desk(self, home, url, account, passwords):
        desk = ToldDesk(os.path.join(self.folder, home), url, account, passwords[account][0], self.ledger,
                        os.path.join(self.folder, home + ".log"))
        desk.tell("sign-in")
        return desk

    def _find(self, desk, *orders, besides=0):
        """The first ticket with which all of it can be done, if there is one."""
        for ticket in range(1, self.tickets + 1):
            try:
                for order in ("open", *orders):
                    desk.tell(order, ticket)
                if ticket != besides:
                    return ticket
            except Failure:
                pass
        return None

    def _demand(self, desk, *orders, besides=0):
        found = self._find(desk, *orders, besides=besides)
        if not found:
            raise Failure(f"this seed has no ticket for '{' '.join(orders)}'")
        return found

    def next_ticket(self):
        self.last = int(self.desk.tell("find", self.last)[0][1])
        if not self.last:
            raise Failure("no ticket is left")
        return self.last

    def settle(self):
        """Nothing fails any more: what waits is sent, also where the run did not come to its end."""
        if self.line:
            self.line.fault, self.line.wait = None, 1
        try:
            if self.desk:
                self.desk.tell("rest")
        except (Failure, OSError):
            pass

    def compare(self):
        """A desk that never met a fault sees the same."""
        self.line.wait = 1
        self.desk.tell("sign-in")
        self.desk.tell("rest")
        fresh = self._open_desk("fresh", self.backend.url, self.account, self.passwords)
        try:
            # Files are still looked through on the server, which is news to both.
            wait_for(lambda: not self._differ(fresh), "the desk to see what the server has")
        except Failure as failure:
            raise Failure(f"{failure}: {self._differ(fresh)[:3]}") from None
        finally:
            fresh.close()

    def _differ(self, fresh):
        rows, wanted = self.desk.tell("dump", self.tickets), fresh.tell("dump", self.tickets)
        return [(row, want) for row, want in itertools.zip_longest(rows, wanted) if row != want]

    def close(self):
        for desk in (self.desk, self.colleague):
            if desk:
                desk.close()
        if self.line:
            self.line.close()
        self.backend.stop()


def choose(answer, fault, length, few, dice):
    """At which bytes an answer is spoiled, and how many follow each other."""
    if fault == SLOW:
        return [0], 1
    if few and fault == SILENT:
        return ([dice.randrange(length)] if answer.is_patient else []), 1
    if few:
        return [dice.randrange(length)], 1
    if fault == SILENT:
        return sorted({0, length - 1, *(dice.randrange(length) for _ in range(SILENCES))}), 4
    # It may be taken for a good one, and is not asked for again then.
    may_pass = (TRUNCATED, DOUBLED) if not answer.is_repeated else (DOUBLED,) if answer.is_spent else ()
    if fault in may_pass:
        return sorted({dice.randrange(length) for _ in range(SINGLES)}), 1
    if fault != CUT and length > MANY:
        return sorted(dice.sample(range(length), MANY)), answer.chain
    return list(range(length)), answer.chain


class Run:
    def __init__(self, few, dice, only):
        self.few, self.dice, self.only = few, dice, only
        self.counts = {fault: 0 for fault in FAULTS}
        self.bytes = {}  # kind: how many of its bytes, and how long it is

    def spoil(self, world, answer, fault, offsets):
        """Has these bytes of the answer spoiled, one answer after the other."""
        answer.prepare(world)
        world.line.wait = answer.wait
        broken = Fault(answer.kind, fault, offsets, self.dice)
        world.line.fault = broken
        answer.ask(world)
        world.line.fault = None
        world.line.wait = 1
        answer.finish(world)
        self.counts[fault] += len(broken.done)
        return broken

    def measure(self, world, answer):
        """How long it is: nothing is spoiled beyond its end."""
        broken = self.spoil(world, answer, CUT, [10**9])
        if not broken.length:
            raise Failure(f"'{answer.kind}' did not come")
        return broken.length

    def try_answer(self, world, answer, faults):
        length = self.measure(world, answer)
        for fault in faults:
            offsets, chain = choose(answer, fault, length, self.few, self.dice)
            chain = min(chain, answer.chain)
            done, met = set(), length
            while offsets:
                broken = self.spoil(world, answer, fault, offsets[:chain])
                if not broken.done:
                    break
                done |= broken.done
                met = max(met, broken.length)
                offsets = sorted(broken.offsets) + offsets[chain:]
            if fault == CUT:
                self.bytes[answer.name] = (len(done), met)

    def go(self, folder, size, role, tickets, faults):
        """Returns the verdict on one world."""
        world, stopped = World(folder, size, role, self.dice), None
        try:
            world.open(tickets)
            for answer in list_answers(world):
                if answer.role != role or (self.only and self.only not in answer.kind):
                    continue
                began = time.monotonic()
                self.try_answer(world, answer, faults)
                say(f"{answer.name}: {self.bytes.get(answer.name)}, {time.monotonic() - began:.1f} s")
            world.compare()
        except Failure as failure:
            stopped = str(failure)
            world.settle()
        finally:
            world.close()
        verdict = judge(world.backend, world.ledger, stopped)
        judge_commands(world.backend, [desk for desk in (world.desk, world.colleague) if desk], verdict)
        verdict.add_mistakes(world.line.mistakes if world.line else [])
        return verdict


def count_answers(run):
    counts = ", ".join(f"{fault} {n}" for fault, n in run.counts.items())
    return (f"{len(run.bytes)} answers of {sum(length for _, length in run.bytes.values())} bytes, "
            f"{sum(n for n, _ in run.bytes.values())} of these cut off; {counts}")


def say(text):
    print(f"# {text}", flush=True)


def read_options():
    parser = argparse.ArgumentParser(prog="./dev faults proxy", description=__doc__.splitlines()[0])
    parser.add_argument("--few", action="store_true", help="a few bytes of each answer")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), metavar="S", help="to repeat a run")
    parser.add_argument("--only", metavar="TEXT", help="answers whose name has it")
    parser.add_argument("--fault", action="append", choices=FAULTS, help="all if none is named")
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = read_options()
    if options.check:
        return 0
    run = Run(options.few, random.Random(options.seed), options.only)
    say(f"seed {options.seed}")
    good = True
    worlds = [("small", "agent", 0), ("large", "agent", 90 if options.few else 0), ("small", "supervisor", 0)]
    points = []
    for size, role, tickets in worlds:
        folder = tempfile.mkdtemp(prefix="redress-proxy-")
        verdict = run.go(folder, size, role, tickets, options.fault or FAULTS)
        points += [(ok, f"{size} world, {role}: {text}") for ok, text in verdict.points()]
        for note in verdict.notes:
            say(note)
        if verdict.is_good():
            shutil.rmtree(folder)
        else:
            say(f"its files are in {folder}")
    print(f"1..{len(points)}")
    for number, (ok, text) in enumerate(points, 1):
        good = good and ok
        print(f"{'ok' if ok else 'not ok'} {number} - {text}")
    say(count_answers(run))
    return 0 if good else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"proxy: {failure}")
