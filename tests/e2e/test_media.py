#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What telephones send: HEIC, WebP and a film are shown, the film plays and stops; a changed copy raises an alarm."""
import glob
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import points  # noqa: E402
from backend import wait_for  # noqa: E402
from world import World  # noqa: E402

folder = tempfile.TemporaryDirectory(prefix="redress-e2e.")
world = None
desk = None
SHOTS = os.environ.get("REDRESS_SHOTS")


def tree():
    return desk.app.dump() if desk and desk.is_open() else ""


def see(name):
    if SHOTS:
        desk.shot(os.path.join(SHOTS, f"media-{name}.png"))


def find_ticket(media_type):
    for change in world.observer._ask("GET", "/v1/changes")["changes"]:
        if change.get("summary", {}).get("flow") == "cainiao-return":
            ticket = world.observer.ticket(change["summary"]["external_id"])
            if any(piece["media_type"] == media_type for piece in ticket["evidence"]):
                return ticket
    return None


def is_ready(number):
    return all(piece["rendition_state"] == "ready" for piece in world.observer.ticket(number)["evidence"])


def open_ticket(media_type):
    ticket = find_ticket(media_type)
    wait_for(lambda: is_ready(ticket["external_id"]), "the renditions", 90)
    desk.open(ticket["external_id"])
    desk.wait("verified", within="RedressEvidenceStrip")
    return world.observer.ticket(ticket["external_id"])


def show(ticket, media_type):
    """Goes to the piece of a kind. Returns it."""
    index = next(i for i, piece in enumerate(ticket["evidence"]) if piece["media_type"] == media_type)
    if not desk.read_place():
        desk.view_evidence()
    while desk.read_place()[0] != index + 1:
        before = desk.read_place()
        desk.key("Right")
        wait_for(lambda: desk.read_place() != before, "the next file")
    return ticket["evidence"][index]


def read_time():
    """(nullable): what stands beside the bar of the video: where it is, how long it is."""
    for words in desk.app.texts("RedressVideoView"):
        if re.fullmatch(r"\d+:\d\d / \d+:\d\d", words):
            return words.split(" / ")
    return None


def wait_verified():
    desk.wait("verified when opened", within="RedressViewerPanel")


def test_heic_is_shown():
    global world, desk
    world = World(folder.name, tickets=30)
    desk = world.open_desk("agent", "one")
    show(open_ticket("image/heic"), "image/heic")
    wait_verified()
    desk.wait("HEIC picture", within="RedressViewerPanel")
    see("heic")
    desk.key("Escape")


def test_webp_is_shown():
    show(open_ticket("video/mp4"), "image/webp")
    wait_verified()
    desk.wait("WebP picture", within="RedressViewerPanel")
    see("webp")


def test_film_waits_to_be_played():
    show(open_ticket_again(), "video/mp4")
    wait_verified()
    assert wait_for(read_time, "the film") == ["0:00", "0:04"]
    assert desk.app.all("push button", desk.words.say("Play", "video"), "RedressVideoView")
    see("film")


def open_ticket_again():
    return world.observer.ticket(desk.number)


def test_film_plays_and_stops():
    desk.key("space")
    wait_for(lambda: read_time()[0] != "0:00", "the film to move")
    desk.key("space")
    wait_for(lambda: desk.app.all("push button", desk.words.say("Play", "video"), "RedressVideoView"), "the film to stop")
    desk.key("shift+Left")
    wait_for(lambda: read_time()[0] == "0:00", "the beginning")
    desk.key("m")
    wait_for(lambda: any(button.is_pressed() for button in desk.app.all("push button", desk.words.say("Mute"),
                                                                        "RedressVideoView")), "silence")


def test_film_ends_with_the_viewer():
    desk.key("space")
    wait_for(lambda: desk.app.all("push button", desk.words.say("Pause", "video"), "RedressVideoView"), "the film")
    desk.key("Escape")
    wait_for(lambda: not desk.read_place(), "the end of the viewer")
    show(open_ticket_again(), "video/mp4")
    assert wait_for(read_time, "the film")[0] == "0:00"
    assert desk.app.all("push button", desk.words.say("Play", "video"), "RedressVideoView")


def test_changed_copy_raises_an_alarm():
    desk.key("Escape")
    wait_for(lambda: not desk.read_place(), "the end of the viewer")
    piece = next(piece for piece in open_ticket_again()["evidence"] if piece["media_type"] == "video/mp4")
    digest = next(copy["sha256"] for copy in piece["renditions"] if copy["use"] == "video")
    paths = glob.glob(os.path.join(folder.name, "**", "evidence", digest[:2], digest), recursive=True)
    path = next(path for path in paths if path.startswith(world.home("one")))
    with open(path, "r+b") as file:
        file.seek(1000)
        old = file.read(1)
        file.seek(1000)
        file.write(bytes([old[0] ^ 1]))
    show(open_ticket_again(), "video/mp4")
    desk.wait("The copy on this computer was changed", within="RedressEvidenceView")
    assert not read_time()
    assert not desk.reads("verified when opened", within="RedressViewerPanel")
    see("changed")
    desk.press("Fetch it again", within="RedressEvidenceView")
    wait_verified()
    assert wait_for(read_time, "the film") == ["0:00", "0:04"]


if __name__ == "__main__":
    try:
        status = points.run(sys.modules["__main__"], tree, is_story=True)
    finally:
        if world:
            world.close()
        folder.cleanup()
    sys.exit(status)
