/* SPDX-License-Identifier: Apache-2.0 */
/* http_answer.c - keeping what comes, up to the limits. */

#include "transport/http_answer.h"
#include "base/arena.h"
#include "base/must.h"
#include "base/units.h"
#include "model/journey.h"
#include "model/step_kind.h"
#include "transport/http_transfer.h"

#include <stdlib.h>
#include <string.h>

/* A compressed body may grow to this before its ratio is looked at: short ones compress well. */
enum { RATIO_FROM = 1 << 20, FIRST_HEADERS = 16, COPY_MOST = 16 * 1024 };

static size_t cross(struct http_transfer *transfer, const char *limit)
{
    transfer->crossed = limit;
    return 0; /* not what was given: libcurl gives up */
}

static void add(struct arena *arena, struct headers *headers, size_t *size, struct text name,
                struct text value)
{
    if (headers->count == *size) {
        *size = *size > 0 ? *size * 2 : FIRST_HEADERS;
        struct header *grown = arena_array(arena, *size, struct header);
        if (headers->count > 0)
            memcpy(grown, headers->items, headers->count * sizeof *grown);
        headers->items = grown;
    }
    headers->items[headers->count++] = (struct header){.name = name, .value = value};
}

/* "Name: value" to a pair; a line without a colon is a name without a value. */
static void split(struct text line, struct text *name, struct text *value)
{
    ptrdiff_t colon = text_find(line, text_of(":"), 0);
    size_t end = colon >= 0 ? (size_t)colon : line.length;
    *name = text_trim(text_slice(line, 0, end));
    *value = text_trim(text_slice(line, colon >= 0 ? end + 1 : end, line.length));
}

/* A new status line: what came before was 1xx, its headers are not the answer's. */
static void begin(struct exchange *saw, struct text line)
{
    ptrdiff_t space = text_find(line, text_of(" "), 0);
    long long status = 0;
    struct text rest = text_slice(line, (size_t)space + 1, line.length);
    if (space >= 0 && text_to_int(text_slice(rest, 0, 3), 100, 999, &status))
        saw->status = (int)status;
    saw->headers.count = 0;
}

/* An old way to write long values: a line that begins with white space goes on with the last one
 * (RFC 9112 section 5.2). */
static void go_on(struct arena *arena, struct headers *headers, struct text line)
{
    if (headers->count == 0)
        return;
    struct header *last = &headers->items[headers->count - 1];
    last->value = text_of(
        arena_printf(arena, "%.*s %.*s", TEXT_ARGS(last->value), TEXT_ARGS(text_trim(line))));
}

/* Only the end of its compression tells whether a body that ends with its connection is whole. */
static bool ends_by_gzip_alone(const struct exchange *saw)
{
    const struct header *coding = headers_find(&saw->headers, "content-encoding");
    return coding != NULL &&
           (text_equal_ignoring_case(coding->value, text_of("gzip")) ||
            text_equal_ignoring_case(coding->value, text_of("x-gzip"))) &&
           headers_find(&saw->headers, "content-length") == NULL &&
           headers_find(&saw->headers, "transfer-encoding") == NULL;
}

static void head_ends(struct http_transfer *transfer)
{
    transfer->head_whole = true;
    transfer->tailing = ends_by_gzip_alone(transfer->saw);
    if (transfer->tailing)
        curl_easy_setopt(transfer->curl, CURLOPT_VERBOSE, 1L); /* the bytes on the wire */
}

size_t http_answer_header(char *bytes, size_t one, size_t length, void *thing)
{
    must(one == 1);
    struct http_transfer *transfer = thing;
    struct exchange *saw = transfer->saw;
    struct arena *arena = transfer->attempt->arena;
    const struct limits *limits = &transfer->attempt->journey->limits;
    if (!transfer->clock.answering)
        http_clock_answering(&transfer->clock);
    saw->header_bytes += (int64_t)length;
    if (saw->header_bytes > limits->header_bytes)
        return cross(transfer, arena_printf(arena, "the answer's headers are over %lld bytes",
                                            (long long)limits->header_bytes));
    struct text line = text_trim((struct text){bytes, length});
    if (line.length == 0) {
        head_ends(transfer);
        return length;
    }
    if (text_starts_with(line, text_of("HTTP/"))) {
        begin(saw, line);
        transfer->head_whole = false;
        return length;
    }
    if ((int64_t)saw->headers.count == limits->header_count)
        return cross(transfer, arena_printf(arena, "the answer has over %lld headers",
                                            (long long)limits->header_count));
    line = text_copy(arena, line);
    if (bytes[0] == ' ' || bytes[0] == '\t') {
        go_on(arena, &saw->headers, line);
        return length;
    }
    struct text name, value;
    split(line, &name, &value);
    add(arena, &saw->headers, &transfer->header_size, name, value);
    return length;
}

