#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Damages the files of a server, one at a time, and looks whether it says so in plain words and keeps running. Prints TAP.

A bit is flipped, a sector is torn, or the end is missing. `redress-server check` has to find that a
decision or a file is not what it was; the server may refuse to start, but may not crash. A flipped
bit inside a value that has no digest is seen by nobody: such damages are counted.
"""
import argparse
import hashlib
import http.client
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
from backend import Backend, Failure, program, wait_for  # noqa: E402

SECTOR = 512
TICKETS = 12
DECISIONS = "select ticket, command_id from decision order by 1, 2"
LOG = "select platform, idx from audit_leaf order by 1, 2"


def flip(data, dice):
    at = dice.randrange(len(data))
    data[at] ^= 1 << dice.randrange(8)


def tear(data, dice):
    at = dice.randrange(len(data)) // SECTOR * SECTOR
    end = min(at + SECTOR, len(data))
    data[at:end] = dice.randbytes(end - at)


def cut(data, dice):
    del data[dice.randrange(len(data)):]


DAMAGES = {"flipped bit": flip, "torn sector": tear, "missing end": cut}


class Template:
    """A server's data with decisions and files, as it was closed."""

    def __init__(self, folder, dice):
        self.backend = Backend(folder)
        self.backend.start()
        self.passwords = self.backend.add_accounts({"agent": "agent", "colleague": "agent"})
        self.backend.add_keys()
        self.backend.send_samples(TICKETS, seed=dice.randrange(1, 10**6), colleague="colleague")
        wait_for(lambda: not self._pending(), "the files to be looked through")
        self.backend.stop()
        self.backend.command("check")
        self.promised = read_promised(self.backend.data)

    def _pending(self):
        with sqlite3.connect(f"file:{self.backend.data}/redress.db?mode=ro", uri=True) as database:
            return database.execute("select count(*) from evidence where rendition_state = 'pending'").fetchone()[0]

    def list_files(self):
        """The database is half of the tries."""
        files = [os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(self.backend.data, "evidence"))
                 for name in names]
        files = [os.path.relpath(path, self.backend.data) for path in files if os.path.getsize(path)]
        return ["redress.db"] * max(len(files), 1) + sorted(files)


def read_promised(data):
    """Decisions, entries of the log, and files with their digests."""
    database = sqlite3.connect(f"file:{data}/redress.db?mode=ro", uri=True)
    try:
        rows = database.execute(DECISIONS).fetchall(), database.execute(LOG).fetchall()
    finally:
        database.close()
    files = {}
    for folder, _, names in os.walk(os.path.join(data, "evidence")):
        for name in names:
            with open(os.path.join(folder, name), "rb") as stream:
                files[name] = hashlib.sha256(stream.read()).hexdigest()
    return (*rows, files)


def use(backend, password):
    """Asks for everything that a desk asks for; what is answered is not looked at."""
    port = int(backend.url.rsplit(":", 1)[1].strip("/"))

    def ask(method, path, body=None, token=None):
        headers = {"Redress-Protocol": "1", "Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=40)
        try:
            connection.request(method, path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            text = answer.read()
            is_json = answer.status in (200, 201) and "json" in answer.headers["Content-Type"]
            return json.loads(text) if is_json else {}
        except ValueError:
            # Made of damaged text: a desk cannot read it either.
            return {}
        except (OSError, http.client.HTTPException) as error:
            raise Failure(f"{method} {path}: {error!r}") from None
        finally:
            connection.close()

    token = ask("POST", "/v1/sessions", {"name": "agent", "password": password}).get("access_token")
    ask("GET", "/v1/changes?limit=500", token=token)
    for ticket in range(1, TICKETS + 1):
        for piece in ask("GET", f"/v1/tickets/T-{ticket}", token=token).get("evidence", []):
            ask("GET", f"/v1/tickets/T-{ticket}/evidence/{piece['sha256']}", token=token)


class Try:
    def __init__(self, template, folder):
        self.template = template
        self.backend = Backend(folder)
        shutil.rmtree(self.backend.data)
        shutil.copytree(template.backend.data, self.backend.data)

    def damage(self, name, kind, dice):
        path = os.path.join(self.backend.data, name)
        with open(path, "rb") as stream:
            data = bytearray(stream.read())
        DAMAGES[kind](data, dice)
        os.chmod(path, 0o600)
        with open(path, "wb") as stream:
            stream.write(data)

    def check(self):
        """Returns whether the check found it; fails where it found nothing although a promise is broken."""
        run = subprocess.run([program("redress-server"), "check", *self.backend._places()], capture_output=True,
                             text=True, timeout=120)
        if run.returncode < 0:
            raise Failure(f"the check died of signal {-run.returncode}: {run.stderr}")
        if run.returncode > 0 and "failed" not in run.stdout:
            raise Failure(f"the check does not say what is wrong: {run.stdout} {run.stderr}")
        if run.returncode == 0 and read_promised(self.backend.data) != self.template.promised:
            raise Failure("the check did not see it")
        return run.returncode > 0

    def serve(self):
        """Returns whether it serves. It may end with words, never by a signal."""
        try:
            self.backend.start()
        except Failure:
            if self.backend.process.returncode is None or self.backend.process.returncode < 0:
                raise
            return False
        use(self.backend, self.template.passwords["agent"][0])
        self.backend.stop()
        return True


def run_tries(template, tries, dice, folder):
    """Returns (mistakes, how many were found, refused and unseen)."""
    mistakes, found, refused, unseen = [], 0, 0, 0
    files = template.list_files()
    for number in range(tries):
        name, kind = dice.choice(files), dice.choice(sorted(DAMAGES))
        place = os.path.join(folder, f"try-{number}")
        os.makedirs(place)
        one = Try(template, place)
        try:
            one.damage(name, kind, dice)
            seen = one.check()
            serves = one.serve()
            found, refused, unseen = found + seen, refused + (not serves), unseen + (not seen)
            shutil.rmtree(place)
        except Failure as failure:
            mistakes.append(f"{kind} in {name}: {failure}; see {place}")
            if one.backend.process and one.backend.process.poll() is None:
                one.backend.kill()
    return mistakes, found, refused, unseen


def main():
    parser = argparse.ArgumentParser(prog="./dev faults damage", description=__doc__.splitlines()[0])
    parser.add_argument("--tries", type=int, default=200, metavar="N", help="how many damages (200)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), metavar="S", help="to repeat a run")
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.check:
        return 0
    dice = random.Random(options.seed)
    folder = tempfile.mkdtemp(prefix="redress-damage-")
    os.makedirs(os.path.join(folder, "template"))
    print(f"# seed {options.seed}", flush=True)
    mistakes, found, refused, unseen = run_tries(Template(os.path.join(folder, "template"), dice), options.tries, dice,
                                                 folder)
    print("1..1")
    for mistake in mistakes:
        print(f"# {mistake}")
    print(f"{'not ok' if mistakes else 'ok'} 1 - {len(mistakes)} of {options.tries} damages end badly")
    print(f"# {options.tries} damages: {found} found by the check, {unseen} that nothing tells, {refused} kept the "
          "server from starting")
    if not mistakes:
        shutil.rmtree(folder)
    return 1 if mistakes else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"damage: {failure}")
