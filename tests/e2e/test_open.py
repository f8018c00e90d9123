#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real desk and the real server: sign in, read the queue, search, lose the server, close."""
import glob
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["REDRESS_SOURCE_DIR"], "tests", "support"))
import points  # noqa: E402
from accessible import Application  # noqa: E402
from backend import Backend, end, start_desk, wait_for  # noqa: E402

TICKETS = 12
# A warning of the desk ends it, so that the test fails.
STRICT = {"G_DEBUG": "fatal-warnings", "G_ENABLE_DIAGNOSTIC": "1"}

folder = tempfile.TemporaryDirectory(prefix="redress-e2e-")
backend = Backend(folder.name)
desk = None
window = None


def home():
    return os.path.join(folder.name, "desk")


def tree():
    return window.dump() if window else ""


def test_backend_starts():
    backend.start("--port", "0")
    backend.add_accounts()
    backend.add_keys()
    backend.send_samples(TICKETS)


def test_desk_signs_in_by_code():
    global desk, window
    desk = start_desk(backend, "agent", home(), environment=STRICT)
    window = Application(desk.pid)
    window.find("label", f"{TICKETS} tickets")
    window.find("push button", "Online")


def read_first_row():
    """Looked for anew each time: while tickets come in, rows are made and thrown away."""
    tickets = window.all("list", "Tickets")
    rows = window.all("list item", within=tickets[0]) if tickets else []
    return window.texts(rows[0]) if rows else None


def test_rows_say_what_they_show():
    text = wait_for(read_first_row, "the text of the row")[0]
    assert "Customer" in text or "客户" in text, text


def test_search_narrows_the_list():
    entry = window.find("entry")
    window.type_into(entry, "no such ticket at all")
    window.find("label", "No ticket matches")
    window.type_into(entry, "")
    window.find("label", f"{TICKETS} tickets")


def test_desk_says_that_the_server_is_gone():
    backend.kill()
    window.find("push button", "Offline since", seconds=60)


def test_desk_comes_back_with_the_server():
    port = backend.url.rsplit(":", 1)[1].strip("/")
    backend.start("--port", port)
    window.find("push button", "Online", seconds=90)


def test_close_ends_the_desk():
    global desk, window
    window.close()
    process, desk, window = desk, None, None
    assert process.wait(20) == 0


def start_again():
    global desk, window
    desk = start_desk(backend, "agent", home(), environment=STRICT)
    window = Application(desk.pid)
    window.find("label", f"{TICKETS} tickets")


def test_damaged_outbox_is_told_until_it_is_read():
    """Also when nobody reads it in the first run."""
    outbox, = glob.glob(os.path.join(home(), "**", "outbox.db"), recursive=True)
    with open(outbox, "r+b") as stream:
        stream.write(b"no database" * 9)
    start_again()
    window.find(None, "The file of your recorded decisions was damaged")
    window.find(None, "No decision that waits was found in it.")
    kept, = glob.glob(outbox + ".bad-*")
    window.find(None, f"The damaged file was kept: {kept}")
    test_close_ends_the_desk()
    start_again()
    window.click("push button", "Understood", within="RedressDamageBar")
    wait_for(lambda: not window.all("label", "The file of your recorded decisions was damaged"), "the end of the bar")
    test_close_ends_the_desk()
    start_again()
    assert not window.all("label", "The file of your recorded decisions was damaged")
    test_close_ends_the_desk()


def test_password_signs_in():
    global desk, window
    password = backend.add_accounts()["agent2"][0]
    desk = start_desk(backend, None, os.path.join(folder.name, "desk2"), environment=STRICT)
    window = Application(desk.pid)
    window.type_into(window.find("text", "User name"), "agent2")
    window.type_into(window.find("text", "Password"), "wrong " + password)
    window.click("push button", "Sign in")
    window.find(None, "Wrong name or password")
    window.type_into(window.find("text", "Password"), password)
    window.click("push button", "Sign in")
    window.find("label", f"{TICKETS} tickets")


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree)
    finally:
        if desk:
            end(desk, "the desk")
        backend.stop()
        folder.cleanup()
    sys.exit(status)
