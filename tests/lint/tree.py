# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a source tree, and C text without its comments and strings."""
import os
import re

IGNORED_FOLDERS = re.compile(r"^(build.*|\.git|\.ccache|node_modules|__pycache__)$")
TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""",
    re.DOTALL,
)
ALLOW = re.compile(r"lint: allow (?P<rule>[a-z-]+): \S")


def blank(text):
    """The same number of characters and lines, with nothing on them."""
    return re.sub(r"[^\n]", " ", text)


class File:
    """One file; `code` is C without comments and strings, `plain` is C without comments."""

    def __init__(self, root, path):
        self.path = path
        self.name = os.path.basename(path)
        with open(os.path.join(root, path), encoding="utf-8", errors="replace") as stream:
            self.text = stream.read()
        self.lines = self.text.splitlines()
        self.is_c = self.name.endswith((".c", ".h"))
        self._code = None
        self._plain = None

    @property
    def code(self):
        if self._code is None:
            self._code = TOKEN.sub(lambda match: blank(match.group()), self.text)
        return self._code

    @property
    def plain(self):
        if self._plain is None:
            keep = lambda match: match.group() if match.group("string") else blank(match.group())
            self._plain = TOKEN.sub(keep, self.text)
        return self._plain

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def allows(self, rule, line):
        """Whether the line, or the one above it, says `lint: allow RULE: reason`."""
        for number in (line, line - 1):
            if 0 < number <= len(self.lines):
                match = ALLOW.search(self.lines[number - 1])
                if match and match.group("rule") == rule:
                    return True
        return False

    def parts(self):
        return self.path.split("/")


class Tree:
    def __init__(self, root):
        self.root = root
        self.files = []
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(name for name in folders if not IGNORED_FOLDERS.match(name))
            for name in sorted(names):
                path = os.path.relpath(os.path.join(folder, name), root)
                if is_text(os.path.join(root, path)):
                    self.files.append(File(root, path))

    def c_files(self, *folders):
        return [f for f in self.files if f.is_c and f.parts()[0] in folders]

    def get(self, path):
        return next((f for f in self.files if f.path == path), None)


def is_text(path):
    if os.path.islink(path) or not os.path.isfile(path):
        return False
    with open(path, "rb") as stream:
        return b"\0" not in stream.read(4096)
