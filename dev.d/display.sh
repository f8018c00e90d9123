# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by dev. Gives the desk a display where the machine has none.

# wait_for SECONDS WHAT COMMAND...: until the command succeeds, or gives up.
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || fail 3 "waited in vain for $what"
    sleep 0.1
  done
}

is_port_free() {
  ! (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Broadway draws the window in a web browser, which also works from another machine.
start_broadway() {
  local port=8085
  while ! is_port_free "$port"; do
    port=$((port + 1))
  done
  gtk4-broadwayd --address 127.0.0.1 --port "$port" ":$port" >"$run_dir/display.log" 2>&1 &
  started+=($!)
  wait_for 30 Broadway eval '! is_port_free '"$port"
  export GDK_BACKEND=broadway BROADWAY_DISPLAY=":$port"
  cat >&2 <<TEXT
This machine has no display. The desk is at

    http://127.0.0.1:$port

It has no password and therefore listens on this machine alone. From another one:
    ssh -L $port:127.0.0.1:$port $(id -un)@$(uname -n)

TEXT
}

start_xvfb() {
  local number
  exec 9< <(exec Xvfb -displayfd 1 -screen 0 1280x800x24 -noreset -nolisten tcp 2>"$run_dir/display.log")
  started+=($!)
  read -r -t 60 number <&9 || fail 3 'no virtual display: see' "$run_dir/display.log"
  export DISPLAY=:$number GDK_BACKEND=x11 GSK_RENDERER=cairo
  cat >&2 <<TEXT
This machine has no display. The desk is on the virtual display :$number. A picture of it:

    DISPLAY=:$number import -window root desk.png

TEXT
}

# With a display there is a session bus too; without one the desk would look for it in vain.
start_session_bus() {
  exec 8< <(exec dbus-daemon --session --nofork --nopidfile --print-address=1 2>>"$run_dir/display.log")
  started+=($!)
  read -r -t 30 DBUS_SESSION_BUS_ADDRESS <&8 || fail 3 'no session bus: see' "$run_dir/display.log"
  export DBUS_SESSION_BUS_ADDRESS
}

provide_display() {
  [ -z "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ] || return 0
  [ -n "${DBUS_SESSION_BUS_ADDRESS:-}" ] || start_session_bus
  if command -v gtk4-broadwayd >/dev/null; then
    start_broadway
  else
    start_xvfb
  fi
}
