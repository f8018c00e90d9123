#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile bytes for the real server, alone or behind a proxy as data/deploy sets it up. Prints TAP.

usage: abuse.py direct|nginx|haproxy
"""
import gzip
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import proxy  # noqa: E402
from abuse_requests import COMMANDS, END, GROUPS, HAPROXY, HIDDEN, HOST, JSON, get, length, post  # noqa: E402
from backend import Failure, wait_for  # noqa: E402
from place import Place  # noqa: E402
from wire import Line, exchange  # noqa: E402

IS_SANITIZED = "ASAN_OPTIONS" in os.environ
# What docs/reliability.md promises of the server alone, whatever is sent.
MOST_MEMORY_KIB = 320 * 1024
# Nobody waits longer while others misbehave.
PATIENCE_S = 3
SLOW = 300


class Ground:
    """A server with something to ask for, and the way in."""

    def __init__(self, kind, folder):
        self.kind = kind
        self.place = Place(folder, *(["--behind-proxy"] if kind != "direct" else []))
        self.proxy = None
        self.unread = []
        try:
            self._begin(folder)
        except BaseException:
            self.close()
            raise

    def _begin(self, folder):
        kind = self.kind
        self.ticket = self.place.create()
        self.file = self.place.add_file(self.ticket, "order_screen")
        self.place.wait_until_rendered(self.ticket)
        self.victim = self.place.sign_in("worker")
        self.address = (self.place.port, False)
        if kind != "direct":
            self.proxy = proxy.KINDS[kind](folder, self.place.port)
            self.address = (self.proxy.port, True)
            wait_for(lambda: self.try_me() == 200, kind)
        self.pid = self.place.server.process.pid
        self.descriptors = self.count_descriptors()

    def close(self):
        if self.proxy:
            self.proxy.close()
        self.place.close()

    def try_me(self):
        try:
            return self.ask(get(b"/v1/me")).status
        except OSError:
            return 0

    def fill(self, data):
        path = f"/v1/tickets/T-{self.ticket['id']}"
        for name, value in (("$BOSS", self.place.boss), ("$FILE", f"{path}/evidence/{self.file}"), ("$TICKET", f"T-{self.ticket['id']}"),
                            ("$TOKEN", self.place.worker), ("$VICTIM", self.victim)):
            data = data.replace(name.encode(), value.encode())
        return data

    def ask(self, data):
        return exchange(self.address, self.fill(data))

    def is_served(self):
        """Somebody who means well is answered soon."""
        began = time.monotonic()
        return self.ask(get(b"/v1/me").replace(b"$TOKEN", b"$BOSS")).status == 200 and time.monotonic() - began < PATIENCE_S

    def count_descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def read_memory(self):
        """The most it ever had."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as stream:
            return next(int(line.split()[1]) for line in stream if line.startswith("VmHWM"))


class Slow:
    """Many connections that send a byte now and then, in a thread of their own."""

    def __init__(self, ground, opening, drop):
        self.lines = [Line(ground.address, 60) for _ in range(SLOW)]
        self.drop, self.ended = drop, threading.Event()
        for line in self.lines:
            line.send(ground.fill(opening))
        self.thread = threading.Thread(target=self._drip)
        self.thread.start()

    def _drip(self):
        while not self.ended.wait(0.5):
            for line in self.lines:
                line.send(self.drop)

    def end(self):
        self.ended.set()
        self.thread.join()
        for line in self.lines:
            line.__exit__()


def check_row(ground, name, data, statuses):
    with Line(ground.address) as line:
        line.send(ground.fill(data))
        reply = line.read_in_time()
        # A request that the proxy sees as one is answered as one, and hides nothing.
        if ground.kind == "haproxy" and HIDDEN in data and line.read_in_time().status == 204:
            ground.victim = ground.place.sign_in("worker")
    problems = []
    if reply.status not in statuses:
        problems.append(f"{name}: {reply.status} instead of {sorted(statuses)}: {reply.body[:200]}")
    if b"root:" in reply.body or b"SQLite" in reply.body:
        problems.append(f"{name}: a file got out")
    return problems


def check_group(ground, rows):
    problems = []
    for name, data, direct, behind in rows:
        # HAProxy leaves more to the server than nginx does.
        statuses = {"direct": direct, "nginx": behind, "haproxy": direct | behind | HAPROXY.get(name, set())}[ground.kind]
        problems += check_row(ground, name, data, statuses)
        if not ground.is_served():
            problems.append(f"{name}: nobody else is served")
            break
    if ground.place.ask("GET", "/v1/me", ground.victim).status != 200:
        problems.append("what hid behind another request was served")
        ground.victim = ground.place.sign_in("worker")
    return problems


