# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desk said, in the order it said it, over all its lives."""
import statistics
import time

RECENT = 15
ANSWERS = ("applied", "conflict", "refused")


class Ledger:
    def __init__(self):
        self.submitted = []  # tickets
        self.recorded = {}  # command id: ticket
        self.answered = {}  # command id: the last answer
        self.kept = set()  # ids of commands that stay in the outbox for a person to see
        self.kills = {"idle": 0, "submit": 0, "recorded": 0}  # by the last step before the kill
        self.step = "idle"
        self.started_at = self.submitted_at = None
        self.unanswered = []  # (ticket, time) of kills between recorded and answer
        self.starts, self.records, self.answers, self.turns = [], [], [], []

    def note_start(self):
        self.started_at, self.submitted_at, self.step = time.monotonic(), None, "idle"

    def note(self, words):
        """A line of the desk."""
        now, what = time.monotonic(), words[0]
        if what == "ready":
            self.starts.append(now - self.started_at)
        elif what == "submit":
            if self.submitted_at:
                self.turns.append(now - self.submitted_at)
            self.submitted.append(int(words[1]))
            self.submitted_at, self.step = now, "submit"
        elif what == "recorded":
            self.recorded[words[1]] = int(words[2])
            if self.submitted_at:
                self.records.append(now - self.submitted_at)
            self.step = "recorded"
        elif what in ANSWERS:
            self._note_answer(now, *words)
        elif what == "kept":
            self.kept.add(words[1])

    def _note_answer(self, now, what, command_id, _ticket):
        # Only the command of this turn: what an earlier life had left is answered at some time.
        if self.recorded.get(command_id) == (self.submitted or [None])[-1]:
            if self.submitted_at and self.step == "recorded":
                self.answers.append(now - self.submitted_at)
            self.step = "idle"
        self.answered[command_id] = what

    def note_kill(self):
        """A turn in which something died says nothing of the time that turns take."""
        self.kills[self.step] += 1
        if self.step == "recorded":
            self.unanswered.append((self.submitted[-1], time.time()))
        self.submitted_at = None

    def typical_start(self):
        return statistics.median(self.starts[-RECENT:])

    def typical_record(self):
        return statistics.median(self.records[-RECENT:])

    def typical_answer(self):
        return statistics.median(self.answers[-RECENT:])

    def typical_turn(self):
        return statistics.median(self.turns[-RECENT:])
