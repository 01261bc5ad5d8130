/* SPDX-License-Identifier: Apache-2.0 */
/* field.h - field tables: the one description of the keys a mapping may have.
 *
 * From a table come the reader (bind.h), its defaults, range errors and "did you mean", the JSON
 * Schema (schema.h) and the reference page (reference.h). So a key that is parsed is also
 * documented, and cannot be documented otherwise than it is parsed.
 *
 * Tables are data: most are static const, those that depend on a registry (one key per step kind,
 * per subject) are built in an arena by robot/plan from a vocabulary. */
#pragma once

#include "base/diag.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct field;
struct json;
struct node;
struct reading;
struct template;
struct tree;

/* What is stored at offset `at` of the struct. */
enum field_type {
    FIELD_UNSET = 0, /* a row that forgot its type: must() stops at it */
    FIELD_FLAG,      /* bool */
    FIELD_COUNT,     /* int64_t */
    FIELD_DURATION,  /* int64_t, ns: 800ms, 1m30s */
    FIELD_SIZE,      /* int64_t, bytes: 64, 10KB, 1MB */
    FIELD_WORD,      /* int: one of `words`; the member may be an enum */
    FIELD_WORDS, /* int: the values of a list of `words` or-ed together; one alone will do */
    FIELD_TEXT,  /* const char *: literal. "${" in it is an error, "$${" reads as "${" */
    FIELD_TEXTS, /* const char *const *: list of literals, NULL-terminated; one alone will do */
    FIELD_TEMPLATE, /* const struct template *: a scalar, by reading->template */
    FIELD_TREE,     /* const struct tree *: any value with templates in it, by reading->tree */
    FIELD_NODE,     /* const struct node *: kept as it is */
    FIELD_STRUCT,  /* the struct itself, of table `of`; its defaults are set when absent, too */
    FIELD_POINTER, /* const struct *, of table `of`, in the reading's arena; NULL when absent */
    FIELD_LIST,    /* array of structs of table `of`; its length goes to `count_at` */
    FIELD_MAP,    /* NAME: VALUE pairs as an array of structs of table `of`, in order; each name
                        goes to the table's name_at; the length to `count_at` */
    FIELD_CUSTOM, /* whatever custom->read stores */
};

/* A name a FIELD_WORD may have. Lists end with a NULL name. */
struct word {
    const char *name;
    int value;
    const char *text; /* one sentence, or NULL */
};

/* A type of one member's own. */
struct custom_type {
    const char *name; /* for the reference page and "expected NAME": "a status or a class" */
    /* Stores into the struct at `into`, whose member is field->at bytes further. False when it
     * reported an error. */
    bool (*read)(struct reading *reading, const struct node *node, const struct field *field,
                 void *into);
    /* The JSON Schema of what read takes, without a description. NULL: anything. */
    const struct json *(*schema)(struct arena *arena, const struct field *field);
};

/* One key. Rows are written with designators throughout (see STYLE). A table ends with {0}. */
struct field {
    const char *name;
    const char *also; /* another spelling of the same key, or NULL; both at once is an error */
    enum field_type type;
    size_t at; /* offsetof(struct, member) */
    /* Where the length of a FIELD_LIST, FIELD_MAP or FIELD_TEXTS goes (size_t). 0: nowhere. */
    size_t count_at;
    /* Where the place of the value goes (struct place), so that what is found wrong later can
     * still be shown in the file. 0: nowhere; so a place is never a struct's first member. */
    size_t place_at;
    /* FIELD_TEXTS: where the places of its items go (const struct place *), one each. 0: nowhere. */
    size_t places_at;
    /* Bounds, both included: of the value for COUNT, DURATION (ns) and SIZE, of the length for
     * lists and maps. Without least the lower one is 0; most 0: no upper one. */
    int64_t least, most;
    const char *fallback; /* the default, as it would be written in YAML; NULL: zero bytes */
    const char *text;     /* one sentence for people; must() be there */
    bool required;
    bool
        secret; /* FIELD_TEXT, FIELD_CUSTOM: a credential, taken out of all the robot writes even
                    when it stands in the file itself */
    bool single; /* FIELD_LIST: one item alone, without a list, will do */
    const struct word *words;
    const struct field_table *of;
    const struct custom_type *custom;
    const void *member; /* for FIELD_CUSTOM: the registry's member this key stands for */
};

/* Keys that exclude each other. */
struct field_choice {
    const char *const *names; /* NULL-terminated */
    const char *what;         /* "step kind": "expected one step kind, got two: http, wait" */
    bool required;            /* exactly one, not at most one */
};

struct field_table {
    const char *name; /* of the thing described: "step", "retry"; unique in one schema */
    const char *text; /* one sentence */
    size_t size;      /* sizeof the struct */
    const struct field *fields; /* ends with {0} */
    /* The key meant when something other than a mapping is given: `http: URL` for
     * `http: {url: URL}`. With choices, it must satisfy them. NULL: a mapping it must be. */
    const char *shorthand;
    /* Instead of `fields`: every value, mapping or not, is this one field's. For lists and maps
     * of templates: struct binding {name; at; value}. */
    const struct field *whole;
    const struct field_choice *choices; /* ends with {0}, or NULL */
    size_t name_at;                     /* FIELD_MAP: where the name goes (const char *) */
    bool has_name;                      /* name_at is meant (it may be 0) */
    size_t name_place_at; /* where the place of the name goes (struct place); 0: nowhere */
    size_t place_at;      /* where the place of the whole mapping goes; 0: nowhere */
    /* What one key cannot say alone. Called only when every key was right. May be NULL. */
    void (*check)(struct reading *reading, const struct node *at, void *into);
};

/* One reading of a document: where results go and who makes templates. */
struct reading {
    struct arena *arena; /* owns all that is read */
    struct diags *diags;
    /* Compiles a scalar; NULL when it reported an error. Needed only by tables that use it. */
    const struct template *(*template)(struct reading *reading, const struct node *node);
    /* Compiles any node; NULL when it reported an error. */
    const struct tree *(*tree)(struct reading *reading, const struct node *node);
    /* A path of the document's as seen from here; NULL: paths stay as they are. */
    const char *(*beside)(struct reading *reading, const char *path);
    void *owner; /* the caller's, for its callbacks */
};

/* The row of a key, by either of its spellings; NULL when there is none. */
const struct field *field_find(const struct field_table *table, struct text name);

/* Every name that can be written, NULL-terminated, in the table's order. */
const char *const *field_names(struct arena *arena, const struct field_table *table);

/* The names of words, NULL-terminated. */
const char *const *field_word_names(struct arena *arena, const struct word *words);

/* What a row takes, in words, its range included: "a duration from 1ms to 1h", "one of fixed,
 * linear". The same words in errors and on the reference page. */
const char *field_expected(struct arena *arena, const struct field *field);

/* The default as a document would say it; NULL when there is none. */
const struct node *field_fallback(struct arena *arena, const struct field *field);

/* `root` and every table it leads to, NULL-terminated, in the order met. Two different tables of
 * one name: must(). */
const struct field_table *const *field_tables(struct arena *arena,
                                              const struct field_table *root);
