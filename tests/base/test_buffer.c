/* SPDX-License-Identifier: Apache-2.0 */
/* A buffer never passes the maximum it was born with, and says when something was lost. */

#include "base/buffer.h"

#include <criterion/criterion.h>

static struct buffer b;

static void end(void)
{
    buffer_done(&b);
}

TestSuite(buffer, .fini = end);

Test(buffer, collects_whatever_is_added)
{
    buffer_init(&b, 100);
    cr_expect(text_is(buffer_text(&b), ""), "an empty one has a text, too");
    buffer_add(&b, "a\0b", 3);
    buffer_add_char(&b, '-');
    buffer_add_string(&b, "cd");
    buffer_add_text(&b, text_of("ef"));
    buffer_printf(&b, "%03d", 7);
    cr_expect_arr_eq(b.at, "a\0b-cdef007", 12);
    cr_expect_eq(b.length, 11);
}

Test(buffer, takes_exactly_its_maximum)
{
    buffer_init(&b, 10);
    cr_expect(buffer_add_string(&b, "0123456789"));
    cr_expect_not(b.full);
    cr_expect(buffer_add(&b, "", 0), "nothing always fits");
    cr_expect_not(buffer_add_char(&b, 'x'));
    cr_expect(b.full);
    cr_expect(text_is(buffer_text(&b), "0123456789"));
}

Test(buffer, adds_all_or_nothing)
{
    buffer_init(&b, 10);
    buffer_add_string(&b, "01234567");
    cr_expect_not(buffer_add_string(&b, "89a"));
    cr_expect_not(buffer_printf(&b, "%s", "89a"));
    cr_expect(buffer_add_string(&b, "89"), "what fits is still taken");
    cr_expect(b.full, "and what was lost is not forgotten");
    cr_expect(text_is(buffer_text(&b), "0123456789"));
}

Test(buffer, cleared_it_is_empty_and_keeps_its_memory)
{
    buffer_init(&b, 10);
    buffer_add_string(&b, "0123456789");
    buffer_add_char(&b, 'x');
    size_t size = b.size;
    buffer_clear(&b);
    cr_expect(text_is(buffer_text(&b), ""));
    cr_expect_not(b.full);
    cr_expect_eq(b.size, size);
}

Test(buffer, grows_to_megabytes_without_passing_its_maximum)
{
    buffer_init(&b, 3000001);
    for (int i = 0; i < 3000001; i++)
        cr_assert(buffer_add_char(&b, (char)('a' + i % 26)));
    cr_expect_not(buffer_add_char(&b, 'x'));
    cr_expect_leq(b.size, 3000002);
    cr_expect_eq(b.at[2999999], 'a' + 2999999 % 26);
}
