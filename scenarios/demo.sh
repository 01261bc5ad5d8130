#!/usr/bin/env bash
# make demo: the demo app, the four journeys, then a fault and the four journeys again.
#
# Nothing here is canned: what is printed is what the robot found. It ends by itself and leaves
# nothing running. Usage: demo.sh BUILD
set -eu
build=$(realpath "$1")
out=$build/demo
mkdir -p "$out"
rm -f "$out/ready.json"

"$build/demo-app" --seed 1 --ready-file "$out/ready.json" --cert-dir "$out" --parent-dies \
    >"$out/demo-app.log" 2>&1 &
app=$!
trap 'kill "$app" 2>/dev/null; wait "$app" 2>/dev/null || true' EXIT

# Ready when it says so; poll, at most ten seconds.
for _ in $(seq 100); do
    [ -s "$out/ready.json" ] && break
    kill -0 "$app" 2>/dev/null || { cat "$out/demo-app.log"; exit 1; }
    sleep 0.1
done
ready() { "$build/xunjian" query jsonpath "\$.$1" "$out/ready.json" | sed 's/^\["//; s/"\]$//'; }

XUNJIAN_DEMO_BASE=$(ready base)
XUNJIAN_DEMO_CA=$(ready ca)
export XUNJIAN_DEMO_BASE XUNJIAN_DEMO_CA
export XUNJIAN_DEMO_LOGIN_PASSWORD='Demo@2026' XUNJIAN_DEMO_TRADE_PASSWORD='246810'
control=$(ready control)
token=$(ready token)

echo "== the demo app is at $XUNJIAN_DEMO_BASE; four journeys, as its customers would go"
"$build/xunjian" run --env demo --report "json=$out/before.json" scenarios

echo
echo "== now the app is broken: POST /api/funds/orders answers after 12 s, identity checks say E9999"
fault() { curl -sS -o /dev/null --fail -H "X-Control-Token: $token" -d "$1" "$control/faults"; }
fault '{"endpoint":"POST /api/funds/orders","kind":"delay","delay_us":12000000}'
fault '{"endpoint":"POST /api/credit/applications/{}/identity","kind":"business_code","code":"E9999"}'
code=0
"$build/xunjian" run --env demo --report "html=$out/report.html" --report "junit=$out/junit.xml" \
    scenarios || code=$?

echo
[ "$code" = 1 ] || { echo "the robot should have found the faults (exit 1), not exit $code"; exit 1; }
echo "== the robot found both (exit 1). Report: $out/report.html"
