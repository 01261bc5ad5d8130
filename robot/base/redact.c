/* SPDX-License-Identifier: Apache-2.0 */
/* redact.c - the table of secrets and the search for all their forms at once.
 *
 * Reports are megabytes and a secret has ten to some hundred forms. All forms are in one hash table
 * by their first four bytes; a search hashes the four bytes at each place, and nearly always the
 * bucket is empty. An automaton (Aho-Corasick) would do as well on the text, but must be built anew
 * for each captured code and cannot forget one; here a secret comes and goes at the cost of its own
 * forms.
 *
 * Searches share a lock, adding excludes them. A long text is searched in slices, the lock let go
 * between them, so that a loop that captures a code does not wait for a report of ten megabytes. */

#include "base/redact.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "base/redact_forms.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY = REDACT_LEAST_BYTES, MOST_NAME = 48, FIRST_BITS = 12, SLICE = 64 * 1024 };

struct form {
    struct secret *secret;
    struct form *next;    /* in its bucket */
    struct form *sibling; /* of the same secret */
    size_t length;
    bool is_value;     /* the raw value */
    bool stands_alone; /* a short number: no digit may touch it */
    char bytes[];
};

struct secret {
    struct form *forms;
    size_t uses; /* forgotten when nobody uses it */
    char name[MOST_NAME + 1];
};

struct table {
    struct form **buckets;
    unsigned bits; /* 2^bits buckets */
    size_t forms;
};

static struct table table;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;

static struct form **bucket_of(const char *at)
{
    uint32_t key;
    memcpy(&key, at, KEY);
    return &table.buckets[key * 2654435761u >> (32 - table.bits)];
}

static void insert(struct form *form)
{
    struct form **bucket = bucket_of(form->bytes);
    form->next = *bucket;
    *bucket = form;
}

/* Four buckets for each form keep a search among empty ones. */
static void grow(void)
{
    struct form **old = table.buckets;
    size_t count = old != NULL ? (size_t)1 << table.bits : 0;
    if (table.forms * 4 < count)
        return;
    table.bits = old != NULL ? table.bits + 1 : FIRST_BITS;
    table.buckets = calloc((size_t)1 << table.bits, sizeof(struct form *));
    must(table.buckets != NULL);
    for (size_t b = 0; b < count; b++)
        for (struct form *form = old[b], *next; form != NULL; form = next) {
            next = form->next;
            insert(form);
        }
    free(old);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_short_number(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (!is_digit(t.at[i]))
            return false;
    return t.length <= REDACT_SHORT_DIGITS;
}

static void add_form(struct secret *secret, struct text bytes)
{
    struct form *form = malloc(sizeof *form + bytes.length);
    must(form != NULL && bytes.length >= KEY);
    *form = (struct form){
        .secret = secret,
        .sibling = secret->forms,
        .length = bytes.length,
        .is_value = secret->forms == NULL,
        .stands_alone = secret->forms == NULL && is_short_number(bytes),
    };
    memcpy(form->bytes, bytes.at, bytes.length);
    secret->forms = form;
    table.forms++;
    grow();
    insert(form);
}

static struct secret *known(struct text value)
{
    if (table.buckets == NULL)
        return NULL;
    for (struct form *form = *bucket_of(value.at); form != NULL; form = form->next)
        if (form->is_value && form->length == value.length &&
            memcmp(form->bytes, value.at, value.length) == 0)
            return form->secret;
    return NULL;
}

static void set_name(struct secret *secret, struct text value, const char *name)
{
    struct text shown = text_slice(text_of(name), 0, MOST_NAME);
    if (text_find(shown, value, 0) >= 0)
        shown = text_of("secret");
    for (size_t i = 0; i < shown.length; i++) {
        char c = shown.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
        secret->name[i] = plain || c == '-' ? c : '_';
    }
}

static struct secret *learn(struct text value, const char *name)
{
    if (value.length < REDACT_LEAST_BYTES || value.length > REDACT_MOST_BYTES)
        return NULL;
    struct arena *scratch = arena_new();
    struct map forms;
    redact_forms(scratch, value, &forms);
    pthread_rwlock_wrlock(&lock);
    struct secret *secret = known(value);
    if (secret == NULL) {
        secret = calloc(1, sizeof *secret);
        must(secret != NULL);
        set_name(secret, value, name);
        for (size_t i = 0; i < forms.count; i++)
            add_form(secret, forms.entries[i].key);
    }
    secret->uses++;
    pthread_rwlock_unlock(&lock);
    arena_end(scratch);
    return secret;
}

static void forget(void *thing)
{
    struct secret *secret = thing;
    pthread_rwlock_wrlock(&lock);
    bool unused = --secret->uses == 0;
    for (struct form *form = secret->forms, *next; unused && form != NULL; form = next) {
        next = form->sibling;
        struct form **at = bucket_of(form->bytes);
        while (*at != form)
            at = &(*at)->next;
        *at = form->next;
        free(form);
        table.forms--;
    }
    pthread_rwlock_unlock(&lock);
    if (unused)
        free(secret);
}

bool redact_add(struct text value, const char *name)
{
    return learn(value, name) != NULL;
}

bool redact_add_for(struct arena *life, struct text value, const char *name)
{
    struct secret *secret = learn(value, name);
    if (secret != NULL)
        arena_defer(life, forget, secret);
    return secret != NULL;
}

/* What was found: in.at[from..to) gives `secret` away. NULL: nothing was. */
struct hit {
    size_t from, to;
    const struct secret *secret;
};

/* The digit before the number may be the end of an escape: %20, %2520 or \u0020. */
static bool ends_escape(struct text before)
{
    size_t n = before.length;
    return (n >= 3 && before.at[n - 3] == '%') ||
           (n >= 5 && memcmp(before.at + n - 5, "%25", 3) == 0) ||
           (n >= 6 && memcmp(before.at + n - 6, "\\u", 2) == 0);
}

static bool stands_alone(struct text in, size_t from, size_t to)
{
    if (to < in.length && is_digit(in.at[to]))
        return false;
    return from == 0 || !is_digit(in.at[from - 1]) || ends_escape(text_slice(in, 0, from));
}

/* How many bytes at `from` are this form, whole or cut short by an ellipsis; 0: they are not. */
static size_t match(const struct form *form, struct text in, size_t from)
{
    static const char *const cuts[] = {"...", "\xE2\x80\xA6", "\\u2026", "&hellip;"};
    size_t same = 0, most = in.length - from;
    most = most < form->length ? most : form->length;
    while (same < most && in.at[from + same] == form->bytes[same])
        same++;
    if (same == form->length)
        return !form->stands_alone || stands_alone(in, from, from + same) ? same : 0;
    if (same < KEY)
        return 0;
    struct text rest = text_slice(in, from + same, in.length);
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++)
        if (text_starts_with(rest, text_of(cuts[i])))
            return same;
    return 0;
}

