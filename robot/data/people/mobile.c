/* SPDX-License-Identifier: Apache-2.0 */
/* mobile.c - mobile(): a number of a segment that carriers in mainland China give to people.
 *
 * China keeps no range for fiction, so a random number may be somebody's. Where an environment
 * really sends messages, give a prefix whose numbers are yours: mobile("1380013"). Segments of
 * virtual carriers (162 165 167 170 171) and of things are left out: many apps refuse them. */

#include "base/arena.h"
#include "data/argument.h"
#include "data/hazard.h"
#include "data/people/people.h"
#include "data/random.h"

#include <string.h>

enum { LENGTH = 11 };

static const char segments[] =
    "135136137138139147150151152157158159178182183184187188195197198" /* China Mobile */
    "130131132155156166175176185186196"                               /* China Unicom */
    "133153173177180181189190191193199"                               /* China Telecom */
    "192";                                                            /* China Broadnet */

struct text mobile_make(struct arena *arena, struct random *r, struct text prefix)
{
    char *number = arena_alloc(arena, LENGTH + 1);
    random_digits(r, number, LENGTH);
    memcpy(number, segments + 3 * random_below(r, strlen(segments) / 3), 3);
    if (prefix.length > 0)
        memcpy(number, prefix.at, prefix.length < LENGTH ? prefix.length : LENGTH);
    return text_of(number);
}

static bool is_prefix(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] < '0' || t.at[i] > '9')
            return false;
    return t.length < LENGTH && (t.length < 1 || t.at[0] == '1') &&
           (t.length < 2 || t.at[1] >= '3');
}

static const struct json *make(struct generator_call *call)
{
    struct text prefix = argument_text(call, 0);
    if (!is_prefix(prefix))
        return argument_fail(call,
                             "argument 1: expected the first digits of a mobile number, at "
                             "most 10, such as \"1380013\"");
    struct text number = mobile_make(call->arena, call->random, prefix);
    argument_canary(call, "mobile", number);
    return argument_string(call, number);
}

static const struct hazard rows[] = {
    HAZARD("13800138000", true, "an ordinary number"),
    HAZARD("19912345678", true, "segment 199"),
    HAZARD("19212345678", true, "segment 192, the youngest carrier's"),
    HAZARD("17012345678", true, "segment 170, a virtual carrier's: some apps refuse it"),
    HAZARD("1380013800", false, "10 digits"),
    HAZARD("138001380000", false, "12 digits"),
    HAZARD("12345678901", false, "segment 123 is not assigned"),
    HAZARD("10086000000", false, "begins like a service number"),
    HAZARD("21012345678", false, "does not begin with 1"),
    HAZARD("03800138000", false, "begins with 0"),
    HAZARD("11111111111", false, "one digit only"),
    HAZARD("01012345678", false, "a fixed line in Beijing"),
    HAZARD("1440013800000", false, "a 13-digit number for things"),
    HAZARD("+8613800138000", false, "with the country code"),
    HAZARD("8613800138000", false, "with the country code, without +"),
    HAZARD("138 0013 8000", false, "blanks between the groups, as a form may show them"),
    HAZARD("138-0013-8000", false, "hyphens between the groups"),
    HAZARD(" 13800138000", false, "a blank in front"),
    HAZARD("13800138000\n", false, "a line end behind, as when pasted"),
    HAZARD("\u202D13800138000\u202C", false,
           "direction marks around it, as copied from a contact list"),
    HAZARD("138O0138000", false, "a letter O for a zero"),
    HAZARD("1380013800.", false, "a decimal point"),
    HAZARD("1.38001e+10", false, "as a spreadsheet writes it"),
    HAZARD("１３８００１３８０００", false, "full-width digits"),
    HAZARD("١٣٨٠٠١٣٨٠٠٠", false, "Arabic-Indic digits, which \\d matches in some languages"),
    HAZARD("", false, "empty"),
};

static const struct json *boundary(struct generator_call *call, size_t row)
{
    return row < sizeof rows / sizeof *rows ? hazard_row(call, &rows[row]) : NULL;
}

const struct generator generator_mobile = {
    .name = "mobile",
    .usage = "mobile(prefix)",
    .text =
        "an 11-digit mobile number; prefix fixes its first digits, to stay in a range of yours",
    .most = 1,
    .make = make,
    .boundary = boundary,
};
