/* SPDX-License-Identifier: Apache-2.0 */
/* acts.c - events into steps: see acts.h. acts_write.c puts them on paper. */

#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"
#include "graph/route.h"
#include "recording/acts_draft.h"
#include "recording/yaml.h"

#include <stdint.h>
#include <string.h>

enum { MOST_LINE = 64 * 1024, MOST_WORDS = 100 };

static struct text word(const struct json *event, const char *name)
{
    const struct json *value =
        event != NULL && event->kind == JSON_OBJECT ? json_member(event, text_of(name)) : NULL;
    return value != NULL && value->kind == JSON_STRING ? value->text : text_of("");
}

static long long number(const struct json *event, const char *name)
{
    const struct json *value =
        event->kind == JSON_OBJECT ? json_member(event, text_of(name)) : NULL;
    int64_t n = 0;
    if (value != NULL && value->kind == JSON_NUMBER)
        json_to_int(value->text, &n);
    return n;
}

/* ---- steps and lines ---- */

struct acts_step *acts_step_new(struct acts_draft *draft)
{
    if (draft->step_count == ACTS_MOST_STEPS)
        return &draft->steps[draft->step_count - 1];
    struct acts_step *step = &draft->steps[draft->step_count++];
    *step =
        (struct acts_step){.lines = arena_array(draft->arena, ACTS_MOST_LINES, const char *)};
    return step;
}

static struct acts_step *step_now(struct acts_draft *draft)
{
    return &draft->steps[draft->step_count - 1];
}

void acts_add(struct acts_draft *draft, const char *line)
{
    struct acts_step *step = step_now(draft);
    if (step->count < ACTS_MOST_LINES)
        step->lines[step->count++] = line;
}

/* A line in flow style: {key: value, ...}, made piece by piece. */
struct line {
    struct buffer out;
    bool open; /* something stands in the braces */
};

static void line_begin(struct line *line, const char *what)
{
    buffer_init(&line->out, MOST_LINE);
    buffer_printf(&line->out, "%s: { ", what);
    line->open = false;
}

static void line_text(struct line *line, const char *key, struct text value)
{
    buffer_printf(&line->out, "%s%s: ", line->open ? ", " : "", key);
    yaml_text(value, true, &line->out);
    line->open = true;
}

static void line_raw(struct line *line, const char *key, const char *value)
{
    buffer_printf(&line->out, "%s%s: %s", line->open ? ", " : "", key, value);
    line->open = true;
}

static void line_end(struct acts_draft *draft, struct line *line)
{
    buffer_add_string(&line->out, " }");
    acts_add(draft, text_string(draft->arena, buffer_text(&line->out)));
    buffer_done(&line->out);
}

/* The element, in the words recorder.js found for it: one way to say it, and what belongs to that. */
static void line_aim(struct acts_draft *draft, struct line *line, const struct json *event)
{
    static const char *const keys[] = {"testid", "label", "role", "text", "css"};
    const struct json *aim = json_member(event, text_of("aim"));
    size_t i = 0, count = sizeof keys / sizeof keys[0];
    while (i < count && word(aim, keys[i]).length == 0)
        i++;
    if (i == count)
        return;
    line_text(line, keys[i], text_of(acts_literal(draft->arena, word(aim, keys[i]))));
    struct text name = word(aim, "name");
    if (strcmp(keys[i], "role") == 0 && name.length > 0)
        line_text(line, "name", text_of(acts_literal(draft->arena, name)));
    const struct json *exact = json_member(aim, text_of("exact"));
    if (exact != NULL && exact->kind == JSON_TRUE && strcmp(keys[i], "css") != 0)
        line_raw(line, "exact", "true");
}

static bool has_aim(const struct json *event)
{
    static const char *const keys[] = {"testid", "label", "role", "text", "css"};
    const struct json *aim = json_member(event, text_of("aim"));
    for (size_t i = 0; aim != NULL && i < sizeof keys / sizeof keys[0]; i++)
        if (word(aim, keys[i]).length > 0)
            return true;
    return false;
}

/* ---- where it is done ---- */

static void go_to_place(struct acts_draft *draft, const struct json *event)
{
    long long window = number(event, "window");
    struct text frame = word(event, "frame");
    if (window > 0 && window <= ACTS_MOST_WINDOWS && window != draft->window) {
        acts_add(draft, arena_printf(draft->arena, "window: %lld", window));
        draft->window = window;
        draft->frame = text_of("");
    }
    if (text_equal(frame, draft->frame))
        return;
    struct line line;
    line_begin(&line, "frame");
    if (frame.length == 0)
        line_raw(&line, "top", "true");
    else
        line_text(&line, "css", frame);
    line_end(draft, &line);
    draft->frame = frame;
}

