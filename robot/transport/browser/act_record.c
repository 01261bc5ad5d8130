/* SPDX-License-Identifier: Apache-2.0 */
/* act_record.c - a person takes over: what they do is kept, until they close the window or the time is
 * over.
 *
 * For `xunjian record`, which makes a journey of it; a journey that waits for a person is no inspection. */

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/browsing.h"
#include "transport/browser/cdp_value.h"

enum { MOST_EVENTS = 5000 };

struct record {
    int64_t time_ns;
};

static const struct field record_fields[] = {
    {.name = "time",
     .type = FIELD_DURATION,
     .at = offsetof(struct record, time_ns),
     .least = 1000000000,
     .required = true,
     .text = "for so long at most; closing the last window ends it, too"},
    {0}};

const struct field_table action_record_fields = {.name = "browser_record",
                                                 .text = "what a person does, kept",
                                                 .size = sizeof(struct record),
                                                 .fields = record_fields,
                                                 .shorthand = "time"};

struct recording {
    struct act *act;
    const struct json **events;
    struct loop_timer timer;
};

static void stop(struct act *act)
{
    struct recording *recording = act->own;
    loop_timer_stop(act->browsing->loop, &recording->timer);
    act->drive->driver->forget(act->drive, recording);
}

static int64_t over(void *thing, int64_t now_ns)
{
    struct recording *recording = thing;
    (void)now_ns;
    act_done(recording->act);
    return 0;
}

static void heard(void *thing, const struct drive_answer *answer)
{
    struct recording *recording = thing;
    struct page_sight *sight = recording->act->browsing->sight;
    if (sight->recorded_count < MOST_EVENTS)
        recording->events[sight->recorded_count++] = answer->value;
    if (text_is(value_text(answer->value, "do"), "closed"))
        loop_timer_set(recording->act->browsing->loop, &recording->timer, clock_now_ns());
}

static void record_start(struct act *act)
{
    struct recording *recording = arena_make(act->arena, struct recording);
    *recording =
        (struct recording){.act = act,
                           .events = arena_array(act->arena, MOST_EVENTS, const struct json *),
                           .timer = {.fire = over, .thing = recording}};
    act->own = recording;
    act->stop = stop;
    act->browsing->sight->recorded = recording->events;
    loop_timer_set(act->browsing->loop, &recording->timer, act->deadline_ns);
    if (act->drive->driver->record == NULL)
        act_fail(act, PHASE_ROBOT, REASON_ROBOT, "only Chromium can be recorded");
    else
        act->drive->driver->record(act->drive, heard, recording);
}

const struct action_kind action_record = {.name = "record",
                                          .fields = &action_record_fields,
                                          .has_timeout = true,
                                          .timeout_at = offsetof(struct record, time_ns),
                                          .start = record_start};
