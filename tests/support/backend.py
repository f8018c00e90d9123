# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of one's own with accounts, connector keys and sample tickets.

`./dev run`, the end-to-end tests and the crash runs all start theirs from here.
"""
import os
import secrets
import shutil
import subprocess
import time

PLATFORMS = ("rail12306", "cainiao", "kameng", "btepai")
ACCOUNTS = {
    "agent": "agent",
    "agent2": "agent",
    "supervisor": "supervisor",
    "auditor": "auditor",
    "admin": "admin",
}
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("REDRESS_BUILD_DIR", os.path.join(SOURCE, "build"))


class Failure(Exception):
    """Something did not start, end or answer; the text is for people."""


def wait_for(condition, what, seconds=30):
    """Waits until condition() is true and returns what it gave."""
    end = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise Failure(f"waited {seconds} s in vain for {what}")
        time.sleep(0.05)  # lint: allow sleep: between two looks at the condition


def program(name):
    folder = {"redress": "app", "redress-sample": "sample", "redress-signer": "audit"}.get(name, "server")
    return os.path.join(BUILD, "src", folder, name)


def end(process, what, seconds=30):
    """Asks a process to end. Returns its status; one that does not end is killed and a Failure."""
    if process.poll() is None:
        process.terminate()
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise Failure(f"{what} did not end within {seconds} s") from None


class Backend:
    """One data folder and the server on it, whether it runs or not."""

    def __init__(self, folder, server=None):
        self.folder = folder
        self.server = server or program("redress-server")
        self.data = os.path.join(folder, "server")
        self.log = os.path.join(folder, "server.log")
        self.keys = os.path.join(folder, "keys")
        self.passwords = os.path.join(folder, "passwords")
        self.process = None
        self.url = None
        os.makedirs(self.data, mode=0o700, exist_ok=True)

    def start(self, *options):
        """Starts the server and waits until it listens. Returns its address."""
        note = os.path.join(self.data, "url")
        if os.path.exists(note):
            os.unlink(note)
        with open(self.log, "ab") as log:
            # Ctrl-C is for the program that started it, which ends it in its own time.
            self.process = subprocess.Popen(
                [self.server, "serve", *self._places(), *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )
        self.url = wait_for(lambda: self._read_url(note), "the server", 60)
        return self.url

    def _read_url(self, note):
        if self.process.poll() is not None:
            raise Failure(f"the server ended with status {self.process.returncode}:\n{self.tail()}")
        try:
            with open(note, encoding="utf-8") as stream:
                return stream.read().strip()
        except FileNotFoundError:
            return None

    def _places(self):
        return ["--data", self.data, "--policies", os.path.join(SOURCE, "data", "policies")]

    def tail(self, lines=20):
        with open(self.log, encoding="utf-8", errors="replace") as stream:
            return "".join(stream.readlines()[-lines:])

    def count_log(self, words):
        """In how many lines of its log these words stand."""
        with open(self.log, encoding="utf-8", errors="replace") as stream:
            return sum(words in line for line in stream)

    def stop(self):
        if self.process:
            process, self.process = self.process, None
            status = end(process, "the server")
            if status != 0:
                raise Failure(f"the server ended with status {status}:\n{self.tail()}")

    def kill(self):
        """kill -9."""
        process, self.process = self.process, None
        process.kill()
        process.wait()

    def command(self, *arguments, text=None):
        """Runs a sub-command of redress-server on the data folder and returns what it prints."""
        run = subprocess.run(
            [self.server, *arguments, *self._places()],
            input=text or "", capture_output=True, text=True, timeout=120,
        )
        if run.returncode != 0:
            raise Failure(f"redress-server {' '.join(arguments)}: {(run.stderr or run.stdout).strip()}")
        return run.stdout.strip()

    def add_accounts(self, accounts=None, scopes="all"):
        """Makes the accounts that are not there yet. Returns {name: (password, role)}."""
        known = {name: (password, role) for name, password, role in read_rows(self.passwords)}
        for name, role in (accounts or ACCOUNTS).items():
            if name not in known:
                password = secrets.token_hex(8)
                self.command("user", "add", name, "--role", role, "--scopes", scopes,
                             "--password-stdin", text=password + "\n")
                known[name] = (password, role)
                add_row(self.passwords, name, password, role)
        return known

    def add_keys(self, platforms=PLATFORMS):
        """Makes a connector key for each platform that has none, and keeps them in a file."""
        known = {row[0] for row in read_rows(self.keys)}
        for platform in platforms:
            if platform not in known:
                add_row(self.keys, platform, self.command("key", "add", platform))

    def send_samples(self, tickets, seed=1, colleague=None, evidence=None):
        """Sends tickets, of which as many as given bring files. A colleague has decided some others before."""
        files = [] if evidence is None else ["--evidence", str(evidence)]
        past = ["--work-as", colleague, "--passwords", self.passwords] if colleague else []
        run = subprocess.run(
            [program("redress-sample"), "--server", self.url, "--keys", self.keys,
             "--tickets", str(tickets), "--seed", str(seed), *files, *past],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        if run.returncode != 0:
            raise Failure(f"the sample tickets could not be sent: {run.stderr.strip().splitlines()[-1:]}")

    def sign_in_code(self, account):
        return self.command("user", "code", account)


def read_rows(path):
    try:
        with open(path, encoding="utf-8") as stream:
            return [line.split() for line in stream if line.strip()]
    except FileNotFoundError:
        return []


def add_row(path, *words):
    """Adds a line to a file that only its owner may read."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8") as stream:
        stream.write(" ".join(words) + "\n")


def use_settings(source, target):
    """Font and animations of the desk are those of the home around it, if that has any."""
    file = os.path.join("gtk-4.0", "settings.ini")
    if source and os.path.exists(os.path.join(source, file)):
        os.makedirs(os.path.join(target, "gtk-4.0"), exist_ok=True)
        shutil.copyfile(os.path.join(source, file), os.path.join(target, file))


def start_desk(backend, account, home, *options, environment=None):
    """Opens the desk, signed in by a one-time code, or not at all without an account.

    What it keeps lies in the folder `home`.
    """
    world = dict(os.environ)
    for kind in ("data", "cache", "state", "config"):
        world[f"XDG_{kind.upper()}_HOME"] = os.path.join(home, kind)
        os.makedirs(os.path.join(home, kind), mode=0o700, exist_ok=True)
    use_settings(os.environ.get("XDG_CONFIG_HOME"), world["XDG_CONFIG_HOME"])
    world.update(
        GSETTINGS_BACKEND="keyfile", GSETTINGS_SCHEMA_DIR=os.path.join(BUILD, "data"),
        REDRESS_LOCALEDIR=os.path.join(BUILD, "po"), **(environment or {}),
    )
    code_reader, code_writer = os.pipe()
    if account:
        os.write(code_writer, (backend.sign_in_code(account) + "\n").encode())
        options = ("--sign-in-fd", "3", *options)
    os.close(code_writer)

    def hand_over():
        os.dup2(code_reader, 3)

    try:
        return subprocess.Popen(
            [program("redress"), "--server", backend.url, *options],
            stdin=subprocess.DEVNULL, env=world, preexec_fn=hand_over, pass_fds=(3,), start_new_session=True,
        )
    finally:
        os.close(code_reader)
