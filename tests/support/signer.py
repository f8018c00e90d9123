# SPDX-License-Identifier: GPL-3.0-or-later
"""A redress-signer with a key and a memory in a folder."""
import os
import subprocess

from backend import Failure, end, program

NAME = "redress.example/audit"


class Signer:
    def __init__(self, folder):
        self.key = os.path.join(folder, "signer.key")
        self.state = os.path.join(folder, "signer")
        self.socket = os.path.join(folder, "signer.socket")
        self.process = None
        if not os.path.exists(self.key):
            subprocess.run([program("redress-signer"), "generate", NAME, "--key", self.key],
                           check=True, stdout=subprocess.DEVNULL)

    def start(self):
        """Starts it and waits until it listens. Returns the option with which a server asks it."""
        if self.process is None:
            # Ctrl-C is for the program that started it, which ends it in its own time.
            self.process = subprocess.Popen(
                [program("redress-signer"), "serve", "--key", self.key, "--state", self.state, "--socket", self.socket],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True)
            if self.process.stdout.readline() != "ready\n":
                raise Failure(f"the signer ended with status {self.process.wait()}")
        return "--signer", self.socket

    def stop(self):
        if self.process:
            process, self.process = self.process, None
            process.stdout.close()
            end(process, "the signer")
