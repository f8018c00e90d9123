#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the units for systemd start finds what it may write to: all else is read-only, as there."""
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import points  # noqa: E402
from backend import SOURCE, end  # noqa: E402

SERVER, SIGNER, ALONE, ONE_OF_SEVERAL, SIGNING = map(os.path.abspath, sys.argv[1:])


def read(path):
    """The settings of a unit, of an instance that takes any port."""
    with open(path, encoding="utf-8") as stream:
        rows = [line.strip().replace("%i", "0").replace("%S", "/var/lib").replace("%t", "/run").split("=", 1) for line in stream
                if "=" in line and not line.startswith("#")]
    return dict(rows)


def sandbox(unit):
    """All is read-only, as ProtectSystem=strict has it, but for what the unit names."""
    assert unit["ProtectSystem"] == "strict"
    state = os.path.join("/var/lib", unit["StateDirectory"])
    writable = [state, *unit.get("ReadWritePaths", "").split()]
    if "RuntimeDirectory" in unit:
        writable.append(os.path.join("/run", unit["RuntimeDirectory"]))
    words = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--die-with-parent"]
    for parent in sorted({os.path.dirname(path) for path in writable}):
        words += ["--tmpfs", parent]
    for path in writable:
        words += ["--tmpfs", path]
    for parent in sorted({os.path.dirname(path) for path in writable}):
        words += ["--remount-ro", parent]
    return [*words, "--setenv", "STATE_DIRECTORY", state]


def serves(path):
    unit = read(path)
    program, *options = shlex.split(unit["ExecStart"])
    assert os.path.basename(program) == "redress-server", program
    policies = os.path.join(SOURCE, "data", "policies")
    process = subprocess.Popen([*sandbox(unit), SERVER, *options, "--policies", policies],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    url = process.stdout.readline()
    assert url.startswith("http://127.0.0.1:"), process.communicate()[1]
    end(process, "the server")


def test_one_server():
    serves(ALONE)


def test_one_of_several():
    serves(ONE_OF_SEVERAL)


def test_signer():
    unit = read(SIGNING)
    program, *options = shlex.split(unit["ExecStart"])
    assert os.path.basename(program) == "redress-signer", program
    key = options[options.index("--key") + 1]
    script = '"$0" generate redress.example/audit --key "$1" && shift && exec "$0" "$@"'
    process = subprocess.Popen([*sandbox(unit), "sh", "-c", script, SIGNER, key, *options],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline().startswith("redress.example/audit+"), process.communicate()[1]
    assert process.stdout.readline() == "ready\n", process.communicate()[1]
    end(process, "the signer")


def test_systemd_understands_them():
    if not shutil.which("systemd-analyze"):
        return
    with tempfile.TemporaryDirectory() as folder:
        for path, program in ((ALONE, SERVER), (ONE_OF_SEVERAL, SERVER), (SIGNING, SIGNER)):
            name = os.path.basename(path).replace("@", "@8377")
            with open(path, encoding="utf-8") as source, open(os.path.join(folder, name), "w", encoding="utf-8") as copy:
                for line in source:
                    copy.write(line.replace(read(path)["ExecStart"].split()[0], program))
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", os.path.join(folder, name)],
                                  stderr=subprocess.PIPE, text=True)
            assert done.returncode == 0 and name not in done.stderr, done.stderr


if __name__ == "__main__":
    points.main()
