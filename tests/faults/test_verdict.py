#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests that the verdict on a crash run sees what it is there to see. Prints TAP."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
from ledger import Ledger  # noqa: E402
from verdict import Verdict, compare  # noqa: E402


def verdict_on(decisions, kept=(), answered=()):
    """The desk recorded command a for ticket 1 and b for ticket 2."""
    ledger, verdict = Ledger(), Verdict()
    ledger.note_start()
    for line in ("submit 1", "recorded a 1", "submit 2", "recorded b 2", *answered, *(f"kept {k} 0" for k in kept)):
        ledger.note(line.split())
    compare(ledger, [(ticket, command, 0) for ticket, command in decisions], verdict)
    return len(verdict.lost), len(verdict.doubled), len(verdict.mistakes)


CASES = {
    "each decision once is good": (verdict_on([(1, "a"), (2, "b")]), (0, 0, 0)),
    "a decision that is nowhere is lost": (verdict_on([(1, "a")]), (1, 0, 0)),
    "one that a person is shown is not lost": (verdict_on([(1, "a")], kept=["b"]), (0, 0, 0)),
    "a decision for another ticket is lost": (verdict_on([(1, "a"), (1, "b")]), (1, 1, 0)),
    "two decisions of one ticket are doubled": (verdict_on([(1, "a"), (2, "b"), (2, "c")]), (0, 1, 0)),
    "a command applied twice is doubled": (verdict_on([(1, "a"), (2, "b"), (2, "b")]), (0, 2, 0)),
    "applied but shown as a conflict is a mistake": (verdict_on([(1, "a"), (2, "b")], kept=["b"]), (0, 0, 1)),
    "said to be applied but nowhere is a mistake": (verdict_on([(1, "a")], answered=["applied b 2"]), (1, 0, 1)),
    "a decision nobody made is a mistake": (verdict_on([(1, "a"), (2, "b"), (3, "c")]), (0, 0, 1)),
}

print(f"1..{len(CASES)}")
for number, (name, (found, wanted)) in enumerate(CASES.items(), 1):
    print(f"{'ok' if found == wanted else 'not ok'} {number} - {name}")
    if found != wanted:
        print(f"# {found} instead of {wanted}")
