/* SPDX-License-Identifier: Apache-2.0 */
/* values.h - where every value comes from: an answer, the customer, or a variable.
 *
 * What an answer said first and a request says later was followed by the page, so the journey has to
 * follow it, too: it becomes a capture. What a request said first came from the customer, and is no
 * capture however often the app echoes it. */
#pragma once

#include "base/text.h"
#include "document/json.h"
#include "recording/draft.h"

/* A value's place in a JSON document. */
struct spot {
    const struct spot *parent; /* NULL: the root */
    struct text name;          /* of an object's member */
    size_t index;              /* of an array's item */
    bool item;
};

struct birth {
    struct text value;
    enum json_kind kind;
    struct step *step;       /* whose answer said it; NULL: a request, or a variable */
    const struct spot *spot; /* in its JSON; NULL: told by subject and expression */
    const char *subject, *expression;
    struct text key;       /* what it was called there */
    const char *owner;     /* what it is of: "order"; "" */
    bool in_text;          /* digits within a message */
    const char *reference; /* "${order_id}" once it is a variable */
    struct capture *capture;
};

/* What this step's answer says: JSON, headers, cookies, hidden fields, codes within messages. */
void values_learn(struct draft *draft, struct step *step);

/* The customer said it. */
void values_sent(struct draft *draft, struct text value);

/* It is a variable: `reference` stands for it from now on. */
void values_stand_for(struct draft *draft, struct text value, const char *reference);

/* "bank_card" of a request to /applications/7/bank-card/code; "" when its path tells nothing. */
const char *values_about(struct arena *arena, const struct step *step);

/* NULL when nobody said it before. */
struct birth *values_find(const struct draft *draft, struct text value);

/* A list of plain values, by its JSON. */
struct birth *values_find_list(const struct draft *draft, const struct json *list);

/* "$.data.funds[0].code" */
const char *values_path(struct arena *arena, const struct spot *spot);

/* The template for a value of an answer; the first time, its step captures it. `key` is what the
 * request calls it; `type` NULL for text. */
const char *values_capture(struct draft *draft, struct birth *birth, struct text key,
                           const char *type);
