/* SPDX-License-Identifier: Apache-2.0 */
/* respond.c - the one door for what leaves the page's server.
 *
 * The policy allows only what the page is made of: own scripts and styles as files, nothing inline,
 * nobody else's. Referrer-Policy is same-origin and not no-referrer: with that, browsers send
 * "Origin: null" with a form, and the log-in would be refused as foreign. */
#include "web/respond.h"

#include "base/arena.h"
#include "base/redact.h"
#include "web/inside.h"
#include "web/operations.h"

#include <string.h>
#include <zlib.h>

enum { WORTH_COMPRESSING = 1024, STREAM_BLOCK = 4096, GZIP_WINDOW = 15 + 16 };

static const struct answer_header always[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

/* False: larger than it was, or zlib would not; then it goes as it is. */
static bool compress_to(struct text in, struct buffer *out)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)in.at, .avail_in = (uInt)in.length};
    unsigned char block[16384];
    int result = Z_OK;
    if (deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    while (result == Z_OK) {
        z.next_out = block;
        z.avail_out = sizeof block;
        result = deflate(&z, Z_FINISH);
        buffer_add(out, block, sizeof block - z.avail_out);
    }
    deflateEnd(&z);
    return result == Z_STREAM_END && !out->full;
}

static void put_headers(struct MHD_Response *response, const struct answer *answer)
{
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        MHD_add_response_header(response, always[i].name, always[i].value);
    for (size_t i = 0; i < answer->header_count; i++)
        MHD_add_response_header(response, answer->headers[i].name, answer->headers[i].value);
    if (answer->type != NULL)
        MHD_add_response_header(response, "Content-Type", answer->type);
    /* A built-in file is asked for again each time, and is mostly the same. */
    MHD_add_response_header(response, "Cache-Control",
                            answer->etag != NULL ? "no-cache" : "no-store");
    if (answer->etag != NULL)
        MHD_add_response_header(response, "ETag", answer->etag);
    MHD_add_response_header(response, "Vary", "Accept-Encoding, Accept, Cookie");
}

struct streaming {
    struct arena *arena; /* its own: the library lets go of a response after the request */
    struct web *web;
    bool (*stream)(void *thing, struct buffer *out);
    void *thing;
    struct buffer waiting;
};

static ssize_t stream_on(void *thing, uint64_t at, char *into, size_t room)
{
    struct streaming *s = thing;
    struct buffer said;
    (void)at;
    while (s->waiting.length == 0) {
        buffer_init(&said, STREAM_BLOCK);
        bool more = !atomic_load(&s->web->stopping) && s->stream(s->thing, &said);
        if (said.length > 0)
            redact_text(buffer_text(&said), &s->waiting);
        buffer_done(&said);
        if (!more && s->waiting.length == 0)
            return MHD_CONTENT_READER_END_OF_STREAM;
    }
    size_t length = s->waiting.length < room ? s->waiting.length : room;
    memcpy(into, s->waiting.at, length);
    memmove(s->waiting.at, s->waiting.at + length, s->waiting.length - length);
    s->waiting.length -= length;
    return (ssize_t)length;
}

static void stream_ends(void *thing)
{
    struct streaming *s = thing;
    atomic_fetch_sub(&s->web->streams, 1);
    buffer_done(&s->waiting);
    arena_end(s->arena);
}

static struct MHD_Response *stream_of(struct request *request, struct answer *answer)
{
    struct streaming *s = arena_make(answer->stream_arena, struct streaming);
    *s = (struct streaming){.arena = answer->stream_arena,
                            .web = request->web,
                            .stream = answer->stream,
                            .thing = answer->stream_thing};
    buffer_init(&s->waiting, (size_t)2 * STREAM_BLOCK);
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, STREAM_BLOCK, stream_on, s, stream_ends);
    if (response == NULL)
        stream_ends(s);
    return response;
}

/* `ret` holds the bytes to send; false: the answer does not fit. */
static bool body_of(struct answer *answer, struct buffer *ret)
{
    if (answer->ready != NULL)
        return buffer_add(ret, answer->ready, answer->ready_length);
    if (answer->clean || answer->dense)
        buffer_add_text(ret, buffer_text(&answer->body));
    else
        redact_text(buffer_text(&answer->body), ret);
    return !ret->full && !answer->body.full;
}

static struct MHD_Response *whole(struct request *request, struct answer *answer)
{
    struct buffer body, packed;
    const char *accept = request_header(request, "Accept-Encoding");
    const char *match = request_header(request, "If-None-Match");
    buffer_init(&body, answer->body.most);
    buffer_init(&packed, answer->body.most);
    if (answer->etag != NULL && match != NULL && strstr(match, answer->etag) != NULL) {
        answer->status = 304;
    } else if (!body_of(answer, &body)) {
        buffer_clear(&body);
        answer->status = 500;
        answer->type = "text/plain; charset=utf-8";
        buffer_add_string(&body, "the answer is too large\n");
    }
    bool pack = accept != NULL && !answer->secret && !answer->dense &&
                body.length >= WORTH_COMPRESSING && operations_quality(accept, "gzip") > 0 &&
                compress_to(buffer_text(&body), &packed);
    struct text out = pack ? buffer_text(&packed) : buffer_text(&body);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        out.length, (void *)(uintptr_t)out.at, MHD_RESPMEM_MUST_COPY);
    if (pack && response != NULL)
        MHD_add_response_header(response, "Content-Encoding", "gzip");
    buffer_done(&body);
    buffer_done(&packed);
    return response;
}

enum MHD_Result respond(struct request *request, struct answer *answer)
{
    struct MHD_Response *response =
        answer->stream != NULL ? stream_of(request, answer) : whole(request, answer);
    if (response == NULL)
        return MHD_NO;
    put_headers(response, answer);
    enum MHD_Result result = MHD_queue_response(request->connection, answer->status, response);
    MHD_destroy_response(response);
    return result;
}
