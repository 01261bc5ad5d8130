#!/bin/sh
# The house rules that a program can check. Usage: house.sh BUILD [ROOT]
set -eu
build=$1 root=${2:-.}
cd "$root"
bad=$(mktemp)
trap 'rm -f "$bad"' EXIT

complain() { echo "house: $*" | tee -a "$bad"; }

# Includes point down the floors.
find robot checks reporters -name '*.[ch]' | sort | xargs awk '
    FILENAME == "tests/house/floors.txt" { if ($0 !~ /^#/) { room[++n] = $1 } next }
    function floor(path,   i, best, at) {
        for (i = 1; i <= n; i++)
            if (index(path "/", room[i] "/") == 1 && length(room[i]) > best) { best = length(room[i]); at = i }
        return at + 0
    }
    /^#include "/ {
        split($0, part, "\"")
        path = part[2]
        if (path !~ /^(checks|reporters)\//) path = "robot/" path
        if (floor(path) > floor(FILENAME)) print FILENAME ":" FNR ": includes upward: " part[2]
    }' tests/house/floors.txt | while read -r line; do complain "$line"; done

# Pure rooms reach nothing outside.
outside='open|openat|fopen|socket|connect|read|write|recv|send|getenv|time|gettimeofday|clock_gettime|rand|random|srand|printf|puts|putchar|fprintf|fputs|fwrite|system|fork|popen|pthread_create|usleep|nanosleep|sleep'
grep ' *pure$' tests/house/floors.txt | while read -r room _; do
    [ -d "$build/$room" ] || continue
    find "$build/$room" -name '*.o' | while read -r object; do
        leaks=$(nm -u "$object" | awk '{print $NF}' | grep -xE "($outside)(@.*)?" | tr '\n' ' ') || true
        [ -z "$leaks" ] || complain "$object: a pure room reaches outside: $leaks"
    done
done

# Writable file-scope state has one owner, named with its reason in tests/house/state.txt.
for room in robot checks reporters; do
    [ -d "$build/$room" ] || continue
    find "$build/$room" -name '*.o' | sort | while read -r object; do
        nm --format=sysv "$object" | awk -F'|' '$7 ~ /^\.(data|bss)/ && $7 !~ /rel\.ro/ && $4 ~ /OBJECT/ {print $1}' |
            grep -vE '^(__|_?\.|\.L)' | sed 's/ *$//' | while read -r name; do
            grep -qxF "$(basename "$object" .o) ${name%%.*}" tests/house/state.txt ||
                complain "$object: writable state outside tests/house/state.txt: $name"
        done
    done
done

# Small files with one idea.
find robot checks reporters fixtures tests -name '*.[ch]' | while read -r file; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 400 ] || complain "$file: $lines lines, 400 at most"
done

# Every room tells what it is for.
for room in robot/*/ checks/ reporters/ fixtures/ scenarios/ tests/; do
    [ -f "${room}README.md" ] || complain "${room}README.md is missing"
done

# Registries are sorted, so that a line has one place.
for registry in $(find robot checks reporters -name 'registry.c' -o -name 'predicates.c'); do
    rows=$(sed -n 's/^#define [A-Z_]* *[A-Z_]*(\([a-z_0-9]*\) *).*$/\1/p; s/^ *[A-Z_]*(\([a-z_0-9]*\) *) *\\*$/\1/p' "$registry" | grep -v '^name$' || true)
    [ "$rows" = "$(echo "$rows" | LC_ALL=C sort)" ] || complain "$registry: the rows are not sorted"
done

# Every header stands alone.
find robot checks reporters -name '*.h' | sort | while read -r header; do
    echo "#include \"$header\"" | ${CC:-cc} -std=c17 -D_GNU_SOURCE -Irobot -I. -fsyntax-only -x c - 2>/dev/null ||
        complain "$header: does not compile alone"
done


[ ! -s "$bad" ] || exit 1
echo "house: in order"
