#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of `./dev run` after the build: server, accounts, sample tickets, desk."""
import argparse
import fcntl
import os
import shutil
import signal
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "tests", "support")]
import display  # noqa: E402
from backend import ACCOUNTS, BUILD, Backend, Failure, end, start_desk  # noqa: E402
from signer import Signer  # noqa: E402


def say(text):
    print(f"dev: {text}", file=sys.stderr, flush=True)


def read_options():
    parser = argparse.ArgumentParser(prog="./dev run", description="A server with sample tickets, and the desk.")
    parser.add_argument("--tickets", type=int, default=300, metavar="N", help="sent at the first start (300)")
    parser.add_argument("--fresh", action="store_true", help="begin again with empty data")
    parser.add_argument("--data", default=os.path.join(BUILD, "run"), metavar="DIR", help="build/run if not given")
    parser.add_argument("--as", dest="account", choices=ACCOUNTS, default="agent", metavar="ACCOUNT",
                        help=", ".join(ACCOUNTS))
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.tickets < 0:
        parser.error("--tickets takes a number from 0")
    return options


def prepare_folder(folder, fresh):
    """Returns the lock that keeps a second run out. A mark says that a folder is ours to empty."""
    mark = os.path.join(folder, ".redress-run")
    if os.path.isdir(folder) and os.listdir(folder) and not os.path.exists(mark):
        raise Failure(f"{folder} holds something else: name an empty or new folder")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    lock = open(mark, "w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Failure(f"another ./dev run uses {folder}: end it, or name another folder with --data") from None
    if fresh:
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            elif path != mark:
                os.unlink(path)
    return lock


def fill(backend, tickets):
    """Accounts and keys once each, tickets at the first start."""
    say("accounts (name, password, role):")
    for name, (password, role) in backend.add_accounts().items():
        print(f"       {name:<12} {password}  {role}", file=sys.stderr)
    backend.add_keys()
    done = os.path.join(backend.folder, "sampled")
    if not os.path.exists(done):
        say(f"sending {tickets} sample tickets")
        if tickets:
            backend.send_samples(tickets, colleague="agent2")
        open(done, "w", encoding="utf-8").close()


def run(options):
    folder = os.path.abspath(options.data)
    lock = prepare_folder(folder, options.fresh)
    backend, signer, desk, helpers = Backend(folder), Signer(folder), None, []
    try:
        say(f"server: {backend.start(*signer.start())}, log: {backend.log}")
        fill(backend, options.tickets)
        helpers = display.provide(os.path.join(folder, "display.log"))
        desk = start_desk(backend, options.account, os.path.join(folder, "desk"))
        say(f"the desk is signed in as {options.account}; close its window or press Ctrl-C to end both")
        status = desk.wait()
        if status != 0:
            raise Failure(f"the desk ended with status {status}")
    finally:
        # The desk first: it may still send what waits.
        if desk:
            end(desk, "the desk")
        backend.stop()
        signer.stop()
        for helper in helpers:
            end(helper, "the display")
        lock.close()


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def interrupted(_signal, _frame):
    # One is enough: what follows is the orderly end.
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def main():
    options = read_options()
    if options.check:
        return 0
    for number in SIGNALS:
        signal.signal(number, interrupted)
    try:
        run(options)
        return 0
    except KeyboardInterrupt:
        return 130
    except (Failure, OSError) as failure:
        say(str(failure))
        return 1


if __name__ == "__main__":
    sys.exit(main())
