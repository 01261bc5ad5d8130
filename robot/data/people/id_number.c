/* SPDX-License-Identifier: Apache-2.0 */
/* id_number.c - id_number(): a citizen's number after GB 11643-1999.
 *
 * 6 digits of region, 8 of birth date, 3 of sequence (odd for men), 1 check character. The region
 * is real and the check is right, so every validator takes it; the sequence is 996 to 999, which
 * the 15-digit numbers kept for the over-hundreds, so that a living person is not met. */

#include "base/arena.h"
#include "data/argument.h"
#include "data/hazard.h"
#include "data/people/people.h"
#include "data/random.h"

enum { LENGTH = 18 };

char id_number_check(const char *digits)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++)
        sum += (digits[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

/* The number with its check character, of a sequence from 0 to 999. */
static char *compose(struct arena *arena, int region, struct date birth, int sequence)
{
    char *number = arena_printf(arena, "%06d%04d%02d%02d%03d?", region, birth.year, birth.month,
                                birth.day, sequence);
    number[LENGTH - 1] = id_number_check(number);
    return number;
}

struct text id_number_make(struct arena *arena, struct random *r, int region, struct date birth,
                           bool female)
{
    int sequence = (female ? 996 : 997) + 2 * (int)random_below(r, 2);
    return text_of(compose(arena, region, birth, sequence));
}

static const struct json *make(struct generator_call *call)
{
    struct random *r = call->random;
    struct date birth =
        birth_make(r, calendar_today(call->now_utc_ns), BIRTH_YOUNGEST, BIRTH_OLDEST);
    size_t sex = random_below(r, 2);
    long long region = region_pick(call->arena, r).code;
    bool told = argument_given(call, 0) && argument_text(call, 0).length > 0;
    if (told && (!calendar_parse(argument_text(call, 0), &birth) || birth.year < 1800))
        return argument_fail(call, "argument 1: expected a birth date as YYYY-MM-DD");
    if (!argument_word(call, 1, people_sexes, &sex) ||
        !argument_int(call, 2, 100000, 999999, &region))
        return NULL;
    struct text number = id_number_make(call->arena, r, (int)region, birth, sex == 1);
    argument_canary(call, "id_number", number);
    return argument_string(call, number);
}

/* One thing is wrong in a row, all else is right: the check character too. */
static const struct hazard rows[] = {
    HAZARD("110101199001319979", true, "an ordinary number"),
    HAZARD("11010119900131991X", true, "check character X"),
    HAZARD("11010119900131991x", false,
           "a lower-case x: an app may fold it, GB 11643 does not know it"),
    HAZARD("110101199001319971", false, "a wrong check character"),
    HAZARD("110101199001319799", false, "two neighbouring digits swapped"),
    HAZARD("11010119900131997", false, "17 characters: the check character is missing"),
    HAZARD("1101011990013199790", false, "19 characters"),
    HAZARD("110101600131997", false,
           "15 digits, the form before 1999: not valid since 2013-01-01"),
    HAZARD("110101200002299979", true, "born on 29 February of a leap year"),
    HAZARD("110101199902299979", false, "born on 29 February of a common year"),
    HAZARD("110101190002299972", false, "born on 29 February 1900, which was no leap year"),
    HAZARD("110101199004319974", false, "born on 31 April"),
    HAZARD("110101199013019973", false, "born in month 13"),
    HAZARD("110101199000019974", false, "born in month 0"),
    HAZARD("110101199001009970", false, "born on day 0"),
    HAZARD("110101185012319977", false, "born in 1850"),
    HAZARD("000000199001319971", false, "region 000000"),
    HAZARD("990101199001319972", false, "region 990101: there is no province 99"),
    HAZARD("810000199001319972", true,
           "region 810000: a residence permit for Hong Kong people"),
    HAZARD("820000199001319974", true, "region 820000: a residence permit for Macao people"),
    HAZARD("830000199001319976", true, "region 830000: a residence permit for Taiwan people"),
    HAZARD("110101l99001319979", false, "a letter l for a one"),
    HAZARD("１１０１０１１９９００１３１９９９５", false, "full-width digits"),
    HAZARD(" 110101199001319979", false, "a blank in front"),
    HAZARD("110101199001319979 ", false, "a blank behind, as when pasted"),
    HAZARD("110101 19900131 9979", false, "blanks between the groups, as a form may show them"),
    HAZARD("000000000000000000", false, "zeros only"),
    HAZARD("", false, "empty"),
};

/* Rows that depend on the day. */
static const struct {
    int years, days; /* from today to the birth */
    bool valid;
    const char *why;
} births[] = {
    {0, 0, true, "born today"},
    {0, 1, false, "born tomorrow"},
    {-18, 1, true, "17 years old, 18 tomorrow: a right number, but no adult's"},
    {-18, 0, true, "18 years old today"},
    {-60, 0, true, "60 years old today"},
    {-100, 0, true, "100 years old today"},
};

static const struct json *boundary(struct generator_call *call, size_t row)
{
    size_t fixed = sizeof rows / sizeof *rows, all = fixed + sizeof births / sizeof *births;
    if (row < fixed)
        return hazard_row(call, &rows[row]);
    if (row >= all)
        return NULL;
    row -= fixed;
    struct date birth =
        birth_of_age(calendar_today(call->now_utc_ns), -births[row].years, births[row].days);
    char *number = compose(call->arena, 110101, birth, 997);
    return argument_row(call, text_of(number), births[row].valid, births[row].why);
}

const struct generator generator_id_number = {
    .name = "id_number",
    .usage = "id_number(birth_date, sex, region)",
    .text = "a valid, fictitious Chinese ID number; birth_date as YYYY-MM-DD, region as 110101",
    .most = 3,
    .make = make,
    .boundary = boundary,
};
