#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All faults in turn, for as long as asked, from one seed; counts what was tried and what was bad."""
import argparse
import collections
import os
import random
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import machine  # noqa: E402
from backend import BUILD  # noqa: E402

SIMULATE = os.path.join(BUILD, "tests", "sim", "simulate")
KILL = [sys.executable, os.path.join(HERE, "kill.py"), "--tap", "--kills", "5"]
# A quarter of a minute each, or so: what a round is made of.
PARTS = {
    "simulate": [SIMULATE, "--worlds", "30"],
    "desk": [*KILL, "desk"],
    "server": [*KILL, "server"],
    "postgres": [*KILL, "postgres"],
    "failover": [*KILL, "failover"],
    "disk": [*KILL, "disk"],
    "proxy": [sys.executable, os.path.join(HERE, "proxy.py"), "--few"],
    "damage": [sys.executable, os.path.join(HERE, "damage.py"), "--tries", "10"],
}
# What is counted in the last words of a part.
FIGURES = {
    "worlds": r"(\d+) worlds,", "bad worlds": r"worlds, (\d+) of them bad", "crashes": r"(\d+) crashes",
    "kills": r"(?:desk|server|postgres) killed (\d+) times", "failovers": r"failover killed (\d+) times",
    "full disks": r"disk killed (\d+) times", "decisions recorded": r"(\d+) decisions recorded,",
    "lost": r"(\d+) lost,", "doubled": r"(\d+) doubled,", "shown as conflict or refused": r"(\d+) shown as",
    "damaged files": r"(\d+) damages:",
    "spoiled answers": r"(?:cut|reset|truncated|doubled|silent) (\d+)\b",
}


def run_part(name, seed, counts):
    """Returns whether it was good. What is bad is shown whole, with the seed that repeats it."""
    done = subprocess.run([*PARTS[name], "--seed", str(seed)], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False)
    for figure, pattern in FIGURES.items():
        counts[figure] += sum(int(found) for found in re.findall(pattern, done.stdout))
    if done.returncode != 0:
        print(f"{name} from seed {seed} is bad:\n{done.stdout}{done.stderr}", flush=True)
    return done.returncode == 0


def read_options():
    parser = argparse.ArgumentParser(prog="./dev faults", description=__doc__)
    parser.add_argument("--minutes", type=int, required=True, metavar="N", help="for how long")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), metavar="S", help="to repeat a run")
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = read_options()
    if options.check:
        return 0
    os.environ["REDRESS_SOURCE_DIR"] = os.path.dirname(os.path.dirname(HERE))
    end = time.monotonic() + 60 * options.minutes
    counts, bad, n = collections.Counter(), 0, 0
    names = [name for name in PARTS if name not in ("failover", "disk") or machine.can_be()]
    print(f"dev: seed {options.seed}", file=sys.stderr, flush=True)
    while n < len(names) or time.monotonic() < end:
        # Worlds are numbered on from their seed.
        bad += not run_part(names[n % len(names)], options.seed + 1000 * n, counts)
        n += 1
    print(f"seed {options.seed}, {options.minutes} minutes: {n} runs, {bad} of them bad; "
          + ", ".join(f"{figure} {counts[figure]}" for figure in FIGURES))
    return 0 if bad == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
