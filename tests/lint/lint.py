#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""lint.py [FOLDER]: checks the rules of the source tree that no compiler checks. Prints TAP.

Where a rule has to be broken, the line or the one above it says `lint: allow RULE: reason`.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import domain  # noqa: E402
import layers  # noqa: E402
import sources  # noqa: E402
import texts  # noqa: E402
from tree import Tree  # noqa: E402

RULES = [
    layers.check_layers,
    sources.check_licence,
    sources.check_length,
    sources.check_headers,
    sources.check_clock,
    sources.check_sql,
    sources.check_money,
    sources.check_leftovers,
    sources.check_sleeps,
    texts.check_potfiles,
    texts.check_ui_texts,
    domain.check_domain,
]


def main(root):
    tree = Tree(root)
    failed = 0
    print(f"1..{len(RULES)}")
    for number, rule in enumerate(RULES, 1):
        findings = list(rule(tree))
        print(f"{'not ok' if findings else 'ok'} {number} - {rule.__doc__}")
        for path, line, what in findings:
            print(f"# {path}:{line}: {what}")
        failed += bool(findings)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "."))
