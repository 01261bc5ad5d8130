/* SPDX-License-Identifier: Apache-2.0 */
/* acts.c - events into steps: see acts.h. acts_write.c puts them on paper. */

#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"
#include "graph/route.h"
#include "recording/acts_draft.h"
#include "recording/acts_line.h"
#include "recording/yaml.h"

#include <stdint.h>
#include <string.h>

enum { MOST_LINE = 64 * 1024, MOST_WORDS = 100 };

/* ---- steps and lines ---- */

struct acts_step *acts_step_new(struct acts_draft *draft)
{
    if (draft->step_count == ACTS_MOST_STEPS)
        return &draft->steps[draft->step_count - 1];
    struct acts_step *step = &draft->steps[draft->step_count++];
    draft->told_at = 0;
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

/* ---- where it is done ---- */

/* Frames within frames: the way from the page, as recorder.js says it. A journey goes from the page, too. */
#define NEXT_FRAME "\x1F"

static void go_to_place(struct acts_draft *draft, const struct json *event)
{
    long long window = acts_number(event, "window");
    struct text frame = acts_word(event, "frame");
    if (window > 0 && window <= ACTS_MOST_WINDOWS && window != draft->window) {
        acts_add(draft, arena_printf(draft->arena, "window: %lld", window));
        draft->window = window;
        draft->frame = text_of("");
    }
    if (text_equal(frame, draft->frame))
        return;
    if (draft->frame.length > 0)
        acts_add(draft, "frame: { top: true }");
    for (size_t from = 0; from < frame.length;) {
        ptrdiff_t end = text_find(frame, text_of(NEXT_FRAME), from);
        size_t to = end < 0 ? frame.length : (size_t)end;
        struct acts_line line;
        acts_line_begin(&line, "frame");
        acts_line_text(&line, "css",
                       text_of(acts_literal(draft->arena, text_slice(frame, from, to))));
        acts_line_end(draft, &line);
        from = to + 1;
    }
    draft->frame = frame;
}

/* ---- pages ---- */

static const char *title_of(struct acts_draft *draft, const struct json *event)
{
    struct text heading = acts_word(event, "heading"), title = acts_word(event, "title");
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
    struct acts_line line;
    draft->route = route;
    if (step_now(draft)->count == 0)
        return;
    acts_line_begin(&line, "expect");
    acts_line_text(&line, "url", text_of(address_pattern(draft->arena, route)));
    acts_line_end(draft, &line);
    acts_step_new(draft);
}

static bool is_web(struct text url)
{
    return text_starts_with(url, text_of("http://")) ||
           text_starts_with(url, text_of("https://"));
}

static void note_place(struct acts_draft *draft, const struct json *event)
{
    struct text url = acts_word(event, "url");
    if (!is_web(url) || acts_word(event, "frame").length > 0)
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
    struct text heading = acts_word(event, "heading");
    if (acts_word(event, "frame").length > 0)
        return;
    if (step->name == NULL)
        step->name = title_of(draft, event);
    if (step->count > 0 || draft->step_count < 2 || !is_steady(heading))
        return;
    struct acts_line line;
    acts_line_begin(&line, "expect");
    acts_line_text(&line, "role", text_of("heading"));
    acts_line_text(&line, "name", text_of(acts_literal(draft->arena, heading)));
    acts_line_end(draft, &line);
}

/* The browser's own controls: the address bar, back, reload. */
static void came(struct acts_draft *draft, const struct json *event)
{
    struct text how = acts_word(event, "how"), url = acts_word(event, "url");
    long long index = acts_number(event, "index");
    bool back = draft->history_index > index;
    draft->history_index = index;
    if (!is_web(url) || acts_number(event, "window") != draft->window)
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
    long long times = acts_number(event, "times");
    struct acts_line line;
    if (times > 1 && times <= 3 && step->count > 0) /* its first half was told, too */
        step->count--;
    acts_line_begin(&line, text_is(acts_word(event, "do"), "tap") ? "tap" : "click");
    acts_line_aim(draft, &line, event);
    if (times > 1 && times <= 3)
        acts_line_raw(&line, "times", arena_printf(draft->arena, "%lld", times));
    acts_line_end(draft, &line);
}

static void typed(struct acts_draft *draft, const struct json *event)
{
    struct acts_line line;
    /* A step of its own: the one that fetches the code goes between. */
    if (text_is(acts_word(event, "kind"), "code") && step_now(draft)->count > 0) {
        acts_step_new(draft);
        name_step(draft, event);
        step_now(draft)->count = 0; /* the page is the same: its heading was expected */
    }
    if (draft->typed_count < ACTS_MOST_TYPED)
        draft->typed[draft->typed_count++] = event;
    const char *value = acts_value(draft->arena, event, &draft->needs);
    acts_line_begin(&line, value[0] == '\0' ? "clear" : "type");
    acts_line_aim(draft, &line, event);
    if (value[0] != '\0')
        acts_line_text(&line, "value", text_of(value));
    acts_line_end(draft, &line);
}

static void chose(struct acts_draft *draft, const struct json *event, const char *what,
                  const char *key)
{
    const struct json *values = json_member(event, text_of("values"));
    struct acts_line line;
    if (values == NULL || values->kind != JSON_ARRAY || values->count == 0)
        return;
    acts_line_begin(&line, what);
    acts_line_aim(draft, &line, event);
    buffer_printf(&line.out, ", %s: [", key);
    for (size_t i = 0; i < values->count; i++) {
        struct text value =
            values->items[i]->kind == JSON_STRING ? values->items[i]->text : text_of("");
        buffer_add_string(&line.out, i > 0 ? ", " : "");
        yaml_text(text_of(acts_literal(draft->arena, value)), true, &line.out);
    }
    buffer_add_char(&line.out, ']');
    acts_line_end(draft, &line);
}

static void dragged(struct acts_draft *draft, const struct json *event)
{
    struct acts_line line;
    acts_line_begin(&line, "drag");
    acts_line_aim(draft, &line, event);
    acts_line_raw(&line, "right",
                  arena_printf(draft->arena, "%lld", acts_number(event, "right")));
    acts_line_raw(&line, "down",
                  arena_printf(draft->arena, "%lld", acts_number(event, "down")));
    acts_line_end(draft, &line);
}

static void pressed(struct acts_draft *draft, const struct json *event)
{
    static const char *const keys[] = {"Enter",     "Escape",    "ArrowUp",
                                       "ArrowDown", "ArrowLeft", "ArrowRight"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (text_is(acts_word(event, "key"), keys[i]))
            acts_add(draft, arena_printf(draft->arena, "press: %s", keys[i]));
}

/* A journey says before what it will answer. */
static void answered(struct acts_draft *draft, const struct json *event)
{
    struct acts_step *step = step_now(draft);
    const struct json *accepted = json_member(event, text_of("accepted"));
    struct text value = acts_word(event, "value");
    struct acts_line line;
    acts_line_begin(&line, "dialog");
    acts_line_raw(&line, "answer",
                  accepted != NULL && accepted->kind == JSON_TRUE ? "accept" : "dismiss");
    if (value.length > 0)
        acts_line_text(&line, "value", text_of(acts_literal(draft->arena, value)));
    size_t before = step->count;
    acts_line_end(draft, &line);
    if (before > 0 && step->count > before) {
        const char *late = step->lines[before];
        step->lines[before] = step->lines[before - 1];
        step->lines[before - 1] = late;
    }
}

/* What the page says of the person recorded is not what it says of the next. */
static bool was_typed(const struct acts_draft *draft, struct text words)
{
    for (size_t i = 0; i < draft->typed_count; i++) {
        struct text value = acts_word(draft->typed[i], "value");
        if (value.length > 1 && text_find(words, value, 0) >= 0)
            return true;
    }
    return false;
}

/* What an action brought about, to be expected; the last of several, when the page went on by itself. It may take
 * three times as long as it did. */
static void showed(struct acts_draft *draft, const struct json *event)
{
    struct acts_step *step = step_now(draft);
    struct text words = acts_word(event, "text");
    long long seconds = acts_number(event, "wait") / 1000;
    if (draft->acts == 0 || !acts_has_aim(event) || !is_steady(words) ||
        was_typed(draft, words) || text_equal(words, acts_word(event, "heading")) ||
        !text_equal(acts_word(event, "frame"), draft->frame) ||
        acts_number(event, "window") != draft->window)
        return;
    if (draft->told_acts == draft->acts && step->count == draft->told_at)
        step->count--;
    struct acts_line line;
    acts_line_begin(&line, "expect");
    acts_line_aim(draft, &line, event);
    if (acts_word(json_member(event, text_of("aim")), "testid").length > 0)
        acts_line_text(&line, "equals", text_of(acts_literal(draft->arena, words)));
    if (seconds >= 1 && seconds <= 60)
        acts_line_raw(&line, "timeout", arena_printf(draft->arena, "%llds", 5 + seconds * 3));
    acts_line_end(draft, &line);
    draft->told_acts = draft->acts;
    draft->told_at = step->count;
}

static bool act(struct acts_draft *draft, const struct json *event)
{
    struct text what = acts_word(event, "do");
    if (text_is(what, "press"))
        pressed(draft, event);
    else if (!acts_has_aim(event))
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
        struct text what = acts_word(event, "do");
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
            if (text_is(what, "shows")) {
                showed(draft, event);
                continue;
            }
            go_to_place(draft, event);
            draft->acts += act(draft, event) ? 1 : 0;
        }
    }
}
