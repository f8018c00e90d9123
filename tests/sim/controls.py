#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes one safeguard after the other out of a copy of the sources, and looks whether the simulated worlds notice, or
spoiled answers, or the test that is named for it.

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
PROXY = "proxy "  # and how: its options
PROGRAMS = ["tests/sim/simulate", "tests/server/test-claims", "tests/faults/told-desk", "src/server/redress-server",
            "src/sample/redress-sample"]

# name: file, what stands there, what stands there without it; what has to notice
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
    "answers sent again": (
        "src/server/idempotency.c",
        "  redress_sql_statement_bind_text (statement, 2, command_id);\n  return look_up",
        '  redress_sql_statement_bind_text (statement, 2, "");\n  return look_up', PROXY + "--few --only hold"),
    "a file's digest": (
        "src/sync/engine-ask.c", "if (g_str_equal (found, sha256))", "if (found != NULL)", PROXY + "--fault truncated --only /evidence/"),
    # The worlds do not notice this one.
    "token check": (
        "src/server/command-checks.c",
        " &&\n      run->command->claim_token == run->change.row->claim_token)\n    return TRUE;",
        ")\n    return TRUE;", "test-claims"),
}

# A world that never comes to rest is noticed, too: so many take at most so many seconds.
PIECE = 20
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
    commands = [["ninja", "-C", "build", *PROGRAMS]]
    if not (tree / "build/build.ninja").exists():
        commands.insert(0, ["meson", "setup", "build"])
    for command in commands:
        done = subprocess.run(command, cwd=tree, stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(done.stdout)


def simulate_some(source, tree, first, count):
    """What the first bad world of some says, or None."""
    command = [source / "tests/support/hermetic", "--plain", tree / "build/tests/sim/simulate",
               "--seed", str(first), "--worlds", str(count), "--until-bad"]
    try:
        said = subprocess.run(["env", f"REDRESS_SOURCE_DIR={tree}", *command], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return f"seeds from {first}: no end within {LONGEST} s"
    if said.returncode == 0:
        return None
    found = re.search(r"# seed (\d+) is bad:\n#\s+(.*)", said.stdout)
    return f"seed {found[1]}: {found[2]}" if found else f"seeds from {first}: the program ended"


def simulate(source, tree, worlds):
    """What the first bad world says, or None."""
    pieces = (simulate_some(source, tree, 1 + done, min(PIECE, worlds - done)) for done in range(0, worlds, PIECE))
    return next(filter(None, pieces), None)


def spoil(source, tree, options):
    """The first thing that was not as it should be, or None."""
    command = [source / "tests/support/hermetic", "--plain", "env", f"REDRESS_BUILD_DIR={tree / 'build'}",
               tree / "tests/faults/proxy.py", "--seed", "1", *options.split()]
    said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if said.returncode == 0:
        return None
    found = re.search(r"not ok \d+ - (.*)", said.stdout)
    return f"spoiled answers: {found[1] if found else said.stdout.strip()}"


def run_test(tree, name):
    """The first check that failed, or None."""
    command = ["meson", "test", "-C", "build", "--no-rebuild", "--print-errorlogs", name]
    said = subprocess.run(command, cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if said.returncode == 0:
        return None
    found = re.search(r"(?:ERROR:|not ok ).*", said.stdout)
    return f"{name}: {found[0] if found else 'it did not end well'}"


def look(source, tree, test, worlds):
    if test == WORLDS:
        return simulate(source, tree, worlds)
    return spoil(source, tree, test.removeprefix(PROXY)) if test.startswith(PROXY) else run_test(tree, test)


def try_control(source, tree, name, worlds):
    path, there, without, test = CONTROLS[name]
    text = (tree / path).read_text()
    if there not in text:
        sys.exit(f"{path} does not have: {there}")
    (tree / path).write_text(text.replace(there, without))
    try:
        build(tree)
        return look(source, tree, test, worlds)
    finally:
        (tree / path).write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("names", nargs="*", metavar="NAME", help="all if none is named: " + ", ".join(CONTROLS))
    parser.add_argument("--worlds", type=int, default=300)
    # NAMEs may come behind options.
    options = parser.parse_intermixed_args()
    unknown = set(options.names) - set(CONTROLS)
    if unknown:
        parser.error(f"there is no safeguard {', '.join(sorted(unknown))}")
    copy_sources(options.source, options.build)
    build(options.build)
    tests = dict.fromkeys(CONTROLS[name][-1] for name in options.names or CONTROLS)
    whole = next(filter(None, (look(options.source, options.build, test, 20) for test in tests)), None)
    if whole:
        sys.exit(f"bad with all safeguards: {whole}")
    missed = 0
    for name in options.names or CONTROLS:
        found = try_control(options.source, options.build, name, options.worlds)
        missed += found is None
        print(f"without {name}: {found or 'NOT NOTICED'}", flush=True)
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
