/* SPDX-License-Identifier: Apache-2.0 */
/* follow.c - the parts of a request: path, query, JSON, form. */

#include "recording/follow.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "recording/follow_headers.h"
#include "recording/follow_value.h"
#include "recording/words.h"

enum { MOST_URL = 1 << 20, MOST_DEPTH = 64, MOST_BODY = 65536 };

static struct text plain_url(struct arena *arena, struct text t)
{
    struct text ret = t;
    return decode_url(arena, t, &ret) && utf8_valid(ret) ? ret : t;
}

/* As it was, unless something in it was followed: what is encoded stays encoded. */
static void add_part(struct draft *draft, const struct step *step, struct text raw,
                     const struct slot *slot, struct buffer *out)
{
    struct text template = follow_expressed(draft, step, slot);
    bool same = text_equal(template, draft_literal(draft->arena, slot->value));
    buffer_add_text(out, same ? draft_literal(draft->arena, raw) : template);
}

static void add_path(struct draft *draft, const struct step *step, struct buffer *out)
{
    struct text path = step->url.path, before = text_of("");
    for (size_t from = 1; from <= path.length;) {
        ptrdiff_t end = text_find(path, text_of("/"), from);
        struct text raw = text_slice(path, from, end < 0 ? path.length : (size_t)end);
        struct slot slot = {
            .key = before, .value = plain_url(draft->arena, raw), .segment = true};
        buffer_add_char(out, '/');
        if (words_value(raw) || values_find(draft, slot.value) != NULL)
            add_part(draft, step, raw, &slot, out);
        else
            buffer_add_text(out, draft_literal(draft->arena, raw));
        before = raw;
        from += raw.length + 1;
    }
}

static void add_query(struct draft *draft, const struct step *step, struct buffer *out)
{
    struct text query = step->url.query;
    for (size_t from = 0; from < query.length;) {
        ptrdiff_t end = text_find(query, text_of("&"), from);
        struct text pair = text_slice(query, from, end < 0 ? query.length : (size_t)end);
        ptrdiff_t equals = text_find(pair, text_of("="), 0);
        size_t at = equals < 0 ? pair.length : (size_t)equals;
        struct text raw = text_slice(pair, at + 1, pair.length);
        struct slot slot = {.key = plain_url(draft->arena, text_slice(pair, 0, at)),
                            .value = plain_url(draft->arena, raw)};
        buffer_add_char(out, from == 0 ? '?' : '&');
        buffer_add_text(out, draft_literal(draft->arena, text_slice(pair, 0, at)));
        if (equals >= 0) {
            buffer_add_char(out, '=');
            add_part(draft, step, raw, &slot, out);
        }
        from += pair.length + 1;
    }
}

static const char *target(struct draft *draft, const struct step *step)
{
    struct buffer out;
    buffer_init(&out, MOST_URL);
    buffer_printf(&out, "${%s}", origins_name(&draft->origins, &step->url));
    add_path(draft, step, &out);
    add_query(draft, step, &out);
    const char *ret = text_string(draft->arena, buffer_text(&out));
    buffer_done(&out);
    return ret;
}

static const struct json *tree(struct draft *draft, const struct step *step,
                               const struct json *value, struct text key, int depth);

/* A template that has to keep its type is written plain, as numbers are. */
static const struct json *plain(struct arena *arena, const char *template)
{
    struct json *made = arena_make(arena, struct json);
    *made = (struct json){.kind = JSON_NUMBER, .text = text_of(template)};
    return made;
}

static const struct json *container(struct draft *draft, const struct step *step,
                                    const struct json *value, struct text key, int depth)
{
    struct birth *list = value->kind == JSON_ARRAY ? values_find_list(draft, value) : NULL;
    struct slot slot = {.key = key};
    if (list != NULL && list->step != NULL &&
        (list->reference != NULL || follow_same_name(draft->arena, &slot, list)))
        return plain(draft->arena, values_capture(draft, list, key, "json"));
    struct json *made = value->kind == JSON_ARRAY ? json_array_new(draft->arena, value->count)
                                                  : json_object_new(draft->arena, value->count);
    for (size_t i = 0; i < value->count; i++) {
        const struct json *one = value->items[i];
        bool member = value->kind == JSON_OBJECT;
        const struct json *next = tree(draft, step, one, member ? one->name : key, depth + 1);
        if (member)
            json_set(draft->arena, made, one->name, next);
        else
            json_append(made, next);
    }
    return made;
}

static const struct json *tree(struct draft *draft, const struct step *step,
                               const struct json *value, struct text key, int depth)
{
    struct slot slot = {.key = key, .value = value->text, .number = value->kind == JSON_NUMBER};
    if (depth > MOST_DEPTH)
        return value;
    switch (value->kind) {
    case JSON_ARRAY:
    case JSON_OBJECT:
        return container(draft, step, value, key, depth);
    case JSON_STRING:
        return json_string(draft->arena, follow_expressed(draft, step, &slot));
    case JSON_NUMBER: {
        const char *found = follow_reference(draft, step, &slot);
        values_sent(draft, found == NULL ? slot.value : text_of(""));
        return found != NULL ? plain(draft->arena, found) : value;
    }
    case JSON_NULL:
    case JSON_FALSE:
    case JSON_TRUE:
        break;
    }
    return value;
}

static struct pairs form(struct draft *draft, const struct step *step)
{
    const struct pairs *from = &step->entry->form;
    struct pairs made = {.items = arena_array(draft->arena, from->count + 1, struct pair)};
    for (size_t i = 0; i < from->count; i++) {
        struct slot slot = {.key = from->items[i].name, .value = from->items[i].value};
        made.items[made.count++] =
            (struct pair){.name = slot.key, .value = follow_expressed(draft, step, &slot)};
    }
    return made;
}

static void follow_body(struct draft *draft, struct step *step)
{
    struct slot slot = {.value = step->entry->body};
    if (slot.value.length > MOST_BODY || !utf8_valid(slot.value))
        draft_note(draft, "%s: its body is no text, or too long, and is left out",
                   step->target);
    else
        step->body = follow_woven(draft, step, &slot);
}

void follow_request(struct draft *draft, struct step *step)
{
    step->target = target(draft, step);
    follow_headers(draft, step);
    if (step->sent != NULL) {
        step->json = tree(draft, step, step->sent, text_of(""), 0);
    } else if (follow_is_form(step->entry)) {
        step->form = form(draft, step);
    } else if (step->entry->body.length > 0) {
        follow_body(draft, step);
    }
    if (step->entry->has_file)
        draft_note(draft, "%s: the file that was sent is not in the recording", step->target);
}
