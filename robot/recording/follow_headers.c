/* SPDX-License-Identifier: Apache-2.0 */
/* follow_headers.c - what any browser sends by itself is dropped; cookies are the jar's. */

#include "recording/follow_headers.h"
#include "base/arena.h"
#include "recording/follow_value.h"
#include "recording/seal.h"
#include "recording/words.h"

#include <string.h>

/* RFC 9110, sections 5.1 and 5.5; what is no header cannot be sent as one. */
static bool sendable(struct text name, struct text value)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
        if (!plain && (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL))
            return false;
    }
    for (size_t i = 0; i < value.length; i++)
        if ((unsigned char)value.at[i] < ' ' || value.at[i] == 0x7F)
            return false;
    return name.length > 0;
}

static bool by_itself(struct text name)
{
    static const char *const names[] = {"host",
                                        "connection",
                                        "content-length",
                                        "user-agent",
                                        "cookie",
                                        "origin",
                                        "referer",
                                        "pragma",
                                        "cache-control",
                                        "traceparent",
                                        "tracestate",
                                        "baggage",
                                        "x-xunjian-run",
                                        "dnt",
                                        "te",
                                        "priority",
                                        "upgrade-insecure-requests",
                                        "if-none-match",
                                        "if-modified-since",
                                        "transfer-encoding",
                                        "keep-alive",
                                        "content-type",
                                        "proxy-connection",
                                        "sentry-trace",
                                        "purpose",
                                        "range",
                                        "save-data",
                                        NULL};
    static const char *const beginnings[] = {"accept",        "sec-",   ":", "x-b3-",
                                             "x-client-data", "proxy-", NULL};
    for (size_t i = 0; names[i] != NULL; i++)
        if (text_equal_ignoring_case(name, text_of(names[i])))
            return true;
    for (size_t i = 0; beginnings[i] != NULL; i++)
        if (text_equal_ignoring_case(text_slice(name, 0, strlen(beginnings[i])),
                                     text_of(beginnings[i])))
            return true;
    return false;
}

/* "Bearer xyz": the scheme stays readable, what follows is looked at alone. */
static struct text authorization(struct draft *draft, const struct step *step,
                                 struct text value)
{
    ptrdiff_t blank = text_find(value, text_of(" "), 0);
    size_t at = blank < 0 ? 0 : (size_t)blank + 1;
    struct slot slot = {.key = text_of("authorization"),
                        .value = text_slice(value, at, value.length)};
    const char *found = follow_reference(draft, step, &slot);
    if (found == NULL && slot.value.length > 0)
        found = seal_secret(draft, "authorization", slot.value);
    return found == NULL
               ? text_of("")
               : text_of(arena_printf(draft->arena, "%.*s%s", (int)at, value.at, found));
}

static struct text header(struct draft *draft, const struct step *step, const struct pair *from)
{
    struct slot slot = {.key = from->name, .value = from->value};
    if (text_equal_ignoring_case(from->name, text_of("authorization")))
        return authorization(draft, step, from->value);
    return follow_expressed(draft, step, &slot);
}

static bool was_set(const struct draft *draft, struct text cookie)
{
    for (size_t i = 0; i < draft->har->count; i++) {
        const struct pairs *headers = &draft->har->entries[i].answer_headers;
        for (size_t h = 0; h < headers->count; h++)
            if (text_equal_ignoring_case(headers->items[h].name, text_of("set-cookie")) &&
                text_find(headers->items[h].value, cookie, 0) >= 0)
                return true;
    }
    return false;
}

/* A session from before the recording: nothing else would know it. */
static void old_sessions(struct draft *draft, struct step *step, struct text header)
{
    for (size_t from = 0; from < header.length && step->cookies.count < 8;) {
        ptrdiff_t end = text_find(header, text_of(";"), from);
        struct text raw = text_slice(header, from, end < 0 ? header.length : (size_t)end);
        struct text pair = text_trim(raw);
        ptrdiff_t equals = text_find(pair, text_of("="), 0);
        struct text name = text_slice(pair, 0, equals < 0 ? 0 : (size_t)equals);
        struct text value = text_slice(pair, name.length + 1, pair.length);
        from += raw.length + 1;
        if (value.length < 8 || !sendable(name, value) ||
            !words_any(name, "sess sid token auth jwt") ||
            was_set(draft, text_slice(pair, 0, name.length + 1)))
            continue;
        if (step->cookies.items == NULL)
            step->cookies.items = arena_array(draft->arena, 8, struct pair);
        const char *secret = seal_secret(draft, words_snake(draft->arena, name), value);
        step->cookies.items[step->cookies.count++] =
            (struct pair){.name = name, .value = text_of(secret)};
    }
}

bool follow_is_form(const struct har_entry *entry)
{
    for (size_t i = 0; i < entry->form.count; i++)
        for (size_t k = 0; k < i; k++)
            if (text_equal(entry->form.items[i].name, entry->form.items[k].name))
                return false;
    return entry->form.count > 0;
}

void follow_headers(struct draft *draft, struct step *step)
{
    const struct pairs *from = &step->entry->headers;
    step->headers.items = arena_array(draft->arena, from->count + 2, struct pair);
    if (step->sent == NULL && step->entry->body.length > 0 && !follow_is_form(step->entry) &&
        sendable(text_of("Content-Type"), step->entry->body_type))
        step->headers.items[step->headers.count++] =
            (struct pair){.name = text_of("Content-Type"),
                          .value = draft_literal(draft->arena, step->entry->body_type)};
    for (size_t i = 0; i < from->count; i++) {
        struct pair made = {.name = from->items[i].name};
        if (text_equal_ignoring_case(made.name, text_of("cookie")))
            old_sessions(draft, step, from->items[i].value);
        if (by_itself(made.name) || !sendable(made.name, from->items[i].value))
            continue;
        made.value = header(draft, step, &from->items[i]);
        if (made.value.length > 0)
            step->headers.items[step->headers.count++] = made;
    }
}
