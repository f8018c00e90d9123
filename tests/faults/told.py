# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk that does as it is told: told-desk.c."""
import os
import queue
import subprocess
import threading

from backend import BUILD, Failure
from ledger import ANSWERS

PROGRAM = os.path.join(BUILD, "tests", "faults", "told-desk")
PATIENCE = 120
DECISIONS = ("decide", "stale")


class ToldDesk:
    def __init__(self, home, url, account, password, ledger, log):
        self.ledger, self.log = ledger, log
        self.words = queue.Queue()
        self.again = []  # what failed and was tried again, in words for people
        self.order = None
        self.recorded = {}  # command id: what was ordered
        self.answers = {}  # command id: its answers
        ledger.note_start()
        with open(log, "ab") as errors:
            self.process = subprocess.Popen(
                [PROGRAM, home, url, account, password], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=errors, text=True, start_new_session=True,
            )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            words = line.split()
            self._note(words)
            self.words.put(words)
        self.words.put(None)

    def _note(self, words):
        """The ledger is of decisions alone."""
        if words[0] == "again":
            self.again.append(" ".join(words[1:]))
        elif words[0] == "recorded":
            self.recorded[words[1]] = self.order
        elif words[0] in ANSWERS:
            self.answers.setdefault(words[1], []).append(words[0])
        order = self.recorded.get(words[1]) if words[0] in ("recorded", "kept", *ANSWERS) else self.order
        if order in DECISIONS:
            self.ledger.note(words)

    def start(self, order, *words):
        self.order = order
        self.process.stdin.write(" ".join((order, *map(str, words))) + "\n")
        self.process.stdin.flush()

    def finish(self, order):
        """Waits for the end of an order. Returns the rows it gave."""
        rows = []
        while True:
            try:
                words = self.words.get(timeout=PATIENCE)
            except queue.Empty:
                raise Failure(f"the desk did not come to the end of '{order}'") from None
            if words is None:
                raise Failure(f"the desk ended in '{order}' with {self.process.wait()}: {self._last_words()}")
            if words[0] == "row":
                rows.append(words[1:])
            elif words[0] == "done":
                return rows
            elif words[0] == "failed":
                raise Failure(f"'{order}': {' '.join(words[1:])}")

    def tell(self, order, *words):
        self.start(order, *words)
        return self.finish(order)

    def _last_words(self):
        with open(self.log, encoding="utf-8", errors="replace") as stream:
            return "".join(stream.readlines()[-5:]).strip()

    def close(self):
        try:
            self.process.stdin.close()
            self.process.wait(20)
        except BrokenPipeError:
            self.process.wait()
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.reader.join()
