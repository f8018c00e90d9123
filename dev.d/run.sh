# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. A server with sample tickets on this machine, and the desk signed in to it.

platforms=(rail12306 cainiao kameng btepai)
# account, role
accounts=(agent:agent agent2:agent supervisor:supervisor auditor:auditor admin:admin)

# Reads the options of `run` into run_dir, tickets, fresh and account.
read_run_options() {
  run_dir=$build_dir/run tickets=300 fresh=0 account=agent
  while [ $# -gt 0 ]; do
    case $1 in
      --tickets) tickets=${2:-} && shift ;;
      --data) run_dir=${2:-} && shift ;;
      --as) account=${2:-} && shift ;;
      --fresh) fresh=1 ;;
      *) fail 2 "run: no such option: $1" 'usage: ./dev run [--tickets N] [--fresh] [--data DIR] [--as ACCOUNT]' ;;
    esac
    shift || fail 2 'run: an option lacks its value'
  done
  [[ $tickets =~ ^[0-9]{1,9}$ ]] || fail 2 "run: --tickets takes a number, not '$tickets'"
  [ -n "$run_dir" ] || fail 2 'run: --data takes a folder'
  [[ " ${accounts[*]} " == *" $account:"* ]] || fail 2 "run: no demo account '$account'; there are: ${accounts[*]%%:*}"
}

# The mark says that a folder is ours to empty.
prepare_run_folder() {
  local mark=$run_dir/.redress-run
  if [ -e "$run_dir" ] && [ ! -e "$mark" ] && [ -n "$(ls -A "$run_dir")" ]; then
    fail 2 "$run_dir holds something else: name an empty or new folder"
  fi
  if [ "$fresh" = 1 ]; then
    rm -rf "$run_dir"
  fi
  mkdir -p "$run_dir/server" "$run_dir/desk"
  chmod 700 "$run_dir"
  run_dir=$(cd "$run_dir" && pwd)
  touch "$run_dir/.redress-run"
  exec 7>"$run_dir/lock"
  flock -n 7 || fail 1 "another ./dev run uses $run_dir" 'end it, or name another folder with --data'
}

redress_server() {
  "$build_dir/src/server/redress-server" "$@" --data "$run_dir/server"
}

server_is_up() {
  kill -0 "$server" 2>/dev/null || {
    tail -n 20 "$run_dir/server.log" >&2
    fail 1 'the server did not start; its log is' "$run_dir/server.log"
  }
  [ -s "$run_dir/server/url" ]
}

start_server() {
  rm -f "$run_dir/server/url"
  redress_server serve >>"$run_dir/server.log" 2>&1 7>&- &
  server=$!
  wait_for 60 'the server' server_is_up
  url=$(<"$run_dir/server/url")
  say "server: $url, log: $run_dir/server.log"
}

new_password() {
  LC_ALL=C tr -dc 'a-z2-9' </dev/urandom | head -c 14 || true
}

add_accounts() {
  local entry name role password
  touch "$run_dir/passwords"
  chmod 600 "$run_dir/passwords"
  for entry in "${accounts[@]}"; do
    name=${entry%%:*} role=${entry#*:}
    if ! grep -q "^$name " "$run_dir/passwords"; then
      password=$(new_password)
      printf '%s\n' "$password" | redress_server user add "$name" --role "$role" --scopes all --password-stdin >/dev/null ||
        fail 1 "the account $name could not be made"
      printf '%s %s %s\n' "$name" "$password" "$role" >>"$run_dir/passwords"
    fi
  done
  say 'accounts (name, password, role):'
  while read -r name password role; do
    printf '       %-12s %-16s %s\n' "$name" "$password" "$role" >&2
  done <"$run_dir/passwords"
}

add_keys() {
  local platform key
  touch "$run_dir/keys"
  chmod 600 "$run_dir/keys"
  for platform in "${platforms[@]}"; do
    if ! grep -q "^$platform " "$run_dir/keys"; then
      key=$(redress_server key add "$platform") || fail 1 "the key of $platform could not be made"
      printf '%s %s\n' "$platform" "$key" >>"$run_dir/keys"
    fi
  done
}

send_samples() {
  [ ! -e "$run_dir/sampled" ] || return 0
  say "sending $tickets sample tickets"
  "$build_dir/src/sample/redress-sample" --server "$url" --keys "$run_dir/keys" --tickets "$tickets" --seed 1 </dev/null ||
    fail 1 'the sample tickets could not be sent'
  touch "$run_dir/sampled"
}

# The desk keeps what it keeps in the folder of this run, and not among the person's own files.
start_desk() {
  local code
  code=$(redress_server user code "$account") || fail 1 "no sign-in code for $account"
  XDG_DATA_HOME=$run_dir/desk/data XDG_CACHE_HOME=$run_dir/desk/cache XDG_STATE_HOME=$run_dir/desk/state \
    XDG_CONFIG_HOME=$run_dir/desk/config GSETTINGS_BACKEND=keyfile GSETTINGS_SCHEMA_DIR=$build_dir/data \
    "$build_dir/src/app/redress" --server "$url" --sign-in-fd 3 3< <(printf '%s\n' "$code") 7>&- &
  desk=$!
}

# end PID SECONDS: asks a program to end, and makes it when it does not.
end() {
  local deadline=$((SECONDS + $2))
  kill "$1" 2>/dev/null || return 0
  while kill -0 "$1" 2>/dev/null; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      say "process $1 did not end by itself"
      kill -KILL "$1" 2>/dev/null || true
    fi
    sleep 0.1
  done
}

# The desk first: it may still send what waits.
end_run() {
  local process
  trap - EXIT INT TERM HUP
  [ -z "$desk" ] || end "$desk" 10
  [ -z "$server" ] || end "$server" 30
  for process in "${started[@]}"; do
    end "$process" 5
  done
}

command_run() {
  local status=0
  # Not local: the traps need them to the end.
  server='' desk='' started=()
  read_run_options "$@"
  set_up build desk server run
  configure "$build_dir"
  compile "$build_dir" src/server/redress-server src/sample/redress-sample src/app/redress data/gschemas.compiled
  prepare_run_folder
  trap end_run EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  start_server
  add_accounts
  add_keys
  send_samples
  provide_display
  start_desk
  say "the desk is signed in as $account; close its window or press Ctrl-C to end both"
  wait "$desk" || status=$?
  desk=''
  [ "$status" = 0 ] || fail 1 "the desk ended with status $status"
}