def never_more_than_the_file(ground):
    """no range brings more bytes than the file has"""
    whole = ground.ask(get(b"$FILE")).body
    replies = [ground.ask(data) for _, data, _, _ in dict(GROUPS)["ranges"]]
    return [f"{len(reply.body)} bytes" for reply in replies if reply.status < 300 and reply.body not in whole]


def duplicate_keys(ground):
    """two Idempotency-Keys are none"""
    body = json.dumps({"events": []}).encode()
    path = f"/v1/platforms/kameng/tickets/{ground.ticket['external_id']}/timeline"
    key = ground.place.keys["kameng"].encode()
    head = b"POST " + path.encode() + b" HTTP/1.1\r\n" + HOST + b"Redress-Protocol: 1\r\nAuthorization: Bearer " + key + b"\r\n" + JSON
    reply = ground.ask(head + b"Idempotency-Key: a\r\nIdempotency-Key: b\r\n" + length(body) + END + body)
    return [] if reply.status == 400 else [f"{reply.status} {reply.body}"]


def compressed(ground):
    """what is compressed is not expanded"""
    bomb = gzip.compress(b" " * 50_000_000, 9)
    statuses = [ground.ask(post(bomb, b"Content-Encoding: " + coding + b"\r\n")).status for coding in (b"gzip", b"deflate", b"br")]
    return [] if set(statuses) == {400} else [str(statuses)]


def local_alone(ground):
    """what is for the machine alone is not for who comes through the proxy"""
    problems = []
    code = ground.place.server.sign_in_code("worker")
    body = json.dumps({"code": code}).encode()
    for spoof in (b"", b"X-Forwarded-For: 127.0.0.1\r\n", b"Forwarded: for=127.0.0.1\r\n", b"X-Real-IP: 127.0.0.1\r\n"):
        expected = 403 if ground.kind != "direct" or b"Forwarded" in spoof else None
        reply = ground.ask(b"POST /v1/sessions HTTP/1.1\r\n" + HOST + b"Redress-Protocol: 1\r\n" + JSON + spoof + length(body) + END + body)
        if expected and reply.status != expected:
            problems.append(f"{spoof}: {reply.status}")
    return problems


def pipelined(ground):
    """a hundred requests in one go are answered in their order"""
    with Line(ground.address) as line:
        line.send(ground.fill(b"".join(get(b"/v1/tickets/T-%d" % number if number % 2 else b"/v1/me") for number in range(1000, 1100))))
        statuses = [line.read().status for _ in range(100)]
    return [] if statuses == [200, 404] * 50 else [str(statuses)]


def never_read(ground):
    """who asks and never reads keeps nobody waiting"""
    ground.unread = [Line(ground.address) for _ in range(15)]
    for line in ground.unread:
        line.socket.settimeout(0.2)
        line.send(ground.fill(get(b"/v1/policies/kameng-virtual/3")) * 1000)
    return [] if all(ground.is_served() for _ in range(5)) else ["not served"]


def broken_off(ground):
    """connections that break at any place leave nothing behind"""
    request = ground.fill(post(b'{"commands":[]}'))
    for cut in range(0, len(request), 3):
        line = Line(ground.address)
        line.send(request[:cut])
        # Ended by a reset, not in good order.
        line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.__exit__()
    return [] if ground.is_served() else ["not served"]


def large_bodies(ground):
    """many large bodies that never end do not fill the memory"""
    body = b" " * 250_000
    opening = ground.fill(COMMANDS).replace(ground.place.worker.encode(), b"ra_nobody") + b"Content-Length: 255000\r\n" + END
    # The proxy keeps them in files, so there is less to see.
    lines = [Line(ground.address) for _ in range(2 * SLOW if ground.kind == "direct" else 20)]
    for line in lines:
        line.send(opening)
        line.socket.settimeout(1)
        line.send(body)
    problems = [] if ground.is_served() else ["not served"]
    small = ground.ask(post(b'{"commands":[]}').replace(b"$TOKEN", b"$BOSS")).status
    problems += [] if small == 422 else [f"a small body is answered {small}"]
    for line in lines:
        line.__exit__()
    return problems


