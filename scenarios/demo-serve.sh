#!/usr/bin/env bash
# make demo-serve: the demo app and `xunjian serve` beside it, until Ctrl-C.
#
# The configuration is the shipped one, scenarios/xunjian.yaml. What is sent to its channel is printed
# here as it comes. Usage: demo-serve.sh BUILD
set -eu
build=$(realpath "$1")
out=$build/demo-serve
app= robot= follow=
stop() {
    trap - EXIT INT TERM
    for pid in $robot $follow $app; do kill "$pid" 2>/dev/null || true; done
    [ -z "$robot" ] || wait "$robot" 2>/dev/null || true
    [ -z "$app" ] || wait "$app" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' INT TERM
# shellcheck source=scenarios/demo-app.sh
. scenarios/demo-app.sh
export STATE_DIRECTORY=$out

: >>"$out/alerts.log"
tail -n 0 -f "$out/alerts.log" &
follow=$!

cat <<MANUAL
the demo app is at $XUNJIAN_DEMO_BASE
break it:   curl -H 'X-Control-Token: $token' -d '{"endpoint":"POST /api/auth/login","kind":"status","status":503}' $control/faults
repair it:  curl -H 'X-Control-Token: $token' -X DELETE $control/faults
the robot's log is $out/robot.log; Ctrl-C ends all
MANUAL
"$build/xunjian" serve scenarios/xunjian.yaml 2>"$out/robot.log" &
robot=$!
wait "$robot" || { code=$?; cat "$out/robot.log"; exit "$code"; }
