/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.c - a last look at the page: a picture without secrets, the document, how it felt.
 *
 * A page that does not answer is left after a while with what is known. */

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "model/journey.h"
#include "model/page_sight.h"
#include "model/step_kind.h"
#include "transport/browser/browsing.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/looks.h"

#define LOOK_NS (2 * NS_PER_S)

enum { MOST_HTML = 2 << 20 };

static bool failed(const struct browsing *browsing)
{
    return browsing->attempt->saw->fault.reason != REASON_NONE;
}

void evidence_ask(struct browsing *browsing, const char *function, const struct json *argument,
                  bool again, drive_done_fn *done)
{
    browsing->page_asked_ns = clock_now_ns();
    browsing->drive->driver->ask(browsing->drive, function, argument, again, done, browsing);
}

/* ---- the document and its figures ---- */

static int64_t ms(const struct json *from, const char *name)
{
    double value = value_number(from, name, -1);
    return value < 0 ? -1 : (int64_t)(value * 1e6);
}

static const char *script_of(struct arena *arena, const struct json *frame)
{
    const struct json *scripts = value_of(frame, "scripts");
    if (scripts == NULL || scripts->kind != JSON_ARRAY || scripts->count == 0)
        return NULL;
    struct text source = value_text(scripts->items[0], "source");
    struct text by = value_text(scripts->items[0], "by");
    if (source.length == 0)
        return by.length > 0 ? text_string(arena, by) : NULL;
    return arena_printf(arena, "%.*s:%lld %.*s", TEXT_ARGS(source),
                        (long long)value_int(scripts->items[0], "at", 0), TEXT_ARGS(by));
}

static void take_long_tasks(struct arena *arena, const struct json *told,
                            struct page_metrics *metrics)
{
    const struct json *frames = value_of(told, "slow"), *tasks = value_of(told, "long");
    size_t count = tasks != NULL && tasks->kind == JSON_ARRAY ? tasks->count : 0;
    struct long_task *list = arena_array(arena, count + 1, struct long_task);
    for (size_t i = 0; i < count; i++) {
        list[i] = (struct long_task){.at_ns = ms(tasks->items[i], "at"),
                                     .length_ns = ms(tasks->items[i], "length")};
        metrics->blocked_ns += list[i].length_ns - 50 * NS_PER_MS;
        for (size_t f = 0; frames != NULL && f < frames->count; f++)
            if (ms(frames->items[f], "at") <= list[i].at_ns &&
                list[i].at_ns <= ms(frames->items[f], "at") + ms(frames->items[f], "length"))
                list[i].script = script_of(arena, frames->items[f]);
    }
    metrics->long_tasks = list;
    metrics->long_task_count = count;
}

static struct motion motion_of(struct arena *arena, const struct json *told)
{
    int64_t frames = value_int(told, "frames", 0);
    if (frames <= 0)
        return (struct motion){0};
    return (struct motion){.length_ns = ms(told, "time"),
                           .frames = frames,
                           .dropped = value_int(told, "dropped", 0),
                           .stall_ns = ms(told, "stall"),
                           .stalls = value_int(told, "stalls", 0),
                           .script = script_of(arena, value_of(told, "slow"))};
}

static const char *shift_element(struct arena *arena, const struct json *shifts)
{
    double most = 0;
    struct text element = text_of("");
    for (size_t i = 0; shifts != NULL && i < shifts->count; i++)
        if (value_number(shifts->items[i], "value", 0) > most) {
            most = value_number(shifts->items[i], "value", 0);
            element = value_text(shifts->items[i], "element");
        }
    return text_string(arena, element);
}

static const struct page_metrics *metrics_of(struct arena *arena, const struct json *told)
{
    struct page_metrics *metrics = arena_make(arena, struct page_metrics);
    const struct json *lcp = value_of(told, "lcp");
    *metrics = (struct page_metrics){
        .first_byte_ns = ms(told, "first_byte"),
        .fcp_ns = ms(told, "fcp"),
        .lcp_ns = lcp != NULL ? ms(lcp, "at") : -1,
        .dom_ns = ms(told, "dom"),
        .load_ns = ms(told, "load"),
        .interaction_ns = ms(told, "inp"),
        .interaction_element = text_string(arena, value_text(told, "inp_element")),
        .shift_element = shift_element(arena, value_of(told, "shifts")),
        .layout_shift = value_number(told, "cls", -1),
        .lcp_element = text_string(arena, value_text(lcp, "element")),
        .motion = motion_of(arena, value_of(told, "motion")),
        .requests = value_int(told, "resources", 0) + 1,
        .bytes = value_int(told, "bytes", 0),
    };
    take_long_tasks(arena, told, metrics);
    return metrics;
}

static void snapshot_told(void *thing, const struct drive_answer *answer)
{
    struct browsing *browsing = thing;
    struct arena *arena = browsing->attempt->arena;
    struct page_sight *sight = browsing->sight;
    loop_timer_stop(browsing->loop, &browsing->timer);
    if (answer->end == DRIVE_OK) {
        const struct json *storage = value_of(answer->value, "storage");
        sight->title = text_copy(arena, value_text(answer->value, "title"));
        sight->dom = text_copy(arena, value_text(answer->value, "html"));
        sight->dom_whole = value_flag(answer->value, "whole");
        sight->cookies = text_copy(arena, value_text(answer->value, "cookies"));
        sight->storage = storage != NULL ? json_copy(arena, storage) : NULL;
        if (value_of(answer->value, "metrics") != NULL)
            sight->metrics = metrics_of(arena, value_of(answer->value, "metrics"));
        sight->looks = looks_of(arena, value_of(answer->value, "looks"));
        sight->mark = mark_of(arena, value_of(answer->value, "mark"));
    }
    browsing_over(browsing);
}

static int64_t no_look(void *thing, int64_t now_ns)
{
    struct browsing *browsing = thing;
    (void)now_ns;
    bool silent =
        browsing->page_asked_ns > 0 && (browsing->drive->driver->can & CAN_FREEZE) != 0;
    browsing->sight->silent_ns = silent ? now_ns - browsing->page_asked_ns : 0;
    browsing_forget(browsing);
    browsing_over(browsing);
    return 0;
}

static void snapshot(struct browsing *browsing)
{
    struct arena *arena = browsing->attempt->arena;
    const struct step *step = browsing->attempt->step;
    struct json *argument = json_object_new(arena, 1);
    bool wanted = failed(browsing) || step->asserts.count > 0 || step->capture_count > 0 ||
                  step->repeat != NULL;
    json_set(arena, argument, text_of("most"), json_int(arena, wanted ? MOST_HTML : 0));
    evidence_ask(browsing, "snapshot", argument, true, snapshot_told);
}

void evidence_start(struct browsing *browsing)
{
    int pictures = browsing->drive->pictures;
    bool wanted = pictures == PICTURES_STEP || (failed(browsing) && pictures != PICTURES_OFF);
    browsing->stage = BROWSING_LOOKING;
    if (browsing->sight->recorded != NULL) { /* the person has left, and the page with them */
        browsing_over(browsing);
        return;
    }
    browsing->timer.fire = no_look;
    loop_timer_set(browsing->loop, &browsing->timer, clock_now_ns() + LOOK_NS);
    if (!wanted || browsing->sight->action_count == 0) {
        snapshot(browsing);
        return;
    }
    browsing->picture = &browsing->actions[browsing->sight->action_count - 1].after;
    browsing->picture_full = false;
    if (browsing->picture->png.length > 0)
        snapshot(browsing);
    else
        evidence_picture(browsing, snapshot);
}
