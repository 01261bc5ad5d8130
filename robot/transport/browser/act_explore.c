/* SPDX-License-Identifier: Apache-2.0 */
/* act_explore.c - maps an app: every page that links and buttons lead to, within limits.
 *
 * What has been seen least comes first: an endless calendar or a shop's ten thousand articles wait behind every
 * page of another kind. A button is pressed on a page freshly opened, so that what it does is its own doing. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/units.h"
#include "document/json.h"
#include "graph/route.h"
#include "model/page_sight.h"
#include "plan/template.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/browsing.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/explore.h"

#include <string.h>

#define PAGE_NS      (10 * NS_PER_S)
#define IDLE_LOOK_NS (10 * NS_PER_MS)
#define REST_MS      1000
#define READING_MS   5000

/* ---- the end ---- */

static void finish(struct exploring *e, const char *why)
{
    struct page_sight *sight = e->act->browsing->sight;
    explore_cross(e);
    sight->sightings = e->sightings;
    sight->sighting_count = e->sighting_count;
    sight->passages = e->passages;
    sight->passage_count = e->passage_count;
    sight->explored = why;
    act_done(e->act);
}

/* ---- what is met ---- */

static size_t note(struct exploring *e, const struct sighting *sighting)
{
    e->sightings[e->sighting_count] = *sighting;
    return e->sighting_count++;
}

static void pass(struct exploring *e, const struct way *way, size_t to, enum passage_kind kind)
{
    if (way->from == NOWHERE || e->passage_count == MOST_PASSAGES)
        return;
    e->passages[e->passage_count++] = (struct passage){
        .from = way->from, .to = to, .kind = kind, .label = way->label, .target = way->target};
}

static const char *problem_of(struct exploring *e, const struct json *page)
{
    int64_t status = value_int(page, "status", 0);
    const char *complaint = e->act->drive->driver->complaint(e->act->drive);
    const char *before = e->complaint;
    e->complaint = complaint;
    if (status >= 400)
        return arena_printf(e->arena, "answered %lld", (long long)status);
    if (complaint != NULL && complaint != before)
        return arena_printf(e->arena, "a script failed: %.*s", (int)strcspn(complaint, "\n"),
                            complaint);
    return value_flag(page, "blank") ? "the page is blank" : NULL;
}

static size_t take_page(struct exploring *e, const struct json *page)
{
    const struct json *told = value_of(page, "features");
    size_t count = told != NULL && told->kind == JSON_ARRAY ? told->count : 0;
    struct text *features = arena_array(e->arena, count + 1, struct text);
    for (size_t i = 0; i < count; i++)
        features[i] = text_copy(e->arena, told->items[i]->text);
    const struct sighting sighting = {
        .url = text_copy(e->arena, value_text(page, "url")),
        .title = text_copy(e->arena, value_text(page, "title")),
        .status = (int)value_int(page, "status", 0),
        .features = features,
        .feature_count = count,
        .problem = problem_of(e, page),
    };
    return note(e, &sighting);
}

static void next(struct exploring *e);

static void skip(struct exploring *e, const char *why)
{
    const struct sighting broken = {.url = text_of(e->way->url), .problem = why};
    pass(e, e->way, note(e, &broken), PASSAGE_LINK);
    next(e);
}

/* ---- one page ---- */

static bool same_place(const struct sighting *a, const struct sighting *b)
{
    if (!text_equal(a->url, b->url) || a->feature_count != b->feature_count)
        return false;
    for (size_t i = 0; i < a->feature_count; i++)
        if (!text_equal(a->features[i], b->features[i]))
            return false;
    return true;
}

static void surveyed(struct act *act, const struct json *page)
{
    struct exploring *e = act->own;
    const struct way *way = e->way;
    size_t at = take_page(e, page);
    const struct sighting *seen = &e->sightings[at];
    const char *address = route_address(e->arena, seen->url);
    bool moved = strcmp(address, way->url) != 0;
    if (way->presses && same_place(seen, &e->sightings[way->from])) {
        e->sighting_count--; /* nothing came of it */
        next(e);
        return;
    }
    bool known = way->presses && moved && map_get(&e->known, text_of(address)) != NULL;
    pass(e, way, at, way->presses ? PASSAGE_BUTTON : moved ? PASSAGE_REDIRECT : PASSAGE_LINK);
    explore_know(e, address);
    if (!known && explore_inside(e, seen->url))
        explore_enqueue(e, at, address, way->depth + 1, page, !way->presses || moved);
    next(e);
}

/* What a page shows, it may still be asking its server for. */
static int64_t survey_when_idle(void *thing, int64_t now_ns)
{
    struct exploring *e = thing;
    struct act *act = e->act;
    if (act->drive->driver->busy(act->drive) > 0 && now_ns < e->idle_until_ns)
        return now_ns + IDLE_LOOK_NS;
    struct json *argument = json_object_new(e->arena, 2);
    json_set(e->arena, argument, text_of("time"), json_int(e->arena, REST_MS));
    json_set(e->arena, argument, text_of("reading"), json_int(e->arena, READING_MS));
    act_ask(act, "survey", argument, e->surveyed);
    return 0;
}

