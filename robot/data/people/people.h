/* SPDX-License-Identifier: Apache-2.0 */
/* people.h - the parts a fictitious person is made of.
 *
 * Each part draws from the source it is given and knows nothing of the others; person.c puts them
 * together so that they agree. All results are in the arena. */
#pragma once

#include "base/text.h"
#include "data/calendar.h"

struct arena;
struct random;

/* A county-level division with its code of GB/T 2260. */
struct region {
    int code; /* 110101 */
    const char *province, *city, *county;
};

struct region region_pick(struct arena *arena, struct random *r);
bool region_of(struct arena *arena, int code, struct region *ret); /* false: no such county */
/* "北京市东城区": a municipality is not named twice. */
char *region_text(struct arena *arena, const struct region *region);

extern const char *const people_sexes[]; /* "male", "female", NULL */

struct full_name {
    struct text text;    /* 王嘉怡 */
    const char *surname; /* in Latin letters: wang */
};
struct full_name name_make(struct arena *arena, struct random *r, bool female);

/* 18 characters, of that region, date and sex. */
struct text id_number_make(struct arena *arena, struct random *r, int region, struct date birth,
                           bool female);
/* The 18th character for the first 17 digits: ISO 7064 MOD 11-2. */
char id_number_check(const char *digits);

struct bank {
    const char *code, *name; /* ICBC, 中国工商银行 */
    const char *prefix;      /* the BIN of a debit card */
    int length;              /* of the whole number */
};
extern const struct bank banks[]; /* code NULL ends it */
const struct bank *bank_pick(struct random *r);
/* `prefix`, random digits, and the check digit of ISO/IEC 7812-1 annex B (Luhn). */
struct text bank_card_make(struct arena *arena, struct random *r, const char *prefix,
                           int length);
char bank_card_check(const char *digits, size_t count); /* for the digits before it */

/* 11 digits beginning with `prefix`; empty: with a segment of a carrier. */
struct text mobile_make(struct arena *arena, struct random *r, struct text prefix);

struct text address_make(struct arena *arena, struct random *r, const struct region *region);
struct text email_make(struct arena *arena, struct random *r, const char *surname);

/* Ages of those who apply for credit, when nothing else is asked for. */
enum { BIRTH_YOUNGEST = 22, BIRTH_OLDEST = 55 };

/* A birth date of somebody aged `least` to `most` whole years on `today`. The same seed keeps its
 * people from day to day, as far as their ages allow. */
struct date birth_make(struct random *r, struct date today, int least, int most);
/* Of somebody who turns `age` in `days` from `today`. */
struct date birth_of_age(struct date today, int age, int days);
