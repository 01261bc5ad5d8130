#!/bin/sh
# Fuzzes one target from its corpus. New inputs go to build/, not to the corpus in git.
# Usage: run.sh BUILD NAME SECONDS
set -eu
build=$1 name=$2 seconds=$3
found=$build/corpus/$name
log=$build/fuzz-$name.log
mkdir -p "$found" "tests/fuzz/corpus/$name"
if "$build/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
    -artifact_prefix="$build/$name-" "$found" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
    echo "fuzz $name: $(grep -o 'Done [0-9]* runs' "$log" | tail -1)"
else
    tail -40 "$log"
    echo "fuzz $name: failed"
    exit 1
fi
