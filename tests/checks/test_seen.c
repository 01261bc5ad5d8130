/* SPDX-License-Identifier: Apache-2.0 */
/* What the subjects of a browser's step find, and that a step without a browser sees none of it. */

#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/subject.h"
#include "query/query.h"

#include <criterion/criterion.h>
#include <string.h>

struct row {
    const char *says, *subject, *operand, *finds;
};

static const struct subject *named(const char *name)
{
    for (size_t i = 0; subjects[i] != NULL; i++)
        if (strcmp(subjects[i]->name, name) == 0)
            return subjects[i];
    cr_assert_fail("no subject %s", name);
    return NULL;
}

/* What is found as JSON texts with blanks between; "problem: ..." or "wrong: ..." */
static const char *finds(struct sight *sight, const char *name, const char *operand)
{
    struct arena *arena = sight->arena;
    const struct subject *subject = named(name);
    struct extracted found = {0};
    struct query_error error = {0};
    const void *compiled = NULL;
    struct buffer out;
    if (subject->compile != NULL && operand != NULL) {
        compiled = subject->compile(arena, text_of(operand), &error);
        if (compiled == NULL)
            return arena_printf(arena, "wrong: %s", error.message);
    }
    subject->extract(compiled, sight, &found);
    if (found.problem != NULL)
        return arena_printf(arena, "problem: %s", found.problem);
    buffer_init(&out, 64 * 1024);
    for (size_t i = 0; i < found.count; i++) {
        if (i > 0)
            buffer_add_char(&out, ' ');
        json_write(found.items[i], &out);
    }
    const char *text = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return text;
}

static struct header set_cookies[] = {
    {.name = {.at = "set-cookie", .length = 10},
     .value = {.at = "sid=old; Path=/\nuid=7; HttpOnly", .length = 31}},
};
static const struct socket_message quotes[] = {
    {.sent = true, .data = {.at = "ask", .length = 3}},
    {.data = {.at = "{\"price\":1}", .length = 11}},
    {.binary = true, .data = {.at = "\1\2", .length = 2}},
    {.data = {.at = "bye", .length = 3}},
};
static const struct socket_talk talk = {.messages = quotes, .count = 4, .continued = true};
static struct exchange requests[] = {
    {.method = "GET",
     .url = {.at = "https://app.test/home", .length = 21},
     .status = 200,
     .headers = {.items = set_cookies, .count = 1}},
    {.method = "POST",
     .url = {.at = "https://app.test/api/login", .length = 26},
     .status = 200,
     .body = {.at = "{\"code\":\"0000\"}", .length = 15}},
    {.method = "GET", .url = {.at = "https://app.test/api/funds", .length = 26}},
    {.method = "GET",
     .url = {.at = "wss://app.test/quotes", .length = 21},
     .status = 101,
     .socket = &talk},
};
static const struct console_sight said[] = {
    {.level = CONSOLE_ERROR, .exception = true, .text = "TypeError: x is null"},
    {.level = CONSOLE_WARNING, .text = "slow"},
    {.level = CONSOLE_ERROR, .text = "pay failed"},
};
static const struct dialog_sight dialogs[] = {
    {.kind = "alert", .message = "paid"},
    {.kind = "confirm", .message = "sure?"},
};
static const char dom[] = "<body><h1>Funds</h1><p data-xunjian-hidden>not yet<b>shown</b></p>"
                          "<script>var x</script><p>a\n  b</p></body>";

static struct json *storage_of(struct arena *arena)
{
    struct json *storage = json_object_new(arena, 1);
    json_set(arena, storage, text_of("token"), json_string_of(arena, "t1"));
    return storage;
}

Test(seen, each_subject_finds_its_part_of_what_a_browser_saw)
{
    static const struct row rows[] = {
        {"the title as it stands", "title", NULL, "\"基金\""},
        {"where the page is", "url", NULL, "\"https://app.test/home#top\""},
        {"every message", "console", NULL, "\"TypeError: x is null\" \"slow\" \"pay failed\""},
        {"of a level, errors nobody caught too", "console", "error",
         "\"TypeError: x is null\" \"pay failed\""},
        {"none of a level", "console", "debug", ""},
        {"a level there is not", "console", "fatal",
         "wrong: unknown level: expected error, warning, info or debug"},
        {"every dialog", "dialog", NULL, "\"paid\" \"sure?\""},
        {"of one kind", "dialog", "confirm", "\"sure?\""},
        {"what is kept", "storage", "token", "\"t1\""},
        {"what is not kept", "storage", "other", ""},
        {"requests by a part of the URL", "request", "/api/",
         "\"POST https://app.test/api/login\" \"GET https://app.test/api/funds\""},
        {"requests by an expression", "request", "login$",
         "\"POST https://app.test/api/login\""},
        {"no such request", "request", "/pay", ""},
        {"a body", "response", "login", "\"{\\\"code\\\":\\\"0000\\\"}\""},
        {"what was not answered has none", "response", "funds", ""},
        {"what came over a WebSocket, as text", "websocket", "quotes$",
         "\"{\\\"price\\\":1}\" \"bye\""},
        {"no such WebSocket", "websocket", "/api/", ""},
        {"one that was opened before is no request", "request", "quotes", ""},
        {"and what it says no answer", "response", "quotes", ""},
        {"a pattern of nothing", "request", "",
         "wrong: expected a part of the URL, or a regular expression for it"},
        {"a cookie scripts cannot read", "cookie", "uid", "\"7\""},
        {"a cookie as the page has it now", "cookie", "sid", "\"new\""},
        {"shown elements only", "visible", "p", "\"a\\n  b\""},
        {"a shown child of what is not shown", "visible", "b", "\"shown\""},
        {"attributes are not seen", "visible", "p::attr(id)",
         "wrong: an attribute is not seen: use css for ::attr()"},
        {"what can be read", "text", NULL, "\"Funds\\nshown\\na b\""},
    };
    struct arena *arena = arena_new();
    const struct page_sight page = {
        .url = text_of("https://app.test/home#top"),
        .title = text_of("基金"),
        .dom = text_of(dom),
        .storage = storage_of(arena),
        .cookies = text_of("theme=dark; sid=new"),
        .console = said,
        .console_count = sizeof said / sizeof said[0],
        .dialogs = dialogs,
        .dialog_count = sizeof dialogs / sizeof dialogs[0],
    };
    const struct observation saw = {.exchanges = requests,
                                    .exchange_count = sizeof requests / sizeof requests[0],
                                    .page = &page};
    struct sight sight = {.saw = &saw, .arena = arena};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *got = finds(&sight, rows[i].subject, rows[i].operand);
        cr_expect_str_eq(got, rows[i].finds, "%s: %s", rows[i].says, got);
    }
    arena_end(arena);
}

Test(seen, without_a_browser_nothing_is_seen_and_that_is_told)
{
    static const char *const names[] = {"title",     "console", "dialog",
                                        "storage",   "request", "response",
                                        "websocket", "visible", "text"};
    struct arena *arena = arena_new();
    const struct observation saw = {.exchanges = requests, .exchange_count = 1};
    struct sight sight = {.saw = &saw, .arena = arena};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *operand = named(names[i])->operand == OPERAND_TEXT ? "x" : NULL;
        cr_expect_str_eq(finds(&sight, names[i], operand),
                         "problem: only a step in a browser sees this", "%s", names[i]);
    }
    arena_end(arena);
}
