/* SPDX-License-Identifier: Apache-2.0 */
/* tell_lines.c - what is told as lines: Markdown of chats, plain text.
 *
 * None of them says how its Markdown is escaped, so nothing is: characters of markup are replaced. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "reporters/wire/say.h"
#include "reporters/wire/tell.h"

#include <string.h>

enum { LEAST_VALUE = 48 }; /* one cut to less says nothing */

const char *tell_plainly(struct arena *arena, const char *string)
{
    static const char marks[] = "<>[]`*";
    static const char *const likenesses[] = {"＜", "＞", "［", "］", "｀", "＊"};
    struct buffer out;
    buffer_init(&out, SAY_MOST_BODY);
    for (const char *at = string; *at != '\0'; at++) {
        const char *mark = strchr(marks, *at);
        if (mark != NULL)
            buffer_add_string(&out, likenesses[mark - marks]);
        else
            buffer_add_char(&out, *at);
    }
    char *plain = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return plain;
}

const struct tell_style tell_dingtalk_style = {.gap = "\n\n",
                                               .head = "### ",
                                               .open = "**",
                                               .close = "** ",
                                               .chat = true,
                                               .markdown = true};
const struct tell_style tell_wecom_style = {
    .gap = "\n", .head = "### ", .open = "**", .close = "** ", .chat = true, .markdown = true};
const struct tell_style tell_card_style = {
    .gap = "\n", .head = NULL, .open = "**", .close = "** ", .chat = true, .markdown = true};
const struct tell_style tell_chat_style = {
    .gap = "\n", .head = "", .open = "", .close = ": ", .chat = true};
const struct tell_style tell_mail_style = {.gap = "\n", .head = "", .open = "", .close = ": "};

static const char *foreign(struct arena *arena, const struct tell_style *style,
                           const char *string)
{
    return style->chat ? tell_plainly(arena, string) : string;
}

static const char *link_line(struct arena *arena, const struct tell_style *style,
                             const char *label, const char *link)
{
    if (link[0] == '\0')
        return "";
    return arena_printf(arena, style->markdown ? "%s[%s](%s)" : "%s%s: %s", style->gap, label,
                        link);
}

/* Whole facts as far as there is room, the last one cut. */
static const char *facts(struct arena *arena, const struct tell_style *style,
                         const struct told_message *told, size_t room)
{
    const char *all = "";
    for (size_t i = 0; i < told->count; i++) {
        const char *before = arena_printf(arena, "%s%s%s%s", style->gap, style->open,
                                          told->facts[i].label, style->close);
        const char *value = foreign(arena, style, told->facts[i].value);
        size_t used = strlen(all) + strlen(before);
        bool fits = used + strlen(value) <= room;
        if (!fits && room < used + LEAST_VALUE)
            return all;
        all = arena_printf(arena, "%s%s%s", all, before, say_cut(arena, value, room - used));
        if (!fits)
            return all;
    }
    return all;
}

const char *tell_lines(struct arena *arena, const struct told_message *told,
                       const struct tell_style *style, size_t most)
{
    const char *head = "";
    if (style->head != NULL)
        head = arena_printf(arena, "%s%s", style->head, foreign(arena, style, told->headline));
    const char *links =
        arena_printf(arena, "%s%s", link_line(arena, style, told->link_label, told->link),
                     link_line(arena, style, told->runbook_label, told->runbook));
    must(most >= TELL_LEAST_ROOM && strlen(head) + strlen(links) <= most);
    size_t room = most - strlen(head) - strlen(links);
    const char *all =
        arena_printf(arena, "%s%s%s", head, facts(arena, style, told, room), links);
    return all + (style->head == NULL && all[0] != '\0' ? strlen(style->gap) : 0);
}
