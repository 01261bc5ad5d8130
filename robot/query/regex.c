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
    pcre2_code *made = pcre2_compile((PCRE2_SPTR)(pattern.length > 0 ? pattern.at : ""),
                                     pattern.length, options, &code, &offset, NULL);
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
    pcre2_set_match_limit(regex->limits, MATCH_LIMIT);
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
    const struct regex *regex;
    pcre2_match_data *found;
    struct text subject;
    uint32_t options;
};

static int match_with_more_stack(const struct search *s, size_t from)
{
    pcre2_jit_stack *stack = pcre2_jit_stack_create(LEAST_STACK_BYTES, MOST_STACK_BYTES, NULL);
    pcre2_match_context *limits = pcre2_match_context_copy(s->regex->limits);
    must(stack != NULL && limits != NULL);
    pcre2_jit_stack_assign(limits, NULL, stack);
    int count = pcre2_match(s->code, (PCRE2_SPTR)s->subject.at, s->subject.length, from,
                            s->options, s->found, limits);
    pcre2_match_context_free(limits);
    pcre2_jit_stack_free(stack);
    return count;
}

static bool search_begin(struct search *s, const struct regex *regex, struct text subject)
{
    bool valid = utf8_valid(subject);
    *s = (struct search){.regex = regex,
                         .code = valid ? regex->text : regex->bytes,
                         .subject = subject.length > 0 ? subject : text_of(""),
                         .options = valid ? PCRE2_NO_UTF_CHECK : 0};
    if (s->code == NULL)
        return false;
    s->found = pcre2_match_data_create_from_pattern(s->code, NULL);
    must(s->found != NULL);
    return true;
}

static enum regex_result search_next(struct search *s, size_t from, struct regex_match *ret)
{
    int count = pcre2_match(s->code, (PCRE2_SPTR)s->subject.at, s->subject.length, from,
                            s->options, s->found, s->regex->limits);
    if (count == PCRE2_ERROR_JIT_STACKLIMIT)
        count = match_with_more_stack(s, from);
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
    pcre2_match_data_free(search.found);
    return result;
}

/* Behind a match; one character on when it was empty, or it would be found for ever. */
static size_t behind(const struct search *s, struct text found)
{
    size_t end = (size_t)(found.at - s->subject.at) + found.length;
    size_t character = utf8_next(s->subject, end, NULL);
    return found.length > 0 ? end : end + (character > 0 ? character : 1);
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
    pcre2_match_data_free(search.found);
    return result == REGEX_LIMIT ? REGEX_LIMIT : all;
}
