/* SPDX-License-Identifier: Apache-2.0 */
/* json.h - the one tree of values: JSON documents, variables, rows, what queries find.
 *
 * Why a reader of our own, when a library would do: verdicts are about money. A number keeps the
 * text it was written in, so 0.10 stays 0.10, 9007199254740993 is not 9007199254740992, and an
 * integer of 30 digits is a value, not a parse error; and the tree lives in the run's arena.
 *
 * A tree is immutable once built and may be read by any thread. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct arena;
struct buffer;

enum json_kind {
    JSON_NULL = 0,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER, /* text holds it as written, RFC 8259 grammar */
    JSON_STRING, /* text holds it unescaped; in documents always valid UTF-8 */
    JSON_ARRAY,
    JSON_OBJECT,
};

struct json {
    enum json_kind kind;
    struct text text;          /* JSON_NUMBER, JSON_STRING */
    struct text name;          /* this member's name, when the parent is an object */
    const struct json **items; /* JSON_ARRAY, JSON_OBJECT: count children in document order */
    size_t count;
    uint32_t offset; /* byte in the document where the value begins; 0 when built */
};

struct json_limits {
    size_t bytes;   /* of the document */
    unsigned depth; /* of nesting */
    size_t nodes;   /* values in all */
};
extern const struct json_limits json_default_limits; /* 16 MB, 128, 1,000,000 */

struct json_error {
    const char *message; /* "expected a value"; static or in the arena */
    int line, column;    /* from 1; column counts characters */
    bool limit;          /* a limit was crossed, the document may be fine */
};

/* Parses one RFC 8259 document (a BOM is refused, duplicate names are an error: which one an app
 * means is anybody's guess). NULL on error, with *ret_error told. Strings and numbers without
 * escapes point into `document`, which must live as long as the tree. */
const struct json *json_parse(struct arena *arena, struct text document,
                              const struct json_limits *limits, struct json_error *ret_error);

const struct json *json_null(void);
const struct json *json_bool(bool truth);
const struct json *json_string(struct arena *arena, struct text t);         /* does not copy */
const struct json *json_string_of(struct arena *arena, const char *string); /* does not copy */
const struct json *json_int(struct arena *arena, int64_t number);
/* `lexeme` must match the JSON grammar of numbers (must()); does not copy. */
const struct json *json_number(struct arena *arena, struct text lexeme);
bool json_is_number(struct text lexeme);  /* RFC 8259 number grammar */
size_t json_number_length(struct text t); /* of the longest number `t` begins with; 0: none */

/* Building: returns a mutable container with room for `most` children. */
struct json *json_array_new(struct arena *arena, size_t most);
struct json *json_object_new(struct arena *arena, size_t most);
void json_append(struct json *array, const struct json *item);
/* Copies the node (not its children) to give it its name; `name` is not copied. A name that is
 * there already is replaced. */
void json_set(struct arena *arena, struct json *object, struct text name,
              const struct json *item);

/* The whole tree, with all it points to: it outlives its document. */
const struct json *json_copy(struct arena *arena, const struct json *value);

/* NULL when there is none. */
const struct json *json_member(const struct json *object, struct text name);

/* Structural equality; numbers by exact decimal value (1 = 1.0 = 1e0). */
bool json_equal(const struct json *a, const struct json *b);
/* The same with an end to its patience: uses up *work, about one for each value compared; when it
 * is gone, the answer is false and *work is 0. */
bool json_equal_within(const struct json *a, const struct json *b, size_t *work);
/* Exact comparison of two number lexemes: <0, 0, >0. Never converts to binary. */
int json_number_compare(struct text a, struct text b);
/* True and *ret set when the lexeme is an integer in range (1.0 and 1e2 are integers). */
bool json_to_int(struct text lexeme, int64_t *ret);

/* Whether `value` is a whole number of `step`s, exactly: 0.30 is three of 0.1. False when the step is
 * not positive or has more than 18 digits. */
bool json_number_multiple(struct text value, struct text step, bool *ret);

/* As compact JSON text (RFC 8259; control characters escaped, others as they are; bytes that are
 * not UTF-8 become U+FFFD). */
void json_write(const struct json *value, struct buffer *out);
void json_write_string(struct text t, struct buffer *out); /* quoted and escaped */

/* How a value reads when substituted into text: strings as they are, the rest as JSON. */
struct text json_to_text(struct arena *arena, const struct json *value);
const char *json_kind_name(enum json_kind kind); /* "null" "boolean" "number" "string" ... */
