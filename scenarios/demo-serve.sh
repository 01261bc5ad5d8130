#!/usr/bin/env bash
# make demo-serve: the demo app and `xunjian serve` beside it, until Ctrl-C.
#
# The configuration is the shipped one, scenarios/xunjian.yaml. What is sent to its channel is printed
# here as it comes. Usage: demo-serve.sh BUILD
set -eu
build=$(realpath "$1")
out=$build/demo-serve
mkdir -p "$out"
rm -f "$out/ready.json"

"$build/demo-app" --seed 1 --ready-file "$out/ready.json" --cert-dir "$out" --parent-dies \
    >"$out/demo-app.log" 2>&1 &
app=$!
robot= follow=
stop() {
    trap - EXIT INT TERM
    for pid in $robot $follow $app; do kill "$pid" 2>/dev/null || true; done
    [ -z "$robot" ] || wait "$robot" 2>/dev/null || true
    wait "$app" 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' INT TERM

# Ready when it says so; poll, at most ten seconds.
for _ in $(seq 100); do
    [ -s "$out/ready.json" ] && break
    kill -0 "$app" 2>/dev/null || { cat "$out/demo-app.log"; exit 1; }
    sleep 0.1
done
ready() { "$build/xunjian" query jsonpath "\$.$1" "$out/ready.json" | sed 's/^\["//; s/"\]$//'; }

XUNJIAN_DEMO_BASE=$(ready base)
XUNJIAN_DEMO_CA=$(ready ca)
export XUNJIAN_DEMO_BASE XUNJIAN_DEMO_CA STATE_DIRECTORY=$out
export XUNJIAN_DEMO_LOGIN_PASSWORD='Demo@2026' XUNJIAN_DEMO_TRADE_PASSWORD='246810'
control=$(ready control)
token=$(ready token)

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
