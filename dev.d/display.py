# SPDX-License-Identifier: GPL-3.0-or-later
"""A display for the desk on a machine that has none."""
import atexit
import getpass
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile

from backend import Failure, wait_for

BROADWAY = """This machine has no display. The desk is at

    http://127.0.0.1:{port}

It has no password and therefore listens on this machine alone. From another one:
    ssh -L {port}:127.0.0.1:{port} {user}@{host}
"""
VIRTUAL = """This machine has no display. The desk is on the virtual display {display}. A picture of it:

    DISPLAY={display} import -window root desk.png
"""


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def say_first(command, log, what):
    """Starts a program whose first line of output says where it is. Returns it and the line."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                               text=True, start_new_session=True)
    line = process.stdout.readline().strip()
    if not line:
        raise Failure(f"{what} did not start")
    return process, line


def start_broadway(log):
    """Broadway draws the window in a web browser, which also works from another machine."""
    port = next(port for port in range(8085, 8185) if not is_open(port))
    process = subprocess.Popen(
        ["gtk4-broadwayd", "--address", "127.0.0.1", "--port", str(port), f":{port}"],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
    )
    wait_for(lambda: is_open(port) or process.poll() is not None, "Broadway")
    if process.poll() is not None:
        raise Failure("Broadway did not start")
    os.environ.update(GDK_BACKEND="broadway", BROADWAY_DISPLAY=f":{port}")
    print(BROADWAY.format(port=port, user=getpass.getuser(), host=platform.node()), file=sys.stderr)
    return process


def start_virtual(log):
    process, number = say_first(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-noreset", "-nolisten", "tcp"], log, "Xvfb"
    )
    os.environ.update(DISPLAY=f":{number}", GDK_BACKEND="x11", GSK_RENDERER="cairo")
    print(VIRTUAL.format(display=f":{number}"), file=sys.stderr)
    return process


def provide(log_path):
    """Makes sure that there are a display and a session bus. Returns the processes it started."""
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"):
        return []
    started = []
    if not os.environ.get("XDG_RUNTIME_DIR"):
        # Broadway and the desk meet there, and the desk has a cache folder of its own.
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="redress-run-")
        atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)
    with open(log_path, "ab") as log:
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            # Without one the desk would look for it in vain.
            bus, address = say_first(
                ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"], log, "the session bus"
            )
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
            started.append(bus)
        has_broadway = shutil.which("gtk4-broadwayd")
        started.append(start_broadway(log) if has_broadway else start_virtual(log))
    return started
