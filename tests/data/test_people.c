/* SPDX-License-Identifier: Apache-2.0 */
/* Generated people pass the checks that apps make, and agree with themselves. The checks here are
 * written from the standards, apart from the code under test. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/encode.h"
#include "calling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MANY = 3000 };

static struct caller c;
static void open_caller(void)
{
    caller_init(&c);
}
static void end_caller(void)
{
    caller_done(&c);
}
TestSuite(people, .init = open_caller, .fini = end_caller);

/* A day that timegm() does not move to another. */
static bool is_day(int year, int month, int day)
{
    struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12};
    timegm(&tm);
    return month >= 1 && day >= 1 && tm.tm_year == year - 1900 && tm.tm_mon == month - 1 &&
           tm.tm_mday == day;
}

/* ISO 7064 MOD 11-2, in its recursive form: P = 2 (P + a), the whole is 1 modulo 11. */
static bool has_id_form(const char *number)
{
    int p = 0;
    if (strlen(number) != 18 || strspn(number, "0123456789") < 17)
        return false;
    for (int i = 0; i < 17; i++)
        p = (p + (number[i] - '0')) * 2 % 11;
    int last = number[17] == 'X' ? 10 : number[17] - '0';
    return (p + last) % 11 == 1;
}

static bool is_id_number(const char *number)
{
    int region, year, month, day;
    if (!has_id_form(number) ||
        sscanf(number, "%6d%4d%2d%2d", &region, &year, &month, &day) != 4)
        return false;
    int province = region / 10000;
    bool known = (province >= 11 && province <= 15) || (province >= 21 && province <= 23) ||
                 (province >= 31 && province <= 37) || (province >= 41 && province <= 46) ||
                 (province >= 50 && province <= 54) || (province >= 61 && province <= 65) ||
                 (province >= 81 && province <= 83);
    return known && year >= 1900 && is_day(year, month, day);
}

/* ISO/IEC 7812-1 annex B, doubling by table. */
static bool is_luhn(const char *number)
{
    static const int doubled[] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
    size_t length = strlen(number);
    int sum = 0;
    if (length == 0 || strspn(number, "0123456789") != length)
        return false;
    for (size_t i = 0; i < length; i++) {
        int digit = number[length - 1 - i] - '0';
        sum += i % 2 == 1 ? doubled[digit] : digit;
    }
    return sum % 10 == 0;
}

static bool is_mobile(const char *number)
{
    return strlen(number) == 11 && strspn(number, "0123456789") == 11 && number[0] == '1' &&
           number[1] >= '3';
}

Test(people, id_numbers_are_valid_and_of_no_living_person)
{
    for (int i = 0; i < MANY; i++) {
        const char *number = caller_text(&c, "id_number", NULL);
        cr_assert(is_id_number(number), "%s", number);
        cr_assert_eq(strncmp(number + 14, "99", 2), 0, "%s: sequence 996 to 999", number);
        cr_assert(number[16] >= '6', "%s: sequence 996 to 999", number);
    }
}

Test(people, an_id_number_takes_birth_sex_and_region)
{
    for (int i = 0; i < 50; i++) {
        const char *number =
            caller_text(&c, "id_number", "2000-02-29", "female", "310101", NULL);
        cr_assert(is_id_number(number));
        cr_assert_eq(strncmp(number, "31010120000229", 14), 0, "%s", number);
        cr_assert_eq((number[16] - '0') % 2, 0, "%s: even for women", number);
        number = caller_text(&c, "id_number", "2000-02-29", "male", NULL);
        cr_assert_eq((number[16] - '0') % 2, 1, "%s: odd for men", number);
    }
}

Test(people, a_wrong_birth_date_is_an_error_that_does_not_repeat_it)
{
    cr_expect_str_eq(caller_error(&c, "id_number", "1999-02-29", NULL),
                     "argument 1: expected a birth date as YYYY-MM-DD");
    cr_expect_str_eq(caller_error(&c, "id_number", "1999-02-28", "woman", NULL),
                     "argument 2: expected one of male, female");
    cr_expect_str_eq(caller_error(&c, "id_number", "1999-02-28", "male", "11", NULL),
                     "argument 3: expected a whole number from 100000 to 999999");
}

Test(people, bank_cards_pass_the_luhn_check)
{
    for (int i = 0; i < MANY; i++) {
        const char *number = caller_text(&c, "bank_card", NULL);
        size_t length = strlen(number);
        cr_assert(is_luhn(number), "%s", number);
        cr_assert(length == 16 || length == 18 || length == 19, "%s", number);
        cr_assert_eq(number[0], '6', "%s: UnionPay", number);
    }
}

