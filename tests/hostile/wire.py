# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes to a server, well formed or not, and what comes back."""
import socket
import ssl

BLOCK = 65536
# The certificate is one that the test made.
CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
CONTEXT.check_hostname, CONTEXT.verify_mode = False, ssl.CERT_NONE


class Reply:
    """status 0: the connection ended without an answer; -1: nothing came in time."""

    def __init__(self, head=b"", body=b""):
        lines = head.split(b"\r\n")
        self.status = int(lines[0].split()[1]) if head else 0
        self.headers = {name.strip().lower().decode(): value.strip().decode("latin-1")
                        for name, _, value in (line.partition(b":") for line in lines[1:])}
        self.body = body


class Line:
    """One connection to (host, port), in TLS where the address says so."""

    def __init__(self, address, seconds=20, source="127.0.0.1"):
        port, self.is_tls = address
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=seconds, source_address=(source, 0))
        if self.is_tls:
            self.socket = CONTEXT.wrap_socket(self.socket, server_hostname="redress.example")
        self.rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        """FALSE if the other side would not have all of it."""
        try:
            self.socket.sendall(data)
            return True
        except OSError:
            return False

    def _more(self):
        try:
            data = self.socket.recv(BLOCK)
        except (ConnectionError, ssl.SSLError):
            data = b""
        self.rest += data
        return bool(data)

    def read(self):
        """The next answer."""
        while b"\r\n\r\n" not in self.rest:
            if not self._more():
                return Reply()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        reply = Reply(head)
        if reply.status in (204, 304) or 100 <= reply.status < 200:
            return reply
        if reply.headers.get("transfer-encoding") == "chunked":
            reply.body = self._read_chunks()
        else:
            reply.body = self._take(int(reply.headers.get("content-length", 0)))
        return reply

    def read_in_time(self):
        try:
            return self.read()
        except TimeoutError:
            silence = Reply()
            silence.status = -1
            return silence

    def _take(self, length):
        while len(self.rest) < length and self._more():
            pass
        data, self.rest = self.rest[:length], self.rest[length:]
        return data

    def _read_chunks(self):
        body = b""
        while True:
            while b"\r\n" not in self.rest and self._more():
                pass
            size, _, self.rest = self.rest.partition(b"\r\n")
            length = int(size or b"0", 16)
            body += self._take(length)
            self._take(2)
            if length == 0:
                return body

    def is_ended(self):
        """Waits until the other side ends it; FALSE if more comes before."""
        try:
            return not self.rest and not self._more()
        except TimeoutError:
            return False


def exchange(address, data, seconds=20):
    """Sends bytes on a connection of their own and reads the first answer."""
    with Line(address, seconds) as line:
        line.send(data)
        return line.read_in_time()
