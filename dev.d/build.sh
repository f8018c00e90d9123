# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Configures and builds.

# configure FOLDER [MESON-OPTION...]: makes or updates a build folder.
configure() {
  local folder=$1
  shift
  if [ ! -f "$folder/build.ninja" ]; then
    rm -rf "$folder/meson-private" "$folder/meson-info"
    meson setup "$folder" "$source_dir" "$@" </dev/null || fail 1 'the build could not be configured'
  fi
}

# compile FOLDER [TARGET...]
compile() {
  local folder=$1
  shift
  ninja -C "$folder" "$@" </dev/null || fail 1 'the build failed'
}

build_plain() {
  configure "$build_dir"
  compile "$build_dir"
}

# The sanitizers find what the tests of a plain build walk over.
build_sanitized() {
  configure "$build_dir-asan" -Db_sanitize=address,undefined -Db_lundef=false -Dbuildtype=debug
  compile "$build_dir-asan"
}
