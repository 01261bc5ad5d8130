#!/bin/sh
# Runs one Criterion program and fails when a sanitizer spoke, too: a test that only leaks passes.
# Usage: run-suite.sh PROGRAM [OPTION...]
set -u
program=$1
shift
log=$program.log
{ "$program" --jobs "$(nproc)" "$@" 2>&1; echo $? >"$log.code"; } | tee "$log"
if grep -qE '(Leak|Address|Thread|UndefinedBehavior)Sanitizer|runtime error:' "$log"; then
    echo "$program: a sanitizer complained, see $log"
    exit 1
fi
exit "$(cat "$log.code")"
