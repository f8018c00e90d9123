#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that every rule of lint.py finds what it is for, and lets pass what is right. Prints TAP."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lint  # noqa: E402
from tree import Tree  # noqa: E402

SPDX = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"



def domain_tree(change=lambda text: text, **cells):
    """Files of which docs/domain.md maps every note, all in the same way."""
    cell = {"policy": "f: rule R-1", "shown": "a", "test": "tests/a.c: test_a", "listed": "", **cells}
    text = "".join(f"| {name} | fact | duty |\n" for name in lint.domain.IDS)
    text += "## 10. Where each note is shown\n"
    text += "".join(f"| {name} | {cell['policy']} | {cell['shown']} | {cell['test']} |\n" for name in lint.domain.IDS)
    text += f"## 11. Not yet\n{cell['listed']}"
    policy = '{"facts": [{"name": "x"}, {"name": "y"}], "rules": [{"id": "R-1", "when": ["x", "eq", 1]}],' \
             ' "limits": {"l": 1}, "labels": {"event": {"e": {}}},' \
             ' "templates": [{"verdict": "reject", "reason": "r"}]}'
    return {"docs/domain.md": change(text), "data/policies/f.json": policy, "src/app/a.c": "", "tests/a.c": "test_a (void)"}


ALL_LISTED = "".join(f"- {name}: something.\n" for name in lint.domain.IDS)

