#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the desk, the server or its PostgreSQL (-9) at random while decisions are made, and counts what became of them.

With "disk" the disk of the server is full for a while. With "failover" there are two PostgreSQL servers: the primary is killed, or cut off from all others, the
standby takes over, and what was the primary begins anew as the standby.

Most kills fall between the moment an agent submits and a little after the answer to that, whose
length is measured as the run goes. One in four falls anywhere else: while the desk starts and
sends what it had, or between two tickets.
"""
import argparse
import contextlib
import os
import random
import shutil
import socket
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
from backend import Backend, Failure, wait_for  # noqa: E402
import cluster  # noqa: E402
import machine  # noqa: E402
import postgres  # noqa: E402
from ledger import Ledger  # noqa: E402
from runner import Runner, pause  # noqa: E402
from verdict import judge  # noqa: E402

ACCOUNT = "agent"
WARM_UP = 3
# A full disk is not reached by the first decision, and not every ticket can be decided.
TICKETS_PER_KILL = {"disk": 40}
FEW_TICKETS_PER_KILL = 6
# A little beyond the answer, so that a kill may also come just after it.
BEYOND = 1.3
# The tickets and their files have to fit.
DISK_MEGABYTES = 100
DISK_MEGABYTES_PER_KILL = 4
ROOM = 150_000, 500_000
# The server says it of a command that it could not write down.
NO_ROOM = '"event":"command-failed"'


def find_port():
    """One that nobody else gets while the server is down: neither what the system gives out nor where servers begin."""
    for port in random.sample(range(12000, 32000), 100):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return str(port)
    raise Failure("no port is free")


class World:
    """One server with tickets, one home of a desk, and what was said and done."""

    def __init__(self, folder, kills, dice):
        self.kills = kills
        self.dice = dice
        self.ledger = Ledger()
        self.backend = Backend(folder)
        self.home = os.path.join(folder, "desk")
        self.log = os.path.join(folder, "desk.log")
        self.runner = self.cluster = self.disk = None

    def open(self, what):
        if what == "disk":
            self.disk = machine.SmallDisk(self.backend.data, DISK_MEGABYTES + DISK_MEGABYTES_PER_KILL * self.kills)
        self.backend.start("--port", find_port())
        self.port = self.backend.url.rsplit(":", 1)[1].strip("/")
        self.password = self.backend.add_accounts({ACCOUNT: "agent"})[ACCOUNT][0]
        self.backend.add_keys()
        self.backend.send_samples(40 + TICKETS_PER_KILL.get(what, FEW_TICKETS_PER_KILL) * self.kills, seed=self.dice.randrange(1, 10**6))

    def start_desk(self, decides=True):
        self.runner = Runner(self.home, self.backend.url, ACCOUNT, self.password, self.ledger, self.log, decides)

    def kill_desk(self):
        self.runner.kill()
        self.ledger.note_kill()

    def kill_server(self):
        self.backend.kill()
        self.ledger.note_kill()

    def kill_postgres(self):
        postgres.kill()
        self.ledger.note_kill()

    def lose_primary(self):
        """Who is cut off says nothing, which takes others half a minute to notice: one in ten."""
        if self.dice.random() < 0.1:
            self.cluster.cut_primary_off()
        else:
            self.cluster.kill_primary()
        self.ledger.note_kill()

    def fail_over(self):
        """A decision with the new primary alone; the next ones are with both again."""
        self.runner.forget()
        self.cluster.promote()
        self.runner.wait_for("applied")
        with self.runner.stopped():
            self.cluster.pair()

    def fill_disk(self):
        """Begun anew, the server has a new write-ahead log, and room for a few decisions in it."""
        self.backend.stop()
        self.disk.fill(leave=self.dice.randrange(*ROOM))
        failures = self.backend.count_log(NO_ROOM)
        self.backend.start("--port", self.port)
        self.ledger.note_kill()
        wait_for(lambda: self.backend.count_log(NO_ROOM) > failures, "a command that finds no room")

    def free_disk(self):
        self.runner.forget()
        self.disk.free()
        self.runner.wait_for("applied")

    def close(self):
        if self.runner:
            self.runner.kill()
        self.backend.stop()

    def pause(self, longest):
        pause(self.dice.uniform(0, longest))

    def wait_for_submit(self):
        """The first or the second from now: the first is undisturbed then, and is measured."""
        self.runner.forget()
        for _ in range(self.dice.choice((1, 2))):
            self.runner.wait_for("submit")


def run_desk(world):
    world.start_desk()
    for _ in range(WARM_UP):
        world.runner.wait_for("applied")
    for kill in range(world.kills):
        if kill:
            world.start_desk()
        aim = world.dice.choice(("record", "answer", "answer", "anywhere"))
        if aim == "record":
            world.wait_for_submit()
            world.pause(BEYOND * world.ledger.typical_record())
        elif aim == "answer":
            world.wait_for_submit()
            world.pause(BEYOND * world.ledger.typical_answer())
        else:
            world.pause(BEYOND * (world.ledger.typical_start() + world.ledger.typical_answer()))
        world.kill_desk()
    world.start_desk(decides=False)
    world.runner.drain()


def kill_under_work(world, kill, start):
    world.start_desk()
    for _ in range(WARM_UP):
        world.runner.wait_for("applied")
    for _ in range(world.kills):
        if world.dice.random() < 0.75:
            world.wait_for_submit()
            world.pause(BEYOND * world.ledger.typical_answer())
        else:
            world.pause(world.ledger.typical_turn())
        kill()
        start()
    world.runner.drain()


def run_server(world):
    kill_under_work(world, world.kill_server, lambda: world.backend.start("--port", world.port))


def run_postgres(world):
    kill_under_work(world, world.kill_postgres, postgres.start)


def run_failover(world):
    kill_under_work(world, world.lose_primary, world.fail_over)


def run_disk(world):
    kill_under_work(world, world.fill_disk, world.free_disk)


RUNS = {"desk": run_desk, "server": run_server, "postgres": run_postgres, "failover": run_failover, "disk": run_disk}
# Those that need namespaces of their own.
MACHINES = {"failover", "disk"}


@contextlib.contextmanager
def use_database(what):
    """Servers that are started in it keep their rows where this run wants them."""
    postgres.use(what == "postgres")
    if what != "failover":
        yield None
        return
    pair = cluster.Cluster()
    try:
        os.environ["REDRESS_DATABASE"] = pair.location
        yield pair
    finally:
        pair.close()


def try_one(what, kills, seed):
    """Returns the verdict. The folder stays when it is bad."""
    folder = tempfile.mkdtemp(prefix="redress-faults-")
    world = World(folder, kills, random.Random(f"{what} {seed}"))
    with use_database(what) as world.cluster:
        stopped = None
        try:
            world.open(what)
            RUNS[what](world)
        except Failure as failure:
            stopped = str(failure)
        finally:
            world.close()
        verdict = judge(world.backend, world.ledger, stopped)
        if world.disk and verdict.is_good():
            world.disk.close()
    if verdict.is_good():
        shutil.rmtree(folder)
    else:
        verdict.notes.append(f"{what}: its files are in {folder}")
    return verdict


def print_tap(what, verdict):
    points = verdict.points()
    print(f"1..{len(points)}")
    for number, (good, text) in enumerate(points, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}: {text}")


def read_options():
    parser = argparse.ArgumentParser(prog="./dev faults", description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="*", metavar="|".join(RUNS), help="all if none is named")
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="of each (200)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), metavar="S", help="to repeat a run")
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--tap", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.kills < 1 or not set(options.what) <= set(RUNS):
        parser.error("--kills takes a number from 1; what goes wrong is one of " + ", ".join(RUNS))
    return options


def main():
    options = read_options()
    if options.check:
        return 0
    if "postgres" in (options.what or RUNS):
        postgres.provide()
    if options.tap and set(options.what) <= MACHINES and not machine.can_be():
        print("1..0 # SKIP disks and networks of one's own are not allowed here")
        return 0
    if MACHINES & set(options.what or RUNS):
        machine.provide()
    parts, good = [], True
    print(f"# seed {options.seed}" if options.tap else f"dev: seed {options.seed}",
          file=sys.stdout if options.tap else sys.stderr, flush=True)
    for what in options.what or RUNS:
        verdict = try_one(what, options.kills, options.seed)
        good = good and verdict.is_good()
        parts.append(f"{what} killed {sum(verdict.kills.values())} times: {verdict.summary()}")
        for note in verdict.notes:
            print(f"# {note}", file=sys.stderr)
        if options.tap:
            print_tap(what, verdict)
    print(("# " if options.tap else "") + "; ".join(parts))
    return 0 if good else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"faults: {failure}")
