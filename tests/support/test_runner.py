#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the two programs that all other tests trust: tally.py and hermetic. Prints TAP."""
import io
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import points  # noqa: E402
from tally import Tally  # noqa: E402

HERMETIC = os.path.join(HERE, "hermetic")


def tally_of(stdout, result="OK", code=0):
    tally = Tally()
    tally.add_test({"name": "redress:core / t", "stdout": stdout, "result": result, "returncode": code}, "")
    out = io.StringIO()
    tally.print(out)
    return out.getvalue().splitlines()


def hermetic(*arguments, script, **more):
    return subprocess.run(
        [HERMETIC, *arguments, "sh", "-c", script], capture_output=True, text=True, timeout=60, **more
    )


def test_points_are_counted():
    assert tally_of("1..3\nok 1 /a\nok 2 - b\n# note\nok 3 /c\n") == ["3 passed, 0 failed"]


def test_inner_points_are_not_counted():
    assert tally_of("1..1\n    ok 1 inner\nok 1 /a\n") == ["1 passed, 0 failed"]


def test_failed_point_is_named():
    lines = tally_of("1..2\nok 1 /a\nnot ok 2 /b\n", "FAIL", 1)
    assert lines == ["failed: core/t: /b", "1 passed, 1 failed"]


def test_failure_says_why():
    said = "# of the world before\n" + "# it waited\n" * 12
    lines = tally_of(f"1..1\n{said}not ok 1 /a\n", "FAIL", 1)
    assert lines == ["reason: core/t: # it waited"] * 12 + ["failed: core/t: /a", "0 passed, 1 failed"]
    assert tally_of("1..1\n# it waited\nok 1 /a\n") == ["1 passed, 0 failed"]


def test_crash_counts_as_failed():
    lines = tally_of("1..2\nok 1 /a\n", "FAIL", -11)
    assert lines == ["failed: core/t: fail, exit status -11", "1 passed, 1 failed"]


def test_time_out_counts_as_failed():
    assert tally_of("1..2\nok 1 /a\n", "TIMEOUT", -15)[-1] == "1 passed, 1 failed"


def test_too_few_points_count_as_failed():
    assert tally_of("1..3\nok 1 /a\n", "ERROR", 0)[-1] == "1 passed, 1 failed"


def test_skips_have_reasons():
    lines = tally_of("1..2\nok 1 /a\nok 2 /b # SKIP no such thing here\n")
    assert lines == ["skipped: core/t: /b: no such thing here", "1 passed, 0 failed, 1 skipped"]
    lines = tally_of("1..0 # SKIP other machine\n", "SKIP")
    assert lines == ["skipped: core/t: other machine", "0 passed, 0 failed, 1 skipped"]


def test_test_without_points_counts_once():
    assert tally_of("") == ["1 passed, 0 failed"]
    assert tally_of("", "FAIL", 1)[-1] == "0 passed, 1 failed"


def test_missing_log_fails():
    run = subprocess.run([os.path.join(HERE, "tally.py"), "/nonexistent"], capture_output=True, text=True)
    assert run.returncode == 1 and run.stdout.endswith("0 passed, 1 failed\n"), run.stdout


def test_world_is_private():
    run = hermetic(script='echo "$HOME|$XDG_DATA_HOME|$DISPLAY|$DBUS_SESSION_BUS_ADDRESS|$LC_ALL|$TZ"')
    home, data, display, bus, locale, zone = run.stdout.strip().split("|")
    assert data.startswith(home) and home != os.environ.get("HOME") and display == "", run.stdout
    assert (bus, locale, zone) == ("disabled:", "C.UTF-8", "UTC"), run.stdout
    assert not os.path.exists(home)


def test_another_locale_is_made():
    run = hermetic("--locale", "zh_CN.UTF-8", script="locale -k LC_TIME | grep -c 星期日")
    assert run.stdout.strip() == "1", run.stdout + run.stderr


def test_status_is_kept():
    assert hermetic(script="exit 7").returncode == 7
    assert hermetic("--nonsense", script="true").returncode == 2


def test_display_and_bus_are_private():
    script = """
      test -n "$DISPLAY" && test -S /tmp/.X11-unix/X${DISPLAY#:} &&
      gdbus call --session -d org.freedesktop.DBus -o / -m org.freedesktop.DBus.ListActivatableNames"""
    run = hermetic("--display", script=script)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "(['org.freedesktop.DBus', 'org.a11y.Bus'],)", run.stdout


def test_what_is_left_behind_is_ended():
    with tempfile.NamedTemporaryFile("r") as note:
        run = hermetic(script=f"sleep 300 & echo $! >{note.name}", start_new_session=True)
        # The pipe was closed, or run() would have waited for the sleep.
        assert run.returncode == 0 and note.read().strip().isdigit()


if __name__ == "__main__":
    points.main()
