#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two servers of one database are replaced one after the other by those of the next release and of the one after.

Two desks decide tickets all the while, one at each server. Prints TAP.
"""
import contextlib
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE, os.path.join(TESTS, "support"), os.path.join(TESTS, "faults")]
import points  # noqa: E402
import postgres  # noqa: E402
from backend import BUILD, Backend, Failure, program, wait_for  # noqa: E402
from ledger import Ledger  # noqa: E402
from runner import Runner  # noqa: E402
from verdict import Postgres, judge  # noqa: E402

THIS = program("redress-server")
NEXT, AFTER = (os.path.join(BUILD, "tests", "upgrade", f"redress-server-{name}") for name in ("next", "after"))
# Each desk has tickets of its own.
DESKS = {"agent": "rail12306,kameng", "agent2": "cainiao,btepai"}
TICKETS = 600
# Milliseconds from one decision of a desk to its next, so that it does not run out of tickets.
PACE = 400

folder = tempfile.TemporaryDirectory(prefix="redress-upgrade.")
database = None
places = []


class Place:
    """A server at one address, whatever its release, and the desk that talks to it."""

    def __init__(self, account):
        home = os.path.join(folder.name, account)
        self.account, self.ledger = account, Ledger()
        self.backend = Backend(home)
        self.home, self.log = os.path.join(home, "desk"), os.path.join(home, "desk.log")
        self.port, self.desk = "0", None
        self.serve(THIS)

    def serve(self, server):
        self.backend.server = server
        self.backend.start("--port", self.port, "--shared", os.path.join(folder.name, "shared"))
        self.port = self.backend.url.rsplit(":", 1)[1].strip("/")

    def replace(self, server):
        self.backend.stop()
        self.serve(server)

    def open_desk(self):
        password = self.backend.add_accounts({self.account: "agent"}, DESKS[self.account])[self.account][0]
        self.desk = Runner(self.home, self.backend.url, self.account, password, self.ledger, self.log, True, PACE)

    def close(self):
        if self.desk:
            self.desk.kill()
        self.backend.stop()


def ask(sql):
    return database.ask(sql)[0][0]


def schema():
    return ask("select max(version) from redress_schema")


@contextlib.contextmanager
def resting():
    """The desks stand still, so that they do not run out of tickets."""
    with contextlib.ExitStack() as stack:
        for place in places:
            stack.enter_context(place.desk.stopped())
        yield


def work_on(decisions=2):
    """Each desk has some decisions applied from now on."""
    for place in places:
        place.desk.forget()
        for _ in range(decisions):
            place.desk.wait_for("applied")


def await_backfill():
    with resting():
        wait_for(lambda: ask("select count(*) from ticket where region is null") == 0, "the new column to be filled")


def refuse(server, words):
    """It does not start, and says why."""
    try:
        Backend(os.path.join(folder.name, "refused"), server).start("--port", "0")
    except Failure as failure:
        assert "ended with status" in str(failure) and words in str(failure), failure
    else:
        raise Failure("it started")


def test_this_release():
    global database
    os.environ["REDRESS_DATABASE"] = os.environ["REDRESS_TEST_DATABASE"]
    database = Postgres(os.environ["REDRESS_DATABASE"])
    places.extend(Place(account) for account in DESKS)
    places[0].backend.add_keys()
    places[0].backend.send_samples(TICKETS, seed=7, evidence=0)
    for place in places:
        place.open_desk()
    work_on()


def test_next_beside_this():
    """It adds to the schema, while the other is as it was."""
    before = schema()
    places[1].replace(NEXT)
    assert schema() == before + 1
    work_on()


def test_fills_in_what_is_empty():
    """What was there before, and what this release writes meanwhile: the next one does it once it leads."""
    places[0].backend.send_samples(8, seed=8, evidence=0)
    places[0].backend.kill()
    await_backfill()


def test_this_starts_again_beside_next():
    """One that ended unforeseen is not missed until all are replaced."""
    places[0].serve(THIS)
    work_on()


def test_after_beside_next():
    before = schema()
    places[0].replace(NEXT)
    places[1].replace(AFTER)
    assert schema() == before + 1 and not ask("select count(*) from pg_tables where tablename = 'region'")
    work_on()
    places[0].backend.kill()
    places[0].serve(NEXT)
    work_on()


def test_two_releases_apart():
    known = schema() - 2
    with resting():
        refuse(THIS, f"the database has schema {known + 2}, for programs that know {known + 1}; this program knows {known}")


def test_nothing_lost_nothing_twice():
    whole = Ledger()
    for place in places:
        place.desk.drain()
        whole.submitted += place.ledger.submitted
        whole.recorded.update(place.ledger.recorded)
        whole.answered.update(place.ledger.answered)
        whole.kept |= place.ledger.kept
    places[0].replace(AFTER)
    for place in places:
        place.backend.stop()
    verdict = judge(places[1].backend, whole, None)
    print(f"# {verdict.summary()}")
    assert verdict.is_good() and verdict.recorded >= 30, verdict.notes


if __name__ == "__main__":
    postgres.provide()
    try:
        status = points.run(sys.modules["__main__"], is_story=True)
    finally:
        for place in places:
            place.close()
        folder.cleanup()
    sys.exit(status)
