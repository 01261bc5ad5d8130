/* SPDX-License-Identifier: Apache-2.0 */
/* act_choose.c - options of a <select>, files of an <input type=file>: what opens a window of the
 * system's that no page draws. */

#include "base/arena.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/aim.h"
#include "transport/browser/cdp_value.h"
#include "transport/path_beside.h"

#include <stdlib.h>
#include <unistd.h>

struct option {
    const struct template *text;
};

struct choose {
    struct aim aim;
    const struct option *values;
    size_t value_count;
};

static const struct field option_field = {
    .name = "value",
    .type = FIELD_TEMPLATE,
    .at = offsetof(struct option, text),
    .text = "an option's text or value; a file's path",
};
static const struct field_table option_table = {.name = "browser_choice",
                                                .text = "one of what is chosen",
                                                .size = sizeof(struct option),
                                                .whole = &option_field};

#define VALUES(key, words)                                                         \
    {                                                                              \
        .name = key, .type = FIELD_LIST, .of = &option_table,                      \
        .at = offsetof(struct choose, values),                                     \
        .count_at = offsetof(struct choose, value_count), .least = 1, .most = 100, \
        .single = true, .required = true, .text = words                            \
    }

static const struct field select_fields[] = {
    AIM_FIELDS(struct choose, aim),
    VALUES("value", "the options, by their text or value"),
    {0}};
const struct field_table action_select_fields = {.name = "browser_select",
                                                 .text = "options to choose",
                                                 .size = sizeof(struct choose),
                                                 .fields = select_fields,
                                                 .choices = aim_choices};
static const struct field upload_fields[] = {
    AIM_FIELDS(struct choose, aim), VALUES("file", "files, from the journey's folder"), {0}};
const struct field_table action_upload_fields = {.name = "browser_upload",
                                                 .text = "files to choose",
                                                 .size = sizeof(struct choose),
                                                 .fields = upload_fields,
                                                 .choices = aim_choices};

static void over(struct act *act, const struct json *value)
{
    struct text path = value_text(value, "path");
    if (path.length > 0)
        act->sight->element = text_string(act->arena, path);
    act_done(act);
}

/* False when that ended the action. */
static bool each(struct act *act, struct json *to)
{
    const struct choose *choose = act->params;
    for (size_t i = 0; i < choose->value_count; i++) {
        struct text value;
        if (!act_text(act, choose->values[i].text, &value))
            return false;
        json_append(to, json_string(act->arena, value));
    }
    return true;
}

static void select_start(struct act *act)
{
    const struct choose *choose = act->params;
    struct json *argument = json_object_new(act->arena, 4);
    struct json *options = json_array_new(act->arena, choose->value_count);
    if (!each(act, options))
        return;
    json_set(act->arena, argument, text_of("aim"), act->aim);
    json_set(act->arena, argument, text_of("options"), options);
    json_set(act->arena, argument, text_of("time"), act_time(act));
    act_ask(act, "select", argument, over);
}

const struct action_kind action_select = {
    .name = "select", .fields = &action_select_fields, .has_aim = true, .start = select_start};

static void upload_there(struct act *act, const struct json *where)
{
    (void)where;
    act->next = over;
    act->drive->driver->upload(act->drive, act->own, act_answered, act);
}

static void free_path(void *path)
{
    free(path);
}

static void upload_start(struct act *act)
{
    const struct choose *choose = act->params;
    struct json *names = json_array_new(act->arena, choose->value_count);
    const char **paths = arena_array(act->arena, choose->value_count + 1, const char *);
    if (!each(act, names))
        return;
    for (size_t i = 0; i < names->count; i++) {
        const char *name = path_beside(act->attempt, names->items[i]->text);
        char *path = realpath(name, NULL); /* the browser runs elsewhere */
        if (path == NULL || access(path, R_OK) != 0) {
            free(path);
            act_fail(act, PHASE_ROBOT, REASON_TEMPLATE,
                     arena_printf(act->arena, "the file %s cannot be read", name));
            return;
        }
        arena_defer(act->arena, free_path, path);
        paths[i] = path;
    }
    act->own = paths;
    act_locate(act, act_needs(act, true, false, false), upload_there);
}

const struct action_kind action_upload = {
    .name = "upload", .fields = &action_upload_fields, .has_aim = true, .start = upload_start};
