/* SPDX-License-Identifier: Apache-2.0 */
/* http_body.c - json, form, multipart, text or file into bytes. */

#include "transport/http_body.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/fault.h"
#include "document/json.h"
#include "model/journey.h"
#include "model/step_kind.h"
#include "plan/template.h"
#include "transport/path_beside.h"
#include "plan/tree.h"
#include "transport/http.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* What a robot has reason to upload: a photograph of an ID card, not a film. */
enum { BODY_MOST = 16 * 1024 * 1024 };

static bool fail(struct attempt *attempt, enum phase phase, const char *message,
                 struct fault *ret_fault)
{
    *ret_fault = (struct fault){
        .phase = phase,
        .reason = phase == PHASE_ROBOT ? REASON_ROBOT : REASON_TEMPLATE,
        .message = arena_strdup(attempt->arena, message),
    };
    return false;
}

/* Moves what was gathered into the arena; false when it crossed the limit. */
static bool settle(struct attempt *attempt, struct buffer *gathered, struct text *ret,
                   struct fault *ret_fault)
{
    bool full = gathered->full;
    if (!full)
        *ret = text_copy(attempt->arena, buffer_text(gathered));
    buffer_done(gathered);
    return !full || fail(attempt, PHASE_SEND, "the request body is over 16 MB", ret_fault);
}

static bool add_file(struct attempt *attempt, struct text path, struct buffer *to,
                     struct fault *ret_fault)
{
    const char *name = path_beside(attempt, path);
    FILE *file = fopen(name, "re");
    char chunk[16384];
    size_t got = 0;
    while (file != NULL && (got = fread(chunk, 1, sizeof chunk, file)) > 0 && !to->full)
        buffer_add(to, chunk, got);
    bool good = file != NULL && !ferror(file);
    const char *why = strerror(errno);
    if (file != NULL)
        fclose(file);
    return good ||
           fail(attempt, PHASE_ROBOT,
                arena_printf(attempt->arena, "could not read %s: %s", name, why), ret_fault);
}

bool http_pairs_encode(struct attempt *attempt, const struct http_pairs *pairs,
                       struct text *ret, struct fault *ret_fault)
{
    struct buffer all;
    buffer_init(&all, BODY_MOST);
    for (size_t i = 0; i < pairs->count; i++) {
        struct text value;
        if (!template_text(pairs->items[i].value, attempt->scope, attempt->arena, &value,
                           ret_fault)) {
            buffer_done(&all);
            return false;
        }
        if (i > 0)
            buffer_add_char(&all, '&');
        buffer_add_text(&all, encode_url(attempt->arena, text_of(pairs->items[i].name)));
        buffer_add_char(&all, '=');
        buffer_add_text(&all, encode_url(attempt->arena, value));
    }
    return settle(attempt, &all, ret, ret_fault);
}

static bool make_json(struct attempt *attempt, const struct tree *tree, struct text *ret,
                      struct fault *ret_fault)
{
    const struct json *value = tree_value(tree, attempt->scope, attempt->arena, ret_fault);
    if (value == NULL)
        return false;
    struct buffer written;
    buffer_init(&written, BODY_MOST);
    json_write(value, &written);
    return settle(attempt, &written, ret, ret_fault);
}

/* A name in a part's header: quotes and line breaks as HTML's form encoding has them
 * (multipart/form-data encoding algorithm, WHATWG HTML 4.10.21.8). */
static void add_quoted(struct buffer *to, struct text name)
{
    for (size_t i = 0; i < name.length; i++)
        switch (name.at[i]) {
        case '"':
            buffer_add_string(to, "%22");
            break;
        case '\r':
            buffer_add_string(to, "%0D");
            break;
        case '\n':
            buffer_add_string(to, "%0A");
            break;
        default:
            buffer_add_char(to, name.at[i]);
        }
}

static struct text last_part(struct text path)
{
    size_t from = path.length;
    while (from > 0 && path.at[from - 1] != '/')
        from--;
    return text_slice(path, from, path.length);
}

