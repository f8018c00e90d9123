# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk under the hands of a person: keys, clicks and what can be read.

Run inside `hermetic --display --wm`.
"""
import os
import re
import subprocess

from accessible import Application
from backend import Failure, end, start_desk, wait_for
from words import Words

PLACE = re.compile(r"(\d+)\D+(\d+)\D* · .*-")
LOCALES = {"en": "C.UTF-8", "zh_CN": "zh_CN.UTF-8"}
RULE = re.compile(r"R-[A-Z0-9]+(-\w+)?")
NUMBER = re.compile(r"[A-Z]{2}-\d{8}-\w+(-refund)?")


def find_number(texts):
    return next((words for words in texts if NUMBER.fullmatch(words)), None)


def write_settings(home, settings):
    folder = os.path.join(home, "config", "glib-2.0", "settings")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    with open(os.path.join(folder, "keyfile"), "w", encoding="utf-8") as stream:
        stream.write("[org/redress/Desk]\n")
        stream.writelines(f"{name}={value}\n" for name, value in settings.items())


class Desk:
    def __init__(self, backend, account, home, options=(), settings=None, language="en", environment=None):
        """Without an account it shows the page to sign in."""
        self.words = Words(language)
        write_settings(home, settings or {})
        environment = {"LC_ALL": LOCALES[language], **(environment or {})}
        self.process = start_desk(backend, account, home, *options, environment=environment)
        # Where the pointer rests, a tooltip would open.
        subprocess.run(["xdotool", "mousemove", "9999", "9999"], check=True)
        self.app = Application(self.process.pid)
        self.number = None  # of the ticket on the case page
        if account:
            self.wait_tickets()

    def close(self):
        end(self.process, "the desk")

    def is_open(self):
        return self.process.poll() is None

    # Hands

    def _find_windows(self):
        """The latest is the one in front."""
        return wait_for(lambda: subprocess.run(
            ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.process.pid), "--name", "."],
            capture_output=True, text=True).stdout.split(), "a window of the desk")

    def focus(self):
        """Brings the window to the front, so that keys go to it."""
        windows = self._find_windows()
        active = subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True).stdout.strip()
        if active not in windows:
            subprocess.run(["xdotool", "windowactivate", "--sync", windows[-1]], check=True)

    def wait_window(self, title):
        """Until keys go to the window of that title."""
        wait_for(lambda: subprocess.run(["xdotool", "getactivewindow", "getwindowname"], capture_output=True,
                                        text=True).stdout.strip() == self.words.say(title), f"the window '{title}'")

    def key(self, *keys):
        self.focus()
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)

    def type(self, text):
        self.focus()
        subprocess.run(["xdotool", "type", "--delay", "5", text], check=True)

    def press(self, text, context=None, within=None):
        self.app.click("push button", self.words.say(text, context), within)

    def run(self, action):
        """Runs an action such as `case.check-out`, wherever in the window it is installed."""
        self.app.act(wait_for(lambda: self.app.find_action(action), f"the action {action}"), action)

    # Eyes

    def reads(self, text, within=None, context=None):
        part = self.words.part(text, context)
        return next((words for words in self.app.texts(within) if part in words), None)

    def wait(self, text, seconds=30, within=None, context=None):
        """Waits for words as they stand in the source."""
        return wait_for(lambda: self.reads(text, within, context), f"the words '{text}'", seconds)

    def wait_gone(self, text, seconds=30, within=None):
        wait_for(lambda: not self.reads(text, within), f"the end of the words '{text}'", seconds)

    def wait_tickets(self):
        wait_for(lambda: self.app.all("list item", within="RedressQueueList"), "tickets", 60)

    def shot(self, path):
        """A picture of the main window with what lies over it."""
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.focus()
        _, _, crop = max(self._measure(window) for window in self._find_windows())
        subprocess.run(["import", "-window", "root", "-crop", crop, "+repage", path], check=True)

    def _measure(self, window):
        lines = subprocess.run(["xdotool", "getwindowgeometry", "--shell", window],
                               capture_output=True, text=True, check=True).stdout.splitlines()
        place = dict(line.split("=") for line in lines)
        return int(place["WIDTH"]), int(place["HEIGHT"]), "{WIDTH}x{HEIGHT}+{X}+{Y}".format(**place)

    # What an agent does

    def sign_in(self, name, password):
        """Types into the page as it opens, with the cursor in the name."""
        wait_for(lambda: self.app.all("text", self.words.say("User name")), "the page to sign in")
        self.type(name)
        wait_for(lambda: self.app.all("text", name), "the name")
        self.key("Tab")
        self.type(password)
        button = self.words.say("Sign in")
        wait_for(lambda: any(node.is_sensitive() for node in self.app.all("push button", button)), "the button")
        self.key("Return")
        self.wait_tickets()

    def take_next(self):
        """Takes the next ticket and waits until it is this agent's. Returns its number."""
        before = self.number
        self.key("n")
        self.number = wait_for(lambda: self._read_taken(before), "the next ticket")
        return self.number

    def _read_taken(self, before):
        texts = self.app.texts("RedressCaseTitleBar")
        number = find_number(texts)
        is_mine = any(self.words.part("Yours, %s") in words for words in texts)
        return number if number != before and is_mine else None

    def open(self, number, tries=6):
        """Opens the ticket of a number as one that was pasted into the search; again if it was not here yet."""
        self.key("ctrl+k")
        self.type(number)
        for attempt in range(tries):
            self.key("Return")
            try:
                wait_for(lambda: find_number(self.app.texts("RedressCaseTitleBar")) == number,
                         f"the ticket {number}", 5)
                break
            except Failure:
                if attempt + 1 == tries:
                    raise
        self.key("ctrl+k", "Escape")
        self.number = number

    def recommends(self, verdict):
        """Whether a rule supports the verdict: "Approve: refund to the source", "R-CN-3"; on an appeal "R-CN-3 · v2"."""
        texts = self.app.texts("RedressCaseView")
        return any(RULE.fullmatch(rule.split(" · ")[0]) and words.startswith(self.words.say(verdict))
                   for words, rule in zip(texts, texts[1:]))

    def take_until(self, condition, tries=25):
        """Takes tickets until one is as wanted. Returns its number."""
        for _ in range(tries):
            number = self.take_next()
            if condition():
                return number
        raise Failure("no ticket is as wanted")

    def choose(self, verdict):
        """A button that was pressed takes a moment, and so does whoever presses it."""
        self.press(verdict, within="RedressDecisionForm")
        wait_for(lambda: any(button.is_pressed() for button in self.app.all(
            "push button", self.words.say(verdict), "RedressDecisionForm")), f"{verdict} to be chosen")

    def write_note(self, text):
        self.key("ctrl+t")
        self.type(text)
        wait_for(lambda: self.app.all("text", text, "RedressDecisionForm"), "the note")

    def submit(self):
        wait_for(self._can_submit, "Submit to work")
        self.key("ctrl+shift+Return")

    def _can_submit(self):
        buttons = self.app.all("push button", self.words.say("Submit"), "RedressDecisionForm")
        return buttons and buttons[0].is_sensitive()

    def wait_recorded(self):
        self.wait("Recorded on this computer: %s", within="RedressDecisionBar")

    def send_now(self):
        self.press("Send now", within="RedressRecordedBar")

    def undo(self):
        self.key("ctrl+z")
        wait_for(lambda: self.app.all(within="RedressDecisionForm"), "the form")

    def read_place(self):
        """(nullable): which file of how many the viewer shows."""
        for words in self.app.texts("RedressViewer"):
            place = PLACE.search(words)
            if place:
                return int(place[1]), int(place[2])
        return None

    def view_evidence(self):
        """Opens the viewer. Returns how many files there are."""
        self.key("e")
        return wait_for(self.read_place, "the viewer")[1]

    def wait_file(self, index):
        """Waits until a file can be looked at."""
        wait_for(lambda: (self.read_place() or (0,))[0] == index, f"file {index}")
        wait_for(self._is_file_shown, f"the content of file {index}")

    def _is_file_shown(self):
        pages = self.app.pages("RedressEvidenceView")
        return (any(page.name != self.words.say("Loading") for page in pages) and
                not self.reads("The server is still preparing this file", "RedressEvidenceView"))

    def close_viewer(self):
        self.key("Escape")
        wait_for(lambda: not self.read_place(), "the end of the viewer")
        wait_for(lambda: any(node.is_focused() for node in self.app.all("push button", within="RedressDecisionForm")),
                 "the focus to come to the decision")
