/* SPDX-License-Identifier: Apache-2.0 */
/* acts_line.c - see acts_line.h. Events carry what pages say: every member may be missing or of another type. */

#include "recording/acts_line.h"
#include "base/arena.h"
#include "document/json.h"
#include "recording/acts_draft.h"
#include "recording/yaml.h"

#include <stdint.h>
#include <string.h>

enum { MOST_LINE = 64 * 1024 };

struct text acts_word(const struct json *event, const char *name)
{
    const struct json *value =
        event != NULL && event->kind == JSON_OBJECT ? json_member(event, text_of(name)) : NULL;
    return value != NULL && value->kind == JSON_STRING ? value->text : text_of("");
}

long long acts_number(const struct json *event, const char *name)
{
    const struct json *value =
        event->kind == JSON_OBJECT ? json_member(event, text_of(name)) : NULL;
    int64_t n = 0;
    if (value != NULL && value->kind == JSON_NUMBER)
        json_to_int(value->text, &n);
    return n;
}

void acts_line_begin(struct acts_line *line, const char *what)
{
    buffer_init(&line->out, MOST_LINE);
    buffer_printf(&line->out, "%s: { ", what);
    line->open = false;
}

void acts_line_text(struct acts_line *line, const char *key, struct text value)
{
    buffer_printf(&line->out, "%s%s: ", line->open ? ", " : "", key);
    yaml_text(value, true, &line->out);
    line->open = true;
}

void acts_line_raw(struct acts_line *line, const char *key, const char *value)
{
    buffer_printf(&line->out, "%s%s: %s", line->open ? ", " : "", key, value);
    line->open = true;
}

void acts_line_end(struct acts_draft *draft, struct acts_line *line)
{
    buffer_add_string(&line->out, " }");
    acts_add(draft, text_string(draft->arena, buffer_text(&line->out)));
    buffer_done(&line->out);
}

void acts_line_aim(struct acts_draft *draft, struct acts_line *line, const struct json *event)
{
    static const char *const keys[] = {"testid", "label", "role", "text", "css"};
    const struct json *aim = json_member(event, text_of("aim"));
    size_t i = 0, count = sizeof keys / sizeof keys[0];
    while (i < count && acts_word(aim, keys[i]).length == 0)
        i++;
    if (i == count)
        return;
    acts_line_text(line, keys[i], text_of(acts_literal(draft->arena, acts_word(aim, keys[i]))));
    struct text name = acts_word(aim, "name");
    if (strcmp(keys[i], "role") == 0 && name.length > 0)
        acts_line_text(line, "name", text_of(acts_literal(draft->arena, name)));
    const struct json *exact = json_member(aim, text_of("exact"));
    if (exact != NULL && exact->kind == JSON_TRUE && strcmp(keys[i], "css") != 0)
        acts_line_raw(line, "exact", "true");
}

bool acts_has_aim(const struct json *event)
{
    static const char *const keys[] = {"testid", "label", "role", "text", "css"};
    const struct json *aim = json_member(event, text_of("aim"));
    for (size_t i = 0; aim != NULL && i < sizeof keys / sizeof keys[0]; i++)
        if (acts_word(aim, keys[i]).length > 0)
            return true;
    return false;
}
