/* SPDX-License-Identifier: Apache-2.0 */
/* What a WebDriver remote end answers, and what is made of it. */

#include "base/arena.h"
#include "document/json.h"
#include "transport/webdriver/webdriver_reply.h"

#include <criterion/criterion.h>

Test(webdriver_reply, is_a_value_or_an_error_by_its_name)
{
    static const struct {
        const char *bytes, *error, *message;
    } rows[] = {
        {"{\"value\":null}", NULL, NULL},
        {"{\"value\":{\"error\":\"no such alert\",\"message\":\"none\"}}", "no such alert",
         "none"},
        {"{\"value\":{\"error\":\"timeout\",\"message\":\"\",\"stacktrace\":\"\"}}", "timeout",
         ""},
        {"{\"value\":{\"error\":\"a page's own word\"}}", NULL, NULL},
        {"{\"value\":{\"error\":1,\"message\":\"x\"}}", NULL, NULL},
        {"{\"status\":0}", "unknown error", "an answer without a value"},
        {"[]", "unknown error", "an answer without a value"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *arena = arena_new();
        struct webdriver_reply reply;
        webdriver_reply_read(arena, text_of(rows[i].bytes), &reply);
        if (rows[i].error == NULL) {
            cr_expect_null(reply.error, "%s", rows[i].bytes);
            cr_expect_not_null(reply.value, "%s", rows[i].bytes);
        } else {
            cr_expect(webdriver_reply_is(&reply, rows[i].error), "%s", rows[i].bytes);
            cr_expect_str_eq(reply.message, rows[i].message, "%s", rows[i].bytes);
            cr_expect_null(reply.value, "%s", rows[i].bytes);
        }
        arena_end(arena);
    }
}

Test(webdriver_reply, of_other_bytes_is_an_error)
{
    struct arena *arena = arena_new();
    struct webdriver_reply reply;
    webdriver_reply_read(arena, text_of("<html>502 Bad Gateway</html>"), &reply);
    cr_expect(webdriver_reply_is(&reply, "unknown error"));
    webdriver_reply_read(arena, text_of(""), &reply);
    cr_expect(webdriver_reply_is(&reply, "unknown error"));
    arena_end(arena);
}

Test(webdriver_reply, names_an_element_by_the_standards_key)
{
    struct arena *arena = arena_new();
    struct webdriver_reply reply;
    webdriver_reply_read(
        arena, text_of("{\"value\":{\"element-6066-11e4-a52e-4f735466cecf\":\"node-1\"}}"),
        &reply);
    cr_expect(text_is(webdriver_element_id(reply.value), "node-1"));
    webdriver_reply_read(arena, text_of("{\"value\":{\"ELEMENT\":\"node-1\"}}"), &reply);
    cr_expect_eq(webdriver_element_id(reply.value).length, 0);
    cr_expect_eq(webdriver_element_id(NULL).length, 0);
    arena_end(arena);
}
