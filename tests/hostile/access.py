#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds access.txt against what the real server answers to everybody. Prints TAP."""
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE]
from access_cases import CASES  # noqa: E402
from access_world import INSIDE, ROLES, SCOPES, World  # noqa: E402
from place import SECRET, SOURCE  # noqa: E402

COLUMNS = (*ROLES, "connector")
METHODS = ("get", "put", "post", "delete", "patch")
# What differs from one answer to the next or from one account to the next, whatever was asked.
OWN_HEADERS = ("date", "redress-request-id", "redress-grants-version", "connection", "content-length")

Row = collections.namedtuple("Row", "operation case needs cells")
# inside: it has the platform. desk: who prepares, itself where it may work there.
Person = collections.namedtuple("Person", "name column inside token desk sees")


def read_table():
    rows = []
    with open(os.path.join(HERE, "access.txt"), encoding="utf-8") as stream:
        for line in stream:
            words = line.split("#")[0].split()
            if words:
                rows.append(Row(*words[:3], dict(zip(COLUMNS, words[3:], strict=bool(words[3:])))))
    return rows


def read_operations():
    """{operationId: who is let in}, and the types of commands."""
    with open(os.path.join(SOURCE, "data", "api", "openapi.yaml"), encoding="utf-8") as stream:
        contract = yaml.safe_load(stream)
    operations = {}
    for methods in contract["paths"].values():
        for method in METHODS:
            if method in methods:
                security = methods[method]["security"]
                operations[methods[method]["operationId"]] = next(iter(security[0])) if security else "anyone"
    return operations, contract["components"]["schemas"]["Command"]["properties"]["type"]["enum"]


def read_permissions(program):
    lines = subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()
    granted = collections.defaultdict(set)
    for line in lines:
        action, role = line.split()
        granted[action].add(role)
    return granted


def expected(row, person):
    """(status, what else: "+", "=" or "")"""
    parts = row.cells[person.column].split("/")
    place = 0 if person.inside else 2 if person.name.endswith("lost") else 1
    cell = parts[min(place, len(parts) - 1)]
    return int(cell[:3]), cell[3:]


def check_coverage(rows, operations, commands):
    """every operation and every type of command has a row, and every row a case"""
    named = {row.operation for row in rows}
    asked = {(row.operation, row.case) for row in rows if row.cells}
    problems = [f"{name} has no row" for name in operations if name not in named]
    problems += [f"{name} is no operation" for name in named - set(operations) - {"-"}]
    problems += [f"command {kind} has no row" for kind in commands if ("sendCommands", kind) not in asked]
    problems += [f"{key} has a row and no case" for key in asked - set(CASES)]
    return problems + [f"{key} has a case and no row" for key in set(CASES) - asked]


def check_permissions(rows, operations, granted):
    """the table and core/permission.c say the same"""
    problems = [f"no row needs {action}" for action in granted if action not in {row.needs for row in rows}]
    for row in rows:
        if row.needs == "-" or not row.cells:
            continue
        for column in COLUMNS:
            status = int(row.cells[column][:3])
            is_let_in = operations[row.operation] == "anyone" or (column == "connector") == (operations[row.operation] == "connector")
            if is_let_in and (status != 403) != (column in granted[row.needs]):
                problems.append(f"{row.operation} {row.case}: {column} is answered {status}; {row.needs} is for {granted[row.needs]}")
    return problems


def list_people(world):
    people = []
    for (role, scope), token in world.tokens.items():
        inside = scope in INSIDE
        desk = token if inside and role in ("agent", "supervisor") else world.worker
        sees = [platform for platform in SECRET if scope == "all" or SCOPES[scope] == platform]
        people.append(Person(f"{role} with {scope}", role, inside, token, desk, sees))
    for platform, key in world.keys.items():
        people.append(Person(f"connector of {platform}", "connector", platform == "kameng", key, world.worker, [platform]))
    return people


def answer_status(answer):
    """Of a command it is the status of its own answer."""
    if answer.status == 200 and answer.body.startswith(b'{"answers":['):
        return answer.json["answers"][0]["status"]
    return answer.status