/* ---- pages ---- */

static const char *title_of(struct acts_draft *draft, const struct json *event)
{
    struct text heading = word(event, "heading"), title = word(event, "title");
    struct text name = heading.length > 0 ? heading : title;
    return name.length > 0
               ? arena_strndup(draft->arena, name.at, text_slice(name, 0, MOST_WORDS).length)
               : NULL;
}

/* What does not change from one customer to the next. */
static bool is_steady(struct text words)
{
    size_t run = 0;
    for (size_t i = 0; i < words.length; i++) {
        run = words.at[i] >= '0' && words.at[i] <= '9' ? run + 1 : 0;
        if (run > 2 || words.at[i] == '\n' || words.at[i] == '*')
            return false;
    }
    return words.length > 0 && words.length < MOST_WORDS;
}

/* "/fund/:id" as a regular expression that the page's address ends with. */
static const char *address_pattern(struct arena *arena, const char *route)
{
    struct buffer to;
    buffer_init(&to, MOST_LINE);
    for (const char *at = route; *at != '\0' && *at != '?'; at++) {
        if (strncmp(at, ":id", 3) == 0) {
            buffer_add_string(&to, "[^/]+");
            at += 2;
            continue;
        }
        if (strchr("\\^$.|()[]{}*+", *at) != NULL)
            buffer_add_char(&to, '\\');
        buffer_add_char(&to, *at);
    }
    buffer_add_string(&to, "([?#]|$)");
    const char *pattern = text_string(arena, buffer_text(&to));
    buffer_done(&to);
    return pattern;
}

/* The page is another one by now: the step ends with that, and the next begins. */
static void came_elsewhere(struct acts_draft *draft, const char *route)
{
    struct line line;
    draft->route = route;
    if (step_now(draft)->count == 0)
        return;
    line_begin(&line, "expect");
    line_text(&line, "url", text_of(address_pattern(draft->arena, route)));
    line_end(draft, &line);
    acts_step_new(draft);
}

static bool is_web(struct text url)
{
    return text_starts_with(url, text_of("http://")) ||
           text_starts_with(url, text_of("https://"));
}

static void note_place(struct acts_draft *draft, const struct json *event)
{
    struct text url = word(event, "url");
    if (!is_web(url) || word(event, "frame").length > 0)
        return;
    const char *route = route_of(draft->arena, url);
    if (draft->route == NULL)
        draft->route = route;
    else if (strcmp(route, draft->route) != 0)
        came_elsewhere(draft, route);
}

static void name_step(struct acts_draft *draft, const struct json *event)
{
    struct acts_step *step = step_now(draft);
    struct text heading = word(event, "heading");
    if (word(event, "frame").length > 0)
        return;
    if (step->name == NULL)
        step->name = title_of(draft, event);
    if (step->count > 0 || draft->step_count < 2 || !is_steady(heading))
        return;
    struct line line;
    line_begin(&line, "expect");
    line_text(&line, "role", text_of("heading"));
    line_text(&line, "name", text_of(acts_literal(draft->arena, heading)));
    line_end(draft, &line);
}

/* The browser's own controls: the address bar, back, reload. */
static void came(struct acts_draft *draft, const struct json *event)
{
    struct text how = word(event, "how"), url = word(event, "url");
    long long index = number(event, "index");
    bool back = draft->history_index > index;
    draft->history_index = index;
    if (!is_web(url) || number(event, "window") != draft->window)
        return;
    bool begun = draft->acts == 0 && text_equal(url, draft->url);
    if (begun) /* by the journey's own open */
        return;
    if (text_is(how, "typed") && !back) {
        draft->route = NULL;
        if (step_now(draft)->count > 0)
            acts_step_new(draft);
        acts_add(draft, acts_open(draft, url));
    } else if (text_is(how, "reload")) {
        acts_add(draft, "reload: load");
    } else if (back) {
        draft->route = NULL;
        acts_add(draft, "back: load");
    }
    note_place(draft, event);
}

/* ---- what was done ---- */

static void clicked(struct acts_draft *draft, const struct json *event)
{
    struct acts_step *step = step_now(draft);
    long long times = number(event, "times");
    struct line line;
    if (times > 1 && times <= 3 && step->count > 0) /* its first half was told, too */
        step->count--;
    line_begin(&line, text_is(word(event, "do"), "tap") ? "tap" : "click");
    line_aim(draft, &line, event);
    if (times > 1 && times <= 3)
        line_raw(&line, "times", arena_printf(draft->arena, "%lld", times));
    line_end(draft, &line);
}

