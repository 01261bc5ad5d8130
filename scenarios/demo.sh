#!/usr/bin/env bash
# make demo: the demo app, its journeys by HTTP and in a browser, then a fault and the journeys again.
#
# Nothing here is canned: what is printed is what the robot found. It ends by itself and leaves
# nothing running. Usage: demo.sh BUILD
set -eu
build=$(realpath "$1")
out=$build/demo
app=
trap 'kill "$app" 2>/dev/null; wait "$app" 2>/dev/null || true' EXIT
# shellcheck source=scenarios/demo-app.sh
. scenarios/demo-app.sh

echo "== the demo app is at $XUNJIAN_DEMO_BASE; its journeys, as its customers would go, by HTTP and in a browser"
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
