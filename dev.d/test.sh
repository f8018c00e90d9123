# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Runs the tests and counts them.

# run_suites FOLDER [SUITE...]: runs the suites, all if none is named; adds the folder to the tally.
run_suites() {
  local folder=$1 log=$1/meson-logs/testlog.json arguments=() suite
  shift
  for suite in "$@"; do
    arguments+=(--suite "$suite")
  done
  rm -f "$log"
  # The status is not lost: the tally reads what each test did, and fails when there is no log.
  meson test -C "$folder" --no-rebuild --print-errorlogs "${arguments[@]}" </dev/null || true
  tally+=("$log")
}

command_test() {
  local tally=() suites=() sanitized=0 plain=0 suite
  [ $# -gt 0 ] || { sanitized=1 plain=1; }
  for suite in "$@"; do
    case $suite in
      -*) fail 2 "no such option: $suite" ;;
      asan) sanitized=1 ;;
      *) plain=1 suites+=("$suite") ;;
    esac
  done
  set_up build desk server run test
  if [ "$plain" = 1 ]; then
    build_plain
    run_suites "$build_dir" "${suites[@]}"
  fi
  if [ "$sanitized" = 1 ]; then
    build_sanitized
    run_suites "$build_dir-asan"
  fi
  "$source_dir/tests/support/tally.py" "${tally[@]}"
}
