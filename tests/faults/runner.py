# SPDX-License-Identifier: GPL-3.0-or-later
"""One life of the desk: desk-runner.c, what it says, and its end."""
import contextlib
import os
import queue
import signal
import subprocess
import threading
import time

from backend import BUILD, Failure

PROGRAM = os.path.join(BUILD, "tests", "faults", "desk-runner")
PATIENCE = 60


def pause(seconds):
    time.sleep(seconds)  # lint: allow sleep: the moment of a kill is random, nothing is waited for


class Runner:
    def __init__(self, home, url, account, password, ledger, log, decides, pace=0):
        self.ledger = ledger
        self.log = log
        self.words = queue.Queue()
        ledger.note_start()
        with open(log, "ab") as errors:
            self.process = subprocess.Popen(
                [PROGRAM, home, url, account, password, str(max(ledger.submitted, default=0)), str(pace)],
                stdin=subprocess.PIPE if decides else subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
                text=True, start_new_session=True,
            )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            words = line.split()
            if words and words[0] != "#":
                self.ledger.note(words)
                self.words.put(words[0])
        self.words.put(None)

    def wait_for(self, wanted):
        """Waits until the desk says the word."""
        while True:
            try:
                word = self.words.get(timeout=PATIENCE)
            except queue.Empty:
                raise Failure(f"the desk did not come to say '{wanted}'") from None
            if word == wanted:
                return
            if word == "none":
                raise Failure("no ticket is left to decide")
            if word is None:
                raise Failure(f"the desk ended by itself with status {self.process.wait()}: {self._last_words()}")

    def forget(self):
        """What was said until now is not waited for any more."""
        while not self.words.empty():
            word = self.words.get()
            if word is None:
                self.words.put(word)
                return

    def _last_words(self):
        with open(self.log, encoding="utf-8", errors="replace") as stream:
            return "".join(stream.readlines()[-5:]).strip()

    def drain(self):
        """The desk decides no more and sends what it has."""
        if self.process.stdin:
            self.process.stdin.close()
        self.wait_for("drained")

    @contextlib.contextmanager
    def stopped(self):
        """It stands still, so that it does not run out of tickets."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def kill(self):
        """kill -9. What it had said before is still read."""
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()
        if self.process.stdin:
            self.process.stdin.close()