static bool inflated(struct http_transfer *transfer, size_t more)
{
    int64_t ratio = transfer->attempt->journey->limits.decompression_ratio;
    int64_t decoded = (int64_t)(transfer->body.length + more);
    curl_off_t wire = 0;
    if (ratio <= 0 || decoded <= RATIO_FROM)
        return false;
    curl_easy_getinfo(transfer->curl, CURLINFO_SIZE_DOWNLOAD_T, &wire);
    return wire > 0 && decoded / wire > ratio;
}

size_t http_answer_body(char *bytes, size_t one, size_t length, void *thing)
{
    must(one == 1);
    struct http_transfer *transfer = thing;
    struct arena *arena = transfer->attempt->arena;
    const struct limits *limits = &transfer->attempt->journey->limits;
    if (inflated(transfer, length))
        return cross(transfer, arena_printf(arena, "the body is compressed more than %lld to 1",
                                            (long long)limits->decompression_ratio));
    if (!buffer_add(&transfer->body, bytes, length))
        return cross(transfer, arena_printf(arena, "the body is over %lld bytes",
                                            (long long)limits->body_bytes));
    return length;
}

static void record_line(struct http_transfer *transfer, size_t *size, struct text line)
{
    struct exchange *saw = transfer->saw;
    struct text name, value;
    split(line, &name, &value);
    add(transfer->attempt->arena, &saw->request_headers, size, name, value);
}

/* The request's head, in one piece as libcurl wrote it: it is far smaller than a socket's buffer. */
static void record_request(struct http_transfer *transfer, struct text head)
{
    size_t size = 0, from = 0;
    bool first = true;
    for (ptrdiff_t end; (end = text_find(head, text_of("\r\n"), from)) >= 0;) {
        struct text line = text_slice(head, from, (size_t)end);
        from = (size_t)end + 2;
        if (line.length > 0 && !first)
            record_line(transfer, &size, line);
        first = false;
    }
}

static void keep_tail(struct http_transfer *transfer, const char *bytes, size_t length)
{
    enum { ROOM = sizeof transfer->tail };
    size_t fresh = length < ROOM ? length : ROOM;
    memmove(transfer->tail, transfer->tail + fresh, ROOM - fresh);
    memcpy(transfer->tail + ROOM - fresh, bytes + length - fresh, fresh);
}

bool http_answer_is_cut(const struct http_transfer *transfer)
{
    uint32_t size = 0;
    for (size_t i = sizeof transfer->tail; i-- > 0;)
        size = size << 8 | transfer->tail[i];
    return transfer->tailing && size != (uint32_t)transfer->body.length;
}

int http_answer_told(CURL *curl, curl_infotype what, char *bytes, size_t length, void *thing)
{
    struct http_transfer *transfer = thing;
    if (what == CURLINFO_DATA_IN && transfer->tailing)
        keep_tail(transfer, bytes, length);
    if (what != CURLINFO_HEADER_OUT)
        return 0;
    transfer->saw->sent_bytes += (int64_t)length;
    struct text head = {bytes, length};
    record_request(transfer, text_copy(transfer->attempt->arena, head));
    if (text_find(head, text_of("\r\n\r\n"), 0) >= 0)
        curl_easy_setopt(curl, CURLOPT_VERBOSE, 0L);
    return 0;
}

static void release(void *bytes)
{
    free(bytes);
}

/* Short ones are copied, long ones handed over. */
void http_answer_keep_body(struct http_transfer *transfer)
{
    struct buffer *body = &transfer->body;
    struct arena *arena = transfer->attempt->arena;
    if (body->length > COPY_MOST) {
        char *fitted = realloc(body->at, body->length + 1);
        must(fitted != NULL);
        transfer->saw->body = (struct text){fitted, body->length};
        arena_defer(arena, release, fitted);
        buffer_init(body, body->most);
        return;
    }
    transfer->saw->body = text_copy(arena, buffer_text(body));
    buffer_done(body);
}
