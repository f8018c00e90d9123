# SPDX-License-Identifier: GPL-3.0-or-later
"""The PostgreSQL that tests/support/with-postgres runs around this program."""
import os
import signal
import subprocess
import sys

from backend import SOURCE, wait_for


def provide():
    """Runs this program again with a PostgreSQL around it, if there is none."""
    if "REDRESS_TEST_DATABASE" not in os.environ:
        around = os.path.join(SOURCE, "tests", "support", "with-postgres")
        sys.stdout.flush()
        os.execv(around, [around, sys.executable, *sys.argv])


def use(wanted):
    """Servers that are started from now on keep their rows in it, or not."""
    os.environ.pop("REDRESS_DATABASE", None)
    if wanted:
        os.environ["REDRESS_DATABASE"] = os.environ["REDRESS_TEST_DATABASE"]


def kill():
    """kill -9. The processes of its sessions end by themselves."""
    with open(os.path.join(os.environ["REDRESS_TEST_POSTGRES_DATA"], "postmaster.pid"), encoding="utf-8") as stream:
        os.kill(int(stream.readline()), signal.SIGKILL)


def start():
    """It does not start before the last of the killed one's processes has ended."""
    command = [os.environ["REDRESS_TEST_POSTGRES_START"]]
    wait_for(lambda: subprocess.run(command, capture_output=True, check=False).returncode == 0, "PostgreSQL", 60)
