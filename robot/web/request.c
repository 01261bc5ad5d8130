/* SPDX-License-Identifier: Apache-2.0 */
/* request.c - reading requests, writing answers. */
#include "web/request.h"

#include "base/arena.h"
#include "base/encode.h"
#include "document/json.h"
#include "store/read.h"
#include "web/inside.h"
#include "web/page.h"

#include <microhttpd.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_MESSAGE = 1000 };

const char *request_header(const struct request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

const char *request_parameter(const struct request *request, const char *name)
{
    struct text value;
    const char *raw =
        MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);
    if (raw == NULL || !decode_url(request->arena, text_of(raw), &value) ||
        memchr(value.at, '\0', value.length) != NULL || !utf8_valid(value))
        return NULL;
    return text_string(request->arena, value);
}

bool request_number(struct request *request, struct answer *answer,
                    const struct number_parameter *wanted, int64_t *ret)
{
    long long value = wanted->fallback;
    const char *text = request_parameter(request, wanted->name);
    if (text != NULL && text[0] != '\0' &&
        !text_to_int(text_of(text), wanted->least, wanted->most, &value)) {
        if (wanted->most == INT64_MAX)
            answer_error(request, answer, 400, "bad_request", "%s: expected a number",
                         wanted->name);
        else
            answer_error(request, answer, 400, "bad_request",
                         "%s: expected a number from %lld to %lld", wanted->name,
                         (long long)wanted->least, (long long)wanted->most);
        return false;
    }
    *ret = value;
    return true;
}

const struct json *request_json(struct request *request, struct answer *answer)
{
    static const struct json_limits limits = {.bytes = 1 << 20, .depth = 8, .nodes = 2000};
    const char *type = request_header(request, "Content-Type");
    struct json_error error = {0};
    if (type == NULL || strncmp(type, "application/json", 16) != 0) {
        answer_error(request, answer, 415, "unsupported_media_type",
                     "the body must be application/json");
        return NULL;
    }
    const struct json *body = json_parse(request->arena, request->body, &limits, &error);
    if (body != NULL && body->kind == JSON_OBJECT)
        return body;
    answer_error(request, answer, 400, "bad_request", "the body is no JSON object: %s",
                 body != NULL ? json_kind_name(body->kind) : error.message);
    return NULL;
}

static void close_reader(void *thing)
{
    reader_close(thing);
}

struct reader *request_reader(struct request *request, struct answer *answer)
{
    const char *why = "";
    if (request->reader != NULL)
        return request->reader;
    request->reader = reader_open(request->web->store_path, request->arena, &why);
    if (request->reader == NULL)
        answer_error(request, answer, 503, "store", "could not open the store: %s", why);
    else
        arena_defer(request->arena, close_reader, request->reader);
    return request->reader;
}

void answer_header(struct answer *answer, const char *name, const char *value)
{
    if (answer->header_count < ANSWER_MOST_HEADERS)
        answer->headers[answer->header_count++] = (struct answer_header){name, value};
}

void answer_text(struct answer *answer, const char *type, const char *text)
{
    answer->type = type;
    buffer_add_string(&answer->body, text);
}

struct json_out answer_json(struct answer *answer)
{
    answer->type = "application/json";
    buffer_clear(&answer->body);
    return (struct json_out){.to = &answer->body};
}

void answer_error(struct request *request, struct answer *answer, unsigned status,
                  const char *code, const char *format, ...)
{
    char message[MOST_MESSAGE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    answer->status = status;
    buffer_clear(&answer->body);
    const char *accept = request_header(request, "Accept");
    if (accept != NULL && strstr(accept, "text/html") != NULL &&
        strncmp(request->path, "/api/", 5) != 0) {
        page_error(request, answer, message);
        return;
    }
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    json_out_open(&out, "error", '{');
    json_out_string(&out, "code", code);
    json_out_string(&out, "message", message);
    json_out_close(&out, '}');
    json_out_close(&out, '}');
    buffer_add_char(&answer->body, '\n');
}
