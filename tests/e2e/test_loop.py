#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent's loop through the real window against the real server: nothing lost, nothing twice."""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import points  # noqa: E402
from loop import Loop  # noqa: E402
from world import World  # noqa: E402

folder = tempfile.TemporaryDirectory(prefix="redress-e2e.")
world = None
loop = None


def tree():
    return "\n".join(desk.app.dump() for desk in world.desks if desk.is_open()) if world else ""


def test_sign_in():
    global world, loop
    world = World(folder.name)
    loop = Loop(world)
    loop.sign_in()


def test_approve_after_the_evidence():
    loop.approve()


def test_reject():
    loop.reject()


def test_ask_for_information():
    loop.ask()


def test_undo():
    loop.undo()


def test_second_desk_conflicts():
    loop.conflict()


def test_offline():
    loop.work_offline()


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
