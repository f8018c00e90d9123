#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes one safeguard after the other out of a copy of the sources, and looks whether the simulated worlds notice, or
the test that is named for it.

  controls.py SOURCE BUILD [NAME...] [--worlds N]

BUILD is a folder of its own; it is made if it is not there. Ends with 1 if a safeguard can go unnoticed.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys

WORLDS = "simulate"

# name: file, what stands there, what stands there without it; the test that has to notice
CONTROLS = {
    "fsync": ("src/sql/sqlite-open.c", '"PRAGMA synchronous = FULL"', '"PRAGMA synchronous = OFF"', WORLDS),
    "idempotency row": (
        "src/server/idempotency.c",
        "  redress_sql_statement_bind_text (statement, 2, command_id);\n  return look_up",
        '  redress_sql_statement_bind_text (statement, 2, "");\n  return look_up', WORLDS),
    "id > cursor": ("src/server/feed.c", "c.seq > $2 order by", "c.seq > $2 + 1 order by", WORLDS),
    "sending rows go again": (
        "src/store/outbox-send.c",
        "row->state != REDRESS_OUTBOX_RECORDED && row->state != REDRESS_OUTBOX_SENDING",
        "row->state != REDRESS_OUTBOX_RECORDED", WORLDS),
    # The worlds do not notice this one.
    "token check": (
        "src/server/command-checks.c",
        " &&\n      run->command->claim_token == run->change.row->claim_token)\n    return TRUE;",
        ")\n    return TRUE;", "test-claims"),
}

# A world that never comes to rest is noticed, too.
LONGEST = 300


def copy_sources(source, target):
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=source, check=True, capture_output=True).stdout
    for name in filter(None, names.decode().split("\0")):
        copy = target / name
        if not (source / name).exists():
            copy.unlink(missing_ok=True)
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        # What a run left changed that was stopped is newer than it was.
        if not copy.exists() or copy.read_bytes() != (source / name).read_bytes():
            shutil.copy(source / name, copy)


def build(tree):
    commands = [["ninja", "-C", "build", "tests/sim/simulate", "tests/server/test-claims"]]
    if not (tree / "build/build.ninja").exists():
        commands.insert(0, ["meson", "setup", "build"])
    for command in commands:
        done = subprocess.run(command, cwd=tree, stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(done.stdout)


def simulate(source, tree, worlds):
    """What the first bad world says, or None."""
    command = [source / "tests/support/hermetic", "--plain", tree / "build/tests/sim/simulate",
               "--seed", "1", "--worlds", str(worlds), "--until-bad"]
    try:
        said = subprocess.run(["env", f"REDRESS_SOURCE_DIR={tree}", *command], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return f"no end within {LONGEST} s"
    if said.returncode == 0:
        return None
    found = re.search(r"# seed (\d+) is bad:\n#\s+(.*)", said.stdout)
    return f"seed {found[1]}: {found[2]}" if found else "the program ended"


def run_test(tree, name):
    """The first check that failed, or None."""
    command = ["meson", "test", "-C", "build", "--no-rebuild", "--print-errorlogs", name]
    said = subprocess.run(command, cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if said.returncode == 0:
        return None
    found = re.search(r"(?:ERROR:|not ok ).*", said.stdout)
    return f"{name}: {found[0] if found else 'it did not end well'}"


def try_control(source, tree, name, worlds):
    path, there, without, test = CONTROLS[name]
    text = (tree / path).read_text()
    if there not in text:
        sys.exit(f"{path} does not have: {there}")
    (tree / path).write_text(text.replace(there, without))
    try:
        build(tree)
        return simulate(source, tree, worlds) if test == WORLDS else run_test(tree, test)
    finally:
        (tree / path).write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("names", nargs="*", metavar="NAME", default=list(CONTROLS))
    parser.add_argument("--worlds", type=int, default=300)
    options = parser.parse_args()
    copy_sources(options.source, options.build)
    build(options.build)
    whole = simulate(options.source, options.build, 20) or run_test(options.build, "test-claims")
    if whole:
        sys.exit(f"bad with all safeguards: {whole}")
    missed = 0
    for name in options.names:
        found = try_control(options.source, options.build, name, options.worlds)
        missed += found is None
        print(f"without {name}: {found or 'NOT NOTICED'}", flush=True)
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
