/* SPDX-License-Identifier: Apache-2.0 */
/* regex.c - PCRE2 with the limits a hostile subject calls for. */

#include "query/regex.h"
#include "base/arena.h"
#include "base/encode.h"
#include "base/must.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Backtracking steps and memory of one match: about 50 ms at worst, where honest expressions on
 * honest pages take microseconds. */
enum { MATCH_LIMIT = 1000000, DEPTH_LIMIT = 10000, HEAP_LIMIT_KB = 16 * 1024 };
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

enum regex_result regex_search(const struct regex *regex, struct text subject, size_t from,
                               struct regex_match *ret)
{
    bool valid = utf8_valid(subject);
    const pcre2_code *code = valid ? regex->text : regex->bytes;
    if (code == NULL || from > subject.length)
        return REGEX_NO_MATCH;
    pcre2_match_data *found = pcre2_match_data_create_from_pattern(code, NULL);
    must(found != NULL);
    int count =
        pcre2_match(code, (PCRE2_SPTR)(subject.length > 0 ? subject.at : ""), subject.length,
                    from, valid ? PCRE2_NO_UTF_CHECK : 0, found, regex->limits);
    if (count > 0 && ret != NULL)
        take_groups(found, count, subject, ret);
    pcre2_match_data_free(found);
    return count > 0                      ? REGEX_MATCH
           : count == PCRE2_ERROR_NOMATCH ? REGEX_NO_MATCH
                                          : REGEX_LIMIT;
}