# rule: [(file, text or every file, whether the rule must complain)]
CASES = {
    "check_layers": [
        ("src/core/a.c", '#include "wire/guard.h"', True),
        ("src/core/a.c", "#include <json-glib/json-glib.h>", True),
        ("src/core/a.c", "#include <gtk/gtk.h>", True),
        ("src/app/a.c", '#include "sql/connection.h"', True),
        ("src/app/a.c", '#include "wire/ticket.h"', True),
        ("src/app/a.c", "#include <libsoup/soup.h>", True),
        ("src/app/a.c", "#include <json-glib/json-glib.h>", True),
        ("src/store/a.c", "#include <sqlite3.h>", True),
        ("src/sql/a.c", "#include <libpq-fe.h>", True),
        ("src/server/a.c", "#include <libpq-fe.h>", True),
        ("src/store/a.c", '#include "postgres/engine.h"', True),
        ("src/store/a.c", "  #  include <libpq-fe.h>", True),
        ("src/server/a.c", '#include "store/store.h"', True),
        ("src/sync/a.c", "#include <microhttpd.h>", True),
        ("src/sync/a.c", "#include <adwaita.h>", True),
        ("src/wire/a.c", '#include "guard.h"', True),
        ("src/wire/a.c", '#include "../core/types.h"', True),
        ("src/magic/a.c", "int x;", True),
        ("tests/core/a.c", '#include "store/store.h"', True),
        ("tests/sync/a.c", "#include <gtk/gtk.h>", True),
        ("src/store/search-tokenizer.c", "#include <sqlite3.h>", False),
        ("src/sql/a.c", "#include <sqlite3.h>", False),
        ("src/postgres/a.c", '#include "sql/engine.h"\n#include <libpq-fe.h>', False),
        ("src/sync/a.c", '#include <libsoup/soup.h>\n#include "store/store.h"', False),
        ("src/app/a.c", '#include "config.h"\n#include <adwaita.h>\n#include "core/ticket.h"', False),
        ("src/core/a.c", '/* #include "wire/guard.h" */', False),
        ("tests/store/a.c", '#include "core/ticket.h"\n#include "support/spin.h"', False),
        ("tests/bench/a.c", '#include "store/store.h"\n#include <sqlite3.h>', False),
    ],
    "check_licence": [
        ("src/core/a.c", "int x;", True),
        ("dev.d/a", "#!/bin/sh\ntrue", True),
        ("src/core/a.c", SPDX, False),
        ("data/policies/a.json", "{}", False),
    ],
    "check_length": [
        ("src/core/a.c", "int x;\n" * 501, True),
        ("src/core/a.c", "void\nf (void)\n{\n" + "  x ();\n" * 61 + "}\n", True),
        ("src/core/a.c", "int x;\n" * 500, False),
        ("src/core/a.c", "void\nf (void)\n{\n" + "  x ();\n" * 60 + "}\n", False),
        ("src/core/a.h", "typedef struct\n{\n" + "  int x;\n" * 99 + "} A;\n", False),
    ],
    "check_headers": [
        ("src/core/a.h", "int x;", True),
        ("src/core/a.h", SPDX + "#pragma once", False),
    ],
    "check_clock": [
        ("src/core/a.c", "x = g_get_real_time ();", True),
        ("src/app/a.c", "x = g_date_time_new_now_local ();", True),
        ("src/server/a.c", "x = time (NULL);", True),
        ("src/server/a.c", "clock_gettime (CLOCK_REALTIME, &t);", True),
        ("src/core/clock.c", "x = g_get_real_time ();", False),
        ("src/core/a.c", "/* not g_get_real_time () */ due_time (x); x.time = 1;", False),
        ("src/core/a.c", "/* lint: allow clock: the log of the process */\nx = g_get_real_time ();", False),
    ],
    "check_sql": [
        ("src/store/a.c", 'q = g_strdup_printf ("SELECT a FROM t WHERE id = %d", 1);', True),
        ("src/server/a.c", 'g_string_append_printf (q,\n  " AND id = %s", id);', True),
        ("src/sql/a.c", 'q = sqlite3_mprintf ("INSERT INTO t VALUES (%Q)", s);', True),
        ("src/store/a.c", 'exec (c, "BEGIN IMMEDIATE");', True),
        ("src/store/a.c", 's = g_strdup_printf ("%d tickets", n); exec (c, "SELECT 1 ");', False),
        ("src/store/a.c", '/* lint: allow sql-printf: a name from a fixed table */\nq = g_strdup_printf ("SELECT %s ", t);', False),
        ("src/sql/a.c", 'exec (c, "BEGIN IMMEDIATE");', False),
        ("src/sql/a.c", 'q = g_strdup_printf ("PRAGMA user_version = %u", n);', False),
    ],
    "check_money": [
        ("src/core/a.c", "double amount;", True),
        ("src/core/a.c", "gdouble refund_fen = 0;", True),
        ("src/core/a.h", "float *total_price;", True),
        ("src/wire/a.c", "double points;", True),
        ("src/app/a.c", "double points[4];", False),
        ("src/core/a.c", "double ratio; gint64 amount;", False),
    ],
    "check_leftovers": [
        ("src/core/a.c", "/* TODO: later */", True),
        ("ui/a.ui", "<!-- FIXME -->", True),
        ("src/core/a.c", "goto out;", True),
        ("src/core/a.c", "/* TODO(#12): later */", False),
        ("src/core/a.c", "/* goto out; */", False),
    ],
    "check_sleeps": [
        ("tests/core/a.c", "g_usleep (100);", True),
        ("tests/e2e/a.py", "time.sleep(1)", True),
        ("src/core/a.c", "g_usleep (100);", False),
        ("tests/e2e/a.py", "time.sleep(.01)  # lint: allow sleep: between two looks", False),
    ],
    "check_potfiles": [
        ("src/app/a.c", 'x = _("Approve");', True),
        ("ui/a.ui", '<property name="label" translatable="yes">Approve</property>', True),
        ("po/POTFILES.in", "src/app/gone.c", True),
        ("src/app/a.c", 'x = my_ ("Approve"); /* _("no") */', False),
    ],
    "check_ui_texts": [
        ("ui/a.ui", '<interface><property name="label">Approve</property></interface>', True),
        ("ui/a.ui", "<interface>", True),
        ("ui/a.ui", '<interface><property name="label" translatable="yes">Approve</property></interface>', False),
        ("ui/a.ui", '<interface><property name="label">…</property><property name="x">abc</property></interface>', False),
    ],
    "check_domain": [
        ("a whole map", domain_tree(), False),
        ("other entries", domain_tree(policy="f: limit l, event e, template reject r"), False),
        ("what is not yet there", domain_tree(shown="a, not yet", listed=ALL_LISTED), False),
        ("a note that is not told", domain_tree(lambda t: t.replace("| B7 | fact | duty |\n", "")), True),
        ("a note that is not mapped", domain_tree(lambda t: t.replace("| K3 | f: rule", "| K4 | f: rule")), True),
        ("no such note", domain_tree(lambda t: t.replace("| T13 | f: rule", "| T14 | f: rule")), True),
        ("no such policy", domain_tree(policy="g: rule R-1"), True),
        ("no such rule", domain_tree(policy="f: rule R-2"), True),
        ("no such limit", domain_tree(policy="f: limit m"), True),
        ("no such message", domain_tree(policy="f: template reject"), True),
        ("a fact that a rule shows", domain_tree(policy="f: fact x"), False),
        ("a fact that nothing shows", domain_tree(policy="f: fact y"), True),
        ("it is said", domain_tree(policy="f: fact y", shown="not yet", listed=ALL_LISTED), False),
        ("all facts", {**domain_tree(policy="f: fact y", shown="facts-card"), "src/app/facts-card.c": ""}, False),
        ("nothing of a policy", domain_tree(policy="-"), False),
        ("no such widget", domain_tree(shown="b"), True),
        ("no widget", domain_tree(shown=""), True),
        ("no such test", domain_tree(test="tests/b.c"), True),
        ("no such function", domain_tree(test="tests/a.c: test_b"), True),
        ("part of a name", domain_tree(test="tests/a.c: test"), True),
        ("no test", domain_tree(test=""), True),
        ("not listed", domain_tree(shown="not yet", listed=ALL_LISTED.replace("- C5: something.\n", "")), True),
        ("listed and shown", domain_tree(listed="- C5: something.\n"), True),
    ],
}


def findings_of(rule, path, text):
    files = text if isinstance(text, dict) else {path: text}
    with tempfile.TemporaryDirectory() as root:
        for name, content in files.items():
            full = os.path.join(root, name)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as stream:
                stream.write(content)
        return list(rule(Tree(root)))


def main():
    number = failed = 0
    for rule in lint.RULES:
        for path, text, must_complain in CASES.get(rule.__name__, [("", "", True)]):
            number += 1
            found = findings_of(rule, path, text) if path else []
            good = bool(found) == must_complain
            verb = "finds" if must_complain else "lets pass"
            what = "" if isinstance(text, dict) else repr(text[:60])
            print(f"{'ok' if good else 'not ok'} {number} - {rule.__name__} {verb} {path}: {what}")
            for finding in [] if good else found:
                print(f"# {finding}")
            failed += not good
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
