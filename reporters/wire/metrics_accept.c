/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_accept.c - which of the two formats a client asks for.
 *
 * OpenMetrics only for who names it: a browser's or curl's "anything" gets text. Of the parameters
 * only the weight and the version count; a version other than ours is not asked for, and a header
 * that cannot be read asks for nothing. */

#include "reporters/wire/metrics.h"

struct wish {
    struct text type, version;
    int weight; /* thousandths; 0: do not send */
};

/* The part before `mark`, which is taken off `rest`. */
static struct text cut(struct text *rest, char mark)
{
    size_t end = 0;
    while (end < rest->length && rest->at[end] != mark)
        end++;
    struct text part = text_trim(text_slice(*rest, 0, end));
    *rest = text_slice(*rest, end < rest->length ? end + 1 : end, rest->length);
    return part;
}

/* RFC 9110 section 12.4.2: "0.5", "1", at most three decimals. What is none weighs nothing. */
static int weight_of(struct text t)
{
    static const int worth[] = {1000, 0, 100, 10, 1}; /* of each place; the second is the dot */
    int sum = 0;
    if (t.length == 0 || t.length > sizeof worth / sizeof worth[0])
        return 0;
    for (size_t i = 0; i < t.length; i++) {
        if (i == 1 ? t.at[i] != '.' : t.at[i] < '0' || t.at[i] > '9')
            return 0;
        sum += i == 1 ? 0 : worth[i] * (t.at[i] - '0');
    }
    return sum <= 1000 ? sum : 0;
}

static struct wish wish_of(struct text item)
{
    struct wish wish = {.type = cut(&item, ';'), .weight = 1000};
    while (item.length > 0) {
        struct text value = cut(&item, ';'), name = cut(&value, '=');
        if (text_equal_ignoring_case(name, text_of("q")))
            wish.weight = weight_of(value);
        else if (text_equal_ignoring_case(name, text_of("version")))
            wish.version = text_trim(value);
    }
    return wish;
}

static bool is_type(const struct wish *wish, const char *type)
{
    return text_equal_ignoring_case(wish->type, text_of(type));
}

bool metrics_accepts_open(const char *accept)
{
    int open = 0, plain = 0;
    for (struct text rest = text_of(accept); rest.length > 0;) {
        struct wish wish = wish_of(cut(&rest, ','));
        bool ours = wish.version.length == 0 || text_is(wish.version, "1.0.0");
        if (is_type(&wish, "application/openmetrics-text") && ours && wish.weight > open)
            open = wish.weight;
        if (is_type(&wish, "text/plain") && wish.weight > plain)
            plain = wish.weight;
    }
    return open > 0 && open >= plain;
}
