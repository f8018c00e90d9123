# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Builds the programs and drives them through the agent's loop.

command_tour() {
  set_up build desk server run test
  "$source_dir/tests/e2e/tour.py" --check "$@" || exit
  configure "$build_dir" >&2
  compile "$build_dir" src/server/{redress-server,render/redress-render} src/sample/redress-sample src/app/redress \
    data/gschemas.compiled redress-gmo >&2
  # Debian's own Python: another one earlier in PATH knows nothing of GObject.
  REDRESS_BUILD_DIR=$build_dir exec "$source_dir/tests/support/hermetic" --display --keyring --wm --size 1400x900 \
    --locale zh_CN.UTF-8 /usr/bin/python3 -W ignore "$source_dir/tests/e2e/tour.py" "$@"
}
