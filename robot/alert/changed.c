/* SPDX-License-Identifier: Apache-2.0 */
/* changed.c - the good run against the failing one, step by step up to where it broke.
 *
 * Only what an engineer would look at first is compared, and each difference has a weight: what was
 * answered, who answered, how it was reached, how long it took, how much came. */

#include "alert/changed.h"
#include "alert/good.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/units.h"

#include <stdlib.h>
#include <string.h>

/* One line and how telling it is. */
struct change {
    int weight;
    const char *line;
};

struct changes {
    struct arena *arena;
    const char *step;
    int less; /* of an earlier step than the broken one */
    struct change best[MOST_CHANGES];
    size_t count;
};

enum { EARLIER_STEP = 50 };

static void add(struct changes *all, int weight, const char *what)
{
    struct change change = {weight - all->less,
                            arena_printf(all->arena, "%s: %s", all->step, what)};
    size_t at = all->count;
    while (at > 0 && all->best[at - 1].weight < change.weight)
        at--;
    if (at == MOST_CHANGES)
        return;
    if (all->count < MOST_CHANGES)
        all->count++;
    memmove(&all->best[at + 1], &all->best[at], (all->count - at - 1) * sizeof all->best[0]);
    all->best[at] = change;
}

static void add_words(struct changes *all, int weight, const char *what, const char *was,
                      const char *is)
{
    if (was[0] != '\0' && is != NULL && is[0] != '\0' && strncmp(was, is, strlen(was)) != 0)
        add(all, weight, arena_printf(all->arena, "%s %s -> %s", what, was, is));
}

static void compare_answer(struct changes *all, const struct good_step *was,
                           const struct record_step *is)
{
    struct arena *arena = all->arena;
    if (was->status != is->status && was->status != 0)
        add(all, 100,
            is->status != 0 ? arena_printf(arena, "status %d -> %d", was->status, is->status)
                            : arena_printf(arena, "status %d -> no answer", was->status));
    add_words(all, 90, "address", was->remote, is->remote_address);
    add_words(all, 84, "TLS", was->tls, is->tls_version);
    add_words(all, 75, "protocol", was->protocol, is->protocol);
    if (was->certificate_utc_ns != is->certificate_not_after_utc_ns &&
        was->certificate_utc_ns != 0 && is->certificate_not_after_utc_ns != 0)
        add(all, 86,
            arena_printf(arena, "certificate valid until %.10s -> %.10s",
                         utc_text(arena, was->certificate_utc_ns),
                         utc_text(arena, is->certificate_not_after_utc_ns)));
    if (was->redirects != is->redirects && is->status != 0)
        add(all, 80, arena_printf(arena, "redirects %d -> %d", was->redirects, is->redirects));
}

/* Half or twice as much, and at least 256 bytes: pages differ a little every day. */
static void compare_body(struct changes *all, const struct good_step *was,
                         const struct record_step *is)
{
    int64_t less = was->body_bytes < is->body_bytes ? was->body_bytes : is->body_bytes;
    int64_t more = was->body_bytes < is->body_bytes ? is->body_bytes : was->body_bytes;
    if (is->status != 0 && was->status != 0 && more - less >= 256 && more >= 2 * less)
        add(all, 60,
            arena_printf(all->arena, "body %lld bytes -> %lld", (long long)was->body_bytes,
                         (long long)is->body_bytes));
}

/* The phase that grew most, when it at least doubled and by at least 50 ms. */
static void compare_times(struct changes *all, const struct good_step *was,
                          const struct record_step *is)
{
    int64_t grown = 0;
    int phase = -1;
    for (int p = 0; p < NETWORK_PHASES; p++) {
        int64_t before = was->phase_us[p] < 0 ? 0 : was->phase_us[p] * NS_PER_US;
        int64_t now = is->time.phase_ns[p];
        if (now - before > grown && now >= 2 * before) {
            grown = now - before;
            phase = p;
        }
    }
    if (phase < 0 || grown < 50 * NS_PER_MS)
        return;
    int64_t before = was->phase_us[phase] < 0 ? 0 : was->phase_us[phase] * NS_PER_US;
    add(all, grown >= NS_PER_S ? 95 : 70,
        arena_printf(all->arena, "%s %s -> %s", phase_name((enum phase)phase),
                     duration_text(all->arena, before),
                     duration_text(all->arena, is->time.phase_ns[phase])));
}

static const char *lines(const struct changes *all)
{
    const char *text = "";
    for (size_t i = 0; i < all->count; i++)
        text = arena_printf(all->arena, "%s%s%s", text, i > 0 ? "\n" : "", all->best[i].line);
    return text;
}

const char *changed_since(const struct good *good, const struct record *record,
                          struct arena *arena)
{
    struct changes all = {.arena = arena};
    const struct record_step *broken = record_broken_step(record);
    for (size_t i = 0; good != NULL && i < record->step_count; i++) {
        const struct record_step *is = &record->steps[i];
        const struct good_step *was = good_step_find(good, is->name);
        if (is->verdict == VERDICT_SKIPPED)
            continue;
        all.step = is->name;
        all.less = is == broken ? 0 : EARLIER_STEP;
        if (was == NULL) {
            if (good->step_count < MOST_GOOD_STEPS)
                add(&all, 65, "was not reached or not there in the last good run");
            continue;
        }
        compare_answer(&all, was, is);
        compare_body(&all, was, is);
        compare_times(&all, was, is);
        if (is == broken)
            break;
    }
    return lines(&all);
}