static struct hit longest_at(struct text in, size_t from)
{
    struct hit hit = {.from = from, .to = from};
    for (const struct form *form = *bucket_of(in.at + from); form != NULL; form = form->next) {
        size_t length = match(form, in, from);
        if (length > hit.to - from)
            hit = (struct hit){.from = from, .to = from + length, .secret = form->secret};
    }
    return hit;
}

/* The first form that begins in [from, until), grown over the forms that overlap it: where two
 * secrets run into each other, both must go. */
static struct hit find(struct text in, size_t from, size_t until)
{
    struct hit hit = {.secret = NULL};
    if (table.forms == 0)
        return hit;
    for (size_t i = from; i < until && i + KEY <= in.length && hit.secret == NULL; i++)
        hit = longest_at(in, i);
    for (size_t i = hit.from + 1; i < hit.to && i + KEY <= in.length; i++) {
        struct hit also = longest_at(in, i);
        hit.to = also.to > hit.to ? also.to : hit.to;
    }
    return hit;
}

/* Whether a place stands within a string of a JSON document. `seen` only moves on. */
struct json {
    bool document, in_string;
    size_t seen;
};

static void read_json(struct json *json, struct text in, size_t to)
{
    for (; json->seen < to; json->seen++) {
        char c = in.at[json->seen];
        if (c == '\\' && json->in_string)
            json->seen++;
        else if (c == '"')
            json->in_string = !json->in_string;
    }
}

static bool is_bare(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == 'E' || c == '+' || c == '-' ||
           c == '.';
}

/* Writes in[from, hit.from) and the mark; returns where to go on. */
static size_t write_mark(struct text in, size_t from, struct hit hit, struct json *json,
                         struct buffer *out)
{
    char mark[MOST_NAME + 16];
    const char *quote = "";
    snprintf(mark, sizeof mark, "[redacted:%s]", hit.secret->name);
    /* A secret may be "redacted" itself, or another secret's name. */
    if (find(text_of(mark), 0, sizeof mark).secret != NULL)
        snprintf(mark, sizeof mark, "#");
    if (json->document) {
        read_json(json, in, hit.from);
        json->seen = hit.to > json->seen ? hit.to : json->seen;
    }
    if (json->document && !json->in_string) {
        quote = "\"";
        while (hit.from > from && is_bare(in.at[hit.from - 1]))
            hit.from--;
        while (hit.to < in.length && is_bare(in.at[hit.to]))
            hit.to++;
    }
    buffer_add_text(out, text_slice(in, from, hit.from));
    buffer_printf(out, "%s%s%s", quote, mark, quote);
    return hit.to;
}

void redact_text(struct text in, struct buffer *out)
{
    struct text trimmed = text_trim(in);
    struct json json = {.document = trimmed.length > 0 &&
                                    (trimmed.at[0] == '{' || trimmed.at[0] == '[')};
    size_t from = 0, looked = 0;
    while (looked < in.length) {
        size_t until = in.length - looked < SLICE ? in.length : looked + SLICE;
        pthread_rwlock_rdlock(&lock);
        for (struct hit hit; (hit = find(in, looked, until)).secret != NULL;)
            looked = from = write_mark(in, from, hit, &json, out);
        pthread_rwlock_unlock(&lock);
        looked = looked > until ? looked : until;
    }
    buffer_add_text(out, text_slice(in, from, in.length));
}

bool redact_contains(struct text in)
{
    pthread_rwlock_rdlock(&lock);
    bool found = find(in, 0, in.length).secret != NULL;
    pthread_rwlock_unlock(&lock);
    return found;
}
