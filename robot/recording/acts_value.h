/* SPDX-License-Identifier: Apache-2.0 */
/* acts_value.h - what was typed, as it may stand in a file: secrets by name, persons generated. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

struct arena;
struct json;

/* What the journey has to declare for its values. */
struct acts_needs {
    bool customer;       /* variables: customer: ${person()} */
    struct text account; /* variables: mobile: of an account that logs in; empty: none */
    bool login_password, trade_password, sms_code; /* secrets */
    bool logs_in; /* a password is typed somewhere: look first */
};

/* Looks at one event, before any value is asked for. */
void acts_look(const struct json *event, struct acts_needs *needs);
/* The value of a `type` event, a template. */
const char *acts_value(struct arena *arena, const struct json *event, struct acts_needs *needs);
/* "${" is an expression's beginning: in a text it is doubled. */
const char *acts_literal(struct arena *arena, struct text text);
