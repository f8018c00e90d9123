# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk under the hands of a person: keys, clicks and what can be read.

Run inside `hermetic --display --wm`.
"""
import json
import os
import subprocess
import urllib.request

from accessible import Application, act, actions_of, alive, text_of, walk
from backend import Failure, end, start_desk, wait_for

SHOTS = os.environ.get("REDRESS_SHOTS")


class Desk:
    def __init__(self, backend, account, home, undo_seconds=10, options=(), environment=None):
        self.home = home
        settings = os.path.join(home, "config", "glib-2.0", "settings")
        for folder in (settings, *(os.path.join(home, name) for name in ("data", "cache", "state"))):
            os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(os.path.join(settings, "keyfile"), "w", encoding="utf-8") as stream:
            stream.write(f"[org/redress/Desk]\nundo-seconds=uint32 {undo_seconds}\n")
        self.process = start_desk(backend, account, home, *options, environment=environment)
        self.app = Application(self.process.pid)
        # In any language: the second list, after the views, holds the tickets.
        wait_for(lambda: len(self.app.all("list item")) > 12, "tickets", 60)

    def close(self):
        end(self.process, "the desk")

    def focus(self):
        """Brings the window to the front, so that keys go to it."""
        window = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid), "--name", "Redress"],
            capture_output=True, text=True).stdout.split()
        if not window:
            raise Failure("the desk has no window")
        subprocess.run(["xdotool", "windowactivate", "--sync", window[-1]], check=True)

    def key(self, *keys):
        self.focus()
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "15", text], check=True)

    def run(self, action):
        """Runs an action such as `case.check-out`, wherever in the window it is installed."""
        def look():
            return next((node for node in walk(self.app.node) if action in actions_of(node)), None)
        act(wait_for(look, f"the action {action}"), action)

    def shot(self, name):
        """A picture for people; without a folder for it nothing is written."""
        if SHOTS:
            os.makedirs(SHOTS, exist_ok=True)
            subprocess.run(["import", "-window", "root", os.path.join(SHOTS, name + ".png")], check=True)

    def number(self):
        """Number of the ticket on the case page."""
        return wait_for(self._read_number, "a ticket number")

    def _read_number(self):
        for node in self.app.all("label"):
            words = text_of(node)
            if words[:3] in ("KM-", "CN-", "BT-", "RO-", "RR-", "RX-") and words.count("-") >= 2:
                return words
        return None

    def verdicts(self):
        """The verdict buttons that can be seen, by their words."""
        wait_for(lambda: self.app.has("push button", "More"), "the decision bar")
        names = ("Approve", "Reject", "Uphold", "Partial", "Reissue", "Need info", "Hold", "Escalate")
        found = {}
        for node in self.app.all("push button"):
            words = (alive(node.get_name) or "").strip()
            if words in names:
                found[words] = node
        return found

    def take_until(self, verdict, tries=25):
        """Takes tickets until the rules support the verdict for one. Returns its number."""
        for _ in range(tries):
            before = self._read_number()
            self.run("win.take-next")
            wait_for(lambda: self._read_number() not in (None, before), "the next ticket", 60)
            self.wait_text("Yours", 60)
            # The strip names what the rules support: "Approve: Refund to the source".
            if any(words.startswith(verdict + ":") for words in self.app.texts()):
                return self.number()
        raise Failure(f"the rules support {verdict} for no ticket")

    def wait_text(self, text, seconds=60):
        return wait_for(lambda: next((words for words in self.app.texts() if text in words), None),
                        f"the words '{text}'", seconds)

    def wait_no_text(self, text, seconds=30):
        wait_for(lambda: not any(text in words for words in self.app.texts()),
                 f"the end of the words '{text}'", seconds)


class Observer:
    """Somebody who asks the server by HTTP what is true."""

    def __init__(self, backend, account, password):
        self.backend = backend
        self.token = self._post("/v1/sessions", {"name": account, "password": password})["access_token"]

    def _post(self, path, body):
        return self._ask("POST", path, json.dumps(body).encode())

    def _ask(self, method, path, body=None):
        request = urllib.request.Request(self.backend.url + path, data=body, method=method)
        request.add_header("Redress-Protocol", "1")
        request.add_header("Content-Type", "application/json")
        if hasattr(self, "token"):
            request.add_header("Authorization", "Bearer " + self.token)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def find(self, number):
        hits = self._ask("GET", "/v1/search?q=" + number)["results"]
        return next((hit["id"] for hit in hits if hit["external_id"] == number), None)

    def ticket(self, number):
        return self._ask("GET", f"/v1/tickets/T-{self.find(number)}")

    def decisions(self, number):
        return self.ticket(number).get("decisions", [])
