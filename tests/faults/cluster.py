# SPDX-License-Identifier: GPL-3.0-or-later
"""Two PostgreSQL servers of which one follows the other, each on a machine of its own: a network namespace.

What is committed is with both. The primary dies, or its cable is pulled, and the standby takes its
place; what was the primary begins anew as the standby.
"""
import glob
import os
import shutil
import signal
import tempfile

from backend import Failure, wait_for
from machine import run

PORT = 5432
BRIDGE = "10.77.0.1"
SETTINGS = """
unix_socket_directories = ''
max_connections = 40
shared_buffers = 16MB
wal_level = replica
max_wal_senders = 5
hot_standby = on
wal_sender_timeout = 5s
wal_receiver_timeout = 5s
logging_collector = off
"""


def find_programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    if not found:
        raise Failure("PostgreSQL is not installed")
    return found[-1]


class Node:
    """A machine with one PostgreSQL."""

    def __init__(self, folder, programs, number):
        self.name = "ab"[number]
        self.address = f"10.77.0.{number + 2}"
        self.cable = f"redress-{self.name}"
        self.data, self.log = os.path.join(folder, self.name), os.path.join(folder, self.name + ".log")
        self.programs = programs

    def connect(self):
        run("ip", "netns", "add", self.name)
        run("ip", "link", "add", self.cable, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        run("ip", "link", "set", self.cable, "master", "redress", "up")
        self.command("ip", "addr", "add", f"{self.address}/24", "dev", "eth0")
        self.command("ip", "link", "set", "lo", "up")
        self.command("ip", "link", "set", "eth0", "up")

    def pull_cable(self):
        run("ip", "link", "set", self.cable, "down")

    def plug_cable(self):
        run("ip", "link", "set", self.cable, "up")

    def command(self, *command):
        return run("ip", "netns", "exec", self.name, *command)

    def postgres(self, program, *options):
        """PostgreSQL refuses to run as root."""
        return self.command("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups",
                            os.path.join(self.programs, program), *options)

    def ask(self, sql):
        return self.command("psql", "-X", "-A", "-t", "-h", self.address, "-U", "redress", "-c", sql, "postgres")

    def create(self):
        self.postgres("initdb", "-D", self.data, "-U", "redress", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                      "--wal-segsize=1", "--no-sync", "--no-instructions")
        with open(os.path.join(self.data, "pg_hba.conf"), "a", encoding="utf-8") as stream:
            stream.write("host all redress 10.77.0.0/24 trust\nhost replication redress 10.77.0.0/24 trust\n")
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as stream:
            stream.write(SETTINGS)

    def follow(self, primary):
        """Begins anew as the copy of another."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.postgres("pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync", "-d",
                      f"host={primary.address} user=redress application_name={self.name}")

    def start(self):
        self.postgres("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-s", "-o",
                      f"-c listen_addresses={self.address}", "start")

    def kill(self):
        """kill -9. The processes of its sessions end by themselves."""
        with open(os.path.join(self.data, "postmaster.pid"), encoding="utf-8") as stream:
            os.kill(int(stream.readline()), signal.SIGKILL)
        wait_for(lambda: not self.command("sh", "-c", "ip netns pids $0 | xargs -r ps -o comm= -p | grep postgres || true",
                                          self.name), f"the end of {self.name}")


class Cluster:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="redress-cluster-")
        shutil.chown(self.folder, "postgres", "postgres")
        programs = find_programs()
        os.makedirs("/run/netns", exist_ok=True)
        run("mount", "-t", "tmpfs", "tmpfs", "/run/netns")
        run("ip", "link", "add", "redress", "type", "bridge")
        run("ip", "addr", "add", f"{BRIDGE}/24", "dev", "redress")
        run("ip", "link", "set", "redress", "up")
        self.primary, self.standby = (Node(self.folder, programs, number) for number in (0, 1))
        hosts = ",".join(f"{node.address}:{PORT}" for node in (self.primary, self.standby))
        self.location = f"postgresql://redress@{hosts}/postgres?target_session_attrs=read-write"
        for node in (self.primary, self.standby):
            node.connect()
        self.primary.create()
        self.primary.start()
        self.pair()

    def pair(self):
        """From its end on nothing is committed that is not with both."""
        self.standby.follow(self.primary)
        self.standby.start()
        self._set_waits_for("*")
        wait_for(lambda: self.primary.ask("select sync_state from pg_stat_replication") == "sync", "the standby")

    def _set_waits_for(self, names):
        self.primary.ask(f"alter system set synchronous_standby_names = '{names}'")
        self.primary.ask("select pg_reload_conf ()")

    def kill_primary(self):
        self.primary.kill()

    def cut_primary_off(self):
        self.primary.pull_cable()

    def promote(self):
        """The standby takes over, alone. What was the primary is dead before it can be reached again."""
        old, self.primary, self.standby = self.primary, self.standby, self.primary
        self.primary.postgres("pg_ctl", "-D", self.primary.data, "-w", "-s", "promote")
        self._set_waits_for("")
        if os.path.exists(os.path.join(old.data, "postmaster.pid")) and self._runs(old):
            old.kill()
        old.plug_cable()

    @staticmethod
    def _runs(node):
        return bool(run("ip", "netns", "pids", node.name))

    def close(self):
        for node in (self.primary, self.standby):
            if self._runs(node):
                node.kill()
        shutil.rmtree(self.folder)
