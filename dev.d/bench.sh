# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Builds what measures and hands over to bench.py, in a world of its own.

command_bench() {
  set_up build desk server test
  configure "$build_dir"
  compile "$build_dir" tests/bench/bench-{desk,empty,fill,rows,sign-in,write-tickets} data/gschemas.compiled
  REDRESS_BUILD_DIR=$build_dir exec "$source_dir/tests/support/hermetic" --display --keyring --size 1280x800 \
    "$source_dir/tests/bench/bench.py" "$@"
}
