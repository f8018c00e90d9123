# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom. The table is the architecture; a file that reaches past it is an error."""
import re

# A layer may include itself and these.
LAYERS = {
    "core": [],
    "wire": ["core"],
    "audit": ["core"],
    "sql": ["core"],
    "store": ["core", "wire", "sql"],
    "sync": ["core", "wire", "audit", "store"],
    "pack": ["core", "wire"],
    "app": ["core", "store", "sync", "pack"],
    "postgres": ["core", "sql"],
    "server": ["core", "wire", "audit", "sql", "postgres"],
    "sample": ["core", "wire"],
}

# Headers of libraries: who may use them.
LIBRARIES = [
    (r"sqlite3(ext)?\.h", ["sql"]),
    (r"libpq-fe\.h", ["postgres"]),
    (r"(gtk|gdk|gsk|adwaita)[/.].*|adwaita\.h", ["app"]),
    (r"libsoup/.*", ["sync", "sample", "server"]),
    (r"archive(_entry)?\.h|cairo-pdf\.h", ["pack", "sample"]),
    (r"json-glib/.*", ["wire", "pack", "store", "sync", "server", "sample"]),
    (r"microhttpd\.h", ["server"]),
    (r"sodium(/.*)?\.h", ["server"]),
    (r"libsecret/.*", ["store", "sync"]),
    (r"gnutls/.*", ["wire", "audit", "store", "sync", "server", "sample"]),
]
# The tokenizer of the search index is a plug-in of SQLite and has to know its interface.
EXCEPTIONS = [(r"src/store/.*tokenizer.*\.[ch]", r"sqlite3(ext)?\.h")]

# Tests look at a layer from outside, so they may also use these.
TEST_LIBRARIES = [(r"libsoup/.*", ["sync", "app", "server", "sample", "support", "store", "wire"]),
                  (r"json-glib/.*", ["app", "support", "audit", "core"]),
                  (r"sqlite3(ext)?\.h", ["store", "server"]),
                  (r"gnutls/.*", ["sql", "core", "support"])]
# Whole programs are driven from here.
FREE_TEST_FOLDERS = ["bench", "faults", "fuzz", "hostile", "sim"]

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)


def may_use_library(path, layer, header, is_test):
    for where, what in EXCEPTIONS:
        if re.fullmatch(where, path) and re.fullmatch(what, header):
            return True
    for what, layers in LIBRARIES:
        if re.fullmatch(what, header) and layer not in layers:
            return is_test and any(
                re.fullmatch(more, header) and layer in allowed for more, allowed in TEST_LIBRARIES
            )
    return True


def reachable(layer):
    """What a test of a layer may include: the layer and all below it."""
    found = {layer}
    for lower in LAYERS.get(layer, []):
        found |= reachable(lower)
    return found


def check_layers(tree):
    """include lines stay within the layers"""
    for file in tree.c_files("src", "tests"):
        top, layer = (file.parts() + [""])[:2]
        is_test = top == "tests"
        if is_test and layer in FREE_TEST_FOLDERS:
            continue
        if not is_test and layer not in LAYERS:
            yield file.path, 1, f"src/{layer} is no layer: add it to tests/lint/layers.py"
            continue
        allowed = reachable(layer) | {"support"} if is_test else {layer, *LAYERS[layer]}
        if layer == "support":
            allowed |= {"core"}
        for match in INCLUDE.finditer(file.plain):
            header, line = match.group(1), file.line_of(match.start(1))
            target = header.split("/")[0]
            quoted = file.text[match.start(1) - 1] == '"'
            generated = header == "config.h" or header.endswith("-resources.h")
            if quoted and "/" not in header and not generated:
                yield file.path, line, f'"{header}" names no layer: write "<layer>/{header}"'
            elif quoted and target in LAYERS and target not in allowed:
                yield file.path, line, f"{layer} may not include {header}"
            elif ".." in header:
                yield file.path, line, f"{header} climbs out of its folder"
            elif not may_use_library(file.path, layer, header, is_test):
                yield file.path, line, f"{layer} may not use <{header}>"
