# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Builds the programs and hands over to run.py.

command_run() {
  set_up build desk server run
  # A wrong option is better said before the build than after it.
  "$source_dir/dev.d/run.py" --check "$@" || exit
  configure "$build_dir"
  compile "$build_dir" src/server/{redress-server,render/redress-render} src/sample/redress-sample src/audit/redress-signer src/app/redress \
    data/gschemas.compiled redress-gmo
  exec "$source_dir/dev.d/run.py" "$@"
}