def look(answer, request):
    """An answer without what it says of itself and without what the request said."""
    body = answer.body
    if request[1] == "/v1/commands":
        command = request[2]["commands"][0]
        body = body.replace(command["command_id"].encode(), b"ID")
        body = re.sub(b'"ticket":%d\\b' % command["ticket"], b'"ticket":N', body)
        body = re.sub(rb'"at":"[^"]*"', b'"at":"T"', body)
    headers = {name: value for name, value in answer.headers.items() if name not in OWN_HEADERS}
    return answer.status, headers, re.sub(rb'"server_time":"[^"]*"', b"", body)


class Table:
    def __init__(self, world, operations):
        self.world, self.operations = world, operations
        self.people = list_people(world)

    def send(self, token, request):
        method, path, body, headers = request
        return self.world.ask(method, path, token, body, headers)

    def check_secrets(self, person, answer, problems, name):
        for platform, word in SECRET.items():
            if platform not in person.sees and word.encode() in answer.body:
                problems.append(f"{name} reads of {platform}: {answer.body[:200]}")

    def check_cell(self, row, person, problems):
        """Returns what it looks like that something is nowhere, where that can be told."""
        there, nowhere = CASES[row.operation, row.case](self.world, person)
        missing = self.send(person.token, nowhere) if nowhere != there else None
        before = self.world.read_state()
        answer = self.send(person.token, there)
        if answer_status(answer) >= 400 and self.world.read_state() != before:
            problems.append(f"{person.name} was refused and changed something")
        status, more = expected(row, person)
        if answer_status(answer) != status:
            problems.append(f"{person.name}: {answer_status(answer)} instead of {status}: {answer.body[:300]}")
        if more == "+" and SECRET["kameng"].encode() not in answer.body:
            problems.append(f"{person.name} should see what is there: {answer.body[:300]}")
        self.check_secrets(person, answer, problems, person.name)
        if missing is None:
            return None
        self.check_secrets(person, missing, problems, person.name)
        if (not person.inside or more == "=") and look(answer, there) != look(missing, nowhere):
            problems.append(f"{person.name} can tell: {look(answer, there)} from {look(missing, nowhere)}")
        return look(missing, nowhere) if answer_status(missing) == 404 else None

    def check_strangers(self, row, problems):
        """Without a token, with a bad one, or with one of the other kind."""
        access = self.operations[row.operation]
        if access == "anyone":
            return
        other = [self.world.boss] if access == "connector" else list(self.world.keys.values())
        request = CASES[row.operation, row.case](self.world, self.people[0])[0]
        looks = collections.defaultdict(set)
        for token in (*self.world.strangers, *other):
            answer = self.send(token, request)
            looks[token is None].add((answer.status, answer.body))
            if answer.status != 401:
                problems.append(f"a stranger is answered {answer.status}: {answer.body[:300]}")
        if len(looks[True]) > 1 or len(looks[False]) > 1:
            problems.append(f"strangers can tell what they are: {looks}")

    def check_row(self, row):
        problems, missing = [], collections.defaultdict(set)
        for person in self.people:
            looked = self.check_cell(row, person, problems)
            if looked:
                missing[person.column].add(repr(looked))
        # What is nowhere looks the same to all of a role, inside and outside.
        for column, looks in missing.items():
            if len(looks) > 1:
                problems.append(f"{column}: what is nowhere looks different: {looks}")
        self.check_strangers(row, problems)
        return problems


def report(number, name, problems):
    for problem in problems:
        print(f"# {problem}")
    print(f"{'not ok' if problems else 'ok'} {number} - {name}", flush=True)
    return not problems


def main():
    rows = read_table()
    operations, commands = read_operations()
    asked = [row for row in rows if row.cells]
    chosen = [row for row in asked if not sys.argv[2:] or f"{row.operation}:{row.case}" in sys.argv[2:]]
    print(f"1..{len(chosen) + 2}")
    good = report(1, check_coverage.__doc__, check_coverage(rows, operations, commands))
    good &= report(2, check_permissions.__doc__, check_permissions(rows, operations, read_permissions(sys.argv[1])))
    folder = tempfile.mkdtemp(prefix="redress-access-")
    world = World(folder)
    try:
        world.take_scopes_away()
        table = Table(world, operations)
        for number, row in enumerate(chosen, 3):
            good &= report(number, f"{row.operation} {row.case}", table.check_row(row))
    finally:
        world.close()
    shutil.rmtree(folder)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
