#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the desk against its physical limits, each in the same run, and prints one table.

Runs in a display and a session of its own, see dev.d/bench.sh. Times are CPU time, best of three.
"""
import argparse
import datetime
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time

from table import print_table

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
BUILD = os.environ.get("REDRESS_BUILD_DIR", os.path.join(SOURCE, "build"))
RUNS = 3
FRAME = 16.7e6
# Older caches hold too many tickets that became late or were closed long ago.
KEEP_SECONDS = 7 * 86400

# Units of figures: nanoseconds and bytes come out of the programs.
UNITS = {"ns": [(1e6, "ms"), (1e3, "us")], "bytes": [(2**20, "MiB")]}


class Row:
    """One line of the table: what the named figure of a program may be, as a multiple of another or at most."""

    def __init__(self, name, operation, floor_text, took, floor=None, ratio=None, most=None, unit="ns", why=""):
        self.name, self.operation, self.floor_text, self.took, self.floor = name, operation, floor_text, took, floor
        self.ratio, self.most, self.unit, self.why = ratio, most, unit, why


# Figures are named "program argument.figure".
ROWS = [
    Row("start", "start to painted queue", "empty AdwApplicationWindow with header bar",
        "desk start.cpu", "empty.cpu", ratio=1.6),
    Row("first-page", "first page of the queue model", "one raw statement for the same rows",
        "rows first-page.took", "rows first-page.floor", ratio=1.5),
    Row("search", "two-character Chinese search, p50", "raw MATCH and the rows it names",
        "rows search.took", "rows search.floor", ratio=2.0),
    Row("search", "two-character Chinese search, p95", "one frame", "rows search.p95", most=FRAME),
    Row("pages", "frame of a page step, p95 of 500", "one frame, cairo", "desk pages.took", most=FRAME),
    Row("memory", "resident memory at the painted queue", "empty AdwApplicationWindow",
        "desk start.resident", "empty.resident", ratio=2.0, unit="bytes"),
    Row("memory", "resident memory after 200 more cases", "after 40 cases",
        "desk cases.after", "desk cases.before", ratio=1.02, unit="bytes"),
    Row("decision", "local decision", "one durable SQLite transaction",
        "rows decision.took", "rows decision.floor", ratio=1.5,
        why="journal, seal, overlay, two threads"),
    Row("feed", "page of 500 summaries: gate, parse, upsert", "json-glib parse and prepared upsert",
        "rows feed.took", "rows feed.floor", ratio=1.5),
    Row("slices", "longest turn of the main loop in a sync", "2 ms", "rows slices.took", most=2e6),
    Row("open", "opening a case: first painted, p50", "two frames", "desk open.took", most=33e6),
    Row("open", "opening a case: all of it, p50", "120 ms", "desk open.whole", most=120e6),
    Row("findings", "findings for one ticket", "50 us", "rows findings.took", most=50e3),
]


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def read_options():
    names = sorted({row.name for row in ROWS})
    parser = argparse.ArgumentParser(prog="./dev bench", description="The desk against its physical limits.")
    parser.add_argument("--tickets", type=int, default=1000000, metavar="N", help="in the cache (1000000)")
    parser.add_argument("--quick", action="store_true", help="100000 tickets, one run each")
    parser.add_argument("--only", choices=names, action="append", metavar="NAME", help=", ".join(names))
    options = parser.parse_args()
    if options.quick:
        options.tickets = 100000
    if options.tickets < 1000:
        parser.error("--tickets takes a number from 1000")
    return options


def run(program, *arguments, timeout=600):
    """Runs a program of this folder. Returns its figures."""
    path = os.path.join(BUILD, "tests", "bench", f"bench-{program}")
    done = subprocess.run([path, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=timeout)
    if done.returncode != 0:
        sys.exit(f"bench: {program} {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return {name: int(value) for name, value in (line.split() for line in done.stdout.splitlines())}


def cache_key(tickets):
    """A cache can be used again while what fills it is the same."""
    digest = hashlib.sha256()
    folders = [os.path.join(SOURCE, "data", "sql", name) for name in ("cache", "outbox", "search")]
    folders.append(os.path.join(SOURCE, "data", "policies"))
    files = [os.path.join(folder, name) for folder in folders for name in sorted(os.listdir(folder))]
    for path in files + [os.path.join(HERE, name) for name in ("fill.c", "tickets.c", "write-tickets.c", "bench-home.c")]:
        with open(path, "rb") as stream:
            digest.update(stream.read())
    return f"{tickets}-{digest.hexdigest()[:12]}"


def provide_home(tickets):
    """Fills a cache, unless there is one from before."""
    top = os.path.join(BUILD, "bench")
    home = os.path.join(top, cache_key(tickets))
    mark = os.path.join(home, "filled")
    if not os.path.exists(mark) or time.time() - os.path.getmtime(mark) > KEEP_SECONDS:
        for name in os.listdir(top) if os.path.isdir(top) else []:
            if name.startswith(f"{tickets}-"):
                shutil.rmtree(os.path.join(top, name))
        os.makedirs(os.path.join(home, "tickets"))
    os.environ.update(
        XDG_DATA_HOME=os.path.join(home, "data"), XDG_CACHE_HOME=os.path.join(home, "cache"),
        REDRESS_BENCH_TICKETS=os.path.join(home, "tickets"), REDRESS_SOURCE_DIR=SOURCE,
        GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, "data"),
    )
    if not os.path.exists(mark):
        say(f"filling a cache with {tickets} tickets, once; a million take some minutes")
        run("write-tickets", os.path.join(home, "tickets"))
        run("fill", str(tickets), timeout=3600)
        open(mark, "w", encoding="utf-8").close()
    wait_for_secrets()
    run("sign-in")
    # Whoever starts a desk lets GTK look for GL; what is drawn is drawn by cairo all the same.
    os.environ.pop("GDK_DEBUG", None)


def wait_for_secrets():
    """The Secret Service of the session comes up by itself."""
    subprocess.run(["gdbus", "wait", "--session", "--timeout", "30", "org.freedesktop.secrets"], check=True)


def measure(rows, runs):
    """Runs each program that the rows need. Returns the best of each figure."""
    needed = {figure.rsplit(".", 1)[0] for row in rows for figure in (row.took, row.floor) if figure}
    best = {}
    for program in sorted(needed):
        say(program)
    # One after the other, so that a floor and what stands on it are measured in the same minute.
    for _ in range(runs):
        for program in sorted(needed):
            for name, value in run(*program.split()).items():
                figure = f"{program}.{name}"
                best[figure] = min(value, best.get(figure, value))
    return best


def show(value, unit):
    size, name = next((pair for pair in UNITS[unit] if value >= pair[0]), UNITS[unit][-1])
    return f"{value / size:.{1 if value / size >= 10 else 2}f} {name}"


def judge(row, best):
    """The cells of a row, and whether the target is reached."""
    took = best[row.took]
    if row.ratio is None:
        good, target, ratio, floor = took <= row.most, f"<= {show(row.most, row.unit)}", "", row.floor_text
    else:
        measured = took / best[row.floor]
        good, target, ratio = measured <= row.ratio, f"<= {row.ratio}", f"{measured:.2f}"
        floor = f"{row.floor_text}: {show(best[row.floor], row.unit)}"
    verdict = "ok" if good else f"missed{': ' + row.why if row.why else ''}"
    return [row.operation, floor, show(took, row.unit), ratio, target, verdict], good


def main():
    options = read_options()
    rows = [row for row in ROWS if not options.only or row.name in options.only]
    provide_home(options.tickets)
    best = measure(rows, 1 if options.quick else RUNS)
    lines, missed = [["operation", "floor", "took", "ratio", "target", ""]], 0
    for row in rows:
        cells, good = judge(row, best)
        lines.append(cells)
        missed += not good
    print_table(lines)
    load = os.getloadavg()[0]
    print(f"\n{datetime.date.today()}, {options.tickets} tickets, {os.cpu_count()} processors, load {load:.1f}, "
          f"Linux {platform.release()}; {missed} missed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
