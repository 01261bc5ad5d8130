/* SPDX-License-Identifier: Apache-2.0 */
/* act_way.c - a hand's way over the screen: pressed, moved, let go.
 *
 * At a hand's pace where the driver can: what a page does at each step of the way is felt, and all steps at
 * once would be one frame. A page that is slow to take them gets fewer. Other drivers get the way as a whole:
 * some of them forget between two commands that a finger is down. */

#include "base/arena.h"
#include "base/clock.h"
#include "loop/loop.h"
#include "transport/browser/act.h"
#include "transport/browser/browsing.h"

#define WAY_NS  (200 * NS_PER_MS)
#define STEP_NS (16 * NS_PER_MS)

enum { STEPS = 12 };

struct walking {
    struct act *act;
    struct act_way way;
    act_next_fn *next;
    struct loop_timer timer;
    int64_t began_ns;
    double gone; /* of 1 */
};

static struct input at(const struct act_way *way, enum input_kind kind, double gone)
{
    return (struct input){.kind = kind,
                          .clicks = 1,
                          .x = way->x + (way->to_x - way->x) * gone,
                          .y = way->y + (way->to_y - way->y) * gone};
}

/* A mouse comes to a place before its button is pressed. */
static size_t press(const struct act_way *way, struct input *inputs)
{
    size_t n = 0;
    if (!way->finger)
        inputs[n++] = at(way, INPUT_MOVE, 0);
    inputs[n++] = at(way, way->finger ? INPUT_TOUCH : INPUT_DOWN, 0);
    return n;
}

static struct input moved(const struct act_way *way, double gone)
{
    return at(way, way->finger ? INPUT_TOUCH_MOVE : INPUT_MOVE, gone);
}

static struct input let_go(const struct act_way *way)
{
    return at(way, way->finger ? INPUT_TOUCH_END : INPUT_UP, 1);
}

static void walk_at_once(struct act *act, const struct act_way *way, act_next_fn *next)
{
    struct input inputs[STEPS + 3];
    size_t n = press(way, inputs);
    for (int i = 1; i <= STEPS; i++)
        inputs[n++] = moved(way, (double)i / STEPS);
    inputs[n++] = let_go(way);
    act_input(act, inputs, n, next);
}

/* ---- step by step ---- */

static void walked(struct act *act, const struct json *value)
{
    struct walking *walking = act->own;
    (void)value;
    if (walking->gone >= 1) {
        struct input last = let_go(&walking->way);
        act_input(act, &last, 1, walking->next);
        return;
    }
    loop_timer_set(act->browsing->loop, &walking->timer, clock_now_ns() + STEP_NS);
}

/* Three steps at least, so that it is a way and no leap. */
static int64_t step_on(void *thing, int64_t now_ns)
{
    struct walking *walking = thing;
    double due = (double)(now_ns - walking->began_ns) / (double)WAY_NS;
    double most = walking->gone + 0.34;
    walking->gone = due > most ? most : due;
    walking->gone = walking->gone > 1 ? 1 : walking->gone;
    struct input step = moved(&walking->way, walking->gone);
    act_input(walking->act, &step, 1, walked);
    return 0;
}

static void stop(struct act *act)
{
    struct walking *walking = act->own;
    loop_timer_stop(act->browsing->loop, &walking->timer);
}

void act_walk(struct act *act, const struct act_way *way, act_next_fn *next)
{
    struct input inputs[2];
    if ((act->drive->driver->can & CAN_HOLD) == 0) {
        walk_at_once(act, way, next);
        return;
    }
    struct walking *walking = arena_make(act->arena, struct walking);
    *walking = (struct walking){.act = act,
                                .way = *way,
                                .next = next,
                                .timer = {.fire = step_on, .thing = walking},
                                .began_ns = clock_now_ns()};
    act->own = walking;
    act->stop = stop;
    act_input(act, inputs, press(way, inputs), walked);
}
