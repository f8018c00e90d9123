# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules about single source files. Each yields (path, line, what is wrong)."""
import re

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 60
SOURCE = (".c", ".h", ".py", ".sh", ".js", ".mjs", ".ui", ".css", ".sql", ".xml.in")
COUNTED = (".c", ".h", ".py", ".sh", ".js", ".mjs", ".css")
CLOCK = re.compile(
    r"\b(g_get_real_time|g_get_current_time|g_date_time_new_now(_local|_utc)?|gettimeofday|time)\s*\("
    r"|\bCLOCK_REALTIME\b"
)
PRINTF = re.compile(
    r"\b(g_strdup_v?printf|g_string_(append_)?v?printf|v?s?n?printf|g_snprintf|sqlite3_v?m?s?n?printf"
    r"|g_strconcat|g_strdup_printf)\s*\("
)
# Not PRAGMA, whose values cannot be bound.
SQL = re.compile(
    r'"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|ATTACH|REPLACE|WITH|WHERE|AND|OR|ORDER BY'
    r"|LIMIT|VALUES|FROM|JOIN|SET)\s",
)
TRANSACTION = re.compile(r'"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT)\b')
MONEY = re.compile(
    r"\b(g?double|g?float)\b[ \t*]+(\w*_)?(amount|fen|money|price|fee|fees|refund|yuan|balance)(_\w*)?\b"
)
POINTS = re.compile(r"\b(g?double|g?float)\b[ \t*]+(\w*_)?points(_\w*)?\b")
LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))")
SLEEP = re.compile(r"\b(g_usleep|usleep|nanosleep|sleep)\s*\(")
PY_SLEEP = re.compile(r"\btime\.sleep\s*\(")


def is_source(file):
    return file.name.endswith(SOURCE) or file.name == "meson.build" or file.text.startswith("#!")


def check_licence(tree):
    """every source file names its licence"""
    for file in tree.files:
        if is_source(file) and file.text.strip():
            if not any("SPDX-License-Identifier: " in line for line in file.lines[:5]):
                yield file.path, 1, "no SPDX-License-Identifier in the first five lines"


def check_length(tree):
    """no file is over 500 lines, no function over 60"""
    for file in tree.files:
        counted = file.name.endswith(COUNTED) or file.text.startswith("#!")
        if counted and len(file.lines) > MAX_FILE_LINES:
            yield file.path, MAX_FILE_LINES + 1, f"{len(file.lines)} lines: split it by job"
        if file.name.endswith(".c"):
            yield from long_functions(file)


def long_functions(file):
    start = None
    for number, line in enumerate(file.code.splitlines(), 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}") and start is not None:
            if number - start - 1 > MAX_FUNCTION_LINES and ";" not in line:
                yield file.path, start, f"a function of {number - start - 1} lines: take out named steps"
            start = None


def check_headers(tree):
    """headers guard themselves with #pragma once"""
    for file in tree.c_files("src", "tests"):
        if file.name.endswith(".h") and "#pragma once" not in file.lines:
            yield file.path, 1, "no #pragma once"


def matches(file, text, pattern, rule):
    for match in pattern.finditer(text):
        line = file.line_of(match.start())
        if not file.allows(rule, line):
            yield match, line


def check_clock(tree):
    """only src/core/clock.c reads the clock of the machine"""
    for file in tree.c_files("src"):
        if file.path != "src/core/clock.c":
            for match, line in matches(file, file.code, CLOCK, "clock"):
                yield file.path, line, f"{match.group().rstrip('( ')}: take a RedressClock"


def call_end(code, start):
    """The offset behind the closing parenthesis of a call."""
    depth = 0
    for offset in range(start, len(code)):
        if code[offset] == "(":
            depth += 1
        elif code[offset] == ")":
            depth -= 1
            if depth == 0:
                return offset + 1
    return len(code)


def check_sql(tree):
    """no value is printed into SQL, transactions begin in the engines alone"""
    for file in tree.c_files("src"):
        if file.parts()[1] in ("sql", "postgres", "store", "server", "sync"):
            for match, line in matches(file, file.code, PRINTF, "sql-printf"):
                call = file.plain[match.start() : call_end(file.code, match.end() - 1)]
                if SQL.search(call):
                    yield file.path, line, "SQL is printed: bind the values"
        if file.parts()[1] not in ("sql", "postgres"):
            for match, line in matches(file, file.plain, TRANSACTION, "sql-transaction"):
                yield file.path, line, f"{match.group(1)} outside src/sql and src/postgres: use their transactions"


def check_money(tree):
    """amounts are integers"""
    for file in tree.c_files("src"):
        patterns = [MONEY] if file.parts()[1] == "app" else [MONEY, POINTS]
        for pattern in patterns:
            for match, line in matches(file, file.code, pattern, "money"):
                yield file.path, line, f"`{match.group()}`: amounts and points are gint64"


def check_leftovers(tree):
    """a TODO names its issue, there is no goto"""
    for file in tree.files:
        if not is_source(file) or file.path.startswith("tests/lint/"):
            continue
        for match in LEFTOVER.finditer(file.text):
            yield file.path, file.line_of(match.start()), f"{match.group()} without an issue: write {match.group()}(#12)"
        if file.is_c:
            for match, line in matches(file, file.code, re.compile(r"\bgoto\s+\w+\s*;"), "goto"):
                yield file.path, line, "goto"


def check_sleeps(tree):
    """tests wait for conditions and never sleep"""
    for file in tree.files:
        if file.parts()[0] != "tests" or file.path.startswith("tests/lint/"):
            continue
        text, pattern = (file.code, SLEEP) if file.is_c else (file.text, PY_SLEEP)
        if file.is_c or file.name.endswith(".py"):
            for match, line in matches(file, text, pattern, "sleep"):
                yield file.path, line, f"{match.group()}): wait for a condition"
