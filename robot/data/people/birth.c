/* SPDX-License-Identifier: Apache-2.0 */
/* birth.c - birth dates for an age.
 *
 * Drawn from a window that does not move (1900 to 2099) until the age fits, so that the same seed
 * gives the same date tomorrow, unless a birthday has moved it out. A window that ended today would
 * give other people every day. */

#include "data/people/people.h"
#include "data/random.h"

struct date birth_make(struct random *r, struct date today, int least, int most)
{
    enum { TRIES = 8192 }; /* one year of 200 is missed in all of them once in 10^17 */
    struct random own = random_fork(r);
    int64_t first = calendar_days((struct date){.year = 1900, .month = 1, .day = 1});
    int64_t last = calendar_days((struct date){.year = 2099, .month = 12, .day = 31});
    for (int i = 0; i < TRIES; i++) {
        struct date birth = calendar_date(random_between(&own, first, last));
        int age = calendar_age(birth, today);
        if (age >= least && age <= most)
            return birth;
    }
    return birth_of_age(today, least, 0);
}

struct date birth_of_age(struct date today, int age, int days)
{
    return calendar_add_months(calendar_date(calendar_days(today) + days), -12 * age);
}
