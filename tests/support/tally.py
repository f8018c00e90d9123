#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the tests in the logs of meson and prints `N passed, N failed` as the last line.

A TAP test counts by its points, any other test as one. A test that crashed, ran out of time or
printed fewer points than it planned counts as failed, whatever it printed before.
"""
import json
import re
import sys

POINT = re.compile(r"^(not )?ok\b[ \t]*(\d+)?[ \t]*(?:- )?([^#]*)(?:#[ \t]*(.*))?$")
# What a test said last is what tells most of its failure.
REASONS = 12
PLAN = re.compile(r"^1\.\.(\d+)(?:[ \t]*#[ \t]*(SKIP.*))?", re.IGNORECASE)


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = []
        self.reasons = []

    def add_points(self, test, text):
        """Counts the points of TAP text. Returns whether there were any, and whether one failed."""
        any_point = any_failed = False
        for line in text.splitlines():
            point = POINT.match(line)
            plan = PLAN.match(line)
            if plan and plan.group(2):
                any_point = True
                self.skipped.append((test, plan.group(2)[4:].strip()))
            if not point:
                continue
            any_point = True
            name = point.group(3).strip() or f"point {point.group(2)}"
            directive = (point.group(4) or "").strip()
            if directive.upper().startswith("SKIP"):
                self.skipped.append((f"{test}: {name}", directive[4:].strip(" :-")))
            elif point.group(1):
                any_failed = True
                self.failed.append(f"{test}: {name}")
            else:
                self.passed += 1
        return any_point, any_failed

    def add_test(self, record, build):
        name = record["name"].split(" / ")[-1]
        suite = record["name"].split(":", 1)[-1].split("+", 1)[0].split(" / ")[0]
        test = f"{build}{suite}/{name}"
        result = record["result"]
        any_point, any_failed = self.add_points(test, record.get("stdout") or "")
        if result in ("OK", "EXPECTEDFAIL"):
            if not any_point:
                self.passed += 1
        elif result == "SKIP":
            if not any_point:
                self.skipped.append((test, "exit status 77"))
        elif not any_failed:
            self.failed.append(f"{test}: {result.lower()}, exit status {record.get('returncode')}")
        if result not in ("OK", "EXPECTEDFAIL", "SKIP"):
            self.add_reasons(test, record)

    def add_reasons(self, test, record):
        """The last of what it said beside its points."""
        said = [line for line in (record.get("stdout") or "").splitlines() if line.startswith("#")]
        for line in said[-REASONS:] + (record.get("stderr") or "").splitlines()[-REASONS:]:
            self.reasons.append(f"{test}: {line[:300]}")

    def print(self, out):
        for reason in self.reasons:
            print(f"reason: {reason}", file=out)
        for test in self.failed:
            print(f"failed: {test}", file=out)
        for test, reason in self.skipped:
            print(f"skipped: {test}: {reason or 'no reason given'}", file=out)
        line = f"{self.passed} passed, {len(self.failed)} failed"
        if self.skipped:
            line += f", {len(self.skipped)} skipped"
        print(line, file=out)


def main(paths):
    tally = Tally()
    for path in paths:
        build = "asan " if "-asan/" in path else ""
        try:
            with open(path, encoding="utf-8") as log:
                records = [json.loads(line) for line in log if line.strip()]
        except (OSError, ValueError) as error:
            tally.failed.append(f"{build}the log of the tests: {error}")
            continue
        for record in records:
            tally.add_test(record, build)
    sys.stdout.flush()
    tally.print(sys.stdout)
    return 0 if not tally.failed and tally.passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
