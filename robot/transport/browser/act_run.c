/* SPDX-License-Identifier: Apache-2.0 */
/* act_run.c - a script of the journey's author, in the page's own world: for what no customer's hand can set up.
 *
 * It fails when it throws, or a promise it leaves behind is rejected. What it gives back is not asked for: what a page
 * shows is for expect. */

#include "base/arena.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"

struct run {
    const struct template *script;
};

static const struct field fields[] = {{.name = "script",
                                       .type = FIELD_TEMPLATE,
                                       .at = offsetof(struct run, script),
                                       .required = true,
                                       .text = "JavaScript; a promise is waited for"},
                                      {0}};

const struct field_table action_run_fields = {.name = "browser_run",
                                              .text = "a script to run in the page",
                                              .size = sizeof(struct run),
                                              .fields = fields,
                                              .shorthand = "script"};

static void over(struct act *act, const struct json *value)
{
    (void)value;
    act_done(act);
}

static void ran(void *thing, const struct drive_answer *answer)
{
    struct act *act = thing;
    if (answer->end == DRIVE_REFUSED)
        act_fail(act, PHASE_ACT, REASON_SCRIPT,
                 arena_printf(act->arena, "run: the script failed: %s", answer->why));
    else
        act_answered(act, answer);
}

static void run_start(struct act *act)
{
    const struct run *run = act->params;
    struct text script;
    if (!act_text(act, run->script, &script))
        return;
    act->next = over;
    act->drive->driver->evaluate(act->drive, script, ran, act);
}

const struct action_kind action_run = {
    .name = "run", .fields = &action_run_fields, .start = run_start};
