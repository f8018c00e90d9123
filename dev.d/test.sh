# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Runs the tests and counts them.

# run_suites BUILD FOLDER [SUITE...]: builds by the function BUILD and runs the suites, all if none
# is named. No status is lost: the tally reads what each test did, and fails when there is no log.
run_suites() {
  local build=$1 folder=$2 log=$2/meson-logs/testlog.json arguments=() suite
  shift 2
  for suite in "$@"; do
    arguments+=(--suite "$suite")
  done
  rm -f "$log"
  tally+=("$log")
  if ("$build"); then
    meson test -C "$folder" --no-rebuild --print-errorlogs --timeout-multiplier 3 "${arguments[@]}" </dev/null || true
  fi
}

# The validators of the contract test come from npm, pinned by the lock file.
install_validators() {
  local folder=$source_dir/tests/contract
  local stamp=$folder/node_modules/.installed
  [ -f "$folder/package-lock.json" ] || return 0
  [ ! "$stamp" -nt "$folder/package-lock.json" ] || return 0
  say 'installing the validators of the contract test'
  # Without them the contract test fails and says so; the other tests have nothing to do with it.
  if (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null); then
    touch "$stamp"
  else
    say 'npm could not install the validators'
  fi
}

command_test() {
  local tally=() suites=() sanitized=0 plain=0 suite
  [ $# -gt 0 ] || plain=1 sanitized=1
  for suite in "$@"; do
    case $suite in
      -*) fail 2 "no such option: $suite" ;;
      asan) sanitized=1 ;;
      *) plain=1 suites+=("$suite") ;;
    esac
  done
  set_up build desk server run test
  install_validators
  if [ "$plain" = 1 ]; then
    run_suites build_plain "$build_dir" "${suites[@]}"
  fi
  if [ "$sanitized" = 1 ]; then
    run_suites build_sanitized "$build_dir-asan"
  fi
  "$source_dir/tests/support/tally.py" "${tally[@]}"
}
