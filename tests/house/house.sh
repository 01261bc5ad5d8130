#!/bin/sh
# The house rules that a program can check. Usage: house.sh BUILD [ROOT]
# Every rule is a function that prints a line for each thing that is wrong. tests/house/test.sh
# breaks each of them once and sees to it that this is noticed.
set -eu
build=$1
cd "${2:-.}"
floors=tests/house/floors.txt

sources() { find robot checks reporters -name '*.[ch]' | sort; }
# Of the sources that are there: a build folder may hold objects of files removed since.
objects() { sources | sed -n "s|^\($1.*\)\.c$|$build/\1.o|p" | xargs -r ls 2>/dev/null; }

includes_point_down() {
    sources | xargs awk '
        FILENAME == "'$floors'" { if ($0 !~ /^#/) room[++n] = $1; next }
        function floor(path,   i, best, at) {
            for (i = 1; i <= n; i++)
                if (index(path "/", room[i] "/") == 1 && length(room[i]) > best) {
                    best = length(room[i]); at = i
                }
            return at + 0
        }
        /^#include "/ {
            split($0, part, "\"")
            path = part[2]
            if (path !~ /^(checks|reporters)\//) path = "robot/" path
            if (floor(path) > floor(FILENAME)) print FILENAME ":" FNR ": includes upward: " part[2]
        }' $floors
}

# An oracle that shares a bug with its subject sees nothing.
fixtures_share_nothing() {
    find fixtures -name '*.[ch]' | sort | while read -r file; do
        sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file" | while read -r path; do
            [ ! -e "robot/$path" ] && [ ! -e "checks/$path" ] && [ ! -e "reporters/$path" ] ||
                echo "$file: a fixture includes the robot's $path"
        done
    done
}

every_room_has_a_floor() {
    for room in robot/*/; do
        room=${room%/}
        grep -q "^$room " $floors || echo "$room: no line in $floors"
    done
}

# What reaches outside, by name: files, network, clocks, chance, environment, processes, threads.
outside='(f|open|mem)?open(at|64)?|f?close|f?(read|write)|p(read|write)|f(gets|puts|putc|flush|seek)'
outside="$outside|v?f?printf|v?dprintf|puts|putchar|perror|stdin|stdout|stderr"
outside="$outside|l?stat|fstat|unlink|rename|mkdir|rmdir|remove|opendir|readdir|access|chdir|mmap"
outside="$outside|socket|connect|bind|listen|accept4?|send(to|msg)?|recv(from|msg)?|getaddrinfo"
outside="$outside|poll|ppoll|select|epoll_.*|eventfd|timerfd_.*|pipe2?|dup[23]?|ioctl|fcntl|curl_.*"
outside="$outside|time|clock|gettimeofday|clock_.*|localtime(_r)?|mktime|tzset|strftime"
outside="$outside|s?rand(om)?|[dlm]rand48|arc4random.*|getrandom|getentropy|RAND_.*"
outside="$outside|(secure_)?getenv|setenv|putenv|getpid|gettid|system|fork|exec.*|posix_spawn.*|popen"
outside="$outside|_?exit|abort|kill|raise|signal|sigaction|pthread_.*|u?sleep|nanosleep|sched_.*"

pure_rooms_reach_nothing() {
    sed -n 's/ *pure$//p' $floors | while read -r room; do
        objects "$room/" | xargs -r nm -A -u | grep -E " U ($outside)(@.*)?$" |
            sed 's/\.o: *U /: a pure room reaches outside: /' || true
    done
}

# Writable file-scope state has one owner, named with its reason in tests/house/state.txt.
state_is_owned() {
    objects '' | xargs -r nm -A --format=sysv | awk -F'|' '
        $7 ~ /^\.(data|bss|tdata|tbss)/ && $7 !~ /rel\.ro/ && $4 ~ /OBJECT|TLS/ {
            split($1, part, ":")
            object = part[1]; name = part[2]
            gsub(/ /, "", name)
            if (name ~ /^(__|\.)/) next
            sub(/\..*/, "", name)
            short = object; sub(/.*\//, "", short); sub(/\.o$/, "", short)
            print object, short, name
        }' | while read -r object short name; do
        grep -qxF "$short $name" tests/house/state.txt ||
            echo "$object: writable state outside tests/house/state.txt: $name"
    done
}

# One namespace for all rooms: the archive hides a name given twice until somebody needs both.
names_are_given_once() {
    objects '' | xargs -r nm -A -g --defined-only | awk '
        $2 ~ /^[TDBRVWC]$/ || $3 ~ /^[TDBRVWC]$/ {
            split($1, part, ":"); name = $NF
            if (name in owner) print part[1] ": " name " is also defined in " owner[name]
            owner[name] = part[1]
        }'
}

files_are_small() {
    find robot checks reporters fixtures tests -name '*.[ch]' | sort | xargs wc -l |
        awk '$2 != "total" && $1 > 400 { print $2 ": " $1 " lines, 400 at most" }'
}

every_room_tells_what_it_is_for() {
    for room in robot/*/ checks/ reporters/ fixtures/ scenarios/ tests/; do
        [ ! -d "$room" ] || [ -f "${room}README.md" ] || echo "${room}README.md is missing"
    done
}

# Sorted, so that a new line has one place.
registries_are_sorted() {
    sources | xargs awk '
        /^#define [A-Z_]+ *\\$/ { list = $2; last = ""; next }
        list != "" && match($0, /^ +[A-Z_]+\(/) {
            name = substr($0, RLENGTH + 1); sub(/ *\).*/, "", name)
            if (name < last) print FILENAME ":" FNR ": " list " is not sorted: " name " after " last
            last = name
        }
        $0 !~ /\\$/ { list = "" }'
}

# The text is the field in the schema, in --help and on the reference page.
every_field_has_a_text() {
    sources | xargs awk '
        FNR == 1 { row = ""; depth = 0 }
        depth == 0 && /\{ *\.name *=/ { row = ""; first = FNR; open = 1 }
        open {
            row = row $0
            bare = $0
            gsub(/"([^"\\]|\\.)*"/, "", bare)
            depth += gsub(/\{/, "", bare) - gsub(/\}/, "", bare)
            if (depth <= 0) {
                if (row ~ /FIELD_[A-Z]/ && row !~ /\.text *= *[^" ]/ && row !~ /\.text *= *"[^"]/)
                    print FILENAME ":" first ": a field without .text"
                open = 0; depth = 0
            }
        }'
}

headers_stand_alone() {
    sources | grep '\.h$' | xargs -P 2 -I{} sh -c \
        'echo "#include \"{}\"" | ${CC:-cc} -std=c17 -D_GNU_SOURCE -Irobot -I. '"${PKG_CFLAGS:-}"' \
             -fsyntax-only -x c - 2>/dev/null || echo "{}: does not compile alone"'
}

wrong=$(
    includes_point_down
    fixtures_share_nothing
    every_room_has_a_floor
    pure_rooms_reach_nothing
    state_is_owned
    names_are_given_once
    files_are_small
    every_room_tells_what_it_is_for
    registries_are_sorted
    every_field_has_a_text
    headers_stand_alone
)
[ -z "$wrong" ] || { echo "$wrong" | sed 's/^/house: /'; exit 1; }
echo "house: in order"
