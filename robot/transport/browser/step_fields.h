/* SPDX-License-Identifier: Apache-2.0 */
/* step_fields.h - the keys that `browser:` and `app:` share. */
#pragma once

#include "document/field.h"
#include "transport/browser/browsing.h"

extern const struct word browsing_picture_words[];

/* A row for one action of actions.h. */
#define ACTION_ROW(id, words)                                                            \
    {                                                                                    \
        .name = #id, .type = FIELD_POINTER,                                              \
        .at = offsetof(struct action, params[ACTION_##id]), .of = &action_##id##_fields, \
        .text = words                                                                    \
    }

#define SETTING(member) .at = offsetof(struct browser_step, settings.member)

/* `table`: of its actions. */
#define ACTIONS_FIELD(table)                                                              \
    {                                                                                     \
        .name = "actions", .type = FIELD_LIST, .of = &(table),                            \
        .at = offsetof(struct browser_step, actions),                                     \
        .count_at = offsetof(struct browser_step, action_count), .least = 1, .most = 500, \
        .required = true, .text = "what the customer does, one thing after the other"     \
    }

#define SCREENSHOTS_FIELD(told)                                       \
    {                                                                 \
        .name = "screenshots", .type = FIELD_WORD, SETTING(pictures), \
        .words = browsing_picture_words, .text = told                 \
    }

#define ACTION_TIMEOUT_FIELD                                                                \
    {                                                                                       \
        .name = "action_timeout", .type = FIELD_DURATION, SETTING(action_timeout_ns),       \
        .least = 1000000,                                                                   \
        .text = "how long an action waits for its element, from this step on (default: 5s)" \
    }
