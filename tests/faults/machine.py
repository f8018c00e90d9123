# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine of one's own as far as networks and disks go: cables may be pulled there, and disks filled."""
import contextlib
import os
import subprocess
import sys

from backend import Failure

MARK = "REDRESS_TEST_OWN_MACHINE"
# A container may allow the first of these and forbid the last.
PROBE = ("mount --make-rprivate / && ip link set lo up && mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns && "
         "ip link add redress type bridge && ip netns add redress && "
         "ip link add cable type veth peer name eth0 netns redress && ip netns exec redress ip link set lo up")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", timeout=60)
    if done.returncode != 0:
        raise Failure(f"{' '.join(command)}: {(done.stderr or done.stdout).strip()}")
    return done.stdout.strip()


def can_be():
    """Whether this machine lets a program have disks, networks and cables of its own."""
    return MARK in os.environ or subprocess.run(["unshare", "--net", "--mount", "sh", "-c", PROBE], capture_output=True,
                                                check=False).returncode == 0


def provide():
    """Runs this program again in namespaces of its own."""
    if MARK in os.environ:
        return
    if not can_be():
        raise Failure("disks and networks of one's own are not allowed here")
    os.environ[MARK] = "1"
    sys.stdout.flush()
    start = 'mount --make-rprivate / && ip link set lo up && exec "$@"'
    os.execvp("unshare", ["unshare", "--net", "--mount", "sh", "-c", start, "sh", sys.executable, *sys.argv])


class SmallDisk:
    """A disk that only this program and its children see."""

    def __init__(self, folder, megabytes):
        self.folder, self.filler = folder, os.path.join(folder, "filler")
        run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", folder)

    def fill(self, leave):
        """Some bytes stay free."""
        with open(self.filler, "wb", buffering=0) as stream:
            with contextlib.suppress(OSError):
                while stream.write(bytes(1 << 16)) > 0:
                    pass
            stream.truncate(stream.tell() - leave)

    def free(self):
        os.unlink(self.filler)

    def close(self):
        run("umount", "--lazy", self.folder)
