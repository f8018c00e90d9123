# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Kills the programs at random and counts what became of the decisions; or lets
# simulated worlds go wrong, as many as fit into the time.

command_simulate() {
  configure "$build_dir" >&2
  compile "$build_dir" tests/sim/simulate >&2
  REDRESS_SOURCE_DIR="$source_dir" "$source_dir/tests/support/hermetic" --plain "$build_dir/tests/sim/simulate" "$@" || exit
}

# Each safeguard that the worlds are about, taken out of a copy, has to be missed by them.
command_controls() {
  "$source_dir/tests/sim/controls.py" "$source_dir" "$build_dir/controls" "$@" || exit
}

# faults_program NAME [ARG...]
faults_program() {
  local program=$source_dir/tests/faults/$1.py
  shift
  "$program" --check "$@" || exit
  configure "$build_dir" >&2
  compile "$build_dir" src/server/redress-server src/sample/redress-sample tests/faults/{desk-runner,told-desk} >&2
  "$source_dir/tests/support/hermetic" --plain env REDRESS_BUILD_DIR="$build_dir" "$program" "$@" || exit
}

command_proxy() {
  faults_program proxy "$@"
}

command_damage() {
  faults_program damage "$@"
}

command_faults() {
  set_up build desk server test
  case "${1:-}" in
    simulate | controls | proxy | damage)
      part=$1
      shift
      "command_$part" "$@"
      return
      ;;
  esac
  case " $* " in
    *' --minutes '*)
      configure "$build_dir" >&2
      compile "$build_dir" tests/sim/simulate >&2
      faults_program all "$@"
      ;;
    *) faults_program kill "$@" ;;
  esac
}
