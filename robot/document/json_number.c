/* SPDX-License-Identifier: Apache-2.0 */
/* json_number.c - decimal numbers as they were written: grammar and exact comparison.
 *
 * Money is compared here, so nothing is ever converted to binary: a number is a sign, digits and a
 * power of ten, and two of them are compared digit by digit. */

#include "base/must.h"
#include "document/json.h"

static bool is_digit(struct text t, size_t i)
{
    return i < t.length && t.at[i] >= '0' && t.at[i] <= '9';
}

static bool is(struct text t, size_t i, char c)
{
    return i < t.length && t.at[i] == c;
}

static size_t digits(struct text t, size_t from)
{
    size_t i = from;
    while (is_digit(t, i))
        i++;
    return i - from;
}

size_t json_number_length(struct text t)
{
    size_t i = is(t, 0, '-'), more = is(t, i, '0') ? 1 : digits(t, i);
    if (more == 0)
        return 0;
    i += more;
    if (is(t, i, '.') && (more = digits(t, i + 1)) > 0)
        i += 1 + more;
    size_t sign = is(t, i + 1, '+') || is(t, i + 1, '-');
    if ((is(t, i, 'e') || is(t, i, 'E')) && (more = digits(t, i + 1 + sign)) > 0)
        i += 1 + sign + more;
    return i;
}

bool json_is_number(struct text lexeme)
{
    return lexeme.length > 0 && json_number_length(lexeme) == lexeme.length;
}

/* 0.d1 d2 d3 ... times ten to the power of `exponent`; d1 is not 0 unless the number is. */
struct decimal {
    bool negative, zero;
    struct text mantissa; /* digits and perhaps a point */
    size_t first;         /* index of d1 */
    int64_t exponent;
};

/* Exponents beyond this are all alike: no sum of lengths can bring them back. */
static const int64_t HUGE_EXPONENT = INT64_C(1) << 59;

static int64_t read_exponent(struct text t, size_t at)
{
    bool negative = is(t, at, '-');
    int64_t value = 0;
    if (negative || is(t, at, '+'))
        at++;
    for (; at < t.length; at++)
        if (value < HUGE_EXPONENT)
            value = value * 10 + (t.at[at] - '0');
    if (value > HUGE_EXPONENT)
        value = HUGE_EXPONENT;
    return negative ? -value : value;
}

static struct decimal decimal_of(struct text t)
{
    struct decimal d = {.negative = is(t, 0, '-')};
    size_t i = d.negative, end = i;
    while (is_digit(t, end) || is(t, end, '.'))
        end++;
    d.mantissa = text_slice(t, 0, end);
    if (end < t.length)
        d.exponent = read_exponent(t, end + 1);
    ptrdiff_t point = text_find(d.mantissa, text_of("."), 0);
    size_t whole_end = point < 0 ? end : (size_t)point;
    while (i < end && (t.at[i] == '0' || t.at[i] == '.'))
        i++;
    d.first = i;
    d.zero = i == end;
    if (d.zero)
        d.exponent = 0;
    else if (i < whole_end)
        d.exponent += (int64_t)(whole_end - i);
    else
        d.exponent -= (int64_t)(i - whole_end - 1);
    return d;
}

/* The digit at *at, which moves behind it; 0 past the end. */
static char next_digit(const struct decimal *d, size_t *at)
{
    if (is(d->mantissa, *at, '.'))
        (*at)++;
    if (*at >= d->mantissa.length)
        return '0';
    return d->mantissa.at[(*at)++];
}

static int compare_digits(const struct decimal *a, const struct decimal *b)
{
    size_t i = a->first, k = b->first;
    while (i < a->mantissa.length || k < b->mantissa.length) {
        char x = next_digit(a, &i), y = next_digit(b, &k);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

int json_number_compare(struct text a, struct text b)
{
    struct decimal x = decimal_of(a), y = decimal_of(b);
    if (x.zero || y.zero) {
        int of_x = x.zero ? 0 : x.negative ? -1 : 1;
        int of_y = y.zero ? 0 : y.negative ? -1 : 1;
        return (of_x > of_y) - (of_x < of_y);
    }
    if (x.negative != y.negative)
        return x.negative ? -1 : 1;
    int larger =
        x.exponent != y.exponent ? (x.exponent < y.exponent ? -1 : 1) : compare_digits(&x, &y);
    return x.negative ? -larger : larger;
}

bool json_to_int(struct text lexeme, int64_t *ret)
{
    struct decimal d = decimal_of(lexeme);
    int64_t value = 0;
    if (d.exponent > 19 || (!d.zero && d.exponent < 1))
        return false;
    size_t at = d.first;
    for (int64_t i = 0; i < d.exponent; i++) {
        int digit = next_digit(&d, &at) - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, (int64_t)digit, &value))
            return false;
    }
    while (at < d.mantissa.length) /* what is left is behind the point and must be nothing */
        if (next_digit(&d, &at) != '0')
            return false;
    if (!d.negative && __builtin_sub_overflow((int64_t)0, value, &value))
        return false;
    *ret = value;
    return true;
}

/* The digits from d1 to the last one that is not 0. */
static int64_t significant(const struct decimal *d)
{
    int64_t count = 0, most = 0;
    for (size_t at = d->first; at < d->mantissa.length;) {
        count++;
        if (next_digit(d, &at) != '0')
            most = count;
    }
    return most;
}

/* `count` digits as a whole number, modulo `modulus`; 0: of at most 18 digits, themselves. */
static uint64_t digits_modulo(const struct decimal *d, int64_t count, uint64_t modulus)
{
    uint64_t value = 0;
    size_t at = d->first;
    for (int64_t i = 0; i < count; i++) {
        value = value * 10 + (uint64_t)(next_digit(d, &at) - '0');
        value = modulus > 0 ? value % modulus : value;
    }
    return value;
}

static uint64_t power_of_ten_modulo(int64_t exponent, uint64_t modulus)
{
    must(modulus > 0);
    unsigned __int128 result = 1 % modulus, square = 10 % modulus;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            result = result * square % modulus;
        square = square * square % modulus;
    }
    return (uint64_t)result;
}

/* Without the zeros at their ends, value is v * 10^k and step is s * 10^l. A multiple of the step
 * has k >= l, and s divides v * 10^(k-l). */
bool json_number_multiple(struct text value, struct text step, bool *ret)
{
    struct decimal v = decimal_of(value), s = decimal_of(step);
    int64_t step_digits = significant(&s), value_digits = significant(&v);
    if (s.zero || s.negative || step_digits > 18)
        return false;
    int64_t more = (v.exponent - value_digits) - (s.exponent - step_digits);
    uint64_t modulus = digits_modulo(&s, step_digits, 0);
    *ret = v.zero || (more >= 0 && (unsigned __int128)digits_modulo(&v, value_digits, modulus) *
                                           power_of_ten_modulo(more, modulus) % modulus ==
                                       0);
    return true;
}
