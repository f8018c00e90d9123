# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Builds what measures and hands over to bench.py, in a world of its own.

# `./dev bench load`: the server instead of the desk; with `postgresql` on a PostgreSQL of its own.
bench_load() {
  local script=load database=()
  case ${1:-} in
    postgresql) database=("$source_dir/tests/support/with-postgres" --whole) && shift ;;
  esac
  case ${1:-} in
    waiting) script=waiting && shift ;;
    first-sync) script=first_sync && shift ;;
  esac
  set_up build server test
  configure "$build_dir"
  compile "$build_dir" src/server/redress-server tests/bench/bench-{catch-up,first-sync,load-floor,load-polls,load-send}
  REDRESS_BUILD_DIR=$build_dir exec "$source_dir/tests/support/hermetic" --plain "${database[@]}" "$source_dir/tests/bench/$script.py" "$@"
}

command_bench() {
  if [ "${1:-}" = load ]; then
    shift
    bench_load "$@"
  fi
  set_up build desk server test
  configure "$build_dir"
  compile "$build_dir" tests/bench/bench-{desk,empty,fill,rows,sign-in,write-tickets} data/gschemas.compiled
  REDRESS_BUILD_DIR=$build_dir exec "$source_dir/tests/support/hermetic" --display --keyring --size 1280x800 \
    "$source_dir/tests/bench/bench.py" "$@"
}
