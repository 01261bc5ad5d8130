/* SPDX-License-Identifier: Apache-2.0 */
/* bank_card.c - bank_card(): a debit card number with a real bank's BIN and a right check digit.
 *
 * The BIN decides which bank an app shows and which channel it asks, so it is a real one (a few
 * per bank, of debit cards people hold); the rest is random, not looked up. */

#include "base/arena.h"
#include "data/argument.h"
#include "data/hazard.h"
#include "data/people/people.h"
#include "data/random.h"

#include <string.h>

enum { LONGEST = 19 };

const struct bank banks[] = {
    {"ABC", "中国农业银行", "622848", 19},
    {"ABC", "中国农业银行", "622845", 19},
    {"BOC", "中国银行", "621661", 19},
    {"BOC", "中国银行", "621785", 19},
    {"BOCOM", "交通银行", "622262", 19},
    {"BOCOM", "交通银行", "622260", 19},
    {"CCB", "中国建设银行", "621700", 19},
    {"CCB", "中国建设银行", "622700", 19},
    {"CEB", "中国光大银行", "622660", 16},
    {"CEB", "中国光大银行", "622662", 16},
    {"CIB", "兴业银行", "622908", 18},
    {"CIB", "兴业银行", "622909", 18},
    {"CITIC", "中信银行", "622690", 16},
    {"CITIC", "中信银行", "622698", 16},
    {"CMB", "招商银行", "621483", 16},
    {"CMB", "招商银行", "622588", 16},
    {"CMBC", "中国民生银行", "622617", 16},
    {"CMBC", "中国民生银行", "622622", 16},
    {"GDB", "广发银行", "622568", 19},
    {"GDB", "广发银行", "621462", 19},
    {"HXB", "华夏银行", "622630", 16},
    {"HXB", "华夏银行", "622632", 16},
    {"ICBC", "中国工商银行", "622202", 19},
    {"ICBC", "中国工商银行", "621226", 19},
    {"PAB", "平安银行", "621626", 19},
    {"PAB", "平安银行", "622298", 16},
    {"PSBC", "中国邮政储蓄银行", "622188", 19},
    {"PSBC", "中国邮政储蓄银行", "621799", 19},
    {"SPDB", "浦发银行", "622521", 16},
    {"SPDB", "浦发银行", "621352", 16},
    {NULL, NULL, NULL, 0},
};

const struct bank *bank_pick(struct random *r)
{
    return &banks[random_below(r, sizeof banks / sizeof *banks - 1)];
}

/* From the right, every other digit counts twice, its own digits summed. */
char bank_card_check(const char *digits, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = digits[count - 1 - i] - '0';
        if (i % 2 == 0)
            digit = digit < 5 ? 2 * digit : 2 * digit - 9;
        sum += digit;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

struct text bank_card_make(struct arena *arena, struct random *r, const char *prefix,
                           int length)
{
    size_t last = (size_t)length - 1, given = strlen(prefix);
    char *number = arena_alloc(arena, (size_t)length + 1);
    random_digits(r, number, last);
    memcpy(number, prefix, given < last ? given : last);
    number[last] = bank_card_check(number, last);
    return text_of(number);
}

/* One of the named bank's BINs; NULL: no such bank. */
static const struct bank *pick_of_bank(struct random *r, struct text code)
{
    const struct bank *first = banks;
    while (first->code != NULL && !text_is(code, first->code))
        first++;
    size_t count = 0;
    while (first[count].code != NULL && text_is(code, first[count].code))
        count++;
    return count > 0 ? &first[random_below(r, count)] : NULL;
}

/* 3 to 12 digits. */
static bool is_prefix(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] < '0' || t.at[i] > '9')
            return false;
    return t.length >= 3 && t.length <= 12;
}

static const struct json *make(struct generator_call *call)
{
    struct text asked = argument_text(call, 0);
    struct bank own = {.prefix = text_string(call->arena, asked), .length = LONGEST};
    const struct bank *bank = bank_pick(call->random);
    if (is_prefix(asked))
        bank = &own;
    else if (asked.length > 0)
        bank = pick_of_bank(call->random, asked);
    if (bank == NULL)
        return argument_fail(call,
                             "argument 1: expected a bank (ABC BOC BOCOM CCB CEB CIB CITIC "
                             "CMB CMBC GDB HXB ICBC PAB PSBC SPDB) or the first 3 to 12 "
                             "digits");
    long long length = bank->length;
    if (!argument_int(call, 1, 13, LONGEST, &length))
        return NULL;
    struct text number = bank_card_make(call->arena, call->random, bank->prefix, (int)length);
    argument_canary(call, "bank_card", number);
    return argument_string(call, number);
}

static const struct hazard rows[] = {
    HAZARD("6222020123456789015", true, "19 digits: ICBC"),
    HAZARD("6214830123456781", true, "16 digits: China Merchants Bank"),
    HAZARD("622908012345678907", true, "18 digits: Industrial Bank"),
    HAZARD("62225801234567899", true, "17 digits: Bank of Communications"),
    HAZARD("6222020123456789016", false, "a wrong check digit"),
    HAZARD("6222020213456789015", false, "two neighbouring digits swapped"),
    HAZARD("622202012345674", false,
           "15 digits with a right check digit: no debit card is so short"),
    HAZARD("62220201234567890125", false,
           "20 digits with a right check digit: ISO/IEC 7812 ends at 19"),
    HAZARD("622202012345678901", false, "the check digit is missing"),
    HAZARD("9999990123456789011", false, "an unknown bank, with a right check digit"),
    HAZARD("4111110123456787", false, "a foreign card, with a right check digit"),
    HAZARD("0000000000000000000", false, "zeros only: they pass the check, and are no card"),
    HAZARD("6222 0201 2345 6789 015", false,
           "blanks between groups of four, as a form may show them"),
    HAZARD("6222-0201-2345-6789-015", false, "hyphens between the groups"),
    HAZARD(" 6222020123456789015", false, "a blank in front"),
    HAZARD("6222020123456789015\n", false, "a line end behind, as when pasted"),
    HAZARD("622202********9015", false, "masked, as another page shows it"),
    HAZARD("6.22202e+18", false, "as a spreadsheet writes it"),
    HAZARD("622202012O456789015", false, "a letter O for a zero"),
    HAZARD("６２２２０２０１２３４５６７８９０１５", false, "full-width digits"),
    HAZARD("", false, "empty"),
};

static const struct json *boundary(struct generator_call *call, size_t row)
{
    return row < sizeof rows / sizeof *rows ? hazard_row(call, &rows[row]) : NULL;
}

const struct generator generator_bank_card = {
    .name = "bank_card",
    .usage = "bank_card(bank, length)",
    .text = "a debit card number; bank is a code such as ICBC, or the first digits",
    .most = 2,
    .make = make,
    .boundary = boundary,
};
