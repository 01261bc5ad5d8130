/* SPDX-License-Identifier: Apache-2.0 */
/* choose.c - from exchanges to steps: noise out, polls folded, second tries for first ones.
 *
 * A GET asked again with the same answer is the page's habit and is dropped. Asked again with
 * another answer, and nothing done in between, it is a poll: one step, which later repeats. */

#include "recording/choose.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "recording/code.h"
#include "recording/draft.h"
#include "recording/noise.h"
#include "recording/words.h"

#include <string.h>

enum { MOST_REASONS = 16, MOST_KEY = 1 << 20 };

struct choosing {
    struct draft *draft;
    struct map asked;  /* what was asked -> struct step */
    struct text moved; /* where the last answer redirected to; "" */
    struct step *redirected;
    const char *reasons[MOST_REASONS];
    size_t counts[MOST_REASONS], changes; /* steps so far that change something */
};

static void leave_out(struct choosing *c, const char *reason)
{
    size_t i = 0;
    while (i < MOST_REASONS - 1 && c->reasons[i] != NULL && strcmp(c->reasons[i], reason) != 0)
        i++;
    c->reasons[i] = reason;
    c->counts[i]++;
    c->draft->left_out++;
}

/* Of a request that a journey can hold: a YAML document is no deeper than 64. */
static const struct json_limits sent_limits = {.bytes = 256 << 10, .depth = 24, .nodes = 5000};

static const struct json *json_of(struct arena *arena, struct text body, struct text type,
                                  const struct json_limits *limits)
{
    struct json_error error;
    struct text t = text_trim(body);
    bool looks = t.length > 0 && (t.at[0] == '{' || t.at[0] == '[');
    if (!looks || words_any(type, "html") || words_any(type, "urlencoded"))
        return NULL;
    return json_parse(arena, body, limits, &error);
}

static const struct json *answer_of(struct arena *arena, const struct har_entry *entry)
{
    return json_of(arena, entry->answer, entry->answer_type, &json_default_limits);
}

/* The query without times that only keep caches away. */
static void add_query(struct arena *arena, struct text query, struct buffer *out)
{
    struct pairs pairs = pairs_of_query(arena, query);
    for (size_t i = 0; i < pairs.count; i++) {
        long long number;
        if (!text_to_int(pairs.items[i].value, 1000000000, INT64_MAX, &number) ||
            pairs.items[i].value.length != 13)
            buffer_printf(out, "&%.*s=%.*s", TEXT_ARGS(pairs.items[i].name),
                          TEXT_ARGS(pairs.items[i].value));
    }
}

static struct text key_of(struct arena *arena, const struct har_entry *entry,
                          const struct url *url)
{
    struct buffer out;
    buffer_init(&out, MOST_KEY);
    buffer_printf(&out, "%.*s %.*s%.*s", TEXT_ARGS(entry->method), TEXT_ARGS(url->origin),
                  TEXT_ARGS(url->path));
    add_query(arena, url->query, &out);
    buffer_add_char(&out, '\n');
    buffer_add_text(&out, entry->body);
    struct text key = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return key;
}

static bool reads(const struct har_entry *entry)
{
    return text_is(entry->method, "GET") || text_is(entry->method, "HEAD");
}

/* True when it is only a redirect being followed, which the step does by itself. */
static bool follows(struct choosing *c, const struct har_entry *entry)
{
    struct url url;
    bool same = c->moved.length > 0 && reads(entry) && url_split(entry->url, &url) &&
                (text_equal(c->moved, entry->url) || text_equal(c->moved, url.path) ||
                 (c->moved.at[0] == '/' && text_ends_with(entry->url, c->moved)));
    if (entry->status >= 300 && entry->status < 400)
        c->moved = pairs_find(&entry->answer_headers, "location");
    else
        c->moved = text_of("");
    if (same && c->redirected != NULL) {
        c->redirected->final = entry;
        c->redirected->answer = answer_of(c->draft->arena, entry);
    }
    return same;
}

/* Folds it into the step that asked the same; false when it has to be a step of its own. */
static bool folds(struct choosing *c, struct step *before, const struct har_entry *entry)
{
    struct arena *arena = c->draft->arena;
    struct step *last = &c->draft->steps[c->draft->step_count - 1];
    if (before == NULL || (!reads(entry) && before != last))
        return false;
    if (reads(entry) && text_equal(before->final->answer, entry->answer) &&
        before->final->status == entry->status) {
        before->polls++;
        return true;
    }
    const struct json *now = answer_of(arena, entry);
    bool quiet = before == last || before >= c->draft->steps + c->changes;
    if (!quiet || now == NULL || before->answer == NULL)
        return false;
    struct answer *older = arena_make(arena, struct answer);
    *older = (struct answer){.json = before->answer,
                             .started_ms = before->final->started_ms,
                             .next = before->before};
    before->before = older;
    before->final = entry;
    before->answer = now;
    before->polls++;
    return true;
}

