# SPDX-License-Identifier: GPL-3.0-or-later
"""A line between desk and server that passes on what it is given, but for one answer at a time."""
import json
import os
import re
import socket
import struct
import threading

CUT, RESET, SILENT, SLOW, TRUNCATED, DOUBLED = FAULTS = ("cut", "reset", "silent", "slow", "truncated", "doubled")
LENGTH = re.compile(rb"^content-length: *(\d+)\r$", re.I | re.M)
REQUEST = re.compile(r"^(\w+) (\S+) ")


class Fault:
    """What happens to the next answers of a kind: at which bytes, one answer after the other."""

    def __init__(self, kind, fault, offsets, dice=None):
        self.kind = re.compile(kind + "$")
        self.fault, self.dice = fault, dice
        self.offsets = list(reversed(offsets))
        self.done = set()
        self.length = 0

    def next(self, length):
        while self.offsets:
            offset = self.offsets.pop()
            if offset < length:
                return offset
        return None


def read_message(stream):
    """One message with its body, or None at the end of the stream."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline(65536)
        if not line:
            return None
        head += line
    length = LENGTH.search(head)
    body = stream.read(int(length.group(1))) if length else b""
    return head, body


def name_request(head, body):
    """GET /v1/tickets/T-5, or POST /v1/commands note+note."""
    method, path = REQUEST.match(head.decode("latin-1")).groups()
    name = f"{method} {path.split('?')[0]}"
    if path.startswith("/v1/changes") and "cursor=" not in path:
        name += " first"
    if path == "/v1/commands":
        name += " " + "+".join(command["type"] for command in json.loads(body)["commands"])
    return name


def name_answer(kind, head, body):
    """What was asked, the status, and whether a page of the feed has news."""
    if kind.startswith("GET /v1/changes"):
        kind += " empty" if b'"changes":[]' in body else " news"
    return f"{kind} {head.split(b' ', 2)[1].decode()}"


class Line:
    """Listens on a port of its own. What passes is looked at, too: see `mistakes`."""

    def __init__(self, server_port):
        self.server_port = server_port
        self.wait = 1  # seconds that a poll may wait
        self.fault = None
        self.held = None  # kind of which one answer is cut off whole
        self.refuses = None  # kind that is answered with 401 once
        self.lengths = {}  # kind: of the last answer
        self.asked, self.answered = {}, {}  # command id: its bytes, its answer
        self.mistakes = []
        self.spoiled = 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self):
        self.listener.close()

    def _listen(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            with client, socket.create_connection(("127.0.0.1", self.server_port)) as server:
                self._pass(client, server)
        except OSError:
            pass

    def _pass(self, client, server):
        with client.makefile("rb") as questions, server.makefile("rb") as answers:
            while self._pass_one(client, server, questions, answers):
                pass

    def _pass_one(self, client, server, questions, answers):
        """Returns whether the connection goes on."""
        message = read_message(questions)
        if not message:
            return False
        head, body = message
        kind = name_request(head, body)
        if self._refuse(kind):
            client.sendall(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
            return True
        head = re.sub(rb"\bwait=(?!0\b)\d+", b"wait=%d" % self.wait, head, count=1)
        self._note_commands(kind, body)
        server.sendall(head + body)
        answer = read_message(answers)
        if not answer:
            return False
        kind = name_answer(kind, *answer)
        self._note_answers(kind, *answer)
        return self._send(client, kind, *answer)

    def hold(self, kind):
        """The next answer of the kind does not come at all."""
        self.held = kind

    def _refuse(self, kind):
        with self.lock:
            refused = self.refuses is not None and re.match(self.refuses, kind)
            if refused:
                self.refuses = None
            return refused

    def _note_commands(self, kind, body):
        """The same command is the same bytes, however often it comes."""
        if not kind.startswith("POST /v1/commands"):
            return
        for command in json.loads(body)["commands"]:
            known = self.asked.setdefault(command["command_id"], command)
            if known != command:
                self.mistakes.append(f"{command['command_id']} came again as another command")

    def _note_answers(self, kind, head, body):
        """The same command has the same answer."""
        self.lengths[kind] = len(head) + len(body)
        if not kind.startswith("POST /v1/commands") or not kind.endswith(" 200"):
            return
        for answer in json.loads(body)["answers"]:
            known = self.answered.setdefault(answer["command_id"], answer)
            if known != answer:
                self.mistakes.append(f"{answer['command_id']} was answered otherwise than before")

    def _take_fault(self, kind, length):
        with self.lock:
            fault = self.fault
            if kind == self.held:
                self.held = None
                return Fault(kind, CUT, []), 0
            if fault is None or not fault.kind.match(kind):
                return None, None
            fault.length = length
            offset = fault.next(length)
            if offset is None:
                return None, None
            fault.done.add(offset)
            self.spoiled += 1
            return fault, offset

    def _send(self, client, kind, head, body):
        """Returns whether the connection goes on."""
        raw = head + body
        fault, at = self._take_fault(kind, len(raw))
        if fault is None:
            client.sendall(raw)
            return True
        return getattr(self, "_" + fault.fault)(client, head, body, at, fault)

    def _cut(self, client, head, body, at, _fault):
        client.sendall((head + body)[:at])
        return False

    def _reset(self, client, head, body, at, _fault):
        client.sendall((head + body)[:at])
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(client.detach())
        return False

    def _silent(self, client, head, body, at, _fault):
        client.sendall((head + body)[:at])
        while client.recv(4096):
            pass
        return False

    def _slow(self, client, head, body, at, _fault):
        raw = head + body
        client.sendall(raw[:at])
        for byte in raw[at:]:
            client.sendall(bytes((byte,)))
        return True

    def _truncated(self, client, head, body, at, _fault):
        """Something in between has a shorter answer for the whole one."""
        kept = max(at - len(head), 0)
        client.sendall(LENGTH.sub(b"Content-Length: %d\r" % kept, head) + body[:kept])
        return True

    def _doubled(self, client, head, body, at, fault):
        raw = head + body
        client.sendall(raw[:at + fault.dice.randint(1, 40)] + raw[at:])
        return True
