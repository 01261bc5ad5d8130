/* SPDX-License-Identifier: Apache-2.0 */
/* act_open.c - to an address, again to the same, back to the one before. */

#include "base/arena.h"
#include "document/node.h"
#include "model/page_sight.h"
#include "plan/template.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/net_error.h"

struct open {
    const struct template *url;
    int until;
    int64_t timeout_ns;
};

static const struct word moments[] = {
    {.name = "load", .value = UNTIL_LOAD, .text = "pictures and styles are there, too"},
    {.name = "dom", .value = UNTIL_DOM, .text = "the document is read"},
    {.name = "commit", .value = UNTIL_COMMIT, .text = "the answer began"},
    {0}};

#define UNTIL_FIELD(holder)                                                                   \
    {                                                                                         \
        .name = "until", .type = FIELD_WORD, .at = offsetof(holder, until), .words = moments, \
        .fallback = "load", .text = "when the page is there"                                  \
    }

static const struct field open_fields[] = {
    {.name = "url",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct open, url),
     .required = true,
     .text = "http:// or https:// and the rest"},
    UNTIL_FIELD(struct open),
    {.name = "timeout",
     .type = FIELD_DURATION,
     .at = offsetof(struct open, timeout_ns),
     .least = 1000000,
     .text = "how long it may take; default: all that is left of the step"},
    {0}};

static bool is_web(struct text url)
{
    return text_starts_with(url, text_of("http://")) ||
           text_starts_with(url, text_of("https://")) || text_is(url, "about:blank");
}

static void check_open(struct reading *reading, const struct node *at, void *into)
{
    const struct open *open = into;
    struct text url;
    if (!template_constant(open->url, &url) || is_web(url))
        return;
    struct diag *d = diag_add(reading->diags, at->at,
                              "\"%.*s\" is not an http or https address", TEXT_ARGS(url));
    d->hint = "write http://HOST/PATH, https://HOST/PATH or ${base}/PATH";
}

const struct template *action_open_address(const void *params)
{
    return ((const struct open *)params)->url;
}

const struct field_table action_open_fields = {.name = "browser_open",
                                               .text = "an address to open",
                                               .size = sizeof(struct open),
                                               .fields = open_fields,
                                               .shorthand = "url",
                                               .check = check_open};

static void arrived(struct act *act, const struct json *value)
{
    (void)value;
    act_done(act);
}

static void navigated(void *thing, const struct drive_answer *answer)
{
    struct act *act = thing;
    if (answer->end != DRIVE_REFUSED) {
        act_answered(act, answer);
        return;
    }
    struct fault fault =
        net_error_fault(act->arena, text_of(answer->why),
                        act->sight->target != NULL ? text_of(act->sight->target) : text_of(""));
    act_fault(act, &fault);
}

static void open_start(struct act *act)
{
    const struct open *open = act->params;
    struct text url;
    if (!act_text(act, open->url, &url))
        return;
    act->sight->target = text_string(act->arena, url);
    if (!is_web(url)) {
        act_fail(
            act, PHASE_ROBOT, REASON_TEMPLATE,
            arena_printf(act->arena, "%s is no http or https address", act->sight->target));
        return;
    }
    act->next = arrived;
    act->drive->driver->navigate(act->drive, url, (enum drive_until)open->until, navigated,
                                 act);
}

const struct action_kind action_open = {.name = "open",
                                        .fields = &action_open_fields,
                                        .has_timeout = true,
                                        .timeout_at = offsetof(struct open, timeout_ns),
                                        .start = open_start};

/* ---- reload, back ---- */

struct again {
    int until;
    int64_t timeout_ns;
};

static const struct field again_fields[] = {UNTIL_FIELD(struct again), {0}};

const struct field_table action_reload_fields = {.name = "browser_reload",
                                                 .text = "the page, again",
                                                 .size = sizeof(struct again),
                                                 .fields = again_fields,
                                                 .shorthand = "until"};

static void reload_start(struct act *act)
{
    const struct again *again = act->params;
    act->next = arrived;
    act->drive->driver->reload(act->drive, (enum drive_until)again->until, act_answered, act);
}

const struct action_kind action_reload = {
    .name = "reload", .fields = &action_reload_fields, .start = reload_start};

const struct field_table action_back_fields = {.name = "browser_back",
                                               .text = "the page before",
                                               .size = sizeof(struct again),
                                               .fields = again_fields,
                                               .shorthand = "until"};

static void back_start(struct act *act)
{
    act->next = arrived;
    act->drive->driver->back(act->drive, act_answered, act);
}

const struct action_kind action_back = {
    .name = "back", .fields = &action_back_fields, .start = back_start};
