/* SPDX-License-Identifier: Apache-2.0 */
/* har_message.c - HAR 1.2, sections "request" to "content". */

#include "reporters/file/har_message.h"
#include "base/arena.h"
#include "base/encode.h"
#include "reporters/file/clean.h"
#include "reporters/file/json_out.h"

#include <string.h>

static void put_pair(struct text name, struct text value, struct json_out *out)
{
    json_out_open(out, NULL, '{');
    json_out_text(out, "name", name);
    json_out_text(out, "value", value);
    json_out_close(out, '}');
}

/* "a=b" from `from` to the next `end`; *ret_next is where to go on. */
static void split_pair(struct text t, size_t from, const char *end, struct text *ret_name,
                       struct text *ret_value, size_t *ret_next)
{
    ptrdiff_t stop = text_find(t, text_of(end), from);
    size_t to = stop < 0 ? t.length : (size_t)stop;
    struct text pair = text_trim(text_slice(t, from, to));
    ptrdiff_t equals = text_find(pair, text_of("="), 0);
    size_t at = equals < 0 ? pair.length : (size_t)equals;
    *ret_name = text_slice(pair, 0, at);
    *ret_value = text_slice(pair, at + 1, pair.length);
    *ret_next = stop < 0 ? t.length + 1 : to + 1;
}

static void put_headers(const struct headers *headers, struct json_out *out)
{
    json_out_open(out, "headers", '[');
    for (size_t i = 0; i < headers->count; i++)
        put_pair(headers->items[i].name, headers->items[i].value, out);
    json_out_close(out, ']');
}

/* Redacted before it is split: half a secret would no longer be found. */
static void put_cookies_of(struct text header, bool many, struct json_out *out)
{
    struct text name, value;
    struct clean clean;
    clean_init(&clean, header);
    for (size_t from = 0; from < clean.text.length && (from == 0 || many);) {
        split_pair(clean.text, from, ";", &name, &value, &from);
        put_pair(name, value, out);
    }
    clean_done(&clean);
}

/* Names and values only: what else a Set-Cookie says stands among the headers. */
static void put_cookies(const struct headers *headers, const char *header, bool many,
                        struct json_out *out)
{
    json_out_open(out, "cookies", '[');
    for (size_t i = 0; i < headers->count; i++)
        if (text_equal_ignoring_case(headers->items[i].name, text_of(header)))
            put_cookies_of(headers->items[i].value, many, out);
    json_out_close(out, ']');
}

static struct text decoded(struct arena *arena, struct text t)
{
    struct text plain = t;
    return decode_url(arena, t, &plain) ? plain : t;
}

static void put_query(struct text url, struct json_out *out)
{
    struct arena *scratch = arena_new();
    struct clean clean;
    clean_init(&clean, url);
    ptrdiff_t fragment = text_find(clean.text, text_of("#"), 0);
    struct text whole = fragment < 0 ? clean.text : text_slice(clean.text, 0, (size_t)fragment);
    ptrdiff_t mark = text_find(whole, text_of("?"), 0);
    struct text query =
        mark < 0 ? text_of("") : text_slice(whole, (size_t)mark + 1, whole.length);
    struct text name, value;
    json_out_open(out, "queryString", '[');
    for (size_t from = 0; from < query.length;) {
        split_pair(query, from, "&", &name, &value, &from);
        put_pair(decoded(scratch, name), decoded(scratch, value), out);
    }
    json_out_close(out, ']');
    clean_done(&clean);
    arena_end(scratch);
}

static struct text type_of(const struct headers *headers)
{
    const struct header *type = headers_find(headers, "content-type");
    return type != NULL ? type->value : text_of("application/octet-stream");
}

/* HAR knows an encoding for content only; for posted data a comment must do. */
static void put_body(struct text body, size_t most, bool posted, struct json_out *out)
{
    struct arena *scratch = arena_new();
    struct excerpt part;
    excerpt_init(&part, body, most);
    if (part.is_text) {
        json_out_text(out, "text", part.text);
    } else {
        json_out_text(out, "text", encode_base64(scratch, part.text));
        json_out_string(out, posted ? "_encoding" : "encoding", "base64");
    }
    if (part.cut)
        json_out_string(out, "comment",
                        arena_printf(scratch, "cut to %zu bytes", part.text.length));
    excerpt_done(&part);
    arena_end(scratch);
}

