/* SPDX-License-Identifier: Apache-2.0 */
/* stored.h - a real store in a folder of its own, rounds made by hand, and an ear for what it tells. */
#pragma once

#include "store/read.h"
#include "store/store.h"

#include <pthread.h>

struct arena;

/* What the listener heard so far; behind the lock. */
struct heard {
    pthread_mutex_t lock;
    pthread_cond_t more;
    int64_t kept, failed, recovered, dropped, outbox;
    char why[512]; /* the last words of `failed` */
};

struct stored {
    struct arena *arena;
    const char *folder, *path;
    struct store *store;
    struct heard heard;
    int64_t queue_rounds;
    struct retention retention;
    int64_t rounds; /* made so far; numbers run ids */
};

void stored_begin(struct stored *s); /* the folder; no store yet */
void stored_end(struct stored *s);   /* closes, and removes the folder */
void stored_open(struct stored *s);  /* must work */
void stored_close(struct stored *s); /* drains */

/* A round of one run of two steps, as long after `base` as its number in minutes. A failing one breaks
 * at "pay", waiting, by a time-out. */
struct what_ran {
    const char *journey, *variant, *message;
    enum verdict verdict;
    int64_t started_utc_ns, duration_ns; /* 0: as above; 100 ms */
    enum run_cause cause;
    struct text picture; /* of what broke; empty: it was in no browser */
};
struct round *stored_round(struct stored *s, const struct what_ran *ran);
void stored_take(struct stored *s, const struct what_ran *ran);

/* The journey "credit" in "staging" is alerted on: opened by one failing run, closed by one good one, told
 * to "oncall". */
void stored_alert(struct stored *s);

/* Wait for at least so many; a minute at most, then the test fails. */
void stored_wait_kept(struct stored *s, int64_t count);
void stored_wait_failed(struct stored *s, int64_t count);
void stored_wait_recovered(struct stored *s, int64_t count);

/* One number by SQL, by a connection of the test's own. */
int64_t stored_number(struct stored *s, const char *sql);
const char *stored_string(struct stored *s, const char *sql);
void stored_sql(const char *path, const char *sql);

/* 2026-01-31T08:00:00Z */
extern const int64_t stored_base_utc_ns;
