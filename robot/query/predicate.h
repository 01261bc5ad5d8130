/* SPDX-License-Identifier: Apache-2.0 */
/* predicate.h - what may be expected of the values a subject found.
 *
 * How many values there are matters: none: only `exists: false`, `empty: true`, `count: 0` and
 * `not` hold; one: it is the value judged; several: an array of them is.
 *
 * Numbers are compared exactly, as decimals. JSON is typed: the number 5 is not the string "5". Text
 * sources (headers, cookies, XPath, CSS, regex, variables) are not: against a number operand a text
 * that is a number is one.
 *
 * What cannot be judged (a text against a limit, an expression that takes too long) does not hold,
 * and neither does its `not`: proving nothing is no pass.
 *
 * To add one: write it in robot/query/predicate_FAMILY.c, and add its line to predicates.c. */
#pragma once

#include "base/text.h"
#include "model/subject.h"

struct arena;
struct condition;
struct json;

/* What a predicate takes; from it come errors and the JSON Schema. */
enum predicate_operand {
    OPERAND_ANY = 0,   /* any value */
    OPERAND_STRING,    /* a text */
    OPERAND_ORDERED,   /* a number, a text with a date, a duration */
    OPERAND_PAIR,      /* a list of two of those */
    OPERAND_LIST,      /* a list of values */
    OPERAND_BOOLEAN,   /* true or false */
    OPERAND_PATTERN,   /* a regular expression */
    OPERAND_WORD,      /* one of predicate->words */
    OPERAND_COUNT,     /* a number, or a mapping of predicates for the number */
    OPERAND_CONDITION, /* a value, or a mapping of predicates */
    OPERAND_ANY_OF,    /* a list of mappings of predicates */
};

/* A condition being judged. */
struct held {
    const struct condition *condition;
    const struct extracted *found;
    const struct json
        *value; /* the one value, or an array of several; NULL when there is none */
    struct arena *arena;
    const char *problem; /* why it cannot be judged: "is not a text" */
    const char *note;    /* what else was seen: "counted 3" */
};

struct predicate {
    const char *name;
    const char *text; /* one sentence */
    enum predicate_operand operand;
    const char *const *words; /* OPERAND_WORD, NULL-terminated */
    bool (*holds)(struct held *held);
    bool holds_for_nothing; /* asked even when nothing was found */
};

extern const struct predicate *const predicates[]; /* sorted by name, NULL-terminated */

/* A predicate with its operand. */
struct condition {
    const struct predicate *predicate;
    const struct json *operand;
    const struct regex *regex;            /* matches */
    const struct condition *const *parts; /* not, count: of one mapping; any_of: alternatives */
    const size_t *part_counts;            /* any_of: how many parts each alternative has */
    size_t part_count;
};

/* Whether a value found is the one wanted: equal, or the same where the source has no types. */
bool held_same(const struct held *held, const struct json *value, const struct json *wanted);

/* Checks and compiles an operand. NULL with *ret_error told ("expected a list"). The operand must
 * live as long. Used when the plan is made, and per run for operands with templates in them. */
const struct condition *condition_compile(struct arena *arena,
                                          const struct predicate *predicate,
                                          const struct json *operand, const char **ret_error);

struct judged {
    bool holds;
    const char *problem;  /* why it could not be judged; then it does not hold; or NULL */
    const char *expected; /* "equals \"0000\"" */
    const char *actual;   /* "string \"E1001\"", "nothing", "3 values: [...]" */
};

struct judged condition_judge(const struct condition *condition, const struct extracted *found,
                              struct arena *arena);

/* The condition in words. */
const char *condition_words(const struct condition *condition, struct arena *arena);
/* A value in words, cut to a line: `string "E1001"`, `number 5`. */
const char *value_words(const struct json *value, struct arena *arena);