static void typed(struct acts_draft *draft, const struct json *event)
{
    struct line line;
    /* A step of its own: the one that fetches the code goes between. */
    if (text_is(word(event, "kind"), "code") && step_now(draft)->count > 0) {
        acts_step_new(draft);
        name_step(draft, event);
        step_now(draft)->count = 0; /* the page is the same: its heading was expected */
    }
    const char *value = acts_value(draft->arena, event, &draft->needs);
    line_begin(&line, value[0] == '\0' ? "clear" : "type");
    line_aim(draft, &line, event);
    if (value[0] != '\0')
        line_text(&line, "value", text_of(value));
    line_end(draft, &line);
}

static void chose(struct acts_draft *draft, const struct json *event, const char *what,
                  const char *key)
{
    const struct json *values = json_member(event, text_of("values"));
    struct line line;
    if (values == NULL || values->kind != JSON_ARRAY || values->count == 0)
        return;
    line_begin(&line, what);
    line_aim(draft, &line, event);
    buffer_printf(&line.out, ", %s: [", key);
    for (size_t i = 0; i < values->count; i++) {
        struct text value =
            values->items[i]->kind == JSON_STRING ? values->items[i]->text : text_of("");
        buffer_add_string(&line.out, i > 0 ? ", " : "");
        yaml_text(text_of(acts_literal(draft->arena, value)), true, &line.out);
    }
    buffer_add_char(&line.out, ']');
    line_end(draft, &line);
}

static void dragged(struct acts_draft *draft, const struct json *event)
{
    struct line line;
    line_begin(&line, "drag");
    line_aim(draft, &line, event);
    line_raw(&line, "right", arena_printf(draft->arena, "%lld", number(event, "right")));
    line_raw(&line, "down", arena_printf(draft->arena, "%lld", number(event, "down")));
    line_end(draft, &line);
}

static void pressed(struct acts_draft *draft, const struct json *event)
{
    static const char *const keys[] = {"Enter",     "Escape",    "ArrowUp",
                                       "ArrowDown", "ArrowLeft", "ArrowRight"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (text_is(word(event, "key"), keys[i]))
            acts_add(draft, arena_printf(draft->arena, "press: %s", keys[i]));
}

/* A journey says before what it will answer. */
static void answered(struct acts_draft *draft, const struct json *event)
{
    struct acts_step *step = step_now(draft);
    const struct json *accepted = json_member(event, text_of("accepted"));
    struct text value = word(event, "value");
    struct line line;
    line_begin(&line, "dialog");
    line_raw(&line, "answer",
             accepted != NULL && accepted->kind == JSON_TRUE ? "accept" : "dismiss");
    if (value.length > 0)
        line_text(&line, "value", text_of(acts_literal(draft->arena, value)));
    size_t before = step->count;
    line_end(draft, &line);
    if (before > 0 && step->count > before) {
        const char *late = step->lines[before];
        step->lines[before] = step->lines[before - 1];
        step->lines[before - 1] = late;
    }
}

static bool act(struct acts_draft *draft, const struct json *event)
{
    struct text what = word(event, "do");
    if (text_is(what, "press"))
        pressed(draft, event);
    else if (!has_aim(event))
        return false;
    else if (text_is(what, "click") || text_is(what, "tap"))
        clicked(draft, event);
    else if (text_is(what, "type"))
        typed(draft, event);
    else if (text_is(what, "select"))
        chose(draft, event, "select", "value");
    else if (text_is(what, "upload"))
        chose(draft, event, "upload", "file");
    else if (text_is(what, "drag"))
        dragged(draft, event);
    else
        return false;
    return true;
}

void acts_draft(struct acts_draft *draft, const struct json *const *events, size_t count)
{
    for (size_t i = 0; i < count; i++)
        acts_look(events[i], &draft->needs);
    for (size_t i = 0; i < count; i++) {
        const struct json *event = events[i];
        struct text what = word(event, "do");
        if (event->kind != JSON_OBJECT)
            continue;
        if (text_is(what, "came")) {
            came(draft, event);
        } else if (text_is(what, "dialog")) {
            answered(draft, event);
        } else if (!text_is(what, "closed")) {
            note_place(draft, event);
            name_step(draft, event);
            if (text_is(what, "page"))
                continue;
            go_to_place(draft, event);
            draft->acts += act(draft, event) ? 1 : 0;
        }
    }
}
