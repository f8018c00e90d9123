#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A part of a picture is painted over for good, and a picture is blurred for everybody, with two desks.

GTK's tree keeps boxes stale that were hidden at the start, so keys are the hands here; the server, the
files on the disk and the pixels on the screen are the judges.
"""
import glob
import hashlib
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from gi.repository import GLib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import points  # noqa: E402
from backend import wait_for  # noqa: E402
from observer import Observer  # noqa: E402
from world import SECOND, World  # noqa: E402

folder = tempfile.TemporaryDirectory(prefix="redress-e2e.")
world = None
desk = None
other = None
agent = None  # whom the server gives renditions alone
at = 0  # place of the picture
old = {}  # its renditions before: use -> digest
SHOTS = os.environ.get("REDRESS_SHOTS")
WHY = {"paint": "It shows somebody else", "blur": "It is disturbing"}


def tree():
    return "\n".join(each.app.dump() for each in (desk, other) if each and each.is_open())


def see(who, name):
    """A picture of a desk, for the eye and for what counts its pixels."""
    path = os.path.join(SHOTS or folder.name, f"redact-{name}.png")
    who.shot(path)
    return path


def piece():
    return world.observer.ticket(desk.number)["evidence"][at]


def find_picture(number):
    """Place of the first picture that is not masked and has been prepared."""
    pieces = world.observer.ticket(number)["evidence"]
    return next((i for i, each in enumerate(pieces) if each["media_type"].startswith("image/") and
                 not each.get("masked") and each["rendition_state"] == "ready"), None)


def go_to_picture(who):
    who.wait("verified", within="RedressEvidenceStrip")
    who.view_evidence()
    for index in range(1, at + 2):
        who.wait_file(index)
        if index <= at:
            who.key("Right")
    who.wait("verified when opened", within="RedressViewerPanel")


def fetch(sha256):
    """(nullable): the bytes behind a digest, if the server still gives them away. A view may be the original to the
    byte; that is for nobody but supervisors with a reason."""
    request = urllib.request.Request(
        f"{world.backend.url}/v1/tickets/T-{world.observer.find(desk.number)}/evidence/{sha256}")
    request.add_header("Redress-Protocol", "1")
    request.add_header("Authorization", "Bearer " + agent.token)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        assert error.code in (403, 404), error
        return None


def find_files(root, digests):
    """Files below a folder that are named by one of the digests, or hold such bytes."""
    found = []
    for path in glob.glob(os.path.join(root, "**"), recursive=True):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                if os.path.basename(path) in digests or hashlib.sha256(file.read()).hexdigest() in digests:
                    found.append(path)
    return found


def measure(path, crop, what, *steps):
    """One number about a part of a picture, from 0 to 1."""
    done = subprocess.run(["convert", path, "-crop", crop, "+repage", "-colorspace", "Gray", *steps,
                           "-format", f"%[fx:{what}]", "info:"], capture_output=True, text=True, check=True)
    return float(done.stdout)


def find_stage(who):
    """Where the picture is in the window: x, y, width, height."""
    stage = next(iter(who.app._walk("RedressImageStage")))
    return who.app.ask(stage, "Component", "GetExtents", GLib.Variant("(u)", (1,)))[0]


def middle(box, width, height):
    x, y, w, h = box
    return f"{width}x{height}+{x + (w - width) // 2}+{y + (h - height) // 2}"


def is_black_in_the_middle(who, name):
    return measure(see(who, name), middle(find_stage(who), 24, 16), "maxima") < 0.05


def read_sharpness(who, name):
    """How much neighbours differ: letters have edges, a blur has none. Above the words in the middle."""
    x, y, width, _ = find_stage(who)
    return measure(see(who, name), f"200x220+{x + width // 2 - 100}+{y + 20}", "standard_deviation",
                   "-morphology", "Convolve", "Laplacian:0")


def answer_why(who, why, button):
    who.app.find("check box", who.words.say(why))
    who.key("space")
    who.app.click("push button", who.words.say(button))
    wait_for(lambda: not who.app.has("check box", who.words.say(why)), "the end of the dialog")
    who.focus()


def test_both_see_the_picture():
    global world, desk, other, agent, at
    world = World(folder.name, tickets=20)
    agent = Observer(world.backend, "agent", world.passwords["agent"])
    settings = {"undo-seconds": "uint32 0"}
    desk = world.open_desk("agent", "one", settings=settings)
    desk.take_until(lambda: wait_for(lambda: find_picture(desk.number) is not None or not any(
        each["rendition_state"] == "pending" for each in world.observer.ticket(desk.number)["evidence"]),
        "the renditions", 60) and find_picture(desk.number) is not None)
    at = find_picture(desk.number)
    old.update({each["use"]: each["sha256"] for each in piece()["renditions"]})
    other = world.open_desk("agent2", "two", options=(SECOND,), settings=settings)
    other.open(desk.number)
    go_to_picture(other)
    go_to_picture(desk)
    assert not is_black_in_the_middle(desk, "before")
    for who in ("one", "two"):
        assert find_files(world.home(who), old.values()), who
    assert find_files(os.path.join(world.backend.data, "evidence", "renditions"), old.values())
    assert fetch(old["view"])


def test_who_does_not_hold_it_cannot_paint():
    other.key("p", "n", "Return")
    assert not other.app.has("check box", other.words.say(WHY["paint"]))
    assert not piece().get("redactions")


def test_paint():
    version = world.observer.ticket(desk.number)["version"]
    desk.key("p", "n", "shift+Right", "shift+Down", "Return")
    answer_why(desk, WHY["paint"], "_Paint over")
    done = wait_for(lambda: next((each for each in piece().get("redactions", []) if each.get("after")), None),
                    "the new view", 60)
    assert done["before"] == old["view"] and WHY["paint"] in done["reason"], done
    assert world.observer.ticket(desk.number)["version"] == version + 1
    view = next(each for each in piece()["renditions"] if each["use"] == "view")
    assert view["sha256"] == done["after"] != old["view"]
    path = os.path.join(folder.name, "view")
    with open(path, "wb") as file:
        file.write(fetch(view["sha256"]))
    assert measure(path, f"20x20+{view['width'] // 2}+{view['height'] // 2}", "maxima") < 0.05


def test_all_see_it_painted():
    for name, who in (("one", desk), ("two", other)):
        wait_for(lambda: is_black_in_the_middle(who, "after-" + name), f"the black part on desk {name}", 60)


def test_old_bytes_are_gone():
    assert all(fetch(digest) is None for digest in old.values())
    assert not find_files(os.path.join(world.backend.data, "evidence", "renditions"), old.values())
    for who in ("one", "two"):
        wait_for(lambda: not find_files(world.home(who), old.values()), f"the end of the old bytes on desk {who}")


def test_tombstone_stays():
    """The case says it, to whoever comes later too."""
    events = [each for each in world.observer.ticket(desk.number)["events"] if each["code"] == "redacted"]
    assert len(events) == 1 and WHY["paint"] in events[0]["text"], events
    other.key("Left", "Right") if at > 0 else other.key("Right", "Left")
    other.wait("Painted over by %s, %s: %s", within="RedressEvidenceView")


def test_blur_is_shared():
    sharp = read_sharpness(other, "sharp")
    desk.key("b")
    answer_why(desk, WHY["blur"], "_Blur")
    wait_for(lambda: piece().get("blurred"), "the blur")
    for name, who in (("one", desk), ("two", other)):
        wait_for(lambda: read_sharpness(who, "blurred-" + name) < sharp / 4, f"the blur on desk {name}")
    assert piece()["renditions"] and fetch(piece()["renditions"][0]["sha256"])


def test_blur_is_taken_back():
    sharp = read_sharpness(desk, "still-blurred")
    other.key("b")
    other.app.find("push button", other.words.say("_Show again"))
    other.type("It is the goods")
    other.app.find("text", "It is the goods")
    other.app.click("push button", other.words.say("_Show again"))
    wait_for(lambda: not piece().get("blurred"), "the end of the blur")
    for name, who in (("two", other), ("one", desk)):
        wait_for(lambda: read_sharpness(who, "shown-" + name) > sharp * 4, f"the picture on desk {name}")


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