def one_address(ground):
    """one address does not get all connections of the proxy"""
    if ground.kind != "nginx":
        return []
    opening = ground.fill(COMMANDS) + b"Content-Length: 1000\r\n" + END
    lines = []
    refused = None
    while refused is None and len(lines) < 700:
        lines.append(Line(ground.address))
        lines[-1].send(opening)
        lines[-1].socket.settimeout(0.001)
        try:
            refused = lines[-1].read().status
        except TimeoutError:
            pass
    with Line(ground.address, source="127.0.0.2") as other:
        other.send(ground.fill(get(b"/v1/me").replace(b"$TOKEN", b"$BOSS")))
        served = other.read().status
    for line in lines:
        line.__exit__()
    return [] if refused == 429 and served == 200 else [f"after {len(lines)}: {refused}, another address: {served}"]


def sign_ins(ground):
    """many who try passwords at once do not fill the memory"""
    body = json.dumps({"name": "worker", "password": "wrong"}).encode()
    data = b"POST /v1/sessions HTTP/1.1\r\n" + HOST + b"Redress-Protocol: 1\r\n" + JSON + length(body) + END + body
    lines = [Line(ground.address, 60) for _ in range(60)]
    for line in lines:
        line.send(data)
    problems = [] if ground.is_served() else ["not served"]
    statuses = {line.read().status for line in lines}
    for line in lines:
        line.__exit__()
    return problems + ([] if statuses <= {401, 429, 503} else [str(statuses)])


def all_gone(ground):
    """all connections are closed at last"""
    # nginx keeps up to 64 for the next requests; HAProxy gives up half of what it keeps every few seconds.
    spare = {"direct": 8, "nginx": 72, "haproxy": 200}[ground.kind]
    wait_for(lambda: ground.count_descriptors() <= ground.descriptors + spare, "connections to be closed", 40)
    return []


def memory(ground):
    """the server stayed within its memory"""
    most = ground.read_memory()
    print(f"# VmHWM {most} KiB of at most {MOST_MEMORY_KIB} KiB")
    return [] if most <= MOST_MEMORY_KIB or IS_SANITIZED else [f"{most} KiB"]


def silent_bodies_end(ground, lines):
    """a body that never comes is not waited for"""
    return [f"{line.read().status}" for line in lines if ground.kind == "nginx" and not line.is_ended()]


def slow_headers_end(ground, slow):
    """slow headers are not waited for"""
    problems = []
    for line in slow.lines:
        reply = line.read()
        if reply.status not in (408, 0) or not line.is_ended():
            problems.append(f"{reply.status}")
    return problems[:3]


POINTS = [never_more_than_the_file, duplicate_keys, compressed, local_alone, pipelined, never_read, broken_off, large_bodies,
          sign_ins, one_address]


class Report:
    def __init__(self, kind):
        self.kind, self.number, self.good = kind, 0, True

    def tell(self, name, problems):
        self.number += 1
        for problem in problems:
            print(f"# {problem}")
        self.good = self.good and not problems
        print(f"{'not ok' if problems else 'ok'} {self.number} - {self.kind}: {name}", flush=True)


def attack(ground, report):
    """All the time hundreds of connections are slow; whoever means well is served all the same."""
    headers = Slow(ground, b"GET /v1/me HTTP/1.1\r\nHost: a\r\n", b"X-A: b\r\n")
    bodies = Slow(ground, COMMANDS + b"Content-Length: 200000\r\n" + END, b" ")
    silent = [Line(ground.address, 60) for _ in range(5)]
    for line in silent:
        line.send(ground.fill(COMMANDS) + b"Content-Length: 1000\r\n" + END)
    try:
        for name, rows in GROUPS:
            report.tell(name, check_group(ground, rows))
        for point in POINTS:
            report.tell(point.__doc__, point(ground))
        report.tell(slow_headers_end.__doc__, slow_headers_end(ground, headers))
        report.tell(silent_bodies_end.__doc__, silent_bodies_end(ground, silent))
    finally:
        headers.end()
        bodies.end()
        for line in (*ground.unread, *silent):
            line.__exit__()
    for point in (all_gone, memory):
        report.tell(point.__doc__, point(ground))


def main():
    kind = sys.argv[1]
    report = Report(kind)
    print(f"1..{len(GROUPS) + len(POINTS) + 4}")
    folder = tempfile.mkdtemp(prefix="redress-abuse-")
    ground = Ground(kind, folder)
    try:
        attack(ground, report)
    finally:
        ground.close()
    shutil.rmtree(folder)
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
