#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the SQL of a release that is ahead of this one: what this one has, and the migrations of the folders named.

Usage: make-release.py OUTPUT.c MIGRATIONS BACKFILL FOLDER...
"""
import os
import shutil
import subprocess
import sys
import tempfile

PREFIX = "/org/redress/Desk/sql"


def add_migration(place, path):
    before = len(os.listdir(place))
    name = os.path.basename(path).split("-", 1)[1]
    with open(path, encoding="utf-8") as source:
        text = source.read().replace("@BEFORE@", f"{before:03}")
    with open(os.path.join(place, f"{before + 1:03}-{name}"), "w", encoding="utf-8") as target:
        target.write(text)


def main():
    output, migrations, backfill, *folders = sys.argv[1:]
    with tempfile.TemporaryDirectory() as home:
        place = os.path.join(home, "server-postgresql")
        shutil.copytree(migrations, place)
        shutil.copytree(backfill, os.path.join(home, "server-backfill"))
        for folder in folders:
            for name in sorted(os.listdir(folder)):
                add_migration(place, os.path.join(folder, name))
        files = [os.path.join(kind, name) for kind in ("server-postgresql", "server-backfill")
                 for name in sorted(os.listdir(os.path.join(home, kind)))]
        listed = "".join(f"<file>{name}</file>" for name in files)
        xml = os.path.join(home, "release.gresource.xml")
        with open(xml, "w", encoding="utf-8") as stream:
            stream.write(f'<gresources><gresource prefix="{PREFIX}">{listed}</gresource></gresources>')
        subprocess.run(["glib-compile-resources", "--generate-source", "--c-name", "redress_release_sql",
                        f"--sourcedir={home}", f"--target={output}", xml], check=True)


if __name__ == "__main__":
    main()
