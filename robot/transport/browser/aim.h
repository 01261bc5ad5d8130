/* SPDX-License-Identifier: Apache-2.0 */
/* aim.h - which element of a page is meant, in a customer's words: by its text, its label, its role and
 * name; or in a developer's: css, xpath, test id. */
#pragma once

#include "document/field.h"

struct fault;
struct json;
struct scope;

struct aim {
    const struct template *css, *xpath, *text, *label, *role, *name, *testid, *within;
    bool exact;
    int64_t nth;        /* 0: there must be one only */
    int64_t timeout_ns; /* 0: the step's action_timeout */
};

/* The rows of an aim that is member `member` of struct `holder`. */
#define AIM_FIELD(holder, member, key, words)                                     \
    {                                                                             \
        .name = #key, .type = FIELD_TEMPLATE, .at = offsetof(holder, member.key), \
        .text = words                                                             \
    }
#define AIM_FIELDS(holder, member)                                                             \
    AIM_FIELD(holder, member, css, "the element that a CSS selector finds"),                   \
        AIM_FIELD(holder, member, xpath, "the element that an XPath expression finds"),        \
        AIM_FIELD(holder, member, text, "the innermost element that contains this text"),      \
        AIM_FIELD(holder, member, label, "the field with this label"),                         \
        AIM_FIELD(holder, member, role, "elements of this ARIA role: button, link, textbox"),  \
        AIM_FIELD(holder, member, testid, "the element with this data-testid"),                \
        AIM_FIELD(holder, member, name, "with role: its accessible name contains this"),       \
        AIM_FIELD(holder, member, within, "look only inside of what this CSS selector finds"), \
        {.name = "exact",                                                                      \
         .type = FIELD_FLAG,                                                                   \
         .at = offsetof(holder, member.exact),                                                 \
         .text = "text, label and name must be equal, not only contain"},                      \
        {.name = "nth",                                                                        \
         .type = FIELD_COUNT,                                                                  \
         .at = offsetof(holder, member.nth),                                                   \
         .least = 1,                                                                           \
         .most = 10000,                                                                        \
         .text = "which of several, from 1; without it there must be one only"},               \
    {                                                                                          \
        .name = "timeout", .type = FIELD_DURATION, .at = offsetof(holder, member.timeout_ns),  \
        .least = 1000000, .text = "wait so long for it; default: the step's action_timeout"    \
    }

/* Exactly one way to say which element. */
extern const struct field_choice aim_choices[];
/* One, or none: the page itself is meant. */
extern const struct field_choice aim_maybe[];

/* As agent.js takes it; *ret_words as people read it: "text 登录". NULL with *ret_fault told. An
 * empty aim gives an empty object. */
const struct json *aim_value(const struct aim *aim, struct scope *scope, struct arena *arena,
                             const char **ret_words, struct fault *ret_fault);
