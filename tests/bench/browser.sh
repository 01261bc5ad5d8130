#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# browser.sh BUILD - the time of a login and a form in a browser, a new customer each, against playwright-core on the
# same chromium-headless-shell: medians of alternating rounds; and the memory of each one's own process.
set -eu
build=$1 rounds=3 each=8 peer=build/npm/browser out=build/peers
mkdir -p "$out"
tests/npm.sh tests/browser "$peer"
cp tests/browser/peer.mjs "$peer/"
rm -f "$out/browser.json"
"$build/demo-app" --seed 1 --ready-file "$out/browser.json" --parent-dies > /dev/null &
server=$!
trap 'kill "$server" 2> /dev/null; wait "$server" 2> /dev/null || true' EXIT
for _ in $(seq 300); do [ -s "$out/browser.json" ] && break; sleep 0.1; done
base=$(sed -n 's/.*"plain":"\([^"]*\)".*/\1/p' "$out/browser.json")

# The first run of each starts its browser and is left out. Memory is of a run without a report, which would keep
# every run to its end.
robot() {
    "$build/xunjian" run --quiet --parallel 1 --repeat $((each + 1)) --set "base=$base" "$@" \
        tests/bench/browser.journey.yaml > /dev/null
}
ours() {
    robot --report "json=$out/browser-runs.json"
    python3 -c 'import json, sys
for run in json.load(open(sys.argv[1]))["runs"][1:]: print(run["duration_ns"] / 1e6)' "$out/browser-runs.json" >> "$out/browser-robot.ms"
}
memory() {
    "$build/xunjian" run --quiet --parallel 1 --repeat $((each + 1)) --set "base=$base" \
        tests/bench/browser.journey.yaml > /dev/null &
    local pid=$!
    while kill -0 "$pid" 2> /dev/null; do
        sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2> /dev/null || true
        sleep 0.1
    done | sort -n | tail -1 > "$out/browser-robot.kb"
    wait "$pid"
}
theirs() {
    node "$peer/peer.mjs" "$base" "$each" > "$out/browser-peer.told"
    grep -v memory "$out/browser-peer.told" >> "$out/browser-peer.ms"
    sed -n 's/^memory //p' "$out/browser-peer.told" > "$out/browser-peer.kb"
}
rm -f "$out/browser-robot.ms" "$out/browser-peer.ms"
for _ in $(seq "$rounds"); do ours; theirs; done
memory

median() { sort -g "$1" | sed -n "$(((rounds * each + 1) / 2))p"; }
# BENCH name value unit goal pass|short: pass when the robot needs at most goal times as much as the peer.
tell() {
    awk -v name="$1" -v robot="$2" -v peer="$3" -v goal="$4" 'BEGIN {
        printf "BENCH %s %.3g x %.3g %s\n", name, robot / peer, goal, (robot <= goal * peer ? "pass" : "short") }'
}
tell browser_journey "$(median "$out/browser-robot.ms")" "$(median "$out/browser-peer.ms")" 0.7
tell browser_memory "$(cat "$out/browser-robot.kb")" "$(cat "$out/browser-peer.kb")" 0.05
