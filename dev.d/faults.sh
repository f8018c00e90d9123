# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Kills the programs at random and counts what became of the decisions.

command_faults() {
  set_up build desk server test
  "$source_dir/tests/faults/kill.py" --check "$@" || exit
  configure "$build_dir" >&2
  compile "$build_dir" src/server/redress-server src/sample/redress-sample tests/faults/desk-runner >&2
  "$source_dir/tests/support/hermetic" --plain "$source_dir/tests/faults/kill.py" "$@" || exit
}
