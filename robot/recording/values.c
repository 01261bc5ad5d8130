/* SPDX-License-Identifier: Apache-2.0 */
/* values.c - the table of values, and captures made of them. The first birth of a value counts. */

#include "recording/values.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "recording/words.h"

#include <string.h>

enum { LEAST_SENT = 4, MOST_VALUE = 8192, MOST_LIST = 64, MOST_DEPTH = 64, MOST_PATH = 2048 };
enum { MOST_LEAVES = 20000 }; /* of one answer */

struct learning {
    struct draft *draft;
    struct step *step;
    size_t left;
};

struct birth *values_find(const struct draft *draft, struct text value)
{
    return map_get(&draft->values, value);
}

static struct birth *add(struct draft *draft, struct text value)
{
    if (value.length == 0 || value.length > MOST_VALUE || values_find(draft, value) != NULL)
        return NULL;
    struct birth *birth = arena_make(draft->arena, struct birth);
    birth->value = value;
    birth->kind = JSON_STRING;
    birth->owner = "";
    map_put(&draft->values, value, birth);
    return birth;
}

void values_sent(struct draft *draft, struct text value)
{
    if (value.length >= LEAST_SENT)
        add(draft, value);
}

void values_stand_for(struct draft *draft, struct text value, const char *reference)
{
    struct birth *birth = values_find(draft, value);
    if (birth == NULL)
        birth = add(draft, value);
    if (birth != NULL)
        birth->reference = reference;
}

static bool shorthand(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return name.length > 0;
}

static void write_path(const struct spot *spot, struct buffer *out)
{
    if (spot == NULL) {
        buffer_add_char(out, '$');
        return;
    }
    write_path(spot->parent, out);
    if (spot->item) {
        buffer_printf(out, "[%zu]", spot->index);
    } else if (shorthand(spot->name)) {
        buffer_printf(out, ".%.*s", TEXT_ARGS(spot->name));
    } else {
        buffer_add_char(out, '[');
        json_write_string(spot->name, out);
        buffer_add_char(out, ']');
    }
}

const char *values_path(struct arena *arena, const struct spot *spot)
{
    struct buffer out;
    buffer_init(&out, MOST_PATH);
    write_path(spot, &out);
    const char *path = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return path;
}

static struct text list_key(struct arena *arena, const struct json *list)
{
    struct buffer out;
    buffer_init(&out, MOST_VALUE);
    buffer_add_char(&out, '\n'); /* no value of its own begins so */
    json_write(list, &out);
    struct text key = out.full ? text_of("") : text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return key;
}

struct birth *values_find_list(const struct draft *draft, const struct json *list)
{
    struct text key = list_key(draft->arena, list);
    return key.length > 0 ? values_find(draft, key) : NULL;
}

const char *values_about(struct arena *arena, const struct step *step)
{
    struct text path = step->url.path;
    for (size_t end = path.length; end > 0; end--)
        if (path.at[end - 1] == '/') {
            struct text last = text_slice(path, end, path.length);
            const char *words = words_singular(arena, words_snake(arena, last));
            path = text_slice(path, 0, end - 1);
            if (last.length > 0 && !words_value(last) && !words_vague(words))
                return words;
        }
    return "";
}

/* "order" of $.data.orders[0].id; of $.data.id what the request's path ends with. */
static const char *owner_of(struct draft *draft, const struct step *step,
                            const struct spot *spot)
{
    for (const struct spot *at = spot->parent; at != NULL; at = at->parent)
        if (!at->item &&
            !words_any(at->name, "data result body content list rows items records"))
            return words_singular(draft->arena, words_snake(draft->arena, at->name));
    return values_about(draft->arena, step);
}

static bool plain_list(const struct json *value)
{
    for (size_t i = 0; i < value->count; i++)
        if (value->items[i]->kind == JSON_ARRAY || value->items[i]->kind == JSON_OBJECT)
            return false;
    return value->kind == JSON_ARRAY && value->count > 0 && value->count <= MOST_LIST;
}

static void learn_code(const struct learning *l, struct text message)
{
    for (size_t i = 0; i < message.length; i++) {
        size_t end = i;
        bool mark =
            text_starts_with(text_slice(message, i, message.length), text_of("[redacted:"));
        if (mark)
            end = (size_t)text_find(message, text_of("]"), i) + 1;
        while (!mark && end < message.length && message.at[end] >= '0' &&
               message.at[end] <= '9')
            end++;
        if (end > i && (mark || (end - i >= 4 && end - i <= 8))) {
            struct birth *birth = add(l->draft, text_slice(message, i, end));
            if (birth != NULL) {
                birth->step = l->step;
                birth->in_text = true;
                birth->key = text_slice(message, 0, i); /* what stands before it */
            }
        }
        i = end > i ? end - 1 : i;
    }
}

static void learn_json(struct learning *l, const struct json *value, const struct spot *spot,
                       int depth)
{
    if (l->left == 0 || depth > MOST_DEPTH)
        return;
    l->left--;
    bool leaf = value->kind == JSON_STRING || value->kind == JSON_NUMBER;
    struct birth *birth = NULL;
    if (spot != NULL && leaf)
        birth = add(l->draft, value->text);
    else if (spot != NULL && plain_list(value))
        birth = add(l->draft, list_key(l->draft->arena, value));
    if (birth != NULL) {
        birth->kind = value->kind;
        birth->step = l->step;
        birth->spot = spot;
        birth->key = value->name;
        birth->owner = owner_of(l->draft, l->step, spot);
    }
    if (value->kind == JSON_STRING && value->text.length > 8 && value->text.length < 512)
        learn_code(l, value->text);
    for (size_t i = 0; i < value->count; i++) {
        struct spot *next = arena_make(l->draft->arena, struct spot);
        *next = (struct spot){.parent = spot,
                              .name = value->items[i]->name,
                              .index = i,
                              .item = value->kind == JSON_ARRAY};
        learn_json(l, value->items[i], next, depth + 1);
    }
}

