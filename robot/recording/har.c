/* SPDX-License-Identifier: Apache-2.0 */
/* har.c - HAR 1.2, section by section: log, entries, request, response.
 *
 * Entries are put in the order they started: proxies write them in the order they ended. */

#include "recording/har.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/encode.h"
#include "document/json.h"
#include "query/moment.h"

#include <stdlib.h>
#include <string.h>

static const struct json_limits limits = {
    .bytes = HAR_MOST_BYTES, .depth = 64, .nodes = 4000000};

enum { MOST_FORM_FIELDS = 1000 };

struct reader {
    struct arena *arena;
    const struct source *source;
    struct diags *diags;
};

/* The member, NULL when there is none or it is null; a diag when it is of another kind. */
static const struct json *member(const struct reader *r, const struct json *object,
                                 const char *name, enum json_kind kind)
{
    const struct json *found = object != NULL ? json_member(object, text_of(name)) : NULL;
    if (found == NULL || found->kind == kind || found->kind == JSON_NULL)
        return found != NULL && found->kind == kind ? found : NULL;
    diag_add(r->diags, place_at(r->source, found->offset),
             "expected \"%s\" to be %s %s, got %s", name,
             kind == JSON_ARRAY || kind == JSON_OBJECT ? "an" : "a",
             kind == JSON_ARRAY    ? "array"
             : kind == JSON_OBJECT ? "object"
                                   : json_kind_name(kind),
             json_kind_name(found->kind));
    return NULL;
}

/* The same, and it must be there. */
static const struct json *needed(const struct reader *r, const struct json *object,
                                 const char *name, enum json_kind kind)
{
    int before = r->diags->count;
    const struct json *found = member(r, object, name, kind);
    if (found == NULL && r->diags->count == before)
        diag_add(r->diags, place_at(r->source, object->offset), "no \"%s\" here", name);
    return found;
}

static struct text text_member(const struct reader *r, const struct json *object,
                               const char *name)
{
    const struct json *found = member(r, object, name, JSON_STRING);
    return found != NULL ? found->text : text_of("");
}

struct text pairs_find(const struct pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (text_equal_ignoring_case(pairs->items[i].name, text_of(name)))
            return pairs->items[i].value;
    return text_of("");
}

static struct text decoded(struct arena *arena, struct text t)
{
    char *blanks = text_string(arena, t);
    struct text plain = {.at = blanks, .length = t.length}, ret = plain;
    for (size_t i = 0; i < t.length; i++)
        if (blanks[i] == '+')
            blanks[i] = ' ';
    return decode_url(arena, plain, &ret) && utf8_valid(ret) ? ret : t;
}

struct pairs pairs_of_query(struct arena *arena, struct text query)
{
    size_t most = 1;
    for (size_t i = 0; i < query.length; i++)
        most += query.at[i] == '&';
    most = most < MOST_FORM_FIELDS ? most : MOST_FORM_FIELDS;
    struct pairs all = {.items = arena_array(arena, most, struct pair)};
    for (size_t from = 0; from < query.length && all.count < most;) {
        ptrdiff_t end = text_find(query, text_of("&"), from);
        struct text one = text_slice(query, from, end < 0 ? query.length : (size_t)end);
        ptrdiff_t equals = text_find(one, text_of("="), 0);
        size_t at = equals < 0 ? one.length : (size_t)equals;
        if (one.length > 0)
            all.items[all.count++] =
                (struct pair){.name = decoded(arena, text_slice(one, 0, at)),
                              .value = decoded(arena, text_slice(one, at + 1, one.length))};
        from += one.length + 1;
    }
    return all;
}

/* [{"name": ..., "value": ...}]; a part with a fileName is counted apart. */
static struct pairs read_pairs(const struct reader *r, const struct json *object,
                               const char *name, bool *ret_file)
{
    const struct json *list = member(r, object, name, JSON_ARRAY);
    struct pairs all = {0};
    if (list == NULL)
        return all;
    all.items = arena_array(r->arena, list->count + 1, struct pair);
    for (size_t i = 0; i < list->count; i++) {
        const struct json *one = list->items[i];
        if (one->kind != JSON_OBJECT) {
            diag_add(r->diags, place_at(r->source, one->offset),
                     "expected a name and a value, got %s", json_kind_name(one->kind));
            return all;
        }
        if (ret_file != NULL && text_member(r, one, "fileName").length > 0)
            *ret_file = true;
        else
            all.items[all.count++] = (struct pair){.name = text_member(r, one, "name"),
                                                   .value = text_member(r, one, "value")};
    }
    return all;
}

static struct text unpacked(const struct reader *r, const struct json *content,
                            const char *encoding)
{
    struct text body = text_member(r, content, "text"), plain = body;
    if (text_is(text_member(r, content, encoding), "base64") &&
        decode_base64(r->arena, body, &plain))
        return plain;
    return body;
}

static bool is_form(struct text type)
{
    return text_starts_with(type, text_of("application/x-www-form-urlencoded"));
}

static bool is_method(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] < 'A' || t.at[i] > 'Z')
            return false;
    return t.length > 0 && t.length < 20;
}