/* HAR wants a URI (RFC 3986): blanks, quotes and whatever is not ASCII are encoded. */
static void put_url(struct text url, struct json_out *out)
{
    struct clean clean;
    struct buffer uri;
    clean_init(&clean, url);
    buffer_init(&uri, clean.text.length * 3);
    for (size_t i = 0; i < clean.text.length; i++) {
        unsigned char c = (unsigned char)clean.text.at[i];
        if (c <= 0x20 || c >= 0x7F || strchr("\"<>\\^`{|}", c) != NULL)
            buffer_printf(&uri, "%%%02X", c);
        else
            buffer_add_char(&uri, (char)c);
    }
    json_out_text(out, "url", buffer_text(&uri));
    buffer_done(&uri);
    clean_done(&clean);
}

static const char *protocol_of(const struct exchange *e)
{
    return e->protocol != NULL ? e->protocol : "unknown";
}

void har_request(const struct exchange *e, size_t body_bytes, struct json_out *out)
{
    int64_t posted = (int64_t)e->request_body.length;
    json_out_open(out, "request", '{');
    json_out_string(out, "method", e->method);
    put_url(e->url, out);
    json_out_string(out, "httpVersion", protocol_of(e));
    put_cookies(&e->request_headers, "cookie", true, out);
    put_headers(&e->request_headers, out);
    put_query(e->url, out);
    if (posted > 0) {
        json_out_open(out, "postData", '{');
        json_out_text(out, "mimeType", type_of(&e->request_headers));
        put_body(e->request_body, body_bytes, true, out);
        json_out_close(out, '}');
    }
    json_out_int(out, "headersSize", e->sent_bytes > posted ? e->sent_bytes - posted : -1);
    json_out_int(out, "bodySize", posted);
    json_out_close(out, '}');
}

void har_response(const struct exchange *e, size_t body_bytes, struct json_out *out)
{
    json_out_open(out, "response", '{');
    json_out_int(out, "status", e->status);
    json_out_string(out, "statusText", "");
    json_out_string(out, "httpVersion", protocol_of(e));
    put_cookies(&e->headers, "set-cookie", false, out);
    put_headers(&e->headers, out);
    json_out_open(out, "content", '{');
    json_out_int(out, "size", e->body_bytes);
    /* Of a transfer cut short the two may differ for other reasons. */
    if (headers_find(&e->headers, "content-encoding") != NULL && e->fault.reason == REASON_NONE)
        json_out_int(out, "compression", e->body_bytes - e->wire_bytes);
    json_out_text(out, "mimeType", type_of(&e->headers));
    if (e->body.length > 0)
        put_body(e->body, body_bytes, false, out);
    json_out_close(out, '}');
    json_out_text(out, "redirectURL", e->redirect_url);
    json_out_int(out, "headersSize", e->header_bytes > 0 ? e->header_bytes : -1);
    json_out_int(out, "bodySize", e->status != 0 ? e->wire_bytes : -1);
    json_out_close(out, '}');
}

static void put_message(const struct exchange *e, const struct socket_message *message,
                        struct json_out *out)
{
    enum { OPCODE_TEXT = 1, OPCODE_BINARY = 2 };
    struct arena *scratch = arena_new();
    struct excerpt part;
    int64_t at_ns = e->started_utc_ns + message->at_ns - e->started_ns;
    excerpt_init(&part, message->data, MESSAGE_BYTES);
    json_out_open(out, NULL, '{');
    json_out_string(out, "type", message->sent ? "send" : "receive");
    json_out_ms(out, "time", at_ns / 1000); /* seconds, as a millionth of what is said as ms */
    json_out_int(out, "opcode", message->binary ? OPCODE_BINARY : OPCODE_TEXT);
    json_out_text(out, "data",
                  message->binary || !part.is_text ? encode_base64(scratch, part.text)
                                                   : part.text);
    if (part.cut)
        json_out_string(out, "comment",
                        arena_printf(scratch, "cut to %zu bytes", part.text.length));
    json_out_close(out, '}');
    excerpt_done(&part);
    arena_end(scratch);
}

void har_messages(const struct exchange *e, size_t body_bytes, struct json_out *out)
{
    size_t most = body_bytes == BODY_BYTES_PASSED ? MESSAGES_PASSED : MESSAGES_FAILED;
    if (e->socket == NULL)
        return;
    json_out_open(out, "_webSocketMessages", '[');
    for (size_t i = 0; i < e->socket->count && i < most; i++)
        put_message(e, &e->socket->messages[i], out);
    json_out_close(out, ']');
}