static void add(struct choosing *c, const struct har_entry *entry, const struct url *url)
{
    struct arena *arena = c->draft->arena;
    struct text key = key_of(arena, entry, url);
    if (folds(c, map_get(&c->asked, key), entry)) {
        c->draft->left_out++;
        return;
    }
    struct step *step = &c->draft->steps[c->draft->step_count++];
    *step = (struct step){.entry = entry, .final = entry, .url = *url, .polls = 1};
    step->sent = json_of(arena, entry->body, entry->body_type, &sent_limits);
    step->answer = answer_of(arena, entry);
    step->page = noise_is_page(entry);
    if (!reads(entry))
        c->changes = c->draft->step_count;
    map_put(&c->asked, key, step);
    c->redirected = step;
}

static void tell(struct choosing *c)
{
    struct buffer out;
    buffer_init(&out, 400);
    for (size_t i = 0; i < MOST_REASONS && c->reasons[i] != NULL; i++)
        buffer_printf(&out, "%s%zu %s", i > 0 ? ", " : "", c->counts[i], c->reasons[i]);
    if (out.length > 0)
        draft_note(c->draft, "left out: %.*s", TEXT_ARGS(buffer_text(&out)));
    buffer_done(&out);
}

void choose_steps(struct draft *draft)
{
    struct choosing c = {.draft = draft, .moved = text_of("")};
    map_init(&c.asked, draft->arena);
    draft->steps = arena_array(draft->arena, draft->har->count + 1, struct step);
    for (size_t i = 0; i < draft->har->count; i++) {
        const struct har_entry *entry = &draft->har->entries[i];
        const char *reason = noise_of(entry);
        struct url url;
        if (reason == NULL && url_split(entry->url, &url) &&
            origins_name(&draft->origins, &url) == NULL)
            reason = "to other hosts";
        if (reason == NULL && follows(&c, entry))
            reason = "redirects followed";
        if (reason != NULL)
            leave_out(&c, reason);
        else
            add(&c, entry, &url);
    }
    tell(&c);
}

static bool failed(const struct draft *draft, const struct step *step)
{
    return step->final->status >= 400 || code_differs(draft, step);
}

static bool again(const struct step *a, const struct step *b)
{
    return text_equal(a->entry->method, b->entry->method) &&
           text_equal(a->url.origin, b->url.origin) && text_equal(a->url.path, b->url.path);
}

static void keep_only(struct draft *draft, bool (*wanted)(struct draft *, size_t))
{
    size_t kept = 0;
    bool *keep = arena_array(draft->arena, draft->step_count + 1, bool);
    for (size_t i = 0; i < draft->step_count; i++)
        keep[i] = wanted(draft, i);
    for (size_t i = 0; i < draft->step_count; i++)
        if (keep[i])
            draft->steps[kept++] = draft->steps[i];
    draft->left_out += draft->step_count - kept;
    draft->step_count = kept;
}

static bool no_first_try(struct draft *draft, size_t i)
{
    for (size_t k = i + 1; k < draft->step_count && failed(draft, &draft->steps[i]); k++)
        if (again(&draft->steps[i], &draft->steps[k]) && !failed(draft, &draft->steps[k]))
            return false;
    return true;
}

void choose_last_tries(struct draft *draft)
{
    size_t before = draft->step_count;
    keep_only(draft, no_first_try);
    if (draft->step_count < before)
        draft_note(draft, "left out: %zu that failed and went well when done again",
                   before - draft->step_count);
}

static bool no_idle_page(struct draft *draft, size_t i)
{
    return !draft->steps[i].page || draft->steps[i].captures != NULL;
}

void choose_pages(struct draft *draft, bool all)
{
    bool only = true;
    for (size_t i = 0; i < draft->step_count; i++)
        only = only && draft->steps[i].page;
    size_t before = draft->step_count;
    if (!all && !only)
        keep_only(draft, no_idle_page);
    if (draft->step_count < before)
        draft_note(draft, "left out: %zu pages (--pages keeps them)",
                   before - draft->step_count);
}
