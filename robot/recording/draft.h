/* SPDX-License-Identifier: Apache-2.0 */
/* draft.h - the journey while it is being made: steps, and what is known of every value.
 *
 * Texts of a draft are templates already: `${name}` stands for a variable, `$${` for a dollar and a
 * brace that were in the recording. A number or list that a variable gives is a JSON_NUMBER whose
 * text is the template: written plain, it keeps its type. */
#pragma once

#include "base/map.h"
#include "base/text.h"
#include "document/json.h"
#include "recording/har.h"
#include "recording/origin.h"

struct birth;

enum { MOST_STEPS = 500 }; /* a journey has no more */

struct capture {
    const char *name, *subject, *expression;
    const char *type; /* NULL: text */
    bool redact;
    struct capture *next;
};

struct check {
    const char *subject, *expression; /* "jsonpath", "$.code"; "status" has none */
    const char *predicate;            /* "equals" */
    const struct json *expected;
    struct check *next;
};

/* What a poll answered before it answered what was waited for. */
struct answer {
    const struct json *json;
    int64_t started_ms;
    struct answer *next;
};

struct step {
    const struct har_entry *entry; /* the request */
    const struct har_entry *final; /* its answer: behind redirects, the last of a poll */
    struct url url;
    const struct json *sent, *answer; /* bodies that are JSON, else NULL */
    bool page;                        /* an HTML page: stays only if something is captured */
    struct answer *before;            /* newest first; NULL: asked once */
    size_t polls;
    const char *name;
    const char *target;
    struct pairs headers, cookies, form;
    const struct json *json;
    struct text body; /* neither JSON nor form */
    struct capture *captures;
    struct check *checks;
    struct check *until; /* polls until this holds */
    int64_t interval_ms, limit_ms;
    bool always;
    const char *only_if; /* a variable without which there is nothing to clean up */
};

struct named {
    const char *name, *value; /* a template; of a secret the value itself, or NULL */
    const char *comment;
    struct named *next;
};

/* A key that an answer gave to encrypt by. */
struct public_key {
    struct birth *birth;
    size_t bytes;        /* of what RSA makes; 0: SM2 */
    const char *padding; /* NULL: the answer did not tell */
    struct public_key *next;
};

struct draft {
    struct arena *arena;
    const struct har *har;
    struct origins origins;
    struct step *steps;
    size_t step_count;
    struct map values; /* text -> struct birth */
    struct map names;  /* of variables, captures and secrets */
    struct named *variables, *secrets, *notes;
    struct public_key *keys;       /* newest first */
    struct text code_name;         /* "code": the member that tells how business went; "" */
    const struct json *code_value; /* "0000" */
    size_t left_out;               /* exchanges that are no steps */
};

/* Behind the last, in the order added. */
void draft_add(struct draft *draft, struct named **list, const char *name, const char *value,
               const char *comment);
void draft_note(struct draft *draft, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct check *draft_check(struct draft *draft, struct step *step, const char *subject,
                          const char *expression, const char *predicate,
                          const struct json *expected);

/* A name that is free: `wish`, or with `scope` before it, or with a number behind it. */
const char *draft_name(struct draft *draft, const char *wish, const char *scope);

/* `t` as a template that gives just that: $${ for ${. */
struct text draft_literal(struct arena *arena, struct text t);