static void read_request(const struct reader *r, const struct json *request,
                         struct har_entry *entry)
{
    const struct json *method = needed(r, request, "method", JSON_STRING);
    entry->method = method != NULL ? method->text : text_of("");
    if (method != NULL && !is_method(method->text))
        diag_add(r->diags, place_at(r->source, method->offset),
                 "expected a request method in upper case, got \"%.*s\"",
                 (int)(method->text.length < 40 ? method->text.length : 40), method->text.at);
    const struct json *url = needed(r, request, "url", JSON_STRING);
    entry->url = url != NULL ? url->text : text_of("");
    entry->headers = read_pairs(r, request, "headers", NULL);
    const struct json *posted = member(r, request, "postData", JSON_OBJECT);
    if (posted == NULL)
        return;
    entry->body = unpacked(r, posted, "_encoding");
    entry->body_type = text_member(r, posted, "mimeType");
    entry->form = read_pairs(r, posted, "params", &entry->has_file);
    if (is_form(entry->body_type) && entry->body.length > 0)
        entry->form = pairs_of_query(r->arena, entry->body);
}

static void read_response(const struct reader *r, const struct json *response,
                          struct har_entry *entry)
{
    const struct json *status = member(r, response, "status", JSON_NUMBER);
    int64_t number = 0;
    if (status != NULL && json_to_int(status->text, &number) && number > 0 && number < 1000)
        entry->status = (int)number;
    entry->answer_headers = read_pairs(r, response, "headers", NULL);
    const struct json *content = member(r, response, "content", JSON_OBJECT);
    if (content == NULL)
        return;
    entry->answer = unpacked(r, content, "encoding");
    entry->answer_type = text_member(r, content, "mimeType");
}

static int64_t milliseconds(struct text t)
{
    struct moment moment;
    int64_t ms = 0;
    if (!moment_read(t, &moment) || !moment.zoned)
        return -1;
    for (size_t i = 0; i < 3; i++)
        ms = ms * 10 + (i < moment.fraction.length ? moment.fraction.at[i] - '0' : 0);
    return moment.seconds * 1000 + ms;
}

/* Chromium says where from ("memory", "disk"), Playwright and Firefox by an empty transfer. */
static bool is_cached(const struct reader *r, const struct json *entry, int status)
{
    struct text from = text_member(r, entry, "_fromCache");
    return from.length > 0 || status == 304;
}

static void read_entry(const struct reader *r, const struct json *from, struct har_entry *entry)
{
    entry->started_ms = milliseconds(text_member(r, from, "startedDateTime"));
    entry->kind = text_member(r, from, "_resourceType");
    const struct json *request = needed(r, from, "request", JSON_OBJECT);
    const struct json *response = member(r, from, "response", JSON_OBJECT);
    if (request != NULL)
        read_request(r, request, entry);
    if (response != NULL)
        read_response(r, response, entry);
    entry->cached = is_cached(r, from, entry->status);
}

static int by_start(const void *a, const void *b)
{
    const struct har_entry *x = a, *y = b;
    if (x->started_ms != y->started_ms)
        return x->started_ms < y->started_ms ? -1 : 1;
    return x->url.at < y->url.at ? -1 : x->url.at > y->url.at; /* as they stand in the file */
}

static void sort(struct har *har)
{
    for (size_t i = 0; i < har->count; i++)
        if (har->entries[i].started_ms < 0)
            return;
    if (har->count > 0)
        qsort(har->entries, har->count, sizeof *har->entries, by_start);
}

static const struct json *parse(const struct reader *r)
{
    struct json_error error;
    struct text bytes = r->source->bytes;
    const struct json *root = json_parse(r->arena, bytes, &limits, &error);
    if (root != NULL)
        return root;
    struct place at = {
        .source = r->source, .line = error.line, .column = error.column, .length = 1};
    struct place end = place_at(r->source, text_trim(bytes).length);
    struct diag *d = diag_add(r->diags, at, "%s", error.message);
    bool cut = at.line > end.line || (at.line == end.line && at.column >= end.column);
    if (bytes.length == 0)
        d->hint = "the file is empty";
    else if (cut && !error.limit)
        d->hint = "the file ends in the middle of the recording: save it again, whole";
    return NULL;
}

static const struct har *read_log(const struct reader *r, const struct json *log)
{
    struct har *har = arena_make(r->arena, struct har);
    const struct json *entries = needed(r, log, "entries", JSON_ARRAY);
    if (entries == NULL)
        return NULL;
    if (entries->count > HAR_MOST_ENTRIES) {
        diag_add(r->diags, place_at(r->source, entries->offset), "more than %d entries",
                 HAR_MOST_ENTRIES);
        return NULL;
    }
    har->entries = arena_array(r->arena, entries->count + 1, struct har_entry);
    for (size_t i = 0; i < entries->count && r->diags->count < 20; i++) {
        const struct json *one = entries->items[i];
        if (one->kind != JSON_OBJECT)
            diag_add(r->diags, place_at(r->source, one->offset), "expected an entry, got %s",
                     json_kind_name(one->kind));
        else
            read_entry(r, one, &har->entries[har->count++]);
    }
    har->creator = text_member(r, member(r, log, "creator", JSON_OBJECT), "name");
    sort(har);
    return har;
}

const struct har *har_read(struct arena *arena, const struct source *source,
                           struct diags *diags)
{
    const struct reader r = {.arena = arena, .source = source, .diags = diags};
    const struct json *root = parse(&r);
    int before = diags->count;
    if (root == NULL)
        return NULL;
    const struct json *log =
        root->kind == JSON_OBJECT ? member(&r, root, "log", JSON_OBJECT) : NULL;
    if (log == NULL && diags->count == before)
        diag_add(diags, place_at(source, root->offset), "no HAR: expected {\"log\": {...}}");
    const struct har *har = log != NULL ? read_log(&r, log) : NULL;
    return diags->count == before ? har : NULL;
}
