/* SPDX-License-Identifier: Apache-2.0 */
/* What characters the bytes of a body mean to the subjects that read it. */

#include "base/arena.h"
#include "checks/subject/found.h"
#include "model/observation.h"
#include "model/subject.h"

#include <criterion/criterion.h>

static const struct {
    const char *says, *type, *body, *text;
} rows[] = {
    {"UTF-8", "text/plain", "余额", "余额"},
    {"GBK, as the header says", "text/plain; charset=GBK", "\xD3\xE0\xB6\xEE", "余额"},
    {"GB 18030 in quotes", "application/json;charset=\"gb18030\"", "\xD3\xE0", "余"},
    {"UTF-8, whatever the header says", "application/json;charset=ISO-8859-1", "余额", "余额"},
    {"Latin-1 when it is not", "text/plain; charset=iso-8859-1", "caf\xE9", "café"},
    {"a charset nobody knows", "text/plain; charset=x-mine", "\xD3\xE0", "\xD3\xE0"},
    {"bytes without a charset", "application/octet-stream", "\xFF\xD8", "\xFF\xD8"},
    {"no header", NULL, "余额", "余额"},
    {"half a character at the end", "text/plain; charset=gbk", "\xD3\xE0\xB6", "余\uFFFD"},
    {"nothing", "text/plain; charset=gbk", "", ""},
};

Test(body, is_read_in_its_charset)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *arena = arena_new();
        struct header header = {.name = text_of("Content-Type"),
                                .value = text_of(rows[i].type)};
        struct exchange answer = {.status = 200,
                                  .body = text_of(rows[i].body),
                                  .headers = {&header, rows[i].type != NULL}};
        struct observation saw = {.exchanges = &answer, .exchange_count = 1};
        struct sight sight = {.saw = &saw, .arena = arena};
        struct extracted found = {0};
        struct text text;
        cr_assert(found_body(&sight, &found, &text));
        cr_expect(text_is(text, rows[i].text), "%s: %.*s", rows[i].says, TEXT_ARGS(text));
        arena_end(arena);
    }
}

Test(body, is_converted_once)
{
    struct arena *arena = arena_new();
    struct header header = {.name = text_of("content-type"),
                            .value = text_of("text/plain; charset=gbk")};
    struct exchange answer = {
        .status = 200, .body = text_of("\xD3\xE0"), .headers = {&header, 1}};
    struct observation saw = {.exchanges = &answer, .exchange_count = 1};
    struct sight sight = {.saw = &saw, .arena = arena};
    struct extracted found = {0};
    struct text first, second;
    cr_assert(found_body(&sight, &found, &first) && found_body(&sight, &found, &second));
    cr_expect_eq(first.at, second.at);
    arena_end(arena);
}
