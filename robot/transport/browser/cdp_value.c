/* SPDX-License-Identifier: Apache-2.0 */
/* cdp_value.c - see cdp_value.h. */

#include "transport/browser/cdp_value.h"
#include "document/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 63 };

const struct json *value_of(const struct json *object, const char *name)
{
    return object != NULL ? json_member(object, text_of(name)) : NULL;
}

struct text value_text(const struct json *object, const char *name)
{
    const struct json *value = value_of(object, name);
    return value != NULL && value->kind == JSON_STRING ? value->text : (struct text){0};
}

double value_number(const struct json *object, const char *name, double otherwise)
{
    const struct json *value = value_of(object, name);
    char digits[MOST_DIGITS + 1];
    if (value == NULL || value->kind != JSON_NUMBER || value->text.length > MOST_DIGITS)
        return otherwise;
    memcpy(digits, value->text.at, value->text.length);
    digits[value->text.length] = '\0';
    double number = strtod(digits, NULL);
    return isfinite(number) ? number : otherwise;
}

int64_t value_int(const struct json *object, const char *name, int64_t otherwise)
{
    double number = value_number(object, name, (double)otherwise);
    return number > -9e15 && number < 9e15 ? (int64_t)number : otherwise;
}

bool value_flag(const struct json *object, const char *name)
{
    const struct json *value = value_of(object, name);
    return value != NULL && value->kind == JSON_TRUE;
}