Test(people, a_bank_card_takes_a_bank_or_first_digits)
{
    for (int i = 0; i < 50; i++) {
        const char *number = caller_text(&c, "bank_card", "CMB", NULL);
        cr_assert(is_luhn(number) && strlen(number) == 16);
        cr_assert(strncmp(number, "621483", 6) == 0 || strncmp(number, "622588", 6) == 0);
        number = caller_text(&c, "bank_card", "62220200", "17", NULL);
        cr_assert(is_luhn(number) && strlen(number) == 17);
        cr_assert_eq(strncmp(number, "62220200", 8), 0);
    }
    cr_expect_not_null(strstr(caller_error(&c, "bank_card", "HSBC", NULL), "expected a bank"));
    cr_expect_null(strstr(c.call.error, "HSBC"));
}

Test(people, mobiles_have_eleven_digits_and_keep_a_prefix)
{
    for (int i = 0; i < MANY; i++)
        cr_assert(is_mobile(caller_text(&c, "mobile", NULL)));
    for (int i = 0; i < 50; i++) {
        const char *number = caller_text(&c, "mobile", "1380013", NULL);
        cr_assert(is_mobile(number) && strncmp(number, "1380013", 7) == 0, "%s", number);
    }
    caller_error(&c, "mobile", "2380013", NULL);
    caller_error(&c, "mobile", "13800138000", NULL);
    caller_error(&c, "mobile", "138x", NULL);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A number met twice is an "already registered" nobody wanted to test. */
Test(people, id_numbers_hardly_ever_meet)
{
    const char *numbers[MANY];
    int twice = 0;
    for (int i = 0; i < MANY; i++)
        numbers[i] = caller_text(&c, "id_number", NULL);
    qsort(numbers, MANY, sizeof *numbers, by_text);
    for (int i = 1; i < MANY; i++)
        twice += strcmp(numbers[i - 1], numbers[i]) == 0;
    cr_expect_leq(twice, 1, "%d of %d", twice, MANY);
}

Test(people, addresses_name_their_county_once)
{
    static const struct {
        const char *code, *start;
    } rows[] = {
        {"110105", "北京市朝阳区"}, {"440305", "广东省深圳市南山区"},
        {"441900", "广东省东莞市"}, {"429004", "湖北省仙桃市"},
        {"500230", "重庆市丰都县"}, {"659001", "新疆维吾尔自治区石河子市"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *address = caller_text(&c, "address", rows[i].code, NULL);
        size_t length = strlen(rows[i].start);
        cr_expect_eq(strncmp(address, rows[i].start, length), 0, "%s", address);
        cr_expect_not_null(strstr(address + length, "路"), "%s", address);
        cr_expect_null(strstr(address + length, "市"), "%s", address);
    }
    cr_expect_str_eq(caller_error(&c, "address", "110199", NULL),
                     "argument 1: expected a county's code, such as 110101");
}

static int years_between(const char *birth, int year, int month, int day)
{
    int y, m, d;
    cr_assert_eq(sscanf(birth, "%4d-%2d-%2d", &y, &m, &d), 3, "%s", birth);
    return year - y - (month * 100 + day < m * 100 + d ? 1 : 0);
}

Test(people, a_person_agrees_with_itself)
{
    for (int i = 0; i < MANY; i++) {
        const struct json *person = caller_make(&c, "person", NULL);
        const char *id = caller_member(&c, person, "id_number");
        const char *birth = caller_member(&c, person, "birth_date");
        char of_id[11];
        snprintf(of_id, sizeof of_id, "%.4s-%.2s-%.2s", id + 6, id + 10, id + 12);
        cr_assert(is_id_number(id), "%s", id);
        cr_assert_str_eq(birth, of_id);
        int age = years_between(birth, 2026, 1, 31);
        cr_assert_eq(age, atoi(caller_member(&c, person, "age")));
        cr_assert(age >= 22 && age <= 55, "age %d", age);
        bool female = strcmp(caller_member(&c, person, "sex"), "female") == 0;
        cr_assert_eq((id[16] - '0') % 2 == 0, female, "%s", id);
        cr_assert_str_eq(caller_member(&c, person, "gender"), female ? "女" : "男");
        cr_assert_eq(strncmp(caller_member(&c, person, "region"), id, 6), 0);
        cr_assert(is_mobile(caller_member(&c, person, "mobile")));
        cr_assert(is_luhn(caller_member(&c, person, "bank_card")));
        cr_assert(utf8_valid(text_of(caller_member(&c, person, "name"))));
        const char *address = caller_member(&c, person, "address");
        cr_assert_not_null(strstr(address, caller_member(&c, person, "county")), "%s", address);
        cr_assert_not_null(strstr(caller_member(&c, person, "email"), "@example."));
    }
}

Test(people, an_id_card_is_valid_today_for_the_term_of_its_age)
{
    for (int i = 0; i < 500; i++) {
        const struct json *person = caller_make(&c, "person", "0", "90", NULL);
        const char *from = caller_member(&c, person, "id_valid_from");
        const char *to = caller_member(&c, person, "id_valid_to");
        const char *birth = caller_member(&c, person, "birth_date");
        int year, month, day;
        cr_assert_eq(sscanf(from, "%4d-%2d-%2d", &year, &month, &day), 3);
        int age = years_between(birth, year, month, day + (month == 2 && day == 28 ? 1 : 0));
        cr_assert_leq(strcmp(from, "2026-01-31"), 0, "%s", from);
        if (age >= 46) {
            cr_assert_str_eq(to, "长期");
            continue;
        }
        cr_assert_gt(strcmp(to, "2026-01-31"), 0, "%s", to);
        cr_assert_eq(atoi(to) - atoi(from),
                     age < 16   ? 5
                     : age < 26 ? 10
                                : 20,
                     "%s to %s", from, to);
    }
}

Test(people, ages_and_sex_can_be_asked_for)
{
    for (int i = 0; i < 200; i++) {
        const struct json *person = caller_make(&c, "person", "18", "18", "female", NULL);
        cr_assert_str_eq(caller_member(&c, person, "age"), "18");
        cr_assert_str_eq(caller_member(&c, person, "sex"), "female");
        person = caller_make(&c, "person", "70", NULL);
        cr_assert_str_eq(caller_member(&c, person, "age"), "70", "one age alone is that age");
    }
    cr_expect_str_eq(caller_error(&c, "person", "30", "20", NULL),
                     "argument 2: expected a whole number from 30 to 120");
}

Test(people, the_same_seed_gives_the_same_people_tomorrow_too)
{
    struct random start = c.random;
    const struct json *today[50];
    for (int i = 0; i < 50; i++)
        today[i] = caller_make(&c, "person", NULL);
    int kept = 0;
    c.random = start;
    c.call.now_utc_ns += INT64_C(86400) * 1000000000;
    for (int i = 0; i < 50; i++)
        kept += strcmp(caller_member(&c, today[i], "id_number"),
                       caller_member(&c, caller_make(&c, "person", NULL), "id_number")) == 0;
    cr_expect_geq(kept, 49, "%d of 50", kept);
}

Test(people, one_persons_papers_are_canaries)
{
    const struct json *person = caller_make(&c, "person", NULL);
    cr_expect_str_eq(c.kinds, "name\nid_number\nmobile\nbank_card\naddress\nemail\n");
    cr_expect_not_null(strstr(c.values, caller_member(&c, person, "id_number")));
    cr_expect_not_null(strstr(c.values, caller_member(&c, person, "name")));
}

Test(people, every_personal_value_alone_is_a_canary)
{
    static const char *const kinds[] = {"address",   "bank_card", "email",
                                        "id_number", "mobile",    "name"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        c.kinds[0] = c.values[0] = '\0';
        const char *value = caller_text(&c, kinds[i], NULL);
        cr_expect_eq(strncmp(c.kinds, kinds[i], strlen(kinds[i])), 0, "%s", kinds[i]);
        cr_expect_eq(strncmp(c.values, value, strlen(value)), 0, "%s", kinds[i]);
    }
}

/* Every row's "valid" is what an independent check says. */
static void check_rows(const char *name, bool (*is_valid)(const char *value))
{
    const struct generator *g = caller_find(name);
    const struct json *row;
    size_t n = 0;
    c.call.count = 0;
    for (; (row = g->boundary(&c.call, n)) != NULL; n++) {
        const char *value = caller_member(&c, row, "value");
        bool claimed = strcmp(caller_member(&c, row, "valid"), "true") == 0;
        cr_expect_eq(is_valid(value), claimed, "%s row %zu: %s (%s)", name, n, value,
                     caller_member(&c, row, "why"));
    }
    cr_expect_gt(n, 15, "%s has %zu rows", name, n);
    cr_expect_null(c.call.error);
}

static bool is_id_number_of_the_born(const char *number)
{
    return is_id_number(number) && strncmp(number + 6, "20260131", 8) <= 0;
}

static bool is_known_card(const char *number)
{
    size_t length = strlen(number);
    return is_luhn(number) && length >= 16 && length <= 19 && strncmp(number, "62", 2) == 0;
}

static bool is_assigned_mobile(const char *number)
{
    return is_mobile(number) && strcmp(number, "11111111111") != 0;
}

Test(people, id_number_rows_are_what_they_say)
{
    check_rows("id_number", is_id_number_of_the_born);
}

Test(people, bank_card_rows_are_what_they_say)
{
    check_rows("bank_card", is_known_card);
}

Test(people, mobile_rows_are_what_they_say)
{
    check_rows("mobile", is_assigned_mobile);
}

Test(people, person_rows_stand_on_both_sides_of_the_ages)
{
    static const struct {
        const char *age, *valid;
    } rows[] = {
        {"22", "true"}, {"21", "false"}, {"55", "true"}, {"55", "true"}, {"56", "false"},
    };
    const struct generator *g = caller_find("person");
    c.call.count = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct json *row = g->boundary(&c.call, i);
        cr_expect_str_eq(caller_member(&c, json_member(row, text_of("value")), "age"),
                         rows[i].age, "row %zu", i);
        cr_expect_str_eq(caller_member(&c, row, "valid"), rows[i].valid, "row %zu", i);
    }
    cr_expect_null(g->boundary(&c.call, sizeof rows / sizeof *rows));
}
