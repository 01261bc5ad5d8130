/* SPDX-License-Identifier: Apache-2.0 */
/* acts_value.c - see acts_value.h.
 *
 * The mobile of an account that logs in has to stay, as a variable: another person's would find no account.
 * Whoever registers or applies can be anybody, and must not be the one recorded. */

#include "recording/acts_value.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"

#include <string.h>

enum { MOST_VALUE = 16 * 1024 };

static struct text member(const struct json *event, const char *name)
{
    const struct json *value =
        event->kind == JSON_OBJECT ? json_member(event, text_of(name)) : NULL;
    return value != NULL && value->kind == JSON_STRING ? value->text : text_of("");
}

static bool digits(struct text t, size_t least, size_t most)
{
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] < '0' || t.at[i] > '9')
            return false;
    return t.length >= least && t.length <= most;
}

static bool is_mobile(struct text t)
{
    return digits(t, 11, 11) && t.at[0] == '1' && t.at[1] >= '3';
}

/* GB 11643: 17 digits and a check character. */
static bool is_id_number(struct text t)
{
    char last = t.length == 18 ? t.at[17] : '\0';
    return t.length == 18 && digits(text_slice(t, 0, 17), 17, 17) &&
           ((last >= '0' && last <= '9') || last == 'X' || last == 'x');
}

static bool says(const struct json *event, const char *word)
{
    return text_find(member(event, "label"), text_of(word), 0) >= 0;
}

void acts_look(const struct json *event, struct acts_needs *needs)
{
    if (text_is(member(event, "kind"), "password"))
        needs->logs_in = true;
}

const char *acts_literal(struct arena *arena, struct text text)
{
    struct buffer to;
    buffer_init(&to, MOST_VALUE);
    text = text_slice(text, 0, MOST_VALUE / 2);
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '$' && i + 1 < text.length && text.at[i + 1] == '{')
            buffer_add_char(&to, '$');
        buffer_add_char(&to, text.at[i]);
    }
    const char *kept = text_string(arena, buffer_text(&to));
    buffer_done(&to);
    return kept;
}

static const char *secret_of(const struct json *event, struct acts_needs *needs)
{
    if (text_is(member(event, "kind"), "code")) {
        needs->sms_code = true;
        return "${sms_code}";
    }
    bool trade = says(event, "交易") || says(event, "支付") || says(event, "trade");
    if (trade)
        needs->trade_password = true;
    else
        needs->login_password = true;
    return trade ? "${trade_password}" : "${login_password}";
}

static const char *mobile_of(struct arena *arena, struct text value, struct acts_needs *needs)
{
    if (needs->logs_in && needs->account.length == 0)
        needs->account = text_copy(arena, value);
    if (needs->logs_in && text_equal(needs->account, value))
        return "${mobile}";
    needs->customer = true;
    return "${customer.mobile}";
}

const char *acts_value(struct arena *arena, const struct json *event, struct acts_needs *needs)
{
    struct text value = member(event, "value");
    const char *person = NULL;
    if (!text_is(member(event, "kind"), "text"))
        return secret_of(event, needs);
    if (is_mobile(value))
        return mobile_of(arena, value, needs);
    if (is_id_number(value))
        person = "${customer.id_number}";
    else if (digits(value, 16, 19))
        person = "${customer.bank_card}";
    else if (says(event, "姓名") && value.length > 0)
        person = "${customer.name}";
    else if (text_find(value, text_of("@"), 1) > 0 && text_find(value, text_of(" "), 0) < 0)
        person = "${customer.email}";
    if (person == NULL)
        return acts_literal(arena, value);
    needs->customer = true;
    return person;
}
