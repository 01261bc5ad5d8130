/* SPDX-License-Identifier: Apache-2.0 */
/* otp.c - otp(): the digits of a one-time password, as somebody would type them.
 *
 * A guess, not the code the app sent: for wrong-code paths and for fixed test codes. The real one
 * is captured from an inbox, or computed by totp(). */

#include "base/arena.h"
#include "data/argument.h"
#include "data/random.h"
#include "document/json.h"

#include <string.h>

enum { FEWEST = 1, USUAL = 6, MOST = 32 };

static const struct json *make(struct generator_call *call)
{
    long long length = USUAL;
    if (!argument_int(call, 0, FEWEST, MOST, &length))
        return NULL;
    char *digits = arena_alloc(call->arena, (size_t)length + 1);
    random_digits(call->random, digits, (size_t)length);
    return argument_string(call, text_of(digits));
}

struct row {
    const char *value; /* NULL: `digits` digits more than the right length */
    int digits;
    bool valid;
    const char *why;
};

static const struct row rows[] = {
    {NULL, 0, true, "the right length"},
    {NULL, -1, false, "one digit too few"},
    {NULL, 1, false, "one digit too many"},
    {"", 0, false, "empty"},
    {" 12345", 0, false, "a blank in front"},
    {"12345\n", 0, false, "a line end behind, as when pasted"},
    {"-12345", 0, false, "a minus sign: a number, but not digits"},
    {"1e5", 0, false, "an exponent: a number, but not digits"},
    {"12a456", 0, false, "a letter"},
    {"１２３４５６", 0, false, "full-width digits, as a Chinese input method types them"},
    {"١٢٣٤٥٦", 0, false, "Arabic-Indic digits, which \\d matches in some languages"},
    {"' OR '1'='1", 0, false, "SQL metacharacters"},
};

static const struct json *boundary(struct generator_call *call, size_t row)
{
    long long length = USUAL;
    if (row >= sizeof rows / sizeof *rows || !argument_int(call, 0, FEWEST, MOST, &length))
        return NULL;
    const struct row *r = &rows[row];
    if (r->value != NULL)
        return argument_row(call, text_of(r->value), r->valid, r->why);
    char *digits = arena_alloc(call->arena, MOST + 2);
    for (long long i = 0; i < length + r->digits; i++)
        digits[i] = (char)('0' + i % 10); /* begins with 0: it must not be taken for a number */
    return argument_row(call, text_of(digits), r->valid, r->why);
}

const struct generator generator_otp = {
    .name = "otp",
    .usage = "otp(length)",
    .text = "random digits like a one-time password's, 6 unless told",
    .most = 1,
    .make = make,
    .boundary = boundary,
};
