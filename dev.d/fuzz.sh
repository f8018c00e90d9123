# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Looks for inputs that break what reads foreign bytes.

fuzz_targets=(json policy content intake text cursor evidence webhook migrate http)

# fuzz_one TARGET SECONDS
fuzz_one() {
  local target=$1 seconds=$2 corpus=$build_dir-fuzz/corpus/$1
  local -a given=("$source_dir/tests/fuzz/$target")
  case $target in
    json | intake) given+=("$source_dir/tests/wire/data") ;;
    policy) given+=("$source_dir/data/policies") ;;
  esac
  mkdir -p "$corpus"
  say "fuzzing $target for $seconds s"
  # What is found first goes to the build folder: a person chooses what becomes part of the project.
  "$source_dir/tests/support/hermetic" --plain env \
    REDRESS_SOURCE_DIR="$source_dir" REDRESS_BUILD_DIR="$build_dir-fuzz" G_SLICE=always-malloc \
    LSAN_OPTIONS="print_suppressions=0:suppressions=$source_dir/tests/support/leaks.supp" \
    "$build_dir-fuzz/tests/fuzz/fuzz-$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
    -max_len=65536 -print_final_stats=1 -artifact_prefix="$build_dir-fuzz/found-$target-" "$corpus" "${given[@]}"
}

command_fuzz() {
  local minutes=1 target
  local -a chosen=()
  while [ $# -gt 0 ]; do
    case $1 in
      --minutes)
        [[ ${2:-} =~ ^[1-9][0-9]{0,4}$ ]] || fail 2 '--minutes has to be a number'
        minutes=$2
        shift ;;
      *)
        [[ " ${fuzz_targets[*]} " == *" $1 "* ]] || fail 2 "no such target: $1" "there are: ${fuzz_targets[*]}"
        chosen+=("$1") ;;
    esac
    shift
  done
  [ ${#chosen[@]} -gt 0 ] || chosen=("${fuzz_targets[@]}")
  set_up build server test fuzz
  CC=clang configure "$build_dir-fuzz" -Dfuzz=true -Ddesk=disabled -Db_sanitize=address,undefined -Db_lundef=false \
    -Dbuildtype=debugoptimized '-Dc_args=-fsanitize=fuzzer-no-link -Wno-string-concatenation' >&2
  compile "$build_dir-fuzz" "${chosen[@]/#/tests/fuzz/fuzz-}" >&2
  for target in "${chosen[@]}"; do
    fuzz_one "$target" $((minutes * 60)) || fail 1 "$target broke: see $build_dir-fuzz/found-$target-*"
  done
}
