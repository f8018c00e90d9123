#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures how long a desk that has nothing takes to read the open tickets of a server, and what the time goes to."""
import argparse
import datetime
import os
import platform
import sqlite3
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
from backend import Backend, wait_for  # noqa: E402
from load import run, say  # noqa: E402
from table import print_table  # noqa: E402

SAMPLES = 300
MOST_WIRE = 0.4
# What tells a copy of a ticket from the ticket.
COPIED = {"id": "t.id + (select max (id) from ticket) * n.i", "external_id": "t.external_id || '-' || n.i",
          "order_no": "t.order_no || '-' || n.i"}


def fill(path, tickets):
    """Copies the open tickets that are there until there are so many. The server stands still."""
    database = sqlite3.connect(path)
    with database:
        open_now = database.execute("select count(*) from ticket where closed_at = 9223372036854775807").fetchone()[0]
        columns = [row[1] for row in database.execute("pragma table_info (ticket)")]
        database.execute(
            f"insert into ticket ({', '.join(columns)}) with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)"
            f" select {', '.join(COPIED.get(column, 't.' + column) for column in columns)} from ticket t, n"
            " where t.closed_at = 9223372036854775807 limit ?", (tickets // open_now + 1, tickets - open_now))
    database.close()


def is_rendered(path):
    """Pictures of the samples' files are made meanwhile, which would be measured, too."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return database.execute("select not exists (select 1 from evidence where rendition_state = 'pending')").fetchone()[0]
    finally:
        database.close()


def measure(folder, tickets):
    backend = Backend(os.path.join(folder, "server"))
    backend.start()
    try:
        password = backend.add_accounts({"agent": "agent"})["agent"][0]
        backend.add_keys()
        backend.send_samples(SAMPLES)
        path = os.path.join(backend.data, "redress.db")
        wait_for(lambda: is_rendered(path), "pictures of all files", 300)
        backend.stop()
        fill(path, tickets)
        backend.start()
        return run("first-sync", backend.url.rstrip("/"), "agent", password, os.path.join(folder, "desk"))
    finally:
        backend.stop()


def describe(took):
    whole = took["transfer"] + took["json"] + took["store"]
    wire = (took["transfer"] + took["json"]) / whole
    tickets = took["changes"]

    def row(what, name):
        return [what, f"{took[name] / 1e9:.2f} s", f"{took[name] / whole * 100:.0f} %", f"{took[name] / tickets / 1e3:.1f} us", "", ""]

    return [
        ["what", "took", "of the steps", "a ticket", "target", ""],
        row("first sync of a desk", "desk"),
        row("the server's answer, and its way", "transfer"),
        row("JSON: gate and objects", "json"),
        row("onto the disk", "store"),
        ["HTTP and JSON together", f"{(took['transfer'] + took['json']) / 1e9:.2f} s", f"{wire * 100:.0f} %", "",
         f"<= {MOST_WIRE * 100:.0f} %", "ok" if wire <= MOST_WIRE else "missed"],
    ]


def main():
    parser = argparse.ArgumentParser(prog="./dev bench load first-sync", description=__doc__)
    parser.add_argument("--tickets", type=int, default=100000, metavar="N", help="how many are open (100000)")
    options = parser.parse_args()
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="redress-first-sync.") as folder:
        say(f"{options.tickets} tickets")
        took = measure(folder, options.tickets)
    print_table(describe(took))
    print(f"\n{datetime.date.today()}, SQLite, {took['changes']} tickets in {took['pages']} pages of {took['bytes'] / 1e6:.0f} MB, "
          f"{os.cpu_count()} processors, load {before:.1f} before and {os.getloadavg()[0]:.1f} after, Linux {platform.release()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
