#!/bin/sh
# Runs one Criterion program and fails when a sanitizer spoke, too: a test that only leaks passes.
# Usage: run-suite.sh PROGRAM
set -u
program=$1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$program" --jobs "$(nproc)" >"$log" 2>&1
code=$?
cat "$log"
if grep -qE 'LeakSanitizer|AddressSanitizer|runtime error:' "$log"; then
    echo "$program: a sanitizer complained"
    exit 1
fi
exit $code
