/* SPDX-License-Identifier: Apache-2.0 */
/* person.c - person(): somebody who does not exist, whose papers agree with each other.
 *
 * Sex, birth date and region are drawn first; the ID number, the name, the address and the card's
 * dates follow from them, because the apps under test compare them. Each part draws from a fork of
 * its own, so that a change in one leaves the others as they were. */

#include "base/arena.h"
#include "data/argument.h"
#include "data/people/people.h"
#include "data/random.h"
#include "document/json.h"

enum { MEMBERS = 24, LEAST_AGE = 0, MOST_AGE = 120 };

const char *const people_sexes[] = {"male", "female", NULL};

struct person {
    struct date birth, today;
    bool female;
    struct region region;
    struct full_name name;
    const struct bank *bank;
    struct text id_number, mobile, bank_card, address, email;
};

static struct person person_make(struct generator_call *call, struct random *r,
                                 struct date birth, bool female)
{
    struct random forks[7];
    for (size_t i = 0; i < sizeof forks / sizeof *forks; i++)
        forks[i] = random_fork(r);
    struct person p = {
        .birth = birth,
        .today = calendar_today(call->now_utc_ns),
        .female = female,
        .region = region_pick(call->arena, &forks[0]),
        .name = name_make(call->arena, &forks[1], female),
        .bank = bank_pick(&forks[2]),
        .mobile = mobile_make(call->arena, &forks[3], text_of("")),
    };
    p.bank_card = bank_card_make(call->arena, &forks[2], p.bank->prefix, p.bank->length);
    p.id_number = id_number_make(call->arena, &forks[4], p.region.code, birth, female);
    p.address = address_make(call->arena, &forks[5], &p.region);
    p.email = email_make(call->arena, &forks[6], p.name.surname);
    return p;
}

static void set(struct generator_call *call, struct json *object, const char *name,
                struct text value)
{
    json_set(call->arena, object, text_of(name), json_string(call->arena, value));
}

static void set_string(struct generator_call *call, struct json *object, const char *name,
                       const char *value)
{
    set(call, object, name, text_of(value));
}

/* What an app could leak: registered. A birth date or an age alone proves nothing: it is met by
 * chance on any page. */
static void set_private(struct generator_call *call, struct json *object, const char *name,
                        struct text value)
{
    set(call, object, name, value);
    argument_canary(call, name, value);
}

/* The card's dates (Law on Resident Identity Cards, article 5): for 10 years from 16 to 25, for 20
 * from 26 to 45, for ever from 46, for 5 below 16. Issued on a past birthday, still valid today. */
static void set_id_card(struct generator_call *call, struct json *object,
                        const struct person *p)
{
    static const struct {
        int age, years;
    } terms[] = {
        {0, 5},
        {16, 10},
        {26, 20},
        {46, 0},
    };
    int age = calendar_age(p->birth, p->today), issued = 0, years = 5;
    for (size_t i = 0; i < sizeof terms / sizeof *terms && terms[i].age <= age; i++) {
        years = terms[i].years;
        issued = terms[i].age;
    }
    while (years > 0 && issued + years <= age)
        issued += years;
    struct date from = calendar_add_months(p->birth, 12 * issued);
    struct date to = calendar_add_months(from, 12 * years);
    set_string(call, object, "id_valid_from", calendar_text(call->arena, from));
    set_string(call, object, "id_valid_to",
               years > 0 ? calendar_text(call->arena, to) : "长期");
    set_string(call, object, "id_issuer",
               arena_printf(call->arena, "%s公安局", p->region.county));
}

static const struct json *person_json(struct generator_call *call, const struct person *p)
{
    struct json *object = json_object_new(call->arena, MEMBERS);
    set_private(call, object, "name", p->name.text);
    set_private(call, object, "id_number", p->id_number);
    set_private(call, object, "mobile", p->mobile);
    set_private(call, object, "bank_card", p->bank_card);
    set_string(call, object, "bank", p->bank->name);
    set_string(call, object, "bank_code", p->bank->code);
    set_string(call, object, "sex", people_sexes[p->female]);
    set_string(call, object, "gender", p->female ? "女" : "男");
    set_string(call, object, "birth_date", calendar_text(call->arena, p->birth));
    json_set(call->arena, object, text_of("age"),
             json_int(call->arena, calendar_age(p->birth, p->today)));
    set_string(call, object, "province", p->region.province);
    set_string(call, object, "city", p->region.city);
    set_string(call, object, "county", p->region.county);
    set_string(call, object, "region", arena_printf(call->arena, "%06d", p->region.code));
    set_private(call, object, "address", p->address);
    set_private(call, object, "email", p->email);
    set_id_card(call, object, p);
    return object;
}

static bool read_ages(struct generator_call *call, long long *ret_least, long long *ret_most)
{
    *ret_least = BIRTH_YOUNGEST;
    *ret_most = BIRTH_OLDEST;
    if (!argument_int(call, 0, LEAST_AGE, MOST_AGE, ret_least))
        return false;
    if (*ret_most < *ret_least)
        *ret_most = *ret_least;
    return argument_int(call, 1, *ret_least, MOST_AGE, ret_most);
}

static const struct json *make(struct generator_call *call)
{
    long long least, most;
    size_t sex = random_below(call->random, 2);
    if (!read_ages(call, &least, &most) || !argument_word(call, 2, people_sexes, &sex))
        return NULL;
    struct random own = random_fork(call->random);
    struct date birth =
        birth_make(&own, calendar_today(call->now_utc_ns), (int)least, (int)most);
    struct person p = person_make(call, &own, birth, sex == 1);
    return person_json(call, &p);
}

/* Rows around the limits of age; a person of each, all else right. */
static const struct json *boundary(struct generator_call *call, size_t row)
{
    long long least, most;
    if (!read_ages(call, &least, &most))
        return NULL;
    struct arena *arena = call->arena;
    const struct {
        long long age;
        int days; /* until that birthday */
        bool valid;
        char *why;
    } rows[] = {
        {least, 0, true, arena_printf(arena, "turns %lld today, the least age", least)},
        {least, 1, false,
         arena_printf(arena, "turns %lld tomorrow: too young by a day", least)},
        {most, 0, true, arena_printf(arena, "turns %lld today, the most age", most)},
        {most + 1, 1, true,
         arena_printf(arena, "turns %lld tomorrow: the last good day", most + 1)},
        {most + 1, 0, false,
         arena_printf(arena, "turns %lld today: too old by a day", most + 1)},
    };
    if (row >= sizeof rows / sizeof *rows)
        return NULL;
    struct date today = calendar_today(call->now_utc_ns);
    struct date birth = birth_of_age(today, (int)rows[row].age, rows[row].days);
    struct person p = person_make(call, call->random, birth, row % 2 == 1);
    struct json *object = json_object_new(arena, 3);
    json_set(arena, object, text_of("value"), person_json(call, &p));
    json_set(arena, object, text_of("valid"), json_bool(rows[row].valid));
    json_set(arena, object, text_of("why"), json_string_of(arena, rows[row].why));
    return object;
}

const struct generator generator_person = {
    .name = "person",
    .usage = "person(least_age, most_age, sex)",
    .text =
        "a fictitious person with name, id_number, mobile, bank_card, address, email ... that "
        "agree; 22 to 55 years old unless told",
    .most = 3,
    .make = make,
    .boundary = boundary,
};
