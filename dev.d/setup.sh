# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Installs the Debian packages that are missing.

# Prints the packages of the named groups of dev.d/packages.
packages_of() {
  awk -v groups=" $* " '!/^#/ && NF == 2 && index(groups, " " $1 " ") { print $2 }' "$source_dir/dev.d/packages"
}

# Prints those of its arguments that are not installed.
missing_of() {
  local installed
  # dpkg-query fails when it does not know one of them, and still tells of the others.
  installed=$({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } |
    awk '$1 == "installed" { print $2 }')
  printf '%s\n' "$@" | grep -vxF -e "$installed" || true
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail 3 "this needs root: $*" "run it as root, or install sudo"
  fi
}

install_packages() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
  say "installing: $*"
  as_root "${apt[@]}" update </dev/null || fail 3 'apt-get update failed'
  as_root "${apt[@]}" install -y --no-install-recommends "$@" </dev/null ||
    fail 3 "these packages could not be installed: $*"
}

# Installs what the named groups need. A stamp saves the question when nothing changed since.
set_up() {
  local stamp wanted missing
  [ "${REDRESS_NO_SETUP:-}" != 1 ] || return 0
  command -v dpkg-query >/dev/null || fail 3 'this script sets up Debian; on another system install the packages of dev.d/packages by hand' \
    'and set REDRESS_NO_SETUP=1'
  stamp="$build_dir/.setup-$(printf '%s-' "$@")$(cksum <"$source_dir/dev.d/packages" | tr -d ' ')"
  [ ! "$stamp" -nt /var/lib/dpkg/status ] || return 0
  mapfile -t wanted < <(packages_of "$@")
  # A machine may have a Node of its own, with which Debian's npm does not go together.
  if [[ " $* " == *' test '* ]] && ! { command -v node && command -v npm; } >/dev/null; then
    wanted+=(nodejs npm)
  fi
  mapfile -t missing < <(missing_of "${wanted[@]}")
  if [ ${#missing[@]} -gt 0 ]; then
    install_packages "${missing[@]}"
    mapfile -t missing < <(missing_of "${wanted[@]}")
    [ ${#missing[@]} = 0 ] || fail 3 "still missing after the installation: ${missing[*]}"
  fi
  mkdir -p "$build_dir"
  touch "$stamp"
}
