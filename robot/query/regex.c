/* SPDX-License-Identifier: Apache-2.0 */
/* regex.c - PCRE2 with the limits a hostile subject calls for. */

#include "query/regex.h"
#include "base/arena.h"
#include "base/encode.h"
#include "base/must.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Backtracking steps and memory of a match that begins at one place: 10 ms at worst with the JIT,
 * 50 ms without, where honest expressions on honest pages take microseconds. */
enum { MATCH_LIMIT = 5000000, DEPTH_LIMIT = 200000, HEAP_LIMIT_KB = 16 * 1024 };
/* PCRE2 counts anew at each place, so (?:a|b)*c takes the square of a long run and never crosses
 * its limit. Places that take up to CHEAP_STEPS add up to no more than the subject is long; the
 * others share WORK_LIMIT, in all matches of a subject: 0.2 s with the JIT. */
enum { CHEAP_STEPS = 256, WORK_LIMIT = 100000000, PLACES_OF_A_PART = 256 };
/* What the JIT has on the machine's own stack is used up by <div>(.|\n)*</div> within 4 KB of a
 * page. Those who need more get more, for this one match. */
enum { LEAST_STACK_BYTES = 32 * 1024, MOST_STACK_BYTES = 16 * 1024 * 1024 };
enum { MOST_PATTERN_BYTES = 64 * 1024 };

struct regex {
    pcre2_code *text;  /* for UTF-8 subjects */
    pcre2_code *bytes; /* for others */
    pcre2_match_context *limits;
};

static void end_regex(void *thing)
{
    struct regex *regex = thing;
    pcre2_code_free(regex->text);
    pcre2_code_free(regex->bytes);
    pcre2_match_context_free(regex->limits);
}

static pcre2_code *compile(struct text pattern, uint32_t options, struct arena *arena,
                           struct query_error *ret_error)
{
    int code;
    PCRE2_SIZE offset;
    pcre2_code *made =
        pcre2_compile((PCRE2_SPTR)(pattern.length > 0 ? pattern.at : ""), pattern.length,
                      options | PCRE2_USE_OFFSET_LIMIT, &code, &offset, NULL);
    if (made != NULL) {
        pcre2_jit_compile(made,
                          PCRE2_JIT_COMPLETE); /* where it cannot, the interpreter serves */
        return made;
    }
    char *message = arena_alloc(arena, 200);
    pcre2_get_error_message(code, (PCRE2_UCHAR *)message, 200);
    *ret_error = (struct query_error){.message = message, .offset = offset};
    return NULL;
}

const struct regex *regex_compile(struct arena *arena, struct text pattern,
                                  struct query_error *ret_error)
{
    if (pattern.length > MOST_PATTERN_BYTES) {
        *ret_error = (struct query_error){.message = "the expression is too long"};
        return NULL;
    }
    struct regex *regex = arena_make(arena, struct regex);
    arena_defer(arena, end_regex, regex);
    regex->text =
        compile(pattern, PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, arena, ret_error);
    if (regex->text == NULL)
        return NULL;
    struct query_error ignored;
    regex->bytes = compile(pattern, 0, arena, &ignored);
    regex->limits = pcre2_match_context_create(NULL);
    must(regex->limits != NULL);
    pcre2_set_depth_limit(regex->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(regex->limits, HEAP_LIMIT_KB);
    return regex;
}

static void take_groups(pcre2_match_data *found, int count, struct text subject,
                        struct regex_match *ret)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(found);
    ret->count = count < REGEX_MOST_GROUPS ? (size_t)count : REGEX_MOST_GROUPS;
    for (size_t i = 0; i < ret->count; i++)
        ret->groups[i] = at[2 * i] == PCRE2_UNSET
                             ? (struct text){0}
                             : text_slice(subject, at[2 * i], at[2 * i + 1]);
}

/* A search under way: what is the same for each match in a subject. */
struct search {
    const pcre2_code *code;
    pcre2_match_data *found;
    pcre2_match_context *limits; /* its own copy */
    pcre2_jit_stack *stack;      /* NULL while the machine's own is enough */
    struct text subject;
    uint32_t options;
    int64_t work; /* left for places that are dear */
};

/* From here on this search has it: dear places come in numbers. */
static int match_with_more_stack(struct search *s, size_t from)
{
    if (s->stack == NULL)
        s->stack = pcre2_jit_stack_create(LEAST_STACK_BYTES, MOST_STACK_BYTES, NULL);
    must(s->stack != NULL);
    pcre2_jit_stack_assign(s->limits, NULL, s->stack);
    return pcre2_match(s->code, (PCRE2_SPTR)s->subject.at, s->subject.length, from, s->options,
                       s->found, s->limits);
}

