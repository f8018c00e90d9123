#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""redress-sample against a real server, as a person runs it. Prints TAP."""
import json
import os
import subprocess
import sys
import tempfile
import traceback
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "support"))
from backend import Backend, program  # noqa: E402

TICKETS = 14
PAST = 6


def sample(backend, *options, keys=None):
    return subprocess.run(
        [program("redress-sample"), "--server", backend.url, "--keys", keys or backend.keys, *options],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180,
    )


def ask(backend, path, token=None, body=None):
    headers = {"Redress-Protocol": "1", "Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = json.dumps(body).encode() if body else None
    with urllib.request.urlopen(urllib.request.Request(backend.url + path, data, headers)) as answer:
        return json.load(answer)


def read_tickets(backend):
    """Every ticket of the server, as a desk gets them."""
    password = backend.add_accounts()["supervisor"][0]
    session = ask(backend, "/v1/sessions", body={"name": "supervisor", "password": password})
    page = ask(backend, "/v1/changes?limit=500&wait=0", session["access_token"])
    assert not page["more"]
    return {change["id"]: change["summary"] for change in page["changes"]}, session["access_token"]


def test_sends_and_decides(backend):
    run = sample(backend, "--tickets", str(TICKETS), "--work-as", "agent2", "--passwords", backend.passwords,
                 "--past", str(PAST))
    assert run.returncode == 0, run.stderr
    assert f"{TICKETS} tickets sent, 0 known already" in run.stdout, run.stdout
    assert " 0 refused" in run.stdout, run.stdout
    tickets, token = read_tickets(backend)
    states = [summary["state"] for summary in tickets.values()]
    # Each appeal brought the request it is about, which was decided.
    appeals = [summary for summary in tickets.values() if summary["kind"] == "appeal" and summary["state"] == "open"]
    assert appeals
    assert len(tickets) == TICKETS + PAST + len(appeals), len(tickets)
    assert states.count("open") == TICKETS, states
    for appeal in appeals:
        whole = ask(backend, f"/v1/tickets/T-{appeal['id']}", token)
        first = ask(backend, f"/v1/tickets/T-{whole['previous_ticket']}", token)
        assert first["decisions"][0]["verdict"] == "reject", first["decisions"]
        assert first["decisions"][0]["actor_name"] == "agent2"
        assert first["order_no"] == whole["order_no"]
        assert first["opened_at"] < whole["opened_at"]


def test_knows_them_again(backend):
    before, _token = read_tickets(backend)
    run = sample(backend, "--tickets", str(TICKETS), "--work-as", "agent2", "--passwords", backend.passwords,
                 "--past", str(PAST))
    assert run.returncode == 0, run.stderr
    assert f"0 tickets sent, {TICKETS} known already" in run.stdout, run.stdout
    assert "0 tickets decided" in run.stdout, run.stdout
    after, _token = read_tickets(backend)
    assert len(after) == len(before)


def test_says_what_is_wrong(backend):
    wrong = os.path.join(backend.folder, "wrong-keys")
    with open(wrong, "w", encoding="utf-8") as stream:
        for platform in ("kameng", "rail12306", "cainiao", "btepai"):
            stream.write(f"{platform} rk_nobody\n")
    run = sample(backend, "--tickets", "2", "--seed", "9", keys=wrong)
    assert run.returncode == 1 and "401" in run.stderr, run.stderr
    assert sample(backend, "--tickets", "2", keys="/nowhere").returncode == 2
    assert sample(backend, "--tickets", "-2").returncode == 2
    assert sample(backend, "--work-as", "agent2").returncode == 2
    assert sample(backend, "--now", "yesterday").returncode == 2


def main():
    tests = [test_sends_and_decides, test_knows_them_again, test_says_what_is_wrong]
    failed = 0
    print(f"1..{len(tests)}")
    with tempfile.TemporaryDirectory(prefix="redress-sample-") as folder:
        backend = Backend(folder)
        backend.start()
        try:
            backend.add_accounts()
            backend.add_keys()
            for number, test in enumerate(tests, 1):
                try:
                    test(backend)
                    print(f"ok {number} - {test.__name__}")
                except Exception:  # any failure is one of the test
                    failed += 1
                    for line in traceback.format_exc().splitlines():
                        print(f"# {line}")
                    print(f"not ok {number} - {test.__name__}")
        finally:
            backend.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
