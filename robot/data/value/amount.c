/* SPDX-License-Identifier: Apache-2.0 */
/* amount.c - amount(): an amount of money, exact to the last decimal.
 *
 * Counted in the smallest unit (fen) as an integer and written with all its decimals: 0.10 never
 * becomes 0.1 or 0.1000000000000000055. */

#include "base/arena.h"
#include "data/argument.h"
#include "data/random.h"
#include "document/json.h"

enum { DECIMALS = 2, MOST_DECIMALS = 8 };
static const int64_t USUAL_LEAST = 100, USUAL_MOST = 50000;

static int64_t unit_of(long long decimals)
{
    int64_t unit = 1;
    while (decimals-- > 0)
        unit *= 10;
    return unit;
}

/* "1234.5" with 2 decimals is 123450; false when it has more decimals or is too large. */
static bool parse(struct text t, long long decimals, int64_t *ret)
{
    ptrdiff_t dot = text_find(t, text_of("."), 0);
    struct text whole = dot < 0 ? t : text_slice(t, 0, (size_t)dot);
    struct text part = dot < 0 ? text_of("") : text_slice(t, (size_t)dot + 1, t.length);
    long long high, low = 0;
    int64_t unit = unit_of(decimals), sum;
    if (!json_is_number(t) || (long long)part.length > decimals ||
        !text_to_int(whole, -1000000000, 1000000000, &high) ||
        (part.length > 0 && !text_to_int(part, 0, unit - 1, &low)))
        return false;
    low *= unit_of(decimals - (long long)part.length);
    sum = high * unit + (t.at[0] == '-' ? -low : low);
    *ret = sum;
    return true;
}

static struct text written(struct arena *arena, int64_t count, long long decimals)
{
    int64_t unit = unit_of(decimals);
    unsigned long long size = (unsigned long long)(count < 0 ? -count : count);
    unsigned long long whole = size / (unsigned long long)unit;
    const char *sign = count < 0 ? "-" : "";
    if (decimals == 0)
        return text_of(arena_printf(arena, "%s%llu", sign, whole));
    return text_of(arena_printf(arena, "%s%llu.%0*llu", sign, whole, (int)decimals,
                                size % (unsigned long long)unit));
}

static bool read_limits(struct generator_call *call, int64_t *ret_least, int64_t *ret_most,
                        long long *ret_decimals)
{
    *ret_decimals = DECIMALS;
    if (!argument_int(call, 2, 0, MOST_DECIMALS, ret_decimals))
        return false;
    int64_t *const limits[] = {ret_least, ret_most};
    *ret_least = USUAL_LEAST * unit_of(*ret_decimals);
    *ret_most = USUAL_MOST * unit_of(*ret_decimals);
    for (size_t i = 0; i < 2; i++)
        if (argument_given(call, i) &&
            !parse(argument_text(call, i), *ret_decimals, limits[i])) {
            argument_fail(call,
                          "argument %zu: expected an amount up to 1000000000 with at most "
                          "%lld decimals",
                          i + 1, *ret_decimals);
            return false;
        }
    if (*ret_most < *ret_least && argument_given(call, 1)) {
        argument_fail(call, "argument 2: expected an amount not below the first");
        return false;
    }
    if (*ret_most < *ret_least)
        *ret_most = *ret_least;
    return true;
}

static const struct json *make(struct generator_call *call)
{
    int64_t least, most;
    long long decimals;
    if (!read_limits(call, &least, &most, &decimals))
        return NULL;
    int64_t count = random_between(call->random, least, most);
    return json_number(call->arena, written(call->arena, count, decimals));
}

/* Whether a row is valid follows from the limits asked for. */
static const struct {
    const char *value, *why;
} rows[] = {
    {"0", "zero"},
    {"0.00", "zero with decimals"},
    {"-0.01", "the smallest negative amount"},
    {"-100", "negative: a payment the other way"},
    {"0.001", "three decimals"},
    {"100.005", "three decimals, which rounding takes either way"},
    {"0.30000000000000004", "what 0.1 + 0.2 is in binary"},
    {"1,000.00", "a separator of thousands"},
    {"1.000,00", "comma and point the other way round"},
    {"1e3", "an exponent"},
    {"0x64", "hexadecimal"},
    {"0100", "a leading zero: octal in some languages"},
    {"+100", "a plus sign"},
    {"100.", "a point without decimals"},
    {".50", "a point without a whole part"},
    {"1.0.0", "two points"},
    {" 100", "a blank in front"},
    {"1 000", "a blank inside"},
    {"￥100", "a currency sign"},
    {"100元", "a unit behind"},
    {"壹佰元整", "in Chinese, as on a receipt"},
    {"１００", "full-width digits"},
    {"NaN", "not a number, which some parsers take for one"},
    {"Infinity", "infinity, which some parsers take for a number"},
    {"2147483648", "past a 32-bit integer"},
    {"21474836.48", "past a 32-bit integer once counted in fen"},
    {"9007199254740993", "past what a JavaScript number counts exactly"},
    {"9223372036854775808", "past a 64-bit integer"},
    {"99999999999999999999999999999999", "past DECIMAL(31)"},
    {"", "empty"},
};

static const struct json *boundary(struct generator_call *call, size_t row)
{
    int64_t least, most;
    long long decimals;
    if (!read_limits(call, &least, &most, &decimals))
        return NULL;
    const struct {
        int64_t count;
        bool valid;
        const char *why;
    } limits[] = {
        {least, true, "the least amount"},
        {least + 1, least < most, "one unit over the least"},
        {least - 1, false, "one unit under the least"},
        {most, true, "the most amount"},
        {most - 1, least < most, "one unit under the most"},
        {most + 1, false, "one unit over the most"},
    };
    size_t own = sizeof limits / sizeof *limits;
    if (row < own)
        return argument_row(call, written(call->arena, limits[row].count, decimals),
                            limits[row].valid, limits[row].why);
    if (row - own >= sizeof rows / sizeof *rows)
        return NULL;
    int64_t count;
    struct text value = text_of(rows[row - own].value);
    bool valid = parse(value, decimals, &count) && count >= least && count <= most;
    return argument_row(call, value, valid, rows[row - own].why);
}

const struct generator generator_amount = {
    .name = "amount",
    .usage = "amount(least, most, decimals)",
    .text = "an amount of money with exact decimals; 100.00 to 50000.00 unless told",
    .most = 3,
    .make = make,
    .boundary = boundary,
};
