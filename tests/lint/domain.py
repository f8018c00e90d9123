#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""domain.py FOLDER: lists the notes of docs/domain.md of which a part is not shown yet."""
import json
import os
import re
import sys

DOMAIN = "docs/domain.md"
LETTERS = {"A": 11, "B": 17, "C": 9, "K": 24, "T": 13}
IDS = [f"{letter}{number}" for letter, count in LETTERS.items() for number in range(1, count + 1)]
NOTE = re.compile(r"^\| (?P<id>[ABCKT]\d+) \|(?P<cells>.*)\|$")
BULLET = re.compile(r"^- (?P<id>[ABCKT]\d+): \S")
NOT_YET = "not yet"
ALL_FACTS = "facts-card"  # the widget that shows every fact of a ticket
# Words of the table: where the entries of a policy are, and the member that has their name.
LISTS = {
    "fact": ("facts", "name"), "derived": ("derived", "name"), "slot": ("slots", "id"),
    "ground": ("grounds", "code"), "reason": ("reasons", "code"), "comparison": ("comparisons", "id"),
    "clock": ("clocks", "name"), "legal": ("legal", "id"), "rule": ("rules", "id"),
}


def split(cell, mark):
    return [part.strip() for part in cell.split(mark) if part.strip()]


def section(file, title):
    """The lines of a section, with their numbers."""
    inside = False
    for number, line in enumerate(file.lines, 1):
        if line.startswith("## "):
            inside = line.rstrip().endswith(title)
        elif inside:
            yield number, line


def read_notes(file):
    """The rows of the table that says where notes are shown: (line, id, policy, shown, test)."""
    for number, line in section(file, "Where each note is shown"):
        match = NOTE.match(line)
        if match:
            cells = (match.group("cells").split("|") + ["", "", ""])[:3]
            yield (number, match.group("id"), *(cell.strip() for cell in cells))


def has_entry(policy, words):
    kind, *names = words.split()
    if kind in LISTS:
        group, member = LISTS[kind]
        return len(names) == 1 and any(item.get(member) == names[0] for item in policy.get(group, []))
    if kind == "limit":
        return len(names) == 1 and names[0] in policy["limits"]
    if kind == "template":
        wanted = (names + [None, None])[:2]
        return any([item["verdict"], item.get("reason")] == wanted for item in policy["templates"])
    return len(names) == 1 and names[0] in policy["labels"].get(kind, {})


def is_looked_at(policy, name):
    """Whether a comparison or a rule shows a fact; others stand among all facts alone."""
    used = json.dumps([policy.get("comparisons", []), policy.get("rules", [])])
    for derived in reversed(policy.get("derived", [])):
        if f'"{derived["name"]}"' in used or f'{{{derived["name"]}}}' in used:
            used += json.dumps(derived["expr"])
    return f'"{name}"' in used or f"{{{name}}}" in used


def check_policy(tree, cell, shown):
    if cell == "-":
        return
    flow, _, entries = cell.partition(": ")
    file = tree.get(f"data/policies/{flow}.json")
    if file is None:
        yield f"there is no policy {flow!r}"
        return
    policy = json.loads(file.text)
    for entry in split(entries, ","):
        if not has_entry(policy, entry):
            yield f"{flow} has no {entry}"
        elif not entry.startswith("fact ") or {NOT_YET, ALL_FACTS} & set(shown):
            continue
        elif not is_looked_at(policy, entry.split()[1]):
            yield f"no comparison and no rule of {flow} shows the {entry}"


def check_shown(tree, cell):
    for name in split(cell, ","):
        if name != NOT_YET and tree.get(f"src/app/{name}.c") is None:
            yield f"there is no src/app/{name}.c"
    if not cell:
        yield f"nothing shows it, and {NOT_YET!r} is not said"


def check_tests(tree, cell):
    for test in split(cell, ","):
        path, _, needle = test.partition(": ")
        file = tree.get(path)
        if file is None or not path.startswith("tests/"):
            yield f"there is no test {path!r}"
        elif needle and not re.search(rf"(?<![\w-]){re.escape(needle)}(?![\w-])", file.text):
            yield f"{path} has no {needle}"
    if not cell:
        yield "no test shows it"


def check_ids(file, notes):
    """Every note is told once in the sections about the platforms, and mapped once."""
    told = [m.group("id") for m in map(NOTE.match, file.lines) if m and m.group("cells").count("|") == 1]
    mapped = [note[1] for note in notes]
    for wanted in IDS:
        for where, names in (("the tables of the platforms", told), ("the table of section 10", mapped)):
            if names.count(wanted) != 1:
                yield 1, f"{wanted} stands {names.count(wanted)} times in {where}"
    for number, name, *_ in notes:
        if name not in IDS:
            yield number, f"{name} is no note"


def read_not_yet(file):
    return {m.group("id"): n for n, m in ((n, BULLET.match(line)) for n, line in section(file, "Not yet")) if m}


def check_not_yet(file, notes):
    said = {name: number for number, name, _, shown, _ in notes if NOT_YET in split(shown, ",")}
    listed = read_not_yet(file)
    for name in sorted(set(said) - set(listed)):
        yield said[name], f"{name}: what is not yet there does not stand in the last section"
    for name in sorted(set(listed) - set(said)):
        yield listed[name], f"{name} is not marked as {NOT_YET!r} in the table"


def check_domain(tree):
    """docs/domain.md maps each note to a policy, a widget and a test that exist"""
    file = tree.get(DOMAIN)
    if file is None:
        return
    notes = list(read_notes(file))
    for number, what in [*check_ids(file, notes), *check_not_yet(file, notes)]:
        yield DOMAIN, number, what
    for number, name, policy, shown, test in notes:
        for what in [*check_policy(tree, policy, split(shown, ",")), *check_shown(tree, shown), *check_tests(tree, test)]:
            yield DOMAIN, number, f"{name}: {what}"


def main(root):
    from tree import File

    file = File(root, DOMAIN)
    listed = read_not_yet(file)
    for name, number in listed.items():
        words = [file.lines[number - 1]]
        for line in file.lines[number:]:
            if not line.startswith("  "):
                break
            words.append(line.strip())
        print(" ".join(words))
    print(f"{len(listed)} of {len(IDS)} notes are not wholly shown")


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    main(sys.argv[1] if len(sys.argv) > 1 else ".")
