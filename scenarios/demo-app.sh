# shellcheck shell=bash disable=SC2034,SC2154
# demo-app.sh - sourced by the demos: the demo app on free ports, and what the robot must know of it.
# Wants $build; gives $out, $app (its pid, for the caller to end), $control, $token and the exports.
mkdir -p "$out"
rm -f "$out/ready.json"

"$build/demo-app" --seed 1 --ready-file "$out/ready.json" --cert-dir "$out" --parent-dies \
    >"$out/demo-app.log" 2>&1 &
app=$!

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
