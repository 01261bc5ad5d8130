/* SPDX-License-Identifier: Apache-2.0 */
/* One owner, one end: whatever joined an arena goes with it, last in first out. */

#include "base/arena.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

static char order[8];
static size_t ended;

static void note(void *thing)
{
    order[ended++] = *(const char *)thing;
}

Test(arena, undoes_the_last_deferred_first)
{
    struct arena *arena = arena_new();
    arena_defer(arena, note, "a");
    arena_defer(arena, note, "b");
    arena_defer(arena, note, "c");
    arena_end(arena);
    cr_expect_str_eq(order, "cba");
}

Test(arena, an_adopted_arena_ends_with_its_parent)
{
    struct arena *parent = arena_new(), *child = arena_new();
    arena_defer(child, note, "c");
    arena_defer(parent, note, "p");
    arena_adopt(parent, child);
    arena_end(parent);
    cr_expect_str_eq(order, "cp");
}

Test(arena, the_copy_of_what_is_missing_is_missing)
{
    struct arena *arena = arena_new();
    const char *empty = "";
    cr_expect_null(arena_strdup(arena, NULL));
    const char *copy = arena_strdup(arena, empty);
    cr_expect_str_eq(copy, "");
    cr_expect_neq((const void *)copy, (const void *)empty);
    arena_end(arena);
}

Test(arena, memory_is_zeroed_aligned_and_apart)
{
    struct arena *arena = arena_new();
    static const size_t sizes[] = {0, 1, 3, 16, 17, 100, 1000, 1025, 70000, 1, 5, 300000, 2};
    enum { COUNT = sizeof sizes / sizeof sizes[0] };
    unsigned char *blocks[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        blocks[i] = arena_alloc(arena, sizes[i]);
        cr_expect_eq((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < sizes[i]; k++)
            cr_assert_eq(blocks[i][k], 0);
        memset(blocks[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < COUNT; i++)
        for (size_t k = 0; k < sizes[i]; k++)
            cr_assert_eq(blocks[i][k], i + 1, "block %zu was written over", i);
    arena_end(arena);
}

Test(arena, a_small_one_is_small_and_a_large_block_wastes_none)
{
    struct arena *arena = arena_new();
    arena_alloc(arena, 100);
    cr_expect_lt(arena_bytes(arena), 1024);
    arena_alloc(arena, 1 << 20);
    size_t before = arena_bytes(arena);
    arena_alloc(arena, 300);
    cr_expect_eq(arena_bytes(arena), before, "the first block's room is still used");
    arena_alloc(arena, 300);
    cr_expect_lt(arena_bytes(arena) - before, 2048, "the next one is not large for that");
    arena_end(arena);
}

Test(arena, room_grows_with_what_is_asked_for_and_little_is_left_over)
{
    struct arena *arena = arena_new();
    size_t asked = 0, bytes = 0, blocks = 0;
    for (; asked < 1 << 20; asked += 64) {
        arena_alloc(arena, 64);
        blocks += arena_bytes(arena) > bytes ? 1 : 0;
        bytes = arena_bytes(arena);
        if (asked > 2048)
            cr_assert_lt(bytes, asked + asked / 2 + 1024, "%zu for %zu", bytes, asked);
    }
    cr_expect_lt(blocks, 40, "%zu blocks", blocks);
    arena_end(arena);
}

Test(arena, copies_are_terminated)
{
    struct arena *arena = arena_new();
    cr_expect_str_eq(arena_strndup(arena, "abcdef", 3), "abc");
    cr_expect_str_eq(arena_strndup(arena, NULL, 0), "");
    cr_expect_str_eq(arena_strdup(arena, "巡检"), "巡检");
    cr_expect_str_eq(arena_printf(arena, "%d-%s", 7, "x"), "7-x");
    arena_end(arena);
}

Test(arena, the_end_of_nothing_is_allowed)
{
    arena_end(NULL);
}
