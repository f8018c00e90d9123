# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Looks at the sources without building them.

command_lint() {
  local check failed=0
  [ $# = 0 ] || fail 2 'usage: ./dev lint'
  set_up build desk test
  mkdir -p "$build_dir"
  for check in lint.py test_lint.py check-format check-data check-shell check-cppcheck; do
    # Of what is in order one line would say little; what is not is shown whole.
    "$source_dir/tests/lint/$check" "$source_dir" "$build_dir" </dev/null >"$build_dir/lint.log" 2>&1 || failed=1
    grep -v '^ok\|^1\.\.' "$build_dir/lint.log" || true
  done
  [ "$failed" = 0 ] || fail 1 'lint found something'
  say 'lint found nothing'
}

command_format() {
  [ $# = 0 ] || fail 2 'usage: ./dev format'
  set_up build test
  (cd "$source_dir" && find src tests -name '*.[ch]' -print0 | xargs -0 clang-format -i)
}
