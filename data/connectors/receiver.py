#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A platform that is told by Redress, in one file: verify, keep, answer, carry out, report back.

It needs Python 3.9 and nothing else. See README.md for what to set before it is started.
"""
import base64
import datetime
import hashlib
import hmac
import json
import os
import sqlite3
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REDRESS = os.environ["REDRESS_URL"].rstrip("/")
PLATFORM = os.environ["REDRESS_PLATFORM"]
CONNECTOR_KEY = os.environ["REDRESS_CONNECTOR_KEY"]  # redress-server key add PLATFORM
SECRETS = os.environ["REDRESS_WEBHOOK_SECRET"].split()  # redress-server webhook set PLATFORM URL
PORT = int(os.environ.get("PORT", "8080"))
DATABASE = os.environ.get("DATABASE", "events.db")
TOLERANCE = 5 * 60  # seconds that a signature may be old
LARGEST = 1024 * 1024
PAUSE = 5  # seconds, while Redress does not answer
work_to_do = threading.Event()


def carry_out(effect, ticket, data):
    """Put your own here: refund, cancel, revoke. It may be called again after a crash, so it must
    not do the same twice: ticket["id"], ticket["round"] and effect together name it for good.
    Raise an Exception if it cannot be done; its words are shown to agents."""
    print(f"{effect} for {ticket['external_id']}", flush=True)


# 1. Is it Redress that speaks?


def is_genuine(headers, body):
    """Standard Webhooks: HMAC-SHA256 over id.timestamp.body, one signature for each valid secret."""
    name, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not name or not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > TOLERANCE:
        return False
    signed = f"{name}.{timestamp}.".encode() + body
    given = [part[3:] for part in headers.get("webhook-signature", "").split() if part.startswith("v1,")]
    for secret in SECRETS:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if any(hmac.compare_digest(expected.encode(), other.encode()) for other in given):
            return True
    return False


# 2. Keep it before saying yes. The same event may come twice: webhook-id tells.


def open_database():
    database = sqlite3.connect(DATABASE, timeout=30)
    database.execute("create table if not exists event (place integer primary key, id text not null unique, "
                     "body text not null, report text, done_at text)")
    return database


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            self.answer(413)
            return
        body = self.rfile.read(int(length))
        if not is_genuine(self.headers, body):
            self.answer(401)
            return
        database = open_database()
        with database:
            database.execute("insert into event (id, body) values (?, ?) on conflict (id) do nothing",
                             (self.headers["webhook-id"], body.decode()))
        database.close()
        self.answer(204)
        work_to_do.set()

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format, *arguments):
        pass


# 3. Carry out, in the order it came, and report back.


def carry_out_all(event):
    """What is set off stands in a decision, or beside the ticket for holds and questions. Returns
    the report, or None where there is nothing to report."""
    data = event["data"]
    effects = data.get("decision", data).get("effects") or []
    if data.get("test"):
        print(f"{event['type']} {', '.join(effects)}", flush=True)
        return None
    if not effects or event["type"] == "decision.reversed":
        print(f"{event['type']} {data.get('ticket', {}).get('external_id', '')}", flush=True)
        return None
    results = []
    for effect in effects:
        result = {"name": effect, "state": "done"}
        try:
            carry_out(effect, data["ticket"], data)
        except Exception as error:  # whatever it was, agents have to know
            result.update(state="failed", text=str(error)[:500])
        result["at"] = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        results.append(result)
    return {"ticket": data["ticket"]["external_id"],
            "body": {"round": data["ticket"]["round"], "effects": results}}


def send(name, report):
    """With the same Idempotency-Key and the same bytes it counts once, however often it is sent."""
    number = urllib.parse.quote(report["ticket"], safe="")
    request = urllib.request.Request(
        f"{REDRESS}/v1/platforms/{PLATFORM}/tickets/{number}/effects", method="POST",
        data=json.dumps(report["body"]).encode(),
        headers={"Authorization": "Bearer " + CONNECTOR_KEY, "Content-Type": "application/json",
                 "Redress-Protocol": "1", "Idempotency-Key": name})
    try:
        with urllib.request.urlopen(request, timeout=30):
            pass
    except urllib.error.HTTPError as error:
        if error.code >= 500 or error.code in (408, 429):
            raise
        print(f"{name}: Redress does not take the report: {error.read().decode()}", flush=True)


def handle(database, name, body, report):
    """The report is kept before it is sent, so that one that has to go again is the same."""
    if report is None:
        report = json.dumps(carry_out_all(json.loads(body)))
        with database:
            database.execute("update event set report = ? where id = ?", (report, name))
    if json.loads(report) is not None:
        send(name, json.loads(report))
    with database:
        database.execute("update event set done_at = datetime('now') where id = ?", (name,))


def work():
    database = open_database()
    while True:
        work_to_do.clear()
        row = database.execute("select id, body, report from event where done_at is null "
                               "order by place limit 1").fetchone()
        if row is None:
            work_to_do.wait()
            continue
        try:
            handle(database, *row)
        except OSError as error:
            print(f"{row[0]}: tried again in {PAUSE} s: {error}", flush=True)
            time.sleep(PAUSE)


if __name__ == "__main__":
    threading.Thread(target=work, daemon=True).start()
    server = ThreadingHTTPServer(("127.0.0.1", PORT), Receiver)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
