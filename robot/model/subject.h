/* SPDX-License-Identifier: Apache-2.0 */
/* subject.h - the shape of what an assertion, a capture or a condition looks at.
 *
 * A subject extracts values from what was seen; a predicate says whether they are right. Subjects
 * are pure: no I/O, no clock, no globals. To add one: write checks/subject/NAME.c defining
 * `const struct subject subject_NAME`, and add its line to checks/registry.c. */
#pragma once

#include "base/fault.h"
#include "base/text.h"

#include <stdint.h>

struct arena;
struct json;
struct limits;
struct observation;
struct query_error;

/* What a subject found. */
struct extracted {
    const struct json *const *items;
    size_t count;
    bool singular; /* the question can have one answer only ($.a.b), not many ($..b) */
    bool untyped;  /* text from a source without types: a number operand compares by number */
    bool duration; /* numbers are nanoseconds; operands may be "800ms" */
    bool untrue;   /* computed to be false, 0, NaN or "": fails where nothing else is asked */
    const char *problem; /* why nothing could be extracted: "body is not JSON: ..."; or NULL */
};

/* What a subject may look at: one attempt, and the run's variables. Parsed forms of the body are
 * kept here, so that ten assertions parse it once. One thread at a time. */
struct sight {
    const struct observation *saw;
    const struct json *(*variable)(const struct sight *sight,
                                   struct text name); /* NULL: unset */
    const void *variables;                            /* for `variable` */
    int64_t now_utc_ns;                               /* for days left on a certificate */
    const struct limits
        *limits;         /* of the journey: how deep a body may be; NULL: the defaults */
    struct arena *arena; /* scratch of this judgement; parsed forms live here */
    struct text body;    /* in UTF-8; at NULL: nobody asked yet */
    const struct json *body_json;
    const char *body_json_problem;
    /* Where a page is parsed, when it may go before the findings do: a tree is many times its
     * bytes, and freeing it on the thread that made it is cheaper. NULL: in `arena`. */
    struct arena *pages;
    const struct html *body_html;
    const char *body_html_problem;
};

enum subject_operand {
    OPERAND_NONE = 0, /* `status: 200`: the key's value is what is expected */
    OPERAND_TEXT, /* `header: content-type`: a name or an expression; predicates beside it */
    OPERAND_OPTIONAL, /* `bytes: ` ... both forms: none or a name */
    OPERAND_FILE,     /* `json: schema.json`: plan passes the file's bytes; asserts by itself */
};

struct subject {
    const char *name; /* the key: status, jsonpath ... */
    const char *text; /* one sentence, for --help, the schema and the reference */
    enum subject_operand operand;
    const char *const
        *words;          /* the only operands possible (phases), NULL-terminated; or NULL */
    const char *expects; /* without predicates: "JSON as the schema says"; NULL: "something" */
    enum reason reason;  /* REASON_STATUS for the status, else REASON_ASSERTION */
    unsigned channels;   /* of enum page_channel: what it needs of a step in a browser */
    bool heavy;          /* may take over 50 us: judged in the offload pool */
    /* Compiles an operand once; NULL with *ret_error told when it is wrong. The result is immutable
     * and shared by threads. NULL when there is nothing to compile: extract gets NULL. */
    const void *(*compile)(struct arena *arena, struct text operand,
                           struct query_error *ret_error);
    void (*extract)(const void *compiled, struct sight *sight, struct extracted *ret);
};

extern const struct subject *const subjects[]; /* sorted by name, NULL-terminated */
