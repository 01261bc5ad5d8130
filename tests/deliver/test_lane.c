/* SPDX-License-Identifier: Apache-2.0 */
/* Rate limits and back-off under a clock of our own. */

#include <criterion/criterion.h>

#include "base/clock.h"
#include "deliver/lane.h"
#include "model/wire.h"

static const int64_t began_ns = 1000 * NS_PER_S;

/* Sends `count` messages as soon as the lane lets it; the moment of each, from the first. */
static void send_all(struct lane *lane, int count, int64_t at_ns[])
{
    int64_t now_ns = began_ns;
    for (int i = 0; i < count; i++) {
        int64_t ready_ns = lane_ready_ns(lane);
        now_ns = ready_ns > now_ns ? ready_ns : now_ns;
        lane_note_sent(lane, now_ns);
        at_ns[i] = now_ns - began_ns;
    }
}

static int most_within(const int64_t at_ns[], int count, int64_t window_ns)
{
    int most = 0;
    for (int from = 0; from < count; from++) {
        int n = 0;
        while (from + n < count && at_ns[from + n] < at_ns[from] + window_ns)
            n++;
        most = n > most ? n : most;
    }
    return most;
}

Test(lane, no_minute_and_no_second_holds_more_than_the_service_takes)
{
    enum { COUNT = 400 };
    static const struct {
        const char *text;
        int64_t wire_minute, wire_second, own_minute;
        int minute, second;
    } rows[] = {
        {"20 a minute", 20, 0, 0, 20, 20},
        {"100 a minute, 5 a second", 100, 5, 0, 100, 5},
        {"one a second", 60, 1, 0, 60, 1},
        {"the channel's own word goes first", 20, 0, 7, 7, 7},
        {"its service's second stays", 100, 5, 300, 300, 5},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct wire wire = {.per_minute = rows[i].wire_minute,
                                  .per_second = rows[i].wire_second};
        const struct channel channel = {.wire = &wire, .per_minute = rows[i].own_minute};
        static struct lane lane;
        static int64_t at_ns[COUNT];
        lane = (struct lane){.channel = &channel};
        send_all(&lane, COUNT, at_ns);
        int minute = most_within(at_ns, COUNT, 60 * NS_PER_S);
        int second = most_within(at_ns, COUNT, NS_PER_S);
        cr_expect_leq(minute, rows[i].minute, "%s: %d in a minute", rows[i].text, minute);
        cr_expect_leq(second, rows[i].second, "%s: %d in a second", rows[i].text, second);
        cr_expect_geq(most_within(at_ns, COUNT, 62 * NS_PER_S),
                      rows[i].second == 1    ? 50
                      : rows[i].minute > 200 ? 200
                                             : rows[i].minute,
                      "%s: slower than it may be", rows[i].text);
    }
}

Test(lane, back_off_doubles_with_jitter_to_five_minutes_and_begins_anew_after_a_yes)
{
    static struct lane lane;
    const struct wire wire = {0};
    const struct channel channel = {.wire = &wire};
    lane = (struct lane){.channel = &channel};
    int64_t whole_ns = NS_PER_S;
    for (int i = 0; i < 40; i++) {
        uint64_t chance = (uint64_t)i * UINT64_C(0x9e3779b97f4a7c15);
        int64_t delay_ns = lane_note_failed(&lane, began_ns, -1, chance);
        cr_expect_leq(delay_ns, whole_ns, "failure %d", i);
        cr_expect_gt(delay_ns, whole_ns / 2 - 1, "failure %d", i);
        cr_expect_eq(lane_ready_ns(&lane), began_ns + delay_ns);
        whole_ns = whole_ns * 2 < 300 * NS_PER_S ? whole_ns * 2 : 300 * NS_PER_S;
    }
    lane_note_accepted(&lane);
    cr_expect_leq(lane_ready_ns(&lane), began_ns);
    cr_expect_leq(lane_note_failed(&lane, began_ns, -1, 0), NS_PER_S);
}

Test(lane, retry_after_is_kept_but_for_no_more_than_an_hour)
{
    static struct lane lane;
    lane = (struct lane){0};
    cr_expect_eq(lane_note_failed(&lane, began_ns, 30 * NS_PER_S, 0), 30 * NS_PER_S);
    cr_expect_eq(lane_note_failed(&lane, began_ns, 86400 * NS_PER_S, 0), 3600 * NS_PER_S);
    cr_expect_eq(lane_ready_ns(&lane), began_ns + 3600 * NS_PER_S);
}