static bool evaluate(struct attempt *attempt, const struct template *t, struct text *ret,
                     struct fault *ret_fault)
{
    return t == NULL || template_text(t, attempt->scope, attempt->arena, ret, ret_fault);
}

static bool add_part(struct attempt *attempt, const struct http_part *part, struct buffer *to,
                     struct fault *ret_fault)
{
    struct text name = {0}, value = {0}, file = {0}, filename = {0}, type = {0};
    if (!evaluate(attempt, part->name, &name, ret_fault) ||
        !evaluate(attempt, part->value, &value, ret_fault) ||
        !evaluate(attempt, part->file, &file, ret_fault) ||
        !evaluate(attempt, part->filename, &filename, ret_fault) ||
        !evaluate(attempt, part->type, &type, ret_fault))
        return false;
    if (part->file != NULL && part->filename == NULL)
        filename = last_part(file);
    if (part->file != NULL && part->type == NULL)
        type = text_of("application/octet-stream");
    buffer_add_string(to, "Content-Disposition: form-data; name=\"");
    add_quoted(to, name);
    if (filename.length > 0) {
        buffer_add_string(to, "\"; filename=\"");
        add_quoted(to, filename);
    }
    buffer_add_string(to, "\"\r\n");
    if (type.length > 0) {
        buffer_add_string(to, "Content-Type: ");
        add_quoted(to, type);
        buffer_add_string(to, "\r\n");
    }
    buffer_add_string(to, "\r\n");
    if (part->file != NULL)
        return add_file(attempt, file, to, ret_fault);
    buffer_add_text(to, value);
    return true;
}

/* RFC 7578. The boundary is the attempt's span, which no content can know. */
static bool make_multipart(struct attempt *attempt, const struct http_request *request,
                           struct http_body *ret, struct fault *ret_fault)
{
    const char *boundary = arena_printf(attempt->arena, "xunjian-%s", attempt->span_id);
    struct buffer all;
    buffer_init(&all, BODY_MOST);
    for (size_t i = 0; i < request->part_count; i++) {
        buffer_printf(&all, "--%s\r\n", boundary);
        if (!add_part(attempt, &request->parts[i], &all, ret_fault)) {
            buffer_done(&all);
            return false;
        }
        buffer_add_string(&all, "\r\n");
    }
    buffer_printf(&all, "--%s--\r\n", boundary);
    ret->type = arena_printf(attempt->arena, "multipart/form-data; boundary=%s", boundary);
    return settle(attempt, &all, &ret->bytes, ret_fault);
}

static bool make_file(struct attempt *attempt, const struct template *path, struct text *ret,
                      struct fault *ret_fault)
{
    struct text name;
    if (!evaluate(attempt, path, &name, ret_fault))
        return false;
    struct buffer read;
    buffer_init(&read, BODY_MOST);
    if (!add_file(attempt, name, &read, ret_fault)) {
        buffer_done(&read);
        return false;
    }
    return settle(attempt, &read, ret, ret_fault);
}

bool http_body_make(struct attempt *attempt, struct http_body *ret, struct fault *ret_fault)
{
    const struct http_request *request = attempt->params;
    ret->present = true;
    if (request->json != NULL) {
        ret->type = "application/json";
        return make_json(attempt, request->json, &ret->bytes, ret_fault);
    }
    if (request->form.count > 0) {
        ret->type = "application/x-www-form-urlencoded";
        return http_pairs_encode(attempt, &request->form, &ret->bytes, ret_fault);
    }
    if (request->part_count > 0)
        return make_multipart(attempt, request, ret, ret_fault);
    if (request->body != NULL)
        return evaluate(attempt, request->body, &ret->bytes, ret_fault);
    if (request->file != NULL)
        return make_file(attempt, request->file, &ret->bytes, ret_fault);
    ret->present = false;
    return true;
}
