#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# peers.sh BUILD - CPU per step of blackbox_exporter and newman over the robot's, on one server.
#
# Peers are unpacked under build/peers and not installed: the Debian package would start a service
# on a fixed port, and a bench leaves the machine as it was. All three fetch the same five JSON
# answers over plain HTTP and assert on status and body; CPU is user + system of the client alone,
# as a difference of many and few, so that start-up cancels out. Rounds alternate; medians count.
set -eu
build=$1 peers=build/peers rounds=3
mkdir -p "$peers"

install_blackbox() {
    [ -x "$peers/blackbox/usr/bin/prometheus-blackbox-exporter" ] && return
    (cd "$peers" && { apt-get download -qq prometheus-blackbox-exporter 2> /dev/null ||
        { apt-get update -qq && apt-get download -qq prometheus-blackbox-exporter; }; })
    dpkg -x "$peers"/prometheus-blackbox-exporter_*.deb "$peers/blackbox"
}

install_newman() {
    [ -x "$peers/node_modules/.bin/newman" ] && return
    command -v npm > /dev/null || tests/deps.sh npm
    npm install --silent --no-audit --no-fund --prefix "$peers" newman@6 > /dev/null
}

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$peers/ready.json"; }

# What a command costs: user + system, in microseconds.
cpu_us() {
    local TIMEFORMAT='%U %S'
    { time "$@" > /dev/null 2> "$peers/errors"; } 2>&1 | awk '{ printf "%d\n", ($1 + $2) * 1e6 }'
}

# What a living process has cost until now, in microseconds (the kernel counts by 10 ms).
spent_us() { awk -v hz="$(getconf CLK_TCK)" '{ printf "%d\n", ($14 + $15) * 1e6 / hz }' "/proc/$1/stat"; }

per_step() { awk -v all="$1" -v few="$2" -v steps="$3" 'BEGIN { printf "%.2f\n", (all - few) / steps }'; }

robot_us() {
    local run=("$build/xunjian" run --quiet --parallel 4 --set "base=$plain" tests/bench/json.journey.yaml)
    per_step "$(cpu_us "${run[@]}" --repeat 1050)" "$(cpu_us "${run[@]}" --repeat 50)" 5000
}

blackbox_us() {
    local before after i
    before=$(spent_us "$blackbox")
    for i in $(seq 400); do
        echo "url = \"http://$probe/probe?module=step&target=$plain/bench/json/$((i % 5 + 1))\""
    done | curl -sf -K - > "$peers/probes"
    after=$(spent_us "$blackbox")
    [ "$(grep -c '^probe_success 1' "$peers/probes")" = 400 ] || { echo "a probe failed" >&2; exit 1; }
    per_step "$after" "$before" 400
}

newman_us() {
    local run=("$peers/node_modules/.bin/newman" run tests/bench/newman.json --env-var "base=$plain"
        --reporters json --reporter-json-export "$peers/newman-report.json")
    per_step "$(cpu_us "${run[@]}" -n 45)" "$(cpu_us "${run[@]}" -n 5)" 200
}

median() { sort -g | sed -n "$(((rounds + 1) / 2))p"; }

# BENCH name value unit goal pass|short: pass when the peer costs at least goal times as much.
tell() {
    awk -v name="$1" -v peer="$2" -v robot="$3" -v goal="$4" 'BEGIN {
        printf "BENCH %s %.3g x %d %s\n", name, peer / robot, goal, (peer >= goal * robot ? "pass" : "short") }'
}

install_blackbox
install_newman
rm -f "$peers/ready.json" "$peers/robot" "$peers/blackbox.us" "$peers/newman.us"
"$build/demo-app" --seed 1 --ready-file "$peers/ready.json" --parent-dies > /dev/null &
server=$!
cat > "$peers/blackbox.yml" <<'END'
modules:
  step:
    prober: http
    http:
      preferred_ip_protocol: ip4
      fail_if_body_not_matches_regexp: ['"code":"0000"']
END
"$peers/blackbox/usr/bin/prometheus-blackbox-exporter" --config.file="$peers/blackbox.yml" \
    --web.listen-address=127.0.0.1:0 2> "$peers/blackbox.log" &
blackbox=$!
trap 'kill $server $blackbox 2> /dev/null || true' EXIT

deadline=$((SECONDS + 20))
until [ -s "$peers/ready.json" ] && grep -q 'Listening on' "$peers/blackbox.log"; do
    [ $SECONDS -lt $deadline ] || { echo "a server did not get ready" >&2; exit 1; }
    sleep 0.05
done
plain=$(field plain)
probe=$(sed -n 's/.*Listening on.*\(127.0.0.1:[0-9]*\).*/\1/p' "$peers/blackbox.log")

for _ in $(seq $rounds); do
    robot_us >> "$peers/robot"
    blackbox_us >> "$peers/blackbox.us"
    newman_us >> "$peers/newman.us"
done
robot=$(median < "$peers/robot")
tell cpu_blackbox_over_robot "$(median < "$peers/blackbox.us")" "$robot" 13
tell cpu_newman_over_robot "$(median < "$peers/newman.us")" "$robot" 200
