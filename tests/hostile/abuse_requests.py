# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that nobody means well, and what they are answered.

A row is a name, the bytes, and the statuses that may come from the server itself and from the proxy
before it. 0 is the end of the connection without an answer. $TOKEN and $FILE are put in later.
"""
START = b"GET /v1/me HTTP/1.1\r\n"
HOST = b"Host: redress.example\r\n"
ME = b"Redress-Protocol: 1\r\nAuthorization: Bearer $TOKEN\r\n"
GOOD = HOST + ME
JSON = b"Content-Type: application/json\r\n"
COMMANDS = b"POST /v1/commands HTTP/1.1\r\n" + GOOD + JSON
END = b"\r\n"
# What hides behind another request: if it is served, somebody is signed out.
HIDDEN = b"DELETE /v1/sessions/current HTTP/1.1\r\n" + HOST + b"Redress-Protocol: 1\r\nAuthorization: Bearer $VICTIM\r\n\r\n"


def length(data):
    return b"Content-Length: %d\r\n" % len(data)


def post(body, *headers):
    return COMMANDS + b"".join(headers) + length(body) + END + body


def get(path, *headers, version=b"HTTP/1.1"):
    return b"GET " + path + b" " + version + b"\r\n" + GOOD + b"".join(headers) + END


def hide(*framing, before=b"0\r\n\r\n"):
    return COMMANDS + b"".join(framing) + END + before + HIDDEN


CHUNKED = b"Transfer-Encoding: chunked\r\n"
REFUSED = {400, 411, 501, 0}

# Two lengths: whoever is before the server might read another one than the server.
SMUGGLING = [
    ("CL.TE", hide(b"Content-Length: 5\r\n", CHUNKED), {400}, {400}),
    ("TE.CL", hide(CHUNKED, b"Content-Length: 5\r\n"), {400}, {400}),
    ("TE.TE, one unknown", hide(CHUNKED, b"Transfer-Encoding: x\r\n"), REFUSED, REFUSED),
    ("TE.TE, unknown first", hide(b"Transfer-Encoding: x\r\n", CHUNKED), REFUSED, REFUSED),
    ("TE.TE, identity", hide(b"Transfer-Encoding: identity\r\n", CHUNKED), REFUSED, REFUSED),
    ("TE with a space before the colon", hide(b"Transfer-Encoding : chunked\r\n", b"Content-Length: 5\r\n"), {400}, {400}),
    ("TE with a tab", hide(b"Transfer-Encoding:\tchunked\r\n", b"Content-Length: 5\r\n"), {400}, {400, 501}),
    ("TE with a vertical tab", hide(b"Transfer-Encoding: \x0bchunked\r\n", b"Content-Length: 5\r\n"), {400}, {400, 501}),
    ("TE on a folded line", hide(b"Transfer-Encoding:\r\n chunked\r\n", b"Content-Length: 5\r\n"), {400}, {400}),
    ("TE on a line folded into another header", hide(b"X-A: b\r\n Transfer-Encoding: chunked\r\n", b"Content-Length: 5\r\n"), {400}, {400}),
    ("TE after a bare carriage return", hide(b"X-A: b\rTransfer-Encoding: chunked\r\n", b"Content-Length: 5\r\n"), {400}, {400}),
    ("TE after a bare line feed", hide(b"X-A: b\nTransfer-Encoding: chunked\r\n", b"Content-Length: 5\r\n"), {400}, {400}),
    ("TE in quotes", hide(b"Transfer-Encoding: \"chunked\"\r\n", b"Content-Length: 5\r\n"), {400}, {400, 501}),
    ("TE of HTTP/1.0", hide(CHUNKED).replace(b"HTTP/1.1", b"HTTP/1.0", 1), REFUSED, {400}),
    ("TE before a NUL", hide(b"Transfer-Encoding: chunked\0\r\n", b"Content-Length: 5\r\n"), {400}, {400}),
    ("TE after a NUL", hide(b"Transfer-Encoding: x\0chunked\r\n", b"Content-Length: 5\r\n"), {400}, {400}),
    ("two lengths that differ", hide(b"Content-Length: 5\r\n", b"Content-Length: 0\r\n"), {400}, {400}),
    ("two lengths that agree", hide(b"Content-Length: 5\r\n", b"Content-Length: 5\r\n"), {400}, {400}),
    ("two lengths in one line", hide(b"Content-Length: 5, 5\r\n"), {400}, {400}),
    ("a length with a sign", hide(b"Content-Length: +5\r\n"), {400}, {400}),
    ("a negative length", hide(b"Content-Length: -5\r\n"), {400}, {400}),
    ("a length in hexadecimal", hide(b"Content-Length: 0x5\r\n"), {400}, {400}),
    ("a length with a space in it", hide(b"Content-Length: 5 5\r\n"), {400}, {400}),
    ("a length over 64 bits", hide(b"Content-Length: 99999999999999999999\r\n"), {400, 413}, {400, 413}),
    ("a length without digits", hide(b"Content-Length:\r\n"), {400}, {400, 411}),
    ("chunks with a length too large for any number", hide(CHUNKED, before=b"fffffffffffffffff\r\n"), REFUSED | {413}, {400, 413}),
    ("a chunk that is longer than it says", hide(CHUNKED, before=b"1\r\nabcdef\r\n0\r\n\r\n"), REFUSED, {400}),
    ("a chunk with a negative size", hide(CHUNKED, before=b"-1\r\n\r\n0\r\n\r\n"), REFUSED, {400}),
    ("a body where there is none", START + GOOD + length(HIDDEN) + END + HIDDEN, {400}, {400}),
]

# One reading alone, and it is no good one. libmicrohttpd ends a text at NUL, leaves out a header
# without a name and takes a line feed alone as the end of a line (RFC 9112, 2.2, lets it); whatever
# this could hide of lengths is refused above.
MALFORMED = [
    ("chunks ended by line feeds alone", COMMANDS + CHUNKED + END + b"0\n\n", REFUSED, {400}),
    ("a chunk with an extension that ends in a line feed", COMMANDS + CHUNKED + END + b"0;a=b\nX: y\r\n\r\n", REFUSED, {400}),
    ("no host", START + ME + END, {400}, {400}),
    ("two hosts", START + HOST + GOOD + END, {400}, {400}),
    ("two authorizations", START + GOOD + b"Authorization: Bearer x\r\n" + END, {401}, {400, 401}),
    ("a folded header", START + GOOD + b"X-A: b\r\n c\r\n" + END, {400, 200}, {400, 200}),
    ("a header without a name", START + GOOD + b": b\r\n" + END, {200, 400}, {200, 400}),
    ("a header without a colon", START + GOOD + b"nonsense\r\n" + END, {400}, {200, 400}),
    ("a space before the colon", START + GOOD + b"X-A : b\r\n" + END, {400}, {400}),
    ("a NUL in a header", START + GOOD + b"X-A: b\0c\r\n" + END, {200, 400}, {400}),
    ("a NUL after a length", COMMANDS + b"Content-Length: 2\0\r\n" + END + b"{}", {400}, {400}),
    ("a NUL in a name", START + GOOD + b"X\0A: b\r\n" + END, {400}, {400}),
    ("bytes that are no UTF-8 in a header", START + GOOD + b"X-A: \xff\xfe\r\n" + END, {400}, {400}),
    ("lines ended by line feeds alone", (START + GOOD + END).replace(b"\r\n", b"\n"), {200, 400}, {200, 400}),
    ("a path that is no UTF-8", get(b"/v1/tickets/\xff\xfe"), {400, 404}, {400, 404}),
    ("a NUL in the path", get(b"/v1/me\0x"), {200, 400}, {400}),
    ("an encoded NUL in the path", get(b"/v1/tickets/T-1%00"), {400, 404}, {400, 404}),
    ("overlong UTF-8 in the path", get(b"/v1/tickets/%c0%ae%c0%ae%c0%af"), {400, 404}, {400, 404}),
    ("half a percent sign", get(b"/v1/tickets/%4"), {400}, {400}),
    ("up and out", get(b"/../../../../etc/passwd"), {404}, {400}),
    ("up and out, encoded", get(b"/v1/tickets/%2e%2e%2f%2e%2e%2fredress.db"), {404}, {400, 404}),
    ("up and out of the evidence", get(b"/v1/tickets/$TICKET/evidence/..%2f..%2f..%2fredress.db"), {404}, {400, 404}),
    ("up and out of the evidence, twice encoded", get(b"/v1/tickets/$TICKET/evidence/%252e%252e%252fredress.db"), {404}, {404}),
    ("up and out with backslashes", get(b"/v1/tickets/$TICKET/evidence/..\\..\\redress.db"), {400, 404}, {400, 404}),
    ("the way to a file, absolute", get(b"/v1/tickets/$TICKET/evidence/%2fetc%2fpasswd"), {404}, {404}),
    ("two strokes", get(b"//v1//me"), {404}, {404}),
    ("a dot on the way", get(b"/v1/./me"), {404}, {404}),
    ("an encoded letter", get(b"/v1/m%65"), {200, 404}, {200, 404}),
    ("the figures, encoded", get(b"/%6detrics", b"X-Forwarded-For: 127.0.0.1\r\n"), {404}, {404}),
    ("the figures, by two strokes", get(b"//metrics", b"X-Forwarded-For: 127.0.0.1\r\n"), {404}, {404}),
    ("the figures, with a spoilt header", get(b"/metrics", b"X-Forwarded_For: 127.0.0.1\r\n", b"Forwarded: for=127.0.0.1\r\n"), {404}, {404}),
    ("an address as the target", get(b"http://redress.example/v1/me"), {400, 404}, {200}),
    ("an address of another as the target", get(b"http://127.0.0.1:22/v1/me"), {400, 404}, {200, 400, 404}),
    ("a star as the target", get(b"*"), {400, 404}, {400}),
    ("a tunnel", get(b"/v1/me").replace(b"GET /v1/me", b"CONNECT 127.0.0.1:22"), {400, 404, 405, 501}, {400, 405}),
    ("a trace", get(b"/v1/me").replace(b"GET", b"TRACE"), {405}, {405}),
    ("a method nobody has", get(b"/v1/me").replace(b"GET", b"BREW"), {405}, {400, 405}),
    ("a method with a space", get(b"/v1/me").replace(b"GET", b"GE T"), {400}, {400}),
    ("a method of 10,000 letters", get(b"/v1/me").replace(b"GET", b"A" * 10000), {400, 405, 414, 431}, {400, 414, 405}),
    ("a version that is none", get(b"/v1/me", version=b"HTTP/9.9"), {400, 505, 0}, {400, 505}),
    ("no version", b"GET /v1/me\r\n\r\n", {400, 505, 0}, {400, 404, 0}),
    ("HTTP/2 without asking", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 405, 505, 0}, {400, 405, 0}),
    ("an upgrade", START + GOOD + b"Upgrade: websocket\r\nConnection: Upgrade\r\n" + END, {400}, {200}),
    ("something else than HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200 + b"\r\n\r\n", {400, 0}, {400, 0}),
    ("an expectation nobody has", post(b"{}", b"Expect: 200-ok\r\n"), {400, 417}, {400, 417}),
]

# HTTP/1.0 has no chunks and no lasting connection, and is served.
OLD = [
    ("HTTP/1.0", get(b"/v1/me", version=b"HTTP/1.0"), {200}, {200}),
    ("HTTP/1.0 without a host", b"GET /healthz HTTP/1.0\r\n\r\n", {400}, {200, 400}),
]

DEEP = 100000
OVERSIZED = [
    ("a target of 100,000 bytes", get(b"/" + b"a" * 100000), {414, 431}, {414}),
    ("a query of 100,000 bytes", get(b"/v1/search?q=" + b"a" * 100000), {414, 431}, {414}),
    ("a header of 17,000 bytes", START + GOOD + b"X-A: " + b"a" * 17000 + b"\r\n" + END, {431}, {400, 431}),
    ("a header of a megabyte", START + GOOD + b"X-A: " + b"a" * 1000000 + b"\r\n" + END, {431, 0}, {400, 431, 0}),
    ("5,000 headers", START + GOOD + b"".join(b"X-%d: a\r\n" % i for i in range(5000)) + END, {431}, {400, 431}),
    ("a name of 20,000 bytes", START + GOOD + b"A" * 20000 + b": a\r\n" + END, {431}, {400, 431}),
    ("a token of 10,000 bytes", START + HOST + b"Redress-Protocol: 1\r\nAuthorization: Bearer " + b"a" * 10000 + b"\r\n" + END, {401}, {401, 400}),
    ("a body that is announced as 300,000 bytes", COMMANDS + b"Content-Length: 300000\r\n" + END + b" " * 300000, {413}, {413}),
    ("a body that is announced as a terabyte", COMMANDS + b"Content-Length: 1099511627776\r\n" + END + b" " * 1000, {413}, {413}),
    ("a file that is announced as 70 MiB", b"POST /v1/tickets/$TICKET/evidence HTTP/1.1\r\n" + GOOD
     + b"Content-Type: image/png\r\nContent-Length: 73400320\r\n" + END, {413}, {413}),
    ("JSON, 100,000 lists deep", post(b"[" * DEEP + b"]" * DEEP), {400}, {400}),
    ("JSON, 40,000 objects deep", post(b'{"a":' * 40000 + b"1" + b"}" * 40000), {400}, {400}),
    ("JSON that is not closed", post(b'{"commands":[' * 10000), {400}, {400}),
    ("JSON with 40,000 members", post(b"{" + b",".join(b'"%d":1' % i for i in range(20000)) + b"}"), {400}, {400}),
    ("JSON with 100,000 commands", post(b'{"commands":[' + b",".join([b"1"] * 100000) + b"]}"), {400}, {400}),
    ("JSON with a number of 200,000 digits", post(b'{"commands":' + b"9" * 200000 + b"}"), {400}, {400}),
    ("JSON with an exponent", post(b'{"commands":[{"ticket":1e999}]}'), {400}, {400}),
    ("JSON with one member twice", post(b'{"commands":[],"commands":[]}'), {400}, {400}),
    ("JSON with NUL", post(b'{"commands":[{"command_id":"a\\u0000b"}]}'), {400}, {400}),
    ("JSON with a raw NUL", post(b'{"commands":[\0]}'), {400}, {400}),
    ("JSON that is no UTF-8", post(b'{"commands":"\xff\xfe"}'), {400}, {400}),
    ("JSON with half a surrogate", post(b'{"commands":"\\ud800"}'), {400}, {400}),
    ("JSON in UTF-16", post('{"commands":[]}'.encode("utf-16")), {400}, {400}),
    ("JSON with a comment", post(b'{"commands":[]/**/}'), {400}, {400}),
]

# The file has 200 and some bytes, or is refused; never is more sent than it has.
RANGES = [(name, get(b"$FILE", b"Range: " + value + b"\r\n"), statuses, statuses) for name, value, statuses in [
    ("ranges that overlap", b"bytes=0-,0-,0-,0-", {200}),
    ("1,500 ranges", b"bytes=" + b",".join(b"%d-" % i for i in range(1500)), {200}),
    ("a range from the end", b"bytes=-10", {206}),
    ("a range longer than the file", b"bytes=-99999999", {206}),
    ("a range of nothing", b"bytes=-0", {416}),
    ("a range beyond the end", b"bytes=1000000-", {416}),
    ("a range beyond all numbers", b"bytes=18446744073709551616-", {200}),
    ("a range that wraps around", b"bytes=9223372036854775807-9223372036854775807", {416}),
    ("a range backwards", b"bytes=10-5", {200}),
    ("a range with two signs", b"bytes=--5", {200}),
    ("a range that is none", b"bytes=abc", {200}),
    ("a range in another unit", b"elephants=0-1", {200}),
]]

# Where there is a length and an encoding HAProxy goes by the encoding (RFC 9112, 6.3), so what hides
# behind is a request of its own to it, and answered as one. Other hosts and versions it makes good.
HAPROXY = {
    "CL.TE": {411}, "TE.CL": {411}, "TE with a tab": {411}, "TE on a folded line": {411}, "TE after a bare line feed": {411},
    "TE.TE, unknown first": {422}, "TE.TE, identity": {422},
    "two hosts": {200}, "a version that is none": {200},
    "a target of 100,000 bytes": {400}, "a query of 100,000 bytes": {400},
}

GROUPS = [
    ("two readings of one request", SMUGGLING),
    ("malformed requests", MALFORMED),
    ("old requests", OLD),
    ("requests that are too much", OVERSIZED),
    ("ranges", RANGES),
]
