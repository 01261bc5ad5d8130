/* SPDX-License-Identifier: Apache-2.0 */
/* text.c - text(): random text of a length. */

#include "base/text.h"
#include "base/arena.h"
#include "base/encode.h"
#include "data/argument.h"
#include "data/hazard.h"
#include "data/random.h"
#include "document/json.h"

#include <string.h>

enum { USUAL = 20, MOST = 100000, FIRST_HAN = 0x4E00, COMMON_HAN = 0x51A6 };

static const char *const names[] = {"alphanumeric", "letters", "lower",   "upper",
                                    "digits",       "hex",     "chinese", NULL};

/* By the index of its name; chinese has none: its characters are a range. */
static const char *const alphabets[] = {
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "0123456789",
    "0123456789abcdef",
    NULL,
};

static struct text fill(struct generator_call *call, size_t length, const char *alphabet)
{
    char *out = arena_alloc(call->arena, 4 * length + 1);
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        if (alphabet != NULL)
            out[used++] = alphabet[random_below(call->random, strlen(alphabet))];
        else /* unified ideographs, all in every Chinese font */
            used += utf8_put(FIRST_HAN + (unsigned)random_below(call->random, COMMON_HAN),
                             out + used);
    }
    return (struct text){.at = out, .length = used};
}

static bool read_arguments(struct generator_call *call, long long *ret_length, size_t *ret_set)
{
    *ret_length = USUAL;
    *ret_set = 0;
    return argument_int(call, 0, 0, MOST, ret_length) && argument_word(call, 1, names, ret_set);
}

static const struct json *make(struct generator_call *call)
{
    long long length;
    size_t set;
    if (!read_arguments(call, &length, &set))
        return NULL;
    return argument_string(call, fill(call, (size_t)length, alphabets[set]));
}

/* First the length, then what any text field meets. */
static const struct json *boundary(struct generator_call *call, size_t row)
{
    long long length;
    size_t set;
    if (!read_arguments(call, &length, &set))
        return NULL;
    const struct {
        long long length;
        const char *alphabet;
        bool valid;
        const char *why;
    } lengths[] = {
        {length, alphabets[set], true, "the most characters"},
        {length - 1, alphabets[set], true, "one character under the most"},
        {length + 1, alphabets[set], false, "one character over the most"},
        {length, NULL, true, "the most characters, three bytes each"},
        {length + 1, NULL, false, "one character over, three bytes each"},
        {10 * length + 1, alphabets[set], false, "ten times the most and one"},
    };
    size_t own = sizeof lengths / sizeof *lengths;
    if (row >= own)
        return hazard_of_text(call, row - own);
    size_t count = lengths[row].length > 0 ? (size_t)lengths[row].length : 0;
    return argument_row(call, fill(call, count, lengths[row].alphabet), lengths[row].valid,
                        lengths[row].why);
}

const struct generator generator_text = {
    .name = "text",
    .usage = "text(length, set)",
    .text = "random characters, 20 unless told; set is alphanumeric, letters, lower, upper, "
            "digits, hex or chinese",
    .most = 2,
    .make = make,
    .boundary = boundary,
};
