# SPDX-License-Identifier: GPL-3.0-or-later
"""The real proxies, set up as data/deploy has it."""
import os
import random
import socket
import subprocess

from backend import SOURCE, Failure, end

DEPLOY = os.path.join(SOURCE, "data", "deploy")


def free_port():
    """Below those that connections get, of which other tests have thousands just now."""
    while True:
        port = random.randrange(10000, 30000)
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


class Proxy:
    """A proxy that speaks TLS on a port of its own."""

    def __init__(self, folder, server_port):
        self.folder, self.port, self.plain_port, self.server_port = folder, free_port(), free_port(), server_port
        self._make_certificate()
        command = self._configure()
        with open(os.path.join(folder, "proxy.out"), "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def _make_certificate(self):
        key, certificate = f"{self.folder}/privkey.pem", f"{self.folder}/fullchain.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-subj", "/CN=redress.example", "-keyout", key, "-out", certificate], check=True, capture_output=True)
        both = b""
        for path in (certificate, key):
            with open(path, "rb") as stream:
                both += stream.read()
        self._write("both.pem", both.decode())

    def _read(self, name, places):
        with open(os.path.join(DEPLOY, name), encoding="utf-8") as stream:
            text = stream.read()
        for known, here in places.items():
            if known not in text:
                raise Failure(f"{name} has no {known}, which this test knows")
            text = text.replace(known, here)
        return text

    def _write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        return path

    def close(self):
        if self.process.poll() is None:
            end(self.process, "the proxy")


class Nginx(Proxy):
    def _configure(self):
        folder = self.folder
        site = self._read("nginx-redress.conf", {
            "127.0.0.1:8377": f"127.0.0.1:{self.server_port}",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen [::]:80;": "",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "listen [::]:443 ssl http2;": "",
            "/etc/ssl/redress": folder,
            "/etc/nginx/snippets": folder,
        })
        self._write("redress-proxy.conf", self._read("nginx-redress-proxy.conf", {}))
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("proxy", "client_body", "fastcgi", "uwsgi", "scgi"))
        path = self._write("nginx.conf", f"""
            daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1; worker_rlimit_nofile 4096;
            {'user root;' if os.getuid() == 0 else ''}
            events {{ worker_connections 2048; }}
            http {{ access_log off; {temporary} {site} }}""")
        return ["nginx", "-p", folder, "-e", f"{folder}/nginx.log", "-c", path]


class Haproxy(Proxy):
    """Both of its servers are the same one here."""

    def _configure(self):
        text = self._read("haproxy-redress.cfg", {
            "bind :443 ssl crt /etc/ssl/redress": f"bind 127.0.0.1:{self.port} ssl crt {self.folder}",
            "127.0.0.1:8377": f"127.0.0.1:{self.server_port}",
            "127.0.0.1:8378": f"127.0.0.1:{self.server_port}",
        })
        return ["haproxy", "-db", "-f", self._write("haproxy.cfg", text)]


KINDS = {"nginx": Nginx, "haproxy": Haproxy}
