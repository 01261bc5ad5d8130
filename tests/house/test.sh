#!/bin/sh
# A check that cannot fail is a defect: breaks each house rule once, in a small house of its own,
# and sees to it that house.sh says so, and says nothing before.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
failed=0

build_house() {
    rm -rf "$root"/*
    for room in robot/base robot/model robot/run checks reporters fixtures/app scenarios tests/house; do
        mkdir -p "$root/$room"
        touch "$root/$room/README.md"
    done
    touch "$root/fixtures/README.md" "$root/tests/README.md"
    printf '%s\n' 'robot/base -' 'robot/model pure' 'checks pure' 'reporters pure' 'robot/run -' \
        'robot -' >"$root/tests/house/floors.txt"
    printf '%s\n' '# comment' 'text table' >"$root/tests/house/state.txt"
    put robot/base/text.h '#pragma once' 'int length(void);'
    put robot/base/text.c '#include "base/text.h"' 'static int table;' 'int length(void) { return table++; }'
    put robot/model/step.c '#include "base/text.h"' 'int open_steps(void);' \
        'int open_steps(void) { return length(); }'
    put robot/run/run.h '#pragma once' 'struct run;'
    put checks/registry.c '#define CHECKS \' '    CHECK(body) \' '    CHECK(status)' \
        '#define CHECK(name) extern const int check_##name;' 'CHECKS'
    put checks/fields.c 'struct field { const char *name; int type; const char *text; };' \
        'enum { FIELD_COUNT };' 'extern const struct field fields[];' 'const struct field fields[] = {' \
        '    {.name = "count",' '     .type = FIELD_COUNT,' '     .text = "in ${braces"},' '    {0},' '};'
}

put() {
    file=$root/$1
    shift
    printf '%s\n' "$@" >"$file"
}

# try WHAT EXPECTED: builds the objects, runs the rules, looks for the complaint ('' for none).
try() {
    (cd "$root" && find robot checks reporters -name '*.c' | while read -r c; do
        mkdir -p "build/$(dirname "$c")"
        ${CC:-cc} -std=c17 -D_GNU_SOURCE -Irobot -I. -c "$c" -o "build/${c%.c}.o"
    done)
    said=$(sh "$here/house.sh" build "$root" 2>&1) && code=0 || code=$?
    if [ -z "$2" ]; then
        [ $code = 0 ] || { echo "house rules, $1: expected silence, got: $said"; failed=1; }
    elif [ $code = 0 ] || ! echo "$said" | grep -qF "$2" || [ "$(echo "$said" | wc -l)" != 1 ]; then
        echo "house rules, $1: expected \"$2\" alone, got: $said"
        failed=1
    fi
    build_house
}

build_house
try 'a house in order' ''

put robot/model/up.c '#include "run/run.h"'
try 'an include upward' 'robot/model/up.c:1: includes upward: run/run.h'
put checks/up.c '#include "run/run.h"'
try 'an include upward from another tree' 'checks/up.c:1: includes upward: run/run.h'
put fixtures/app/main.c '#include "base/text.h"'
try 'a fixture with the code it is to judge' "a fixture includes the robot's base/text.h"
mkdir "$root/robot/cellar" && touch "$root/robot/cellar/README.md"
try 'a room without a floor' 'robot/cellar: no line in'

for call in 'open("x", 0)' 'fopen("x", "r")' 'clock_gettime(0, 0)' 'getenv("x")' 'rand()' \
    'printf("x")' 'socket(0, 0, 0)' 'time(0)' 'exit(1)'; do
    put robot/model/impure.c '#include <fcntl.h>' '#include <stdio.h>' '#include <stdlib.h>' \
        '#include <sys/socket.h>' '#include <time.h>' "void f(void); void f(void) { (void)!$call; }"
    case $call in exit*) sed -i 's/(void)!//' "$root/robot/model/impure.c" ;; esac
    try "a pure room that calls $call" 'robot/model/impure: a pure room reaches outside: '
done
put robot/run/impure.c '#include <stdlib.h>' 'char *f(void); char *f(void) { return getenv("x"); }'
try 'another room may' ''
put robot/model/pure.c '#include <stdio.h>' 'int f(char *s); int f(char *s) { return snprintf(s, 2, "%c", 65); }'
try 'formatting into memory is pure' ''

put robot/run/state.c 'int f(void);' 'static int calls;' 'int f(void) { return calls++; }'
try 'a variable of the whole file' 'writable state outside tests/house/state.txt: calls'
put robot/run/state.c 'int f(void);' 'int f(void) { static int calls = 3; return calls++; }'
try 'a static variable in a function' 'writable state outside tests/house/state.txt: calls'
put robot/run/state.c '_Thread_local int mine;'
try 'a variable of each thread' 'writable state outside tests/house/state.txt: mine'
put robot/run/state.c 'const char *f(int i);' \
    'const char *f(int i) { static const char *const names[] = {"a", "b"}; return names[i]; }'
try 'a constant table is no state' ''

put robot/run/one.c 'int twice(void);' 'int twice(void) { return 1; }'
put checks/two.c 'int twice(void);' 'int twice(void) { return 2; }'
try 'a name given twice' 'twice is also defined in'

yes '' | head -401 >"$root/robot/run/long.c"
try 'a file too long' 'robot/run/long.c: 401 lines, 400 at most'
rm "$root/checks/README.md"
try 'a room that does not tell what it is for' 'checks/README.md is missing'
put checks/registry.c '#define CHECKS \' '    CHECK(status) \' '    CHECK(body)' \
    '#define CHECK(name) extern const int check_##name;' 'CHECKS'
try 'a registry out of order' 'CHECKS is not sorted: body after status'
sed -i '/\.text/s/.*/     },/' "$root/checks/fields.c"
try 'a field without a text' 'checks/fields.c:5: a field without .text'
sed -i 's/\.text = "[^"]*"/.text = ""/' "$root/checks/fields.c"
try 'a field with an empty text' 'checks/fields.c:5: a field without .text'
put robot/base/lame.h 'size_t length_of(void);'
try 'a header that needs another before it' 'robot/base/lame.h: does not compile alone'

exit $failed
