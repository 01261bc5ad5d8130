/* SPDX-License-Identifier: Apache-2.0 */
/* say.c - moments, durations and cuts, the same in every channel. */

#include "reporters/wire/say.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "data/calendar.h"

#include <inttypes.h>
#include <string.h>

static const int64_t ns_per_s = 1000000000;

const char *say_utc(struct arena *arena, int64_t utc_ns)
{
    int64_t ms = utc_ns / 1000000, day_ms = 86400000;
    int64_t days = ms / day_ms - (ms % day_ms < 0);
    int64_t rest = ms - days * day_ms;
    struct date d = calendar_date(days);
    return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", d.year, d.month, d.day,
                        (int)(rest / 3600000), (int)(rest / 60000 % 60),
                        (int)(rest / 1000 % 60), (int)(rest % 1000));
}

const char *say_lasted(struct arena *arena, const struct message *message, int64_t now_utc_ns)
{
    int64_t end = message->ended_utc_ns != 0 ? message->ended_utc_ns : now_utc_ns;
    int64_t s = end > message->started_utc_ns ? (end - message->started_utc_ns) / ns_per_s : 0;
    if (s < 60)
        return arena_printf(arena, "%" PRId64 "s", s);
    if (s < 3600)
        return arena_printf(arena, "%" PRId64 "m %" PRId64 "s", s / 60, s % 60);
    if (s < 86400)
        return arena_printf(arena, "%" PRId64 "h %" PRId64 "m", s / 3600, s / 60 % 60);
    return arena_printf(arena, "%" PRId64 "d %" PRId64 "h", s / 86400, s / 3600 % 24);
}

const char *say_cut(struct arena *arena, const char *string, size_t most)
{
    struct text t = text_of(string);
    if (t.length <= most)
        return string;
    struct text kept = utf8_cut(t, most > 3 ? most - 3 : 0);
    return arena_printf(arena, "%.*s...", TEXT_ARGS(kept));
}

struct text say_body(struct arena *arena, struct buffer *body)
{
    struct text bytes = text_copy(arena, buffer_text(body));
    buffer_done(body);
    return bytes;
}

void say_header(struct arena *arena, struct wire_request *request, const char *name,
                const char *value)
{
    struct wire_header *headers =
        arena_array(arena, request->header_count + 1, struct wire_header);
    if (request->header_count > 0)
        memcpy(headers, request->headers, request->header_count * sizeof *headers);
    headers[request->header_count++] = (struct wire_header){.name = name, .value = value};
    request->headers = headers;
}

const char *say_base(struct arena *arena, const char *url)
{
    size_t length = strlen(url);
    while (length > 0 && url[length - 1] == '/')
        length--;
    return arena_strndup(arena, url, length);
}

bool say_is_over(const struct message *message)
{
    return message->kind == MESSAGE_RESOLVE;
}
