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
most() { sed -n "s/^$1:[^0-9]*\([0-9]*\).*/\1/p" "$out/browser-robot.status" | sort -n | tail -1; }
memory() {
    "$build/xunjian" run --quiet --parallel 1 --repeat $((each + 1)) --set "base=$base" \
        tests/bench/browser.journey.yaml > /dev/null &
    local pid=$!
    while kill -0 "$pid" 2> /dev/null; do
        cat "/proc/$pid/status" 2> /dev/null || true
        sleep 0.1
    done > "$out/browser-robot.status"
    wait "$pid"
    most VmHWM > "$out/browser-robot.kb"
    most RssAnon > "$out/browser-robot.anonymous"
}
theirs() {
    node "$peer/peer.mjs" "$base" "$each" > "$out/browser-peer.told"
    grep -v -e memory -e anonymous "$out/browser-peer.told" >> "$out/browser-peer.ms"
    sed -n 's/^memory //p' "$out/browser-peer.told" > "$out/browser-peer.kb"
    sed -n 's/^anonymous //p' "$out/browser-peer.told" > "$out/browser-peer.anonymous"
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
# Journeys a minute with eight at a time: browsers start within, so there are enough of them to not matter.
many=48
in_ms() { local began; began=$(date +%s%N); "$@" > /dev/null; echo $((($(date +%s%N) - began) / 1000000)); }
robot_many=$(in_ms "$build/xunjian" run --quiet --parallel 8 --repeat $many --set "base=$base" tests/bench/browser.journey.yaml)
peer_many=$(node "$peer/peer.mjs" "$base" $many 8 | head -1)

# A site of 200 pages, each of which leads to three more.
site=$out/site && rm -rf "$site" && mkdir -p "$site"
python3 - "$site" <<'END'
import sys
name = lambda i: "".join("abcdefghij"[int(d)] for d in str(i))
for i in range(200):
    links = "".join(f'<p><a href="/{name((3 * i + j) % 200)}.html">{(3 * i + j) % 200}</a>' for j in (1, 2, 3))
    parts = "".join(f'<section id="{name(i)}-{k}"><p>text</p></section>' for k in "klmnopqr")
    open(f"{sys.argv[1]}/{name(i)}.html", "w").write(
        f'<!DOCTYPE html><html><meta charset=utf-8><title>{name(i)}</title><body><main>{parts}{links}</main></body></html>')
END
(cd "$site" && exec python3 -m http.server 0 --bind 127.0.0.1) > "$out/site.port" 2> /dev/null &
web=$!
trap 'kill "$server" "$web" 2> /dev/null; wait "$server" "$web" 2> /dev/null || true' EXIT
for _ in $(seq 100); do port=$(ss -ltnpH 2> /dev/null | sed -n "s/.*127.0.0.1:\([0-9]*\) .*pid=$web,.*/\1/p"); [ -n "$port" ] && break; sleep 0.1; done
crawl_ms=$(in_ms "$build/xunjian" crawl --from "http://127.0.0.1:$port/a.html" --pages 400 -o "$out/site.json")
modules=$(grep -c '"id": ' "$out/site.json")
[ "$modules" = 200 ] || echo "the crawl found $modules modules of 200"

tell browser_journey "$(median "$out/browser-robot.ms")" "$(median "$out/browser-peer.ms")" 0.7
# Of the robot's, four fifths are libraries, mapped and shared with whoever has them; the second figure is what it
# has for itself.
tell browser_memory_own "$(cat "$out/browser-robot.anonymous")" "$(cat "$out/browser-peer.anonymous")" 0.05
tell browser_memory "$(cat "$out/browser-robot.kb")" "$(cat "$out/browser-peer.kb")" 0.05
awk -v robot="$robot_many" -v peer="$peer_many" 'BEGIN {
    printf "BENCH browser_parallel_8 %.3g x 1.2 %s\n", peer / robot, (peer >= 1.2 * robot ? "pass" : "short") }'
awk -v ms="$crawl_ms" -v modules="$modules" 'BEGIN {
    rate = modules * 1000 / ms; printf "BENCH crawl_200 %.3g /s 10 %s\n", rate, (rate >= 10 && modules == 200 ? "pass" : "short") }'
