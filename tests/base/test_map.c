/* SPDX-License-Identifier: Apache-2.0 */
/* Keys are bytes, the order is that of insertion. */

#include "base/arena.h"
#include "base/map.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct arena *arena;
static struct map m;

static void begin(void)
{
    arena = arena_new();
    map_init(&m, arena);
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(map, .init = begin, .fini = end);

Test(map, nothing_is_found_in_an_empty_one)
{
    cr_expect_null(map_get(&m, text_of("a")));
}

Test(map, a_value_is_found_and_replaced)
{
    cr_expect_null(map_put(&m, text_of("a"), "one"));
    cr_expect_str_eq(map_get(&m, text_of("a")), "one");
    cr_expect_str_eq(map_put(&m, text_of("a"), "two"), "one");
    cr_expect_str_eq(map_get(&m, text_of("a")), "two");
    cr_expect_eq(m.count, 1);
}

Test(map, keys_are_copied_and_may_hold_any_byte)
{
    char key[] = {'a', '\0', 'b'};
    struct text t = {.at = key, .length = 3};
    map_put(&m, t, "with NUL");
    map_put(&m, text_of("a"), "short");
    map_put(&m, text_of(""), "empty");
    key[0] = 'x';
    cr_expect_null(map_get(&m, t));
    key[0] = 'a';
    cr_expect_str_eq(map_get(&m, t), "with NUL");
    cr_expect_str_eq(map_get(&m, text_of("a")), "short");
    cr_expect_str_eq(map_get(&m, text_of("")), "empty");
}

Test(map, ten_thousand_keys_stay_in_the_order_they_came)
{
    enum { COUNT = 10000 };
    char key[16];
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(key, sizeof key, "key-%zu", i * 7919 % COUNT);
        map_put(&m, text_of(key), (void *)(i + 1));
    }
    cr_assert_eq(m.count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(key, sizeof key, "key-%zu", i * 7919 % COUNT);
        cr_expect(text_is(m.entries[i].key, key));
        cr_expect_eq((size_t)map_get(&m, text_of(key)), i + 1);
    }
}

Test(map, room_made_at_once_is_not_made_again)
{
    enum { COUNT = 5000 };
    char key[16];
    map_put(&m, text_of("first"), "1");
    map_reserve(&m, COUNT + 1);
    size_t bytes = arena_bytes(arena);
    const struct map_entry *entries = m.entries;
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(key, sizeof key, "k%zu", i);
        map_put(&m, text_of(key), &m);
    }
    cr_expect_eq(m.entries, entries);
    cr_expect_lt(arena_bytes(arena) - bytes, (size_t)COUNT * 32, "but for the keys");
    cr_expect_str_eq(map_get(&m, text_of("first")), "1");
    cr_expect_not_null(map_get(&m, text_of("k4999")));
    map_reserve(&m, 1); /* never less */
    cr_expect_eq(m.count, COUNT + 1);
    map_put(&m, text_of("one more"), "2");
    cr_expect_str_eq(map_get(&m, text_of("one more")), "2");
}