static void learn_other(const struct learning *l, struct text value, const char *subject,
                        struct text name)
{
    struct birth *birth = value.length >= LEAST_SENT ? add(l->draft, value) : NULL;
    if (birth == NULL)
        return;
    birth->step = l->step;
    birth->subject = subject;
    birth->expression = text_string(l->draft->arena, name);
    birth->key = name;
}

static void learn_headers(const struct learning *l)
{
    const struct pairs *headers = &l->step->final->answer_headers;
    for (size_t i = 0; i < headers->count; i++) {
        struct text name = headers->items[i].name, value = headers->items[i].value;
        if (text_equal_ignoring_case(name, text_of("set-cookie"))) {
            ptrdiff_t equals = text_find(value, text_of("="), 0);
            ptrdiff_t end = text_find(value, text_of(";"), 0);
            size_t to = end < 0 ? value.length : (size_t)end;
            if (equals > 0 && (size_t)equals < to)
                learn_other(l, text_slice(value, (size_t)equals + 1, to), "cookie",
                            text_slice(value, 0, (size_t)equals));
        } else if (words_token(name) ||
                   text_equal_ignoring_case(text_slice(name, 0, 2), text_of("x-"))) {
            learn_other(l, value, "header", name);
        }
    }
}

/* The value of NAME="..." within a tag. */
static struct text attribute(struct text tag, const char *name)
{
    size_t length = strlen(name);
    for (ptrdiff_t at = text_find(tag, text_of(name), 0); at > 0;
         at = text_find(tag, text_of(name), (size_t)at + 1)) {
        size_t from = (size_t)at + length;
        if (from + 2 >= tag.length || tag.at[from] != '=' ||
            strchr(" \t\n", tag.at[at - 1]) == NULL)
            continue;
        char quote[2] = {tag.at[from + 1], '\0'};
        ptrdiff_t end = text_find(tag, text_of(quote), from + 2);
        if ((quote[0] == '"' || quote[0] == '\'') && end >= 0)
            return text_slice(tag, from + 2, (size_t)end);
    }
    return text_of("");
}

/* Where pages keep what forms must send back: hidden fields and <meta>. */
static void learn_page(const struct learning *l, const char *open, const char *value)
{
    struct text page = l->step->final->answer;
    for (ptrdiff_t at = text_find(page, text_of(open), 0); at >= 0;
         at = text_find(page, text_of(open), (size_t)at + 1)) {
        ptrdiff_t end = text_find(page, text_of(">"), (size_t)at);
        struct text tag = text_slice(page, (size_t)at, end < 0 ? page.length : (size_t)end);
        struct text name = attribute(tag, "name"), held = attribute(tag, value);
        if (tag.length > MOST_PATH || !shorthand(words_any(name, "-") ? text_of("a") : name))
            continue;
        struct birth *before = values_find(l->draft, held);
        learn_other(l, held, "css", name);
        struct birth *birth = values_find(l->draft, held);
        if (birth != NULL && birth != before)
            birth->expression = arena_printf(l->draft->arena, "%s[name=\"%.*s\"]::attr(%s)",
                                             open + 1, TEXT_ARGS(name), value);
    }
}

void values_learn(struct draft *draft, struct step *step)
{
    struct learning l = {.draft = draft, .step = step, .left = MOST_LEAVES};
    if (step->answer != NULL)
        learn_json(&l, step->answer, NULL, 0);
    learn_headers(&l);
    if (words_any(step->final->answer_type, "html")) {
        learn_page(&l, "<input", "value");
        learn_page(&l, "<meta", "content");
    }
}

/* Names that say nothing without what they are of. */
static bool vague(const char *name)
{
    static const char *const names[] = {"id",     "code", "no",   "key",    "value", "total",
                                        "amount", "name", "data", "number", "state", "result",
                                        "status", "type", "uuid", NULL};
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return name[0] == '\0';
}

const char *values_capture(struct draft *draft, struct birth *birth, struct text key,
                           const char *type)
{
    struct arena *arena = draft->arena;
    if (birth->capture != NULL && birth->capture->type == NULL)
        birth->capture->type = type;
    if (birth->reference != NULL)
        return birth->reference;
    const char *name = words_snake(arena, birth->in_text ? key : birth->key);
    if (vague(name) && birth->owner[0] != '\0')
        name =
            name[0] == '\0' ? birth->owner : arena_printf(arena, "%s_%s", birth->owner, name);
    struct capture *capture = arena_make(arena, struct capture);
    name = draft_name(draft, name[0] != '\0' ? name : "value", birth->owner);
    *capture = (struct capture){
        .name = name,
        .subject = birth->spot != NULL ? "jsonpath" : birth->subject,
        .expression = birth->spot != NULL ? values_path(arena, birth->spot) : birth->expression,
        .type = type,
        .redact = birth->in_text ||
                  words_any(text_of(name), "token secret session password authorization"),
    };
    struct capture **last = &birth->step->captures;
    while (*last != NULL)
        last = &(*last)->next;
    *last = capture;
    birth->capture = capture;
    return birth->reference = arena_printf(arena, "${%s}", name);
}
