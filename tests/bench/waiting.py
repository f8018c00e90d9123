#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what many desks cost the server that wait for news while some of them decide; see dev.d/bench.sh.

And, by a clock of their own, how they come back after it was away: catch-up.c."""
import argparse
import datetime
import os
import platform
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
from backend import BUILD, Failure, wait_for  # noqa: E402
from load import Load, run, say  # noqa: E402
from table import print_table  # noqa: E402

# Each desk decides once in so many seconds.
PACE = 30
MOST_WAKES, MOST_MEMORY, MOST_HERD = 5, 32, 2


def memory(load):
    """Bytes of the server that are in memory."""
    with open(f"/proc/{load.place.server.process.pid}/status", encoding="utf-8") as stream:
        return next(int(line.split()[1]) for line in stream if line.startswith("VmRSS")) * 1024


def count_waiting(load):
    text = load.place.ask("GET", "/metrics").body.decode()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("redress_requests_waiting "))


def read_to_the_end(load, token):
    """The cursor behind all that there is."""
    cursor = None
    while True:
        page = load.place.expect(200, "GET", f"/v1/changes?cursor={cursor}" if cursor else "/v1/changes", token)
        cursor = page["next"]
        if not page["more"]:
            return cursor


def write_desks(load, desks):
    cursors = [read_to_the_end(load, token) for token in load.tokens]
    path = os.path.join(load.folder, "desks")
    with open(path, "w", encoding="utf-8") as stream:
        for desk in range(desks):
            account = desk % len(load.tokens)
            stream.write(f"{load.tokens[account]} {cursors[account]}\n")
    return path


def measure(load, desks, seconds):
    requests = load.prepare(desks * seconds // PACE, desks)
    load.place.server.stop()
    load.restart()
    waiting = write_desks(load, desks)
    before = memory(load)
    program = subprocess.Popen(
        [os.path.join(BUILD, "tests", "bench", "bench-load-polls"), str(load.place.port), waiting, str(seconds)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        wait_for(lambda: count_waiting(load) == desks, "all desks to wait")
        held, cpu = memory(load) - before, load.cpu()
        out = program.communicate(requests + "\n", timeout=seconds + 120)[0]
    finally:
        program.kill()
    if program.returncode != 0:
        raise Failure("the desks did not come to the end")
    took = {name: int(value) for name, value in (line.split() for line in out.splitlines())}
    if took["refused"]:
        raise Failure(f"{took['refused']} of {took['requests']} decisions were refused")
    took["cpu"], took["held"] = load.cpu() - cpu, held
    return took


def judge(is_good):
    return "ok" if is_good else "missed"


def describe_herd():
    took = run("catch-up")
    steady, most = took["own-steady"], took["own-most"]
    all_steady, all_most = took["all-steady"], took["all-most"]
    return [
        ["after 10 minutes without a server: requests of 500 desks", f"{all_most / 1e3:.0f}/s of {all_steady / 1e3:.0f}/s",
         f"<= {MOST_HERD} x", judge(all_most <= MOST_HERD * all_steady)],
        ["without those who ask on after news", f"{most / 1e3:.0f}/s of {steady / 1e3:.0f}/s",
         f"<= {MOST_HERD} x", judge(most <= MOST_HERD * steady)],
        ["half of them are back, all are", f"{took['back-half'] / 1e6:.0f} s, {took['back-all'] / 1e6:.0f} s", "", ""],
    ]


def describe(took, desks):
    seconds = took["wall"] / 1e9
    each = took["held"] / desks / 1024
    # Between the first and the last.
    wakes = max(took["news"] / desks - 1, 0) / seconds
    span = took["fastest"] / 1e9
    return [
        ["what", "took", "target", ""],
        ["memory of the server for a desk that waits", f"{each:.1f} KiB", f"< {MOST_MEMORY} KiB", judge(each < MOST_MEMORY)],
        ["times a second that news wake a desk", f"{wakes:.1f}", f"<= {MOST_WAKES}", judge(wakes <= MOST_WAKES)],
        ["the fastest six in a row", f"{span:.2f} s", "", ""],
        ["decisions", f"{took['requests'] / seconds:.1f}/s", "", ""],
        ["decision, p50", f"{took['p50'] / 1e6:.1f} ms", "", ""],
        ["decision, p99", f"{took['p99'] / 1e6:.1f} ms", "", ""],
        ["answers to those who wait", f"{took['polls'] / seconds:.0f}/s", "", ""],
        ["the server, of one processor", f"{took['cpu'] / seconds * 100:.0f} %", "", ""],
    ]


def read_options():
    parser = argparse.ArgumentParser(prog="./dev bench load waiting", description=__doc__.splitlines()[0])
    parser.add_argument("--desks", type=int, default=500, metavar="N", help="how many wait (500)")
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="how long they decide (60)")
    options = parser.parse_args()
    if options.desks < PACE or options.seconds < 1:
        parser.error(f"--desks takes a number from {PACE}, --seconds one from 1")
    return options


def main():
    options = read_options()
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="redress-waiting.") as folder:
        load = Load(folder, options.desks)
        try:
            say(f"{options.desks} desks wait")
            took = measure(load, options.desks, options.seconds)
        finally:
            load.place.close()
    print_table(describe(took, options.desks) + describe_herd())
    print(f"\n{datetime.date.today()}, SQLite, {options.desks} desks, one decision each in {PACE} s, {options.seconds} s, "
          f"{os.cpu_count()} processors, load {before:.1f} before and {os.getloadavg()[0]:.1f} after, Linux {platform.release()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