static bool search_begin(struct search *s, const struct regex *regex, struct text subject)
{
    bool valid = utf8_valid(subject);
    *s = (struct search){.code = valid ? regex->text : regex->bytes,
                         .subject = subject.length > 0 ? subject : text_of(""),
                         .options = valid ? PCRE2_NO_UTF_CHECK : 0,
                         .work = WORK_LIMIT};
    if (s->code == NULL)
        return false;
    s->found = pcre2_match_data_create_from_pattern(s->code, NULL);
    s->limits = pcre2_match_context_copy(regex->limits);
    must(s->found != NULL && s->limits != NULL);
    return true;
}

static void search_end(struct search *s)
{
    pcre2_match_data_free(s->found);
    pcre2_match_context_free(s->limits);
    pcre2_jit_stack_free(s->stack);
}

/* Tries every place in [from, last], each with so many steps. */
static int try_places(struct search *s, size_t from, size_t last, uint32_t steps)
{
    pcre2_set_match_limit(s->limits, steps);
    pcre2_set_offset_limit(s->limits, last);
    int count = pcre2_match(s->code, (PCRE2_SPTR)s->subject.at, s->subject.length, from,
                            s->options, s->found, s->limits);
    return count == PCRE2_ERROR_JIT_STACKLIMIT && s->stack == NULL
               ? match_with_more_stack(s, from)
               : count;
}

/* One place, with twice the steps each time: so what it took is known, but for a factor. */
static int try_dear(struct search *s, size_t at)
{
    int count = PCRE2_ERROR_MATCHLIMIT;
    for (uint32_t steps = CHEAP_STEPS; count == PCRE2_ERROR_MATCHLIMIT; steps *= 2) {
        if (steps > CHEAP_STEPS)
            s->work -= steps;
        if (s->work < 0 || steps > MATCH_LIMIT)
            break;
        count = try_places(s, at, at, steps);
    }
    return count;
}

static size_t next_place(const struct search *s, size_t at)
{
    size_t character = utf8_next(s->subject, at, NULL);
    return at + (character > 0 ? character : 1);
}

/* Place by place only where some place is dear. */
static int try_in_parts(struct search *s, size_t from)
{
    size_t length = s->subject.length;
    int count = PCRE2_ERROR_NOMATCH;
    while (count == PCRE2_ERROR_NOMATCH && from <= length) {
        size_t end = from; /* behind the part */
        for (int i = 0; i < PLACES_OF_A_PART && end <= length; i++)
            end = next_place(s, end);
        count = try_places(s, from, end - 1, CHEAP_STEPS);
        bool dear = count == PCRE2_ERROR_MATCHLIMIT;
        for (; dear && (count == PCRE2_ERROR_NOMATCH || count == PCRE2_ERROR_MATCHLIMIT) &&
               from < end && from <= length;
             from = next_place(s, from))
            if ((count = try_dear(s, from)) == PCRE2_ERROR_MATCHLIMIT)
                return count;
        from = end;
    }
    return count;
}

static enum regex_result search_next(struct search *s, size_t from, struct regex_match *ret)
{
    int count = try_places(s, from, s->subject.length, CHEAP_STEPS);
    if (count == PCRE2_ERROR_MATCHLIMIT)
        count = try_in_parts(s, from);
    if (count > 0 && ret != NULL)
        take_groups(s->found, count, s->subject, ret);
    return count > 0                      ? REGEX_MATCH
           : count == PCRE2_ERROR_NOMATCH ? REGEX_NO_MATCH
                                          : REGEX_LIMIT;
}

enum regex_result regex_search(const struct regex *regex, struct text subject, size_t from,
                               struct regex_match *ret)
{
    struct search search;
    if (from > subject.length || !search_begin(&search, regex, subject))
        return REGEX_NO_MATCH;
    enum regex_result result = search_next(&search, from, ret);
    search_end(&search);
    return result;
}

/* Behind a match; one character on when it was empty, or it would be found for ever. */
static size_t behind(const struct search *s, struct text found)
{
    size_t end = (size_t)(found.at - s->subject.at) + found.length;
    return found.length > 0 ? end : next_place(s, end);
}

enum regex_result regex_each(const struct regex *regex, struct text subject,
                             bool (*found)(void *thing, const struct regex_match *match),
                             void *thing)
{
    struct search search;
    struct regex_match match;
    enum regex_result result = REGEX_NO_MATCH, all = REGEX_NO_MATCH;
    if (!search_begin(&search, regex, subject))
        return REGEX_NO_MATCH;
    for (size_t from = 0; from <= subject.length; from = behind(&search, match.groups[0])) {
        result = search_next(&search, from, &match);
        if (result != REGEX_MATCH)
            break;
        all = REGEX_MATCH;
        if (!found(thing, &match))
            break;
    }
    search_end(&search);
    return result == REGEX_LIMIT ? REGEX_LIMIT : all;
}
