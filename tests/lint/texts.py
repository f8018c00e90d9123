# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules about the texts that people read."""
import re
import xml.etree.ElementTree as ElementTree

POTFILES = "po/POTFILES.in"
GETTEXT = re.compile(r"(?<![\w])(_|C_|N_|NC_|ngettext|dngettext|g_dngettext|g_dpgettext2)\s*\(")
# Properties of widgets whose value is a text.
TEXT_PROPERTIES = {
    "label", "title", "subtitle", "tooltip-text", "tooltip-markup", "placeholder-text", "description",
    "heading", "body", "text", "menu-model-label", "accessible-label",
}


def is_words(text):
    return bool(re.search(r"[^\W\d_]{2,}", text or ""))


def has_texts(file):
    if file.is_c and file.path.startswith("src/"):
        return bool(GETTEXT.search(file.code)) and "define _(" not in file.text
    if file.name.endswith(".ui"):
        return 'translatable="yes"' in file.text
    return file.name.endswith((".desktop.in", ".metainfo.xml.in")) or (
        file.name.endswith(".gschema.xml") and "gettext-domain" in file.text
    )


def check_potfiles(tree):
    """po/POTFILES.in lists exactly the files with texts for people"""
    list_file = tree.get(POTFILES)
    listed = {}
    for number, line in enumerate(list_file.lines if list_file else [], 1):
        if line.strip() and not line.startswith("#"):
            listed[line.strip()] = number
    for path, number in listed.items():
        if tree.get(path) is None:
            yield POTFILES, number, f"{path} does not exist"
    for file in tree.files:
        if has_texts(file) and file.path not in listed:
            yield file.path, 1, f"has texts for people and is not in {POTFILES}"


def check_ui_texts(tree):
    """every text of a .ui file can be translated"""
    for file in tree.files:
        if not file.name.endswith(".ui"):
            continue
        try:
            root = ElementTree.fromstring(file.text)
        except ElementTree.ParseError as error:
            yield file.path, error.position[0], f"is not XML: {error}"
            continue
        for node in root.iter():
            named = node.get("name") in TEXT_PROPERTIES and node.tag in ("property", "attribute")
            relation = node.tag == "property" and node.get("name") in ("label", "description")
            if (named or relation) and is_words(node.text) and node.get("translatable") is None:
                line = file.line_of(max(file.text.find(f">{node.text}<"), 0))
                yield file.path, line, f'`{node.text.strip()}` has no translatable="yes" (or "no")'