static void survey(struct exploring *e, act_next_fn *then)
{
    e->surveyed = then;
    e->idle_until_ns = clock_now_ns() + REST_MS * NS_PER_MS;
    loop_timer_set(e->act->browsing->loop, &e->idle, loop_now_ns(e->act->browsing->loop));
}

static void arrived(void *thing, const struct drive_answer *answer)
{
    struct act *act = thing;
    if (answer->end == DRIVE_OK || answer->end == DRIVE_REFUSED)
        survey(act->own, surveyed);
    else
        act_answered(act, answer);
}

/* The button may have asked for another document: that is the one to look at. */
static void pressed(struct act *act, const struct json *value)
{
    (void)value;
    act->drive->driver->arrive(act->drive, arrived, act);
}

static void button_found(struct act *act, const struct json *where)
{
    struct exploring *e = act->own;
    if (!value_flag(where, "ok")) {
        next(e);
        return;
    }
    struct input inputs[3] = {{.kind = INPUT_MOVE},
                              {.kind = INPUT_DOWN, .clicks = 1},
                              {.kind = INPUT_UP, .clicks = 1}};
    for (int i = 0; i < 3; i++) {
        inputs[i].x = value_number(where, "x", 0);
        inputs[i].y = value_number(where, "y", 0);
    }
    act_input(act, inputs, 3, pressed);
}

static void find_button(struct exploring *e)
{
    struct json *aim = json_object_new(e->arena, 1), *argument = json_object_new(e->arena, 3);
    json_set(e->arena, aim, text_of("css"), json_string_of(e->arena, e->way->target));
    json_set(e->arena, argument, text_of("aim"), aim);
    json_set(e->arena, argument, text_of("needs"), act_needs(e->act, true, false, true));
    json_set(e->arena, argument, text_of("time"), json_int(e->arena, REST_MS));
    act_ask_anyway(e->act, "locate", argument, button_found);
}

static void rested(struct act *act, const struct json *value)
{
    (void)value;
    find_button(act->own);
}

static void opened(void *thing, const struct drive_answer *answer)
{
    struct act *act = thing;
    struct exploring *e = act->own;
    if (answer->end == DRIVE_REFUSED)
        skip(e, arena_strdup(e->arena, answer->why));
    else if (answer->end != DRIVE_OK)
        act_answered(act, answer);
    else
        survey(e, e->way->presses ? rested : surveyed);
}

static void freshened(void *thing, const struct drive_answer *answer)
{
    struct act *act = thing;
    struct exploring *e = act->own;
    e->freshening = false;
    if (answer->end == DRIVE_OK)
        skip(e, "the page did not come to rest within 10s");
    else
        act_answered(act, answer);
}

/* It may keep the process of all pages of its site busy: they are looked at in a new window. */
static int64_t page_hangs(void *thing, int64_t now_ns)
{
    struct exploring *e = thing;
    struct act *act = e->act;
    loop_timer_stop(act->browsing->loop, &e->idle);
    act->drive->driver->forget(act->drive, act);
    if (e->freshening) {
        finish(e, "a page hung the browser");
        return 0;
    }
    e->freshening = true;
    act->drive->driver->fresh(act->drive, freshened, act);
    return e->freshening ? now_ns + PAGE_NS : 0;
}

/* ---- from page to page ---- */

static void next(struct exploring *e)
{
    struct act *act = e->act;
    int64_t now = clock_now_ns();
    if (now >= e->until_ns) {
        finish(e, "the time is over");
        return;
    }
    if (e->sighting_count >= (size_t)e->params->pages) {
        finish(e, "as many pages as allowed");
        return;
    }
    e->way = explore_next(e);
    if (e->way == NULL) {
        finish(e, "all that leads anywhere was followed");
        return;
    }
    loop_timer_set(act->browsing->loop, &e->timer,
                   now + PAGE_NS < e->until_ns ? now + PAGE_NS : e->until_ns);
    act->drive->driver->navigate(act->drive, text_of(e->way->url), UNTIL_LOAD, opened, act);
}

static void stop(struct act *act)
{
    struct exploring *e = act->own;
    loop_timer_stop(act->browsing->loop, &e->timer);
    loop_timer_stop(act->browsing->loop, &e->idle);
}

static void explore_start(struct act *act)
{
    struct exploring *e = arena_make(act->arena, struct exploring);
    const struct explore *params = act->params;
    *e = (struct exploring){.act = act,
                            .arena = act->arena,
                            .params = params,
                            .until_ns = act->deadline_ns - NS_PER_S / 2,
                            .timer = {.fire = page_hangs, .thing = e},
                            .idle = {.fire = survey_when_idle, .thing = e}};
    act->own = e;
    act->stop = stop;
    e->sightings = arena_array(act->arena, (size_t)params->pages + 2, struct sighting);
    e->passages = arena_array(act->arena, MOST_PASSAGES, struct passage);
    map_init(&e->known, act->arena);
    map_init(&e->families, act->arena);
    for (size_t i = 0; i < params->start_count; i++) {
        struct text url;
        if (!act_text(act, params->starts[i].url, &url))
            return;
        explore_begin_at(e, url);
    }
    next(e);
}

const struct action_kind action_explore = {
    .name = "explore",
    .fields = &action_explore_fields,
    .has_timeout = true,
    .timeout_at = offsetof(struct explore, time_ns),
    .start = explore_start,
};
