#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two servers of one database behind the proxies of data/deploy. Prints TAP."""
import http.client
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import postgres  # noqa: E402
from backend import SOURCE, Backend, Failure, end, wait_for  # noqa: E402

DEPLOY = os.path.join(SOURCE, "data", "deploy")
ACCOUNTS = {"agent": "agent", "agent2": "agent"}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def command_id():
    """A UUID of version 7."""
    number = (time.time_ns() // 10**6) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))


def read(name, ports):
    """A configuration as it is installed, with the ports of this test."""
    with open(os.path.join(DEPLOY, name), encoding="utf-8") as stream:
        text = stream.read()
    for known, port in ports.items():
        text = text.replace(known, f"127.0.0.1:{port}")
    return text


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text)
    return path


def start_nginx(folder, port, servers):
    write(folder, "redress-proxy.conf", read("nginx-redress-proxy.conf", {}))
    write(folder, "redress-several.conf", read("nginx-redress-several.conf", servers))
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("proxy", "client_body", "fastcgi", "uwsgi", "scgi"))
    path = write(folder, "nginx.conf", f"""
        daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
        {'user root;' if os.getuid() == 0 else ''}
        events {{ worker_connections 256; }}
        http {{ access_log off; {temporary} include {folder}/redress-several.conf;
          server {{ listen 127.0.0.1:{port}; location / {{ include {folder}/redress-proxy.conf; }} }} }}""")
    return ["nginx", "-p", folder, "-e", f"{folder}/nginx.log", "-c", path]


def start_haproxy(folder, port, servers):
    text = read("haproxy-redress.cfg", servers)
    tls = "bind :443 ssl crt /etc/ssl/redress/both.pem alpn h2,http/1.1 ssl-min-ver TLSv1.2"
    if tls not in text:
        raise Failure("the line that listens is not the one this test knows")
    return ["haproxy", "-db", "-f", write(folder, "haproxy.cfg", text.replace(tls, f"bind 127.0.0.1:{port}"))]


PROXIES = {"nginx": start_nginx, "haproxy": start_haproxy}


class World:
    def __init__(self, kind, folder):
        self.folder, self.port = folder, free_port()
        self.servers = [Backend(os.path.join(folder, name)) for name in ("one", "two")]
        shared = os.path.join(folder, "shared")
        for server in self.servers:
            server.start("--port", "0", "--behind-proxy", "--shared", shared)
        first = self.servers[0]
        self.passwords = first.add_accounts(ACCOUNTS)
        first.add_keys()
        first.send_samples(12)
        ports = {f"127.0.0.1:{8377 + i}": server.url.rsplit(":", 1)[1] for i, server in enumerate(self.servers)}
        with open(os.path.join(folder, "proxy.out"), "wb") as log:
            self.proxy = subprocess.Popen(PROXIES[kind](folder, self.port, ports), stdin=subprocess.DEVNULL,
                                          stdout=log, stderr=log, start_new_session=True)
        wait_for(lambda: self.ask("GET", "/readyz")[0] == 200, kind)
        self.tokens = {name: self.sign_in(name) for name in ACCOUNTS}

    def ask(self, method, path, account=None, body=None):
        """Returns (status, object); status 0 where there was no answer."""
        headers = {"Redress-Protocol": "1", "Content-Type": "application/json"}
        if account:
            headers["Authorization"] = f"Bearer {self.tokens[account]}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            text = answer.read()
            is_json = "json" in (answer.getheader("Content-Type") or "")
            return answer.status, json.loads(text) if is_json and text else None
        except (OSError, http.client.HTTPException):
            return 0, None
        finally:
            connection.close()

    def sign_in(self, name):
        status, session = self.ask("POST", "/v1/sessions", body={"name": name, "password": self.passwords[name][0]})
        if status != 201:
            raise Failure(f"no sign-in: {status} {session}")
        return session["access_token"]

    def claim(self, ticket):
        command = {"command_id": command_id(), "type": "claim", "ticket": ticket, "base_version": 1}
        status, answer = self.ask("POST", "/v1/commands", "agent", {"commands": [command]})
        return status, answer["answers"][0]["status"] if status == 200 else None

    def count(self, server, route):
        with open(server.log, encoding="utf-8") as log:
            return sum(f'"route":"{route}"' in line for line in log)

    def close(self):
        if self.proxy.poll() is None:
            end(self.proxy, "the proxy")
        for server in self.servers:
            server.stop()


def all_work(world):
    """requests go to both servers"""
    good = all(world.ask("GET", "/v1/me", "agent")[0] == 200 for _ in range(20))
    return good and all(world.count(server, "/v1/me") > 0 for server in world.servers)


def see_each_other(world):
    """who is at a ticket is seen by all, whichever server they talk to"""
    for ticket in range(1, 9):
        path = f"/v1/tickets/T-{ticket}/presence"
        world.ask("PUT", path, "agent", {"mode": "viewing"})
        status, answer = world.ask("PUT", path, "agent2", {"mode": "writing"})
        if status != 200 or [other["actor_name"] for other in answer["others"]] != ["agent"]:
            return False
    return True


def polls_wake(world):
    """a long poll ends soon after a command, wherever either went"""
    for ticket in range(1, 7):
        cursor = ""
        more = True
        while more:
            page = world.ask("GET", f"/v1/changes?cursor={cursor}" if cursor else "/v1/changes", "agent2")[1]
            cursor, more = page["next"], page["more"]
        found = []

        def wait(at=cursor, answers=found):
            began = time.monotonic()
            status, page = world.ask("GET", f"/v1/changes?cursor={at}&wait=20", "agent2")
            answers.append((status, len(page["changes"]), time.monotonic() - began))

        thread = threading.Thread(target=wait)
        thread.start()
        if world.claim(ticket) != (200, 200):
            return False
        thread.join()
        status, changes, seconds = found[0]
        if status != 200 or changes < 1 or seconds > 10:
            return False
    return True


def one_dies(world):
    """work goes on when a server is killed, after few failures"""
    world.servers[1].kill()
    failures = sum(world.ask("GET", "/v1/me", "agent")[0] != 200 for _ in range(20))
    wait_for(lambda: all(world.ask("GET", f"/v1/tickets/T-{n}", "agent")[0] == 200 for n in range(1, 9)), "all tickets")
    print(f"# {failures} of 20 requests failed")
    return failures <= 3 and world.claim(8) == (200, 200)


def it_comes_back(world):
    """a server that comes back is used again"""
    port = world.servers[1].url.rsplit(":", 1)[1]
    before = world.count(world.servers[1], "/v1/me")
    world.servers[1].start("--port", port, "--behind-proxy", "--shared", os.path.join(world.folder, "shared"))

    def is_used():
        world.ask("GET", "/v1/me", "agent")
        return world.count(world.servers[1], "/v1/me") > before

    return wait_for(is_used, "the second server")


POINTS = [all_work, see_each_other, polls_wake, one_dies, it_comes_back]


def main():
    kind = sys.argv[1]
    postgres.provide()
    postgres.use(True)
    folder = tempfile.mkdtemp(prefix="redress-proxies-")
    world, good = None, True
    print(f"1..{len(POINTS)}")
    try:
        world = World(kind, folder)
        for number, point in enumerate(POINTS, 1):
            passed = point(world)
            good = good and passed
            print(f"{'ok' if passed else 'not ok'} {number} - {kind}: {point.__doc__}", flush=True)
    finally:
        if world:
            world.close()
    if good:
        shutil.rmtree(folder)
    return 0 if good else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"proxies: {failure}")
