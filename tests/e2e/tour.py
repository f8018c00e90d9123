#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of `./dev tour` after the build: walks the agent's loop and makes a picture of each page."""
import argparse
import os
import subprocess
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
from backend import BUILD, SOURCE, wait_for  # noqa: E402
from loop import Loop  # noqa: E402
from world import World  # noqa: E402

# What the README shows, and the pictures it is made of.
README = {"case": "decision-en-light", "evidence": "evidence-en-dark"}


class Tour:
    def __init__(self, world, folder):
        self.world = world
        self.folder = folder
        self.loop = Loop(world, lambda desk, name: self.see(desk, f"{name}-en-light"))

    def see(self, desk, name):
        desk.shot(os.path.join(self.folder, name + ".png"))

    def appeal(self):
        desk = self.loop.desk
        desk.open(self.world.observer.find_open("appeal"))
        desk.wait("First decision", within="RedressCaseView")
        self.see(desk, "appeal-en-light")

    def no_hits(self):
        desk = self.loop.desk
        desk.key("ctrl+k")
        desk.type("no such ticket at all")
        desk.wait("No ticket matches")
        self.see(desk, "no-hits-en-light")
        desk.key("ctrl+k", "Escape")
        desk.wait_tickets()

    def dialogs(self):
        desk = self.loop.desk
        for name, key, words, context in (("preferences", "ctrl+comma", "Colours", None),
                                          ("shortcuts", "ctrl+question", "Open the evidence", "shortcuts")):
            desk.key(key)
            desk.wait(words, context=context)
            self.see(desk, f"{name}-en-light")
            desk.key("Escape")
            wait_for(lambda w=words, c=context: not desk.reads(w, context=c), f"the end of the {name}")

    def portrait(self, language, scheme):
        """The pages that people look at longest."""
        style = f"{language}-{scheme}"
        self.world.close_desks()
        desk = self.world.open_desk("agent", style, language=language, settings={"color-scheme": f"'{scheme}'"})
        desk.take_until(lambda: desk.recommends("Approve"))
        self.see(desk, f"case-{style}")
        desk.view_evidence()
        desk.wait_file(1)
        self.see(desk, f"evidence-{style}")
        desk.close_viewer()
        desk.choose("Approve")
        desk.submit()
        desk.wait_recorded()
        self.see(desk, f"recorded-{style}")
        desk.undo()
        desk.open(self.world.observer.find_open("appeal"))
        desk.wait("First decision", within="RedressCaseView")
        self.see(desk, f"appeal-{style}")
        desk.close()

    def compact(self, language, scheme):
        """A window that has room for one pane."""
        style = f"{language}-{scheme}-compact"
        desk = self.world.open_desk("agent", style, language=language, settings={
            "color-scheme": f"'{scheme}'", "window-width": 800, "window-height": 600})
        self.see(desk, f"queue-{style}")
        desk.open(self.world.observer.find_open("review"))
        self.see(desk, f"case-{style}")
        desk.close()

    def steps(self):
        loop = self.loop
        return {
            "sign in": loop.sign_in,
            "approve after a look at each file": loop.approve,
            "reject": loop.reject,
            "ask for information": loop.ask,
            "undo": loop.undo,
            "conflict with a colleague": loop.conflict,
            "three decisions without a server": loop.work_offline,
            "an appeal": self.appeal,
            "a search without hits": self.no_hits,
            "preferences and shortcuts": self.dialogs,
            "English, dark": lambda: self.portrait("en", "dark"),
            "Chinese, light": lambda: self.portrait("zh_CN", "light"),
            "Chinese, dark": lambda: self.portrait("zh_CN", "dark"),
            "a small window": lambda: self.compact("en", "light"),
            "a small window in Chinese": lambda: self.compact("zh_CN", "dark"),
        }

    def walk(self):
        for words, step in self.steps().items():
            begin = time.monotonic()
            print(f"tour: {words}", end="", flush=True)
            try:
                step()
            except Exception:  # pylint: disable=broad-except
                print(f": FAILED\n{traceback.format_exc()}", flush=True)
                return words
            print(f", {time.monotonic() - begin:.0f} s", flush=True)
        return None


def write_readme_pictures(folder):
    """Without the frame, and with a palette, for the repository keeps them for ever."""
    os.makedirs(os.path.join(SOURCE, "docs", "pictures"), exist_ok=True)
    for name, picture in README.items():
        subprocess.run(["convert", os.path.join(folder, picture + ".png"), "-strip", "-shave", "5x5", "-dither", "None", "-colors", "128",
                        "PNG8:" + os.path.join(SOURCE, "docs", "pictures", name + ".png")], check=True)


def read_options():
    parser = argparse.ArgumentParser(prog="./dev tour", description="The agent's loop, with a picture of each page.")
    parser.add_argument("folder", nargs="?", default=os.path.join(BUILD, "tour"), metavar="FOLDER",
                        help="where the pictures go (build/tour)")
    parser.add_argument("--readme", action="store_true", help="make the pictures of the README anew, too")
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = read_options()
    if options.check:
        return 0
    with tempfile.TemporaryDirectory(prefix="redress-tour.") as place:
        world = World(place, colleague="agent2")
        try:
            failed = Tour(world, os.path.abspath(options.folder)).walk()
        finally:
            world.close()
    if failed:
        print(f"tour: failed at the step: {failed}", flush=True)
        return 1
    if options.readme:
        write_readme_pictures(os.path.abspath(options.folder))
    print(f"tour: the pictures are in {options.folder}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
