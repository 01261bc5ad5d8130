#!/bin/sh
# Installs what a lock file names, exactly that, by `npm ci`; at once done when it is there already.
# Usage: npm.sh FROM [INTO]   FROM has package.json and package-lock.json; node_modules comes to be
# in INTO (FROM itself when not told). Several at a time are let in one after the other.
set -eu
from=$1
into=${2:-$1}
for tool in npm node; do
    command -v $tool >/dev/null || { echo "npm.sh: $tool is not installed: run make deps" >&2; exit 1; }
done
mkdir -p "$into"
exec 9>"$into/.npm-lock"
flock 9
cmp -s "$from/package-lock.json" "$into/node_modules/.installed-from" && exit 0
[ "$from" -ef "$into" ] || cp "$from/package.json" "$from/package-lock.json" "$into/"
cd "$into"
for try in 1 2 3; do
    if npm ci --no-audit --no-fund --loglevel=error >.npm-log 2>&1; then
        cp package-lock.json node_modules/.installed-from
        exit 0
    fi
    echo "npm.sh: try $try: could not install $from: $(tail -n 1 .npm-log)" >&2
done
cat .npm-log >&2
exit 1
