# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the test_ functions of a module one after another and prints TAP."""
import sys
import time
import traceback


def run(module, after_failure=None, is_story=False):
    """Runs them in the order of the file. Returns the exit status. A story ends with the first failure."""
    tests = [(name, test) for name, test in vars(module).items() if name.startswith("test_")]
    failed = 0
    print(f"1..{len(tests)}", flush=True)
    for number, (name, test) in enumerate(tests, 1):
        begin = time.monotonic()
        try:
            test()
            print(f"ok {number} - {name}\n# {time.monotonic() - begin:.1f} s", flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(f"not ok {number} - {name}")
            note = traceback.format_exc() + (after_failure() if after_failure else "")
            print("# " + note.replace("\n", "\n# "), flush=True)
            if is_story:
                print("Bail out! The rest of the story depends on this step", flush=True)
                break
    return 1 if failed else 0


def main(after_failure=None):
    sys.exit(run(sys.modules["__main__"], after_failure))
